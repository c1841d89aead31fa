package table

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// thriftWalk walks over a structure in the compact form of Thrift, in which Parquet writes footers and page headers,
// without building it.
type thriftWalk struct {
	in       *bufio.Reader
	left     int64 // bytes that may still be read
	elements int64 // list elements that may still be announced
}

// The compact form's type numbers that need telling apart.
const (
	thriftStop = iota
	thriftTrue
	thriftFalse
	thriftByte
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
	thriftUUID
)

// maxDepth is more than twice what the Parquet format nests.
const maxDepth = 16

// structure walks one structure. visit, if any, gets each integer of the structure, with the path of the number of its
// field and 0, and of the structures in it, with the path of both numbers.
func (t *thriftWalk) structure(depth int, visit func(path [2]int16, v int64) error) error {
	if depth > maxDepth {
		return errors.New("nested too deeply")
	}
	id := int16(0)
	for {
		head, err := t.ReadByte()
		if err != nil {
			return err
		}
		if head&15 == thriftStop {
			return nil
		}
		if delta := int16(head >> 4); delta != 0 {
			id += delta
		} else {
			v, err := t.integer()
			if err != nil {
				return err
			}
			id = int16(v)
		}
		if err := t.field(head&15, id, depth, visit); err != nil {
			return err
		}
	}
}

func (t *thriftWalk) field(kind byte, id int16, depth int, visit func(path [2]int16, v int64) error) error {
	if visit == nil {
		return t.value(kind, depth)
	}
	switch kind {
	case thriftI16, thriftI32, thriftI64:
		v, err := t.integer()
		if err != nil {
			return err
		}
		return visit([2]int16{id, 0}, v)
	case thriftStruct:
		return t.structure(depth+1, func(path [2]int16, v int64) error {
			if depth > 0 || path[1] != 0 {
				return nil
			}
			return visit([2]int16{id, path[0]}, v)
		})
	}
	return t.value(kind, depth)
}

// value walks over a field's value. The value of a boolean field is in its type.
func (t *thriftWalk) value(kind byte, depth int) error {
	switch kind {
	case thriftTrue, thriftFalse:
		return nil
	case thriftList, thriftSet:
		return t.list(depth + 1)
	case thriftMap:
		return errors.New("a map, which Parquet does not use")
	}
	return t.element(kind, depth)
}

func (t *thriftWalk) element(kind byte, depth int) error {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return t.skip(1)
	case thriftI16, thriftI32, thriftI64:
		_, err := t.integer()
		return err
	case thriftDouble:
		return t.skip(8)
	case thriftUUID:
		return t.skip(16)
	case thriftBinary:
		n, err := binary.ReadUvarint(t)
		if err != nil {
			return err
		}
		return t.skip(n)
	case thriftList, thriftSet:
		return t.list(depth + 1)
	case thriftStruct:
		return t.structure(depth+1, nil)
	}
	return fmt.Errorf("unknown type %d", kind)
}

func (t *thriftWalk) list(depth int) error {
	if depth > maxDepth {
		return errors.New("nested too deeply")
	}
	head, err := t.ReadByte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = binary.ReadUvarint(t); err != nil {
			return err
		}
	}
	if n > uint64(t.left) || n > uint64(t.elements) {
		return fmt.Errorf("a list of %d elements where %d bytes are left", n, t.left)
	}
	t.elements -= int64(n)
	for range n {
		if err := t.element(head&15, depth); err != nil {
			return err
		}
	}
	return nil
}

// integer reads a zigzag number.
func (t *thriftWalk) integer() (int64, error) { return binary.ReadVarint(t) }

// ReadByte makes the walk a source for varints.
func (t *thriftWalk) ReadByte() (byte, error) {
	if t.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	t.left--
	return t.in.ReadByte()
}

func (t *thriftWalk) skip(n uint64) error {
	if n > uint64(t.left) {
		return fmt.Errorf("%d bytes where %d are left", n, t.left)
	}
	t.left -= int64(n)
	_, err := t.in.Discard(int(n))
	return err
}
