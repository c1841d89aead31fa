package reader

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/contract"
)

// workbookOf makes a workbook; fill writes into its first sheet.
func workbookOf(t testing.TB, fill func(x *excelize.File, sheet string)) []byte {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	fill(x, "Sheet1")
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t testing.TB, x *excelize.File, sheet, cell string, values ...any) {
	t.Helper()
	if err := x.SetSheetRow(sheet, cell, &values); err != nil {
		t.Fatal(err)
	}
}

func smallWorkbook(t testing.TB) []byte {
	return workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "a", "b")
		set(t, x, s, "A2", 1.5, "x")
		set(t, x, s, "A3", time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC), true)
	})
}

func readXLSX(t *testing.T, content []byte, change func(*contract.Export)) outcome {
	t.Helper()
	e := export("xlsx", "a", "b")
	e.Recognise.Fields = []string{"a", "b"}
	if change != nil {
		change(e)
	}
	return read(t, given(t, "x.xlsx", content), e, Limits{})
}

func style(t *testing.T, x *excelize.File, sheet, cell, format string) {
	t.Helper()
	id, err := x.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.SetCellStyle(sheet, cell, cell, id); err != nil {
		t.Fatal(err)
	}
}

func TestXLSXValues(t *testing.T) {
	content := workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "a", "b")
		set(t, x, s, "A2", 4.2, "text with \"quotes\", é 😀\nand lines")
		set(t, x, s, "A3", 123456, " spaces ")
		set(t, x, s, "A4", true, false)
		set(t, x, s, "A5", "x", "") // a text of no letters is no value
		set(t, x, s, "A6", 123456789012345678.0, 0.1)
		set(t, x, s, "A7", 1e-7, -1234.5)
		for i, c := range []struct {
			value  float64
			format string
		}{
			{45292, "yyyy-mm-dd"}, {45292.5, "d/m/yy h:mm"}, {45292, "d/m/yy h:mm"}, {45292.123456, `dd\.mm\.yyyy`}, {0.75, "h:mm:ss"}, {1.5, "[h]:mm"},
			{45292, "0.00"}, {45292, `"day "0`}, {1, "yyyy-mm-dd"}, {60, "yyyy-mm-dd"}, {61, "yyyy-mm-dd"}, {-1, "yyyy-mm-dd"}, {45292, "[$-409]mmm d, yyyy"},
		} {
			cell := fmt.Sprintf("A%d", 8+i)
			set(t, x, s, cell, c.value, c.format)
			style(t, x, s, cell, c.format)
		}
	})
	o := readXLSX(t, content, nil)
	o.check(t, strings.Join([]string{
		"4.2|text with \"quotes\", é 😀\nand lines", "123456| spaces ", "true|false", "x|~", "123456789012345000|0.1", "0.0000001|-1234.5",
		"2024-01-01|yyyy-mm-dd", "2024-01-01T12:00:00|d/m/yy h:mm", "2024-01-01T00:00:00|d/m/yy h:mm", `2024-01-01T02:57:46.598|dd\.mm\.yyyy`, "18:00:00|h:mm:ss", "1.5|[h]:mm",
		"45292|0.00", `45292|"day "0`, "1900-01-01|yyyy-mm-dd", "60|yyyy-mm-dd", "1900-03-01|yyyy-mm-dd", "-1|yyyy-mm-dd", "2024-01-01|[$-409]mmm d, yyyy",
	}, "\n"), "")
	if got := fmt.Sprint(o.sum.Notes); !strings.Contains(got, `column "a" has 1 number of more than 15 digits`) {
		t.Errorf("notes: %s", got)
	}
	if last := o.records[len(o.records)-1]; string(last.Path) != "Sheet1!20" || last.Line != 20 {
		t.Errorf("the last row is at %s", last.Path)
	}
}

