package chart

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"strings"
	"testing"
	"time"
)

const evil = `"><script>alert(1)</script>&`

// wellFormed reads a picture as XML and counts its elements.
func wellFormed(t *testing.T, svg template.HTML) map[string]int {
	t.Helper()
	count := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			count[e.Name.Local]++
		}
	}
}

func TestPicturesAreWellFormedAndHostileTextStaysText(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, svg := range map[string]template.HTML{
		"stack":   Stack(evil, []Part{{"pass", evil, 3}, {"exceptions", "x", 0}}),
		"bars":    Bars(evil, []Bar{{"exceptions", evil, evil, 3}}),
		"columns": Columns(evil, "%", []Column{{"", evil, evil, 3, 4}}),
		"spans":   Spans(evil, day, day.AddDate(0, 6, 0), []Lane{{evil, []Span{{"pass", evil, day, day}}, evil}}),
		"limits":  Limits(evil, evil, []Limit{{evil, evil, 0.1, -0.05, 0.2, 0.3}}),
	} {
		if n := wellFormed(t, svg)["script"]; n > 0 {
			t.Errorf("%s: markup from data", name)
		}
	}
}

func TestStackShowsSmallPartsAndLeavesOutEmptyOnes(t *testing.T) {
	svg := string(Stack("x", []Part{{"pass", "pass", 1000000}, {"exceptions", "exceptions", 1}, {"excluded", "excluded", 0}}))
	if !strings.Contains(svg, `class="exceptions" x="994" y="0" width="6"`) || strings.Contains(svg, "excluded") {
		t.Error(svg)
	}
}

func TestScaleEndsAtARoundNumberNotBelowTheMost(t *testing.T) {
	for most, want := range map[float64][2]float64{0: {1, 1}, 30.1: {40, 10}, 7: {8, 2}, 1: {1, 0.2}, 0.5: {0.5, 0.1}, 1234: {1500, 500}} {
		end, tick := scale(most)
		if num(end) != num(want[0]) || num(tick) != num(want[1]) {
			t.Errorf("scale(%v) is %v, %v, want %v", most, end, tick, want)
		}
	}
}

func TestSpansKeepThePeriodReadableBesideAStrayDate(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	end := start.AddDate(0, 6, 0)
	svg := Spans("x", start, end, []Lane{{Label: "a", Spans: []Span{{"pass", "t", time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), end}}}})
	if n := wellFormed(t, svg)["text"]; n > 16 {
		t.Errorf("%d labels", n)
	}
	if !strings.Contains(string(svg), `class="period" x="369`) {
		t.Error(string(svg)[:400])
	}
}
