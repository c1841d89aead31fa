package sampling

import (
	"math"
	"math/big"
	"slices"

	"auditql/analytics/fault"
)

// Taints is a tested monetary-unit sample as its taints t = (book - audit)/book, one per hit: an item hit twice gives two.
type Taints struct {
	Distribution Distribution // empty: poisson
	Confidence   Decimal
	Book         Decimal   // B, the book value of the sampled frame without the certainty items, in currency
	Size         int64     // n, hits
	Taints       []Decimal // zero taints may be left out; negative ones (understatements) are not part of an overstatement bound
}

// Bound is an upper limit on overstatement. Amounts are in the currency of the book value.
type Bound struct {
	Rate       float64     `json:"ub_rate"`         // upper limit / B
	MostLikely float64     `json:"mle_rate"`        // projected / B
	Basic      float64     `json:"basic_precision"` // the limit when no misstatement is found, p(0)*B
	Projected  float64     `json:"projected"`       // B/n * sum of taints
	Increment  float64     `json:"incremental"`     // allowance beyond the projection, for the misstatements found
	Limit      float64     `json:"upper_limit"`     // basic + projected + incremental
	Steps      []TaintStep `json:"steps,omitempty"`
}

// TaintStep is what one taint, in falling order, adds to a Stringer bound.
type TaintStep struct {
	Taint float64 `json:"taint"`
	Rate  float64 `json:"rate"`  // p(j), the upper limit of the rate of j errors
	Adds  float64 `json:"adds"`  // (p(j) - p(j-1)) * B * t, in currency
	Share float64 `json:"share"` // B/n * t, the part of it that is projection
}

// errorRates gives p(j), the upper limit of the error rate of the frame when j errors were found.
type errorRates func(j int) float64

func (t Taints) rates() (errorRates, error) {
	alpha, err := risk(t.Confidence)
	if err != nil {
		return nil, err
	}
	if t.Size < 1 || t.Size > largestSample || int64(len(t.Taints)) > t.Size {
		return nil, fault.New(fault.Usage, "%d taints in a sample of %d hits, expected one taint per hit at most", len(t.Taints), t.Size)
	}
	if t.Book.Rat().Sign() <= 0 {
		return nil, fault.New(fault.Usage, "book value of the frame is %q, expected an amount above 0", t.Book)
	}
	n := float64(t.Size)
	switch t.Distribution {
	case Poisson, "":
		return func(j int) float64 { return gammaUpper(alpha, float64(j)+1) / n }, nil
	case Binomial:
		return func(j int) float64 {
			if int64(j) >= t.Size {
				return 1
			}
			return betaUpper(alpha, float64(j)+1, n-float64(j))
		}, nil
	case Hypergeometric:
		units, err := wholeUnits(t.Book)
		if err != nil {
			return nil, err
		}
		if units < t.Size {
			return nil, fault.New(fault.Refused, "%d hits do not fit a frame of %d whole units of currency", t.Size, units)
		}
		return func(j int) float64 { return float64(upperCount(alpha, units, t.Size, int64(j))) / float64(units) }, nil
	}
	return nil, unknownDistribution(t.Distribution)
}

// positive gives the taints above zero in falling order.
func (t Taints) positive() []float64 {
	var taints []float64
	for _, d := range t.Taints {
		if f := d.Float(); f > 0 {
			taints = append(taints, f)
		}
	}
	slices.Sort(taints)
	slices.Reverse(taints)
	return taints
}

// StringerBound gives the Stringer upper limit on overstatement.
//
// With the taints t_1 >= t_2 >= … above zero, each at most 1, and p(j) the upper limit of the rate of j errors:
// rate = p(0) + sum (p(j) - p(j-1)) * t_j. Its parts, in currency: basic precision p(0)*B; projected B/n * sum t_j;
// incremental sum ((p(j) - p(j-1))*B - B/n) * t_j, which may be negative for many small taints by the binomial distribution.
// Refused: more taints than hits, a book value that is not above 0.
//
// Source: Stringer 1963; AICPA Audit Guide Audit Sampling; Leslie, Teitlebaum and Anderson, Dollar-unit Sampling, 1979.
func StringerBound(t Taints) (Bound, error) {
	p, err := t.rates()
	if err != nil {
		return Bound{}, err
	}
	taints := t.positive()
	for i := range taints {
		taints[i] = min(taints[i], 1)
	}
	return stringer(p, taints, t.Book.Float(), t.Size), nil
}

// stringer takes falling taints. A taint above 1 widens the basic precision: the frame may then hold such items unseen.
func stringer(p errorRates, taints []float64, book float64, size int64) Bound {
	widest := 1.0
	if len(taints) > 0 {
		widest = max(1, taints[0])
	}
	before := p(0)
	b := Bound{Rate: before * widest, Basic: before * widest * book}
	for j, taint := range taints {
		rate := p(j + 1)
		step := TaintStep{Taint: taint, Rate: rate, Adds: (rate - before) * book * taint, Share: book / float64(size) * taint}
		b.Rate += (rate - before) * taint
		b.MostLikely += taint / float64(size)
		b.Projected += step.Share
		b.Increment += step.Adds - step.Share
		b.Steps = append(b.Steps, step)
		before = rate
	}
	b.Limit = b.Rate * book
	return b
}

