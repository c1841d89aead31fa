package evidence

import (
	"bytes"
	"context"
	"errors"
	"io"
	"unicode"
	"unicode/utf8"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/reader"
)

// source gives the good records of a batch of files to the engine, one after the other, and puts the others aside.
type source struct {
	ctx       context.Context
	export    *contract.Export
	trims     []int // see trimmed
	limits    reader.Limits
	files     []numbered
	rejects   *spool
	progress  func(int64)
	summaries []reader.Summary // of the files that were read to their end

	stream *reader.Stream
	rec    reader.Record
	row    engine.Row
	done   int64 // bytes of the file, as handed over, that were told of

	columns func(given) []string // of which sums are wanted
	adders  []*adder             // of the file that is being read
	sums    []map[string]string  // of the files that were read to their end
}

// numbered is a file and its number in the load, from 1.
type numbered struct {
	given
	number int64
}

// unreadableFile is an error that concerns one file of a batch.
type unreadableFile struct {
	number int64
	err    error
}

func (u unreadableFile) Error() string { return u.err.Error() }
func (u unreadableFile) Unwrap() error { return u.err }

// unreadable says which file an error concerns, if it is one that another attempt can do without.
func unreadable(err error) (number int64, ok bool) {
	var u unreadableFile
	if errors.As(err, &u) {
		return u.number, true
	}
	return 0, false
}

// Fields are those of the export.
func (s *source) Fields() (out []string) {
	for _, f := range s.export.Fields {
		out = append(out, f.Key)
	}
	return out
}

// Next gives the next good record. It goes on with the next file where one ends.
func (s *source) Next() (engine.Row, error) {
	for {
		if s.stream == nil {
			if len(s.summaries) == len(s.files) {
				return engine.Row{}, io.EOF
			}
			if err := s.open(); err != nil {
				return engine.Row{}, err
			}
		}
		err := s.stream.Next(&s.rec)
		switch {
		case errors.Is(err, io.EOF):
			s.finish()
		case err != nil:
			return engine.Row{}, s.fail(err)
		case s.rec.Reject != nil:
			if err := s.reject(); err != nil {
				return engine.Row{}, err
			}
		default:
			return s.values(), nil
		}
	}
}

func (s *source) current() numbered { return s.files[len(s.summaries)] }

func (s *source) open() (err error) {
	f := s.current()
	if s.stream, err = reader.Open(s.ctx, f.File, s.export, s.limits); err != nil {
		s.stream = nil
		return s.fail(err)
	}
	s.row = engine.Row{File: f.number, Name: f.short}
	s.done = 0
	s.adders = adders(s.export, s.columns(f.given))
	return nil
}

func (s *source) values() engine.Row {
	for _, a := range s.adders {
		a.add(s.rec.Values)
	}
	s.row.Record, s.row.Path, s.row.Values = s.rec.Row, s.rec.Path, s.rec.Values
	for _, i := range s.trims {
		s.row.Values[i] = withoutBlanks(s.row.Values[i])
	}
	if s.progress != nil && s.rec.Row%4096 == 0 {
		s.progress(s.stream.Done() - s.done)
		s.done = s.stream.Done()
	}
	return s.row
}

// trimmed are the places of fields that are taken without the blanks around them.
func trimmed(e *contract.Export) (places []int) {
	for i, field := range e.Fields {
		if field.Value.Trim {
			places = append(places, i)
		}
	}
	return places
}

// withoutBlanks gives a text without the spaces of Unicode around it, or NULL when nothing is left.
func withoutBlanks(text []byte) []byte {
	if n := len(text); n > 0 && plain(text[0]) && plain(text[n-1]) { // as most are
		return text
	}
	if text = bytes.TrimFunc(text, func(r rune) bool { return unicode.Is(unicode.Zs, r) }); len(text) == 0 {
		return nil
	}
	return text
}

func plain(b byte) bool { return b > ' ' && b < utf8.RuneSelf }

func (s *source) reject() error {
	r := s.rec.Reject
	return s.rejects.add(reject{
		File: s.current().number, Row: s.rec.Row, Path: string(s.rec.Path), Offset: s.rec.Offset,
		Reason: r.Code, Detail: r.Detail, Length: r.Length, SHA256: r.SHA256, Raw: s.rec.Raw,
	})
}

func (s *source) finish() {
	sum := s.stream.Summary()
	if s.progress != nil {
		s.progress(sum.Bytes - s.done)
	}
	s.summaries = append(s.summaries, sum)
	var sums map[string]string
	for _, a := range s.adders {
		if sums == nil {
			sums = map[string]string{}
		}
		sums[a.column] = a.found()
	}
	s.sums = append(s.sums, sums)
	s.stream.Close()
	s.stream = nil
}

func (s *source) fail(err error) error {
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	return unreadableFile{s.current().number, err}
}

func (s *source) close() {
	if s.stream != nil {
		s.stream.Close()
	}
}
