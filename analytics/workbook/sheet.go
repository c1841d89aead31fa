package workbook

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"auditql/analytics/fault"
)

// sheet streams rows. Links lead to places in the workbook only, and their targets are made here, never from data.
type sheet struct {
	w      *bufio.Writer
	name   string
	row    int
	links  []string
	filter string
	cells  []byte
}

// cell is one cell: text, or a number when Number says so.
type cell struct {
	style  style
	text   string
	number bool
	link   string // a sheet of this workbook
}

func text(s string) cell             { return cell{style: plain, text: s} }
func styled(st style, s string) cell { return cell{style: st, text: s} }
func count(n int64) cell             { return cell{style: integer, text: strconv.FormatInt(n, 10), number: true} }

// link leads to the first cell of a sheet.
func link(label, sheet string) cell { return cell{style: linked, text: label, link: sheet} }

// add writes a row.
func (s *sheet) add(cells ...cell) {
	s.row++
	b := append(s.cells[:0], `<row r="`...)
	b = strconv.AppendInt(b, int64(s.row), 10)
	b = append(b, `">`...)
	for i, c := range cells {
		if c.text == "" && c.style == plain {
			continue
		}
		ref := column(i) + strconv.Itoa(s.row)
		b = append(b, `<c r="`+ref+`" s="`...)
		b = strconv.AppendInt(b, int64(c.style), 10)
		switch {
		case c.text == "":
			b = append(b, `"/>`...)
		case c.number:
			b = append(b, `"><v>`+c.text+`</v></c>`...)
		default:
			b = append(b, `" t="inlineStr"><is><t xml:space="preserve">`...)
			b = append(b, escape(c.text)...)
			b = append(b, `</t></is></c>`...)
		}
		if c.link != "" {
			s.links = append(s.links, fmt.Sprintf(`<hyperlink ref="%s" location="%s" display="%s"/>`, ref, escape("'"+c.link+"'!A1"), escape(c.text)))
		}
	}
	b = append(b, `</row>`...)
	s.w.Write(b)
	s.cells = b
}

// filtered puts a filter on the rows from the header row to the last one.
func (s *sheet) filtered(header, columns int) {
	s.filter = fmt.Sprintf(`<autoFilter ref="A%d:%s%d"/>`, header, column(columns-1), s.row)
}

func (s *sheet) close() error {
	s.w.WriteString(`</sheetData>` + s.filter)
	if len(s.links) > 0 {
		s.w.WriteString(`<hyperlinks>` + strings.Join(s.links, "") + `</hyperlinks>`)
	}
	s.w.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`)
	if err := s.w.Flush(); err != nil {
		return fault.New(fault.Broken, "write workbook: %w", err)
	}
	return nil
}

// column gives the letters of a column: A, B, …, Z, AA.
func column(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return column(i/26-1) + column(i%26)
}
