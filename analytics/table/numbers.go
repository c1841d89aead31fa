package table

import (
	"errors"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// fillNumbers takes all numbers of a page at once, which is many times faster than one value after the other.
func (c *cursor) fillNumbers() error {
	n := int(c.page.NumValues())
	c.nulls = c.nulls[:0]
	c.numbers = c.numbersOf(c.page, n)
	if levels := c.page.DefinitionLevels(); len(c.numbers) < len(levels) {
		if err := c.spread(levels); err != nil {
			return err
		}
	}
	if c.at, c.n = 0, len(c.numbers); c.n != n {
		return errors.New("a page holds another number of values than it announces")
	}
	return nil
}

// spread puts NULL between the numbers where the definition level is below 1.
func (c *cursor) spread(levels []byte) error {
	found := len(c.numbers)
	c.own = append(slices.Grow(c.own[:0], len(levels)), c.numbers...)[:len(levels)]
	c.nulls = append(c.nulls, make([]bool, len(levels))...)
	for i := len(levels) - 1; i >= 0; i-- {
		if c.nulls[i] = levels[i] == 0; c.nulls[i] {
			continue
		}
		if found--; found < 0 {
			return errShort
		}
		c.own[i] = c.own[found]
	}
	if found > 0 {
		return errors.New("a page holds more values than rows")
	}
	c.numbers = c.own
	return nil
}

// numbersOf gives the numbers of a page without its NULLs, by its dictionary if it has one.
func (c *cursor) numbersOf(page parquet.Page, n int) []int64 {
	values, indexes := page.Data(), []int32(nil)
	if d := page.Dictionary(); d != nil {
		indexes = values.Int32()
		values = d.Page().Data()
		if len(indexes) == 0 {
			return nil
		}
	} else if values.Kind() == encoding.Int64 {
		return values.Int64()
	}
	c.own = slices.Grow(c.own[:0], n)
	switch {
	case values.Kind() == encoding.Int64:
		c.own = gather(c.own, values.Int64(), indexes)
	case c.column.unsigned:
		c.own = gather(c.own, values.Uint32(), indexes)
	default:
		c.own = gather(c.own, values.Int32(), indexes)
	}
	return c.own
}

// gather appends the values at some indexes, or all of them when there are no indexes.
func gather[T int32 | uint32 | int64](dst []int64, values []T, indexes []int32) []int64 {
	if indexes == nil {
		for _, v := range values {
			dst = append(dst, int64(v))
		}
		return dst
	}
	for _, i := range indexes {
		dst = append(dst, int64(values[i]))
	}
	return dst
}