func TestXLSXHidden(t *testing.T) {
	content := workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "Report of today")
		set(t, x, s, "A3", "a", "b", "c")
		set(t, x, s, "A4", 1, "x", nil)
		set(t, x, s, "A5", 2, "hidden")
		set(t, x, s, "A6", 3, nil)
		set(t, x, s, "A8", 4, "x", "y", "too far")
		set(t, x, s, "A9", "Total", 4)
		x.SetRowVisible(s, 5, false)
		x.SetColVisible(s, "B", false)
		x.SetCellFormula(s, "C4", "A4*2")
		x.SetCellValue(s, "C6", "#N/A")
		x.NewSheet("Other")
		set(t, x, "Other", "A1", "x")
		x.NewSheet("Secret")
		set(t, x, "Secret", "A1", "a", "b")
		set(t, x, "Secret", "A2", 9, 9)
		x.SetSheetVisible("Secret", false)
	})
	o := readXLSX(t, content, func(e *contract.Export) { e.Totals = "^Total" })
	o.check(t, "1|x\n2|hidden\n3|~", "ragged@0")
	s := o.sum
	if got := strings.Join(s.Sheets, " "); got != "Other Secret" {
		t.Errorf("other sheets that hold anything: %q", got)
	}
	if s.HiddenRows != 1 || s.HiddenColumns != 1 || s.Formulas != 1 || s.Filtered != 1 || len(s.Tables) != 2 {
		t.Errorf("hidden rows %d, columns %d, formulas %d, filtered %d, other sheets %v", s.HiddenRows, s.HiddenColumns, s.Formulas, s.Filtered, s.Tables)
	}
	for _, want := range []string{"Report of today", `sheet "Secret" is hidden`, `column "c" has 1 formula`} {
		if !strings.Contains(fmt.Sprint(s.Notes), want) {
			t.Errorf("no note on %q in %q", want, s.Notes)
		}
	}
	readXLSX(t, content, func(e *contract.Export) { e.Sheet = "secret" }).check(t, "9|9", "")
	readXLSX(t, content, func(e *contract.Export) { e.Sheet = "None" }).refused(t, `no sheet "None"`, "Sheet1, Other, Secret")
	readXLSX(t, content, func(e *contract.Export) { e.Recognise.Fields = []string{"a", "d"} }).refused(t, "no column d")
}

// TestXLSXAgainstExcelize reads what another program reads from the same workbook.
func TestXLSXAgainstExcelize(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	content := workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "a", "b")
		for row := 2; row < 300; row++ {
			set(t, x, s, fmt.Sprintf("A%d", row), rnd.IntN(1e9), fmt.Sprintf("text %d é", rnd.IntN(50)))
		}
	})
	x, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	rows, err := x.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, r := range rows[1:] {
		want.WriteString(strings.Join(r, "|") + "\n")
	}
	readXLSX(t, content, nil).check(t, want.String(), "")
}

// TestXLSXBroken changes the parts of a workbook by hand.
func TestXLSXBroken(t *testing.T) {
	for name, c := range map[string]struct{ part, from, to, want string }{
		"cut off":            {"xl/worksheets/sheet1.xml", "</sheetData>", "", "XML syntax error"},
		"no such text":       {"xl/worksheets/sheet1.xml", "<v>0</v>", "<v>99</v>", "text that is not there"},
		"rows out of order":  {"xl/worksheets/sheet1.xml", `r="3"`, `r="1"`, "row number"},
		"cells out of order": {"xl/worksheets/sheet1.xml", `r="B1"`, `r="A1"`, "out of order"},
		"column too far":     {"xl/worksheets/sheet1.xml", `r="B1"`, `r="ZZZZZZZZZZZZ1"`, "out of the sheet"},
		"entity":             {"xl/worksheets/sheet1.xml", "<v>0</v>", "<v>&bomb;</v>", "entity"},
		"no sheet":           {"xl/workbook.xml", `r:id="rId1"`, `r:id="rId99"`, "no header row"},
		"huge text":          {"xl/sharedStrings.xml", "<t>", "<t>" + strings.Repeat("x", 20<<20), "longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			readXLSX(t, rezip(t, smallWorkbook(t), c.part, c.from, c.to), nil).refused(t, c.want)
		})
	}
	readXLSX(t, []byte("PK\x03\x04 and no more"), nil).refused(t, "open workbook")
	readXLSX(t, []byte("a,b\n1,2\n"), nil).refused(t, "open workbook")
}

// rezip changes a part of a workbook; an empty from stands for all of it.
// Cells need not say where they stand; an empty one takes its place all the same.
func TestXLSXCellsWithoutReference(t *testing.T) {
	content := workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "a", "b", "c")
		set(t, x, s, "A2", 1)
	})
	content = rezip(t, content, "xl/worksheets/sheet1.xml", `<row r="2"><c r="A2"><v>1</v></c></row>`,
		`<row><c t="inlineStr"><is><t>p</t></is></c><c/><c><v>3</v></c></row><row><c/><c t="inlineStr"><is><t/></is></c><c><v>4</v></c></row>`)
	e := export("xlsx", "a", "b", "c")
	read(t, given(t, "x.xlsx", content), e, Limits{}).check(t, "p|~|3\n~|~|4", "")
}

func rezip(t testing.TB, content []byte, part, from, to string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			if !bytes.Contains(text, []byte(from)) {
				t.Fatalf("%s has no %s: %s", part, from, text)
			}
			if from == "" {
				from = string(text)
			}
			text = bytes.Replace(text, []byte(from), []byte(to), 1)
		}
		w, _ := z.CreateHeader(&zip.FileHeader{Name: f.Name})
		w.Write(text)
	}
	z.Close()
	return out.Bytes()
}
