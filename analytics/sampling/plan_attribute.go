package sampling

import (
	"fmt"
	"math/big"

	"auditql/analytics/fault"
)

// Attributes asks for the size of a sample that tests whether a control deviates more often than tolerable.
type Attributes struct {
	Distribution Distribution // empty: hypergeometric when the population is known, otherwise binomial
	Confidence   Decimal      // C, above 0 and below 1; the risk is 1-C
	Tolerable    Decimal      // T, above 0 and at most 1
	Expected     Decimal      // e, below T; when it is not given the plan is for Accept deviations
	Accept       int64        // c, used when Expected is not given
	Population   int64        // N in items, 0 when unknown
}

// PlanAttributes gives the smallest sample that accepts the population at c deviations with risk at most 1-C.
//
// By accept number: n = smallest integer with P(X <= c) <= 1-C, where X counts the deviations of a population that deviates
// exactly at the tolerable rate: Hypergeometric(N, ceil(T*N), n), Binomial(n, T) or Poisson(n*T). By expected rate: the
// smallest c = 0, 1, 2, … whose n keeps n*e <= c, so that the sample is accepted when it deviates as expected. A probability
// equal to the risk is accepted. Rates are exact decimals, so no size is off by one for a rounding.
//
// A census (n = N) is a legal answer. A binomial or Poisson size above N becomes N, and a note says so. Refused: an expected
// rate that is not below the tolerable rate; more deviations than a tolerable population has.
//
// Source: AICPA Audit Guide Audit Sampling, appendix A, of which all 392 cells of tables are met.
func PlanAttributes(a Attributes) (Plan, error) {
	d := a.Distribution.or(a.Population)
	p := Plan{Method: "attr." + string(d) + ".accept", Distribution: d, Confidence: a.Confidence, Tolerable: a.Tolerable,
		Expected: a.Expected, Population: a.Population, Accept: a.Accept, Formula: formulaOf(d), Source: sourceAttributes}
	alpha, err := risk(a.Confidence)
	if err != nil {
		return Plan{}, err
	}
	l, count, err := newLaw(d, a.Tolerable, a.Population)
	if err != nil {
		return Plan{}, err
	}
	p.Count = count
	if a.Expected.Given() {
		p.Method = "attr." + string(d) + ".expected"
		p.Formula = "smallest c = 0, 1, 2, … with n*e <= c, where n is the " + p.Formula
		p.Accept, p.Size, err = planExpected(a, l, alpha)
	} else {
		p.Size, err = planAccept(a.Accept, l, alpha)
	}
	if err != nil {
		return Plan{}, err
	}
	return p.achieved(l)
}

func planAccept(c int64, l law, alpha float64) (int64, error) {
	if c < 0 || c >= largestSample {
		return 0, fault.New(fault.Usage, "accept number is %d, expected 0 to %d deviations", c, largestSample-1)
	}
	return sizeFor(l, c, alpha)
}

func planExpected(a Attributes, l law, alpha float64) (c, n int64, err error) {
	e := a.Expected.Rat()
	if e.Sign() < 0 {
		return 0, 0, fault.New(fault.Usage, "expected rate is %s, expected 0 or more", a.Expected)
	}
	if e.Cmp(a.Tolerable.value) >= 0 {
		return 0, 0, fault.New(fault.Refused, "expected rate %s is not below the tolerable rate %s: no sample could accept the population",
			a.Expected, a.Tolerable).Hint("a control expected to deviate that often cannot be relied on; test without relying on it")
	}
	return leastAccept(l, alpha, e)
}

// achieved caps the plan at the population and states the risks.
func (p Plan) achieved(l law) (Plan, error) {
	p.Notes = append(p.Notes, noteExtension)
	if p.Population > 0 && p.Size > p.Population {
		if p.Accept >= p.Count {
			return Plan{}, fault.New(fault.Refused, "all %d items would have to be tested, and %d deviations are already the tolerable rate",
				p.Population, p.Accept)
		}
		p.Notes = append(p.Notes, fmt.Sprintf("The %s size of %d exceeds the population: all %d items are tested, and no sampling risk is left.",
			p.Distribution, p.Size, p.Population))
		p.Size, l = p.Population, hypergeometricLaw{p.Count, p.Population}
	}
	p.Risk, _ = l.tails(p.Accept, p.Size)
	p.RiskBefore, _ = l.tails(p.Accept, p.Size-1)
	return p, nil
}

// Chance is what a sample of a given size sees of a given number of deviations.
type Chance struct {
	AtLeastOne float64 `json:"p_at_least_one"`
	None       float64 `json:"p_none"`
}

// DiscoveryChance gives P(at least one) = 1 - C(N-K,n)/C(N,n): the chance that a sample of n out of N items meets at least
// one of K deviations. n = 0 never does; n > N-K always does. Source: hypergeometric distribution.
func DiscoveryChance(population, deviations, size int64) (Chance, error) {
	if population < 1 || population > largestPopulation || deviations < 0 || deviations > population || size < 0 || size > population {
		return Chance{}, fault.New(fault.Usage, "a sample of %d with %d deviations does not fit a population of %d", size, deviations, population)
	}
	none, some := hypergeometric(0, size, deviations, population)
	return Chance{AtLeastOne: some, None: none}, nil
}

// Discovery asks for the sample that meets at least one of a critical number of deviations, for example of fraud.
type Discovery struct {
	Confidence Decimal
	Population int64 // N in items
	Critical   int64 // K: if this many deviations exist, at least one shall be seen
}

// PlanDiscovery gives the smallest n with C(N-K,n)/C(N,n) <= 1-C: the attribute plan for c = 0 and a critical count K.
// One critical item of N needs n = ceil(C*N). Refused: K below 1 or above N.
func PlanDiscovery(d Discovery) (Plan, error) {
	alpha, err := risk(d.Confidence)
	if err != nil {
		return Plan{}, err
	}
	if d.Critical < 1 || d.Critical > d.Population || d.Population > largestPopulation {
		return Plan{}, fault.New(fault.Usage, "critical count is %d, expected 1 to %d, the population", d.Critical, d.Population)
	}
	l := hypergeometricLaw{d.Critical, d.Population}
	p := Plan{Method: "attr.discovery.size", Distribution: Hypergeometric, Confidence: d.Confidence, Population: d.Population,
		Count: d.Critical, Tolerable: exact(big.NewRat(d.Critical, d.Population)), Source: sourceAttributes,
		Formula: "smallest n with C(N-K,n)/C(N,n) <= 1-C"}
	if p.Size, err = sizeFor(l, 0, alpha); err != nil {
		return Plan{}, err
	}
	return p.achieved(l)
}
