package reader

import (
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// surveyCSV takes the delimiter and the row that have the wanted columns, or else the delimiter under which most rows
// have the same number of cells, two at least, and the first of those rows.
func (s Sample) surveyCSV(w Wanted) (Shape, error) {
	if len(w.Fields) > 0 {
		e := &contract.Export{ID: "survey", Format: "csv", Recognise: contract.Recognise{Fields: escaped(w.Fields)}}
		h, _, err := findHeader(s.head, s.whole, e)
		if err != nil {
			return Shape{}, err
		}
		if h != nil {
			return tableShape("csv", h.cells), nil
		}
	}
	var best []string
	most := 0
	for _, comma := range []byte{',', ';', '\t', '|'} {
		if header, rows := s.mostlyOf(comma); len(header) > 1 && rows*len(header) > most {
			best, most = header, rows*len(header)
		}
	}
	if best == nil {
		best, _ = s.mostlyOf(',')
	}
	if len(best) == 0 {
		return Shape{}, refuse(s.File.Name, 0, "no table can be found in it: %s", s.Describe())
	}
	return tableShape("csv", best), nil
}

// escaped leaves out names with a bar, which recognition reads as alternatives.
func escaped(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return strings.Contains(n, "|") || fold(n) == "" })
}

// mostlyOf gives the first of the rows that have the most frequent number of cells, and how many have it.
func (s Sample) mostlyOf(comma byte) (header []string, rows int) {
	split := splitter{comma: comma}
	count, first := map[int]int{}, map[int][]string{}
	for at, n := 0, 0; at < len(s.head) && n < headerWithin; n++ {
		size := split.split(s.head[at:], s.whole)
		if size <= 0 {
			break
		}
		if k := len(split.cells); k > 1 || k == 1 && split.cells[0] != nil {
			if count[k]++; count[k] == 1 || n < 20 && isTitle(first[k]) && !isTitle(texts(split.cells)) {
				first[k] = texts(split.cells)
			}
		}
		at += size
	}
	width := 0
	for k, n := range count {
		if n > count[width] || n == count[width] && k > width {
			width = k
		}
	}
	return first[width], count[width]
}

// isTitle tells a title, which has one cell that is filled, from a header.
func isTitle(cells []string) bool {
	filled := 0
	for _, c := range cells {
		if fold(c) != "" {
			filled++
		}
	}
	return filled <= 1 && len(cells) > 1
}

func tableShape(format string, header []string) Shape {
	s := Shape{Format: format}
	for _, name := range header {
		if slices.ContainsFunc(s.Fields, func(f string) bool { return fold(f) == fold(name) }) {
			if !slices.Contains(s.Repeated, name) {
				s.Repeated = append(s.Repeated, name)
			}
			continue
		}
		s.Fields = append(s.Fields, name)
	}
	s.Always = escaped(s.Fields)
	return s
}

// surveyXLSX takes the header from the sheet that is named, or the first: the row with the wanted columns, or else the
// first row that is as wide as most.
func (s Sample) surveyXLSX(w Wanted) (Shape, error) {
	e := &contract.Export{Recognise: contract.Recognise{Fields: escaped(w.Fields)}}
	for _, h := range s.heads {
		if w.Sheet != "" && fold(h.name) != fold(w.Sheet) {
			continue
		}
		header := h.widest()
		if len(w.Fields) > 0 {
			header = h.having(e)
		}
		if header != nil {
			shape := tableShape("xlsx", header)
			shape.Sheet = h.name
			return shape, nil
		}
	}
	return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "no sheet %q has a table with the columns %s", w.Sheet, listed(w.Fields)).
		Hint("the first row of the table must name its columns")
}

// having gives the row with the columns that are wanted, nil when there is none.
func (h sheetHead) having(wanted *contract.Export) []string {
	for _, r := range h.rows[:min(len(h.rows), headerWithin)] {
		if cells := texts(r.cells); (&nearMiss{}).try(cells, r.line, wanted) {
			return cells
		}
	}
	return nil
}
