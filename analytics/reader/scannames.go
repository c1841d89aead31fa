package reader

import "bytes"

// name is a name of an object that is open.
type name struct {
	hash uint64
	text []byte
}

// repeats reports a name that the object, whose names start at mark, has already, or one too many. Beyond a few
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
