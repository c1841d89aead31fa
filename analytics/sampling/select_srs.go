package sampling

import (
	"math/big"
	"slices"

	"auditql/analytics/fault"
)

// ranked collects the items of the smallest tickets: the simple random sample and its spares.
type ranked struct{ ranking }

func newRanked(d Draw) collector { return &ranked{ranking{limit: d.Size + d.Spares}} }

func (r *ranked) take(key []byte, t *Ticket, amount int64, _ string) {
	r.offer(score{}, t, key, amount)
}

func (r *ranked) absorb(o collector) { r.merge(&o.(*ranked).ranking) }

func (r *ranked) finish(d Draw, s *Selection, c *census, _ again) error {
	if d.Size > c.items {
		return fault.New(fault.Refused, "a sample of %d does not fit a frame of %d items", d.Size, c.items)
	}
	s.SampledSize = d.Size
	s.rank(r.sorted(), d.Size, "")
	return nil
}

// rank appends candidates in rank order: the first n to the sample, the others to the spares.
func (s *Selection) rank(candidates []candidate, n int64, stratum string) {
	for i := range candidates {
		unit := candidates[i].unit(int64(i)+1, stratum)
		if unit.Rank <= n {
			s.Units = append(s.Units, unit)
		} else {
			s.Spares = append(s.Spares, unit)
		}
	}
}

func (a *candidate) unit(rank int64, stratum string) Unit {
	u := Unit{Rank: rank, Key: a.key, Ticket: a.ticket.String(), Stratum: stratum, Hits: 1, Amount: a.amount}
	if a.score != (score{}) {
		u.Score = a.score.String()
	}
	return u
}

// strata collects the smallest tickets of each stratum. Strata do not enter the ticket, so another stratification of the same
// frame reuses as many items as it can.
type strata struct {
	draw    Draw
	members map[string]*stratum
}

type stratum struct {
	ranking
	items              int64
	positive, negative wideSum // of absolute amounts
}

// value gives the total of the amounts, nil when it is 0.
func (m *stratum) value() *big.Int {
	v := m.positive.int()
	if v.Sub(v, m.negative.int()); v.Sign() == 0 {
		return nil
	}
	return v
}

func newStrata(d Draw) collector { return &strata{draw: d, members: map[string]*stratum{}} }

func (c *strata) member(name string) *stratum {
	m := c.members[name]
	if m == nil {
		m = new(stratum)
		if n, allocated := c.draw.Allocation[name]; allocated {
			m.limit = n + c.draw.Spares
		}
		c.members[name] = m
	}
	return m
}

func (c *strata) take(key []byte, t *Ticket, amount int64, name string) {
	m := c.member(name)
	m.items++
	if amount >= 0 {
		m.positive.add(uint64(amount))
	} else {
		m.negative.add(uint64(-amount))
	}
	m.offer(score{}, t, key, amount)
}

func (c *strata) absorb(o collector) {
	for name, other := range o.(*strata).members {
		m := c.member(name)
		m.items += other.items
		m.positive.merge(other.positive)
		m.negative.merge(other.negative)
		m.merge(&other.ranking)
	}
}

func (c *strata) finish(d Draw, s *Selection, _ *census, _ again) error {
	s.Planned = 0
	for name := range d.Allocation {
		c.member(name)
	}
	names := make([]string, 0, len(c.members))
	for name := range c.members {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		m := c.members[name]
		n, allocated := d.Allocation[name]
		if !allocated {
			return fault.New(fault.Refused, "stratum %.80q with %d items is not allocated: its items would have no chance of selection", name, m.items)
		}
		if n > m.items {
			return fault.New(fault.Refused, "%d items are allocated to stratum %.80q, which has %d", n, name, m.items)
		}
		if n == 0 && m.items > 0 {
			s.Notes = append(s.Notes, "Stratum "+name+" was allocated no item: the sample says nothing about it.")
		}
		s.Planned += n
		s.Strata = append(s.Strata, StratumCount{Name: name, Items: m.items, Size: n, Value: m.value()})
		s.rank(m.sorted(), n, name)
	}
	s.SampledSize = s.Planned
	return nil
}
