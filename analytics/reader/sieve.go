package reader

import (
	"maps"
	"slices"

	"auditql/analytics/contract"
)

// sieve holds back the records of kinds that an export does not read, and counts them. A record that does not say its kind passes.
type sieve struct {
	values []string
	field  int // that holds the kind
	held   int64
	kinds  map[string]int64
}

// sieveOf gives nil for an export whose records are all of one kind.
func sieveOf(e *contract.Export) *sieve {
	if e.Recognise.Among == nil {
		return nil
	}
	return &sieve{e.Recognise.Among.Values, e.KindField(), 0, map[string]int64{}}
}

func (s *sieve) holds(r *Record) bool {
	if s == nil || r.Reject != nil {
		return false
	}
	kind := r.Values[s.field]
	if kind == nil || slices.ContainsFunc(s.values, func(v string) bool { return v == string(kind) }) {
		return false
	}
	name := string(kind[:min(len(kind), maxKindName)])
	if _, known := s.kinds[name]; !known && len(s.kinds) >= maxKinds {
		name = "others"
	}
	s.kinds[name]++
	s.held++
	return true
}

// maxKindName bounds what is kept of the name of a kind.
const maxKindName = 200

// count is how many records were held back so far.
func (s *sieve) count() int64 {
	if s == nil {
		return 0
	}
	return s.held
}

func (s *sieve) finish(sum *Summary) {
	if s == nil {
		return
	}
	sum.Filtered += s.held
	for _, name := range slices.Sorted(maps.Keys(s.kinds)) {
		sum.Others = append(sum.Others, Count{name, s.kinds[name]})
	}
}
