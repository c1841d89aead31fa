package reader

func (s *scanner) literal(i int, word string) int {
	have := s.buf[i:min(i+len(word), len(s.buf))]
	if string(have) != word[:len(have)] {
		return s.stop(CodeSyntax)
	}
	if len(have) < len(word) {
		return short
	}
	return i + len(word)
}

// number reads a number. One that the text ends behind may go on, so it is short: a record never ends in a number.
func (s *scanner) number(i int) int {
	b := s.buf
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = s.digits(i); i < 0 {
		return i
	}
	if i < len(b) && b[i] == '.' {
		if i = s.digits(i + 1); i < 0 {
			return i
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if i = s.digits(i); i < 0 {
			return i
		}
	}
	if i >= len(b) {
		return short
	}
	return i
}

// digits reads at least one digit.
func (s *scanner) digits(i int) int {
	start := i
	for i < len(s.buf) && s.buf[i]-'0' <= 9 {
		i++
	}
	if i < len(s.buf) && i == start {
		return s.stop(CodeSyntax)
	}
	if i >= len(s.buf) {
		return short
	}
	return i
}
