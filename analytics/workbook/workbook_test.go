package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"auditql/analytics/disposition"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/schema"
)

var hostile = []string{
	`=cmd|'/c calc'!A1`, "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://evil\",\"x\")", "http://evil.example/", "<b>&\"'", "_x003D_1+1",
	"a\tb", "a\tb\nc", "\x1b[31m\u202e", "  spaces  ", strings.Repeat("ä", 40000), "\uffff", "",
}

// shownAs is what stands in a cell for a text that a spreadsheet cannot hold, or would not show.
var shownAs = map[string]string{
	"\x1b[31m\u202e": `\u{1b}[31m\u{202e}`, "\uffff": `\u{ffff}`, "a\tb\nc": `a\u{9}b` + "\nc",
}

type row struct {
	Item   string `parquet:"item"`
	Reason string `parquet:"reason"`
	N      int64  `parquet:"n"`
}

func paper(t testing.TB, n int, texts []string) Paper {
	dir := t.TempDir()
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{fmt.Sprint("item ", i), texts[i%len(texts)], int64(i) * 1_000_003}
	}
	// Row groups are bounded, as those of results are.
	if err := parquet.WriteFile(filepath.Join(dir, "exceptions.parquet"), rows, parquet.MaxRowsPerRowGroup(10_000)); err != nil {
		t.Fatal(err)
	}
	evil := hostile[0]
	return Paper{
		Dir: dir,
		Run: &record.Run{ID: "run-0001", Engagement: record.Engagement{Title: evil}, Tests: []record.Test{
			{ID: "x-long", Title: evil, Controls: map[string][]string{"nist-800-53r5": {"AC-2", evil}}, Verdict: record.Exceptions, Exceptions: int64(n), Population: record.Population{Count: int64(n)}, Limits: []string{evil},
				Sections: []record.Section{{Name: "exceptions", Says: evil, Rows: int64(n), File: &record.File{Path: "exceptions.parquet"}}}},
			{ID: "y-missing", Title: "not run", Controls: map[string][]string{"nist-800-53r5": {"AC-2"}}, Verdict: record.NotRun},
		}},
		Loads: []record.Load{{Dataset: "d", ID: "l", Files: []record.LoadFile{{Name: evil, Read: 3}}, Checks: []record.Check{{ID: "ipe-03", Note: evil}}}},
		Samples: []report.SampleView{{
			Selection: record.Selection{Name: "s", Draw: record.Draw{Seed: evil, Size: 3}},
			Evaluations: []report.EvaluationView{{
				Evaluation: record.Evaluation{Number: 1, Verdict: "not supported"}, Facts: []report.Fact{{Name: "Confidence", Value: evil}},
				Tables: []report.TitledGrid{{Title: evil, Grid: report.Grid{Header: []string{evil, "n"}, Right: []bool{1: true}, Rows: [][]string{{evil, "1,234"}}}}},
			}},
		}},
	}
}

// A sample has a sheet of its own, and the lead sheet says what came of it.
func TestSamplesHaveSheets(t *testing.T) {
	f := open(t, made(t, paper(t, 3, hostile), sheetRows))
	lead, err := f.GetRows("Lead")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(lead, func(r []string) bool { return len(r) > 5 && r[0] == "s" && r[5] == "not supported" }) {
		t.Errorf("the lead sheet does not list the sample: %q", lead)
	}
	rows, err := f.GetRows("sample s", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{{"Seed", hostile[0]}, {"Evaluation 1: not supported"}, {"Confidence", hostile[0]}, {hostile[0], "1234"}} {
		if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, want) }) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
}

