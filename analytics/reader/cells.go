package reader

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"auditql/analytics/contract"
	"auditql/analytics/sqlfile"
)

// cellReader reads CSV of which one column holds JSON, as tools write that keep the answers of an API in a database or
// export a log as a table. What is in the cell is read as JSON; the other columns are not read.
type cellReader struct {
	ctx    context.Context
	column string
	csv    *csvReader
	json   *jsonReader
	at     Record // the row being read
}

// openCells gives nil when the text is no table with such a column.
func openCells(ctx context.Context, src *source, e *contract.Export, l Limits) (*cellReader, error) {
	column := src.jsonColumn()
	if column == "" {
		return nil, nil
	}
	csv, err := openCSV(src, &contract.Export{
		ID: e.ID, Recognise: contract.Recognise{Fields: []string{column}},
		Fields: sqlfile.Pairs[contract.Field]{{Key: column, Value: contract.Field{Paths: []string{column}}}},
	}, l)
	if err != nil {
		return nil, err
	}
	j, err := newJSON(src, e, l)
	if err != nil {
		return nil, err
	}
	j.restart(nil)
	return &cellReader{ctx: ctx, column: column, csv: csv, json: j}, nil
}

// jsonColumn looks at the beginning of the text, without taking it, unless that is JSON itself.
func (s *source) jsonColumn() string {
	peek := func(size int) []byte {
		b := bufio.NewReaderSize(s.decoded, size)
		s.decoded = b
		head, _ := b.Peek(size)
		return head
	}
	if head := bytes.TrimLeft(peek(512), " \t\r\n"); len(head) == 0 || head[0] == '{' || head[0] == '[' {
		return ""
	}
	head := peek(headerSearch)
	column, _ := jsonColumn(head, len(head) < headerSearch)
	return column
}

// jsonColumn finds the column whose cells are JSON objects in the first rows, and gives these; of several the one that
// holds most. whole says that head is all of the text.
func jsonColumn(head []byte, whole bool) (column string, cells [][]byte) {
	for _, comma := range delimiters {
		if names, columns := jsonColumns(head, whole, comma); names != nil {
			best, size := -1, len("{}")
			for i, c := range columns {
				if n := len(bytes.Join(c, nil)); n > size {
					best, size = i, n
				}
			}
			if best >= 0 {
				return names[best], columns[best]
			}
		}
	}
	return "", nil
}

// jsonColumns splits the first rows. A column that holds anything but JSON objects comes out empty.
func jsonColumns(head []byte, whole bool, comma byte) (names []string, columns [][][]byte) {
	s := splitter{comma: comma}
	at := s.split(head, whole)
	if at < 0 || bytes.IndexByte(head[:at], '{') >= 0 {
		return nil, nil
	}
	names = texts(s.cells)
	columns = make([][][]byte, len(names))
	spoilt := make([]bool, len(names))
	for row := 0; row < lookedAt && at < len(head); row++ {
		n := s.split(head[at:], whole)
		if n < 0 {
			break
		}
		if at += n; len(s.cells) != len(names) {
			continue
		}
		for i, c := range s.cells {
			switch c = bytes.TrimSpace(c); {
			case len(c) == 0 || spoilt[i]:
			case c[0] == '{' && jsontext.Value(c).IsValid() && strings.TrimSpace(names[i]) != "":
				columns[i] = append(columns[i], bytes.Clone(c))
			default:
				columns[i], spoilt[i] = nil, true
			}
		}
	}
	return names, columns
}

// next gives the next record of the cell, or of the next row.
func (c *cellReader) next(r *Record) error {
	for {
		if err := c.json.next(r); err != io.EOF {
			c.locate(r)
			return err
		}
		if err := c.ctx.Err(); err != nil {
			return err
		}
		c.at.Path = c.at.Path[:0]
		c.at.Reject = nil
		if err := c.csv.next(&c.at); err != nil {
			return err
		}
		switch {
		case c.at.Reject != nil:
			*r = c.at
			return nil
		case len(bytes.TrimSpace(c.at.Values[0])) == 0:
			*r = c.at
			r.Reject = rejectOf(r.Raw, CodeShape, "the column "+c.column+" is empty, expected JSON")
			return nil
		}
		c.json.restart(c.at.Values[0])
	}
}

// locate makes the row the bytes and the place of the record. The place inside of the cell follows the column's name.
func (c *cellReader) locate(r *Record) {
	path := append(make([]byte, 0, 64), c.column...)
	if len(r.Path) > 0 && r.Path[0] != '[' {
		path = append(path, '.')
	}
	r.Path = append(path, r.Path...)
	r.Line, r.Offset, r.Raw = c.at.Line, c.at.Offset, c.at.Raw
	if r.Reject != nil {
		r.Reject = rejectOf(r.Raw, r.Reject.Code, c.column+": "+r.Reject.Detail)
	}
}

func (c *cellReader) finish(sum *Summary) error {
	var rows Summary
	if err := c.csv.finish(&rows); err != nil {
		return err
	}
	if err := c.json.finish(sum); err != nil {
		return err
	}
	sum.Paging, sum.Header = nil, rows.Header
	sum.Damaged = or(rows.Damaged, sum.Damaged)
	sum.Notes = append(sum.Notes, fmt.Sprintf("the records are the JSON in the column %s; the other columns are not read", c.column))
	return nil
}
