package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// received is a block as the worker reads it. What it holds lies in the frame.
type received struct {
	rows    int
	files   []blockFile
	records []byte
	texts   []column
}

var (
	errShortBlock = errors.New("a block of rows ends inside a row")
	errBadBlock   = errors.New("a block of rows does not hold what it says")
)

// frameReader reads parts of a frame; after an error it gives nothing.
type frameReader struct {
	rest []byte
	err  error
}

func (r *frameReader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.err, r.rest = errShortBlock, nil
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *frameReader) uvarint() uint64 {
	n, used := binary.Uvarint(r.rest)
	r.skip(used)
	return n
}

func (r *frameReader) varint() int64 {
	n, used := binary.Varint(r.rest)
	r.skip(used)
	return n
}

// skip goes over a number, which is not there when used is not positive.
func (r *frameReader) skip(used int) {
	if used <= 0 {
		r.err, r.rest = errShortBlock, nil
		return
	}
	r.rest = r.rest[used:]
}

// read takes a block with so many columns of text out of a frame.
func (b *received) read(frame []byte, columns int) error {
	r := frameReader{rest: frame}
	rows := r.uvarint()
	if rows > blockRows {
		return fmt.Errorf("a block has %d rows, more than %d", rows, blockRows)
	}
	b.rows, b.files = int(rows), b.files[:0]
	counted := uint64(0)
	for n := r.uvarint(); n > 0 && r.err == nil; n-- {
		count := min(r.uvarint(), blockRows+1)
		if counted += count; count == 0 {
			return errBadBlock
		}
		b.files = append(b.files, blockFile{int(count), r.varint(), string(r.bytes(r.uvarint()))})
	}
	b.records = r.bytes(8 * rows)
	b.texts = slices.Grow(b.texts[:0], columns)[:columns]
	for i := range b.texts {
		b.texts[i].read(&r, rows)
	}
	if r.err == nil && (counted != rows || len(r.rest) > 0) {
		return errBadBlock
	}
	return r.err
}

func (b *received) record(row int) int64 { return int64(binary.LittleEndian.Uint64(b.records[8*row:])) }

// file gives the number of the file that a row is from.
func (b *received) file(row int) int64 {
	for _, f := range b.files {
		if row -= f.rows; row < 0 {
			return f.number
		}
	}
	return -1
}

// each calls with the file and the record of each row.
func (b *received) each(call func(file, record int64) error) error {
	row := 0
	for _, f := range b.files {
		for range f.rows {
			if err := call(f.number, b.record(row)); err != nil {
				return err
			}
			row++
		}
	}
	return nil
}

func (b *received) writeFiles(out []int64) {
	for _, f := range b.files {
		for i := range out[:f.rows] {
			out[i] = f.number
		}
		out = out[f.rows:]
	}
}

func (b *received) writeRecords(out []int64) {
	for row := range out {
		out[row] = b.record(row)
	}
}

// writeNames gives each row the name of its file.
func (b *received) writeNames(chunk duckdb.DataChunk, at int, into vector) error {
	out := unsafe.Slice((*duckText)(into.data), b.rows)
	row := 0
	for _, f := range b.files {
		if !utf8.ValidString(f.name) {
			return fmt.Errorf("the name of file %d is not UTF-8: %q", f.number, f.name)
		}
		if err := duckdb.SetChunkValue(chunk, at, row, f.name); err != nil {
			return err
		}
		for i := range f.rows {
			out[row+i] = out[row]
		}
		row += f.rows
	}
	return nil
}
