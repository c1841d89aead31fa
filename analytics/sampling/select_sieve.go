package sampling

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"
)

// sieve collects what the sequential Poisson sample needs in one scan: the items of the smallest scores, and the largest items,
// of which the certainty items are found when the total is known. There are at most n certainty items, and together with the
// sample never more than n, because each cut lowers n_r by at least the number of items it moves.
type sieve struct {
	scores  ranking
	largest ranking // scored by how far an amount lies below the greatest possible
}

func newSieve(d Draw) collector {
	return &sieve{scores: ranking{limit: d.Size + d.Spares}, largest: ranking{limit: d.Size}}
}

func (c *sieve) take(key []byte, t *Ticket, amount int64, _ string) {
	if amount <= 0 {
		return
	}
	if x := uint64(amount); !c.scores.beyond((t.T60() + 1) / x) {
		c.scores.offer(t.sieveScore(x), t, key, amount)
	}
	c.largest.offer(score{low: uint64(math.MaxInt64 - amount)}, t, key, amount)
}

func (c *sieve) absorb(o collector) {
	c.scores.merge(&o.(*sieve).scores)
	c.largest.merge(&o.(*sieve).largest)
}

func (c *sieve) finish(d Draw, s *Selection, _ *census, _ again) error {
	largest := c.largest.sorted()
	certain := s.cut(d.Size, largest)
	rest := slices.DeleteFunc(c.scores.sorted(), func(a candidate) bool { return certain[a.key] })
	if most := s.SampledSize + d.Spares; int64(len(rest)) > most {
		rest = rest[:most]
	}
	s.rank(rest, s.SampledSize, "")
	return nil
}

// cut moves items into the certainty stratum and fills what is left to sample: with X_r and n_r of the remaining items, every x
// with x*n_r >= X_r is moved, until none is. The interval X_r/n_r never exceeds the planned X/n. The candidates are in falling
// order of amount, at least the n largest of the frame.
func (s *Selection) cut(n int64, falling []candidate) (certain map[string]bool) {
	total := s.Frame.PositiveValue
	certain = map[string]bool{}
	rest, size := new(big.Int).Set(total), big.NewInt(n)
	for moved := true; moved; {
		moved = false
		value, hits := new(big.Int).Set(rest), new(big.Int).Set(size)
		for len(falling) > 0 {
			x := big.NewInt(falling[0].amount)
			if new(big.Int).Mul(x, hits).Cmp(value) < 0 {
				break
			}
			certain[falling[0].key] = true
			unit := falling[0].unit(0, "")
			unit.Hits, unit.Score = 0, ""
			s.Certainty = append(s.Certainty, unit)
			rest.Sub(rest, x)
			falling, moved = falling[1:], true
		}
		size = ceil(new(big.Rat).SetFrac(new(big.Int).Mul(rest, big.NewInt(n)), total))
	}
	slices.SortFunc(s.Certainty, func(a, b Unit) int { return cmp.Or(strings.Compare(a.Key, b.Key)) })
	for i := range s.Certainty {
		s.Certainty[i].Rank = int64(i) + 1
	}
	s.SampledValue, s.SampledSize = rest, size.Int64()
	return certain
}
