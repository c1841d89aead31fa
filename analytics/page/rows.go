package page

import (
	"errors"
	"io"
	"slices"
	"strings"

	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// How many rows a page holds. Those beyond the static ones are in the page as data, which the script shows page by page;
// those beyond the most are in the result file only, and the page says so. Populations share their own bound.
const (
	staticFound      = 1000
	staticPopulation = 20
	mostRows         = 100_000
	populationRows   = int64(200_000)
)

// rowsView is the rows of one section.
type rowsView struct {
	Section record.Section
	Header  []column
	Rows    [][]string // in the page as a table
	Data    [][]string // in the page as data
	More    int64      // in the result file only
}

// column is a heading. Class says how its cells are set: n for numbers, id for what must not wrap, long for sentences.
type column struct{ Name, Class string }

// Shown is how many rows the page holds.
func (v rowsView) Shown() int64 { return int64(len(v.Rows) + len(v.Data)) }

func readRows(s record.Section, file string, static int) (rowsView, error) {
	v := rowsView{Section: s}
	t, err := table.Open(file)
	if err != nil {
		return v, err
	}
	defer t.Close()
	for _, c := range t.Columns() {
		v.Header = append(v.Header, column{c.Name, cellClass(c)})
	}
	rows := t.Rows()
	defer rows.Close()
	for v.Shown() < mostRows {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return v, err
		}
		if cells := plainCells(t.Columns(), row); len(v.Rows) < static {
			v.Rows = append(v.Rows, cells)
		} else {
			v.Data = append(v.Data, cells)
		}
	}
	v.More = t.Len() - v.Shown()
	return v, nil
}

func cellClass(c schema.Column) string {
	switch {
	case c.Type.Kind == schema.Integer, c.Type.Kind == schema.Decimal:
		return "n"
	case c.Type.Kind == schema.Timestamp, c.Type.Kind == schema.Date:
		return "id"
	case c.Name == "reason":
		return "long"
	}
	return ""
}

// plainCells gives the cells as people read them: a time to the second, without what is always zero.
func plainCells(cols []schema.Column, row table.Row) []string {
	cells := make([]string, len(row))
	for i, c := range row {
		if cells[i] = report.Clean(string(c)); cols[i].Type.Kind == schema.Timestamp {
			cells[i] = strings.TrimSuffix(strings.TrimSuffix(strings.Replace(cells[i], "T", " ", 1), ".000000Z"), " 00:00:00")
		}
	}
	return cells
}

// keyOf joins the key cells of a row.
func (v rowsView) keyOf(key []string, row []string) string {
	var b strings.Builder
	for _, k := range key {
		if i := slices.IndexFunc(v.Header, func(c column) bool { return c.Name == k }); i >= 0 {
			b.WriteString(row[i])
		}
		b.WriteByte(0)
	}
	return b.String()
}

// name remembers which items a section names.
func (v rowsView) name(key []string, section string, verdict map[string]string) {
	for _, rows := range [][][]string{v.Rows, v.Data} {
		for _, row := range rows {
			verdict[v.keyOf(key, row)] = section
		}
	}
}

// judge puts the verdict of each item before its row.
func (v *rowsView) judge(key []string, verdict map[string]string) {
	for _, rows := range [][][]string{v.Rows, v.Data} {
		for i, row := range rows {
			said := verdict[v.keyOf(key, row)]
			if said == "" {
				said = "pass"
			}
			rows[i] = append([]string{said}, row...)
		}
	}
	v.Header = append([]column{{Name: "verdict"}}, v.Header...)
}