// CellBound gives the cell upper limit on overstatement, which is below the Stringer bound unless many taints are small.
//
// s_0 = p(0) * max(1, t_1); s_i = max(s_(i-1) + t_i/n, p(i) * mean(t_1 … t_i)); limit = B * s_m. Taints are not clipped.
// The limit assumes that hits are spread as cell or interval selection spreads them.
// Source: Leslie, Teitlebaum and Anderson, Dollar-unit Sampling, 1979; results of CaseWare IDEA are met to 1e-4.
func CellBound(t Taints) (Bound, error) {
	p, err := t.rates()
	if err != nil {
		return Bound{}, err
	}
	return cell(p, t.positive(), t.Book.Float(), t.Size), nil
}

func cell(p errorRates, taints []float64, book float64, size int64) Bound {
	widest, sum := 1.0, 0.0
	if len(taints) > 0 {
		widest = max(1, taints[0])
	}
	b := Bound{Rate: p(0) * widest, Basic: p(0) * widest * book}
	for i, taint := range taints {
		sum += taint
		b.Rate = max(b.Rate+taint/float64(size), p(i+1)*sum/float64(i+1))
	}
	b.MostLikely = sum / float64(size)
	b.Projected, b.Limit = b.MostLikely*book, b.Rate*book
	b.Increment = b.Limit - b.Projected - b.Basic
	return b
}

// TaintSum is a tested monetary-unit sample as the sum of its taints.
type TaintSum struct {
	Distribution Distribution // empty: poisson; binomial
	Confidence   Decimal
	Size         int64   // n, hits
	Sum          Decimal // sum of the taints, 0 or more
}

// TaintSumBound gives an approximate upper limit on the misstatement rate from the sum of the taints alone:
// qgamma(C, 1 + sum)/n (Poisson) or qbeta(C, 1 + sum, n - sum) (binomial; 1 when every hit is wholly misstated).
//
// It is not a proved bound when taints are partial; use it beside the Stringer bound, not in its place. Source: jfa.
func TaintSumBound(t TaintSum) (upper, mostLikely float64, err error) {
	alpha, err := risk(t.Confidence)
	if err != nil {
		return 0, 0, err
	}
	n, sum := float64(t.Size), t.Sum.Float()
	if t.Size < 1 || t.Size > largestSample || sum < 0 || sum > n {
		return 0, 0, fault.New(fault.Usage, "taints sum to %s in a sample of %d hits, expected 0 up to the number of hits", t.Sum, t.Size)
	}
	switch t.Distribution {
	case Poisson, "":
		return gammaUpper(alpha, 1+sum) / n, sum / n, nil
	case Binomial:
		if sum == n {
			return 1, 1, nil
		}
		return betaUpper(alpha, 1+sum, n-sum), sum / n, nil
	}
	return 0, 0, fault.New(fault.Usage, "distribution is %.40q, expected poisson or binomial", string(t.Distribution))
}

// MeanTaint estimates the misstatement from the mean of the taints, for samples with many of them:
// B * mean(t) ± t_df * B * s/sqrt(n), with s over all n taints, zeros included, and df = taints that are not zero, less 1.
//
// Negative taints count with their sign. Side is two unless upper or lower is asked for, which puts the whole risk on each
// limit. Refused: fewer than 2 nonzero taints. Below 20 the normal approximation is weak; use the Stringer bound then.
// Source: the PPS estimation of FSaudit.
func MeanTaint(t Taints, side Side) (Estimate, error) {
	alpha, err := risk(t.Confidence)
	if err != nil {
		return Estimate{}, err
	}
	if _, err := t.rates(); err != nil {
		return Estimate{}, err
	}
	sum, squares, nonzero := new(big.Rat), new(big.Rat), 0
	for _, d := range t.Taints {
		if d.Rat().Sign() != 0 {
			nonzero++
		}
		sum.Add(sum, d.Rat())
		squares.Add(squares, new(big.Rat).Mul(d.Rat(), d.Rat()))
	}
	if nonzero < 2 || t.Size < 2 {
		return Estimate{}, fault.New(fault.Refused, "%d of %d taints are not zero, expected at least 2 for an estimate by the mean taint", nonzero, t.Size).
			Hint("use the Stringer bound")
	}
	book, n := t.Book.Float(), float64(t.Size)
	total, _ := sum.Float64()
	e := Estimate{Estimator: "mean-taint", Misstatement: book * total / n, DF: float64(nonzero - 1), Side: side.or(Two)}
	e.Audit = book - e.Misstatement
	e.StandardError = book * math.Sqrt(variance(squares, sum, t.Size)/n)
	if nonzero < 20 {
		e.Notes = append(e.Notes, "Fewer than 20 taints are not zero: the interval by the mean taint is weak.")
	}
	return e.interval(alpha), nil
}
