// Package report renders records: for the terminal, as CSV, JSON and Markdown. It never queries; the same record gives
// the same bytes.
//
// Everything that came from evidence is hostile here: terminals get no control characters ([Clean]), Markdown no
// markup, CSV for people no formulas.
package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"auditql/analytics/fault"
)

// Grid is a table for the terminal.
type Grid struct {
	Header []string
	Right  []bool // which columns are numbers and stand on the right; may be shorter than Header
	Rows   [][]string
}

// Add appends a row.
func (g *Grid) Add(cells ...string) { g.Rows = append(g.Rows, cells) }

const columnGap = 2 // padding of one blank on each side

// Write prints the grid so that it fits width; 0 means any width. Long cells wrap, nothing is cut off.
func (g *Grid) Write(w io.Writer, width int) error {
	widths := g.fit(width)
	perColumn := tw.NewMapper[int, int]()
	align := make(tw.Alignment, len(g.Header))
	for i := range g.Header {
		perColumn.Set(i, widths[i]+columnGap)
		if align[i] = tw.AlignLeft; i < len(g.Right) && g.Right[i] {
			align[i] = tw.AlignRight
		}
	}
	t := tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
				Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: tw.Off, ShowBottom: tw.Off},
			},
		})),
		tablewriter.WithColumnWidths(perColumn),
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone), tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithAlignment(align), tablewriter.WithHeaderAlignment(tw.AlignLeft),
	)
	t.Header(g.Header)
	for _, row := range g.Rows {
		clean := make([]string, len(row))
		for i, cell := range row {
			clean[i] = wrap(Clean(cell), widths[i])
		}
		if err := t.Append(clean); err != nil {
			return fault.New(fault.Broken, "print table: %w", err)
		}
	}
	return t.Render()
}

// fit gives a width to each column: its natural one, and when the sum does not fit, less for the widest columns.
func (g *Grid) fit(width int) []int {
	widths := make([]int, len(g.Header))
	total := 0
	for i, h := range g.Header {
		widths[i] = runewidth.StringWidth(h)
		for _, row := range g.Rows {
			widths[i] = max(widths[i], runewidth.StringWidth(Clean(row[i])))
		}
		total += widths[i] + columnGap
	}
	for ; width > 0 && total > width; total-- {
		widest := 0
		for i := range widths {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= 8 {
			break
		}
		widths[widest]--
	}
	return widths
}

// Count writes a whole number with thousands apart: 12,345.
func Count(n int64) string {
	digits := []byte(strconv.FormatInt(n, 10))
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteByte(d)
	}
	return b.String()
}
