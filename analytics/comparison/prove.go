package comparison

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Again performs a test anew, with the engine of today. What is in fromNew comes from the new side, the rest from the old.
type Again func(test string, fromNew []Cause) (Side, error)

// Prove finds which of the things that differ moved each result: the old test with one of them exchanged comes out otherwise
// than the old one, or the new test with it exchanged back otherwise than the new one. Where one thing differs, it is that.
// A test that cannot be performed so keeps all that differs as its cause, unproven.
func (r *Report) Prove(old, new Side, again Again) error {
	for i := range r.Tests {
		t := &r.Tests[i]
		if len(t.Cause) == 0 {
			continue
		}
		if len(t.Cause) == 1 {
			t.Proven = slices.Equal(t.Cause, t.Changed)
			continue
		}
		if readsWaivers(old.test(t.ID)) {
			r.Unproven = "what a test of waivers finds depends on the other tests of its run"
			continue
		}
		p := proof{test: t, old: old, new: new, again: again, known: map[string]string{}}
		cause, err := p.find()
		switch {
		case fault.KindOf(err) == fault.Refused:
			r.Unproven = err.Error()
		case err != nil:
			return fault.New(fault.KindOf(err), "find what moved %s: %w", t.ID, err)
		case len(cause) > 0:
			t.Cause = slices.DeleteFunc(slices.Clone(t.Cause), func(c Cause) bool { return !slices.Contains(cause, c) })
			t.Proven = true
		}
	}
	return nil
}

// proof is the search for what moved one test.
type proof struct {
	test     *Test
	old, new Side
	again    Again
	known    map[string]string // outcomes by what comes from the new side
}

// find exchanges one thing after the other.
func (p proof) find() ([]Cause, error) {
	exchangeable := slices.DeleteFunc(slices.Clone(p.test.Cause), func(c Cause) bool { return c == Engine })
	var cause []Cause
	var base [2]string
	for i, s := range []Side{p.old, p.new} {
		recorded, err := s.outcome(p.test.ID)
		if err != nil {
			return nil, err
		}
		if base[i] = recorded; !slices.Contains(p.test.Cause, Engine) {
			continue
		}
		if base[i], err = p.with([][]Cause{nil, exchangeable}[i]); err != nil {
			return nil, err
		}
		if base[i] != recorded && !slices.Contains(cause, Engine) {
			cause = append(cause, Engine)
		}
	}
	for _, c := range exchangeable {
		one, err := p.with([]Cause{c})
		if err != nil {
			return nil, err
		}
		others, err := p.with(slices.DeleteFunc(slices.Clone(exchangeable), func(x Cause) bool { return x == c }))
		if err != nil {
			return nil, err
		}
		if one != base[0] || others != base[1] {
			cause = append(cause, c)
		}
	}
	return cause, nil
}

// with gives the outcome with these things from the new side.
func (p proof) with(fromNew []Cause) (string, error) {
	name := fmt.Sprint(fromNew)
	if known, ok := p.known[name]; ok {
		return known, nil
	}
	s, err := p.again(p.test.ID, fromNew)
	if err != nil {
		return "", err
	}
	t := s.test(p.test.ID)
	if t.Verdict == record.NotRun && p.test.OldVerdict != record.NotRun && p.test.NewVerdict != record.NotRun {
		return "", fault.New(fault.Refused, "%s cannot be performed with %s of the other side: %s", p.test.ID, strings.Trim(name, "[]"), t.Error)
	}
	p.known[name], err = s.outcome(p.test.ID)
	return p.known[name], err
}

// outcome is what Moved looks at: the verdict, the exceptions by key, and how many of them are waived.
func (s Side) outcome(id string) (string, error) {
	t := s.test(id)
	found, err := s.exceptions(t)
	if err != nil {
		return "", err
	}
	return fmt.Sprint(t.Verdict, t.Waived, slices.Sorted(maps.Keys(found))), nil
}
