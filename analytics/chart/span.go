package chart

import (
	"html/template"
	"time"
)

// Lane is one line of Spans: a label and what it covers.
type Lane struct {
	Label string
	Spans []Span
	Note  string // said in place of spans, such as "a state"
}

// Span is a stretch of time that is covered.
type Span struct {
	Class, Title string
	From, To     time.Time
}

// Spans draws which time each lane covers, against a period whose ends are marked. Ticks stand at the first of a month.
func Spans(name string, start, end time.Time, lanes []Lane) template.HTML {
	const width, left, right, line, head = 980.0, 170.0, 14.0, 24.0, 26.0
	from, to := start, end
	for _, l := range lanes {
		for _, s := range l.Spans {
			from, to = earlier(from, s.From), later(to, s.To)
		}
	}
	// A single record years away must not press the period to a line.
	length := end.Sub(start)
	from, to = later(from, start.Add(-length/3)), earlier(to, end.Add(length/3))
	whole := float64(max(to.Sub(from), time.Second))
	at := func(t time.Time) float64 {
		x := float64(t.Sub(from)) / whole
		return left + min(max(x, 0), 1)*(width-left-right)
	}
	height := head + line*float64(len(lanes)) + 6
	var d drawing
	d.rect("period", at(start), head-4, at(end)-at(start), height-head+2, "the period of the audit")
	months(&d, from, to, at, height)
	for i, l := range lanes {
		y := head + line*float64(i)
		d.line("grid", left, y+line/2, width-right, y+line/2)
		d.text("label", "end", left-10, y+16, cut(l.Label, 24))
		if l.Note != "" {
			d.text("tick", "start", at(start)+8, y+16, l.Note)
		}
		for _, s := range l.Spans {
			d.rect(s.Class, at(s.From), y+6, max(at(s.To)-at(s.From), 2.5), 12, s.Title)
		}
	}
	return d.svg("spans", name, width, height)
}

func months(d *drawing, from, to time.Time, at func(time.Time) float64, height float64) {
	step := 1 + int(to.Sub(from).Hours()/24/31)/14
	for t := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC); !t.After(to); t = t.AddDate(0, step, 0) {
		d.line("grid", at(t), 22, at(t), height)
		if x := at(t); x < 950 {
			d.text("tick", "start", x+3, 14, t.Format("2006-01"))
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
