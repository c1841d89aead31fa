package reader

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// csvReader reads CSV and TSV as RFC 4180 says: quotes enclose a whole field or stand nowhere, a quote inside is
// doubled, and every record has as many fields as the header. What breaks a rule is rejected, not repaired.
type csvReader struct {
	w      *window
	name   string
	limit  int
	export *contract.Export
	totals *regexp.Regexp
	rows   splitter
	line   int64 // of the next byte

	header  []string
	columns []column
	values  [][]byte
	text    []byte // of repeated columns

	pending   []heldRow // rows that look like totals; they are totals when nothing comes after them
	replay    []heldRow // they were not
	summary   Summary
	blank     bool // the row before was blank
	elsewhere bool // in another table of the file
	again     int64
	rescan    int64
}

// column is where a field of the export is found.
type column struct {
	at       []int
	repeated bool
}

type heldRow struct {
	raw          []byte
	line, offset int64
}

func openCSV(src *source, e *contract.Export, l Limits) (*csvReader, error) {
	c := &csvReader{
		w: newWindow(src.decoded, src.skipped, l.Record), name: src.file.Name, limit: l.Record,
		export: e, line: 1, values: make([][]byte, len(e.Fields)),
	}
	if e.Totals != "" {
		var err error
		if c.totals, err = regexp.Compile(e.Totals); err != nil {
			return nil, fault.New(fault.Usage, "export %s: totals: %w", e.ID, err)
		}
	}
	return c, c.findHeader()
}

// next gives the next record of the table.
func (c *csvReader) next(r *Record) error {
	for {
		if len(c.replay) > 0 {
			h := c.replay[0]
			c.replay = c.replay[1:]
			c.rows.split(h.raw, true)
			r.Line, r.Offset = h.line, h.offset
			c.emit(r, h.raw)
			return nil
		}
		n, err := c.row()
		if err == io.EOF {
			c.settle()
			return io.EOF
		} else if err != nil {
			return err
		}
		if n < 0 {
			return c.recover(r)
		}
		raw := trimEnd(c.w.buf[c.w.pos : c.w.pos+n])
		r.Line, r.Offset = c.line, c.w.offset()
		if c.aside(raw) {
			c.advance(n)
			continue
		}
		if len(c.pending) > 0 {
			c.replay, c.pending = c.pending, nil
			continue
		}
		c.emit(r, raw)
		if len(raw) > c.limit {
			r.Reject = rejectOf(raw, CodeTooLarge, c.tooLong())
		}
		c.advance(n)
		return nil
	}
}

func (c *csvReader) tooLong() string {
	return fmt.Sprintf("longer than %d bytes, the limit of one record", c.limit)
}

// row splits the next row without consuming it and gives its length with the line end, or bad.
func (c *csvReader) row() (int, error) {
	for {
		rest := c.w.rest()
		if len(rest) > 0 {
			if n := c.rows.split(rest, c.w.err == io.EOF); n != short {
				return n, nil
			}
		}
		if err := c.w.more(); err == errFull {
			return bad, nil
		} else if err == io.EOF && len(rest) > 0 {
			return c.rows.split(rest, true), nil
		} else if err != nil {
			return 0, err
		}
	}
}

func (c *csvReader) advance(n int) {
	c.line += int64(bytes.Count(c.w.buf[c.w.pos:c.w.pos+n], []byte{'\n'}))
	c.w.pos += n
}

// aside takes rows that are no records of the table: blank lines, the header once more, other tables, totals.
func (c *csvReader) aside(raw []byte) bool {
	cells := c.rows.cells
	if len(raw) == 0 {
		c.blank = true
		return true
	}
	wasBlank := c.blank
	c.blank = false
	switch {
	case c.isHeader(cells):
		c.again++
		c.elsewhere = false
		return true
	case c.elsewhere:
		c.countElsewhere(cells, wasBlank)
		return true
	case wasBlank && c.startsTable(cells):
		c.settle()
		c.elsewhere = true
		c.summary.Tables = append(c.summary.Tables, c.otherTable(cells))
		return true
	case c.totals != nil && c.totals.Match(raw) && len(c.pending) < 1000:
		c.pending = append(c.pending, heldRow{bytes.Clone(raw), c.line, c.w.offset()})
		return true
	}
	return false
}

// settle makes the rows that looked like totals totals, since the table ends here.
func (c *csvReader) settle() {
	for _, h := range c.pending {
		c.summary.Filtered++
		c.summary.Totals = append(c.summary.Totals, string(h.raw))
	}
	c.pending = nil
}

