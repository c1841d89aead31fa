// Package table is the second, independent reader of the Parquet files of auditql: rows as text, and digests of them.
//
// The engine writes evidence and results; this package reads them back without any code of the engine, so that a
// reviewer need not trust it. Values come as canonical text, which is one fixed form per type (DIGEST.md, beside this
// file, is the full specification). Only the types of package schema are read: a file with a float, an interval, a
// nested structure or a list of anything but text is refused, and so is text that is not UTF-8. A damaged file gives an
// error and never a panic, but damage need not show here: compare the SHA-256 of a file before believing its rows.
//
//	t, err := table.Open("runs/2026-q1/iam-dormant/exceptions.parquet")
//	defer t.Close()
//	rows := t.Rows()
//	for {
//		row, err := rows.Next()            // row[i] is the text of column i, nil for NULL
//		if err == io.EOF { break }
//	}
//
//	result, err := table.Digest(paths...)              // results: order of rows does not matter
//	root, err := table.Root(key, paths...)             // populations: Merkle root over the keys, in key order
package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/schema"

	"github.com/parquet-go/parquet-go"
)

// Table is one table in one or several Parquet files with the same columns, read in the order given.
type Table struct {
	columns []schema.Column
	parts   []part
	rows    int64
}

type part struct {
	path    string
	osFile  *os.File
	file    *parquet.File
	columns []column
	from    int // the row groups that are read
	to      int
}

// Open opens the files of one table. It reads no rows yet.
func Open(paths ...string) (*Table, error) {
	if len(paths) == 0 {
		return nil, fault.New(fault.Usage, "open table: expected at least one Parquet file")
	}
	t := &Table{}
	for _, path := range paths {
		p, err := openPart(path)
		if err != nil {
			return nil, errors.Join(err, t.Close())
		}
		t.parts = append(t.parts, p)
		t.rows += p.file.NumRows()
		if err := t.unify(p); err != nil {
			return nil, errors.Join(err, t.Close())
		}
	}
	return t, nil
}

// unify takes the columns of the first part and expects the same of all others.
func (t *Table) unify(p part) error {
	var columns []schema.Column
	for _, c := range p.columns {
		columns = append(columns, c.Column)
	}
	if t.columns == nil {
		t.columns = columns
	}
	if !slices.Equal(t.columns, columns) {
		return fault.At(fault.Refused, p.path, 0, "columns are %v, expected %v as in %s", columns, t.columns, t.parts[0].path)
	}
	return nil
}

func openPart(path string) (p part, err error) {
	defer recovered(path, &err)
	p.path = path
	if p.osFile, err = os.Open(path); err != nil {
		return p, openFault(path, err)
	}
	defer func() {
		if err != nil {
			p.osFile.Close()
		}
	}()
	info, err := p.osFile.Stat()
	if err != nil {
		return p, fmt.Errorf("open table: %w", err)
	}
	if err := guardFooter(p.osFile, info.Size()); err != nil {
		return p, damaged(path, err)
	}
	p.file, err = parquet.OpenFile(p.osFile, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return p, damaged(path, err)
	}
	p.to = len(p.file.RowGroups())
	if p.columns, err = columnsOf(p.file.Root()); err != nil {
		return p, fault.At(fault.Refused, path, 0, "%w", err)
	}
	return p, nil
}

func openFault(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.At(fault.Refused, path, 0, "there is no such file: %w", err)
	}
	return fault.At(fault.Broken, path, 0, "open table: %w", err)
}

// recovered turns a panic of the Parquet library, which damaged files can cause, into a fault.
func recovered(path string, err *error) {
	if r := recover(); r != nil {
		*err = damaged(path, fmt.Errorf("%v", r))
	}
}

func damaged(path string, err error) error {
	return fault.At(fault.Refused, path, 0, "not a sound Parquet file: %w", err).
		Hint("compare its SHA-256 with the one that was recorded")
}

// Columns gives the columns in file order. Text that a file marks as JSON has type json.
func (t *Table) Columns() []schema.Column { return t.columns }

// Len gives the number of rows that the files announce; reading them checks it.
func (t *Table) Len() int64 { return t.rows }

// Groups gives the table in pieces, in order, which may be read at the same time. They need not be closed, and cannot be read
// once the table is closed.
func (t *Table) Groups() (groups []*Table) {
	for _, p := range t.parts {
		for i, g := range p.file.RowGroups() {
			piece := p
			piece.from, piece.to = i, i+1
			groups = append(groups, &Table{columns: t.columns, parts: []part{piece}, rows: g.NumRows()})
		}
	}
	return groups
}

// Close closes the files.
func (t *Table) Close() error {
	var errs []error
	for _, p := range t.parts {
		errs = append(errs, p.osFile.Close())
	}
	t.parts = nil
	return errors.Join(errs...)
}
