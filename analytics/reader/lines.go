package reader

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"unicode/utf8"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// linesReader reads log lines by a pattern whose named groups are the fields. With join a record may take several
// lines: a line that join does not match belongs to the record before it. A line that the pattern does not describe is
// rejected. Blank lines are no records.
type linesReader struct {
	w       *window
	limit   int
	pattern *regexp.Regexp
	join    *regexp.Regexp
	names   []string
	groups  [][]int // of each field, the groups in which it may be found
	values  [][]byte
	line    int64
	skip    int // header lines still to pass over
	notes   []string
}

func openLines(src *source, e *contract.Export, l Limits) (*linesReader, error) {
	r := &linesReader{w: newWindow(src.decoded, src.skipped, l.Record), limit: l.Record, line: 1, skip: e.Header}
	var err error
	if r.pattern, err = regexp.Compile(e.Pattern); err != nil || e.Pattern == "" {
		return nil, fault.New(fault.Usage, "export %s: pattern %q is no regular expression with named groups: %v", e.ID, e.Pattern, err)
	}
	if e.Join != "" {
		if r.join, err = regexp.Compile(e.Join); err != nil {
			return nil, fault.New(fault.Usage, "export %s: join: %w", e.ID, err)
		}
	}
	for _, f := range e.Fields {
		var groups []int
		for _, name := range f.Value.Paths {
			i := r.pattern.SubexpIndex(name)
			if i < 0 {
				return nil, fault.New(fault.Usage, "export %s: the pattern has no group %q", e.ID, name)
			}
			groups = append(groups, i)
		}
		r.names, r.groups = append(r.names, f.Key), append(r.groups, groups)
	}
	r.values = make([][]byte, len(r.groups))
	return r, nil
}

// next gives the next record.
func (l *linesReader) next(r *Record) error {
	for {
		n, err := l.record()
		r.Line, r.Offset = l.line, l.w.offset()
		if err == errFull {
			return l.tooLong(r)
		} else if err != nil {
			return err
		}
		whole := l.w.rest()[:n]
		raw := bytes.TrimRight(whole, "\r\n")
		l.line += int64(bytes.Count(whole, []byte{'\n'}))
		l.w.pos += n
		switch {
		case len(raw) == 0:
		case l.skip > 0:
			l.skip--
			l.notes = append(l.notes, fmt.Sprintf("line %d is a header and no record: %s", r.Line, quote(raw)))
		default:
			l.emit(r, raw)
			return nil
		}
	}
}

// record gives the length of the next record with its line end; errFull when it has no end within the limit.
func (l *linesReader) record() (int, error) {
	n, err := l.w.lineFrom(0)
	if err != nil || l.join == nil || l.skip > 0 || len(bytes.TrimRight(l.w.rest()[:n], "\r\n")) == 0 {
		return n, err
	}
	for n <= l.limit {
		end, err := l.w.lineFrom(n)
		if err == io.EOF {
			return n, nil
		} else if err != nil {
			return 0, err
		}
		if l.join.Match(trimEnd(l.w.rest()[n:end])) {
			return n, nil
		}
		n = end
	}
	return 0, errFull
}

// tooLong rejects a record that is longer than the limit: its line, and with join the lines that belong to it.
func (l *linesReader) tooLong(r *Record) error {
	p := newPiece()
	for {
		n, err := l.w.lineFrom(0)
		if err == io.EOF {
			break
		} else if err != nil && err != errFull {
			return err
		}
		if err == nil && p.size > 0 && (l.join == nil || l.join.Match(trimEnd(l.w.rest()[:n]))) {
			break
		}
		if err := l.passLine(p); err != nil {
			return err
		}
	}
	p.reject(r, CodeTooLarge, fmt.Sprintf("longer than %d bytes, the limit of one record", l.limit))
	return nil
}

// passLine reads over a line of any length.
func (l *linesReader) passLine(p *piece) error {
	for {
		if i := bytes.IndexByte(l.w.rest(), '\n'); i >= 0 {
			p.take(l.w, i+1)
			l.line++
			return nil
		}
		p.take(l.w, len(l.w.rest()))
		if err := l.w.more(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// emit takes a record apart.
func (l *linesReader) emit(r *Record, raw []byte) {
	r.Raw, r.Values = raw, l.values
	switch {
	case bytes.IndexByte(raw, 0) >= 0:
		r.Reject = rejectOf(raw, CodeNUL, fmt.Sprintf("a NUL byte at byte %d of the record", bytes.IndexByte(raw, 0)))
		return
	case !utf8.Valid(raw):
		r.Reject = rejectOf(raw, CodeEncoding, notUTF8(raw))
		return
	}
	at := l.pattern.FindSubmatchIndex(raw)
	if at == nil {
		r.Reject = rejectOf(raw, CodePattern, "the pattern of the export does not describe it: "+quote(raw))
		return
	}
	for i, groups := range l.groups {
		l.values[i] = nil
		for _, g := range groups {
			if at[2*g] >= 0 {
				l.values[i] = raw[at[2*g]:at[2*g+1]:at[2*g+1]]
				break
			}
		}
	}
}

// has says whether a record has all of some fields. A name that is none is not asked for.
func (l *linesReader) has(r Record, fields []string) bool {
	for i, name := range l.names {
		if r.Values[i] == nil && slices.Contains(fields, name) {
			return false
		}
	}
	return true
}

func (l *linesReader) finish(sum *Summary) error {
	sum.Notes = append(sum.Notes, l.notes...)
	return nil
}
