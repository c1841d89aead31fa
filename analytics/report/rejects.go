package report

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// rejectColumns are what is shown of a rejected record: where it stands, why it was rejected, and its bytes.
var rejectColumns = []schema.Column{
	textColumn("dataset"), textColumn("load"), textColumn("file"), numberColumn("record"), textColumn("path"),
	numberColumn("byte_offset"), textColumn("reason"), textColumn("detail"), numberColumn("length"), textColumn("sha256"),
	textColumn("raw"), textColumn("raw_form"),
}

func textColumn(name string) schema.Column {
	return schema.Column{Name: name, Type: schema.Type{Kind: schema.Text}}
}

func numberColumn(name string) schema.Column {
	return schema.Column{Name: name, Type: schema.Type{Kind: schema.Integer}}
}

// Rejects prints the rejected records of loads in the order of the loads. CSV and JSON give the bytes as they were kept, as
// base64 where raw_form says so; the table shows their beginning. path gives the place of a file of the ledger.
func Rejects(w io.Writer, format string, width int, loads []record.Load, path func(string) string) error {
	l := &rejects{loads: loads, path: path}
	defer l.close()
	switch format {
	case "json":
		return rowsJSON(w, rejectColumns, l)
	case "csv":
		return rowsCSV(w, rejectColumns, l)
	}
	return rowsTable(w, shortColumns, &shortRejects{l}, width)
}

// rejects goes over the rejects of loads.
type rejects struct {
	loads []record.Load // those still to be read; the first is open when rows is not nil
	path  func(string) string
	table *table.Table
	rows  *table.Rows
}

func (l *rejects) next() (table.Row, error) {
	for {
		switch {
		case l.rows != nil:
		case len(l.loads) == 0:
			return nil, io.EOF
		case l.loads[0].Rejects == nil:
			l.loads = l.loads[1:]
			continue
		default:
			if err := l.open(); err != nil {
				return nil, err
			}
		}
		row, err := l.rows.Next()
		if errors.Is(err, io.EOF) {
			l.close()
			l.loads = l.loads[1:]
			continue
		}
		if err != nil {
			return nil, err
		}
		return l.named(row)
	}
}

func (l *rejects) open() (err error) {
	if l.table, err = table.Open(l.path(l.loads[0].Rejects.Path)); err != nil {
		return err
	}
	l.rows = l.table.Rows("_file", "_row", "_path", "byte_offset", "reason", "detail", "length", "sha256", "raw", "raw_form")
	return nil
}

// named puts names where the file has numbers.
func (l *rejects) named(row table.Row) (table.Row, error) {
	load := l.loads[0]
	n, err := strconv.Atoi(string(row[0]))
	if err != nil || n < 1 || n > len(load.Files) {
		return nil, fault.New(fault.Differs, "the rejects of load %s name file %q, and it has %d files", load.ID, row[0], len(load.Files))
	}
	return append(table.Row{[]byte(load.Dataset), []byte(load.ID), []byte(load.Files[n-1].Name)}, row[1:]...), nil
}

func (l *rejects) close() {
	if l.rows != nil {
		l.rows.Close()
		l.table.Close()
		l.rows = nil
	}
}

// shortColumns are those that a person needs to find the record.
var shortColumns = []schema.Column{
	textColumn("dataset"), textColumn("file"), numberColumn("record"), numberColumn("byte_offset"), textColumn("reason"), textColumn("detail"), textColumn("raw"),
}

// shortRejects gives what a terminal has room for.
type shortRejects struct{ *rejects }

func (s *shortRejects) next() (table.Row, error) {
	r, err := s.rejects.next()
	if err != nil {
		return nil, err
	}
	return table.Row{r[0], r[2], r[3], r[5], r[6], r[7], beginning(r[10], string(r[11]), r[8])}, nil
}

// shownRaw is how many bytes of a rejected record a terminal shows.
const shownRaw = 100

// beginning shows the first bytes of a record of so many bytes; what is no text is written as Go writes it.
func beginning(raw []byte, form string, length []byte) []byte {
	if form == "base64" {
		plain, err := base64.StdEncoding.DecodeString(string(raw))
		if err != nil {
			return raw
		}
		quoted := strconv.QuoteToASCII(string(plain[:min(len(plain), shownRaw)]))
		return cut([]byte(quoted[1:len(quoted)-1]), len(plain) > shownRaw, length)
	}
	short := raw[:min(len(raw), shownRaw)]
	for len(short) > 0 && len(short) < len(raw) && !utf8.Valid(short) {
		short = short[:len(short)-1]
	}
	return cut(short, len(short) < len(raw), length)
}

func cut(short []byte, more bool, length []byte) []byte {
	if !more {
		return short
	}
	return fmt.Appendf(nil, "%s… (%s bytes)", short, length)
}
