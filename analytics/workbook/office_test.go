package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"auditql/analytics/record"
)

// officeCell is what LibreOffice makes of a cell: Value is what it counts with, Text what it shows.
type officeCell struct {
	Kind, Value, Text, Formula, Link string
}

// recalculate makes LibreOffice calculate every formula of a file that it opens, and never ask.
const recalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// office opens a workbook in LibreOffice, has it recalculated and gives the cells of each sheet. AUDITQL_OFFICE names the
// program; without it the tests of this file are left out, see make office.
func office(t *testing.T, data []byte) map[string][][]officeCell {
	t.Helper()
	program := os.Getenv("AUDITQL_OFFICE")
	if program == "" {
		t.Skip("AUDITQL_OFFICE names no LibreOffice")
	}
	dir := t.TempDir()
	profile := filepath.Join(dir, "profile", "user")
	if err := os.MkdirAll(profile, 0o755); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, "book.xlsx")
	for name, content := range map[string]string{filepath.Join(profile, "registrymodifications.xcu"): recalculate, book: string(data)} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(program, "-env:UserInstallation=file://"+filepath.Dir(profile), "--headless", "--norestore",
		"--convert-to", "fods", "--outdir", dir, book).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, "book.fods"))
	if err != nil {
		t.Fatalf("LibreOffice did not open the workbook: %s", out)
	}
	defer f.Close()
	return readFlat(t, f)
}

// readFlat reads the sheets of a flat OpenDocument file. Empty cells and rows that are repeated to the end are left out.
func readFlat(t *testing.T, r io.Reader) map[string][][]officeCell {
	t.Helper()
	sheets := map[string][][]officeCell{}
	var sheet string
	var rows [][]officeCell
	var row []officeCell
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return sheets
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "table":
				sheet, rows = attribute(e, "name"), nil
			case "table-row":
				row = nil
			case "table-cell":
				c := readCell(t, d, e)
				for range times(attribute(e, "number-columns-repeated"), c != officeCell{}) {
					row = append(row, c)
				}
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "table-row":
				rows = append(rows, trimmed(row))
			case "table":
				sheets[sheet] = rows
			}
		}
	}
}

// times is how often a cell stands there; the empty ones that fill a row to its end count as one.
func times(repeated string, filled bool) int {
	n, err := strconv.Atoi(repeated)
	if err != nil || !filled && n > 100 {
		return 1
	}
	return n
}

func trimmed(row []officeCell) []officeCell {
	for len(row) > 0 && row[len(row)-1] == (officeCell{}) {
		row = row[:len(row)-1]
	}
	return row
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readCell reads a cell to its end: paragraphs are lines, and runs of spaces and tabs are elements.
func readCell(t *testing.T, d *xml.Decoder, e xml.StartElement) officeCell {
	t.Helper()
	c := officeCell{Kind: attribute(e, "value-type"), Formula: attribute(e, "formula")}
	c.Value = attribute(e, "value") + attribute(e, "date-value")
	var lines []string
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			switch e.Name.Local {
			case "p":
				lines = append(lines, "")
			case "s":
				lines[len(lines)-1] += strings.Repeat(" ", times(attribute(e, "c"), true))
			case "tab":
				lines[len(lines)-1] += "\t"
			case "a":
				c.Link = attribute(e, "href")
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if len(lines) > 0 && depth > 1 {
				lines[len(lines)-1] += string(e)
			}
		}
	}
	c.Text = strings.Join(lines, "\n")
	return c
}

// typed has a column of each type that a result can have.
type typed struct {
	Text    string    `parquet:"text"`
	Count   int64     `parquet:"count"`
	Large   int64     `parquet:"large"`
	Money   int64     `parquet:"money,decimal(2:18)"`
	Day     int32     `parquet:"day,date"`
	At      time.Time `parquet:"at,timestamp(microsecond)"`
	Yes     bool      `parquet:"yes"`
	Missing *string   `parquet:"missing,optional"`
}

func typedPaper(t *testing.T) Paper {
	p := paper(t, len(hostile), hostile)
	var rows []typed
	for i, s := range hostile {
		at := time.Date(2026, 2, 28, 23, 59, 58, 0, time.UTC).AddDate(0, i, i)
		rows = append(rows, typed{s, int64(i-3) * 1_000_003, int64(i+1) * 1_000_000_000_000_003, int64(i-5) * 100_000_001, int32(at.Unix() / 86400), at, i%2 == 0, nil})
	}
	if err := parquet.WriteFile(filepath.Join(p.Dir, "typed.parquet"), rows); err != nil {
		t.Fatal(err)
	}
	p.Run.Tests = append(p.Run.Tests, record.Test{
		ID: "z-typed", Verdict: record.Exceptions, Exceptions: int64(len(rows)), Population: record.Population{Count: int64(len(rows))},
		Sections: []record.Section{{Name: "exceptions", Rows: int64(len(rows)), File: &record.File{Path: "typed.parquet"}}},
	})
	return p
}

