package comparison

import (
	"slices"
	"testing"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// TestProve: of what differs, only that is a cause which changes what comes out. The outcome here is how many are waived.
func TestProve(t *testing.T) {
	side := func(n int64) Side {
		return Side{Run: &record.Run{Tests: []record.Test{{ID: "t", Verdict: record.Exceptions, Exceptions: n, Waived: n}}}}
	}
	all := []Cause{Evidence, Script, Engine}
	for name, c := range map[string]struct {
		differ []Cause
		new    int64
		now    func(evidence, script bool) int64 // what the engine of today finds, by what comes from the new side
		want   []Cause
		proven bool
	}{
		"one thing":      {[]Cause{Script}, 2, nil, []Cause{Script}, true},
		"evidence":       {[]Cause{Evidence, Script}, 2, func(e, _ bool) int64 { return map[bool]int64{false: 1, true: 2}[e] }, []Cause{Evidence}, true},
		"script":         {[]Cause{Evidence, Script}, 2, func(_, s bool) int64 { return map[bool]int64{false: 1, true: 2}[s] }, []Cause{Script}, true},
		"both":           {[]Cause{Evidence, Script}, 3, func(e, s bool) int64 { return 1 + map[bool]int64{true: 1}[e] + map[bool]int64{true: 1}[s] }, []Cause{Evidence, Script}, true},
		"only together":  {[]Cause{Evidence, Script}, 2, func(e, s bool) int64 { return 1 + map[bool]int64{true: 1}[e && s] }, []Cause{Evidence, Script}, true},
		"engine":         {all, 2, func(_, _ bool) int64 { return 2 }, []Cause{Engine}, true},
		"engine is idle": {all, 2, func(e, _ bool) int64 { return map[bool]int64{false: 1, true: 2}[e] }, []Cause{Evidence}, true},
		"cannot be":      {[]Cause{Evidence, Script}, 2, nil, []Cause{Evidence, Script}, false},
	} {
		old, new := side(1), side(c.new)
		r := Report{Tests: []Test{{ID: "t", OldVerdict: record.Exceptions, NewVerdict: record.Exceptions, Cause: c.differ, Changed: c.differ}}}
		err := r.Prove(old, new, func(_ string, fromNew []Cause) (Side, error) {
			if c.now == nil {
				return Side{}, fault.New(fault.Refused, "only digests")
			}
			return side(c.now(slices.Contains(fromNew, Evidence), slices.Contains(fromNew, Script))), nil
		})
		got := r.Tests[0]
		if err != nil || !slices.Equal(got.Cause, c.want) || got.Proven != c.proven || (r.Unproven != "") == c.proven {
			t.Errorf("%s: %v, proven %v, %q, %v; want %v", name, got.Cause, got.Proven, r.Unproven, err, c.want)
		}
	}
}
