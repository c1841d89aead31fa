package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// Added is a column that is shown beside those of a table, such as the waiver of an exception.
type Added struct {
	Name string
	Of   func(columns []schema.Column, row table.Row) string // empty shows as NULL
}

// Rows prints the rows of a table and columns beside them: as JSON, one array of objects; as CSV, exact, for programs; as
// a table.
func Rows(w io.Writer, format string, width int, files []string, added ...Added) error {
	t, err := table.Open(files...)
	if err != nil {
		return err
	}
	defer t.Close()
	rows := t.Rows()
	defer rows.Close()
	l := &list{rows: rows, columns: t.Columns(), added: added}
	columns := l.allColumns()
	switch format {
	case "json":
		return rowsJSON(w, columns, l)
	case "csv":
		return rowsCSV(w, columns, l)
	}
	return rowsTable(w, columns, l, width)
}

// stream gives rows one after the other, and io.EOF after the last.
type stream interface {
	next() (table.Row, error)
}

// list is the rows that are printed, each with what is added to it.
type list struct {
	rows    *table.Rows
	columns []schema.Column
	added   []Added
}

func (l *list) allColumns() []schema.Column {
	out := slices.Clone(l.columns)
	for _, a := range l.added {
		out = append(out, schema.Column{Name: a.Name, Type: schema.Type{Kind: schema.Text}})
	}
	return out
}

func (l *list) next() (table.Row, error) {
	row, err := l.rows.Next()
	if err != nil || len(l.added) == 0 {
		return row, err
	}
	whole := slices.Clone(row)
	for _, a := range l.added {
		var cell []byte
		if text := a.Of(l.columns, row); text != "" {
			cell = []byte(text)
		}
		whole = append(whole, cell)
	}
	return whole, nil
}

func each(rows stream, do func(table.Row) error) error {
	for {
		row, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.KindOf(err), "read results: %w", err)
		}
		if err := do(row); err != nil {
			return err
		}
	}
}

func rowsJSON(w io.Writer, cols []schema.Column, rows stream) error {
	b := bufio.NewWriter(w)
	b.WriteByte('[')
	first := true
	err := each(rows, func(row table.Row) error {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString("\n  {")
		for i, c := range cols {
			if i > 0 {
				b.WriteString(", ")
			}
			b.Write(jsonText(c.Name))
			b.WriteString(": ")
			b.Write(jsonValue(c.Type, row[i]))
		}
		return b.WriteByte('}')
	})
	if err != nil {
		return err
	}
	if !first {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return b.Flush()
}

// jsonValue keeps what JSON can hold exactly: integers and booleans bare, lists as arrays, all else as its text.
func jsonValue(t schema.Type, cell []byte) []byte {
	if cell == nil {
		return []byte("null")
	}
	switch t.Kind {
	case schema.Integer, schema.Boolean, schema.List:
		return cell
	}
	return jsonText(string(cell))
}

func jsonText(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // text can always be encoded
	}
	return b
}

func rowsCSV(w io.Writer, cols []schema.Column, rows stream) error {
	c := csv.NewWriter(w)
	header := make([]string, len(cols))
	for i := range cols {
		header[i] = cols[i].Name
	}
	if err := c.Write(header); err != nil {
		return err
	}
	cells := make([]string, len(cols))
	err := each(rows, func(row table.Row) error {
		for i := range row {
			cells[i] = string(row[i])
		}
		return c.Write(cells)
	})
	if err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}

// shownRows bounds what a terminal is given; all rows are in the file, and in the other formats.
const shownRows = 200

func rowsTable(w io.Writer, cols []schema.Column, rows stream, width int) error {
	n, err := rowsGrid(w, cols, rows, width)
	if err == nil {
		err = howMany(w, min(n, shownRows), n)
	}
	return err
}

// rowsGrid prints the first rows and counts all.
func rowsGrid(w io.Writer, cols []schema.Column, rows stream, width int) (n int64, err error) {
	g := Grid{}
	for _, c := range cols {
		g.Header = append(g.Header, c.Name)
		g.Right = append(g.Right, c.Type.Kind == schema.Integer || c.Type.Kind == schema.Decimal)
	}
	err = each(rows, func(row table.Row) error {
		if n++; n > shownRows {
			return nil
		}
		cells := make([]string, len(row))
		for i := range row {
			cells[i] = string(row[i])
		}
		g.Add(cells...)
		return nil
	})
	if err == nil && n > 0 {
		err = g.Write(w, width)
	}
	return n, err
}

func howMany(w io.Writer, shown, all int64) error {
	text := Counted(all, "row") + "\n"
	if shown < all {
		text = "the first " + Count(shown) + " of " + text
	}
	_, err := io.WriteString(w, text)
	return err
}