// emit makes the row that was just split a record or a reject. raw has no line end.
func (c *csvReader) emit(r *Record, raw []byte) {
	r.Raw, r.Values = raw, c.values
	switch cells := c.rows.cells; {
	case len(cells) != len(c.header):
		r.Reject = rejectOf(raw, CodeRagged, fmt.Sprintf("%d fields, expected %d as in the header", len(cells), len(c.header)))
	case bytes.IndexByte(raw, 0) >= 0:
		r.Reject = rejectOf(raw, CodeNUL, fmt.Sprintf("a NUL byte at byte %d of the record", bytes.IndexByte(raw, 0)))
	case !utf8.Valid(raw):
		r.Reject = rejectOf(raw, CodeEncoding, notUTF8(raw))
	default:
		c.fill(cells)
	}
}

// fill picks the fields of the export out of the cells.
func (c *csvReader) fill(cells [][]byte) {
	c.text = c.text[:0]
	for i := range c.columns {
		col := &c.columns[i]
		c.values[i] = nil
		if col.repeated {
			c.values[i] = c.list(col.at, cells)
			continue
		}
		for _, at := range col.at {
			if cells[at] != nil {
				c.values[i] = cells[at]
				break
			}
		}
	}
}

// list gives the values of a repeated column as a JSON array.
func (c *csvReader) list(at []int, cells [][]byte) []byte {
	if len(at) == 0 {
		return nil
	}
	start := len(c.text)
	c.text = append(c.text, '[')
	for _, i := range at {
		if len(cells[i]) == 0 {
			continue
		}
		if len(c.text) > start+1 {
			c.text = append(c.text, ',')
		}
		c.text, _ = jsontext.AppendQuote(c.text, cells[i])
	}
	c.text = append(c.text, ']')
	return c.text[start:len(c.text):len(c.text)]
}

// recover rejects the line at the next byte, whose quotes do not match, and goes on behind it. The work of reading
// lines again is bounded: a file of nothing but open quotes would otherwise be read once per line.
func (c *csvReader) recover(r *Record) error {
	r.Line, r.Offset = c.line, c.w.offset()
	rest := c.w.rest()
	c.rescan += int64(len(rest))
	if c.rescan > 64<<20+c.w.offset() {
		c.summary.Damaged = fmt.Sprintf("quotes that do not match, from line %d on; the rest of the file is one reject", c.line)
		return c.w.rejectAll(r, CodeQuote, c.summary.Damaged)
	}
	detail := c.rows.why
	if n := bytes.IndexByte(rest, '\n'); n >= 0 && n <= c.limit {
		raw := trimEnd(rest[:n+1])
		r.Raw, r.Reject = raw, rejectOf(raw, CodeQuote, detail)
		c.advance(n + 1)
		return nil
	} else if n < 0 && c.w.err == io.EOF {
		return c.w.rejectAll(r, CodeQuote, detail)
	}
	return c.rejectLong(r)
}

// rejectLong rejects a line that is longer than a record may be.
func (c *csvReader) rejectLong(r *Record) error {
	p := newPiece()
	for {
		n := bytes.IndexByte(c.w.rest(), '\n')
		if n >= 0 {
			p.take(c.w, n)
			break
		}
		p.take(c.w, c.w.end-c.w.pos)
		if err := c.w.more(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	p.reject(r, CodeTooLarge, c.tooLong())
	return nil
}

func (c *csvReader) finish(sum *Summary) error {
	own := c.summary
	sum.Header, sum.Unknown, sum.Tables, sum.Notes = c.header, own.Unknown, own.Tables, own.Notes
	sum.Filtered, sum.Totals, sum.Damaged = own.Filtered, own.Totals, own.Damaged
	for i := range sum.Unknown {
		sum.Unknown[i].Count *= sum.Read - sum.Rejected
	}
	if c.again > 0 {
		sum.Notes = append(sum.Notes, fmt.Sprintf("the header comes again %d times, as in files that were joined", c.again))
	}
	return nil
}

// rejectOf is the reject of a piece that is in memory.
func rejectOf(raw []byte, code, detail string) *Reject {
	p := newPiece()
	p.add(raw)
	var r Record
	p.reject(&r, code, detail)
	return r.Reject
}

// notUTF8 says where text stops being UTF-8.
func notUTF8(b []byte) string {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Sprintf("byte 0x%02x at byte %d of the record is not UTF-8; if the file is Latin-1 or Windows-1252, convert it first", b[i], i)
		}
		i += n
	}
	return ""
}
