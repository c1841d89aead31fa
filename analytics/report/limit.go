package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"
)

// LimitLines draws limits against what is tolerable, a line each: ● the estimate, ━ up to its limits, ┃ what is tolerable.
func LimitLines(limits []Limit) string {
	label := 0
	for _, l := range limits {
		label = max(label, runewidth.StringWidth(Clean(l.Label)))
	}
	var b strings.Builder
	for _, l := range limits {
		low, high := min(0, l.Lower), max(l.Upper, l.Estimate)
		if l.HasTolerable {
			high = max(high, l.Tolerable)
			if low < 0 {
				low = min(low, -l.Tolerable)
			}
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", runewidth.FillRight(Clean(l.Label), label), l.line(low, high), l.says())
	}
	return b.String()
}

const lineCells = 40

func (l Limit) line(low, high float64) string {
	cells := []rune(strings.Repeat("·", lineCells))
	at := func(v float64) int {
		if high <= low {
			return 0
		}
		return min(max(int(math.Floor((v-low)/(high-low)*(lineCells-1)+0.5)), 0), lineCells-1)
	}
	for i := at(max(l.Lower, low)); i <= at(l.Upper); i++ {
		cells[i] = '━'
	}
	cells[at(l.Estimate)] = '●'
	if l.HasTolerable {
		cells[at(l.Tolerable)] = '┃'
		if low < 0 {
			cells[at(-l.Tolerable)] = '┃'
		}
	}
	return string(cells)
}

// says gives the numbers of the line.
func (l Limit) says() string {
	n := func(v float64) string {
		if l.IsPercent {
			return strconv.FormatFloat(v, 'f', 2, 64) + " %"
		}
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	upper := math.Ceil(100*l.Upper-1e-9) / 100 // a limit is never shown smaller than it is
	text := "● " + n(l.Estimate) + ", limit " + n(upper)
	if l.HasTolerable {
		text += ", tolerable ┃ " + n(l.Tolerable)
	}
	return text
}
