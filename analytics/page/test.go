package page

import (
	"html/template"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/chart"
	matrix "auditql/analytics/coverage"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

// testView is a performed test with what it found.
type testView struct {
	record.Test
	ReasonChart template.HTML // picture of the rows by reason
	ReasonRows  []reasonRow
	Pictures    []picture // of an analysis, such as the digits of Benford's law
	Found       []rowsView
	Population  rowsView
	Disposition *report.DispositionView // what the exceptions turned out to be; nil when there are none
}

// Net is the exceptions that no waiver in force accepts.
func (v testView) Net() int64 { return v.Exceptions - v.Waived }

// reasonRow is one reason code with its meaning and rows.
type reasonRow struct {
	Section, Code, Means string
	N                    int64
}

func newTestView(t record.Test, asOf, dir string, budget *int64) (testView, error) {
	v := testView{Test: t}
	v.countReasons()
	verdict := map[string]string{}
	for _, s := range t.Sections {
		if s.File == nil || s.Name == "population" || s.Rows == 0 {
			continue
		}
		rows, err := readRows(s, resultFile(dir, s), staticFound)
		if err != nil {
			return v, err
		}
		rows.name(t.Key, s.Name, verdict)
		v.Found = append(v.Found, rows)
	}
	p := t.Section("population")
	if p == nil || p.File == nil || p.Rows == 0 {
		return v, nil
	}
	var err error
	if v.Pictures, err = newPictures(t, asOf, dir); err != nil {
		return v, err
	}
	if p.Rows > min(*budget, mostRows) {
		v.Population = rowsView{Section: *p, More: p.Rows}
		return v, nil
	}
	*budget -= p.Rows
	v.Population, err = readRows(*p, resultFile(dir, *p), staticPopulation)
	v.Population.judge(t.Key, verdict)
	return v, err
}

func resultFile(dir string, s record.Section) string {
	return filepath.Join(dir, filepath.FromSlash(s.File.Path))
}

// byGravity puts codes of exceptions before those of indeterminate and excluded items.
func byGravity(a, b string) int {
	const order = "RIX"
	if d := strings.Index(order, a[:min(1, len(a))]) - strings.Index(order, b[:min(1, len(b))]); d != 0 {
		return d
	}
	return matrix.Natural(a, b)
}

// countReasons draws the rows of each reason code. Codes without rows are said too: they were looked for.
func (v *testView) countReasons() {
	section := map[string]string{"R": "exceptions", "I": "indeterminate", "X": "excluded"}
	rows := map[string]reasonRow{}
	for code, means := range v.Test.Reasons {
		rows[code] = reasonRow{Section: section[code[:min(1, len(code))]], Code: code, Means: means}
	}
	for _, s := range v.Sections {
		for code, n := range s.ByReason {
			rows[code] = reasonRow{s.Name, code, v.Test.Reasons[code], n}
		}
	}
	var bars []chart.Bar
	for _, code := range slices.SortedFunc(maps.Keys(rows), byGravity) {
		r := rows[code]
		v.ReasonRows = append(v.ReasonRows, r)
		if r.N > 0 {
			bars = append(bars, chart.Bar{Class: class(record.Verdict(r.Section)), Label: code, Title: report.Clean(r.Means), N: r.N})
		}
	}
	if len(bars) > 1 {
		v.ReasonChart = chart.Bars("Rows by reason code", bars)
	}
}
