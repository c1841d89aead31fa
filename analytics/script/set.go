package script

import (
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"auditql/analytics/fault"
)

// Set is all scripts that are at hand, in the order of suite and id.
type Set struct {
	Scripts []*Script
}

// Load reads every .sql file of the trees, at their top or one folder down. An id or alias that is taken is refused,
// also across trees: two tests of one name would make a record ambiguous.
func Load(trees ...fs.FS) (*Set, error) {
	set, broken, err := Collect(trees...)
	if err != nil {
		return nil, err
	}
	if len(broken) > 0 {
		return nil, broken[0]
	}
	return set, nil
}

// Collect is [Load] for who looks for mistakes: it reads the scripts that can be read, and gives what is wrong with the others.
func Collect(trees ...fs.FS) (set *Set, broken []error, err error) {
	return (&Set{}).With(trees...)
}

// With is the set and the scripts of more trees, which are read as [Collect] does.
func (set *Set) With(trees ...fs.FS) (all *Set, broken []error, err error) {
	all = &Set{slices.Clone(set.Scripts)}
	taken := map[string]string{}
	for _, s := range set.Scripts {
		for _, id := range append([]string{s.ID}, s.Aliases...) {
			taken[id] = s.File
		}
	}
	for _, tree := range trees {
		for _, pattern := range []string{"*.sql", "*/*.sql"} {
			names, err := fs.Glob(tree, pattern)
			if err != nil {
				return nil, nil, fault.New(fault.Broken, "list scripts: %w", err)
			}
			for _, name := range names {
				if err := all.add(tree, name, taken); err != nil {
					broken = append(broken, err)
				}
			}
		}
	}
	sort.SliceStable(all.Scripts, func(i, j int) bool {
		a, b := all.Scripts[i], all.Scripts[j]
		return a.Suite < b.Suite || a.Suite == b.Suite && a.ID < b.ID
	})
	return all, broken, nil
}

func (set *Set) add(tree fs.FS, name string, taken map[string]string) error {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return fault.New(fault.Broken, "read script: %w", err)
	}
	s, err := Parse(name, string(text))
	if err != nil {
		return err
	}
	if s.Suite = path.Dir(name); s.Suite == "." {
		s.Suite = "own"
	}
	for _, id := range append([]string{s.ID}, s.Aliases...) {
		if first, ok := taken[id]; ok {
			return s.fault(1, "id %s is taken by %s", id, first)
		}
		taken[id] = name
	}
	set.Scripts = append(set.Scripts, s)
	return nil
}

// Get finds a script by its id or a former id.
func (set *Set) Get(id string) (*Script, bool) {
	for _, s := range set.Scripts {
		if s.ID == id || slices.Contains(s.Aliases, id) {
			return s, true
		}
	}
	return nil, false
}

// Select gives the scripts that match any of the selectors, all of them when there is none. A selector is an id, a
// pattern such as iam-*, or one of suite:NAME, severity:NAME, kind:NAME, reads:DATASET, control:FRAMEWORK[:CONTROL].
// A selector that matches nothing is an error, because a test that was asked for and is not performed would look like
// a test without exceptions.
func (set *Set) Select(selectors []string) ([]*Script, error) {
	if len(selectors) == 0 {
		selectors = []string{"*"}
	}
	chosen := map[*Script]bool{}
	for _, sel := range selectors {
		n := 0
		for _, s := range set.Scripts {
			ok, err := s.matches(sel)
			if err != nil {
				return nil, err
			}
			if ok && (s.Deprecated == "" || s.ID == sel) {
				chosen[s] = true
				n++
			}
		}
		if n == 0 {
			return nil, fault.New(fault.Usage, "no test matches %q", sel).Hint("%s", set.meant(sel))
		}
	}
	var out []*Script
	for _, s := range set.Scripts {
		if chosen[s] {
			out = append(out, s)
		}
	}
	return out, nil
}

// meant is the hint about a test that is not there.
func (set *Set) meant(id string) string {
	names := make([]string, len(set.Scripts))
	for i, s := range set.Scripts {
		names[i] = s.ID
	}
	if near := fault.Nearest(id, names); near != "" {
		return near
	}
	return "auditql tests lists them"
}

func (s *Script) matches(selector string) (bool, error) {
	kind, value, found := strings.Cut(selector, ":")
	if !found {
		if slices.Contains(s.Aliases, selector) {
			return true, nil
		}
		ok, err := path.Match(selector, s.ID)
		if err != nil {
			return false, fault.New(fault.Usage, "selector %q is not a pattern", selector)
		}
		return ok, nil
	}
	switch kind {
	case "suite":
		return s.Suite == value, nil
	case "severity":
		return s.Severity == value, nil
	case "kind":
		return s.Kind == value, nil
	case "reads":
		return slices.Contains(s.Datasets(), value), nil
	case "control":
		return s.covers(value), nil
	}
	return false, fault.New(fault.Usage, "selector %q: expected an id, a pattern, or suite:, severity:, kind:, reads: or control:", selector)
}

// covers says whether the test is evidence for a framework, or for one control of it, as "framework[:control]".
func (s *Script) covers(ref string) bool {
	framework, control, one := strings.Cut(ref, ":")
	ids, ok := s.Controls.Get(framework)
	return ok && (!one || slices.Contains(ids, control))
}
