package report

import (
	"errors"
	"io"
	"strings"

	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// Cell is a value with the name of its column; nil is NULL.
type Cell struct {
	Column string  `json:"column"`
	Value  *string `json:"value"`
}

// Find gives the rows of a result file that have a key. A time may be given by its first part, such as 2026-03-31.
func Find(file string, key, values []string) ([][]Cell, error) {
	t, err := table.Open(file)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	rows := t.Rows()
	defer rows.Close()
	cols := t.Columns()
	var out [][]Cell
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if hasKey(cols, row, key, values) {
			out = append(out, cells(cols, row))
		}
	}
}

func hasKey(cols []schema.Column, row table.Row, key, values []string) bool {
	for i, k := range key {
		for at, c := range cols {
			if c.Name != k {
				continue
			}
			text := string(row[at])
			if text != values[i] && !(c.Type.Kind == schema.Timestamp && strings.HasPrefix(text, strings.TrimSuffix(values[i], "Z"))) {
				return false
			}
		}
	}
	return true
}

func cells(cols []schema.Column, row table.Row) []Cell {
	out := make([]Cell, len(cols))
	for i, c := range cols {
		out[i].Column = c.Name
		if row[i] != nil {
			text := string(row[i])
			out[i].Value = &text
		}
	}
	return out
}
