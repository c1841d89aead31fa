package page

import (
	"html/template"
	"maps"
	"slices"

	"auditql/analytics/chart"
	"auditql/analytics/report"
)

// sampleView is a selection: how it was planned and drawn, and from what.
type sampleView struct {
	report.SampleView
	Plan   []report.Fact // of the plan as it was recorded
	Items  report.Grid
	Strata template.HTML
	Part   template.HTML
}

// limitCharts draw the limits of an evaluation against what is tolerable: rates and amounts on scales of their own.
func limitCharts(e report.EvaluationView) []template.HTML {
	var out []template.HTML
	for _, percent := range []bool{true, false} {
		unit := ""
		if percent {
			unit = " %"
		}
		var lines []chart.Limit
		for _, l := range e.Limits {
			if l.IsPercent == percent {
				lines = append(lines, chart.Limit{Label: report.Clean(l.Label), Title: report.Clean(l.Label), Estimate: l.Estimate, Lower: l.Lower, Upper: l.Upper, Tolerable: l.Tolerable})
			}
		}
		if len(lines) > 0 {
			out = append(out, chart.Limits("Limits against what is tolerable", unit, lines))
		}
	}
	return out
}

func newSampleView(s report.SampleView) (sampleView, error) {
	v := sampleView{SampleView: s, Plan: report.PlanFacts(s.Plan)}
	var err error
	if v.Items, _, err = report.Drawn(s.Selection); err != nil {
		return v, err
	}
	v.Part = chart.Stack("Items drawn and not drawn", []chart.Part{
		{Class: "cover", Label: "drawn", N: s.Draw.Size}, {Class: "rest", Label: "not drawn", N: max(s.Frame.Count-s.Draw.Size, 0)},
	})
	var bars []chart.Bar
	for _, name := range slices.Sorted(maps.Keys(s.Draw.Allocation)) {
		bars = append(bars, chart.Bar{Class: "cover", Label: report.Clean(name), N: s.Draw.Allocation[name]})
	}
	if len(bars) > 0 {
		v.Strata = chart.Bars("Items drawn from each stratum", bars)
	}
	return v, nil
}
