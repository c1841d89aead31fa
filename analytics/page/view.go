package page

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"auditql/analytics/chart"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

// view is what the templates see.
type view struct {
	Run          *record.Run
	Policy       string
	Style        template.CSS
	Script       template.JS
	Verdicts     []verdictCount
	VerdictChart template.HTML
	Items        int64 // in the populations of all performed tests
	Exceptions   int64 // of all performed tests, waived ones among them
	Waived       int64
	Failing      int // tests with exceptions
	Clean        int // tests that may assert that there are none
	Unassertable []unassertable
	Undecided    []record.Test // with items that the evidence cannot decide
	Undecidable  int64         // these items
	Tests        []testView
	Suites       []suite
	NotRun       []record.Test
	Wanted       []wanted
	Intake       intake
	Frameworks   []report.Framework
	Samples      []sampleView
	Findings     []report.FindingView
	Undisposed   int64 // exceptions that nobody has said anything about
}

// verdictCount is how many tests came to a verdict.
type verdictCount struct {
	Verdict record.Verdict
	N       int64
}

// suite is the performed tests whose ids begin alike, for the table of contents.
type suite struct {
	Name  string
	Tests []record.Test
}

// wanted is a dataset that was not there, and the tests that wait for it.
type wanted struct {
	record.Missing
	Tests []string
}

func newView(p Paper) (*view, error) {
	v := &view{
		Run: p.Run, Policy: policy(), Style: template.CSS(style), Script: template.JS(script),
		Intake: newIntake(p.Run, p.Loads), Frameworks: report.Frameworks(p.Run.Tests),
		Findings: p.Findings,
	}
	v.countVerdicts()
	budget := populationRows
	for _, t := range p.Run.Tests {
		if t.Verdict == record.NotRun {
			v.NotRun = append(v.NotRun, t)
			v.want(t)
			continue
		}
		tv, err := newTestView(t, p.Run.Engagement.AsOf, p.Dir, &budget)
		if err != nil {
			return nil, err
		}
		v.total(t)
		for i, d := range p.Dispositions {
			if d.Test == t.ID {
				tv.Disposition = &p.Dispositions[i]
				v.Undisposed += d.None
			}
		}
		v.Tests = append(v.Tests, tv)
		v.addToSuite(t)
	}
	for _, s := range p.Samples {
		sv, err := newSampleView(s)
		if err != nil {
			return nil, err
		}
		v.Samples = append(v.Samples, sv)
	}
	return v, nil
}

func (v *view) countVerdicts() {
	var parts []chart.Part
	for _, verdict := range report.Verdicts {
		n := int64(0)
		for _, t := range v.Run.Tests {
			if t.Verdict == verdict {
				n++
			}
		}
		v.Verdicts = append(v.Verdicts, verdictCount{verdict, n})
		parts = append(parts, chart.Part{Class: class(verdict), Label: string(verdict), N: n})
	}
	v.VerdictChart = chart.Stack("Verdicts of "+report.Counted(len(v.Run.Tests), "test"), parts)
}

// unassertable is a test from which nothing may be concluded, and what stands in the way.
type unassertable struct {
	record.Test
	Why string
}

// total adds what a performed test says to the first lines of the page.
func (v *view) total(t record.Test) {
	v.Items += t.Population.Count
	v.Exceptions += t.Exceptions
	v.Waived += t.Waived
	if t.Exceptions > 0 {
		v.Failing++
	}
	if t.Verdict == record.NoExceptions {
		v.Clean++
	}
	if t.Indeterminate > 0 {
		v.Undecided = append(v.Undecided, t)
		v.Undecidable += t.Indeterminate
	}
	if t.Verdict != record.NotAssertable {
		return
	}
	u := unassertable{Test: t, Why: "the population is empty"}
	for _, c := range t.Checks {
		if c.Status == record.Failed {
			u.Why = "intake check " + c.ID + " of " + c.Dataset + " failed and nobody accepted it"
		}
	}
	v.Unassertable = append(v.Unassertable, u)
}

// place is where the page speaks of a test.
func place(t record.Test) string {
	if t.Verdict == record.NotRun {
		return "#not-run"
	}
	return "#t-" + t.ID
}

func suiteOf(t record.Test) string {
	s, _, _ := strings.Cut(t.ID, "-")
	return s
}

func (v *view) addToSuite(t record.Test) {
	name := suiteOf(t)
	if n := len(v.Suites); n == 0 || v.Suites[n-1].Name != name {
		v.Suites = append(v.Suites, suite{Name: name})
	}
	last := &v.Suites[len(v.Suites)-1]
	last.Tests = append(last.Tests, t)
}

func (v *view) want(t record.Test) {
	for _, m := range t.Missing {
		i := slices.IndexFunc(v.Wanted, func(w wanted) bool { return w.Dataset == m.Dataset })
		if i < 0 {
			i = len(v.Wanted)
			v.Wanted = append(v.Wanted, wanted{Missing: m})
		}
		v.Wanted[i].Tests = append(v.Wanted[i].Tests, t.ID)
	}
}

var functions = template.FuncMap{
	"days":  report.CoverageSVG,
	"at":    func(of []bool, i int) bool { return i < len(of) && of[i] },
	"count": report.Count, "clean": report.Clean, "lines": report.CleanLines, "class": class[record.Verdict], "status": class[record.Status],
	"rate":    func(t record.Test) string { return report.Rate(t.Exceptions, t.Population.Count-t.Excluded) },
	"scope":   func(t record.Test) int64 { return t.Population.Count - t.Excluded },
	"join":    func(s []string) string { return report.Clean(strings.Join(s, ", ")) },
	"day":     func(s string) string { d, _, _ := strings.Cut(s, "T"); return d },
	"counted": report.Counted[int], "counted64": report.Counted[int64], "place": place, "until": until, "text": func(s *string) string { return *s }, "rows": func(v rowsView) int64 { return int64(len(v.Rows)) }, "short": short, "note": report.CheckNote, "sql": highlight, "framework": report.FrameworkName, "stack": stack, "limitcharts": limitCharts,
}

// class gives the name of a verdict or a status in the style sheet.
func class[T ~string](s T) string {
	if string(s) == string(record.NotApplicable) {
		return "na"
	}
	return strings.ReplaceAll(string(s), " ", "-")
}

// until gives the last day of a half-open period, when it ends at midnight; people say "to 30 June".
func until(end string) string {
	t, err := time.Parse(time.RFC3339, end)
	if err != nil || t.Hour()+t.Minute()+t.Second() > 0 {
		return end
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

func short(hash string) string { return hash[:min(len(hash), 12)] }

// stack draws how a population divides.
func stack(t record.Test) template.HTML {
	return chart.Stack(report.Counted(t.Population.Count, "item"), []chart.Part{
		{Class: "pass", Label: "pass", N: t.Pass}, {Class: "exceptions", Label: "exceptions", N: t.Exceptions},
		{Class: "indeterminate", Label: "indeterminate", N: t.Indeterminate}, {Class: "excluded", Label: "excluded", N: t.Excluded},
	})
}
