package sampling

import (
	"math"
	"math/big"

	"auditql/analytics/fault"
)

// Estimator names how a total is estimated from a sample of items.
type Estimator string

const (
	MeanPerUnit Estimator = "mpu"        // audited values alone
	Difference  Estimator = "difference" // book - audit
	Ratio       Estimator = "ratio"      // audit / book
	Regression  Estimator = "regression" // audit on book by least squares
)

// Pair is a tested item.
type Pair struct {
	Book  Decimal `json:"book"`
	Audit Decimal `json:"audit"`
}

// VariablesSample is a tested sample of items, each with the same chance.
type VariablesSample struct {
	Estimator   Estimator
	Confidence  Decimal
	Side        Side    // empty: two; upper and lower put the whole risk on each of both limits
	Population  int64   // N in items
	Book        Decimal // X, book value of the population; may be missing for the difference estimator
	Sums        Sums    // of the sample: see [SumPairs]
	Uncorrected bool    // leave out the finite population correction
	Tolerable   Decimal // tolerable misstatement; not given: no conclusion
}

// Estimate is an estimated misstatement and its interval, in currency. Overstatement is positive.
type Estimate struct {
	Estimator     Estimator  `json:"estimator"`
	Side          Side       `json:"sided"`
	Misstatement  float64    `json:"estimate_misstatement"`
	Audit         float64    `json:"estimate_audit_value"` // 0 when the book value is not given
	StandardError float64    `json:"standard_error"`
	DF            float64    `json:"df"`
	T             float64    `json:"t"`
	Precision     float64    `json:"precision"` // T * StandardError
	Lower         float64    `json:"lower"`     // of the misstatement
	Upper         float64    `json:"upper"`     // of the misstatement
	Notes         []string   `json:"notes,omitempty"`
	Conclusion    Conclusion `json:"conclusion"`
}

// EvaluateVariables estimates the misstatement X - (audited total) of a population, with x book and y audited values.
//
// mpu: audited total N*ybar, s over y. difference: misstatement N*mean(x-y), s over x-y. ratio: audited total X*R, R = sum y /
// sum x, s^2 = sum (y-Rx)^2/(n-1). regression: audited total N*ybar + b*(X - N*xbar), s^2 = SSE/(n-2). The standard error is
// N*s/sqrt(n) * sqrt(1-n/N); t has n-1 degrees of freedom, regression n-2. Sums are exact, so nothing cancels.
//
// Refused: fewer than 2 items (regression 3); more items than the population; fewer than 3 items that differ, for which every
// estimator but mpu understates its error; equal book values for regression.
// Source: Cochran, Sampling Techniques, 3rd edition, chapters 2, 6 and 7; Roberts, Statistical Auditing, 1978.
func EvaluateVariables(s VariablesSample) (Estimate, error) {
	alpha, err := risk(s.Confidence)
	if err != nil {
		return Estimate{}, err
	}
	e, v, err := s.estimate()
	if err != nil {
		return Estimate{}, err
	}
	e.StandardError = math.Sqrt(v)
	e.Side = s.Side.or(Two)
	e = e.interval(alpha)
	e.Conclusion = concludeMisstatement(e.Misstatement, e.Lower, e.Upper, s.Tolerable, s.Confidence)
	return e, nil
}

// interval fills t, the precision and the limits from the standard error and the degrees of freedom.
func (e Estimate) interval(alpha float64) Estimate {
	if e.Side == Two {
		alpha /= 2
	}
	e.T = studentUpper(alpha, e.DF)
	e.Precision = e.T * e.StandardError
	e.Lower, e.Upper = e.Misstatement-e.Precision, e.Misstatement+e.Precision
	return e
}

// estimate gives the point estimate with its degrees of freedom, and the variance of the estimated total.
func (s VariablesSample) estimate() (Estimate, float64, error) {
	if err := s.check(); err != nil {
		return Estimate{}, 0, err
	}
	n := s.Sums.N
	e := Estimate{Estimator: s.Estimator, DF: float64(n - 1)}
	misstatement, squared, err := s.Sums.project(s.Estimator, s.Population, s.Book.Rat())
	if err != nil {
		return Estimate{}, 0, err
	}
	free := n - 1
	if s.Estimator == Regression {
		free, e.DF = n-2, float64(n-2)
	}
	if squared.Sign() < 0 {
		return Estimate{}, 0, fault.New(fault.Usage, "the sums of the sample contradict each other: a sum of squares would be negative")
	}
	e.Misstatement, _ = misstatement.Float64()
	if s.Book.Given() {
		e.Audit, _ = new(big.Rat).Sub(s.Book.value, misstatement).Float64()
	}
	v := squared.Mul(squared, big.NewRat(s.Population, free))
	v.Mul(v, big.NewRat(s.Population, n))
	if !s.Uncorrected {
		v.Mul(v, big.NewRat(s.Population-n, s.Population))
	}
	variance, _ := v.Float64()
	return e, variance, nil
}

