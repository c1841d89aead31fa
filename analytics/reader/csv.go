package reader

import (
	"bytes"
	"fmt"
	"io"

	"auditql/analytics/contract"
)

// csvReader reads CSV and TSV as RFC 4180 says: quotes enclose a whole field or stand nowhere, a quote inside is
// doubled, and every record has as many fields as the header. What breaks a rule is rejected, not repaired.
type csvReader struct {
	table
	w      *window
	limit  int
	rows   splitter
	line   int64 // of the next byte
	rescan int64 // bytes that were read again after a quote that did not match
}

func openCSV(src *source, e *contract.Export, l Limits) (*csvReader, error) {
	t, err := newTable(src.file.Name, e)
	if err != nil {
		return nil, err
	}
	c := &csvReader{table: t, w: newWindow(src.decoded, src.skipped, l.Record), limit: l.Record, line: 1}
	return c, c.findHeader()
}

// next gives the next record of the table.
func (c *csvReader) next(r *Record) error {
	for !c.replayed(r) {
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
		w := row{c.rows.cells, raw, c.line, c.w.offset()}
		if c.aside(w) {
			c.advance(n)
			continue
		}
		if c.unsettle() {
			continue
		}
		c.emit(r, w)
		if len(raw) > c.limit {
			r.Reject = rejectOf(raw, CodeTooLarge, c.tooLong())
		}
		c.advance(n)
		return nil
	}
	return nil
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
