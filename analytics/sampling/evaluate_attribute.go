package sampling

import (
	"fmt"
	"math/big"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// AttributeSample is a tested attribute sample.
type AttributeSample struct {
	Distribution Distribution // empty: hypergeometric when the population is known, otherwise binomial
	Confidence   Decimal
	Side         Side    // empty: upper
	Population   int64   // N in items; 0 when unknown
	Size         int64   // n, items tested
	Deviations   int64   // x, of which deviate
	Tolerable    Decimal // T; not given: limits only, no conclusion about reliance
}

// AttributeResult holds rates as fractions. The side that was not asked for holds its trivial limit, 0 or 1.
type AttributeResult struct {
	Distribution Distribution `json:"distribution"`
	Side         Side         `json:"sided"`
	Point        float64      `json:"point"` // x/n, which is also the projection to the population
	Lower        float64      `json:"lower"`
	Upper        float64      `json:"upper"`                // may exceed 1 by the Poisson distribution; shown as 1 then
	LowerCount   int64        `json:"lower_count,omitzero"` // hypergeometric: items of the population
	UpperCount   int64        `json:"upper_count,omitzero"` // hypergeometric: items of the population
	TableUpper   float64      `json:"table_percent"`        // Upper in percent, rounded up to 0.1 as printed in tables
	PValue       float64      `json:"p_value,omitzero"`     // P(X <= x) at the tolerable rate
	Allowance    float64      `json:"allowance"`            // Upper - Point, the allowance for sampling risk
	Conclusion   Conclusion   `json:"conclusion"`
	Source       string       `json:"source"`
	Formula      string       `json:"formula"`
}

// EvaluateAttributes gives the confidence limits of a deviation rate by inversion of the exact test, and the p-value
// P(X <= x) of a population that deviates at the tolerable rate.
//
// Binomial (Clopper-Pearson): upper = qbeta(C, x+1, n-x), 1 if x = n; lower = qbeta(1-C, x, n-x+1), 0 if x = 0.
// Poisson (Garwood): upper = qgamma(C, x+1)/n, lower = qgamma(1-C, x)/n.
// Hypergeometric: upper = the largest K with P(X <= x | K) > 1-C, lower = the smallest K with P(X >= x | K) > 1-C, K from x to
// N-n+x, as rates K/N; after a census both are x/N. Two-sided limits put (1-C)/2 on each side.
//
// The population is supported when the p-value is at most 1-C, which is when x is at most the accept number of the plan.
// Source: AICPA Audit Guide Audit Sampling, tables A-3 and A-4 (the binomial upper limit rounded up to 0.1 %).
func EvaluateAttributes(s AttributeSample) (AttributeResult, error) {
	alpha, err := s.check()
	if err != nil {
		return AttributeResult{}, err
	}
	d := s.Distribution.or(s.Population)
	r := AttributeResult{Distribution: d, Side: s.Side.or(Upper), Upper: 1, Point: float64(s.Deviations) / float64(s.Size),
		Source: "AICPA Audit Guide Audit Sampling, tables A-3 and A-4; AS 2315 .40-.43; ISA 530.12-15"}
	if r.Side == Two {
		alpha /= 2
	}
	if err := s.limits(&r, alpha); err != nil {
		return AttributeResult{}, err
	}
	r.TableUpper = roundUp(min(r.Upper, 1)*1000, 1) / 10
	r.Allowance = r.Upper - r.Point
	if s.Tolerable.Given() {
		if r.PValue, err = AttributePValue(s); err != nil {
			return AttributeResult{}, err
		}
	}
	r.Conclusion = s.conclude(r)
	return r, nil
}

func (s AttributeSample) check() (alpha float64, err error) {
	if alpha, err = risk(s.Confidence); err != nil {
		return 0, err
	}
	return alpha, s.checkCounts()
}

func (s AttributeSample) checkCounts() error {
	switch {
	case s.Size < 1 || s.Deviations < 0 || s.Deviations > s.Size || s.Size > largestPopulation || s.Population > largestPopulation:
		return fault.New(fault.Usage, "%s in a sample of %d: expected 0 up to the size of the sample", record.Counted(s.Deviations, "deviation"), s.Size)
	case s.Population < 0 || s.Population > 0 && s.Population < s.Size:
		return fault.New(fault.Usage, "a sample of %d does not fit a population of %d", s.Size, s.Population)
	case s.Side != "" && s.Side != Upper && s.Side != Lower && s.Side != Two:
		return fault.New(fault.Usage, "side is %.40q, expected upper, lower or two", string(s.Side))
	}
	return nil
}

func (s AttributeSample) limits(r *AttributeResult, alpha float64) error {
	n, x := float64(s.Size), float64(s.Deviations)
	low, high := r.Side != Upper, r.Side != Lower
	switch r.Distribution {
	case Binomial:
		r.Formula = "upper = qbeta(C, x+1, n-x), lower = qbeta(1-C, x, n-x+1)"
		if high && s.Deviations < s.Size {
			r.Upper = betaUpper(alpha, x+1, n-x)
		}
		if low && s.Deviations > 0 {
			r.Lower = betaLower(alpha, x, n-x+1)
		}
	case Poisson:
		r.Formula = "upper = qgamma(C, x+1)/n, lower = qgamma(1-C, x)/n"
		if high {
			r.Upper = gammaUpper(alpha, x+1) / n
		}
		if low && s.Deviations > 0 {
			r.Lower = gammaLower(alpha, x) / n
		}
	case Hypergeometric:
		if s.Population == 0 {
			return fault.New(fault.Usage, "the hypergeometric distribution needs the number of items in the population")
		}
		r.Formula = "upper = largest K with P(X <= x | K) > 1-C, lower = smallest K with P(X >= x | K) > 1-C, as K/N"
		r.LowerCount, r.UpperCount = s.Deviations, s.Population-s.Size+s.Deviations
		if high {
			r.UpperCount = upperCount(alpha, s.Population, s.Size, s.Deviations)
			r.Upper = float64(r.UpperCount) / float64(s.Population)
		}
		if low {
			r.LowerCount = lowerCount(alpha, s.Population, s.Size, s.Deviations)
			r.Lower = float64(r.LowerCount) / float64(s.Population)
		}
	default:
		return unknownDistribution(r.Distribution)
	}
	return nil
}

// upperCount gives the largest K that the sample does not reject.
func upperCount(alpha float64, population, size, x int64) int64 {
	return smallest(x, population-size+x, func(marked int64) bool {
		p, _ := hypergeometric(x, size, marked, population)
		return acceptable(p, alpha)
	}) - 1
}

func lowerCount(alpha float64, population, size, x int64) int64 {
	return smallest(x-1, population-size+x, func(marked int64) bool {
		_, p := hypergeometric(x-1, size, marked, population)
		return !acceptable(p, alpha)
	})
}

// AttributePValue gives P(X <= x) when the population deviates exactly at the tolerable rate. Confidence and Side are not used.
func AttributePValue(s AttributeSample) (float64, error) {
	if err := s.checkCounts(); err != nil {
		return 0, err
	}
	l, _, err := newLaw(s.Distribution.or(s.Population), s.Tolerable, s.Population)
	if err != nil {
		return 0, err
	}
	p, _ := l.tails(s.Deviations, s.Size)
	return p, nil
}

func deviate(n int64) string {
	if n == 1 {
		return "deviates"
	}
	return "deviate"
}

func (s AttributeSample) conclude(r AttributeResult) Conclusion {
	c := Conclusion{Judgement: remainingJudgement, References: []string{"AS 2315 .40-.43", "ISA 530.12-15"}}
	c.Statements = append(c.Statements, fmt.Sprintf("%d of %s %s, %s, which is the projection to the population (ISA 530.14, A20; AS 2315 .41).",
		s.Deviations, record.Counted(s.Size, "item"), deviate(s.Deviations), percent(r.Point)))
	if r.Side == Lower {
		return c
	}
	limit := fmt.Sprintf("At %s confidence the deviation rate of the population is at most %s", percent(s.confidenceAbove(r.Side)), percentUp(r.Upper))
	if !s.Tolerable.Given() {
		c.Statements = append(c.Statements, limit+".")
		return c
	}
	alpha, _ := risk(s.Confidence)
	if r.Side == Two {
		alpha /= 2
	}
	c.Supported = acceptable(r.PValue, alpha)
	switch {
	case c.Supported:
		limit += fmt.Sprintf(", within the tolerable rate of %s: the sample supports the planned reliance on the control.", percent(s.Tolerable.Float()))
	case r.Point > s.Tolerable.Float():
		limit += fmt.Sprintf(". The sample rate itself exceeds the tolerable rate of %s: the sample does not support the planned reliance on the control.",
			percent(s.Tolerable.Float()))
	default:
		limit += fmt.Sprintf(". The sample rate is within the tolerable rate of %s, the limit is not: the risk of relying on a control "+
			"that deviates too often is higher than planned, and the sample does not support the planned reliance.", percent(s.Tolerable.Float()))
	}
	c.Statements = append(c.Statements, limit)
	return c
}

// confidenceAbove gives the confidence of the upper limit alone.
func (s AttributeSample) confidenceAbove(side Side) float64 {
	c := s.Confidence.Rat()
	if side == Two {
		c = new(big.Rat).Quo(c.Add(c, big.NewRat(1, 1)), big.NewRat(2, 1))
	}
	f, _ := c.Float64()
	return f
}

// Customary is what a sample size that is customary for a frequency of control can show without any deviation.
type Customary struct {
	Control    string  `json:"control"`
	Population int64   `json:"population"`
	Size       int64   `json:"n"`
	Upper      float64 `json:"upper"`
}

// CustomarySizes gives the upper limits of the customary small samples of periodic controls when they show no deviation.
// They are weak: at 90 % confidence 2 of 12 months leave a rate of up to 58 %, 25 of 250 days up to 8 %.
func CustomarySizes(confidence Decimal) ([]Customary, error) {
	alpha, err := risk(confidence)
	if err != nil {
		return nil, err
	}
	rows := []Customary{{"monthly", 12, 2, 0}, {"weekly", 52, 5, 0}, {"daily", 250, 15, 0}, {"daily", 250, 25, 0}}
	for i, r := range rows {
		rows[i].Upper = float64(upperCount(alpha, r.Population, r.Size, 0)) / float64(r.Population)
	}
	return rows, nil
}
