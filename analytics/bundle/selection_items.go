package bundle

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// items reads the rows of a frame as sampling units, in pieces that can be read side by side.
type items struct {
	frame   record.Frame
	form    sampling.KeyForm
	pieces  []*piece
	columns []schema.Column // of the key
}

// piece is a part of the file, with the keys at its ends, which show whether the pieces follow each other.
type piece struct {
	table       *table.Table
	first, last table.Row
}

// itemsOf looks at the columns of a frame. An exception with several reasons is one item: then all is read as one piece.
func itemsOf(t *table.Table, f record.Frame) (*items, error) {
	x := &items{frame: f}
	var types []string
	for _, name := range f.Key {
		i := slices.IndexFunc(t.Columns(), named(name))
		if i < 0 {
			return nil, fault.New(fault.Refused, "the %s has no column %q", f.SectionName(), name)
		}
		x.columns = append(x.columns, t.Columns()[i])
		types = append(types, t.Columns()[i].Type.String())
	}
	var err error
	if x.form, err = sampling.NewKeyForm(types...); err != nil {
		return nil, err
	}
	pieces := []*table.Table{t}
	if f.Section == "" {
		pieces = t.Groups()
	}
	for _, p := range pieces {
		x.pieces = append(x.pieces, &piece{table: p})
	}
	return x, x.countable(t)
}

// countable says whether amounts are exact numbers.
func (x *items) countable(t *table.Table) error {
	f := x.frame
	i := slices.IndexFunc(t.Columns(), named(f.Amount))
	if f.Amount == "" || i < 0 {
		return nil
	}
	c := t.Columns()[i]
	if err := countable(c); err != nil {
		return err
	}
	if c.Type.Scale != f.Scale {
		return fault.New(fault.Refused, "amounts are in column %s of type %s, expected %d decimals", c.Name, c.Type, f.Scale)
	}
	return nil
}

func countable(c schema.Column) error {
	if c.Type.Kind != schema.Integer && c.Type.Kind != schema.Decimal {
		return fault.New(fault.Refused, "amounts are in column %s of type %s, expected integer or decimal", c.Name, c.Type)
	}
	return nil
}

func (x *items) parts() (frames []sampling.Frame) {
	for _, p := range x.pieces {
		frames = append(frames, func(yield func(sampling.Item, error) bool) {
			u := x.read(p.table)
			defer u.keys.Close()
			p.first, p.last = nil, nil
			for {
				item, err := u.next()
				if errors.Is(err, io.EOF) {
					p.last = u.keys.Row()
					return
				}
				if p.first == nil && err == nil {
					p.first = u.keys.Row().Clone()
				}
				if !yield(item, err) || err != nil {
					return
				}
			}
		})
	}
	return frames
}

// ordered says whether each piece begins with a greater key than the one before ends with. Inside a piece the reader has seen to it.
func (x *items) ordered() error {
	var last table.Row
	for _, p := range x.pieces {
		if p.first == nil {
			continue
		}
		if last != nil && table.CompareKeys(x.columns, last, p.first) >= 0 {
			return fault.New(fault.Refused, "the key %s is not in ascending order, or occurs twice", table.AppendLine(nil, x.columns, p.first))
		}
		last = p.last
	}
	return nil
}

// units reads keys, and amounts and strata beside them.
type units struct {
	*items
	keys    *table.Keys
	names   []string // of the columns beside the key
	once    bool     // keys may occur several times and count once
	key     []byte
	before  []byte
	stratum string // of the last item
}

func (x *items) read(t *table.Table) *units {
	u := &units{items: x, once: x.frame.Section != "", key: make([]byte, 0, 64)}
	for _, name := range []string{x.frame.Amount, x.frame.Stratum} {
		if name != "" {
			u.names = append(u.names, name)
		}
	}
	if u.once {
		u.keys = t.KeyGroups(x.frame.Key...)
	} else {
		u.keys = t.Keys(x.frame.Key...)
	}
	u.keys.Beside(u.names...)
	return u
}

// next gives the next item, whose key is valid until the next call.
func (u *units) next() (item sampling.Item, err error) {
	for again := true; again; {
		if err := u.keys.Step(); err != nil {
			return item, err
		}
		if err := u.readKey(); err != nil {
			return item, err
		}
		again = u.once && u.before != nil && bytes.Equal(u.before, u.key)
	}
	if u.once {
		u.before = append(u.before[:0], u.key...)
	}
	item.Key = u.key
	for i, name := range u.names {
		column := len(u.columns) + i
		if u.keys.Null(column) {
			return item, fault.New(fault.Refused, "%s of %s is NULL", name, u.keys.Line())
		}
		if name == u.frame.Stratum {
			if text := u.keys.Text(column); string(text) != u.stratum {
				u.stratum = string(text)
			}
			item.Stratum = u.stratum
		} else if item.Amount, err = u.amount(column); err != nil {
			return item, fault.New(fault.Refused, "%s of %s is %s: %w", name, u.keys.Line(), u.keys.Text(column), err)
		}
	}
	return item, nil
}

// readKey makes the key of the row that was read. Numbers have only one form.
func (u *units) readKey() (err error) {
	u.key = u.key[:0]
	for i, c := range u.columns {
		if n, ok := u.keys.Number(i); ok {
			u.key = u.form.AppendNumber(u.key, i, n)
		} else if u.key, err = u.form.AppendText(u.key, i, sampledText(c.Type, u.keys.Text(i))); err != nil {
			return err
		}
	}
	return nil
}

// largest is the largest amount, so that each digit that could stand behind those before fits.
const largest = (1<<63-10)/10*10 + 9

var errLarge = errors.New("expected an amount of at most 18 digits")

// amount reads a decimal or an integer as a number of its smallest unit.
func (u *units) amount(column int) (int64, error) {
	n, ok := u.keys.Number(column)
	if !ok {
		return minorUnits(u.keys.Text(column))
	}
	if n > largest || n < -largest {
		return 0, errLarge
	}
	return n, nil
}

// sampledText gives a key column the text that sampling wants: there a timestamp has a fraction only when it is not zero.
func sampledText(t schema.Type, text []byte) []byte {
	if t.Kind == schema.Timestamp {
		if whole, ok := bytes.CutSuffix(text, []byte(".000000Z")); ok {
			return append(bytes.Clone(whole), 'Z')
		}
	}
	return text
}

// minorUnits reads a decimal or an integer as a number of its smallest unit.
func minorUnits(text []byte) (int64, error) {
	digits, negative := bytes.CutPrefix(text, []byte{'-'})
	n := int64(0)
	for _, c := range digits {
		if c == '.' {
			continue
		}
		if n > (1<<63-10)/10 {
			return 0, errLarge
		}
		n = n*10 + int64(c-'0') // canonical text holds nothing else
	}
	if negative {
		n = -n
	}
	return n, nil
}
