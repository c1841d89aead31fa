package reader

import (
	"bytes"
	"context"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// surveyJSON takes the array under the key that was named, or else the records that have the wanted fields, or else the
// only array of objects, or else what stands outermost.
func (s Sample) surveyJSON(w Wanted) (Shape, error) {
	places := []string{""}
	if w.Records != "" {
		places = []string{w.Records}
	} else {
		places = append(places, s.arrays()...)
	}
	var found []Shape
	for _, place := range places {
		shape, missing, err := s.recordsAt(place, w.Fields)
		if err != nil {
			return Shape{}, err
		}
		if len(shape.Fields) > 0 && len(missing) == 0 {
			found = append(found, shape)
		} else if len(places) == 1 && len(shape.Fields) > 0 {
			return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "the records have no field %s", listed(missing)).Hint("the first have %s", listed(shape.Fields))
		}
	}
	switch {
	case len(found) == 0 && len(w.Fields) == 0:
		return Shape{}, refuse(s.File.Name, 0, "no records can be found in it: %s", s.Describe())
	case len(found) == 0:
		return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "no records with the fields %s can be found in it", listed(w.Fields)).Hint("it has the names %s", listed(s.Keys))
	case len(w.Fields) > 0 || len(found) == 1:
		return found[0], nil
	case len(found) == 2:
		return found[1], nil // an envelope and its only array
	}
	return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "it has several lists of records: %s", listed(places[1:])).Hint("say which with --at")
}

// recordsAt looks at the first records under a key.
func (s Sample) recordsAt(place string, wanted []string) (shape Shape, missing []string, err error) {
	e := &contract.Export{ID: "survey", Format: s.Format}
	if place != "" {
		e.Records = []string{place}
		shape.Records = e.Records
	}
	shape.Format = s.Format
	for _, path := range wanted {
		f := contract.Field{Paths: []string{path}}
		e.Fields = append(e.Fields, contractField(path, f))
	}
	src := &source{file: s.File, decoded: bytes.NewBuffer(s.head), encoding: s.Encoding}
	limits := Limits{Record: sampled}.orDefault()
	var next func(*Record) error
	var j *jsonReader
	if s.Format == "yaml" {
		y, err := newYAML(context.Background(), src, e, limits)
		if err != nil {
			return shape, nil, fault.New(fault.Usage, "%w", err)
		}
		j, next = y.json, y.next
	} else {
		if j, err = newJSON(src, e, limits); err != nil {
			return shape, nil, fault.New(fault.Usage, "%w", err)
		}
		next = j.next
	}
	return s.collect(shape, e, j, next, place)
}

// collect reads the first records and gives their names, and the wanted paths that none of them has.
func (s Sample) collect(shape Shape, e *contract.Export, j *jsonReader, next func(*Record) error, place string) (Shape, []string, error) {
	j.list()
	count, read := map[string]int{}, 0
	seen := map[int]bool{}
	for read < surveyed {
		var r Record
		if next(&r) != nil {
			break
		}
		if r.Reject != nil || place != "" && !j.reached {
			continue
		}
		names := namesAtTop(r.Raw)
		if names == nil {
			continue
		}
		read++
		for _, h := range j.read.hit {
			for _, t := range h.slots {
				seen[t.field] = true
			}
		}
		for _, name := range names {
			if count[name]++; count[name] == 1 {
				shape.Fields = append(shape.Fields, name)
			}
		}
	}
	for _, name := range shape.Fields {
		if count[name] == read {
			shape.Always = append(shape.Always, name)
		}
	}
	var missing []string
	for i, f := range e.Fields {
		if !seen[i] && !strings.HasPrefix(f.Key, "^") {
			missing = append(missing, f.Key)
		}
	}
	return shape, missing, nil
}

// namesAtTop gives the names of an object as paths; nil when it is none.
func namesAtTop(raw []byte) []string {
	var names []string
	d := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return nil
	}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return names
		}
		if name := t.String(); !strings.Contains(name, `"`) { // a path cannot say it; it stays among the unknown fields
			names = append(names, quotePath(name))
		}
		if d.SkipValue() != nil {
			return names
		}
	}
	return names
}

// quotePath writes a name as a path of one step.
func quotePath(name string) string {
	if name == "" || strings.ContainsAny(name, ".[^$|") {
		return `"` + name + `"`
	}
	return name
}

// arrays gives the keys of arrays of objects in the first object, at most three names deep, in the order of the file.
func (s Sample) arrays() []string {
	if s.Format == "yaml" {
		var out []string
		for _, k := range s.Keys {
			if k == "items" || k == "resources" {
				out = append(out, k)
			}
		}
		return out
	}
	d := jsontext.NewDecoder(bytes.NewReader(s.head), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var out []string
	if t, err := d.ReadToken(); err == nil && t.Kind() == '{' {
		arraysIn(d, "", 1, &out)
	}
	return out
}

func arraysIn(d *jsontext.Decoder, prefix string, depth int, out *[]string) bool {
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return false
		}
		path := prefix + quotePath(t.String())
		switch k := d.PeekKind(); {
		case k == '[':
			_, _ = d.ReadToken()
			if d.PeekKind() == '{' {
				*out = append(*out, path)
			}
			for d.PeekKind() != ']' {
				if d.SkipValue() != nil {
					return false
				}
			}
			_, _ = d.ReadToken()
		case k == '{' && depth < 3:
			_, _ = d.ReadToken()
			if !arraysIn(d, path+".", depth+1, out) {
				return false
			}
		default:
			if d.SkipValue() != nil {
				return false
			}
		}
	}
	_, err := d.ReadToken()
	return err == nil
}

func (s Sample) surveyParquet(w Wanted) (Shape, error) {
	src, err := openSource(s.File, Limits{}.orDefault())
	if err != nil {
		return Shape{}, err
	}
	defer src.Close()
	e := &contract.Export{ID: "survey", Format: "parquet"}
	for _, path := range w.Fields {
		e.Fields = append(e.Fields, contractField(path, contract.Field{Paths: []string{path}}))
	}
	p, err := openParquet(context.Background(), src, e, Limits{}.orDefault())
	if err != nil {
		return Shape{}, err
	}
	shape := Shape{Format: "parquet"}
	for _, c := range p.root.children {
		shape.Fields = append(shape.Fields, quotePath(c.name))
	}
	_, missing, _ := s.collect(Shape{}, e, p.json, p.next, "")
	shape.Always = shape.Fields
	if len(missing) > 0 && len(shape.Fields) > 0 {
		return shape, fault.At(fault.Usage, s.File.Name, 0, "there is no column %s", listed(missing)).Hint("the file has %s", listed(shape.Fields))
	}
	return shape, nil
}
