package engine

import (
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// cells gathers one column of text for one chunk, and hands it to DuckDB at once. The driver takes texts one by one, each
// by a call into C, and with twenty columns that costs as much as all that DuckDB does with them. So the long texts of a
// column go over as a single one, which DuckDB copies onto the heap of the vector, and each row is then pointed at its
// part of that copy. What a text looks like in a vector is public: it is duckdb_string_t of DuckDB's C interface.
type cells struct {
	into  vector
	texts []duckText
	heap  []byte
	nulls []int
}

// duckText is duckdb_string_t. Up to inlined bytes lie in it; of a longer text it holds the first four and a pointer,
// in place of which at keeps an offset in heap until the text lies on the heap of the vector.
type duckText struct {
	length uint32
	prefix [4]byte
	at     uint64
}

const inlined = 12

func (c *cells) add(text []byte) {
	t := duckText{length: uint32(len(text))}
	if len(text) <= inlined {
		copy((*[inlined]byte)(unsafe.Pointer(&t.prefix))[:], text)
	} else {
		copy(t.prefix[:], text)
		t.at = uint64(len(c.heap))
		c.heap = append(c.heap, text...)
	}
	c.texts = append(c.texts, t)
}

func (c *cells) addNull() {
	c.nulls = append(c.nulls, len(c.texts))
	c.texts = append(c.texts, duckText{})
}

// flush writes the column into a chunk, whose size has been set, and empties c.
func (c *cells) flush(chunk duckdb.DataChunk, column int) error {
	if len(c.texts) == 0 {
		return nil
	}
	if len(c.heap) > 0 {
		for len(c.heap) <= inlined {
			c.heap = append(c.heap, 0)
		}
		if err := duckdb.SetChunkValue(chunk, column, 0, borrow(c.heap)); err != nil {
			return err
		}
		heap := (*duckText)(c.into.data).at
		for i := range c.texts {
			if t := &c.texts[i]; t.length > inlined {
				t.at += heap
			}
		}
	}
	copy(unsafe.Slice((*duckText)(c.into.data), len(c.texts)), c.texts)
	for _, row := range c.nulls {
		c.into.setNull(row)
	}
	c.texts, c.heap, c.nulls = c.texts[:0], c.heap[:0], c.nulls[:0]
	return nil
}
