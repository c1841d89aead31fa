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
	done    int64 // rows read, over all parts
	columns []schema.Column
	cursors []*cursor
	cells   []cell
	text    []byte
	row     Row
}

// cell is a value of a row: a number, or where its text lies.
type cell struct {
	column     *column
	number     int64
	start, end int
	null       bool
}

// numbered says whether it comes as a number.
func (c *cell) numbered() bool { return c.column.form.number != nil }

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
	if err := r.step(); err != nil {
		return nil, err
	}
	for i := range r.cells { // the buffer may move while it grows, so it is cut afterwards
		if c := &r.cells[i]; c.numbered() && !c.null {
			r.text = c.write(r.text)
		}
	}
	r.row = r.row[:0]
	for i := range r.cells {
		r.row = append(r.row, r.cells[i].textIn(r.text))
	}
	return r.row, nil
}

// write appends the text of a number.
func (c *cell) write(text []byte) []byte {
	c.start = len(text)
	text = c.column.form.number(text, c.number)
	c.end = len(text)
	return text
}

// alone gives the text of a cell in memory of its own, whichever way it comes.
func (c cell) alone(text []byte) []byte {
	if c.numbered() {
		return c.column.form.number(nil, c.number)
	}
	return c.textIn(text)
}

// textIn gives the text of a cell, nil when it is NULL.
func (c *cell) textIn(text []byte) []byte {
	if c.null {
		return nil
	}
	return text[c.start:c.end:c.end]
}

// step reads the next row, without the texts of numbers.
func (r *Rows) step() error {
	for r.left == 0 || r.err != nil {
		if r.err == nil {
			r.err = r.advance()
		}
		if r.err != nil {
			return r.err
		}
	}
	if err := r.read(); err != nil {
		r.err = damaged(r.table.parts[r.part].path, fmt.Errorf("row %d: %w", r.done+1, err))
		return r.err
	}
	r.left--
	r.done++
	return nil
}

// advance ends the present row group, which must hold no more values than rows, and begins the next one.
func (r *Rows) advance() (err error) {
	defer recovered(r.table.parts[min(r.part, len(r.table.parts)-1)].path, &err)
	for _, c := range r.cursors {
		if err := c.end(); err != nil {
			return damaged(r.table.parts[r.part].path, err)
		}
	}
	r.cursors, r.cells = nil, nil
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
		r.cells = append(r.cells, cell{column: c})
	}
	r.group++
	r.left = group.NumRows()
	return nil
}

func (r *Rows) read() (err error) {
	r.text = r.text[:0]
	for i, c := range r.cursors {
		into := &r.cells[i]
		if into.numbered() {
			into.number, into.null, err = c.number()
		} else {
			into.start = len(r.text)
			r.text, into.null, err = c.appendCell(r.text)
			into.end = len(r.text)
		}
		if err != nil {
			return fmt.Errorf("column %q: %w", c.column.Name, err)
		}
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
