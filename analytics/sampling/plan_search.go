package sampling

import (
	"math/big"

	"auditql/analytics/fault"
)

// A probability that equals the risk exactly is accepted (AICPA and PracTools say P <= alpha), so the comparison forgives
// the rounding of the floating-point tail, which is far below this.
const tie = 1e-12

func acceptable(probability, alpha float64) bool { return probability <= alpha*(1+tie) }

// smallest finds the least n in (from, to] that holds; holds must be monotone. It gives to+1 when none does.
func smallest(from, to int64, holds func(int64) bool) int64 {
	step := int64(1)
	low, high := from, from+1
	for high < to && !holds(high) {
		low, step = high, step*2
		high = min(from+step, to)
	}
	if high >= to {
		if to <= from || !holds(to) {
			return to + 1
		}
		high = to
	}
	for low+1 < high {
		middle := low + (high-low)/2
		if holds(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// sizeFor gives n_c, the smallest sample that accepts at most c deviations at risk alpha.
func sizeFor(l law, c int64, alpha float64) (int64, error) {
	if h, ok := l.(hypergeometricLaw); ok && c >= h.marked {
		return 0, fault.New(fault.Refused, "no sample can accept %d deviations: %d of %d items is already the tolerable count",
			c, h.marked, h.population).Hint("raise the tolerable rate or accept fewer deviations")
	}
	n := smallest(c, l.longest(), func(n int64) bool {
		p, _ := l.tails(c, n)
		return acceptable(p, alpha)
	})
	if n > l.longest() {
		return 0, fault.New(fault.Refused, "the sample would exceed %d items to accept %d deviations", l.longest(), c)
	}
	return n, nil
}

// leastAccept finds the smallest c with n_c * e <= c, and gives c and n_c.
//
// Without rounding, c - n_c*e is negative at 0 and then crosses zero once, because n_c is concave in c (convex below 50 %
// confidence). Rounding n_c up moves it by less than e. So bisection finds a crossing, and only the few c before it that
// lie within e of zero can be smaller.
func leastAccept(l law, alpha float64, e *big.Rat) (c, n int64, err error) {
	last := l.longest() - 1
	if h, ok := l.(hypergeometricLaw); ok {
		last = h.marked - 1
	}
	if last < 0 {
		_, err = sizeFor(l, 0, alpha)
		return 0, 0, err
	}
	surplus := func(c int64) *big.Rat {
		size, failed := sizeFor(l, c, alpha)
		if failed != nil {
			return big.NewRat(1, 1) // larger than any sample: ends the search, and fails below
		}
		need := new(big.Rat).Mul(big.NewRat(size, 1), e)
		return need.Sub(big.NewRat(c, 1), need)
	}
	c = smallest(-1, last, func(c int64) bool { return surplus(c).Sign() >= 0 })
	if c > last {
		return 0, 0, fault.New(fault.Refused, "no sample up to %d items is large enough for the expected deviations: "+
			"the expected rate is too close to the tolerable rate", l.longest()).Hint("lower the expected rate or the confidence, or test all items")
	}
	within := new(big.Rat).Neg(e)
	for before := c - 1; before >= 0; before-- {
		s := surplus(before)
		if s.Cmp(within) < 0 {
			break
		}
		if s.Sign() >= 0 {
			c = before
		}
	}
	n, err = sizeFor(l, c, alpha)
	return c, n, err
}
