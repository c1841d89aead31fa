// Package chart draws the pictures of a report as inline SVG: plain data in, markup out.
//
// A picture is text: it needs no script, no font file and no network, it scales on paper, and its colours come from the
// style sheet of the page by the class of each shape, so that it follows light and dark. Every picture has a name that a
// screen reader says, and every mark a title with its numbers. All text is escaped here; the same data give the same
// bytes. Numbers in the markup have two decimals, so that no platform writes them otherwise.
//
//	chart.Stack("460 items", []chart.Part{{"pass", "pass", 457}, {"exceptions", "exceptions", 3}})
package chart

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"
)

// drawing collects the marks of one picture.
type drawing struct{ strings.Builder }

// svg closes the picture. Width and height are in pixels at full size; it shrinks with the page.
func (d *drawing) svg(class, name string, width, height float64) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="chart %s" viewBox="0 0 %s %s" width="%s" role="img" aria-label="%s">%s</svg>`,
		class, num(width), num(height), num(width), esc(name), d.String()))
}

func (d *drawing) rect(class string, x, y, w, h float64, title string) {
	fmt.Fprintf(d, `<rect class="%s" x="%s" y="%s" width="%s" height="%s">%s</rect>`, esc(class), num(x), num(y), num(w), num(h), titled(title))
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(d, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, esc(class), num(x1), num(y1), num(x2), num(y2))
}

func (d *drawing) dot(class string, x, y, r float64, title string) {
	fmt.Fprintf(d, `<circle class="%s" cx="%s" cy="%s" r="%s">%s</circle>`, esc(class), num(x), num(y), num(r), titled(title))
}

// text writes at x, y; anchor is start, middle or end.
func (d *drawing) text(class, anchor string, x, y float64, s string) {
	fmt.Fprintf(d, `<text class="%s" text-anchor="%s" x="%s" y="%s">%s</text>`, esc(class), anchor, num(x), num(y), esc(s))
}

func titled(s string) string {
	if s == "" {
		return ""
	}
	return "<title>" + esc(s) + "</title>"
}

func esc(s string) string { return html.EscapeString(s) }

// num writes a coordinate with at most two decimals.
func num(f float64) string {
	s := strings.TrimRight(strconv.FormatFloat(f, 'f', 2, 64), "0")
	if s = strings.TrimSuffix(s, "."); s == "-0" {
		return "0"
	}
	return s
}

// cut shortens a label to n letters; its full text belongs into the title of a mark.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
