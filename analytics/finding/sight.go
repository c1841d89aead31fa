package finding

import (
	"path/filepath"
	"slices"

	"auditql/analytics/disposition"
	"auditql/analytics/record"
)

// sight is what a run says of the items that a group of a finding names.
type sight struct {
	concluded           bool       // the test came to a result
	found               [][]string // its exceptions
	exception           set
	undecided, excluded set // of the items named
	population          set // of the items named; nil when all of them are exceptions
}

// look reads a run. The population is read only when an item is no exception any more, and only the items named are kept of it.
func look(g Group, r Ran) (s sight, err error) {
	i := slices.IndexFunc(r.Run.Tests, func(t record.Test) bool { return t.ID == g.Test })
	if i < 0 || r.Run.Tests[i].Verdict == record.NotRun || r.Run.Tests[i].Verdict == record.NotAssertable {
		return s, nil
	}
	t := &r.Run.Tests[i]
	s.concluded, s.exception = true, set{}
	err = r.items(t, "exceptions", func(key []string) {
		s.found = append(s.found, key)
		s.exception.add(key)
	})
	named := setOf(g.Keys)
	if err != nil || !slices.ContainsFunc(g.Keys, func(key []string) bool { return !s.exception.has(key) }) {
		return s, err
	}
	for section, into := range map[string]*set{"indeterminate": &s.undecided, "excluded": &s.excluded, "population": &s.population} {
		*into = set{}
		err = r.items(t, section, func(key []string) {
			if named.has(key) {
				into.add(key)
			}
		})
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// items calls do for each item of a section that has a file.
func (r Ran) items(t *record.Test, section string, do func(key []string)) error {
	x := t.Section(section)
	if x == nil || x.File == nil {
		return nil
	}
	return disposition.Keys(t, filepath.Join(r.Dir, filepath.FromSlash(x.File.Path)), func(key []string) error {
		do(key)
		return nil
	})
}

// absent says why an item is no exception; empty when it is one.
func (s sight) absent(key []string) string {
	switch {
	case !s.concluded:
		return "the test came to no result"
	case s.exception.has(key):
		return ""
	case s.undecided.has(key):
		return "the evidence does not decide"
	case s.excluded.has(key):
		return "excluded"
	case s.population.has(key):
		return "passes"
	}
	return "no longer in the population"
}

// unknown says whether nothing is concluded about an item: then it is not gone for being no exception.
func (s sight) unknown(key []string) bool {
	return !s.concluded || !s.exception.has(key) && s.undecided.has(key)
}
