package reader

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// splitter splits rows of delimited text into cells.
type splitter struct {
	comma byte
	cells [][]byte // nil: empty and not quoted
	text  []byte   // cells that had doubled quotes
	why   string   // what is wrong with the row
}

// split reads the row at the start of b and gives its length with the line end; short when b ends inside of it and is
// not the last of the text; bad when quotes do not match.
func (s *splitter) split(b []byte, last bool) int {
	s.cells, s.text = s.cells[:0], s.text[:0]
	end := bytes.IndexByte(b, '\n')
	line := b
	if end >= 0 {
		line = b[:end]
	}
	if bytes.IndexByte(line, '"') >= 0 {
		return s.quoted(b, last)
	}
	if end < 0 && !last {
		return short
	}
	s.plain(dropCR(line))
	if end < 0 {
		return len(b)
	}
	return end + 1
}

// plain splits a line without quotes, looking for the delimiter in eight bytes at once.
func (s *splitter) plain(line []byte) {
	start, i := 0, 0
	for commas := ones * uint64(s.comma); i+8 <= len(line); i += 8 {
		x := binary.LittleEndian.Uint64(line[i:]) ^ commas
		for m := ^((x&^tops + ^uint64(tops)) | x | ^uint64(tops)); m != 0; m &= m - 1 {
			at := i + bits.TrailingZeros64(m)>>3
			s.add(line[start:at:at])
			start = at + 1
		}
	}
	for ; i < len(line); i++ {
		if line[i] == s.comma {
			s.add(line[start:i:i])
			start = i + 1
		}
	}
	s.add(line[start:])
}

func (s *splitter) add(cell []byte) {
	if len(cell) == 0 {
		cell = nil
	}
	s.cells = append(s.cells, cell)
}

// quoted splits a row that has quotes, and perhaps line ends inside of them.
func (s *splitter) quoted(b []byte, last bool) int {
	for i := 0; ; {
		var end int
		if i < len(b) && b[i] == '"' {
			end = s.quotedCell(b, i, last)
		} else {
			end = s.bareCell(b, i, last)
		}
		if end < 0 {
			return end
		}
		switch {
		case end == len(b):
			return end
		case b[end] == s.comma:
			i = end + 1
		case b[end] == '\n':
			return end + 1
		default: // CR before LF
			return end + 2
		}
	}
}

// quotedCell reads the cell whose quote is at i and gives the index of what ends it.
func (s *splitter) quotedCell(b []byte, i int, last bool) int {
	doubled := false
	for j := i + 1; ; j += 2 {
		k := bytes.IndexByte(b[j:], '"')
		if k < 0 {
			if !last {
				s.why = "a quote is not closed within the longest record allowed"
				return short
			}
			s.why = "a quote is not closed before the file ends"
			return bad
		}
		j += k
		if j+1 < len(b) && b[j+1] == '"' {
			doubled = true
			continue
		}
		if j+2 >= len(b) && !last {
			return short
		}
		cell := b[i+1 : j : j]
		if doubled {
			cell = s.undouble(cell)
		}
		s.cells = append(s.cells, cell)
		j++
		if j == len(b) || b[j] == s.comma || b[j] == '\n' || b[j] == '\r' && j+1 < len(b) && b[j+1] == '\n' {
			return j
		}
		s.why = fmt.Sprintf("field %d goes on after its closing quote: %s", len(s.cells), quote(b[j:min(j+20, len(b))]))
		return bad
	}
}

// bareCell reads the unquoted cell at i and gives the index of what ends it.
func (s *splitter) bareCell(b []byte, i int, last bool) int {
	for j := i; ; j++ {
		switch {
		case j == len(b) && !last:
			return short
		case j == len(b):
			s.add(dropCR(b[i:j]))
			return j
		case b[j] == s.comma:
			s.add(b[i:j])
			return j
		case b[j] == '\n':
			s.add(dropCR(b[i:j]))
			return j
		case b[j] == '"':
			s.why = fmt.Sprintf("field %d has a quote inside and none around it: %s", len(s.cells)+1, quote(b[i:min(j+20, len(b))]))
			return bad
		}
	}
}

func (s *splitter) undouble(cell []byte) []byte {
	start := len(s.text)
	for {
		k := bytes.IndexByte(cell, '"')
		if k < 0 {
			s.text = append(s.text, cell...)
			return s.text[start:len(s.text):len(s.text)]
		}
		s.text = append(s.text, cell[:k+1]...)
		cell = cell[k+2:]
	}
}

func dropCR(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }

// trimEnd cuts the line end off a row.
func trimEnd(row []byte) []byte { return dropCR(bytes.TrimSuffix(row, []byte{'\n'})) }
