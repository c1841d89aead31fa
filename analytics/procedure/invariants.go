package procedure

import (
	"context"
	"slices"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/script"
)

// shown is how many offending keys an error names.
const shown = 5

// Invariants proves what every result must fulfil: keys of the population are unique and never NULL; every exception,
// indeterminate and excluded item is in the population; no item is in two of them; a reason code comes once per item.
// What does not hold is an error, because the counts would be wrong.
func Invariants(ctx context.Context, e *engine.Session, s *script.Script, made Made) error {
	j := judge{s: s}
	j.none("population has items with NULL in their key")(e.NullKeys(ctx, script.Population, s.Key, shown))
	j.none("population has several items of one key")(e.Duplicates(ctx, script.Population, s.Key, shown))
	present := slices.DeleteFunc(slices.Clone(script.Verdicts), func(v string) bool { _, ok := made[v]; return !ok })
	for i, v := range present {
		withCode := append(slices.Clone(s.Key), "reason_code")
		j.none(v + " has items that are not in the population")(e.Missing(ctx, v, script.Population, s.Key, shown))
		j.none(v + " has a reason code that is NULL")(e.NullKeys(ctx, v, []string{"reason_code"}, shown))
		j.none(v + " has one reason code twice for an item")(e.Duplicates(ctx, v, withCode, shown))
		j.none(v + " has a reason that is NULL")(e.NullKeys(ctx, v, []string{"reason"}, shown))
		for _, other := range present[i+1:] {
			j.none("items are in " + v + " and in " + other)(e.Common(ctx, v, other, s.Key, shown))
		}
	}
	return j.err
}

// judge keeps the first invariant that does not hold.
type judge struct {
	s   *script.Script
	err error
}

func (j *judge) none(what string) func(engine.Offence, error) {
	return func(o engine.Offence, err error) {
		switch {
		case j.err != nil:
		case err != nil:
			j.err = fault.New(fault.KindOf(err), "check invariants of %s: %w", j.s.ID, err)
		case o.Count > 0:
			j.err = fault.At(fault.Broken, j.s.File, 0, "%s: %d, such as %s", what, o.Count, o.Text()).
				Hint("the test contradicts itself, so nothing was concluded; the script must be mended")
		}
	}
}
