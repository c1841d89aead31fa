package reader

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// headerSearch is how much of a file is searched for the header at first; all that fits in memory when it is not there.
const headerSearch = 1 << 20

// delimiters are those that are tried where the export does not say which it is.
var delimiters = []byte{',', ';', '\t', '|'}

// fold brings a column name to the form in which names are compared: without space around, in lower case.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// findHeader looks for the header of the export's table under each delimiter and reads up to it.
func (c *csvReader) findHeader() error {
	for size := headerSearch; ; size = c.w.max {
		for c.w.end-c.w.pos < size {
			if err := c.w.more(); err == io.EOF || err == errFull {
				break
			} else if err != nil {
				return err
			}
		}
		if len(c.w.rest()) == 0 {
			return refuse(c.name, 0, "the file has no content")
		}
		h, miss, err := findHeader(c.w.rest(), c.w.err == io.EOF, c.export)
		if err != nil {
			return err
		}
		if h != nil {
			return c.start(h)
		}
		if size == c.w.max || c.w.err == io.EOF {
			return miss.refuse(c.name, c.export)
		}
	}
}

// header is a row that has the columns of the export.
type header struct {
	comma byte
	cells []string
	end   int   // bytes up to and with the row
	line  int64 // on which it stands
}

// nearMiss is the row that had the most of the wanted columns.
type nearMiss struct {
	line    int64
	have    int
	missing []string
	cells   []string
}

func (m *nearMiss) refuse(name string, e *contract.Export) error {
	if m.have == 0 {
		return refuse(name, 0, "no header row of export %s found, expected the columns %s", e.ID, strings.Join(m.missing, ", "))
	}
	return refuse(name, m.line, "no column %s, which export %s needs; the header has %s",
		strings.Join(m.missing, ", "), e.ID, quote([]byte(strings.Join(m.cells, ", "))))
}

// findHeader searches the beginning of a text. Of the delimiters the one whose header comes first is taken.
func findHeader(b []byte, last bool, e *contract.Export) (*header, *nearMiss, error) {
	commas := delimiters
	if e.Delimiter != "" {
		if len(e.Delimiter) != 1 || strings.ContainsAny(e.Delimiter, "\"\r\n") {
			return nil, nil, fault.New(fault.Usage, "export %s: delimiter %q, expected one character", e.ID, e.Delimiter)
		}
		commas = []byte(e.Delimiter)
	}
	var best *header
	miss := &nearMiss{missing: needed(e)}
	for _, comma := range commas {
		h := searchHeader(b, last, comma, e, miss)
		if h != nil && (best == nil || h.end < best.end || len(h.cells) > len(best.cells)) {
			best, b = h, b[:h.end] // another has to come earlier, or split the same row further
		}
	}
	return best, miss, nil
}

// needed lists the columns without which a row is not the header.
func needed(e *contract.Export) []string {
	out := slices.Clone(e.Recognise.Fields)
	for _, f := range e.Fields {
		if f.Value.Required && len(f.Value.Paths) == 1 && !slices.Contains(out, f.Value.Paths[0]) {
			out = append(out, f.Value.Paths[0])
		}
	}
	return out
}

// headerWithin is how far down a header is looked for, unless the export says where it is: what stands above a table is
// a few lines, and a row that looks like a header deep in a text is no beginning of an export.
const headerWithin = 200

// searchHeader tries each row under one delimiter.
func searchHeader(b []byte, last bool, comma byte, e *contract.Export, miss *nearMiss) *header {
	titled := e.Table == ""
	line := int64(1)
	at, row := 0, 0
	for split, n := range rowsOf(b, last, comma) {
		if row++; row > headerWithin && e.Table == "" && e.Header == 0 {
			return nil
		}
		cells := texts(split)
		if titled && (e.Header == 0 || row == e.Header) && miss.try(cells, line, e) {
			return &header{comma, cells, at + n, line}
		}
		if row == e.Header {
			return nil
		}
		titled = titled || len(cells) > 0 && fold(cells[0]) == fold(e.Table)
		line += int64(bytes.Count(b[at:at+n], []byte{'\n'}))
		at += n
	}
	return nil
}

// rowsOf gives the cells of each row under a delimiter, and how long it is, up to a row that does not end. One whose quotes do not
// match is a line without cells.
func rowsOf(b []byte, last bool, comma byte) iter.Seq2[[][]byte, int] {
	return func(yield func(cells [][]byte, n int) bool) {
		s := splitter{comma: comma}
		for len(b) > 0 {
			n := s.split(b, last)
			if n == bad {
				n, s.cells = bytes.IndexByte(b, '\n')+1, s.cells[:0]
			}
			if n <= 0 || !yield(s.cells, n) {
				return
			}
			b = b[n:]
		}
	}
}

// try reports whether the row has every column the export needs, and otherwise remembers how near it came.
func (m *nearMiss) try(cells []string, line int64, e *contract.Export) bool {
	have := map[string]bool{}
	for _, c := range cells {
		have[fold(c)] = true
	}
	var missing []string
	want := needed(e)
	for _, w := range want {
		if !slices.ContainsFunc(contract.Alternatives(w), func(name string) bool { return have[fold(name)] }) {
			missing = append(missing, w)
		}
	}
	if n := len(want) - len(missing); len(missing) > 0 && n > m.have {
		*m = nearMiss{line, n, missing, cells}
	}
	return len(missing) == 0 && len(want) > 0
}

func texts(cells [][]byte) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = string(c)
	}
	return out
}

// start takes the header and what stands above it.
func (c *csvReader) start(h *header) error {
	c.rows.comma = h.comma
	c.above(c.rowsUntil(h))
	c.advance(h.end)
	if next, _, _ := bytes.Cut(c.w.rest(), []byte{'\n'}); h.comma == '|' && isRule(next) {
		return refuse(c.name, h.line+1, "a table drawn for people to read: a rule below the header, and cells padded with blanks").
			Hint("give it as CSV or JSON, such as psql --csv")
	}
	return c.head(h.cells, h.line)
}

// isRule tells of the line that is drawn below the header of a table.
func isRule(line []byte) bool {
	return bytes.Count(line, []byte("--"))+bytes.Count(line, []byte("==")) > 1 && len(bytes.Trim(line, "-=+|: \t\r")) == 0
}

// rowsUntil goes over the rows above the header.
func (c *csvReader) rowsUntil(h *header) iter.Seq[row] {
	return func(yield func(row) bool) {
		s := splitter{comma: h.comma}
		line := c.line
		for b := c.w.rest(); line < h.line; {
			n := s.split(b, true)
			if n < 0 {
				n = bytes.IndexByte(b, '\n') + 1
			}
			if n <= 0 || !yield(row{cells: s.cells, raw: trimEnd(b[:n]), line: line}) {
				return
			}
			line += int64(bytes.Count(b[:n], []byte{'\n'}))
			b = b[n:]
		}
	}
}
