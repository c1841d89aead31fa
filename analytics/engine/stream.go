package engine

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"auditql/analytics/schema"
)

// stream is the rows of an export on their way from the parent into DuckDB, as the table function behind raw.
type stream struct {
	in      io.Reader
	columns []string
	file    int // which column is _file
	row     int // which column is _row
	ledger  *ledger
	unused  []bool  // columns that DuckDB does not want
	cells   []cells // one for each column
	frame   []byte  // rows that were read and not yet given
	buffer  []byte
	began   bool
	ended   bool
	failed  error
}

// The columns of raw that every export has.
const (
	fileColumn = "_file"
	rowColumn  = "_row"
	pathColumn = "_path"
	nameColumn = "_name"
)

func newStream(in io.Reader, columns []string) *stream {
	return &stream{in: in, columns: columns, unused: make([]bool, len(columns)), cells: make([]cells, len(columns)), ledger: newLedger(), file: slices.Index(columns, fileColumn), row: slices.Index(columns, rowColumn)}
}

// check refuses rows without the columns of the tool, or with two of one name.
func (s *stream) check() error {
	places := map[string]int{}
	for i, c := range s.columns {
		key := strings.ToLower(c)
		if _, twice := places[key]; twice {
			return fmt.Errorf("the export has two fields %q", c)
		}
		places[key] = i
	}
	for _, c := range []string{fileColumn, rowColumn, pathColumn, nameColumn} {
		if _, ok := places[c]; !ok {
			return fmt.Errorf("the rows have no column %s", c)
		}
	}
	return nil
}

// describe gives the columns of raw as those of a relation.
func (s *stream) describe() []schema.Column {
	out := make([]schema.Column, len(s.columns))
	for i, name := range s.columns {
		out[i] = schema.Column{Name: name, Type: schema.Type{Kind: schema.Text}}
	}
	return out
}

// ColumnInfos gives text for all columns but the two numbers.
func (s *stream) ColumnInfos() []duckdb.ColumnInfo {
	text, _ := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	number, _ := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	out := make([]duckdb.ColumnInfo, len(s.columns))
	for i, c := range s.columns {
		out[i] = duckdb.ColumnInfo{Name: c, T: text}
		if i == s.file || i == s.row {
			out[i].T = number
		}
	}
	return out
}

// Cardinality is not known before the rows have been read.
func (s *stream) Cardinality() *duckdb.CardinalityInfo { return nil }

// Init begins a scan. There can be one only, for the rows pass by once.
func (s *stream) Init() {
	if s.began {
		s.failed = errors.New("the mapping reads raw twice")
	}
	s.began = true
}

// FillChunk gives DuckDB its next rows. A panic would end the whole process, so it becomes an error here.
func (s *stream) FillChunk(chunk duckdb.DataChunk) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("read rows: %v", p)
		}
		if err != nil {
			s.failed = err
		}
	}()
	if s.failed != nil {
		return s.failed
	}
	if err := chunk.SetSize(1); err != nil {
		return err
	}
	for i := range s.columns { // DuckDB leaves out columns that the mapping does not name
		handle, err := chunk.GetVector(i)
		if s.unused[i] = err != nil; err == nil {
			s.cells[i].into = vectorOf(handle)
		}
	}
	n, bytes := 0, 0
	for most := duckdb.GetDataChunkCapacity(); n < most && bytes < chunkBytes; n++ {
		more, err := s.fill()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		before := len(s.frame)
		if err := s.put(n); err != nil {
			return err
		}
		bytes += before - len(s.frame)
	}
	if err := chunk.SetSize(n); err != nil {
		return err
	}
	for i := range s.cells {
		if err := s.cells[i].flush(chunk, i); err != nil {
			return err
		}
	}
	return nil
}

// chunkBytes bounds what a chunk holds, for a record may be large and a chunk has many.
const chunkBytes = 16 << 20

// fill makes sure that frame holds a row, or says that there are no more.
func (s *stream) fill() (bool, error) {
	for len(s.frame) == 0 && !s.ended {
		kind, payload, err := readFrame(s.in, s.buffer)
		if err != nil {
			return false, fmt.Errorf("read rows: %w", err)
		}
		s.buffer = payload
		switch kind {
		case frameRows:
			s.frame = payload
		case frameEnd:
			s.ended = true
			if len(payload) > 0 {
				return false, errors.New(string(payload))
			}
		default:
			return false, fmt.Errorf("read rows: unexpected frame %q", kind)
		}
	}
	return len(s.frame) > 0, nil
}

// put writes one row into a chunk.
func (s *stream) put(at int) error {
	var file, row int64
	for i := range s.columns {
		cell, rest, null, err := nextCell(s.frame)
		if err != nil {
			return err
		}
		s.frame = rest
		switch {
		case i == s.file || i == s.row:
			n, err := number(cell)
			if err != nil {
				return err
			}
			if i == s.file {
				file = n
			} else {
				row = n
			}
			if !s.unused[i] {
				valuesOf[int64](s.cells[i].into, at+1)[at] = n
			}
		case s.unused[i]:
		case null:
			s.cells[i].addNull()
		case !utf8.Valid(cell): // DuckDB would make it NULL
			err = fmt.Errorf("record %d of file %d: field %s is not UTF-8", row, file, s.columns[i])
		default:
			s.cells[i].add(cell)
		}
		if err != nil {
			return err
		}
	}
	return s.ledger.enter(file, row)
}

// borrow lends bytes as a string to a call that copies it.
func borrow(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// drain reads what the parent still sends after a load has failed.
func (s *stream) drain() error {
	for !s.ended {
		kind, payload, err := readFrame(s.in, s.buffer)
		if err != nil {
			return err
		}
		s.buffer, s.ended = payload, kind == frameEnd
	}
	return nil
}
