// Package comparison says what became of the exceptions of one run in a later one: new, resolved, persisting, reopened.
//
// Exceptions are the same when test and key are. What a side stands on is compared too, so that a reader learns whether
// results moved because of the evidence, the script, a parameter, the period, waivers or the engine. Where several differ,
// Prove finds out which of them moved the result, by performing the test with one of them exchanged.
//
//	report, err := comparison.Compare(old, new, history)
//	err = report.Prove(old, new, again)
package comparison

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/waiver"
)

// Side is one run: its name among those that are compared, its record, and the folder that holds it.
type Side struct {
	Name string
	Run  *record.Run
	Dir  string
}

// State is what became of an exception.
type State string

const (
	New        State = "new"        // it was no exception in any run before
	Reopened   State = "reopened"   // it was none in the old run, but in one before it
	Persisting State = "persisting" // it is in both
	Resolved   State = "resolved"   // it is in the old run only, and the item is in the population of the new one
	Gone       State = "gone"       // it is in the old run only, and so is the item
)

// States are all of them, in the order in which they are shown.
var States = []State{New, Reopened, Persisting, Resolved, Gone}

// Report is what changed between two runs.
type Report struct {
	Old   string         `json:"old"`
	New   string         `json:"new"`
	Tools [2]record.Tool `json:"tools"` // with which they were performed
	Tests []Test         `json:"tests"` // by id; those that were performed on both sides or on one
	// Unproven says why causes come from comparing records only; empty when each was proven where there was a choice.
	Unproven string `json:"unproven,omitempty"`
}

// Test is one test on both sides. Counts are items.
type Test struct {
	ID         string          `json:"id"`
	OldVerdict record.Verdict  `json:"old_verdict"` // empty: it was not in the run
	NewVerdict record.Verdict  `json:"new_verdict"`
	OldWaived  int64           `json:"old_waived"`
	NewWaived  int64           `json:"new_waived"`
	Counts     map[State]int64 `json:"counts"`
	Changed    []Cause         `json:"changed"`          // what is not the same on both sides
	Cause      []Cause         `json:"cause"`            // what of it moved the result; empty when none did
	Proven     bool            `json:"proven,omitempty"` // by performing each script on the evidence of the other side
	Items      []Item          `json:"items"`
}

// Moved says whether the exceptions of the test, or those that are waived, are not the same on both sides.
func (t Test) Moved() bool {
	return t.Counts[New]+t.Counts[Reopened]+t.Counts[Resolved]+t.Counts[Gone] > 0 || t.OldVerdict != t.NewVerdict || t.OldWaived != t.NewWaived
}

// Item is one exception.
type Item struct {
	Key    []string `json:"key"`
	State  State    `json:"state"`
	Reason string   `json:"reason"`   // of the new run where it is there, else of the old
	Since  string   `json:"since"`    // first run known in which it was an exception
	Age    int64    `json:"age_days"` // from the audit date of that run to that of the new run
}

// Cause is something that differs between two sides.
type Cause string

const (
	Evidence   Cause = "evidence"
	Script     Cause = "script"
	Parameters Cause = "parameters"
	Frame      Cause = "period" // period, audit date or zone
	Engine     Cause = "engine" // the database, or auditql itself
	Waivers    Cause = "waivers"
)

// Compare compares every test of two runs. History is the runs before the new one, oldest first; it says since when an
// exception is known, and which are reopened.
func Compare(old, new Side, history []Side) (*Report, error) {
	r := &Report{Old: old.Name, New: new.Name, Tools: [2]record.Tool{old.Run.Tool, new.Run.Tool}, Tests: []Test{}}
	for _, id := range ids(old.Run, new.Run) {
		t, err := compareTest(id, old, new, history)
		if err != nil {
			return nil, fault.New(fault.KindOf(err), "compare %s: %w", id, err)
		}
		r.Tests = append(r.Tests, *t)
	}
	return r, nil
}

func ids(runs ...*record.Run) []string {
	var out []string
	for _, r := range runs {
		for _, t := range r.Tests {
			out = append(out, t.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// test finds a test of a side, and nil when the side does not have it.
func (s Side) test(id string) *record.Test {
	i := slices.IndexFunc(s.Run.Tests, func(t record.Test) bool { return t.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Run.Tests[i]
}

func (s Side) file(x *record.Section) string {
	return filepath.Join(s.Dir, filepath.FromSlash(x.File.Path))
}

func (s Side) asOf() (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, s.Run.Engagement.AsOf)
	if err != nil {
		return t, fmt.Errorf("audit date of %s: %w", s.Name, err)
	}
	return t, nil
}

// changed says what two sides do not have in common.
func changed(old, new Side, a, b *record.Test) []Cause {
	out := []Cause{}
	for _, c := range []struct {
		cause Cause
		same  bool
	}{
		{Evidence, slices.EqualFunc(a.Evidence, b.Evidence, func(x, y record.Source) bool { return x.Dataset == y.Dataset && x.Digest == y.Digest })},
		{Script, a.Script() == b.Script()},
		{Parameters, values(a) == values(b)},
		{Frame, frame(old.Run) == frame(new.Run)},
		{Waivers, waived(old.Run, a) == waived(new.Run, b)},
		{Engine, old.Run.Tool == new.Run.Tool},
	} {
		if !c.same {
			out = append(out, c.cause)
		}
	}
	return out
}

// waived gives the waivers that matter to a test: those that name it, and all for a test that reads them.
func waived(r *record.Run, t *record.Test) string {
	if !readsWaivers(t) {
		return waiver.Given(t.Waivers)
	}
	out := ""
	for _, x := range r.Tests {
		out += x.ID + waiver.Given(x.Waivers)
	}
	return out
}

func readsWaivers(t *record.Test) bool { return slices.Contains(t.Reads, "waiver") }

func frame(r *record.Run) string {
	e := r.Engagement
	return fmt.Sprint(e.PeriodStart, e.PeriodEnd, e.AsOf, e.Zone)
}

// values gives the parameters that are the test's own; those of the period belong to the frame.
func values(t *record.Test) string {
	out := map[string]string{}
	for name, p := range t.Params {
		if name != "as_of" && name != "period_start" && name != "period_end" {
			out[name] = p.Value
		}
	}
	return fmt.Sprint(out)
}
