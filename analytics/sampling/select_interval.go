package sampling

import (
	"math/big"

	"auditql/analytics/fault"
)

// finish finds the hits of the methods that cumulate amounts, and the items that the systematic method counts to.
func (c *outline) finish(d Draw, s *Selection, _ *census, a again) error {
	certain := map[string]bool{}
	s.Order, s.SampledSize, s.SampledValue = d.cumulated(), d.Size, s.Frame.PositiveValue
	switch d.Method {
	case Systematic:
		s.SampledValue = nil
		if d.Size > s.Frame.Items {
			return fault.New(fault.Refused, "a sample of %d does not fit a frame of %d items", d.Size, s.Frame.Items)
		}
	case Interval, Cells:
		certain = s.cut(d.Size, c.largest.sorted())
	}
	if s.SampledSize == 0 {
		return nil
	}
	l, err := c.lay(d, s, certain, a)
	if err != nil {
		return err
	}
	if d.Method == Systematic {
		return s.step(l)
	}
	positions, parts := s.positions()
	return s.hit(l, positions, parts)
}

// positions gives where units of currency are hit, and of which part of a minor unit they count.
func (s *Selection) positions() (positions []*big.Int, parts int64) {
	switch s.Method {
	case Interval: // s + k*X_r
		s.Start = RandomBelow(s.Seed, s.Scope, "start", 0, s.SampledValue)
		return s.spread(func(int64) *big.Int { return s.Start }), s.SampledSize
	case Cells: // k*X_r + draw("cell", k, X_r): one in each interval, so an item on the border of two may be hit twice
		return s.spread(func(k int64) *big.Int { return RandomBelow(s.Seed, s.Scope, "cell", k, s.SampledValue) }), s.SampledSize
	}
	for k := range s.SampledSize { // n units of currency with replacement from the whole frame
		positions = append(positions, RandomBelow(s.Seed, s.Scope, "random", k, s.SampledValue))
	}
	return positions, 1
}

// spread gives k*X_r + within(k).
func (s *Selection) spread(within func(k int64) *big.Int) []*big.Int {
	positions := make([]*big.Int, s.SampledSize)
	for k := range positions {
		step := new(big.Int).Mul(big.NewInt(int64(k)), s.SampledValue)
		positions[k] = step.Add(step, within(int64(k)))
	}
	return positions
}

// hit finds the item of each position and makes one unit of all hits of an item.
func (s *Selection) hit(l *line, positions []*big.Int, parts int64) error {
	found, err := l.locate(positions, parts)
	if err != nil {
		return err
	}
	seen := map[string]int{}
	for k := range found {
		item := &found[k]
		s.Hits = append(s.Hits, Hit{positions[k], item.key})
		at, before := seen[item.key]
		if !before {
			at = len(s.Units)
			seen[item.key] = at
			unit := item.unit(int64(at)+1, "")
			unit.Hits = 0
			s.Units = append(s.Units, unit)
		}
		s.Units[at].Hits++
	}
	return nil
}

// step takes the items floor((s + k*N)/n), counted from 0 in key order.
func (s *Selection) step(l *line) error {
	N := big.NewInt(s.Frame.Items)
	s.Start = RandomBelow(s.Seed, s.Scope, "start", 0, N)
	positions := make([]*big.Int, s.SampledSize)
	for k := range positions {
		index := new(big.Int).Mul(big.NewInt(int64(k)), N)
		positions[k] = index.Quo(index.Add(index, s.Start), big.NewInt(s.SampledSize))
	}
	found, err := l.locate(positions, 1)
	for k := range found {
		s.Units = append(s.Units, found[k].unit(int64(k)+1, ""))
	}
	return err
}
