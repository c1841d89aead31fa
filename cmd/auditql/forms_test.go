package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/exchange"
	"auditql/analytics/page"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/workbook"
)

// tally is population, pass, exceptions, waived, indeterminate and excluded of a test, and its verdict.
type tally struct {
	n       [6]int64
	verdict string
}

func judged() *record.Run {
	test := func(id string, v record.Verdict, n ...int64) record.Test {
		return record.Test{ID: id, Title: id, Severity: "high", Key: []string{"k"}, Verdict: v, Population: record.Population{Count: n[0]}, Pass: n[1],
			Exceptions: n[2], Waived: n[3], Indeterminate: n[4], Excluded: n[5], Waivers: []record.Waiver{{ID: "W-1", State: record.InForce}}}
	}
	return &record.Run{
		ID: "run-0001", Engagement: record.Engagement{Title: "Forms", PeriodStart: "2026-01-01T00:00:00Z", PeriodEnd: "2026-07-01T00:00:00Z", AsOf: "2026-07-01T00:00:00Z"},
		Tests: []record.Test{
			test("a-exceptions", record.Exceptions, 1234567, 1230000, 4321, 21, 246, 0),
			test("b-none", record.NoExceptions, 1, 1, 0, 0, 0, 0),
			test("c-open", record.Indeterminate, 1007, 1000, 0, 0, 3, 4),
			test("d-empty", record.NotAssertable, 0, 0, 0, 0, 0, 0),
			test("e-failed", record.NotAssertable, 10, 7, 2, 1, 1, 0),
		},
	}
}

