package engine

import (
	"encoding/binary"
	"unicode/utf8"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// column is the texts of a block, one after another, and their lengths.
type column struct {
	width   int
	lengths []byte
	bytes   []byte
}

// length gives the length of a text plus one; zero is NULL.
func (c *column) length(row int) int {
	switch c.width {
	case 0:
		return 0
	case 1:
		return int(c.lengths[row])
	}
	return int(binary.LittleEndian.Uint32(c.lengths[4*row:]))
}

func (c *column) read(r *frameReader, rows uint64) {
	*c = column{}
	width := r.bytes(1)
	if r.err != nil || width[0] == 0 {
		return
	}
	c.width = int(width[0])
	if c.width != 1 && c.width != 4 {
		r.err = errBadBlock
		return
	}
	c.lengths = r.bytes(rows * uint64(c.width))
	c.bytes = r.bytes(r.uvarint())
}

// duckText is duckdb_string_t of DuckDB's C interface: a text of up to inlined bytes lies in it; of a longer one it holds the first
// four and a pointer. As two numbers of 64 bits, little end first: the length and four bytes, and the rest or the pointer.
type duckText [2]uint64

const inlined = 12

func (t *duckText) length() int { return int(uint32(t[0])) }

// write puts the texts into a column of a chunk, whose size has been set. The driver takes texts one by one, each by a call into C,
// and with twenty columns that costs as much as all that DuckDB does with them. So the texts of a column go over as one, which
// DuckDB copies onto the heap of the vector, and each row that is not short is pointed at its part of that copy. It gives the first
// row whose text is not UTF-8, or -1.
func (c *column) write(chunk duckdb.DataChunk, at int, into vector, rows int) (bad int, err error) {
	if !utf8.Valid(c.bytes) { // DuckDB would make it NULL
		return c.notUTF8()
	}
	out := unsafe.Slice((*duckText)(into.data), rows)
	heap := uint64(0)
	if len(c.bytes) > inlined {
		if err := duckdb.SetChunkValue(chunk, at, 0, borrow(c.bytes)); err != nil {
			return -1, err
		}
		heap = out[0][1]
	}
	start := 0
	for row := range out {
		n := c.length(row) - 1
		if n < 0 {
			out[row] = duckText{}
			into.setNull(row)
			continue
		}
		if n > len(c.bytes)-start {
			return -1, errShortBlock
		}
		if n > 0 && !utf8.RuneStart(c.bytes[start]) { // it begins inside a character
			return row, nil
		}
		out[row][0], out[row][1] = textAt(c.bytes[start:], n, heap+uint64(start))
		start += n
	}
	if start < len(c.bytes) {
		return -1, errShortBlock
	}
	return -1, nil
}

// textAt makes the entry of a text, which are the first n bytes and lie at a place of the heap. It gives the two halves of it: given
// as one, they would be written, and read as one before the processor has put them together.
func textAt(b []byte, n int, place uint64) (first, rest uint64) {
	if n > inlined {
		return uint64(n) | uint64(binary.LittleEndian.Uint32(b))<<32, place
	}
	if len(b) < inlined {
		b = append(make([]byte, 0, inlined), b...)[:inlined]
	}
	first, rest = binary.LittleEndian.Uint64(b), uint64(binary.LittleEndian.Uint32(b[8:]))
	if n < 8 {
		first, rest = first&(1<<(8*n)-1), 0
	}
	rest &= 1<<(8*max(n-8, 0)) - 1
	return uint64(n) | first<<32, first>>32 | rest<<32
}

// notUTF8 gives the first row whose text is none.
func (c *column) notUTF8() (row int, err error) {
	for rest := c.bytes; row*c.width < len(c.lengths); row++ {
		n := max(c.length(row)-1, 0)
		if n > len(rest) {
			break
		}
		if !utf8.Valid(rest[:n]) {
			return row, nil
		}
		rest = rest[n:]
	}
	return -1, errShortBlock
}
