package report

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strings"

	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

//go:embed run.html
var runHTML string

// page is parsed once. Everything in it is escaped by its place: text, attribute or style.
var page = template.Must(template.New("run").Funcs(template.FuncMap{
	"count": Count, "clean": Clean, "lines": CleanLines, "day": day, "bars": bars, "coverage": coverageSVG,
	"rate":  func(t record.Test) string { return Rate(t.Exceptions, t.Population.Count-t.Excluded) },
	"join":  func(s []string) string { return Clean(strings.Join(s, ", ")) },
	"class": func(s string) string { return strings.ReplaceAll(s, " ", "-") },
	"note":  checkNote,
}).Parse(runHTML))

// shownInPage bounds the rows of one section in the page; all are in the result file, which is named.
const shownInPage = 1000

// RunHTML writes a run as one page that needs no network and no script: it reads and prints as it is. dir is the folder
// of the run, whose result files are shown; datasets tell of the intake.
func RunHTML(w io.Writer, run *record.Run, dir string, datasets []DatasetView) error {
	data := struct {
		Run      *record.Run
		Datasets []DatasetView
		Tests    []testPage
	}{Run: run, Datasets: datasets}
	for _, t := range run.Tests {
		p, err := newTestPage(t, dir)
		if err != nil {
			return err
		}
		data.Tests = append(data.Tests, p)
	}
	return page.Execute(w, data)
}

// testPage is a test with the rows that it found.
type testPage struct {
	record.Test
	Findings []findings
}

// findings are the rows of one section.
type findings struct {
	Section record.Section
	Header  []string
	Number  []bool
	Rows    [][]string
	More    int64
}

func newTestPage(t record.Test, dir string) (testPage, error) {
	p := testPage{Test: t}
	for _, s := range t.Sections {
		if s.File == nil || s.Name == "population" || s.Rows == 0 {
			continue
		}
		f, err := readFindings(s, filepath.Join(dir, filepath.FromSlash(s.File.Path)))
		if err != nil {
			return p, err
		}
		p.Findings = append(p.Findings, f)
	}
	return p, nil
}

func readFindings(s record.Section, file string) (findings, error) {
	f := findings{Section: s}
	t, err := table.Open(file)
	if err != nil {
		return f, err
	}
	defer t.Close()
	for _, c := range t.Columns() {
		f.Header = append(f.Header, c.Name)
		f.Number = append(f.Number, c.Type.Kind == schema.Integer || c.Type.Kind == schema.Decimal)
	}
	rows := t.Rows()
	defer rows.Close()
	for len(f.Rows) < shownInPage {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return f, err
		}
		f.Rows = append(f.Rows, plainCells(t.Columns(), row))
	}
	f.More = t.Len() - int64(len(f.Rows))
	return f, nil
}

// plainCells gives the cells as people read them: a time to the second, without what is always zero.
func plainCells(cols []schema.Column, row table.Row) []string {
	cells := make([]string, len(row))
	for i, c := range row {
		if cells[i] = string(c); cols[i].Type.Kind == schema.Timestamp {
			cells[i] = strings.TrimSuffix(strings.TrimSuffix(strings.Replace(cells[i], "T", " ", 1), ".000000Z"), " 00:00:00")
		}
	}
	return cells
}

// bar is one part of the picture of a population, in percent of its width.
type bar struct {
	Class, Label string
	X, Width     string
}

// bars draws how a population divides. A part that is not empty stays visible, however small.
func bars(t record.Test) []bar {
	parts := []struct {
		class string
		n     int64
	}{{"pass", t.Pass}, {"exceptions", t.Exceptions}, {"indeterminate", t.Indeterminate}, {"excluded", t.Excluded}}
	total := float64(max(t.Population.Count, 1))
	var out []bar
	x := 0.0
	for _, p := range parts {
		if p.n == 0 {
			continue
		}
		width := max(float64(p.n)/total*100, 0.6)
		out = append(out, bar{p.class, fmt.Sprintf("%s %s", Count(p.n), p.class), fmt.Sprintf("%.2f", min(x, 99.4)), fmt.Sprintf("%.2f", width)})
		x += float64(p.n) / total * 100
	}
	return out
}
