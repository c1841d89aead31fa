package reader

import (
	"bytes"
	"encoding/binary"
	"slices"
)

const (
	maxShape    = 256     // names of a shape
	maxShapes   = 1 << 14 // names of all shapes
	maxExpected = 256     // bytes of a name or a value
)

// shape is the names that the objects at one place had so far. Most objects have the names that another had, in its
// order, so most names are known by comparing them with the one that is likely to be next: they need no hash, no look-up,
// and no search for a name that comes twice.
type shape struct {
	names   map[string]*known
	before  known // stands before the first name of an object
	strange int   // how many more names there was no room for than were looked up
}

// asked reports that looking names up pays. It does not where most are new, as with names that are identities.
func (sh *shape) asked() bool { return sh != nil && sh.strange <= maxShape }

// known is a name of a shape as it was written the last time: a comma, or the brace of the object, the name, the colon and
// the space around them; and the value, as long as it has been the same in all objects.
type known struct {
	text   []byte
	head   uint64 // the first eight bytes of text
	mask   uint64 // which bits of them are compared: not those of the first
	value  int    // bytes of text that are the value
	read   bool   // a value was read
	object uint64 // number of the last object that had it
	likely *known // the name that came after it the last time
	child  *node
	below  *shape // nil where no shape is around it
}

func (k *known) set(text []byte) {
	k.text, k.mask = text, 1<<(8*len(text))-1<<8
	var word [8]byte
	copy(word[:], text)
	k.head = binary.LittleEndian.Uint64(word[:]) & k.mask
}

// starts reports that b starts with the name, and the value.
func (k *known) starts(b []byte) bool {
	n := len(k.text)
	return len(b) >= 8 && binary.LittleEndian.Uint64(b)&k.mask == k.head &&
		(n <= 8 || n <= len(b) && string(b[8:n]) == string(k.text[8:]))
}

// write takes over how the name was written now. The first value is taken for that of all objects, until there is another.
func (k *known) write(name, value []byte, escaped bool) {
	was, expected := k.text[:len(k.text)-k.value], k.text[len(k.text)-k.value:]
	if !k.read && !k.mayExpect(value, escaped) || k.read && !bytes.Equal(value, expected) {
		value = nil
	}
	if len(name) > maxExpected {
		name = was
	}
	if k.read && len(value) == k.value && bytes.Equal(name[1:], was[1:]) {
		return
	}
	k.read, k.value = true, len(value)
	k.set(slices.Concat(name, value))
}

// mayExpect reports that where a value ends is seen by it alone, and that it needs no look inside: that it is text without
// escapes, a literal, or an object or array of which nothing inside is wanted. Those hold no others, so that they are nowhere
// deeper than the depth that a shape is asked at allows.
func (k *known) mayExpect(value []byte, escaped bool) bool {
	if len(value) > maxExpected || k.records() {
		return false
	}
	switch c := value[0]; c {
	case '"':
		return !escaped
	case '{', '[':
		return (k.child == nil || k.child.used == 0 && k.child.items == nil) && !bytes.ContainsAny(value[1:], "{[")
	default:
		return 'a' <= c && c <= 'z'
	}
}

// records reports that the name leads to records.
func (k *known) records() bool { return k.child != nil && k.child.records }

// none is no name: it stands before those that no shape knows, and leads to nothing that is wanted.
var none known

// stray is what leads to n where no shape does: the names of the object are too many, or an array is around it.
func (n *node) stray() *known {
	if n == nil {
		return &none
	}
	if n.strayed == nil {
		n.strayed = &known{child: n}
	}
	return n.strayed
}

// object is an object that is being read.
type object struct {
	place  *node
	shape  *shape // nil when none is kept
	last   *known // the last name that it has, of those the shape knows
	number uint64
	mark   int // where its other names start in scanner.names
}

// next gives the name that b starts with, if it is the likely one.
func (o *object) next(b []byte) *known {
	k := o.last.likely
	if k == nil || k.object == o.number || !k.starts(b) {
		return nil
	}
	k.object, o.last = o.number, k
	return k
}

// find gives a name of the shape, and whether the object has it already.
func (o *object) find(key []byte) (k *known, twice bool) {
	if o.shape == nil {
		return nil, false
	}
	if k = o.shape.names[string(key)]; k == nil {
		return nil, false
	}
	o.shape.strange = max(o.shape.strange-1, 0)
	twice = k.object == o.number
	o.has(k)
	return k, twice
}

// mayLearn reports that there is room for another name in the shape. It depends on the name and not on how it is written: a name
// that the shape does not take the first time must not be taken by it the second time, or it would come twice unseen.
func (o *object) mayLearn(key []byte) bool {
	if o.shape == nil {
		return false
	}
	if len(o.shape.names) < maxShape && len(key) <= maxExpected {
		return true
	}
	o.shape.strange++
	return false
}

// has notes a name that the object has.
func (o *object) has(k *known) {
	o.last.likely = k
	k.object, o.last = o.number, k
}

// learn adds a name to the shape.
func (o *object) learn(quoted, key []byte, child *node) *known {
	k := &known{child: child, below: &shape{}}
	k.set(slices.Concat([]byte{','}, quoted, []byte{':'}))
	if o.shape.names == nil {
		o.shape.names = map[string]*known{}
	}
	o.shape.names[string(key)] = k
	o.has(k)
	return k
}