// LibreOffice shows every cell as it was written: the same text, the same number, the same time, no formula, and no link
// to anywhere else. What was written is read by excelize from the file.
func TestOfficeReadsEveryCellAsItWasWritten(t *testing.T) {
	data := made(t, typedPaper(t), 40)
	read := office(t, data)
	f := open(t, data)
	compared := 0
	for _, name := range f.GetSheetList() {
		got, there := read[name]
		if !there {
			t.Errorf("LibreOffice has no sheet %s", name)
		}
		written, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range written {
			for c, want := range row {
				compared += sameCell(t, f, name, r, c, want, at(got, r, c))
			}
		}
		for r, row := range got {
			for c := range row {
				if r >= len(written) || c >= len(written[r]) {
					if row[c].Text != "" {
						t.Errorf("%s row %d has %q, where nothing was written", name, r+1, row[c].Text)
					}
				}
			}
		}
	}
	if len(read) != len(f.GetSheetList()) || compared < 200 {
		t.Errorf("%d sheets, %d cells compared", len(read), compared)
	}
	t.Logf("%d sheets, %d cells", len(read), compared)
}

func at(rows [][]officeCell, r, c int) officeCell {
	if r < len(rows) && c < len(rows[r]) {
		return rows[r][c]
	}
	return officeCell{}
}

// sameCell compares a cell as it was written with what LibreOffice holds, and says how many it compared.
func sameCell(t *testing.T, f *excelize.File, sheet string, r, c int, want string, got officeCell) int {
	t.Helper()
	ref, _ := excelize.CoordinatesToCellName(c+1, r+1)
	kind, err := f.GetCellType(sheet, ref)
	if err != nil {
		t.Fatal(err)
	}
	if got.Formula != "" {
		t.Errorf("%s %s is the formula %q", sheet, ref, got.Formula)
	}
	if got.Link != "" && !strings.HasPrefix(got.Link, "#") {
		t.Errorf("%s %s leads to %q", sheet, ref, got.Link)
	}
	have := got.Text
	if kind != excelize.CellTypeInlineString && want != "" {
		if have = got.Value; got.Kind == "date" {
			want = serialTime(t, want)
		} else if got.Kind != "float" {
			t.Errorf("%s %s is a %s, and a number was written", sheet, ref, got.Kind)
		}
		if a, err := strconv.ParseFloat(want, 64); err == nil {
			b, _ := strconv.ParseFloat(have, 64)
			want, have = fmt.Sprint(a), fmt.Sprint(b)
		}
	} else if want != "" && got.Kind != "string" {
		t.Errorf("%s %s is a %s, and a text was written", sheet, ref, got.Kind)
	}
	if have != want {
		t.Errorf("%s %s is %.80q, and %.80q was written", sheet, ref, have, want)
	}
	return 1
}

// serialTime gives the days of Excel as OpenDocument writes a date.
func serialTime(t *testing.T, days string) string {
	t.Helper()
	f, err := strconv.ParseFloat(days, 64)
	if err != nil {
		t.Fatal(err)
	}
	s := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(f*86400+0.5) * time.Second).Format("2006-01-02T15:04:05")
	return strings.TrimSuffix(s, "T00:00:00")
}

// The links of the workbook lead to its own sheets in LibreOffice too.
func TestOfficeFollowsTheLinks(t *testing.T) {
	read := office(t, made(t, typedPaper(t), sheetRows))
	var links []string
	for _, rows := range read {
		for _, row := range rows {
			for _, c := range row {
				if c.Link != "" {
					links = append(links, c.Link)
				}
			}
		}
	}
	slices.Sort(links)
	links = slices.Compact(links)
	for _, want := range []string{"#Lead.A1", "#Intake.A1", "#x-long.A1"} {
		if !slices.ContainsFunc(links, func(l string) bool { return strings.ReplaceAll(strings.ReplaceAll(l, "'", ""), "$", "") == want }) {
			t.Errorf("no link to %s in %q", want, links)
		}
	}
}
