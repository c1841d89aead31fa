package worksheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/fault"
	"auditql/analytics/sampling"
	"auditql/analytics/worksheet"
)

// completed gives the table of a worksheet with an answer in every row.
func completed(t *testing.T) (w sampling.Worksheet, table [][]string) {
	t.Helper()
	w = empty(t)
	for i := range w.Rows {
		w.Rows[i].Status, w.Rows[i].Comment = sampling.Tested, fmt.Sprint("row ", i)
	}
	w.Rows[3].Status = sampling.Deviation
	return w, append([][]string{w.Columns()}, w.Table()...)
}

// sorted gives the rows of a table in the order of a column, as a person sorts them.
func sorted(table [][]string, column string) [][]string {
	c := slices.Index(table[0], column)
	slices.SortStableFunc(table[1:], func(a, b []string) int { return strings.Compare(b[c], a[c]) })
	return table
}

// reordered puts the columns of a table into another order, with a column of the tester among them.
func reordered(table [][]string) [][]string {
	var out [][]string
	for r, row := range table {
		row = slices.Clone(row)
		slices.Reverse(row)
		own := "looked at"
		if r == 0 {
			own = "reviewer"
		}
		out = append(out, slices.Insert(row, 2, own))
	}
	return out
}

// inline writes a table as other programs do: texts in the cells themselves, numbers as texts, rows without references, no styles.
func inline(t *testing.T, table [][]string) []byte {
	t.Helper()
	var rows strings.Builder
	for _, row := range table {
		rows.WriteString("<row>")
		for _, text := range row {
			fmt.Fprintf(&rows, `<c t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, html.EscapeString(text))
		}
		rows.WriteString("</row>")
	}
	head := `<?xml version="1.0" encoding="UTF-8"?>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct{ name, text string }{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="worksheet" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", head + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows.String() + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// separated writes a table as a CSV of a locale that parts columns by semicolons and writes decimals with a comma.
func separated(table [][]string) []byte {
	var b strings.Builder
	for r, row := range table {
		for c, text := range row {
			if r > 0 && strings.HasSuffix(table[0][c], " amount") {
				text = strings.Replace(text, ".", ",", 1)
			}
			if c > 0 {
				b.WriteString(";")
			}
			b.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String() + strings.Repeat(";", len(table[0])-1) + "\r\n\r\n")
}

// saved reads a workbook into a spreadsheet library and saves it after a change, with shared strings.
func saved(t *testing.T, table [][]string, change func(x *excelize.File)) []byte {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	if err := x.SetSheetName("Sheet1", "worksheet"); err != nil {
		t.Fatal(err)
	}
	for r, row := range table {
		for c, text := range row {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if err := x.SetCellStr("worksheet", at, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	change(x)
	b, err := x.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatSpreadsheetsDoIsRead(t *testing.T) {
	want, table := completed(t)
	clone := func() [][]string {
		out := make([][]string, len(table))
		for i := range table {
			out[i] = slices.Clone(table[i])
		}
		return out
	}
	blank := append(clone(), make([]string, len(table[0])), []string{}, []string{" "})
	nothing := func(*excelize.File) {}
	for name, data := range map[string][]byte{
		"inline strings":      inline(t, clone()),
		"sorted":              inline(t, sorted(clone(), "comment")),
		"columns moved":       inline(t, reordered(clone())),
		"columns, rows moved": saved(t, sorted(reordered(clone()), "rank"), nothing),
		"blank rows":          inline(t, blank),
		"shared strings":      saved(t, blank, nothing),
		"named by the file":   saved(t, clone(), func(x *excelize.File) { _ = x.SetSheetName("worksheet", "completed") }),
		"semicolons":          separated(clone()),
		"semicolons, moved":   separated(sorted(reordered(clone()), "key")),
	} {
		got, err := worksheet.Read("w.xlsx", data, empty(t))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, r := range got.Rows {
			if r.Key != want.Rows[i].Key || r.Status != want.Rows[i].Status || r.Comment != want.Rows[i].Comment || r.Book.Rat().Cmp(want.Rows[i].Book.Rat()) != 0 {
				t.Errorf("%s, row %d: %+v, want %+v", name, i, r, want.Rows[i])
			}
		}
	}
}

// A date that somebody typed into a comment is a number of days in the file; the comment is what was typed.
func TestDatesInComments(t *testing.T) {
	_, table := completed(t)
	column, _ := excelize.ColumnNumberToName(slices.Index(table[0], "comment") + 1)
	data := saved(t, table, func(x *excelize.File) {
		style, err := x.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		if err := x.SetCellValue("worksheet", column+"2", time.Date(2026, 7, 3, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		if err := x.SetCellStyle("worksheet", column+"2", column+"2", style); err != nil {
			t.Fatal(err)
		}
	})
	got, err := worksheet.Read("w.xlsx", data, empty(t))
	if err != nil || !strings.Contains(got.Rows[0].Comment, "26") || strings.HasPrefix(got.Rows[0].Comment, "46") {
		t.Errorf("comment %q, %v; want a date of 2026", got.Rows[0].Comment, err)
	}
}

// What a spreadsheet spoiled is refused, with the cell.
func TestSpoiledCellsAreNamed(t *testing.T) {
	_, table := completed(t)
	moved := reordered(table)
	for _, c := range []struct {
		column, text, says string
		row                int // of the worksheet, from 1
	}{
		{"key", "7", "(cell O", 6},
		{"status", "#REF!", "status is \"#ref!\"", 2},
		{"audited amount", "0.1.2", "(cell B", 2},
		{"audited amount", "1,000.00", "(cell B", 2},
		{"book amount", "5", "(cell M", 2},
		{"A", "x", "(cell L", 2},
		{"rank", "1.5", "(cell P", 2},
		{"comment", "", "", 2},
	} {
		out := make([][]string, len(moved))
		for i := range moved {
			out[i] = slices.Clone(moved[i])
		}
		at := slices.Index(out[0], c.column)
		out[c.row-1][at] = c.text
		_, err := worksheet.Read("w.xlsx", inline(t, out), empty(t))
		name, _ := excelize.CoordinatesToCellName(at+1, c.row)
		switch {
		case c.says == "" && err != nil:
			t.Errorf("%s %q: %v", c.column, c.text, err)
		case c.says != "" && (fault.KindOf(err) != fault.Refused || !strings.Contains(err.Error(), "(cell "+name+")") || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s %q: %v, want a refusal that names %s", c.column, c.text, err, name)
		}
	}
	for name, header := range map[string]func(h []string){
		"missing": func(h []string) { h[0] = "remark" },
		"twice":   func(h []string) { h[2] = "status" },
	} {
		out := append([][]string{slices.Clone(moved[0])}, moved[1:]...)
		header(out[0])
		if _, err := worksheet.Read("w.xlsx", inline(t, out), empty(t)); fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
}