// The lead sheet and that of the test count exceptions gross, waived, net, and those without a disposition.
func TestExceptionsAreCountedGrossAndNet(t *testing.T) {
	p := paper(t, 3, hostile)
	p.Run.Tests[0].Waived = 1
	p.Dispositions = []report.DispositionView{{Test: "x-long", Exceptions: 3, Tally: disposition.Tally{Valid: 1, None: 2}}}
	f := open(t, made(t, p, sheetRows))
	lead, err := f.GetRows("Lead")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(lead, func(r []string) bool {
		return len(r) > 8 && r[0] == "x-long" && slices.Equal(r[5:9], []string{"3", "1", "2", "2"})
	}) {
		t.Errorf("the lead sheet does not count the exceptions: %q", lead)
	}
	rows, err := f.GetRows("x-long")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{{"exceptions", "3"}, {"waived", "1"}, {"net", "2"}, {"undisposed", "2"}} {
		if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, want) }) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
}

// The matrix has a line for each control and a column for each test, also for one that was not performed.
func TestControlsStandAgainstTests(t *testing.T) {
	rows, err := open(t, made(t, paper(t, 3, hostile), sheetRows)).GetRows(controlsName, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{
		{"control", "worst verdict", "exceptions", "x-long", "y-missing"}, {"AC-2", "exceptions", "3", "E", "–"}, {hostile[0], "exceptions", "3", "E"},
	} {
		if !slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, want) }) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
}

func made(t testing.TB, p Paper, rows int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, p, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestEveryCellIsReadBackAsItWas(t *testing.T) {
	f := open(t, made(t, paper(t, len(hostile), hostile), sheetRows))
	rows, err := f.GetRows("x-long", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for i, r := range rows {
		if len(r) == 3 && r[0] == "item" {
			at = i
		}
	}
	if at < 0 {
		t.Fatal("the header is missing")
	}
	for i, want := range hostile {
		got := append(rows[at+1+i], "", "", "")
		switch {
		case strings.HasPrefix(want, "ä"):
			if !strings.HasSuffix(got[1], cutNote) || len([]rune(got[1])) > longest {
				t.Errorf("a long text has %d characters and does not say that it was cut", len([]rune(got[1])))
			}
		default:
			if shown, is := shownAs[want]; is {
				want = shown
			}
			if got[1] != want {
				t.Errorf("row %d is %q, want %q", i, got[1], want)
			}
		}
		if got[2] != fmt.Sprint(i*1_000_003) {
			t.Errorf("row %d has the number %s", i, got[2])
		}
	}
}

func TestNoFormulaAndNoLinkOutside(t *testing.T) {
	data := made(t, paper(t, 40, hostile), sheetRows)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<f>", "<f ", "r:id=\"rId1\" ref", "TargetMode", "externalLink"} {
			if bytes.Contains(part, []byte(bad)) {
				t.Errorf("%s has %q", p.Name, bad)
			}
		}
	}
	f := open(t, data)
	for _, c := range [][2]string{{leadName, "x-long"}, {"x-long", leadName}} {
		found := false
		rows, _ := f.GetRows(c[0])
		for i := range rows {
			ok, target, err := f.GetCellHyperLink(c[0], fmt.Sprintf("A%d", i+1))
			found = found || err == nil && ok && target == "'"+c[1]+"'!A1"
		}
		if !found {
			t.Errorf("no link from %s to %s", c[0], c[1])
		}
	}
}

func TestRowsBeyondASheetGoOnInTheNext(t *testing.T) {
	f := open(t, made(t, paper(t, 100, hostile), 60))
	if got := fmt.Sprint(f.GetSheetList()); got != "[Lead Intake Controls x-long x-long (2) x-long (3) sample s]" {
		t.Fatal(got)
	}
	items := map[string]bool{}
	for _, s := range f.GetSheetList()[3:6] {
		rows, err := f.GetRows(s)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) > 60 {
			t.Errorf("%s has %d rows", s, len(rows))
		}
		for _, r := range rows {
			if len(r) > 0 && strings.HasPrefix(r[0], "item ") {
				items[r[0]] = true
			}
		}
	}
	if len(items) != 100 {
		t.Errorf("%d of 100 items are there", len(items))
	}
}

func TestTheSameRecordGivesTheSameWorkbook(t *testing.T) {
	p := paper(t, 30, hostile)
	if !bytes.Equal(made(t, p, sheetRows), made(t, p, sheetRows)) {
		t.Error("two workbooks of one record differ")
	}
}

