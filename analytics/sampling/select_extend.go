package sampling

import (
	"slices"

	"auditql/analytics/fault"
)

// unique refuses a selection in which two items share a key, which the other checks of uniqueness may not see.
func (s *Selection) unique() error {
	keys := make([]string, 0, len(s.Certainty)+len(s.Units)+len(s.Spares))
	for _, units := range [][]Unit{s.Certainty, s.Units, s.Spares} {
		for _, u := range units {
			keys = append(keys, u.Key)
		}
	}
	slices.Sort(keys)
	for i := 1; i < len(keys); i++ {
		if keys[i] == keys[i-1] {
			return fault.New(fault.Refused, "key %.80q occurs more than once in the frame, expected a key that identifies each item", keys[i])
		}
	}
	return nil
}

// Extends refuses a selection that does not contain an earlier one of the same draw. Of srs and stratified the earlier ranks
// come first, unchanged. Of sieve an earlier item may have become a certainty item; where a larger size turns many items into
// certainty items at once, fewer are drawn beside them and an earlier item can fall out, which is refused. Other methods cannot
// be extended: with another size their hits move, and the earlier sample would be thrown away.
func (s Selection) Extends(earlier Selection) error {
	switch {
	case !methods[s.Method].ranked:
		return fault.New(fault.Refused, "a selection by %s cannot be extended", s.Method).Hint("draw by srs, stratified or sieve")
	case s.Method != earlier.Method || s.Seed != earlier.Seed || s.Scope != earlier.Scope:
		return fault.New(fault.Refused, "the selections differ in method, seed or scope")
	case s.Frame.Items != earlier.Frame.Items || s.Frame.PositiveValue.Cmp(earlier.Frame.PositiveValue) != 0:
		return fault.New(fault.Refused, "the frames differ: %d items against %d before", s.Frame.Items, earlier.Frame.Items)
	}
	certain := map[string]bool{}
	for _, u := range s.Certainty {
		certain[u.Key] = true
	}
	ranks := map[string]int64{}
	for _, u := range s.Units {
		ranks[u.Key] = u.Rank
	}
	for _, u := range earlier.Certainty {
		if !certain[u.Key] {
			return fault.New(fault.Refused, "certainty item %.80q of the earlier selection is missing", u.Key)
		}
	}
	for _, u := range earlier.Units {
		rank, kept := ranks[u.Key]
		if s.Method == Sieve && (kept || certain[u.Key]) || kept && rank == u.Rank {
			continue
		}
		return fault.New(fault.Refused, "item %.80q, rank %d of the earlier selection, is missing or has another rank", u.Key, u.Rank).
			Hint("choose another size, or keep the earlier item as additional evidence")
	}
	return nil
}
