package reader

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"

	"github.com/go-json-experiment/json/jsontext"
)

// openEnvelope starts reading the object at the next byte member by member.
func (j *jsonReader) openEnvelope(place *node, name string) {
	j.lines = linesNo
	f := frame{kind: '{', name: name, place: place, catch: j.paths.catch, number: j.envelopes, start: j.w.offset()}
	if j.survey {
		j.caught = append(j.caught, make([]caught, len(j.export.Fields)))
	}
	j.envelopes++
	j.w.pos++
	j.frames = append(j.frames, f)
}

// memberOf reads the next member of an envelope.
func (j *jsonReader) memberOf(r *Record, f *frame) (bool, error) {
	c, err := j.peek()
	if err != nil {
		return true, j.cutOff(r, err)
	}
	if c == '}' {
		return j.closeEnvelope(r, f), nil
	}
	if f.begun {
		if c != ',' {
			return true, j.giveUp(r, CodeSyntax, fmt.Sprintf("expected a comma or the end of the object, found %q", c))
		}
		j.w.pos++
	}
	f.begun = true
	key, err := j.key()
	if err == nil {
		c, err = j.peek()
	}
	if err == nil {
		err = j.enter(f, key, c)
	}
	if err != nil {
		return true, j.spoiled(r, err)
	}
	return false, nil
}

// enter goes into a member that holds records or leads to them, and reads over any other. c is the first byte of it.
func (j *jsonReader) enter(f *frame, key []byte, c byte) error {
	hash := maphash.Bytes(seed, key)
	path := string(key)
	if f.name != "" {
		path = f.name + "." + path
	}
	var catch *node
	if f.catch != nil {
		catch = f.catch.find(hash, key)
	}
	place := f.place.find(hash, key)
	switch {
	case place != nil && place.records && c == '[':
		f.reached, j.reached = true, true
		j.w.pos++
		j.frames = append(j.frames, frame{kind: '[', name: path})
		return nil
	case place != nil && place.single && c == '{':
		f.reached, j.reached = true, true
		j.frames = append(j.frames, frame{kind: '[', name: path, lone: true})
		return nil
	case place != nil && place.leads && c == '{':
		f.reached = true
		j.w.pos++
		j.frames = append(j.frames, frame{kind: '{', name: path, place: place, catch: catch, number: f.number, reached: true})
		return nil
	case c == '[':
		j.tables = append(j.tables, Table{Name: path})
	}
	return j.pass(f, string(key), catch)
}

// closeEnvelope ends an envelope. One that was read as such for its length alone, and had no records, is a reject.
func (j *jsonReader) closeEnvelope(r *Record, f *frame) (rejected bool) {
	j.w.pos++
	if !f.reached && f.place == j.first.root {
		r.Offset, r.Raw = f.start, nil
		r.Reject = &Reject{Code: CodeTooLarge, Length: j.w.offset() - f.start,
			Detail: fmt.Sprintf("longer than %d bytes, and no records key in it", j.limit)}
		rejected = true
	}
	j.frames = j.frames[:len(j.frames)-1]
	return rejected
}

// errSyntax is given inside of an envelope that is not well formed.
var errSyntax = errors.New("not well-formed JSON")

// key reads the name of a member and its colon.
func (j *jsonReader) key() ([]byte, error) {
	if c, err := j.peek(); err != nil {
		return nil, err
	} else if c != '"' {
		return nil, errSyntax
	}
	n, err := j.whole(j.record, func(s *scanner) int { return s.text(0) })
	if err != nil {
		return nil, err
	}
	key, err := jsontext.AppendUnquote(nil, j.w.buf[j.w.pos:j.w.pos+n])
	if err != nil {
		return nil, err
	}
	j.w.pos += n
	if c, err := j.peek(); err != nil || c != ':' {
		return nil, errors.Join(err, errSyntax)
	}
	j.w.pos++
	return key, nil
}

// whole brings a value into memory until reading it is not short, and gives its length.
func (j *jsonReader) whole(s *scanner, read func(*scanner) int) (int, error) {
	for {
		s.buf = j.w.rest()
		switch n := read(s); n {
		case short:
			if err := j.w.more(); err != nil {
				return 0, err
			}
		case bad:
			return 0, errSyntax
		default:
			return n, nil
		}
	}
}

// caught is a value beside the records, and the rank of the path that led to it: a lower rank wins.
type caught struct {
	text []byte
	rank int
}

// pass reads over a member of an envelope. Values that the export names are kept in the first pass.
func (j *jsonReader) pass(f *frame, key string, catch *node) error {
	s := newScanner(catch, len(j.export.Fields))
	n, err := j.whole(s, func(s *scanner) int { return s.scan(s.buf) })
	if err == errFull {
		return j.skip(newPiece())
	}
	if err != nil {
		return err
	}
	if catch != nil && j.survey {
		for i, v := range s.values {
			held := &j.caught[f.number][i]
			if v != nil && (held.text == nil || s.ranks[i] < held.rank) {
				*held = caught{bytes.Clone(v), s.ranks[i]}
				j.held += len(v)
			}
		}
		if j.held > maxCaught {
			return refuse(j.name, 0, "the values beside the records take more than %d bytes", maxCaught)
		}
	}
	j.heed(f.number, key, j.w.buf[j.w.pos:j.w.pos+n])
	j.w.pos += n
	return nil
}

// addCaught gives the record the values of the envelope around it.
func (j *jsonReader) addCaught(r *Record) {
	for i := len(j.frames) - 1; i >= 0; i-- {
		if f := &j.frames[i]; f.kind == '{' && f.number < len(j.caught) {
			r.add(j.caught[f.number])
			return
		}
	}
}

// add fills the fields that are NULL.
func (r *Record) add(values []caught) {
	for i, v := range values {
		if r.Values[i] == nil {
			r.Values[i] = v.text
		}
	}
}
