package reader

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxDepth = 256     // of arrays and objects inside each other
	maxNames = 1 << 20 // in one object
	maxLearn = 1000    // unknown names that are counted one by one

	// What scanning gives instead of the index after the value.
	short = -1 // the text ends inside the value
	bad   = -2 // the value is not well formed: see scanner.code
	found = -3 // the object is an envelope
)

// scanner reads JSON of RFC 8259 strictly and once: grammar, UTF-8, surrogate pairs, names that come twice and depth
// are checked while the values that the export names are picked out, without copying them. What it refuses is
// explained by jsontext, with which it is proven equal by fuzzing.
type scanner struct {
	buf      []byte
	root     *node
	envelope bool // an object with a records key is an envelope, not a record
	learn    bool // count the names of the record that the export does not know

	values  [][]byte // by field
	ranks   []int
	hit     []*node // places of this record that the export names
	arena   []byte  // texts that had escapes
	names   []name  // of the objects that are open and of no known shape
	large   map[int]map[uint64]int
	shape   *shape // of the record
	learned int    // names in all shapes
	code    string // why it is bad
	empty   bool   // a records key holds null
	escaped bool   // the string just read has escapes
}

func newScanner(root *node, fields int) *scanner {
	return &scanner{
		root: root, values: make([][]byte, fields), ranks: make([]int, fields),
		large: map[int]map[uint64]int{}, shape: &shape{},
	}
}

// scan reads one value at the start of b and gives its length, or short, bad or found.
func (s *scanner) scan(b []byte) int {
	s.buf, s.code, s.empty = b, "", false
	clear(s.large)
	s.hit, s.arena, s.names = s.hit[:0], s.arena[:0], s.names[:0]
	clear(s.values)
	n := s.value(0, 1, s.root, s.shape)
	if n >= 0 {
		if s.root != nil {
			s.take(s.root, b[:n])
		}
		for _, h := range s.hit {
			h.count++
		}
	}
	return n
}

// forget takes back that the record just read was one.
func (s *scanner) forget() {
	for _, h := range s.hit {
		h.count--
	}
}

func (s *scanner) stop(code string) int {
	s.code = code
	return bad
}

// value reads the value at i; n is its place, nil when nothing below it is wanted, and sh the shape that objects had
// there so far, nil when it is not known.
func (s *scanner) value(i, depth int, n *node, sh *shape) int {
	if i >= len(s.buf) {
		return short
	}
	switch s.buf[i] {
	case '"':
		return s.text(i)
	case '{':
		return s.object(i, depth, n, sh)
	case '[':
		return s.array(i, depth, n, sh)
	case 't':
		return s.literal(i, "true")
	case 'f':
		return s.literal(i, "false")
	case 'n':
		return s.literal(i, "null")
	}
	return s.number(i)
}

// take gives a value to the fields that want it: text without its quotes, everything else as written, null not at all.
func (s *scanner) take(n *node, raw []byte) {
	if len(n.slots) == 0 || raw[0] == 'n' {
		return
	}
	if raw[0] == '"' {
		if s.escaped {
			raw = s.unescape(raw)
		} else {
			raw = raw[1 : len(raw)-1 : len(raw)-1]
		}
	}
	for _, t := range n.slots {
		if s.values[t.field] == nil || t.rank < s.ranks[t.field] {
			s.values[t.field], s.ranks[t.field] = raw, t.rank
		}
	}
}

// unescape gives the text of a quoted string that holds escapes. It lives in the arena until the next record.
func (s *scanner) unescape(quoted []byte) []byte {
	start := len(s.arena)
	s.arena, _ = jsontext.AppendUnquote(s.arena, quoted)
	return s.arena[start:len(s.arena):len(s.arena)]
}

func (s *scanner) array(i, depth int, n *node, sh *shape) int {
	if depth > maxDepth {
		return s.stop(CodeTooDeep)
	}
	b := s.buf
	i = s.space(i + 1)
	if i < len(b) && b[i] == ']' {
		return i + 1
	}
	for index := 0; ; index++ {
		if i >= len(b) {
			return short
		}
		if n != nil && n.items[index] != nil {
			i = s.member(i, depth, n.items[index], nil)
		} else {
			i = s.value(i, depth+1, nil, sh)
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
		case ']':
			return i + 1
		default:
			return s.stop(CodeSyntax)
		}
	}
}

func (s *scanner) space(i int) int {
	if i < len(s.buf) && s.buf[i] > ' ' {
		return i
	}
	for i < len(s.buf) && (s.buf[i] == ' ' || s.buf[i] == '\n' || s.buf[i] == '\r' || s.buf[i] == '\t') {
		i++
	}
	return i
}

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

const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// special marks the bytes of w that end a run of plain text: quotes, backslashes, controls and all beyond ASCII. Only
// the lowest mark is sure to be right, and only that is used.
func special(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w | w) & tops
}

// text reads the string whose quote is at i and gives the index after its other quote.
func (s *scanner) text(i int) int {
	b := s.buf
	s.escaped = false
	wide, start := false, i
	for i++; ; {
		for i+8 <= len(b) {
			if m := special(binary.LittleEndian.Uint64(b[i:])); m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
			i += 8
		}
		if i >= len(b) {
			return short
		}
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
			i++ // one of the last seven bytes of the text
		}
	}
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
