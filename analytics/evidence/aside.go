package evidence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/reader"
	"auditql/analytics/record"
)

// setAside is ipe-13: what stands in the files beside the records that were read, and may belong to the population. It is
// what a spreadsheet hides, its other sheets, and other tables of a sheet or of a CSV.
func (a *attempt) setAside() record.Check {
	c := record.Check{ID: "ipe-13", Status: record.Passed, Expected: "no hidden rows or columns, no formulas, nothing set aside"}
	var hidden, formulas int64
	var sheets, tables, known []string
	for _, b := range a.batches {
		for i, s := range b.summaries {
			hidden += s.HiddenRows + s.HiddenColumns
			formulas += s.Formulas
			for _, name := range s.Sheets {
				sheets = append(sheets, strconv.Quote(name))
			}
			for _, t := range s.Tables {
				place := tablePlace(b.files[i].short, t)
				if k := a.g.export.KnownBeside(t.Columns); k != nil {
					known = append(known, place+": "+k.Means)
				} else if t.Columns != nil && t.Line > 0 {
					tables = append(tables, fmt.Sprintf("%s of %d %s with the columns %s", place, t.Rows, record.Noun(t.Rows, "row"), columnNames(t.Columns)))
				}
			}
		}
	}
	var actual, notes []string
	if hidden+formulas > 0 || len(sheets) > 0 {
		actual = append(actual, fmt.Sprintf("%d hidden rows or columns, %d formulas", hidden, formulas))
	}
	if len(sheets) > 0 {
		actual = append(actual, "sheets that were not loaded: "+strings.Join(sheets, ", "))
		notes = append(notes, "if a sheet belongs to the population, save it as a file of its own and load that")
	}
	if len(tables) > 0 {
		actual = append(actual, "tables that were not loaded: "+strings.Join(firstOf(tables), "; "))
		notes = append(notes, "if a table belongs to the population, save it as a file of its own and load that")
	}
	if len(known) > 0 {
		notes = append(notes, "known of this export, and no part of the population: "+strings.Join(firstOf(known), "; "))
	}
	if c.Actual, c.Note = strings.Join(actual, ", "), strings.Join(notes, "; "); c.Actual != "" {
		c.Status = record.Failed
	}
	return c
}

// leftOut names what stands in a file beside the table that was loaded, and is not known to be no part of the population.
func leftOut(g group, s reader.Summary) string {
	var left []string
	for _, name := range s.Sheets {
		left = append(left, "sheet "+strconv.Quote(name))
	}
	for _, t := range s.Tables {
		if t.Columns != nil && t.Line > 0 && g.export.KnownBeside(t.Columns) == nil {
			left = append(left, fmt.Sprintf("the table at line %d", t.Line))
		}
	}
	return strings.Join(firstOf(left), ", ")
}

func tablePlace(file string, t reader.Table) string {
	return fmt.Sprintf("line %d of %s", t.Line, strconv.Quote(file))
}

// toldOf is how many tables and how many of the columns of one are named.
const toldOf = 20

func firstOf(texts []string) []string {
	if len(texts) <= toldOf {
		return texts
	}
	return append(slices.Clone(texts[:toldOf]), fmt.Sprintf("%d more", len(texts)-toldOf))
}

func columnNames(columns []string) string {
	var out []string
	for _, c := range columns {
		out = append(out, strconv.Quote(c))
	}
	return strings.Join(firstOf(out), ", ")
}
