// Package coverage says which controls the tests speak to, what evidence is at hand for them, and what came of them.
//
// The controls of a framework are those that scripts name; the controls of the auditor's own risk-control matrix are those of
// rcm.yaml (see [Matrix]).
//
//	lines, err := coverage.Controls(tests, "nist-800-53r5", states)
//	matrix, err := coverage.Read(e.Path(coverage.FileName), set)
//	view := matrix.Judge(states, run)
package coverage

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// State is what is known of one test.
type State struct {
	Test     string   `json:"test"`
	Title    string   `json:"title"`
	Severity string   `json:"severity"`
	Evidence string   `json:"evidence"`          // present, missing, or chosen when an identifier parameter names the dataset
	Missing  []string `json:"missing,omitempty"` // datasets without which it cannot be performed
	Result   *Result  `json:"result,omitempty"`  // nil when the run does not hold the test
}

// Result is what the test came to in the run. Version and Now differ when the script changed since.
type Result struct {
	Run        string         `json:"run"`
	Verdict    record.Verdict `json:"verdict"`
	Population int64          `json:"population"`
	Exceptions int64          `json:"exceptions"`
	Version    int            `json:"version"`
	Now        int            `json:"version_now"`
}

// Control is one control of a framework with its tests.
type Control struct {
	Framework string  `json:"framework"`
	ID        string  `json:"control"`
	Tests     []State `json:"tests"`
}

// NewState says what is known of a test. Missing are its datasets that are not there. The run may be nil.
func NewState(t *script.Script, missing []record.Missing, run *record.Run) State {
	s := State{Test: t.ID, Title: t.Title, Severity: t.Severity, Evidence: "present"}
	if slices.ContainsFunc(t.Reads, func(d string) bool { return strings.HasPrefix(d, "$") }) {
		s.Evidence = "chosen"
	}
	for _, m := range missing {
		s.Evidence, s.Missing = "missing", append(s.Missing, m.Dataset)
	}
	if run == nil {
		return s
	}
	for _, r := range run.Tests {
		if r.ID == t.ID {
			s.Result = &Result{run.ID, r.Verdict, r.Population.Count, r.Exceptions, r.Version, t.Version}
		}
	}
	return s
}

// Controls lists the controls of a framework that tests name, of all frameworks when it is empty. A framework that no test
// names is refused, because an empty list would look like one without gaps.
func Controls(tests []*script.Script, framework string, states map[string]State) ([]Control, error) {
	byName := map[[2]string][]State{}
	for _, t := range tests {
		for _, f := range t.Controls {
			if framework != "" && !isOf(f.Key, framework) {
				continue
			}
			for _, id := range f.Value {
				byName[[2]string{f.Key, id}] = append(byName[[2]string{f.Key, id}], states[t.ID])
			}
		}
	}
	if len(byName) == 0 {
		return nil, fault.New(fault.Usage, "no test names a control of the framework %q", framework).
			Hint("known are %s", strings.Join(Frameworks(tests), ", "))
	}
	order := func(a, b [2]string) int { return cmp.Or(strings.Compare(a[0], b[0]), Natural(a[1], b[1])) }
	var out []Control
	for _, name := range slices.SortedFunc(maps.Keys(byName), order) {
		out = append(out, Control{name[0], name[1], byName[name]})
	}
	return out, nil
}

// isOf says whether a framework is the one that is asked for: by its name, by a part of it up to its version, so that pci-dss-4
// is pci-dss-4.0.1 too, or by a pattern such as cis-*.
func isOf(framework, asked string) bool {
	rest, starts := strings.CutPrefix(framework, asked)
	ok, _ := path.Match(asked, framework)
	return ok || starts && (rest == "" || rest[0] == '.' || rest[0] == '-')
}

// Frameworks gives the names of all frameworks that tests name.
func Frameworks(tests []*script.Script) []string {
	set := map[string]bool{}
	for _, t := range tests {
		for _, f := range t.Controls {
			set[f.Key] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// Concluded says whether the test came to a result that says something of the control: whatever was not performed or cannot be
// asserted does not.
func (r *Result) Concluded() bool {
	return r != nil && r.Verdict != record.NotRun && r.Verdict != record.NotAssertable
}
