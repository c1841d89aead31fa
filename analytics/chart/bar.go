package chart

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
)

// Part is one part of a whole. Class names its colour.
type Part struct {
	Class, Label string
	N            int64
}

const stackWidth, stackHeight = 1000, 14

// Stack draws how a whole divides. A part that is not empty stays visible, however small.
func Stack(name string, parts []Part) template.HTML {
	total := int64(0)
	for _, p := range parts {
		total += p.N
	}
	var d drawing
	x := 0.0
	for _, p := range parts {
		if p.N == 0 {
			continue
		}
		w := float64(p.N) / float64(total) * stackWidth
		d.rect(p.Class, min(x, stackWidth-6), 0, max(w, 6), stackHeight, fmt.Sprintf("%d %s", p.N, p.Label))
		x += w
	}
	svg := d.svg("stack", name, stackWidth, stackHeight)
	return template.HTML(`<svg preserveAspectRatio="none"` + string(svg)[len("<svg"):])
}

// Bar is one line of Bars. Note is said after the number.
type Bar struct {
	Class, Label, Title string
	N                   int64
}

// Bars draws numbers as lines from a common base, each with its label and number.
func Bars(name string, bars []Bar) template.HTML {
	const width, line, left, right = 760.0, 24.0, 60.0, 70.0
	most := int64(1)
	for _, b := range bars {
		most = max(most, b.N)
	}
	var d drawing
	for i, b := range bars {
		y := float64(i) * line
		d.text("label", "end", left-8, y+16, b.Label)
		w := max(float64(b.N)/float64(most)*(width-left-right), 2)
		d.rect(b.Class, left, y+5, w, 14, b.Title)
		d.text("value", "start", left+w+6, y+16, strconv.FormatInt(b.N, 10))
	}
	return d.svg("bars", name, width, float64(len(bars))*line)
}

// Column is one column of Columns. Expected is drawn as a mark when it is not negative.
type Column struct {
	Class, Label, Title string
	Observed, Expected  float64
}

// Columns draws observed values as columns, and expected ones as a mark across each. unit is written at the axis.
func Columns(name, unit string, columns []Column) template.HTML {
	const height, left, top, bottom = 260.0, 56.0, 14.0, 34.0
	step := max(12, min(72, 700/float64(max(len(columns), 1))))
	width := left + step*float64(len(columns)) + 10
	most, whole := 0.0, unit == ""
	for _, c := range columns {
		most, whole = max(most, c.Observed, c.Expected), whole && c.Observed == math.Trunc(c.Observed)
	}
	top1, tick := scale(most)
	if whole && tick < 1 {
		top1, tick = max(math.Ceil(most), 1), 1 // there is no half an item
	}
	at := func(v float64) float64 { return top + (height-top-bottom)*(1-v/top1) }
	var d drawing
	for v := 0.0; v <= top1*1.0001; v += tick {
		d.line("grid", left, at(v), width, at(v))
		d.text("tick", "end", left-7, at(v)+4, num(v)+unit)
	}
	for i, c := range columns {
		x := left + step*float64(i)
		d.rect(or(c.Class, "series"), x+step*0.15, at(c.Observed), step*0.7, at(0)-at(c.Observed), c.Title)
		if c.Expected >= 0 {
			d.line("expected", x+step*0.05, at(c.Expected), x+step*0.95, at(c.Expected))
		}
		if step >= 18 || i%10 == 0 {
			d.text("tick", "middle", x+step/2, height-bottom+17, cut(c.Label, int(step/5.5)))
		}
	}
	return d.svg("columns", name, width, height)
}

// scale gives a round upper end that is not below most, and the distance of its ticks.
func scale(most float64) (end, tick float64) {
	if most <= 0 {
		return 1, 1
	}
	unit := 1.0
	for unit*10 <= most {
		unit *= 10
	}
	for unit > most {
		unit /= 10
	}
	for _, m := range []float64{0.2, 0.5, 1, 2} {
		if tick = unit * m; most <= tick*6 {
			break
		}
	}
	for end = tick; end < most; end += tick {
	}
	return end, tick
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
