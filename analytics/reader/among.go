package reader

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/contract"
)

// maxKinds bounds how many kinds of records of one file are told apart.
const maxKinds = 1000

// kinds are the kinds of the records of a file.
type kinds struct {
	head map[string]bool // of the beginning
	all  map[string]bool // of all records below a records key, of which the beginning may show only some
}

// kindsOf finds the kinds of the records, once for all exports that tell records apart in the same way.
func (s Sample) kindsOf(e *contract.Export) (kinds, error) {
	among := e.Recognise.Among
	key := strings.Join(append(slices.Clone(e.Records), among.Path), "\n")
	if known, ok := s.kinds[key]; ok {
		return known, nil
	}
	p := *e
	p.Ignore, p.Fields = nil, append(e.Fields[:0:0], among.Field())
	head, list, err := s.read(&p, false)
	k := kinds{head: head, all: head}
	if err == nil && list && !s.whole && !s.cells && len(head) > 0 {
		k.all, _, err = s.read(&p, true)
	}
	if err == nil {
		s.kinds[key] = k
	}
	return k, err
}

// read gives the values of the one field of an export, and whether its records are in an envelope.
func (s Sample) read(p *contract.Export, full bool) (values map[string]bool, list bool, err error) {
	in, err := s.open(p, full)
	if err != nil {
		return nil, false, err
	}
	defer in.close()
	values = map[string]bool{}
	for len(values) < maxKinds {
		var r Record
		if err := in.next(&r); err == io.EOF || err != nil && !full { // what cannot be read shows when it is read
			break
		} else if err != nil {
			return nil, false, err
		}
		if v := in.json.record.values[0]; r.Reject == nil && v != nil {
			values[string(v)] = true
		}
	}
	return values, in.json.reached, nil
}

// opened reads JSON, or what becomes JSON, to recognise it.
type opened struct {
	json  *jsonReader
	next  func(*Record) error
	close func() error
}

// open reads the beginning of the file, or all of it.
func (s Sample) open(p *contract.Export, full bool) (opened, error) {
	src := &source{file: s.File, decoded: bytes.NewBuffer(s.head), encoding: s.Encoding}
	limits := Limits{Record: sampled}.orDefault()
	if full {
		var err error
		if src, err = openSource(s.File, Limits{}.orDefault()); err != nil {
			return opened{}, err
		}
		limits = Limits{}.orDefault()
	}
	if s.Format == "yaml" {
		y, err := newYAML(context.Background(), src, p, limits)
		if err != nil {
			return opened{}, err
		}
		return opened{y.json, y.next, src.Close}, nil
	}
	j, err := newJSON(src, p, limits)
	if err != nil {
		return opened{}, err
	}
	return opened{j, j.next, src.Close}, nil
}

// whereabouts says where the records are of the kinds that an export reads.
type whereabouts int

const (
	ahead   whereabouts = iota // in the beginning of the file, or its records do not say their kind
	behind                     // in the rest of it alone
	nowhere                    // all are of other kinds
)

// amongOthers says where to look for records of the kinds that an export reads, and which others there are. A file whose records do
// not say their kind is judged by its fields alone, for the answer of an API for one kind does not repeat it.
func (s Sample) amongOthers(e *contract.Export) (where whereabouts, others []string, err error) {
	among := e.Recognise.Among
	if among == nil {
		return ahead, nil, nil
	}
	k, err := s.kindsOf(e)
	if err != nil || len(k.all) == 0 {
		return ahead, nil, err
	}
	for _, kind := range slices.Sorted(maps.Keys(k.all)) {
		if !slices.Contains(among.Values, kind) {
			others = append(others, kind)
		}
	}
	switch has := func(v string) bool { return k.head[v] }; {
	case len(others) == len(k.all):
		return nowhere, others, nil
	case !slices.ContainsFunc(among.Values, has):
		return behind, others, nil
	}
	return ahead, others, nil
}

// otherKind says whether a record is of a kind that another export reads, so that it tells nothing of this one. The last field
// holds the kind.
func (j *jsonReader) otherKind(p *contract.Export) bool {
	if p.Recognise.Among == nil {
		return false
	}
	v := j.read.values[len(p.Fields)-1]
	return v != nil && !slices.Contains(p.Recognise.Among.Values, string(v))
}
