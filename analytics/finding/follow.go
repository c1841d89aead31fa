package finding

import (
	"path/filepath"
	"slices"

	"auditql/analytics/disposition"
	"auditql/analytics/record"
)

// Progress is what became of the exceptions of a finding in a run.
type Progress struct {
	Open    int `json:"open"`    // still exceptions
	Gone    int `json:"gone"`    // no longer
	New     int `json:"new"`     // exceptions of the same tests that the finding does not name
	Unknown int `json:"unknown"` // of tests that came to no result in the run
}

// State is what became of one exception of a finding.
type State struct {
	Test  string   `json:"test"`
	Key   []string `json:"key"`
	State string   `json:"state"` // open, gone, new or unknown
}

// Follow compares the exceptions of a finding with those of a run, whose folder is dir.
func Follow(f Finding, run *record.Run, dir string) (Progress, []State, error) {
	var p Progress
	var states []State
	for _, g := range f.Exceptions {
		now, known, err := exceptions(g.Test, run, dir)
		if err != nil {
			return p, nil, err
		}
		for _, key := range g.Keys {
			state, count := "gone", &p.Gone
			switch {
			case !known:
				state, count = "unknown", &p.Unknown
			case slices.ContainsFunc(now, func(k []string) bool { return slices.Equal(k, key) }):
				state, count = "open", &p.Open
			}
			*count++
			states = append(states, State{g.Test, key, state})
		}
		for _, key := range now {
			if !slices.ContainsFunc(g.Keys, func(k []string) bool { return slices.Equal(k, key) }) {
				p.New++
				states = append(states, State{g.Test, key, "new"})
			}
		}
	}
	return p, states, nil
}

// exceptions gives the keys of a test's exceptions. They are not known when the test concluded nothing: then nothing is
// gone for being absent.
func exceptions(test string, run *record.Run, dir string) (keys [][]string, known bool, err error) {
	i := slices.IndexFunc(run.Tests, func(t record.Test) bool { return t.ID == test })
	if i < 0 {
		return nil, false, nil
	}
	t := &run.Tests[i]
	if t.Verdict == record.NotRun || t.Verdict == record.NotAssertable {
		return nil, false, nil
	}
	x := t.Section("exceptions")
	if x == nil || x.File == nil {
		return nil, true, nil
	}
	err = disposition.Items(t, filepath.Join(dir, filepath.FromSlash(x.File.Path)), func(key []string, _ string) error {
		keys = append(keys, key)
		return nil
	})
	return keys, true, err
}
