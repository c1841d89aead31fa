package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A row frame holds rows one after another, and each row its cells: a length plus one, so that zero is NULL, and the bytes.

// frameSize is when a row frame is sent: large enough to be worth a system call, small enough to stay in the cache.
const frameSize = 128 << 10

func appendRow(b []byte, row [][]byte) []byte {
	for _, cell := range row {
		if cell == nil {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, uint64(len(cell))+1)
		b = append(b, cell...)
	}
	return b
}

var errShortFrame = errors.New("a row frame ends inside a row")

// nextCell gives the first cell of a frame and what follows it.
func nextCell(b []byte) (cell, rest []byte, null bool, err error) {
	n, used := uint64(0), 1
	if len(b) > 0 && b[0] < 0x80 { // as most are
		n = uint64(b[0])
	} else {
		n, used = binary.Uvarint(b)
	}
	if used <= 0 || n > uint64(len(b)-used)+1 {
		return nil, nil, false, errShortFrame
	}
	b = b[used:]
	if n == 0 {
		return nil, b, true, nil
	}
	return b[:n-1], b[n-1:], false, nil
}

// number reads a cell that is a positive number in decimal, as _file and _row are.
func number(cell []byte) (n int64, err error) {
	if len(cell) == 0 || len(cell) > 18 {
		return 0, fmt.Errorf("%q is no record number", cell)
	}
	for _, c := range cell {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("%q is no record number", cell)
		}
		n = n*10 + int64(c-'0')
	}
	return n, nil
}
