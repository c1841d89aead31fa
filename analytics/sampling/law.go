package sampling

import (
	"math/big"

	"gonum.org/v1/gonum/mathext"

	"auditql/analytics/fault"
)

// Distribution names how the number of deviations in a sample is distributed.
type Distribution string

const (
	Hypergeometric Distribution = "hypergeometric" // drawn without replacement from a population of known size
	Binomial       Distribution = "binomial"       // a population so large that its size does not matter
	Poisson        Distribution = "poisson"        // rare deviations; the usual approximation of monetary-unit sampling
)

// law gives the chance of at most x deviations, and of more, among n items when the population is just tolerable.
type law interface {
	tails(x, n int64) (atMost, above float64)
	longest() int64 // the largest sample there can be
}

// A plan for more items than this is not a plan for a sample.
const largestSample = 1_000_000_000

// Counts up to this are exact as floating-point numbers.
const largestPopulation = 1 << 53

type binomialLaw struct{ p, q float64 }
type poissonLaw struct{ rate float64 }
type hypergeometricLaw struct{ marked, population int64 }

func (l binomialLaw) longest() int64       { return largestSample }
func (l poissonLaw) longest() int64        { return largestSample }
func (l hypergeometricLaw) longest() int64 { return l.population }

func (l binomialLaw) tails(x, n int64) (atMost, above float64) {
	switch {
	case x < 0:
		return 0, 1
	case x >= n:
		return 1, 0
	}
	above, atMost = beta(float64(x)+1, float64(n-x), l.p, l.q)
	return atMost, above
}

func (l poissonLaw) tails(x, n int64) (atMost, above float64) {
	if x < 0 {
		return 0, 1
	}
	mean := float64(n) * l.rate
	return mathext.GammaIncRegComp(float64(x)+1, mean), mathext.GammaIncReg(float64(x)+1, mean)
}

func (l hypergeometricLaw) tails(x, n int64) (atMost, above float64) {
	return hypergeometric(x, n, l.marked, l.population)
}

// newLaw makes the law of a just tolerable population and gives its tolerable count K, 0 when the population is unknown.
func newLaw(d Distribution, rate Decimal, population int64) (law, int64, error) {
	if population < 0 || population > largestPopulation {
		return nil, 0, fault.New(fault.Usage, "population is %d, expected 1 to 2^53 items, or 0 when it is unknown", population)
	}
	if !rate.Given() || rate.value.Sign() <= 0 || rate.value.Cmp(big.NewRat(1, 1)) > 0 {
		return nil, 0, fault.New(fault.Usage, "tolerable rate is %q, expected a number above 0 and at most 1", rate)
	}
	count := tolerableCount(rate, population)
	switch d {
	case Binomial:
		q, _ := new(big.Rat).Sub(big.NewRat(1, 1), rate.value).Float64()
		return binomialLaw{rate.Float(), q}, count, nil
	case Poisson:
		return poissonLaw{rate.Float()}, count, nil
	case Hypergeometric:
		if population == 0 {
			return nil, 0, fault.New(fault.Usage, "the hypergeometric distribution needs the number of items in the population").
				Hint("give the population, or plan with the binomial distribution")
		}
		return hypergeometricLaw{count, population}, count, nil
	}
	return nil, 0, unknownDistribution(d)
}

func unknownDistribution(d Distribution) error {
	return fault.New(fault.Usage, "distribution is %.40q, expected hypergeometric, binomial or poisson", string(d))
}

// tolerableCount gives K = ceil(T*N) exactly, the convention of IDEA and jfa.
func tolerableCount(rate Decimal, population int64) int64 {
	return ceil(new(big.Rat).Mul(rate.Rat(), big.NewRat(population, 1))).Int64()
}

// or gives the distribution, or the default: hypergeometric when the population is known, otherwise binomial.
func (d Distribution) or(population int64) Distribution {
	if d != "" {
		return d
	}
	if population > 0 {
		return Hypergeometric
	}
	return Binomial
}
