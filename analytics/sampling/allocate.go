package sampling

import (
	"math/big"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Allocation asks how to spread a sample over strata.
type Allocation struct {
	Size       int64     // n, all strata together
	Population []int64   // N_h in items
	Deviation  []Decimal // S_h; given for Neyman allocation, N_h*S_h
	Value      []Decimal // book values; given for allocation by value; with neither, allocation is proportional to N_h
	Least      *int64    // fewest items of a stratum, or all of it when it is smaller; nil means 2
	Drawn      []int64   // items of each stratum that were drawn before and stay; nil means none
}

// Allocate gives the items of each stratum, which sum to n exactly.
//
// Each stratum gets a_h = min(max(k*w_h, least, drawn before), N_h), with weights w_h of N_h, N_h*S_h or value, and k such that the a_h sum
// to n; then whole items by the largest remainder, ties to the earlier stratum. So no stratum is asked for more items than it
// has, none is left out, no stratum of a sample that is extended loses an item, and what a stratum cannot take goes to the
// others. Arithmetic is exact. Refused: n above the population or below the sum of the least sizes.
//
// Source: Neyman 1934; Cochran, Sampling Techniques, 3rd edition, sections 5.5 and 5.8.
func Allocate(a Allocation) ([]int64, error) {
	weights, err := a.weights()
	if err != nil {
		return nil, err
	}
	floors, err := a.floors()
	if err != nil {
		return nil, err
	}
	return largestRemainder(a.shares(weights, floors), a.Size), nil
}

// floors gives the fewest items of each stratum.
func (a Allocation) floors() ([]int64, error) {
	floors := make([]int64, len(a.Population))
	least, low, high := int64(2), int64(0), int64(0)
	if a.Least != nil {
		least = *a.Least
	}
	for h, items := range a.Population {
		if items < 0 || items > largestPopulation || least < 0 {
			return nil, fault.New(fault.Usage, "stratum %d has %s and a least size of %d, expected 0 or more", h+1, record.Counted(items, "item"), least)
		}
		floors[h] = min(least, items)
		if len(a.Drawn) > 0 {
			floors[h] = max(floors[h], a.Drawn[h])
		}
		if floors[h] > items {
			return nil, fault.New(fault.Usage, "%d items of stratum %d were drawn before, and it has %d", floors[h], h+1, items)
		}
		low, high = low+floors[h], high+items
	}
	if a.Size < max(low, 1) || a.Size > high {
		return nil, fault.New(fault.Refused, "a sample of %d items cannot be allocated: the strata take %d to %d", a.Size, low, high)
	}
	return floors, nil
}

func (a Allocation) weights() ([]*big.Rat, error) {
	factors := a.Deviation
	if len(a.Value) > 0 {
		factors = a.Value
	}
	if len(a.Population) == 0 || len(a.Deviation) > 0 && len(a.Value) > 0 || len(factors) > 0 && len(factors) != len(a.Population) {
		return nil, fault.New(fault.Usage, "%d strata, %d standard deviations and %d values, expected one number per stratum of either",
			len(a.Population), len(a.Deviation), len(a.Value))
	}
	if len(a.Drawn) > 0 && len(a.Drawn) != len(a.Population) {
		return nil, fault.New(fault.Usage, "%d strata and items drawn before of %d, expected one number per stratum", len(a.Population), len(a.Drawn))
	}
	weights := make([]*big.Rat, len(a.Population))
	for h, items := range a.Population {
		weights[h] = big.NewRat(items, 1)
		if len(factors) == 0 {
			continue
		}
		if factors[h].Rat().Sign() < 0 {
			return nil, fault.New(fault.Usage, "stratum %d has %s, expected 0 or more", h+1, factors[h])
		}
		if len(a.Value) > 0 {
			weights[h] = factors[h].Rat()
		} else {
			weights[h].Mul(weights[h], factors[h].Rat())
		}
	}
	return weights, nil
}

// shares finds the k at which the clamped shares sum to n. Their sum rises with k and bends only where a stratum leaves its
// floor or reaches its cap, so k lies between two such bends, or at one.
func (a Allocation) shares(weights []*big.Rat, floors []int64) []*big.Rat {
	var bends []*big.Rat
	for h, w := range weights {
		if w.Sign() > 0 {
			bends = append(bends, new(big.Rat).Quo(big.NewRat(floors[h], 1), w), new(big.Rat).Quo(big.NewRat(a.Population[h], 1), w))
		}
	}
	slices.SortFunc(bends, (*big.Rat).Cmp)
	n := big.NewRat(a.Size, 1)
	k := new(big.Rat)
	for _, bend := range bends {
		if sum, _ := a.clamped(bend, weights, floors); sum.Cmp(n) > 0 {
			break
		}
		k = bend
	}
	sum, shares := a.clamped(k, weights, floors)
	a.spread(new(big.Rat).Sub(n, sum), k, weights, shares)
	return shares
}

func (a Allocation) clamped(k *big.Rat, weights []*big.Rat, floors []int64) (sum *big.Rat, shares []*big.Rat) {
	sum = new(big.Rat)
	for h, w := range weights {
		share := new(big.Rat).Mul(k, w)
		if floor := big.NewRat(floors[h], 1); share.Cmp(floor) < 0 {
			share = floor
		}
		if items := big.NewRat(a.Population[h], 1); share.Cmp(items) > 0 {
			share = items
		}
		shares = append(shares, share)
		sum.Add(sum, share)
	}
	return sum, shares
}

// spread gives the rest to the strata that are above their floor and below their cap at k, in proportion to their weights. When
// every weighted stratum is full, strata without weight take it in proportion to the items they have left.
func (a Allocation) spread(rest, k *big.Rat, weights, shares []*big.Rat) {
	if rest.Sign() == 0 {
		return
	}
	open := make([]*big.Rat, len(weights))
	total := new(big.Rat)
	for h, w := range weights {
		open[h] = new(big.Rat)
		if w.Sign() > 0 && new(big.Rat).Mul(k, w).Cmp(shares[h]) >= 0 && shares[h].Cmp(big.NewRat(a.Population[h], 1)) < 0 {
			open[h].Set(w)
		}
		total.Add(total, open[h])
	}
	if total.Sign() == 0 {
		for h := range weights {
			open[h].Sub(big.NewRat(a.Population[h], 1), shares[h])
			total.Add(total, open[h])
		}
	}
	for h := range shares {
		shares[h].Add(shares[h], new(big.Rat).Mul(rest, open[h].Quo(open[h], total)))
	}
}

// largestRemainder rounds shares to whole items that sum to n.
func largestRemainder(shares []*big.Rat, n int64) []int64 {
	items := make([]int64, len(shares))
	remainders := make([]*big.Rat, len(shares))
	order := make([]int, len(shares))
	for h, share := range shares {
		items[h] = new(big.Int).Quo(share.Num(), share.Denom()).Int64()
		remainders[h] = new(big.Rat).Sub(share, big.NewRat(items[h], 1))
		order[h] = h
		n -= items[h]
	}
	slices.SortStableFunc(order, func(i, j int) int { return remainders[j].Cmp(remainders[i]) })
	for _, h := range order[:n] {
		items[h]++
	}
	return items
}