func (s VariablesSample) check() error {
	least := int64(2)
	if s.Estimator == Regression {
		least = 3
	}
	switch {
	case s.Side != "" && s.Side != Two && s.Side != Upper && s.Side != Lower:
		return fault.New(fault.Usage, "side is %.40q, expected upper, lower or two", string(s.Side))
	case s.Sums.N < least || s.Population > largestPopulation:
		return fault.New(fault.Refused, "a sample of %d items is too small for the %s estimator, expected at least %d", s.Sums.N, s.Estimator, least)
	case s.Sums.N > s.Population:
		return fault.New(fault.Usage, "a sample of %d items does not fit a population of %d", s.Sums.N, s.Population)
	case !s.Book.Given() && s.Estimator != Difference:
		return fault.New(fault.Usage, "book value of the population is missing, which the %s estimator needs", s.Estimator)
	case s.Sums.counted && s.Sums.Differing < 3 && s.Estimator != MeanPerUnit:
		return fault.New(fault.Refused, "%d items differ, expected at least 3: the %s estimator would understate its error", s.Sums.Differing, s.Estimator).
			Hint("use the mean-per-unit estimator, or a monetary-unit sample")
	}
	return nil
}

// Sums are the exact sums of a sample from which every estimator follows.
type Sums struct {
	N         int64   `json:"n"`
	Book      Decimal `json:"sum_book"`
	Audit     Decimal `json:"sum_audit"`
	Book2     Decimal `json:"sum_book2"`
	Audit2    Decimal `json:"sum_audit2"`
	BookAudit Decimal `json:"sum_book_audit"`
	Differing int64   `json:"differing,omitzero"` // items whose values differ; known only when the sums were made from items
	counted   bool
}

// SumPairs sums tested items.
func SumPairs(pairs []Pair) Sums {
	var x, y, xx, yy, xy big.Rat
	s := Sums{N: int64(len(pairs)), counted: true}
	for _, p := range pairs {
		book, audit := p.Book.Rat(), p.Audit.Rat()
		x.Add(&x, book)
		y.Add(&y, audit)
		xx.Add(&xx, new(big.Rat).Mul(book, book))
		yy.Add(&yy, new(big.Rat).Mul(audit, audit))
		xy.Add(&xy, new(big.Rat).Mul(book, audit))
		if book.Cmp(audit) != 0 {
			s.Differing++
		}
	}
	s.Book, s.Audit, s.Book2, s.Audit2, s.BookAudit = exact(&x), exact(&y), exact(&xx), exact(&yy), exact(&xy)
	return s
}

// SumDifferences sums a sample of n items of which only the nonzero differences book - audit were noted. It serves the
// difference estimator only.
func SumDifferences(n int64, differences []Decimal) Sums {
	pairs := make([]Pair, len(differences))
	for i, d := range differences {
		pairs[i].Book = d
	}
	s := SumPairs(pairs)
	s.N = n
	return s
}

// project gives the estimated misstatement of the population and the sum of squares about the estimator.
func (s Sums) project(e Estimator, items int64, book *big.Rat) (misstatement, squared *big.Rat, err error) {
	n, x, y := big.NewRat(s.N, 1), s.Book.Rat(), s.Audit.Rat()
	raise := func(sum *big.Rat) *big.Rat { return new(big.Rat).Mul(sum, big.NewRat(items, s.N)) }
	sub := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
	mul := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	about := func(ab, a, b *big.Rat) *big.Rat { return sub(ab, new(big.Rat).Quo(mul(a, b), n)) }
	xx, yy, xy := about(s.Book2.Rat(), x, x), about(s.Audit2.Rat(), y, y), about(s.BookAudit.Rat(), x, y)
	switch e {
	case MeanPerUnit:
		return sub(book, raise(y)), yy, nil
	case Difference:
		return raise(sub(x, y)), sub(sub(xx, xy), sub(xy, yy)), nil
	case Ratio:
		if x.Sign() == 0 {
			return nil, nil, fault.New(fault.Refused, "the book values of the sample sum to 0, which has no ratio")
		}
		r := new(big.Rat).Quo(y, x)
		squared = sub(s.Audit2.Rat(), mul(r, mul(big.NewRat(2, 1), s.BookAudit.Rat())))
		return sub(book, mul(book, r)), squared.Add(squared, mul(mul(r, r), s.Book2.Rat())), nil
	case Regression:
		if xx.Sign() == 0 {
			return nil, nil, fault.New(fault.Refused, "all book values of the sample are equal, which has no regression")
		}
		b := new(big.Rat).Quo(xy, xx)
		audit := raise(y)
		audit.Add(audit, mul(b, sub(book, raise(x))))
		return sub(book, audit), sub(yy, mul(b, xy)), nil
	}
	return nil, nil, fault.New(fault.Usage, "estimator is %.40q, expected mpu, difference, ratio or regression", string(e))
}

// variance gives the sample variance of n values with the given sums.
func variance(squares, sum *big.Rat, n int64) float64 {
	v := new(big.Rat).Mul(sum, sum)
	v.Quo(v, big.NewRat(n, 1))
	v.Sub(squares, v)
	v.Quo(v, big.NewRat(n-1, 1))
	f, _ := v.Float64()
	return f
}