func TestValuesAreNumbersOnlyWhereExcelKeepsThem(t *testing.T) {
	decimal := schema.Type{Kind: schema.Decimal, Precision: 38, Scale: 2}
	for _, c := range []struct {
		kind   schema.Type
		raw    string
		number bool
		want   string
	}{
		{schema.Type{Kind: schema.Integer}, "123456789012345", true, "123456789012345"},
		{schema.Type{Kind: schema.Integer}, "1234567890123456", false, "1234567890123456"},
		{decimal, "-12.50", true, "-12.50"},
		{decimal, "12345678901234567.89", false, "12345678901234567.89"},
		{schema.Type{Kind: schema.Date}, "2026-01-01", true, "46023"},
		{schema.Type{Kind: schema.Date}, "1899-12-31", false, "1899-12-31"},
		{schema.Type{Kind: schema.Timestamp}, "2026-01-01T12:00:00.000000Z", true, "46023.5"},
		{schema.Type{Kind: schema.Timestamp}, "2026-01-01T12:00:00.000001Z", false, "2026-01-01T12:00:00.000001Z"},
		{schema.Type{Kind: schema.Text}, "007", false, "007"},
	} {
		if got := value(c.kind, []byte(c.raw)); got.number != c.number || got.text != c.want {
			t.Errorf("%s %s gives %v %q", c.kind, c.raw, got.number, got.text)
		}
	}
}

// peak gives the most memory that was in use while a workbook of n rows was written.
func peak(t *testing.T, n int) uint64 {
	t.Helper()
	p := paper(t, n, hostile[:10])
	var now runtime.MemStats
	most, calls := uint64(0), 0
	if err := Write(writerFunc(func(b []byte) (int, error) {
		if calls++; calls%64 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
		return len(b), nil
	}), p); err != nil {
		t.Fatal(err)
	}
	return most
}

// Ten times the rows take the same memory: that of some buffers.
func TestMemoryDoesNotGrowWithRows(t *testing.T) {
	few, many := peak(t, 20_000), peak(t, 200_000)
	t.Logf("20,000 rows: %d kB in use, 200,000 rows: %d kB", few>>10, many>>10)
	if many > few+4<<20 {
		t.Errorf("10 times the rows take %d kB more", (many-few)>>10)
	}
}

// What is too much for a sheet of Excel, 1,048,576 rows, goes on in a second one. AUDITQL_LONG=1 tries it in earnest.
func TestMoreRowsThanExcelHolds(t *testing.T) {
	if os.Getenv("AUDITQL_LONG") == "" {
		t.Skip("AUDITQL_LONG is not set")
	}
	const n = sheetRows + 50_000
	file, err := os.Create(filepath.Join(t.TempDir(), "book.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := Write(file, paper(t, n, hostile[:10])); err != nil {
		t.Fatal(err)
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(file, end)
	if err != nil {
		t.Fatal(err)
	}
	items := 0
	for _, name := range []string{"xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml"} {
		rows, found := countRows(t, z, name)
		if rows > sheetRows {
			t.Errorf("%s has %d rows", name, rows)
		}
		items += found
	}
	if items != n {
		t.Errorf("%d items are in the sheets, want %d", items, n)
	}
}

// countRows counts the rows of a sheet, and those that hold an item of the fixture.
func countRows(t *testing.T, z *zip.Reader, name string) (rows, items int) {
	t.Helper()
	part, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	scan := bufio.NewScanner(part)
	scan.Buffer(nil, 1<<20)
	scan.Split(func(data []byte, end bool) (int, []byte, error) {
		if i := bytes.Index(data, []byte("</row>")); i >= 0 {
			return i + 6, data[:i], nil
		}
		if end {
			return len(data), nil, nil
		}
		return 0, nil, nil
	})
	for scan.Scan() {
		rows++
		if bytes.Contains(scan.Bytes(), []byte(">item ")) {
			items++
		}
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	return rows, items
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
