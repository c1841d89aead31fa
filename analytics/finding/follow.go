package finding

import (
	"fmt"
	"slices"

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
	Why   string   `json:"why"`   // for one that is gone or unknown: what the run says of the item; otherwise empty
}

// Says gives the state with what is known of the item.
func (s State) Says() string {
	if s.Why == "" {
		return s.State
	}
	return s.State + ": " + s.Why
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
		now, err := look(g, runs[len(runs)-1])
		if err != nil {
			return p, nil, err
		}
		remedied, err := f.remedied(g, runs[:len(runs)-1])
		if err != nil {
			return p, nil, err
		}
		states = append(states, f.states(g, now, remedied)...)
	}
	for _, s := range states {
		p.count(s.State)
	}
	return p, states, nil
}

func (f Finding) states(g Group, now sight, remedied set) (states []State) {
	named := setOf(g.Keys)
	for _, key := range g.Keys {
		s := State{Test: g.Test, Key: key, State: "open"}
		if why := now.absent(key); why != "" {
			s.State, s.Why = "gone", why
			if now.unknown(key) {
				s.State = "unknown"
			}
		} else if f.Status == "closed" || remedied.has(key) {
			s.State = "reopened"
		}
		states = append(states, s)
	}
	for _, key := range now.found {
		if !named.has(key) {
			states = append(states, State{Test: g.Test, Key: key, State: "new"})
			named.add(key)
		}
	}
	return states
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
		then, err := look(g, r)
		if err != nil {
			return nil, err
		}
		for _, key := range g.Keys {
			if then.absent(key) != "" && !then.unknown(key) {
				out.add(key)
			}
		}
	}
	return out, nil
}
