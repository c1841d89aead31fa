package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// Row holds one canonical text per column: nil is NULL, a list is the text of a JSON array.
type Row [][]byte

// Strings copies the row, as rows are overwritten by the next one.
func (r Row) Strings() []*string {
	texts := make([]*string, len(r))
	for i, cell := range r {
		if cell != nil {
			s := string(cell)
			texts[i] = &s
		}
	}
	return texts
}

// Clone copies the row.
func (r Row) Clone() Row {
	out := make(Row, len(r))
	for i, cell := range r {
		out[i] = bytes.Clone(cell)
	}
	return out
}

// Rows reads a table row by row. It holds one page per column in memory.
type Rows struct {
	table   *Table
	names   []string
	err     error // sticky
	part    int   // index of the part that is being read
	group   int   // index of the next row group in it
	left    int64 // rows left in the present row group
	done    int64 // rows given, over all parts
	columns []schema.Column
	cursors []*cursor
	row     Row
	ends    []int // end of each cell in text, or -1 for NULL
	text    []byte
}

// Rows starts reading the named columns, in that order; no names means all columns.
func (t *Table) Rows(names ...string) *Rows {
	r := &Rows{table: t, names: names, text: make([]byte, 0, 1024), group: t.parts[0].from}
	if len(names) == 0 {
		r.columns = t.columns
		for _, c := range t.columns {
			r.names = append(r.names, c.Name)
		}
		return r
	}
	for _, name := range names {
		i := slices.IndexFunc(t.columns, func(c schema.Column) bool { return c.Name == name })
		if i < 0 {
			r.err = fault.At(fault.Refused, t.parts[0].path, 0, "there is no column %q, the columns are %v", name, t.columns)
			return r
		}
		r.columns = append(r.columns, t.columns[i])
	}
	return r
}

// Columns gives the columns that are read.
func (r *Rows) Columns() []schema.Column { return r.columns }

// Next gives the next row, valid until the next call, or io.EOF after the last one.
func (r *Rows) Next() (row Row, err error) {
	if r.err != nil {
		return nil, r.err
	}
	defer func() { r.err = err }()
	path := r.table.parts[min(r.part, len(r.table.parts)-1)].path
	defer recovered(path, &err)
	for r.left == 0 {
		if err := r.advance(); err != nil {
			return nil, err
		}
	}
	if err := r.read(); err != nil {
		return nil, damaged(r.table.parts[r.part].path, fmt.Errorf("row %d: %w", r.done+1, err))
	}
	r.left--
	r.done++
	return r.row, nil
}

// advance ends the present row group, which must hold no more values than rows, and begins the next one.
func (r *Rows) advance() error {
	for _, c := range r.cursors {
		if err := c.end(); err != nil {
			return damaged(r.table.parts[r.part].path, err)
		}
	}
	r.cursors = nil
	for r.part < len(r.table.parts) && r.group == r.table.parts[r.part].to {
		if r.part++; r.part < len(r.table.parts) {
			r.group = r.table.parts[r.part].from
		}
	}
	if r.part == len(r.table.parts) {
		if r.done != r.table.rows {
			return damaged(r.table.parts[0].path, fmt.Errorf("%d rows read of %d announced", r.done, r.table.rows))
		}
		return io.EOF
	}
	p := &r.table.parts[r.part]
	group := p.file.RowGroups()[r.group]
	chunks := group.ColumnChunks()
	for _, name := range r.names {
		i := slices.IndexFunc(p.columns, func(c column) bool { return c.Name == name })
		c := &p.columns[i]
		if err := p.guardColumn(group, r.group, c.leaf); err != nil {
			return damaged(p.path, fmt.Errorf("column %q: %w", name, err))
		}
		r.cursors = append(r.cursors, &cursor{column: c, pages: chunks[c.leaf].Pages()})
	}
	r.group++
	r.left = group.NumRows()
	return nil
}

// read appends the text of each cell to one buffer and cuts it only then, as it may move while it grows.
func (r *Rows) read() (err error) {
	r.text, r.ends, r.row = r.text[:0], r.ends[:0], r.row[:0]
	for _, c := range r.cursors {
		var null bool
		if r.text, null, err = c.appendCell(r.text); err != nil {
			return fmt.Errorf("column %q: %w", c.column.Name, err)
		}
		end := len(r.text)
		if null {
			end = -1
		}
		r.ends = append(r.ends, end)
	}
	start := 0
	for _, end := range r.ends {
		if end < 0 {
			r.row = append(r.row, nil)
			continue
		}
		r.row = append(r.row, r.text[start:end:end])
		start = end
	}
	return nil
}

// Close gives back the pages that are held. It need not be called after io.EOF.
func (r *Rows) Close() error {
	var errs []error
	for _, c := range r.cursors {
		errs = append(errs, c.close())
	}
	r.cursors = nil
	if r.err == nil {
		r.err = io.EOF
	}
	return errors.Join(errs...)
}
