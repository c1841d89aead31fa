package chart

import (
	"fmt"
	"html/template"
)

// Limit is one line of Limits: a point estimate, its limits at the confidence, and what could be tolerated in either
// direction, which is not drawn when it is 0.
type Limit struct {
	Label, Title                      string
	Estimate, Lower, Upper, Tolerable float64
}

// Limits draws what samples say: between the limits, with the estimate, against the tolerable. The unit follows each tick.
func Limits(name, unit string, limits []Limit) template.HTML {
	const width, left, line, foot = 760.0, 170.0, 30.0, 26.0
	least, most := 0.0, 0.0
	for _, l := range limits {
		least, most = min(least, l.Estimate, l.Lower), max(most, l.Estimate, l.Upper, l.Tolerable)
		if l.Lower < 0 {
			least = min(least, -l.Tolerable)
		}
	}
	end, tick := scale(max(most, -least) * 1.05)
	start := 0.0
	for start > least {
		start -= tick
	}
	at := func(v float64) float64 { return left + (v-start)/(end-start)*(width-left-40) }
	height := line*float64(len(limits)) + foot
	var d drawing
	for v := start; v <= end+tick/2; v += tick {
		d.line("grid", at(v), 0, at(v), height-foot+4)
		d.text("tick", "middle", at(v), height-8, num(v)+unit)
	}
	for i, l := range limits {
		y := line * (float64(i) + 0.5)
		d.text("label", "end", left-10, y+4, cut(l.Label, 24))
		class := "pass"
		if l.Tolerable > 0 && max(l.Upper, -l.Lower) > l.Tolerable {
			class = "exceptions"
		}
		d.rect(class, at(l.Lower), y-3, max(at(l.Upper)-at(l.Lower), 2), 6, l.Title)
		d.dot(class, at(l.Estimate), y, 5, fmt.Sprintf("estimate %s%s", num(l.Estimate), unit))
		if l.Tolerable > 0 {
			d.line("expected", at(l.Tolerable), y-11, at(l.Tolerable), y+11)
		}
		if l.Tolerable > 0 && start < 0 {
			d.line("expected", at(-l.Tolerable), y-11, at(-l.Tolerable), y+11)
		}
	}
	return d.svg("limits", name, width, height)
}
