package engine

import (
	"encoding/binary"
	"fmt"
)

// A block holds rows on their way to the worker, column by column, because a worker takes columns: what belongs to a column of a
// chunk lies side by side, and is checked and copied at once. It is, with numbers in varints where nothing else is said:
//
//	how many rows
//	how many files, and for each of them: how many of the rows, its number, its name
//	the number of each record, in 8 bytes
//	for _path and each field: the width of its lengths, 0, 1 or 4 bytes; and when that is not 0,
//	for each row the length of its text plus one, so that zero is NULL; the bytes of all texts; the texts
type block struct {
	rows    int
	files   []blockFile
	records []byte
	texts   []texts
	bytes   int // of texts
}

// blockFile is consecutive rows of one file.
type blockFile struct {
	rows   int
	number int64
	name   string
}

// texts is a column while rows are gathered.
type texts struct {
	lengths [blockRows]uint32 // plus one; zero beyond the rows that were gathered
	bytes   []byte
	longest uint32
}

// A block is sent when it has as many rows as a chunk of DuckDB, or so many bytes that it is about to leave the cache.
const (
	blockRows  = 2048
	blockBytes = 512 << 10
)

func newBlock(fields int) *block { return &block{texts: make([]texts, 1+fields)} }

func (b *block) full() bool { return b.rows == blockRows || b.bytes >= blockBytes }

// add takes a row. Its fields are those of the source.
func (b *block) add(r Row) {
	if last := len(b.files) - 1; last < 0 || b.files[last].number != r.File {
		b.files = append(b.files, blockFile{number: r.File, name: r.Name})
	}
	b.files[len(b.files)-1].rows++
	b.records = binary.LittleEndian.AppendUint64(b.records, uint64(r.Record))
	b.put(0, r.Path) // of a record that is the whole file or line it is empty, and not NULL: mappings compare and lengthen it
	for i, v := range r.Values {
		if v != nil { // NULL is there already
			b.put(1+i, v)
		}
	}
	b.rows++
}

func (b *block) put(column int, text []byte) {
	b.texts[column].add(b.rows, text)
	b.bytes += len(text)
}

func (t *texts) add(row int, text []byte) {
	n := uint32(len(text)) + 1
	t.lengths[row], t.longest = n, max(t.longest, n)
	t.bytes = append(t.bytes, text...)
}

// take appends the rows to a frame, and empties the block.
func (b *block) take(frame []byte) ([]byte, error) {
	if b.rows == 0 {
		return frame, nil
	}
	if b.bytes > maxFrame/2 {
		return nil, fmt.Errorf("a record of %d bytes is too long", b.bytes)
	}
	frame = binary.AppendUvarint(frame, uint64(b.rows))
	frame = binary.AppendUvarint(frame, uint64(len(b.files)))
	for _, f := range b.files {
		frame = binary.AppendUvarint(frame, uint64(f.rows))
		frame = binary.AppendVarint(frame, f.number)
		frame = binary.AppendUvarint(frame, uint64(len(f.name)))
		frame = append(frame, f.name...)
	}
	frame = append(frame, b.records...)
	for i := range b.texts {
		frame = b.texts[i].take(frame, b.rows)
	}
	b.rows, b.files, b.records, b.bytes = 0, b.files[:0], b.records[:0], 0
	return frame, nil
}

func (t *texts) take(frame []byte, rows int) []byte {
	switch {
	case t.longest == 0:
		frame = append(frame, 0)
	case t.longest < 1<<8:
		frame = append(frame, 1)
		for _, n := range t.lengths[:rows] {
			frame = append(frame, byte(n))
		}
	default:
		frame = append(frame, 4)
		for _, n := range t.lengths[:rows] {
			frame = binary.LittleEndian.AppendUint32(frame, n)
		}
	}
	if t.longest > 0 {
		frame = binary.AppendUvarint(frame, uint64(len(t.bytes)))
		frame = append(frame, t.bytes...)
		clear(t.lengths[:rows])
	}
	t.bytes, t.longest = t.bytes[:0], 0
	return frame
}

// blocks makes frames of the rows of a source.
type blocks struct {
	source RowSource
	block  *block
}

func newBlocks(src RowSource) *blocks { return &blocks{src, newBlock(len(src.Fields()))} }

// next appends a block to a frame.
func (b *blocks) next(frame []byte) ([]byte, error) {
	var end error
	for !b.block.full() && end == nil {
		var row Row
		if row, end = b.source.Next(); end == nil {
			b.block.add(row)
		}
	}
	frame, err := b.block.take(frame)
	if err == nil {
		err = end
	}
	return frame, err
}