// Every form of a report has the same numbers and the same verdict of each test.
func TestFormsOfAReportAgree(t *testing.T) {
	run := judged()
	want := map[string]tally{}
	for _, c := range run.Tests {
		want[c.ID] = tally{[6]int64{c.Population.Count, c.Pass, c.Exceptions, c.Waived, c.Indeterminate, c.Excluded}, string(c.Verdict)}
	}
	for form, read := range map[string]func(*testing.T, *record.Run) map[string]tally{
		"table": fromTable, "md": fromMarkdown, "csv": fromCSV, "json": fromJSON, "html": fromHTML, "xlsx": fromXLSX,
	} {
		got := read(t, run)
		for id, c := range want {
			if got[id] != c {
				t.Errorf("%s has %v of %s, want %v", form, got[id], id, c)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d tests, want %d", form, len(got), len(want))
		}
	}
}

// JUnit tells a test by its state, with the numbers in the message; one that does not conclude does not pass.
func TestJUnitAgrees(t *testing.T) {
	var b bytes.Buffer
	if err := exchange.Write(&b, "junit", exchange.Run{Record: judged()}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Cases []struct {
			Class   string `xml:"classname,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
			} `xml:"failure"`
			Error *struct {
				Message string `xml:"message,attr"`
			} `xml:"error"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, c := range got.Cases {
		switch {
		case c.Failure != nil:
			said[c.Class] = "failure: " + c.Failure.Message
		case c.Error != nil:
			said[c.Class] = "error: " + c.Error.Message
		default:
			said[c.Class] = "passed"
		}
	}
	for id, want := range map[string]string{
		"a-exceptions": "failure: 4321 exceptions, 21 waived, 4300 net, 0 without a disposition; 246 indeterminate of 1234567 items", "b-none": "passed",
		"c-open":  "failure: 0 exceptions, 0 waived, 0 net, 0 without a disposition; 3 indeterminate of 1007 items",
		"d-empty": "error: 0 exceptions, 0 waived, 0 net, 0 without a disposition; 0 indeterminate of 0 items",
	} {
		if said[id] != want {
			t.Errorf("%s is %q, want %q", id, said[id], want)
		}
	}
}

// readLine reads a line of a table whose header names the columns.
func readLine(t *testing.T, header, cells []string) (string, tally) {
	t.Helper()
	at := map[string]string{}
	for i, h := range header {
		at[strings.ReplaceAll(strings.ToLower(h), "\u00ad", "")] = cells[i]
	}
	c := tally{verdict: at["verdict"]}
	for i, name := range []string{"population", "pass", "exceptions", "waived", "indeterminate", "excluded"} {
		n, err := strconv.ParseInt(strings.ReplaceAll(at[name], ",", ""), 10, 64)
		if err != nil {
			t.Errorf("%s of %s is %q", name, at["test"], at[name])
		}
		c.n[i] = n
	}
	return at["test"], c
}

func readLines(t *testing.T, rows [][]string) map[string]tally {
	t.Helper()
	out := map[string]tally{}
	for _, row := range rows[1:] {
		id, c := readLine(t, rows[0], row)
		out[id] = c
	}
	return out
}

func fromTable(t *testing.T, run *record.Run) map[string]tally {
	var b bytes.Buffer
	if err := report.RunTable(&b, run, 0); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, l := range strings.Split(b.String(), "\n") {
		if cells := regexp.MustCompile(`\s{2,}`).Split(strings.TrimSpace(l), -1); len(cells) == 10 {
			rows = append(rows, cells)
		}
	}
	return readLines(t, rows)
}

func fromMarkdown(t *testing.T, run *record.Run) map[string]tally {
	var b bytes.Buffer
	if err := report.RunMarkdown(&b, run, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, l := range strings.Split(b.String(), "\n") {
		cells := strings.Split(strings.Trim(l, "| "), " | ")
		if len(rows) == 0 && cells[0] == "test" || len(rows) > 0 && len(cells) == len(rows[0]) {
			rows = append(rows, cells)
		}
	}
	return readLines(t, rows)
}

func fromCSV(t *testing.T, run *record.Run) map[string]tally {
	var b bytes.Buffer
	if err := report.RunCSV(&b, run, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return readLines(t, rows)
}

func fromJSON(t *testing.T, run *record.Run) map[string]tally {
	text, err := json.Marshal(report.RunJSON(run))
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ Tests []map[string]any }
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	header := []string{"id", "population", "pass", "exceptions", "waived", "indeterminate", "excluded", "verdict"}
	rows := [][]string{append([]string{"test"}, header[1:]...)}
	for _, one := range v.Tests {
		var cells []string
		for _, h := range header {
			if n, ok := one[h].(float64); ok {
				cells = append(cells, strconv.FormatInt(int64(n), 10))
			} else {
				cells = append(cells, fmt.Sprint(one[h]))
			}
		}
		rows = append(rows, cells)
	}
	return readLines(t, rows)
}

// fromHTML reads the tally that stand with each test, and the verdict above them.
func fromHTML(t *testing.T, run *record.Run) map[string]tally {
	var b bytes.Buffer
	if err := page.Write(&b, page.Paper{Run: run}); err != nil {
		t.Fatal(err)
	}
	out := map[string]tally{}
	fact := regexp.MustCompile(`<dt>(\w+)</dt><dd>([\d,]+)</dd>`)
	for _, part := range strings.Split(b.String(), `<article class="test" id="t-`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		at := map[string]string{"Population": "0", "Pass": "0", "Exceptions": "0", "Waived": "0", "Indeterminate": "0", "Excluded": "0"}
		for _, m := range fact.FindAllStringSubmatch(part, -1) {
			at[m[1]] = m[2]
		}
		verdict := regexp.MustCompile(`<span class="pill mark [\w-]+">([^<]+)</span>`).FindStringSubmatch(part)
		_, out[id] = readLine(t, []string{"test", "population", "pass", "exceptions", "waived", "indeterminate", "excluded", "verdict"},
			[]string{id, at["Population"], at["Pass"], at["Exceptions"], at["Waived"], at["Indeterminate"], at["Excluded"], verdict[1]})
	}
	return out
}

func fromXLSX(t *testing.T, run *record.Run) map[string]tally {
	var b bytes.Buffer
	if err := workbook.Write(&b, workbook.Paper{Run: run}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.GetRows("Lead", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, row := range all {
		if len(row) > 12 {
			rows = append(rows, row[:13])
		}
	}
	rows[0] = rows[0][:13]
	return readLines(t, rows)
}
