package reader

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// recover makes what stands at the next byte a reject and finds where the next record begins: behind the line, where
// each record has its own; behind the closing bracket, where only the content is wrong. Otherwise the rest of the file
// is one reject, because a guess could turn text inside of a string into a record.
func (j *jsonReader) recover(r *Record, code, detail string) error {
	if len(j.frames) == 0 {
		if n, last, err := j.line(); err != nil {
			return err
		} else if n > 0 {
			return j.rejectLine(r, n, last, code, detail)
		}
	}
	if code == CodeTruncated {
		return j.giveUp(r, code, detail)
	}
	n, err := j.balanced()
	if err != nil && err != io.EOF && err != errFull {
		return err
	}
	if err == nil {
		if c, d := explain(j.w.rest()[:n], code); c != CodeSyntax && c != CodeTruncated {
			if d == "" {
				d = detail
			}
			j.w.reject(r, n, c, d)
			return nil
		} else if d != "" {
			detail = d
		}
	}
	if detail == "" {
		_, detail = explain(j.w.rest(), code)
	}
	return j.giveUp(r, CodeSyntax, detail)
}

func (j *jsonReader) rejectLine(r *Record, n int, last bool, code, detail string) error {
	raw := bytes.TrimRight(j.w.rest()[:n], " \t\r")
	if c, d := explain(raw, code); d != "" {
		code, detail = c, d
	}
	if last && code == CodeTruncated {
		j.damaged = fmt.Sprintf("the file ends inside the record at byte %d", j.w.offset())
	}
	j.w.reject(r, len(raw), code, detail)
	return nil
}

// line gives the length of the rest of the line when each record stands on a line of its own, otherwise 0; last when
// the file ends with it. Before the first good record the next line decides: it then starts with a brace.
func (j *jsonReader) line() (n int, last bool, err error) {
	if j.lines == linesNo {
		return 0, false, nil
	}
	for from := 0; ; {
		rest := j.w.rest()
		if i := bytes.IndexByte(rest[from:], '\n'); i >= 0 {
			n = from + i
			if j.lines == linesYes || n+1 < len(rest) && rest[n+1] == '{' {
				return n, false, nil
			}
			if n+1 < len(rest) {
				return 0, false, nil
			}
		}
		from = max(0, len(rest)-1)
		switch err := j.w.more(); {
		case err == io.EOF && j.lines == linesYes:
			return len(rest), true, nil
		case err == io.EOF || err == errFull:
			return 0, false, nil
		case err != nil:
			return 0, false, err
		}
	}
}

// tooLarge rejects a record that is longer than the limit without ever holding it.
func (j *jsonReader) tooLarge(r *Record) error {
	r.Offset = j.w.offset()
	p := newPiece()
	err := j.passLarge(p)
	code, detail := CodeTooLarge, fmt.Sprintf("longer than %d bytes, the limit of one record", j.limit)
	if err == io.EOF {
		code, detail = CodeTruncated, "the file ends inside this record, which is longer than the limit"
		j.damaged, j.frames = detail, j.frames[:0]
	} else if err != nil {
		return err
	}
	p.reject(r, code, detail)
	return nil
}

// passLarge reads over a long record: its line, where the lines separate records and this one has no end in sight.
func (j *jsonReader) passLarge(p *piece) error {
	if len(j.frames) > 0 || j.lines == linesNo || bytes.IndexByte(j.w.rest(), '\n') >= 0 {
		return j.skip(p)
	}
	for {
		rest := j.w.rest()
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			p.take(j.w, i)
			return nil
		}
		p.take(j.w, len(rest))
		if err := j.w.more(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// skip reads over the value at the next byte by its brackets alone.
func (j *jsonReader) skip(p *piece) error {
	var s span
	for {
		n, done := s.feed(j.w.rest())
		p.take(j.w, n)
		if done {
			return nil
		}
		if err := j.w.more(); err != nil {
			return err
		}
	}
}

// balanced gives the length of the value at the next byte by its brackets alone.
func (j *jsonReader) balanced() (int, error) {
	var s span
	read := 0
	for {
		n, done := s.feed(j.w.rest()[read:])
		read += n
		if done {
			return read, nil
		}
		if err := j.w.more(); err != nil {
			return 0, err
		}
	}
}

// span finds the end of a value that may not be well formed.
type span struct {
	depth           int
	text, skip, any bool
}

// feed reads on and gives how many bytes belong to the value, and whether it ended.
func (s *span) feed(b []byte) (int, bool) {
	for i, c := range b {
		switch {
		case s.skip:
			s.skip = false
		case s.text && c == '\\':
			s.skip = true
		case c == '"':
			s.text = !s.text
			if !s.text && s.depth == 0 {
				return i + 1, true
			}
		case s.text:
		case c == '{' || c == '[':
			s.depth++
		case (c == '}' || c == ']') && s.depth == 1:
			return i + 1, true
		case (c == '}' || c == ']') && s.depth > 1:
			s.depth--
		case s.depth == 0 && s.any && bytes.IndexByte([]byte(",]} \t\r\n"), c) >= 0:
			return i, true
		}
		s.any = true
	}
	return len(b), false
}

// giveUp makes the rest of the file one reject.
func (j *jsonReader) giveUp(r *Record, code, detail string) error {
	j.damaged = fmt.Sprintf("%s, at byte %d; the rest of the file is one reject", detail, j.w.offset())
	j.frames = j.frames[:0]
	return j.w.rejectAll(r, code, detail)
}

// cutOff rejects what is left when the file ends inside an array or an envelope.
func (j *jsonReader) cutOff(r *Record, err error) error {
	if err != io.EOF {
		return err
	}
	return j.giveUp(r, CodeTruncated, "the file ends inside an array or object that is not closed")
}

// spoiled rejects the rest of the file when an envelope is not well formed, and passes on what is no matter of form.
func (j *jsonReader) spoiled(r *Record, err error) error {
	switch {
	case errors.Is(err, errSyntax):
		return j.giveUp(r, CodeSyntax, "the object around the records is not well formed")
	case err == errFull:
		return j.giveUp(r, CodeTooLarge, "a name is longer than a record may be")
	}
	return j.cutOff(r, err)
}

// explain says in words what is wrong with a value, and whether it is the grammar or only the content.
func explain(raw []byte, code string) (string, string) {
	if code == CodeTooDeep {
		return code, fmt.Sprintf("nested deeper than %d", maxDepth)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw))
	_, err := d.ReadValue()
	if err == nil {
		switch _, err = d.ReadToken(); err {
		case io.EOF:
			return code, ""
		case nil:
			return CodeSyntax, "more than one value where one is expected"
		}
	}
	detail := err.Error()
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		detail = fmt.Sprintf("%v at byte %d of the record", syntax.Err, syntax.ByteOffset)
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return CodeTruncated, detail
	case !jsontext.Value(raw).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)):
		return CodeSyntax, detail
	case errors.Is(err, jsontext.ErrDuplicateName):
		return CodeDuplicate, detail
	}
	return CodeEncoding, detail
}
