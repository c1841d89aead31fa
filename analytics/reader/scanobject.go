package reader

import (
	"bytes"
	"hash/maphash"
	"slices"
)

const (
	maxShape  = 64      // names of a shape
	maxShapes = 1 << 14 // names of all shapes
)

// shape is the names that the objects at one place had so far, in their order. Records of one kind have nearly the same
// names in the same order, so most names are known by comparing them with the one that is next: they need no hash, no
// look-up, and no search for a name that comes twice.
type shape struct {
	names []shapeName
	wild  int // how often an object did not fit; too often, and the shape is not asked any more
}

type shapeName struct {
	quoted []byte // with its quotes
	child  *node
	below  *shape
}

// object reads the object at i.
func (s *scanner) object(i, depth int, n *node, sh *shape) int {
	if depth > maxDepth {
		return s.stop(CodeTooDeep)
	}
	b, mark := s.buf, len(s.names)
	if i = s.space(i + 1); i < len(b) && b[i] == '}' {
		return i + 1
	}
	if sh != nil && sh.wild > maxShape {
		sh = nil
	}
	var had uint64 // which names of the shape the object has
	for next := 0; ; {
		if i >= len(b) {
			return short
		}
		if b[i] != '"' {
			return s.stop(CodeSyntax)
		}
		var child *node
		var below *shape
		if known := sh.match(b[i:], next); known >= 0 {
			e := &sh.names[known]
			had |= 1 << known
			next = known + 1
			i += len(e.quoted)
			child, below = e.child, e.below
		} else {
			start := i
			if i = s.text(i); i < 0 {
				return i
			}
			var ok bool
			if child, ok = s.name(n, mark, b[start:i], &sh, &next, &had); !ok {
				return bad
			}
		}
		if i = s.space(i); i >= len(b) {
			return short
		}
		if b[i] != ':' {
			return s.stop(CodeSyntax)
		}
		if i = s.space(i + 1); i >= len(b) {
			return short
		}
		if child != nil {
			i = s.member(i, depth, child, below)
		} else {
			i = s.value(i, depth+1, nil, below)
		}
		if i < 0 {
			return i
		}
		if i = s.space(i); i >= len(b) {
			return short
		}
		switch b[i] {
		case ',':
			i = s.space(i + 1)
		case '}':
			s.close(mark)
			return i + 1
		default:
			return s.stop(CodeSyntax)
		}
	}
}

// match gives the number of the name that b starts with, from next on, or -1.
func (sh *shape) match(b []byte, next int) int {
	if sh == nil {
		return -1
	}
	for k := next; k < len(sh.names); k++ {
		if q := sh.names[k].quoted; len(b) > len(q) && string(b[:len(q)]) == string(q) {
			return k
		}
	}
	return -1
}

func (sh *shape) has(quoted []byte) bool {
	return slices.ContainsFunc(sh.names, func(e shapeName) bool { return bytes.Equal(e.quoted, quoted) })
}

// name takes a name that the shape does not have next. One that is new is put into the shape, in its place. One that
// the shape has earlier comes twice, or in another order: then the shape is left, and all names of the object compared.
func (s *scanner) name(n *node, mark int, quoted []byte, sh **shape, next *int, had *uint64) (*node, bool) {
	escaped := s.escaped
	key := quoted[1 : len(quoted)-1]
	if escaped {
		key = s.unescape(quoted)
	}
	hash := maphash.Bytes(seed, key)
	child := s.child(n, hash, key)
	if g := *sh; g != nil {
		if !escaped && !g.has(quoted) && len(g.names) < maxShape && s.learned < maxShapes {
			s.learned++
			g.names = slices.Insert(g.names, *next, shapeName{bytes.Clone(quoted), child, &shape{}})
			*had |= 1 << *next // all that the object had before stand before it
			*next++
			return child, true
		}
		g.wild++
		for k, e := range g.names {
			if *had>>k&1 != 0 {
				known := e.quoted[1 : len(e.quoted)-1]
				s.names = append(s.names, name{maphash.Bytes(seed, known), known})
			}
		}
		*sh = nil
	}
	return child, !s.repeats(mark, hash, key)
}

// child is the place of a name below n. A name of the record itself that the export does not know is learned.
func (s *scanner) child(n *node, hash uint64, key []byte) *node {
	if n == nil {
		return nil
	}
	c := n.find(hash, key)
	if c == nil && s.learn && n == s.root && n.used < maxLearn {
		c = n.below(string(key))
		c.unknown = true
	}
	return c
}

// member reads a value that the export names.
func (s *scanner) member(i, depth int, n *node, sh *shape) int {
	first := s.buf[i]
	if n.records && s.envelope {
		if first == '[' || n.single && first == '{' {
			return found
		}
		s.empty = s.empty || first == 'n'
	}
	s.hit = append(s.hit, n)
	start := i
	if i = s.value(i, depth+1, n, sh); i >= 0 {
		s.take(n, s.buf[start:i])
	}
	return i
}

// name is a name of an object that is open.
type name struct {
	hash uint64
	text []byte
}

// repeats reports a name that the object, whose names start at mark, has already; it stops the scan then. Beyond a few
// names it looks them up, since comparing each with each would let an object of a million names take hours.
func (s *scanner) repeats(mark int, hash uint64, key []byte) bool {
	names := s.names[mark:]
	if len(names) < 32 {
		for i := range names {
			if names[i].hash == hash && bytes.Equal(names[i].text, key) {
				s.code = CodeDuplicate
				return true
			}
		}
	} else if s.repeatsLarge(mark, hash, key) {
		return true
	}
	s.names = append(s.names, name{hash, key})
	return false
}

func (s *scanner) repeatsLarge(mark int, hash uint64, key []byte) bool {
	names := s.names[mark:]
	if len(names) >= maxNames {
		s.code = CodeTooLarge
		return true
	}
	set := s.large[mark]
	if set == nil {
		set = make(map[uint64]int, 64)
		s.large[mark] = set
	}
	if len(set) != len(names) {
		clear(set)
		for i := range names {
			set[names[i].hash] = i
		}
	}
	if i, ok := set[hash]; ok && bytes.Equal(names[i].text, key) {
		s.code = CodeDuplicate
		return true
	}
	set[hash] = len(names)
	return false
}

// close forgets the names of an object.
func (s *scanner) close(mark int) {
	if len(s.names)-mark >= 32 {
		delete(s.large, mark)
	}
	s.names = s.names[:mark]
}
