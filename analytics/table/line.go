package table

import (
	"auditql/analytics/schema"
)

// AppendLine appends the canonical line of a row, without its line feed: a JSON array of strings or null.
func AppendLine(dst []byte, columns []schema.Column, row Row) []byte {
	dst = append(dst, '[')
	for i, cell := range row {
		if i > 0 {
			dst = append(dst, ',')
		}
		switch {
		case cell == nil:
			dst = append(dst, "null"...)
		case columns[i].Type.Kind == schema.List:
			dst = append(dst, cell...)
		default:
			dst = appendQuoted(dst, cell)
		}
	}
	return append(dst, ']')
}

// AppendHeader appends the header line, without its line feed: a JSON array of [name, type]. The type json is written
// as text, since it is up to the writer of a Parquet file whether it marks JSON.
func AppendHeader(dst []byte, columns []schema.Column) []byte {
	dst = append(dst, '[')
	for i, c := range columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		if c.Type.Kind == schema.JSON {
			c.Type = schema.Type{Kind: schema.Text}
		}
		dst = append(dst, '[')
		dst = appendQuoted(dst, []byte(c.Name))
		dst = append(dst, ',')
		dst = appendQuoted(dst, []byte(c.Type.String()))
		dst = append(dst, ']')
	}
	return append(dst, ']')
}

const hexDigits = "0123456789abcdef"

// appendQuoted writes a JSON string in its shortest form: only what JSON forbids to stand as it is gets escaped.
func appendQuoted(dst, text []byte) []byte {
	dst = append(dst, '"')
	start := 0
	for i, c := range text {
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, text[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, hexDigits[c>>4], hexDigits[c&15])
		}
	}
	dst = append(dst, text[start:]...)
	return append(dst, '"')
}
