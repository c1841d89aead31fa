package reader

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// checkFooter walks the footer of a Parquet file, which is Thrift in the compact protocol, before parquet-go does. The
// library makes room for whatever a list says it holds, so a few bytes could ask for all memory and end the program,
// which no recover can stop. Here a list may not have more elements than there are bytes left.
func checkFooter(r io.ReaderAt, size int64) error {
	const most = 64 << 20
	var tail [8]byte
	if size < 12 {
		return fmt.Errorf("%d bytes are too few", size)
	}
	if _, err := r.ReadAt(tail[:], size-8); err != nil {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(tail[:4]))
	if string(tail[4:]) != "PAR1" || length > min(size-12, most) {
		return errors.New("no footer at the end: the file is encrypted or cut off")
	}
	footer := make([]byte, length)
	if _, err := r.ReadAt(footer, size-8-length); err != nil {
		return err
	}
	t := thrift{left: footer}
	return t.structure(0)
}

// thrift is what is left of a Thrift value.
type thrift struct {
	left     []byte
	elements int // of all lists so far
}

var errThrift = errors.New("the footer is not well formed")

func (t *thrift) byte() (byte, error) {
	if len(t.left) == 0 {
		return 0, errThrift
	}
	b := t.left[0]
	t.left = t.left[1:]
	return b, nil
}

func (t *thrift) varint() (uint64, error) {
	v, n := binary.Uvarint(t.left)
	if n <= 0 {
		return 0, errThrift
	}
	t.left = t.left[n:]
	return v, nil
}

// skip passes over n bytes.
func (t *thrift) skip(n uint64) error {
	if n > uint64(len(t.left)) {
		return errThrift
	}
	t.left = t.left[n:]
	return nil
}

func (t *thrift) structure(depth int) error {
	if depth > 64 {
		return errThrift
	}
	for {
		head, err := t.byte()
		if err != nil || head == 0 {
			return err
		}
		if head>>4 == 0 { // the number of the field follows
			if _, err := t.varint(); err != nil {
				return err
			}
		}
		if kind := head & 15; kind > 2 { // true and false have no bytes
			if err := t.value(kind, depth); err != nil {
				return err
			}
		}
	}
}

func (t *thrift) value(kind byte, depth int) error {
	switch kind {
	case 1, 2, 3:
		return t.skip(1)
	case 4, 5, 6:
		_, err := t.varint()
		return err
	case 7:
		return t.skip(8)
	case 8:
		n, err := t.varint()
		if err != nil {
			return err
		}
		return t.skip(n)
	case 9, 10:
		return t.list(depth)
	case 12:
		return t.structure(depth + 1)
	}
	return errThrift // maps do not occur in Parquet
}

func (t *thrift) list(depth int) error {
	head, err := t.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = t.varint(); err != nil {
			return err
		}
	}
	if n > uint64(len(t.left)) {
		return fmt.Errorf("a list in the footer states %d elements, and %d bytes are left", n, len(t.left))
	}
	if t.elements += int(n); t.elements > 4<<20 {
		return errors.New("the footer lists more than four million things")
	}
	for range n {
		if err := t.value(head&15, depth+1); err != nil {
			return err
		}
	}
	return nil
}
