package reader

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// special marks the bytes of w that end a run of plain text: quotes, backslashes, controls and all beyond ASCII. Only
// the lowest mark is sure to be right, and only that is used: a subtraction borrows from the byte above, but only out of
// a byte that has its own mark.
func special(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return ((quote - ones) | (slash - ones) | (w - ones*0x20) | w) & tops
}

// text reads the string whose quote is at i and gives the index after its other quote.
func (s *scanner) text(i int) int {
	b := s.buf
	s.escaped = false
	at := i + 1
	for ; uint(at)+32 <= uint(len(b)); at += 32 {
		w := b[at : at+32]
		m := gather(special(binary.LittleEndian.Uint64(w))) | gather(special(binary.LittleEndian.Uint64(w[8:])))<<8 |
			gather(special(binary.LittleEndian.Uint64(w[16:])))<<16 | gather(special(binary.LittleEndian.Uint64(w[24:])))<<24
		if m != 0 {
			if at += bits.TrailingZeros64(m); b[at] == '"' {
				return at + 1
			}
			break
		}
	}
	return s.rest(i, at)
}

// gather makes a bit of each byte's mark: the product adds each, shifted, into the top byte.
func gather(marks uint64) uint64 { return marks * 0x0002040810204081 >> 56 }

// rest reads on at i a string whose quote is at start, and which is not plain or is at the end of the buffer.
func (s *scanner) rest(start, i int) int {
	b := s.buf
	wide := false
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			if wide && !utf8.Valid(b[start:i]) {
				return s.stop(CodeEncoding)
			}
			return i + 1
		case c == '\\':
			s.escaped = true
			if i = s.escape(i); i < 0 {
				return i
			}
		case c < 0x20:
			return s.stop(CodeSyntax)
		case c >= 0x80:
			wide = true
			for i < len(b) && b[i] >= 0x80 {
				i++
			}
		default:
			i = plain(b, i+1)
		}
	}
	return short
}

// plain gives the index after the words of plain text at i.
func plain(b []byte, i int) int {
	for i+8 <= len(b) {
		if m := special(binary.LittleEndian.Uint64(b[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
	return i
}

// escape reads the escape at i.
func (s *scanner) escape(i int) int {
	if i+1 >= len(s.buf) {
		return short
	}
	switch s.buf[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		unit, end := s.unit(i)
		if end < 0 || unit < 0xd800 || unit > 0xdfff {
			return end
		}
		return s.lower(unit, end)
	}
	return s.stop(CodeSyntax)
}

// lower reads the second half of a surrogate pair.
func (s *scanner) lower(unit uint, i int) int {
	if i >= len(s.buf) || i+1 == len(s.buf) && s.buf[i] == '\\' {
		return short
	}
	if unit > 0xdbff || s.buf[i] != '\\' || s.buf[i+1] != 'u' {
		return s.stop(CodeEncoding)
	}
	low, end := s.unit(i)
	if end >= 0 && low-0xdc00 > 0x3ff {
		return s.stop(CodeEncoding)
	}
	return end
}

// unit reads the escape \uXXXX at i.
func (s *scanner) unit(i int) (unit uint, end int) {
	for k := i + 2; k < i+6; k++ {
		if k >= len(s.buf) {
			return 0, short
		}
		digit := bytes.IndexByte([]byte("0123456789abcdef"), s.buf[k]|0x20)
		if digit < 0 || s.buf[k] < '0' {
			return 0, s.stop(CodeSyntax)
		}
		unit = unit<<4 | uint(digit)
	}
	return unit, i + 6
}
