package sampling

import (
	"fmt"
	"math/big"

	"auditql/analytics/fault"
)

// wholeUnits rounds an amount to whole units of currency, which are the items of the hypergeometric monetary frame.
func wholeUnits(amount Decimal) (int64, error) {
	half := amount.Rat().Add(amount.Rat(), big.NewRat(1, 2))
	units := new(big.Int).Div(half.Num(), half.Denom())
	if !units.IsInt64() || units.Int64() > largestPopulation {
		return 0, fault.New(fault.Refused, "%s is too large for the hypergeometric distribution, expected at most 2^53 whole units", amount).
			Hint("use the Poisson distribution")
	}
	return units.Int64(), nil
}

// PlanMonetaryUnits gives the size of a monetary-unit sample by the hypergeometric distribution on whole units of currency,
// interpolated between whole errors, as IDEA, the R package MUS and FSaudit do.
//
// n_c is the attribute plan for N = BV, K = TM units and c errors; c the first with n_c*EM <= c*BV. For c = 0, n = n_0;
// otherwise with d = n_c - n_(c-1): n = ceil(((c-1) - n_(c-1)/d) / (EM/BV - 1/d)), in exact fractions. Risk is that of c-1
// whole errors (of none when c = 0), since a partial error has no hypergeometric probability.
//
// Source: published results of CaseWare IDEA.
func PlanMonetaryUnits(m Monetary) (MonetaryPlan, error) {
	alpha, err := m.check()
	if err != nil {
		return MonetaryPlan{}, err
	}
	units, err := wholeUnits(m.Book)
	if err != nil {
		return MonetaryPlan{}, err
	}
	tolerable, err := wholeUnits(m.Tolerable)
	if err != nil {
		return MonetaryPlan{}, err
	}
	l := hypergeometricLaw{min(tolerable, units), units}
	c, n, err := leastAccept(l, alpha, m.expectedRate())
	if err != nil {
		return MonetaryPlan{}, fmt.Errorf("plan on whole units: %w", err)
	}
	size := big.NewRat(n, 1)
	if c > 0 {
		before, _ := sizeFor(l, c-1, alpha)
		size = interpolate(c, big.NewRat(before, 1), big.NewRat(n, 1), m.expectedRate())
	}
	whole, _ := new(big.Rat).SetInt(ceil(size)).Float64()
	p, err := m.plan("mus.hypergeometric.interpolated", 0, whole)
	if err != nil {
		return MonetaryPlan{}, err
	}
	p.Real, _ = size.Float64()
	p.Factor, _ = size.Mul(size, new(big.Rat).Quo(m.Tolerable.value, m.Book.value)).Float64()
	p.Accept = c
	p.Risk, _ = l.tails(max(0, c-1), p.Size)
	p.RiskBefore, _ = l.tails(max(0, c-1), p.Size-1)
	p.Formula = "n = ceil(((c-1) - n_(c-1)/d) / (EM/BV - 1/d)), d = n_c - n_(c-1), n_c on Hypergeometric(BV, TM, n) in whole units"
	return p, nil
}

// interpolate finds where the line through (before, c-1) and (after, c) meets the line rate*x.
func interpolate(c int64, before, after, rate *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(after, before)
	above := new(big.Rat).Sub(big.NewRat(c-1, 1), new(big.Rat).Quo(before, d))
	return above.Quo(above, new(big.Rat).Sub(rate, d.Inv(d)))
}
