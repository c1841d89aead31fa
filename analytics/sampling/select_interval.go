package sampling

import (
	"bytes"
	"cmp"
	"math/big"
	"slices"
	"strings"

	"auditql/analytics/fault"
)

// listed keeps the whole frame, for the methods that cumulate amounts or count items.
type listed struct {
	items      []candidate
	systematic bool
}

func newListed(d Draw) collector { return &listed{systematic: d.Method == Systematic} }

func (c *listed) take(key []byte, t *Ticket, amount int64, _ string) {
	if c.systematic || amount > 0 {
		c.items = append(c.items, candidate{ticket: *t, key: string(key), amount: amount})
	}
}

func (c *listed) absorb(o collector) { c.items = append(c.items, o.(*listed).items...) }

func (c *listed) finish(d Draw, s *Selection, _ *census) error {
	switch d.Method {
	case Systematic:
		return c.systematically(d, s)
	case Random:
		return c.randomly(d, s)
	}
	slices.SortFunc(c.items, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.amount, a.amount), a.compare(&b))
	})
	certain := s.cut(d.Size, c.items)
	c.items = slices.DeleteFunc(c.items, func(a candidate) bool { return certain[a.key] })
	s.Order = d.order()
	if s.SampledSize == 0 {
		return nil
	}
	positions := s.cellPositions()
	if d.Method == Interval {
		s.Start = RandomBelow(d.Seed, d.Scope, "start", 0, s.SampledValue)
		positions = s.intervalPositions()
	}
	c.sort(s.Order)
	s.hit(c.items, positions, s.SampledSize)
	return nil
}

func (c *listed) sort(order Order) {
	slices.SortFunc(c.items, func(a, b candidate) int {
		if order == ByKey {
			return strings.Compare(a.key, b.key)
		}
		return cmp.Or(bytes.Compare(a.ticket[:], b.ticket[:]), strings.Compare(a.key, b.key))
	})
}

// intervalPositions gives s + k*X_r, in units of 1/n_r.
func (s *Selection) intervalPositions() []*big.Int {
	positions := make([]*big.Int, s.SampledSize)
	for k := range positions {
		step := new(big.Int).Mul(big.NewInt(int64(k)), s.SampledValue)
		positions[k] = step.Add(step, s.Start)
	}
	return positions
}

// cellPositions gives k*X_r + draw("cell", k, X_r), in units of 1/n_r: one in each interval, so an item on the border of two
// may be hit twice.
func (s *Selection) cellPositions() []*big.Int {
	positions := make([]*big.Int, s.SampledSize)
	for k := range positions {
		step := new(big.Int).Mul(big.NewInt(int64(k)), s.SampledValue)
		positions[k] = step.Add(step, RandomBelow(s.Seed, s.Scope, "cell", int64(k), s.SampledValue))
	}
	return positions
}

// hit finds for each position, in units of 1/parts, the item with cum_before*parts <= position < cum*parts.
func (s *Selection) hit(items []candidate, positions []*big.Int, parts int64) {
	order := make([]int, len(positions))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return positions[a].Cmp(positions[b]) })
	s.Hits = make([]Hit, len(positions))
	found := make([]*candidate, len(positions))
	end, by := new(big.Int), big.NewInt(parts)
	next := 0
	for _, k := range order {
		for end.Cmp(positions[k]) <= 0 {
			end.Add(end, new(big.Int).Mul(big.NewInt(items[next].amount), by))
			next++
		}
		found[k] = &items[next-1]
		s.Hits[k] = Hit{positions[k], items[next-1].key}
	}
	seen := map[string]int{}
	for _, item := range found {
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
}

// randomly draws n units of currency with replacement from the whole frame, cumulated in key order, without a certainty cut.
func (c *listed) randomly(d Draw, s *Selection) error {
	c.sort(ByKey)
	s.Order, s.SampledSize, s.SampledValue = ByKey, d.Size, s.Frame.PositiveValue
	positions := make([]*big.Int, d.Size)
	for k := range positions {
		positions[k] = RandomBelow(d.Seed, d.Scope, "random", int64(k), s.SampledValue)
	}
	s.hit(c.items, positions, 1)
	return nil
}

// systematically takes the items floor((s + k*N)/n), counted from 0 in key order.
func (c *listed) systematically(d Draw, s *Selection) error {
	N := int64(len(c.items))
	if d.Size > N {
		return fault.New(fault.Refused, "a sample of %d does not fit a frame of %d items", d.Size, N)
	}
	c.sort(ByKey)
	s.Order, s.SampledSize = ByKey, d.Size
	s.Start = RandomBelow(d.Seed, d.Scope, "start", 0, big.NewInt(N))
	for k := range d.Size {
		index := new(big.Int).Mul(big.NewInt(k), big.NewInt(N))
		index.Quo(index.Add(index, s.Start), big.NewInt(d.Size))
		s.Units = append(s.Units, c.items[index.Int64()].unit(k+1, ""))
	}
	return nil
}
