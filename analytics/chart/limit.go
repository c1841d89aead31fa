package chart

import (
	"fmt"
	"html/template"
)

// Limit is one line of Limits: a point estimate, the upper limit at the confidence, and what could be tolerated. A
// value below 0 is not drawn.
type Limit struct {
	Label, Title               string
	Estimate, Upper, Tolerable float64
}

// Limits draws what samples say: from the estimate to the upper limit, against the tolerable.
func Limits(name string, limits []Limit) template.HTML {
	const width, left, line, foot = 760.0, 170.0, 30.0, 26.0
	most := 0.0
	for _, l := range limits {
		most = max(most, l.Estimate, l.Upper, l.Tolerable)
	}
	end, tick := scale(most * 1.05)
	at := func(v float64) float64 { return left + v/end*(width-left-30) }
	height := line*float64(len(limits)) + foot
	var d drawing
	for v := 0.0; v <= end*1.0001; v += tick {
		d.line("grid", at(v), 0, at(v), height-foot+4)
		d.text("tick", "middle", at(v), height-8, num(v)+" %")
	}
	for i, l := range limits {
		y := line * (float64(i) + 0.5)
		d.text("label", "end", left-10, y+4, cut(l.Label, 24))
		class := "pass"
		if l.Tolerable >= 0 && l.Upper > l.Tolerable {
			class = "exceptions"
		}
		if l.Upper >= 0 {
			d.rect(class, at(max(l.Estimate, 0)), y-3, max(at(l.Upper)-at(max(l.Estimate, 0)), 2), 6, l.Title)
		}
		if l.Estimate >= 0 {
			d.dot(class, at(l.Estimate), y, 5, fmt.Sprintf("estimate %s %%", num(l.Estimate)))
		}
		if l.Tolerable >= 0 {
			d.line("expected", at(l.Tolerable), y-11, at(l.Tolerable), y+11)
		}
	}
	return d.svg("limits", name, width, height)
}
