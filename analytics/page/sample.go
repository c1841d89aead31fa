package page

import (
	"encoding/json"
	"html/template"
	"maps"
	"slices"

	"auditql/analytics/chart"
	"auditql/analytics/fault"
	"auditql/analytics/report"
)

// sampleView is a selection: how it was planned and drawn, and from what.
type sampleView struct {
	report.SampleView
	Plan   []fact // of the plan as it was recorded
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

// fact is a name and a value of a plan.
type fact struct{ Name, Value string }

func newSampleView(s report.SampleView) (sampleView, error) {
	v := sampleView{SampleView: s}
	var err error
	if v.Plan, err = facts(s.Plan); err != nil {
		return v, fault.New(fault.Differs, "read plan of selection %s: %w", s.Name, err)
	}
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

// facts gives the plain values of a JSON object by name; what is no plain value is written as JSON.
func facts(raw json.RawMessage) ([]fact, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	var out []fact
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		var text string
		if json.Unmarshal(fields[name], &text) != nil {
			text = string(fields[name])
		}
		out = append(out, fact{name, text})
	}
	return out, nil
}
