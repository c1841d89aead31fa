package table

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// cursor reads the values of one column chunk in order, and holds one page.
type cursor struct {
	column  *column
	pages   parquet.Pages
	page    parquet.Page
	reader  parquet.ValueReader
	buffer  [64]parquet.Value
	numbers []int64 // of the page, of a column of numbers; in memory of the page or in own
	own     []int64
	nulls   []bool // of numbers; empty when there is none
	at, n   int
}

var errShort = errors.New("the values end before the rows")

// peek gives the next value without taking it; io.EOF after the last one.
func (c *cursor) peek() (parquet.Value, error) {
	if err := c.more(); err != nil {
		return parquet.Value{}, err
	}
	return c.buffer[c.at], nil
}

// more sees to it that a value is left to take; io.EOF when there is none.
func (c *cursor) more() error {
	for c.at == c.n {
		if err := c.fill(); err != nil {
			return err
		}
	}
	return nil
}

func (c *cursor) fill() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	if c.reader == nil {
		c.release()
		if c.page, err = c.pages.ReadPage(); err != nil {
			return err
		}
		if c.column.form.number != nil {
			return c.fillNumbers()
		}
		c.reader = c.page.Values()
	}
	n, err := c.reader.ReadValues(c.buffer[:])
	c.at, c.n = 0, n
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if n == 0 {
		c.release()
	}
	return nil
}

func (c *cursor) release() {
	if c.page != nil {
		parquet.Release(c.page)
		c.page, c.reader, c.numbers, c.at, c.n = nil, nil, nil, 0, 0
	}
}

// number takes the next number, or says that it is NULL.
func (c *cursor) number() (n int64, null bool, err error) {
	if c.at == c.n {
		if err := c.more(); errors.Is(err, io.EOF) {
			return 0, false, errShort
		} else if err != nil {
			return 0, false, err
		}
	}
	n, null = c.numbers[c.at], len(c.nulls) > 0 && c.nulls[c.at]
	c.at++
	return n, null, nil
}

// appendCell appends the text of the next cell of a column without numbers, or says that it is NULL.
func (c *cursor) appendCell(dst []byte) (text []byte, null bool, err error) {
	v, err := c.peek()
	if errors.Is(err, io.EOF) {
		return dst, false, errShort
	}
	if err != nil {
		return dst, false, err
	}
	if v.RepetitionLevel() != 0 {
		return dst, false, errors.New("a row begins inside a list")
	}
	if c.column.list {
		return c.appendList(dst, v)
	}
	c.at++
	if v.IsNull() {
		return dst, true, nil
	}
	text, err = c.column.form.text(dst, v)
	return text, false, err
}

// appendList reads the definition levels of a list: below the list NULL, at it empty, above it an element.
func (c *cursor) appendList(dst []byte, v parquet.Value) (text []byte, null bool, err error) {
	level := 0
	if c.column.optional {
		level = 1
	}
	c.at++
	switch v.DefinitionLevel() {
	case level - 1:
		return dst, true, nil
	case level:
		return append(dst, "[]"...), false, nil
	}
	var element []byte
	for separator := byte('['); ; separator = ',' {
		dst = append(dst, separator)
		if v.IsNull() {
			dst = append(dst, "null"...)
		} else {
			if element, err = c.column.form.text(element[:0], v); err != nil {
				return dst, false, err
			}
			dst = appendQuoted(dst, element)
		}
		if v, err = c.peek(); err != nil && !errors.Is(err, io.EOF) {
			return dst, false, err
		}
		if err != nil || v.RepetitionLevel() == 0 {
			return append(dst, ']'), false, nil
		}
		c.at++
	}
}

// end checks that no value is left.
func (c *cursor) end() error {
	defer c.close()
	if err := c.more(); err == nil {
		return fmt.Errorf("column %q holds more values than there are rows", c.column.Name)
	} else if !errors.Is(err, io.EOF) {
		return fmt.Errorf("column %q: %w", c.column.Name, err)
	}
	return nil
}

func (c *cursor) close() error {
	c.release()
	return c.pages.Close()
}
