package engine

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"auditql/analytics/schema"
)

// stream is the rows of an export on their way from the parent into DuckDB, as the table function behind raw.
type stream struct {
	in      io.Reader
	memory  *lender
	lent    bool // the block lies in memory
	columns []string
	ledger  *ledger
	block   received // the rows that are being given
	buffer  []byte
	began   bool
	ended   bool
	failed  error
}

// The columns of raw that every export has. They come first, and _path, which a block holds as it does a field, is the last of them.
const (
	fileColumn = "_file"
	rowColumn  = "_row"
	nameColumn = "_name"
	pathColumn = "_path"
	pathAt     = 3
)

func newStream(in io.Reader, memory *lender, fields []string) *stream {
	return &stream{in: in, memory: memory, columns: slices.Concat([]string{fileColumn, rowColumn, nameColumn, pathColumn}, fields), ledger: newLedger()}
}

// check refuses fields of one name.
func (s *stream) check() error {
	seen := map[string]bool{}
	for _, c := range s.columns {
		key := strings.ToLower(c)
		if seen[key] {
			return fmt.Errorf("the export has two fields %q", c)
		}
		seen[key] = true
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
		if c == fileColumn || c == rowColumn {
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
	if err := s.receive(); err != nil {
		return err
	}
	if err := chunk.SetSize(s.block.rows); err != nil || s.block.rows == 0 {
		return err
	}
	for i := range s.columns {
		if err := s.write(chunk, i); err != nil {
			return err
		}
	}
	return s.block.each(s.ledger.enter)
}

// receive reads the next block. It is empty when there are no more rows.
func (s *stream) receive() error {
	s.block.rows = 0
	for !s.ended && s.block.rows == 0 {
		kind, payload, err := s.next()
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		switch kind {
		case frameRows:
			err = s.block.read(payload, len(s.columns)-pathAt)
		case frameEnd:
			if s.ended = true; len(payload) > 0 {
				err = errors.New(string(payload))
			}
		default:
			err = fmt.Errorf("unexpected frame %q", kind)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// next gives the next frame. What lies in shared memory is lent until the call after it.
func (s *stream) next() (frameKind, []byte, error) {
	if s.lent {
		s.lent = false
		if err := s.memory.done(); err != nil {
			return 0, nil, err
		}
	}
	kind, payload, err := readFrame(s.in, s.buffer)
	if err != nil {
		return kind, nil, err
	}
	if s.buffer = payload; kind != frameShared {
		return kind, payload, nil
	}
	payload, err = s.memory.frame(payload)
	s.lent = err == nil
	return frameRows, payload, err
}

// write puts a column of the block into a chunk, unless DuckDB leaves it out because the mapping does not name it.
func (s *stream) write(chunk duckdb.DataChunk, i int) error {
	handle, err := chunk.GetVector(i)
	if err != nil {
		return nil
	}
	switch into := vectorOf(handle); s.columns[i] {
	case fileColumn:
		s.block.writeFiles(valuesOf[int64](into, s.block.rows))
	case rowColumn:
		s.block.writeRecords(valuesOf[int64](into, s.block.rows))
	case nameColumn:
		return s.block.writeNames(chunk, i, into)
	default:
		bad, err := s.block.texts[i-pathAt].write(chunk, i, into, s.block.rows)
		if err == nil && bad >= 0 {
			err = fmt.Errorf("record %d of file %d: field %s is not UTF-8", s.block.record(bad), s.block.file(bad), s.columns[i])
		}
		return err
	}
	return nil
}

// borrow lends bytes as a string to a call that copies it.
func borrow(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// drain reads what the parent still sends after a load has failed.
func (s *stream) drain() error {
	for !s.ended {
		kind, _, err := s.next()
		if err != nil {
			return err
		}
		s.ended = kind == frameEnd
	}
	return nil
}
