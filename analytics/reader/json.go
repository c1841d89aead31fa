package reader

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/contract"
)

// maxCaught bounds the envelope values that are held for the second pass.
const maxCaught = 64 << 20

// jsonReader reads JSON in every arrangement that exports come in: one object, an array, values one after the other,
// one value per line, and envelopes whose records key holds the array. It holds one record at a time.
type jsonReader struct {
	w      *window
	name   string
	limit  int
	export *contract.Export
	record *scanner // the fields of the export
	first  *scanner // what an object is read with: record, or what also finds a field to unwrap
	read   *scanner // which of the two the last record was read with
	paths  *paths
	caught [][]caught // values beside the records, of each envelope, by field
	held   int        // their bytes
	survey bool       // first pass: only they are wanted

	frames    []frame
	envelopes int
	paging    Paging
	reached   bool // a records key was found
	lines     lineState
	damaged   string
	plain     bool // what stands outside of arrays is a record and no envelope
	tables    []Table
	empties   int
	comma     bool // a record was read, and a comma may follow
	commas    int
}

type lineState int

const (
	linesUnknown lineState = iota
	linesYes               // every record so far stood on a line of its own
	linesNo
)

// frame is an array or an envelope that is open.
type frame struct {
	kind    byte   // '[' or '{'
	name    string // path of it
	lone    bool   // array: no array, but one record in its place
	pages   bool   // array: its elements may be envelopes or arrays of records
	next    int64  // array: number of the next element
	begun   bool   // something was read inside
	place   *node  // envelope: where it is among the records keys
	catch   *node  // envelope: where it is among the envelope values
	reached bool   // envelope: records were found inside
	number  int    // ordinal of the envelope
	start   int64
}

func openJSON(ctx context.Context, src *source, e *contract.Export, l Limits) (*jsonReader, error) {
	j, err := newJSON(src, e, l)
	if err != nil || j.paths.catch == nil {
		return j, err
	}
	first, err := openSource(src.file, l)
	if err != nil {
		return nil, err
	}
	defer first.Close()
	s, err := newJSON(first, e, l)
	if err != nil {
		return nil, err
	}
	s.survey = true
	if err := s.exhaust(ctx); err != nil {
		return nil, err
	}
	j.caught = s.caught
	return j, nil
}

