package reader

import "github.com/go-json-experiment/json/jsontext"

const (
	maxDepth = 256     // of arrays and objects inside each other
	maxNames = 1 << 20 // in one object, beside those of its shape
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
	list     bool // note the places that the record has in hit

	values  [][]byte // by field
	ranks   []int
	hit     []*node
	step    int64  // what each place of the record counts
	arena   []byte // texts that had escapes
	names   []name // of the objects that are open, without those that their shapes know
	large   map[int]map[uint64]int
	shape   *shape // of the record
	learned int    // names in all shapes
	objects uint64 // read so far
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

// scan reads one value at the start of b and gives its length, or short, bad or found. Only what is whole and good is
// counted.
func (s *scanner) scan(b []byte) int {
	n := s.read(b, 1)
	if n < 0 {
		s.forget()
	}
	return n
}

// forget takes back what the value just read has counted, by reading it again: that is seldom needed, and a list of the
// places to take back would have to be kept of every record.
func (s *scanner) forget() { s.read(s.buf, -1) }

func (s *scanner) read(b []byte, step int64) int {
	s.step, s.buf, s.code, s.empty = step, b, "", false
	clear(s.large)
	s.hit, s.arena, s.names = s.hit[:0], s.arena[:0], s.names[:0]
	clear(s.values)
	n := s.value(0, 1, s.root, s.shape)
	if n >= 0 && s.root != nil {
		s.take(s.root, b[:n])
	}
	return n
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
	c := s.buf[i]
	if n != nil && n.records && s.envelope && s.opens(n, c) {
		return found
	}
	switch c {
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

// opens reports that what starts with c holds the records.
func (s *scanner) opens(n *node, c byte) bool {
	s.empty = s.empty || c == 'n'
	return c == '[' || n.single && c == '{'
}

// take counts that the record has a place, and gives the value to the fields that want it: text without its quotes,
// everything else as written, null not at all.
func (s *scanner) take(n *node, raw []byte) {
	n.count += s.step
	if s.list {
		s.hit = append(s.hit, n)
	}
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
	if n.sole > 0 {
		s.values[n.sole-1] = raw
		return
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
			i = s.member(n.items[index].stray(), i, depth)
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

// space gives the index of the next byte that is not space.
func (s *scanner) space(i int) int {
	if i < len(s.buf) && s.buf[i] > ' ' {
		return i
	}
	return s.spaces(i)
}

func (s *scanner) spaces(i int) int {
	for i < len(s.buf) && (s.buf[i] == ' ' || s.buf[i] == '\n' || s.buf[i] == '\r' || s.buf[i] == '\t') {
		i++
	}
	return i
}
