package finding

import (
	"fmt"
	"path/filepath"
	"slices"

	"auditql/analytics/disposition"
	"auditql/analytics/record"
)

// Progress is what became of the exceptions of a finding in a run.
type Progress struct {
	Open     int   `json:"open"`     // still exceptions, or again
	Reopened int   `json:"reopened"` // of these, those that were none in between, or whose finding was closed
	Gone     int   `json:"gone"`     // no longer
	New      int   `json:"new"`      // exceptions of the same tests that the finding does not name
	Unknown  int   `json:"unknown"`  // of tests that came to no result in the run
	Age      int64 `json:"age_days"` // from the audit date on which they were found to that of the run; 0 when that is not known
}

// State is what became of one exception of a finding.
type State struct {
	Test  string   `json:"test"`
	Key   []string `json:"key"`
	State string   `json:"state"` // open, reopened, gone, new or unknown
}

// Ran is a run and the folder that holds it.
type Ran struct {
	Run *record.Run
	Dir string
}

// Follow says what became of the exceptions of a finding in the last of the runs of an audit, which come oldest first. Without
// runs nothing is known. The runs before the last say what was gone in between, and so is reopened.
func Follow(f Finding, runs []Ran) (Progress, []State, error) {
	var p Progress
	var states []State
	if len(runs) == 0 {
		runs = []Ran{{Run: &record.Run{}}}
	}
	age, err := f.age(runs)
	if err != nil {
		return p, nil, err
	}
	p.Age = age
	for _, g := range f.Exceptions {
		now, known, err := exceptions(g.Test, runs[len(runs)-1])
		if err != nil {
			return p, nil, err
		}
		remedied, err := f.remedied(g, runs[:len(runs)-1])
		if err != nil {
			return p, nil, err
		}
		present, named := setOf(now), setOf(g.Keys)
		for _, key := range g.Keys {
			state := "gone"
			switch {
			case !known:
				state = "unknown"
			case present.has(key) && (f.Status == "closed" || remedied.has(key)):
				state = "reopened"
			case present.has(key):
				state = "open"
			}
			states = append(states, State{g.Test, key, state})
		}
		for _, key := range now {
			if !named.has(key) {
				states = append(states, State{g.Test, key, "new"})
				named.add(key)
			}
		}
	}
	for _, s := range states {
		p.count(s.State)
	}
	return p, states, nil
}

func (p *Progress) count(state string) {
	switch state {
	case "open":
		p.Open++
	case "reopened":
		p.Open++
		p.Reopened++
	case "gone":
		p.Gone++
	case "new":
		p.New++
	case "unknown":
		p.Unknown++
	}
}

// set is keys that are looked up.
type set map[string]bool

func setOf(keys [][]string) set {
	out := set{}
	for _, key := range keys {
		out.add(key)
	}
	return out
}

func (s set) add(key []string)      { s[fmt.Sprintf("%q", key)] = true }
func (s set) has(key []string) bool { return s[fmt.Sprintf("%q", key)] }

// after gives the runs that came after the one in which the exceptions were found.
func (f Finding) after(runs []Ran) []Ran {
	if f.Audit != "" {
		return runs // that one belongs to an audit before
	}
	return slices.DeleteFunc(slices.Clone(runs), func(r Ran) bool { return r.Run.ID <= f.Run })
}

// remedied gives those of a group that were gone when the finding was carried over, or in a run since it was found.
func (f Finding) remedied(g Group, runs []Ran) (set, error) {
	out := set{}
	for _, r := range f.Remedied {
		if r.Test == g.Test {
			out = setOf(r.Keys)
		}
	}
	for _, r := range f.after(runs) {
		found, known, err := exceptions(g.Test, r)
		if err != nil {
			return nil, err
		}
		present := setOf(found)
		for _, key := range g.Keys {
			if known && !present.has(key) {
				out.add(key)
			}
		}
	}
	return out, nil
}

// exceptions gives the keys of a test's exceptions in a run. They are not known when the test concluded nothing: then nothing is
// gone for being absent.
func exceptions(test string, r Ran) (keys [][]string, known bool, err error) {
	i := slices.IndexFunc(r.Run.Tests, func(t record.Test) bool { return t.ID == test })
	if i < 0 {
		return nil, false, nil
	}
	t := &r.Run.Tests[i]
	if t.Verdict == record.NotRun || t.Verdict == record.NotAssertable {
		return nil, false, nil
	}
	x := t.Section("exceptions")
	if x == nil || x.File == nil {
		return nil, true, nil
	}
	err = disposition.Items(t, filepath.Join(r.Dir, filepath.FromSlash(x.File.Path)), func(key []string, _ string) error {
		keys = append(keys, key)
		return nil
	})
	return keys, true, err
}
