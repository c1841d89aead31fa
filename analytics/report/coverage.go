package report

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"auditql/analytics/record"
)

// levels draw how many rows a stretch of days has, next to the fullest; a dot is none.
var levels = []rune("▁▂▃▄▅▆▇█")

// weeks adds up the days of a period, seven to a stretch, and gives the fullest stretch.
func weeks(c *record.Coverage) (sums []int64, most int64) {
	for i, n := range c.Days {
		if i%7 == 0 {
			sums = append(sums, 0)
		}
		sums[len(sums)-1] += n
		most = max(most, sums[len(sums)-1])
	}
	return sums, most
}

// coverageText draws the period for the terminal, a sign for each seven days.
func coverageText(c *record.Coverage) string {
	if c == nil {
		return ""
	}
	sums, most := weeks(c)
	var b strings.Builder
	for _, n := range sums {
		if n == 0 {
			b.WriteRune('·')
			continue
		}
		b.WriteRune(levels[(n*int64(len(levels))-1)/most])
	}
	return fmt.Sprintf("%s %s %s, a sign for seven days%s", c.From, b.String(), lastDay(c), outsideText(c))
}

func outsideText(c *record.Coverage) string {
	var out string
	if c.Before > 0 {
		out += fmt.Sprintf("; %s before", Counted(c.Before, "row"))
	}
	if c.After > 0 {
		out += fmt.Sprintf("; %s after", Counted(c.After, "row"))
	}
	return out
}

func lastDay(c *record.Coverage) string {
	from, err := time.Parse(time.DateOnly, c.From)
	if err != nil || len(c.Days) == 0 {
		return c.From
	}
	return from.AddDate(0, 0, len(c.Days)-1).Format(time.DateOnly)
}

// CoverageSVG draws the period as one picture, a bar for each day. What it shows is said in words too: how many days have
// rows, and between which days there are none. A day without rows is marked at the foot.
func CoverageSVG(c *record.Coverage) template.HTML {
	if c == nil || len(c.Days) == 0 {
		return ""
	}
	var most int64 = 1
	filled := 0
	for _, n := range c.Days {
		most = max(most, n)
		if n > 0 {
			filled++
		}
	}
	label := fmt.Sprintf("Rows by day from %s to %s: %d of %d days have rows, at most %s%s", c.From, lastDay(c), filled, len(c.Days), Count(most), outsideText(c))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="coverage" viewBox="0 0 %d 40" width="100%%" height="40" preserveAspectRatio="none" role="img" aria-label="%s"><title>%s</title>`,
		len(c.Days), template.HTMLEscapeString(label), template.HTMLEscapeString(label))
	for i, n := range c.Days {
		class, height := "pass", max(float64(n)/float64(most)*36, 1.5)
		if n == 0 {
			class, height = "exceptions", 2
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%.1f" width="1" height="%.1f"/>`, class, i, 40-height, height)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // numbers, and text that was escaped above
}
