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

// intake is the evidence: what was read, what became of it, and what the checks say.
type intake struct {
	Datasets []datasetView
	Totals   record.Totals
	Files    int
	Failed   int // checks that nobody accepted
	Accepted int
	Columns  []checkColumn
	Coverage template.HTML
}

// datasetView is a dataset with its line in the picture of the checks.
type datasetView struct {
	report.DatasetView
	Loads []record.Load
	Cells []record.Check // under intake.Columns; one without an id was not performed
	Own   []record.Check // checks of the contract
}

// checkColumn is one of the checks that every load goes through.
type checkColumn struct{ ID, Name string }

var intakeChecks = []checkColumn{
	{"ipe-01", "provenance"}, {"ipe-02", "integrity"}, {"ipe-03", "count tie-out"}, {"ipe-04", "truncation"}, {"ipe-05", "date coverage"},
	{"ipe-06", "gaps"}, {"ipe-07", "key uniqueness"}, {"ipe-08", "filters"}, {"ipe-09", "time zone"}, {"ipe-10", "conversion"},
	{"ipe-11", "field accuracy"}, {"ipe-12", "alignment"}, {"ipe-13", "spreadsheet damage"}, {"ipe-14", "repeatability"},
}

func newIntake(run *record.Run, loads []record.Load) intake {
	in := intake{Columns: intakeChecks}
	seen := map[string]bool{}
	for _, l := range loads {
		i := slices.IndexFunc(in.Datasets, func(d datasetView) bool { return d.Dataset == l.Dataset })
		if i < 0 {
			i = len(in.Datasets)
			in.Datasets = append(in.Datasets, datasetView{DatasetView: report.DatasetView{Dataset: l.Dataset}})
		}
		in.Datasets[i].Add(l)
		in.Datasets[i].Loads = append(in.Datasets[i].Loads, l)
		in.Totals.Rows += l.Totals.Rows
		for _, f := range l.Files {
			if !seen[f.SHA256] {
				seen[f.SHA256] = true
				in.Files++
			}
		}
	}
	slices.SortFunc(in.Datasets, func(a, b datasetView) int { return strings.Compare(a.Dataset, b.Dataset) })
	for i := range in.Datasets {
		in.Datasets[i].arrange()
		in.count(in.Datasets[i])
	}
	in.Coverage = coverage(run.Engagement, in.Datasets)
	return in
}

// arrange puts each check under its column, and those of the contract apart.
func (d *datasetView) arrange() {
	d.Cells = make([]record.Check, len(intakeChecks))
	for _, c := range d.Checks {
		if i := slices.IndexFunc(intakeChecks, func(k checkColumn) bool { return k.ID == c.ID }); i >= 0 {
			d.Cells[i] = c
		} else {
			d.Own = append(d.Own, c)
		}
	}
}

func (in *intake) count(d datasetView) {
	for _, c := range d.Checks {
		switch c.Status {
		case record.Failed:
			in.Failed++
		case record.Accepted:
			in.Accepted++
		}
	}
	in.Totals.Read += d.Records.Read
	in.Totals.Loaded += d.Records.Loaded
	in.Totals.Rejected += d.Records.Rejected
	in.Totals.Filtered += d.Records.Filtered
}

// OwnWorst is the worst status of the checks of the contract, or empty when it has none.
func (d datasetView) OwnWorst() record.Status {
	for _, s := range []record.Status{record.Failed, record.Accepted, record.Passed, record.NotApplicable} {
		if slices.ContainsFunc(d.Own, func(c record.Check) bool { return c.Status == s }) {
			return s
		}
	}
	return ""
}

// coverage draws from which time to which each file has records, against the period.
func coverage(e record.Engagement, datasets []datasetView) template.HTML {
	start, err1 := time.Parse(time.RFC3339, e.PeriodStart)
	end, err2 := time.Parse(time.RFC3339, e.PeriodEnd)
	if err1 != nil || err2 != nil || len(datasets) == 0 {
		return ""
	}
	var lanes []chart.Lane
	for _, d := range datasets {
		lane := chart.Lane{Label: d.Dataset}
		for _, l := range d.Loads {
			for _, f := range l.Files {
				from, err1 := time.Parse(time.RFC3339Nano, f.First)
				to, err2 := time.Parse(time.RFC3339Nano, f.Last)
				if err1 == nil && err2 == nil {
					title := report.Clean(f.Name) + ": " + from.Format(time.DateTime) + " to " + to.Format(time.DateTime)
					lane.Spans = append(lane.Spans, chart.Span{Class: "cover", Title: title, From: from, To: to})
				}
			}
		}
		if lane.Spans == nil {
			lane.Note = "a state, not events in time"
		}
		lanes = append(lanes, lane)
	}
	return chart.Spans("Time that the records of each dataset cover, against the period of the audit", start, end, lanes)
}
