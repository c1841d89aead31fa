package sampling

import (
	"math"
	"math/big"

	"auditql/analytics/fault"
)

// Factor is a reliability factor: the upper limit on the mean of a Poisson count of which k were seen.
type Factor struct {
	Exact     float64 `json:"factor"`
	RoundedUp float64 `json:"factor_rounded_up_2dp"` // as printed in confidence-factor tables
}

// ReliabilityFactor gives qgamma(C, k+1) for k errors: 3.00, 4.75, 6.30, 7.76, 9.16 at 95 % when rounded up.
func ReliabilityFactor(confidence Decimal, errors int64) (Factor, error) {
	alpha, err := risk(confidence)
	if err != nil {
		return Factor{}, err
	}
	if errors < 0 || errors > largestSample {
		return Factor{}, fault.New(fault.Usage, "number of errors is %d, expected 0 to %d", errors, largestSample)
	}
	f := gammaUpper(alpha, float64(errors)+1)
	return Factor{f, roundUp(f, 100)}, nil
}

// roundUp rounds up to 1/unit, forgiving an error of the last digits of the floating-point number.
func roundUp(f, unit float64) float64 { return math.Ceil(f*unit-1e-9) / unit }

// PlanMonetaryACL gives the size that ACL Analytics prints, to compare with its results; it is not our recommendation.
//
// Poisson factors rounded up to two decimals (7.76, 9.16) are interpolated linearly in the expected taints, n = F*BV/TM is
// truncated, and the interval TM/F is rounded to two decimals. The exact factor is [PlanMonetary]'s.
// Source: a published ACL answer of 161 hits and an interval of 1,853.93.
func PlanMonetaryACL(m Monetary) (MonetaryPlan, error) {
	if _, err := m.check(); err != nil {
		return MonetaryPlan{}, err
	}
	r := new(big.Rat).Quo(m.Expected.Rat(), m.Tolerable.value)
	factor, c, err := aclFactor(m.Confidence, r)
	if err != nil {
		return MonetaryPlan{}, err
	}
	size := new(big.Rat).Quo(new(big.Rat).Mul(factor, m.Book.value), m.Tolerable.value)
	truncated := new(big.Int).Quo(size.Num(), size.Denom())
	whole, _ := new(big.Rat).SetInt(truncated).Float64()
	f, _ := factor.Float64()
	p, err := m.plan("mus.poisson.acl-compat", f, max(1, whole))
	if err != nil {
		return MonetaryPlan{}, err
	}
	p.Real, _ = size.Float64()
	interval, _ := new(big.Rat).Quo(m.Tolerable.value, factor).Float64()
	p.Accept, p.Interval = c, math.Round(interval*100)/100
	p.Risk, p.RiskBefore = m.poissonRisk(p.Size), m.poissonRisk(p.Size-1)
	p.Formula = "n = trunc(F*BV/TM), F interpolated between Poisson factors rounded up to two decimals"
	p.Notes = append(p.Notes, "Rounded factors and truncation: the achieved risk may exceed the planned risk.")
	return p, nil
}

// aclFactor finds the first c whose rounded factor f_c has f_c*r <= c, and interpolates between f_(c-1) and f_c.
func aclFactor(confidence Decimal, r *big.Rat) (*big.Rat, int64, error) {
	const most = 10_000
	var before *big.Rat
	for c := int64(0); c <= most; c++ {
		factor, err := ReliabilityFactor(confidence, c)
		if err != nil {
			return nil, 0, err
		}
		f := big.NewRat(int64(math.Round(factor.RoundedUp*100)), 100)
		if new(big.Rat).Mul(f, r).Cmp(big.NewRat(c, 1)) > 0 {
			before = f
			continue
		}
		if c > 0 {
			f = interpolate(c, before, f, r)
		}
		return f, c, nil
	}
	return nil, 0, fault.New(fault.Refused, "more than %d expected errors would have to be tabulated", most)
}