// exhaust reads to the end, for the values beside the records.
func (j *jsonReader) exhaust(ctx context.Context) error {
	var r Record
	for n := 0; ; n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := j.next(&r); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// restart goes on with another text, and forgets nothing of what was counted.
func (j *jsonReader) restart(text []byte) {
	j.w = &window{buf: text, end: len(text), max: len(text) + 1, err: io.EOF}
	j.frames, j.envelopes, j.lines = j.frames[:0], 0, linesNo
}

func newJSON(src *source, e *contract.Export, l Limits) (*jsonReader, error) {
	p, err := compile(e)
	if err != nil {
		return nil, err
	}
	j := &jsonReader{
		paging: Paging{Total: -1},
		w:      newWindow(src.decoded, src.skipped, l.Record), name: src.file.Name, limit: l.Record, export: e,
		paths: p, record: newScanner(p.record, len(e.Fields)),
	}
	j.first, j.read, j.record.learn = j.record, j.record, true
	if p.outer != nil {
		j.first = newScanner(p.outer, len(e.Fields)+1)
		j.first.learn = true
	}
	return j, nil
}

// list makes the reader note the places that each record has, for looking at a file; loading does without.
func (j *jsonReader) list() { j.first.list, j.record.list = true, true }

// next gives the next record.
func (j *jsonReader) next(r *Record) error {
	for {
		var given bool
		var err error
		if len(j.frames) == 0 {
			given, err = j.top(r)
		} else if f := &j.frames[len(j.frames)-1]; f.kind == '[' {
			given, err = j.element(r, f)
		} else {
			given, err = j.memberOf(r, f)
		}
		if given || err != nil {
			return err
		}
	}
}

// peek gives the next byte that is not space.
func (j *jsonReader) peek() (byte, error) {
	for {
		for ; j.w.pos < j.w.end; j.w.pos++ {
			switch c := j.w.buf[j.w.pos]; c {
			case ' ', '\n', '\r', '\t':
			default:
				return c, nil
			}
		}
		if err := j.w.more(); err != nil {
			return 0, err
		}
	}
}

// top reads what stands outside of every array and envelope.
func (j *jsonReader) top(r *Record) (bool, error) {
	c, err := j.peek()
	if err != nil {
		return false, err
	}
	switch c {
	case '{':
		return j.object(r, !j.plain)
	case '[':
		j.lines = linesNo
		j.w.pos++
		j.frames = append(j.frames, frame{kind: '[', pages: true})
		return false, nil
	case ',': // some logs are the inside of an array
		if j.comma {
			j.comma = false
			j.commas++
			j.w.pos++
			return false, nil
		}
	}
	return true, j.recover(r, CodeShape, fmt.Sprintf("expected an object or an array, found %q", c))
}

// element reads the next element of an array.
func (j *jsonReader) element(r *Record, f *frame) (bool, error) {
	if f.lone {
		r.Path = append(r.Path[:0], f.name...)
		j.frames = j.frames[:len(j.frames)-1]
		return j.object(r, false)
	}
	c, err := j.peek()
	if err != nil {
		return true, j.cutOff(r, err)
	}
	switch {
	case c == ']':
		j.w.pos++
		j.frames = j.frames[:len(j.frames)-1]
		return false, nil
	case f.begun && c != ',':
		return true, j.giveUp(r, CodeSyntax, fmt.Sprintf("expected a comma or the end of the array, found %q", c))
	case f.begun:
		j.w.pos++
		if c, err = j.peek(); err != nil {
			return true, j.cutOff(r, err)
		}
	}
	f.begun = true
	r.Path = append(append(r.Path[:0], f.name...), '[')
	r.Path = append(strconv.AppendInt(r.Path, f.next, 10), ']')
	f.next++
	switch {
	case c == '{':
		return j.object(r, f.pages)
	case c == '[' && f.pages && len(j.frames) < 2:
		j.w.pos++
		j.frames = append(j.frames, frame{kind: '[', name: string(r.Path)})
		return false, nil
	}
	return true, j.recover(r, CodeShape, fmt.Sprintf("expected an object, found %q", c))
}

// object reads the object at the next byte: a record, or the beginning of an envelope.
func (j *jsonReader) object(r *Record, envelope bool) (bool, error) {
	s := j.first
	s.envelope = envelope
	n := s.scan(j.w.rest())
	for n == short {
		if err := j.w.more(); err == errFull {
			if envelope && s.root.leads {
				n = found
				break
			}
			return true, j.tooLarge(r)
		} else if err == io.EOF {
			return true, j.recover(r, CodeTruncated, "the file ends inside this record")
		} else if err != nil {
			return false, err
		}
		n = s.scan(j.w.rest())
	}
	switch {
	case n == found:
		j.openEnvelope(s.root, string(r.Path))
		return false, nil
	case n == bad:
		return true, j.recover(r, s.code, "")
	case n > j.limit:
		return true, j.tooLarge(r)
	case s.empty && s.foundNothing():
		j.w.pos += n
		j.empties++
		return false, nil
	}
	return true, j.give(r, n)
}

// foundNothing reports that the record has no field that the export takes.
func (s *scanner) foundNothing() bool {
	if !s.list {
		s.list = true
		s.read(s.buf, 0)
		s.list = false
	}
	return !slices.ContainsFunc(s.hit, func(n *node) bool { return n != s.root && len(n.slots) > 0 })
}

// give makes the next n bytes, which the scanner has read, the record.
func (j *jsonReader) give(r *Record, n int) error {
	r.Offset, r.Raw = j.w.offset(), j.w.buf[j.w.pos:j.w.pos+n]
	j.read = j.first
	if j.wrapped() != nil {
		j.first.forget()
		j.read = j.record
		if code, detail := j.unwrap(j.wrapped()); code != "" {
			j.w.reject(r, n, code, detail)
			return nil
		}
	}
	r.Values = j.read.values[:len(j.export.Fields)]
	j.addCaught(r)
	j.w.pos += n
	if len(j.frames) == 0 {
		j.comma = true
		j.noteLine(r.Raw)
	}
	return nil
}

// wrapped gives the text that holds the record, nil when the object just read is the record.
func (j *jsonReader) wrapped() []byte {
	if j.first == j.record {
		return nil
	}
	return j.first.values[len(j.export.Fields)]
}

// unwrap reads the record that a field of the outer one holds as text.
func (j *jsonReader) unwrap(inner []byte) (code, detail string) {
	from := strings.Join(j.export.Unwrap, " or ")
	text := bytes.Trim(inner, " \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return CodeShape, fmt.Sprintf("%s: expected an object as text, found %s", from, quote(text))
	}
	switch n := j.record.scan(text); {
	case n == len(text):
		return "", ""
	case n == short:
		return CodeTruncated, from + ": the record in it ends in the middle"
	default:
		code, detail = explain(text, j.record.code)
		return code, from + ": " + detail
	}
}

// noteLine keeps track of whether each record stands on a line of its own: then a broken one does not take the rest of
// the file with it.
func (j *jsonReader) noteLine(raw []byte) {
	if j.lines == linesNo {
		return
	}
	rest := bytes.TrimLeft(j.w.rest(), ", \t\r")
	if bytes.IndexByte(raw, '\n') >= 0 || len(rest) > 0 && rest[0] != '\n' {
		j.lines = linesNo
	} else if len(rest) > 0 {
		j.lines = linesYes
	}
}
