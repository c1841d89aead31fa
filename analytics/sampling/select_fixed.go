package sampling

import (
	"math/big"

	"auditql/analytics/fault"
)

// FixedItem is an item of a frame whose order was given by others.
type FixedItem struct {
	Key    string
	Amount Decimal // 0 or more
}

// FixedStart asks to repeat an interval selection of another tool, of which the start and the interval are known.
type FixedStart struct {
	Items    []FixedItem // in the order of that tool
	Start    Decimal     // above 0
	Interval Decimal     // above 0
	Size     int64       // n, hits
}

// SelectFixedStart gives the keys with cum_before < start + k*interval <= cum for k = 0 … n-1, once for each hit.
//
// It is not part of ASEL1: it draws nothing at random. It re-performs textbook and ACL selections.
// Refused: a negative amount, a hit beyond the total. Source: Touw and Hoogduin, Statistiek voor audit en controlling, 2011.
func SelectFixedStart(f FixedStart) ([]string, error) {
	if f.Start.Rat().Sign() <= 0 || f.Interval.Rat().Sign() <= 0 || f.Size < 1 || f.Size > largestSample {
		return nil, fault.New(fault.Usage, "start is %q, interval %q and size %d, expected numbers above 0", f.Start, f.Interval, f.Size)
	}
	var hits []string
	position, end, next := f.Start.Rat(), new(big.Rat), 0
	for k := range f.Size {
		for ; end.Cmp(position) < 0; next++ {
			if next == len(f.Items) {
				return nil, fault.New(fault.Refused, "hit %d lies at %s, beyond the total of %s", k+1, position.FloatString(2), end.FloatString(2))
			}
			if f.Items[next].Amount.Rat().Sign() < 0 {
				return nil, fault.New(fault.Refused, "item %.80q has the amount %s, expected 0 or more", f.Items[next].Key, f.Items[next].Amount)
			}
			end.Add(end, f.Items[next].Amount.Rat())
		}
		hits = append(hits, f.Items[next-1].Key)
		position.Add(position, f.Interval.value)
	}
	return hits, nil
}
