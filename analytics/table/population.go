package table

import (
	"bytes"
	"cmp"
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

// Keys reads the key columns of a table that is in key order. Numbers stay numbers until their text is asked for.
type Keys struct {
	*Rows
	key      []schema.Column
	repeats  bool
	present  []cell // of the key of the last step; a number begins at -1 until its text is asked for
	storage  []byte // of their texts
	rendered Row
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

// Beside reads further columns with the keys; see [Keys.Number] and [Keys.Text]. It comes before the first row.
func (k *Keys) Beside(columns ...string) *Keys {
	if k.err == nil && len(columns) > 0 {
		k.Rows = k.table.Rows(append(slices.Clone(k.names), columns...)...)
	}
	return k
}

// Columns gives the columns of the key.
func (k *Keys) Columns() []schema.Column { return k.key }

// Next gives the line of the next key, valid until the next call, or io.EOF.
func (k *Keys) Next() ([]byte, error) {
	if err := k.Step(); err != nil {
		return nil, err
	}
	return k.Line(), nil
}

// Line gives the line of the last key, valid until the next call.
func (k *Keys) Line() []byte {
	k.line = AppendLine(k.line[:0], k.key, k.Row())
	return k.line
}

// Step goes to the next key, or gives io.EOF.
func (k *Keys) Step() error {
	if err := k.step(); err != nil {
		return err
	}
	k.n++
	key := k.cells[:len(k.key)]
	for i := range key {
		if key[i].null {
			return k.refuse("the key is NULL in column %q", k.key[i].Name)
		}
	}
	if k.n > 1 {
		order := k.order(k.present, k.storage, key, k.text)
		if order == 0 && !k.repeats {
			return k.refuse("the key %s occurs twice", k.keep(key).Line())
		}
		if order > 0 {
			return k.refuse("the key %s is not in ascending order", k.keep(key).Line())
		}
	}
	k.keep(key)
	return nil
}

// order compares two keys of these columns.
func (k *Keys) order(a []cell, aText []byte, b []cell, bText []byte) int {
	for i := range k.key {
		order := 0
		switch {
		case a[i].numbered() && b[i].numbered():
			order = cmp.Compare(a[i].number, b[i].number)
		case a[i].numbered() != b[i].numbered(): // two files may hold the same decimals in two ways
			order = compareCells(k.key[i], a[i].alone(aText), b[i].alone(bText))
		default:
			order = compareCells(k.key[i], a[i].textIn(aText), b[i].textIn(bText))
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// Compare orders the last key and that of another table with the same columns of the key.
func (k *Keys) Compare(o *Keys) int { return k.order(k.present, k.storage, o.present, o.storage) }

// Number gives the cell of the last step in a column, of the key or beside it, as a number of its smallest unit, and whether it is
// one: a decimal may not fit.
func (k *Keys) Number(column int) (n int64, ok bool) {
	return k.cells[column].number, k.cells[column].numbered()
}

// Null says whether the cell of the last step in a column is NULL.
func (k *Keys) Null(column int) bool { return k.cells[column].null }

// Text gives the cell of the last step in a column as text, valid until the next step.
func (k *Keys) Text(column int) []byte {
	if c := &k.cells[column]; c.numbered() && !c.null {
		k.text = c.write(k.text)
	}
	return k.cells[column].textIn(k.text)
}

// Row gives the cells of the last key as text, valid until the next step.
func (k *Keys) Row() Row {
	text := k.storage
	for i := range k.present {
		if c := &k.present[i]; c.start < 0 {
			text = c.write(text)
		}
	}
	k.storage, k.rendered = text, k.rendered[:0]
	for i := range k.present {
		k.rendered = append(k.rendered, k.present[i].textIn(text))
	}
	return k.rendered
}

func (k *Keys) refuse(format string, args ...any) error {
	k.err = fault.At(fault.Refused, k.table.parts[min(k.part, len(k.table.parts)-1)].path, 0, "row %d: %s", k.n, fmt.Sprintf(format, args...))
	return k.err
}

// keep copies a key, as the next row is read over it.
func (k *Keys) keep(key []cell) *Keys {
	if k.present == nil {
		k.present = make([]cell, len(key))
	}
	k.storage = k.storage[:0]
	for i := range key {
		from, to := &key[i], &k.present[i]
		if to.column != from.column { // in another file
			to.column = from.column
		}
		if to.number, to.start = from.number, -1; !from.numbered() {
			to.start = len(k.storage)
			k.storage = append(k.storage, from.textIn(k.text)...)
			to.end = len(k.storage)
		}
	}
	return k
}

// CompareKeys orders two keys column by column: integers and decimals by value, all else by the bytes of the text, which
// for dates and timestamps is the order of time. It is the order in which the engine writes populations.
func CompareKeys(columns []schema.Column, a, b Row) int {
	for i, c := range columns {
		if order := compareCells(c, a[i], b[i]); order != 0 {
			return order
		}
	}
	return 0
}

func compareCells(c schema.Column, a, b []byte) int {
	switch c.Type.Kind {
	case schema.Integer, schema.Decimal:
		return compareNumbers(a, b)
	}
	return bytes.Compare(a, b)
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
