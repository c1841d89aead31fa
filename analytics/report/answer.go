package report

import (
	"io"

	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// Answer prints the first of count rows of canonical text, in their order, in the forms of [Rows]. A nil cell is NULL.
func Answer(w io.Writer, format string, width int, columns []schema.Column, rows [][]*string, count int64) error {
	l := &texts{rows}
	switch format {
	case "json":
		return rowsJSON(w, columns, l)
	case "csv":
		return rowsCSV(w, columns, l)
	}
	n, err := rowsGrid(w, columns, l, width)
	if err != nil {
		return err
	}
	return howMany(w, min(n, shownRows), count)
}

// texts is rows that are in memory.
type texts struct{ rest [][]*string }

func (t *texts) next() (table.Row, error) {
	if len(t.rest) == 0 {
		return nil, io.EOF
	}
	row := make(table.Row, len(t.rest[0]))
	for i, cell := range t.rest[0] {
		if cell != nil {
			row[i] = []byte(*cell)
		}
	}
	t.rest = t.rest[1:]
	return row, nil
}
