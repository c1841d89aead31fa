package reader

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"slices"
)

const (
	maxShape    = 64      // names of a shape
	maxShapes   = 1 << 14 // names of all shapes
	maxExpected = 256     // bytes of a value
)

// shape is the names that the objects at one place had so far, in their order. Records of one kind have nearly the same
// names in the same order, so most names are known by comparing them with the one that is next: they need no hash, no
// look-up, and no search for a name that comes twice.
type shape struct {
	before known // what stands before the first
	size   int
	wild   int // how often an object did not fit; too often, and the shape is not asked any more
}

// known is a name of a shape as most programs write it: a comma, or the brace of the object, the name in quotes and the
// colon; and the value, as long as it has been the same in all objects.
type known struct {
	text  []byte
	head  uint64 // the first eight bytes of text
	mask  uint64 // which bits of them are compared: not those of the first
	value int    // bytes of text that are the value
	read  bool   // a value was read
	bit   uint64 // of object.had
	child *node
	below *shape
	next  *known
}

func (k *known) set(text []byte) {
	k.text, k.mask = text, 1<<(8*len(text))-1<<8
	var word [8]byte
	copy(word[:], text)
	k.head = binary.LittleEndian.Uint64(word[:]) & k.mask
}

func (k *known) key() []byte { return k.text[2 : len(k.text)-k.value-2] }

// starts reports that b starts with the name, and the value.
func (k *known) starts(b []byte) bool {
	n := len(k.text)
	return len(b) >= 8 && binary.LittleEndian.Uint64(b)&k.mask == k.head &&
		(n <= 8 || n <= len(b) && string(b[8:n]) == string(k.text[8:]))
}

// expect takes the first value for that of all objects, and gives that up when there is another. Only text and literals
// can be: where they end is seen by them alone, and they need no look inside.
func (k *known) expect(value []byte, escaped bool) {
	name := k.text[:len(k.text)-k.value]
	switch c := value[0]; {
	case k.read && !bytes.Equal(value, k.text[len(name):]):
		k.value = 0
		k.set(name)
	case k.read || len(value) > maxExpected || k.child != nil && k.child.records:
	case c == '"' && !escaped, 'a' <= c && c <= 'z':
		k.value = len(value)
		k.set(append(name, value...))
	}
	k.read = true
}

// object is an object that is being read.
type object struct {
	place *node
	shape *shape // nil when it is not known, or not asked any more
	last  *known // the last name that it has, of those the shape knows
	had   uint64 // which names of the shape it has
	mark  int    // where its names start in scanner.names
}

// unnamed leads to nothing that is wanted, and no shape has it.
var unnamed = known{read: true}

// stray is what leads to n where no shape does: the names of the object are too many, or an array is around it.
func (n *node) stray() *known {
	if n == nil {
		return &unnamed
	}
	if n.strayed == nil {
		n.strayed = &known{child: n, read: true}
	}
	return n.strayed
}

// none stands before the names of no shape.
var none known

// match gives the name that b starts with, of those that the object has not passed. Without one it may still be there,
// written otherwise or with another value.
func (o *object) match(b []byte) *known {
	for k := o.last.next; k != nil; k = k.next {
		if k.starts(b) {
			o.last, o.had = k, o.had|k.bit
			return k
		}
	}
	return nil
}

// find gives a name that the object has not passed.
func (o *object) find(key []byte) *known {
	for k := o.last.next; k != nil; k = k.next {
		if bytes.Equal(k.key(), key) {
			o.last, o.had = k, o.had|k.bit
			return k
		}
	}
	return nil
}

// passed reports that the shape has a name, and that the object has passed it.
func (o *object) passed(key []byte) bool {
	for k := o.shape.before.next; k != nil; k = k.next {
		if bytes.Equal(k.key(), key) {
			return true
		}
	}
	return false
}

// learn puts a new name where the object has it.
func (o *object) learn(quoted []byte, child *node) *known {
	k := &known{child: child, below: &shape{}, bit: 1 << o.shape.size, next: o.last.next}
	k.set(slices.Concat([]byte{','}, quoted, []byte{':'}))
	o.last.next = k
	o.shape.size++
	o.last, o.had = k, o.had|k.bit
	return k
}

// leave gives up the shape, and adds the names that it knows of the object.
func (o *object) leave(names []name) []name {
	if o.shape == nil {
		return names
	}
	o.shape.wild++
	for k := o.shape.before.next; k != nil; k = k.next {
		if o.had&k.bit != 0 {
			names = append(names, name{maphash.Bytes(seed, k.key()), k.key()})
		}
	}
	o.shape, o.last = nil, &none
	return names
}
