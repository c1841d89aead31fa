package reader

import "hash/maphash"

// object reads the object at i.
func (s *scanner) object(i, depth int, place *node, sh *shape) int {
	if depth > maxDepth {
		return s.stop(CodeTooDeep)
	}
	b := s.buf
	s.objects++
	o := object{place: place, last: &none, number: s.objects, mark: len(s.names)}
	if depth < maxDepth && sh.asked() {
		o.shape, o.last = sh, &sh.before
	}
	for {
		if k := o.next(b[i:]); k == nil {
			var more bool
			if i, more = s.strange(&o, i, depth); !more {
				return i
			}
		} else if i += len(k.text); k.value > 0 {
			s.escaped = false
			s.give(k, b[i-k.value:i])
		} else if start := i; i < len(b) && b[i] == '"' {
			if i = s.text(i); i > 0 {
				s.give(k, b[start:i])
			}
		} else if i < len(b) && b[i] == '{' && !k.records() {
			if i = s.object(i, depth+1, k.child, k.below); i > 0 {
				s.give(k, b[start:i])
			}
		} else {
			i = s.member(k, i, depth)
		}
		if i < 0 {
			return i
		}
		if i < len(b) && b[i] == ',' {
			continue
		}
		if i = s.space(i); i >= len(b) || b[i] != ',' {
			return s.end(i, o.mark)
		}
	}
}

// end reads the brace at i that ends an object, whose other names start at mark.
func (s *scanner) end(i, mark int) int {
	if i >= len(s.buf) {
		return short
	}
	if s.buf[i] != '}' {
		return s.stop(CodeSyntax)
	}
	s.close(mark)
	return i + 1
}

// strange reads a name that does not stand as the shape has it, and its value. Without more, the object ends with it.
func (s *scanner) strange(o *object, i, depth int) (at int, more bool) {
	k, start := s.key(o, i)
	if k == nil {
		return start, false
	}
	at = s.member(k, start, depth)
	if at >= 0 && k.below != nil {
		k.write(s.buf[i:start], s.buf[start:at], s.escaped)
	}
	return at, at >= 0
}

// member reads the value after a name.
func (s *scanner) member(k *known, i, depth int) int {
	start := s.space(i)
	if i = s.value(start, depth+1, k.child, k.below); i >= 0 {
		s.give(k, s.buf[start:i])
	}
	return i
}

// give takes a value, if it is wanted.
func (s *scanner) give(k *known, raw []byte) {
	if k.child != nil {
		s.take(k.child, raw)
	}
}

// key reads the brace or the comma at i, a name and its colon that do not stand as the shape has them, and gives the
// index of the value. Without a name that is the end of the object, or why there is none.
func (s *scanner) key(o *object, i int) (k *known, at int) {
	open := s.buf[i] == '{'
	if i = s.space(i + 1); i >= len(s.buf) {
		return nil, short
	}
	if open && s.buf[i] == '}' {
		return nil, i + 1
	}
	if s.buf[i] != '"' {
		return nil, s.stop(CodeSyntax)
	}
	j := s.text(i)
	if j < 0 {
		return nil, j
	}
	if k = s.name(o, s.buf[i:j]); k == nil {
		return nil, bad
	}
	if i = s.space(j); i >= len(s.buf) {
		return nil, short
	}
	if s.buf[i] != ':' {
		return nil, s.stop(CodeSyntax)
	}
	return k, s.space(i + 1)
}

// name tells where a name leads, nil when it comes twice. One that is new is put into the shape when there is room for it,
// and compared with the others of the object when not.
func (s *scanner) name(o *object, quoted []byte) *known {
	key := quoted[1 : len(quoted)-1]
	if s.escaped {
		key = s.unescape(quoted)
	}
	if k, twice := o.find(key); twice {
		s.code = CodeDuplicate
		return nil
	} else if k != nil {
		return k
	}
	hash := maphash.Bytes(seed, key)
	child := s.child(o.place, hash, key)
	if o.mayLearn(key) && s.learned < maxShapes {
		s.learned++
		return o.learn(quoted, key, child)
	}
	if s.repeats(o.mark, hash, key) {
		return nil
	}
	return child.stray()
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
