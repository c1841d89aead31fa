package workbook

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"

	"auditql/analytics/fault"
)

// book writes the parts of an XLSX file one after the other. Sheets come first, as how many there are is known at the
// end only; no part is ever held in memory.
type book struct {
	zip    *zip.Writer
	sheets []string // names, in order
	taken  map[string]bool
}

func newBook(w io.Writer) *book {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return &book{zip: z, taken: map[string]bool{}}
}

// part begins a part. Its time is left out, so that the same record gives the same bytes.
func (b *book) part(name string) (io.Writer, error) {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return nil, fault.New(fault.Broken, "write workbook: %w", err)
	}
	return w, nil
}

// name gives a sheet name that Excel takes: at most 31 characters, none of []:*?/\, and not there yet.
func (b *book) name(want string) string {
	want = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, want)
	name := cut(want, 31)
	for n := 2; b.taken[strings.ToLower(name)]; n++ {
		end := fmt.Sprintf(" (%d)", n)
		name = cut(want, 31-len(end)) + end
	}
	b.taken[strings.ToLower(name)] = true
	return name
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// sheet begins a sheet with the widths of its columns, in characters.
func (b *book) sheet(name string, widths ...int) (*sheet, error) {
	b.sheets = append(b.sheets, name)
	w, err := b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)))
	if err != nil {
		return nil, err
	}
	s := &sheet{w: bufio.NewWriterSize(w, 1<<16), name: name}
	s.w.WriteString(xmlHead + `<worksheet xmlns="` + mainSpace + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	s.w.WriteString(`<sheetViews><sheetView workbookViewId="0" showGridLines="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range widths {
		fmt.Fprintf(s.w, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
	}
	s.w.WriteString(`</cols><sheetData>`)
	return s, nil
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packSpace = "http://schemas.openxmlformats.org/package/2006/"
	partType  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// close writes what ties the sheets together.
func (b *book) close() error {
	var types, rels, list strings.Builder
	for i, name := range b.sheets {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, partType)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relSpace, i+1)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(name), i+1, i+1)
	}
	n := len(b.sheets) + 1
	for _, p := range [][2]string{
		{"xl/styles.xml", styles()},
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packSpace + `relationships">` + rels.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, n, relSpace)},
		{"_rels/.rels", `<Relationships xmlns="` + packSpace + `relationships"><Relationship Id="rId1" Type="` + relSpace +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + packSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + partType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + partType + `styles+xml"/>` + types.String() + `</Types>`},
	} {
		w, err := b.part(p[0])
		if err == nil {
			_, err = io.WriteString(w, xmlHead+p[1])
		}
		if err != nil {
			return err
		}
	}
	return b.zip.Close()
}
