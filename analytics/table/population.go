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

// Population is the digest of a population: how many items, and the Merkle root over their keys in key order.
type Population struct {
	Key  []schema.Column
	Rows int64
	Root Hash
}

// Root gives the digest of a population over its key columns. It refuses a key with NULL, a key that occurs twice, and
// files that are not in ascending key order.
func Root(key []string, paths ...string) (Population, error) {
	t, err := Open(paths...)
	if err != nil {
		return Population{}, err
	}
	defer t.Close()
	keys := t.Keys(key...)
	defer keys.Close()
	var tree Tree
	for {
		line, err := keys.Next()
		if errors.Is(err, io.EOF) {
			return Population{Key: keys.Columns(), Rows: tree.Len(), Root: tree.Root()}, nil
		}
		if err != nil {
			return Population{}, err
		}
		tree.Add(line)
	}
}

// Keys reads the key columns of a table that is in key order, as canonical lines without their line feed.
type Keys struct {
	*Rows
	key      []schema.Column
	repeats  bool
	previous Row // of the key
	storage  []byte
	others   Row
	line     []byte
	n        int64
}

// Keys starts reading keys that must be unique. See also [Table.KeyGroups].
func (t *Table) Keys(key ...string) *Keys {
	return t.keys(key, false)
}

// KeyGroups starts reading keys that may occur several times, as in exceptions with several reasons.
func (t *Table) KeyGroups(key ...string) *Keys {
	return t.keys(key, true)
}

func (t *Table) keys(key []string, repeats bool) *Keys {
	k := &Keys{Rows: t.Rows(key...), repeats: repeats, storage: make([]byte, 0, 64)} // an empty text is not nil
	k.key = k.columns
	switch i := slices.IndexFunc(k.columns, func(c schema.Column) bool { return c.Type.Kind == schema.List }); {
	case len(key) == 0:
		k.err = fault.New(fault.Usage, "a key needs at least one column")
	case i >= 0:
		k.err = fault.At(fault.Refused, t.parts[0].path, 0, "column %q is a list and cannot be part of a key", k.columns[i].Name)
	}
	return k
}

// Beside reads further columns with the keys; see [Keys.Others]. It comes before the first row.
func (k *Keys) Beside(columns ...string) *Keys {
	if k.err == nil && len(columns) > 0 {
		k.Rows = k.table.Rows(append(slices.Clone(k.names), columns...)...)
	}
	return k
}

// Columns gives the columns of the key.
func (k *Keys) Columns() []schema.Column { return k.key }

// Beyond gives the columns that are read beside the key.
func (k *Keys) Beyond() []schema.Column { return k.columns[len(k.key):] }

// Next gives the line of the next key, valid until the next call, or io.EOF.
func (k *Keys) Next() ([]byte, error) {
	if err := k.Step(); err != nil {
		return nil, err
	}
	return k.Line(), nil
}

// Line gives the line of the last key, valid until the next call.
func (k *Keys) Line() []byte {
	k.line = AppendLine(k.line[:0], k.key, k.previous)
	return k.line
}

// Step goes to the next key, or gives io.EOF.
func (k *Keys) Step() error {
	row, err := k.Rows.Next()
	if err != nil {
		return err
	}
	k.n++
	k.others = row[len(k.key):]
	row = row[:len(k.key)]
	for i, cell := range row {
		if cell == nil {
			return k.refuse("the key is NULL in column %q", k.key[i].Name)
		}
	}
	if k.previous != nil {
		order := CompareKeys(k.key, k.previous, row)
		if order == 0 && !k.repeats {
			return k.refuse("the key %s occurs twice", AppendLine(nil, k.key, row))
		}
		if order > 0 {
			return k.refuse("the key %s is not in ascending order", AppendLine(nil, k.key, row))
		}
	}
	k.keep(row)
	return nil
}

// Row gives the cells of the last key, valid until the next step.
func (k *Keys) Row() Row { return k.previous }

// Others gives the cells of the row of the last key in the columns beside it, valid until the next step.
func (k *Keys) Others() Row { return k.others }

func (k *Keys) refuse(format string, args ...any) error {
	k.err = fault.At(fault.Refused, k.table.parts[min(k.part, len(k.table.parts)-1)].path, 0, "row %d: %s", k.n, fmt.Sprintf(format, args...))
	return k.err
}

func (k *Keys) keep(row Row) {
	k.storage, k.previous = k.storage[:0], k.previous[:0]
	for _, cell := range row {
		k.storage = append(k.storage, cell...)
	}
	start := 0
	for _, cell := range row {
		end := start + len(cell)
		k.previous = append(k.previous, k.storage[start:end:end])
		start = end
	}
}

// CompareKeys orders two keys column by column: integers and decimals by value, all else by the bytes of the text, which
// for dates and timestamps is the order of time. It is the order in which the engine writes populations.
func CompareKeys(columns []schema.Column, a, b Row) int {
	for i, c := range columns {
		order := 0
		switch c.Type.Kind {
		case schema.Integer, schema.Decimal:
			order = compareNumbers(a[i], b[i])
		default:
			order = bytes.Compare(a[i], b[i])
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// compareNumbers compares canonical numbers of one type: without leading zeros and with the same number of decimals, so
// that the longer one is the larger one.
func compareNumbers(a, b []byte) int {
	negative := a[0] == '-'
	if negative != (b[0] == '-') {
		if negative {
			return -1
		}
		return 1
	}
	if negative {
		a, b = b, a
	}
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return bytes.Compare(a, b)
}
