package sampling

import (
	"fmt"
	"math/big"
)

// concludeStrata judges the status of a stratified sample: by its joint limit, or because every stratum is within the
// tolerable rate by itself, which a frame that deviates too often cannot be.
func (e *Evaluation) concludeStrata(q Question) error {
	each, projected, items := true, new(big.Rat), int64(0)
	for _, h := range e.Outcome.Strata {
		items += h.Population
		if h.Size == 0 && h.Population > 0 {
			each = false
			e.Notes = append(e.Notes, fmt.Sprintf("No item of stratum %q was tested: nothing is said of its %d items.", h.Name, h.Population))
		}
	}
	for _, r := range e.Rates {
		if r.Of == allDeviations {
			each = each && r.Conclusion.Supported
			projected.Add(projected, new(big.Rat).Mul(big.NewRat(r.Population, r.Size), big.NewRat(r.Deviations, 1)))
		}
	}
	rate, _ := projected.Quo(projected, big.NewRat(items, 1)).Float64()
	c := Conclusion{Judgement: remainingJudgement, References: []string{"AS 2315 .40-.43 and footnote 5", "ISA 530.12-15"}}
	c.Statements = []string{fmt.Sprintf("%d of %d items deviate; projected by strata, %s of the population deviates (AS 2315 footnote 5).",
		e.Outcome.Deviations, e.Outcome.Size, percent(rate))}
	joint, known, err := e.Outcome.jointLimit(q, items, rate)
	if err != nil {
		return err
	}
	if known {
		e.Rates = append([]Rate{joint}, e.Rates...)
		c.Statements = append(c.Statements, fmt.Sprintf("At %s confidence the deviation rate of the population is at most %s by the joint limit of the strata.",
			percent(AttributeSample{Confidence: q.Confidence}.confidenceAbove(joint.Side)), percentUp(joint.Upper)))
	} else {
		e.Notes = append(e.Notes, "The sample allows no joint limit of the strata; each is judged by itself.")
	}
	c.Supported = q.Rate.Given() && (each || known && joint.Conclusion.Supported)
	tolerable := percent(q.Rate.Float())
	switch {
	case !q.Rate.Given() || q.Side == Lower:
	case known && joint.Conclusion.Supported:
		c.Statements = append(c.Statements, fmt.Sprintf("This is within the tolerable rate of %s: the sample supports the planned reliance on the control.", tolerable))
	case each:
		c.Statements = append(c.Statements, fmt.Sprintf("Every stratum is within the tolerable rate of %s by itself: the sample supports the planned reliance on the control.", tolerable))
	default:
		c.Statements = append(c.Statements, fmt.Sprintf("Neither the joint limit nor every stratum by itself is within the tolerable rate of %s: "+
			"the sample does not support the planned reliance on the control.", tolerable))
	}
	e.conclude(c, q.Rate.Given() && q.Side != Lower)
	return nil
}

// jointLimit gives an upper limit of the deviation rate of the whole frame from the x deviations in all n items of the strata.
//
// The deviations found are a sum of independent trials, n in number, since each hypergeometric count is one. Of all such sums
// with mean m and for x <= m-1, the binomial distribution with n trials and the mean m has the largest P(X <= x). When K
// items of N deviate, m is at least f*K, in which f is the smallest of the sampling fractions n_h/N_h. So P(X <= x) is at most the
// binomial one with the rate f*K/n, and the limit is qbeta(C, x+1, n-x)*n/(f*N); with the same fraction in each stratum
// that is Clopper and Pearson's. It is unknown where x > m-1, and when a stratum was not sampled.
// Source: Hoeffding, Annals of Mathematical Statistics 27 (1956), theorem 4; Vatutin and Mikhailov (1982) for the trials.
func (o Outcome) jointLimit(q Question, items int64, rate float64) (r Rate, known bool, err error) {
	alpha, err := risk(q.Confidence)
	if err != nil || q.Side == Lower {
		return r, false, err
	}
	if q.Side == Two && q.Estimator == "" {
		alpha /= 2
	}
	fraction := big.NewRat(1, 1)
	for _, h := range o.Strata {
		if f := big.NewRat(h.Size, max(h.Population, 1)); h.Population > 0 && f.Cmp(fraction) < 0 {
			fraction = f
		}
	}
	n, x := float64(o.Size), float64(o.Deviations)
	f, _ := fraction.Float64()
	if f == 0 || o.Deviations == o.Size {
		return r, false, nil
	}
	p := betaUpper(alpha, x+1, n-x)
	if x > n*p-1 {
		return r, false, nil
	}
	r = Rate{Of: allDeviations + ", all strata", Population: items, Size: o.Size, Deviations: o.Deviations, Limits: []RateLimits{}}
	r.AttributeResult = AttributeResult{Distribution: Binomial, Side: Upper, Point: rate, Upper: min(p*n/(f*float64(items)), 1),
		Formula: "upper = qbeta(C, x+1, n-x)*n/(f*N), f the smallest sampling fraction", Source: "Hoeffding 1956, theorem 4"}
	if q.Side == Two && q.Estimator == "" {
		r.Side = Two
	}
	r.TableUpper, r.Allowance = roundUp(r.Upper*1000, 1)/10, r.Upper-rate
	if !q.Rate.Given() {
		return r, true, nil
	}
	marked := new(big.Rat).SetInt(ceil(new(big.Rat).Mul(q.Rate.value, big.NewRat(items, 1)))) // K
	mean := marked.Mul(marked, fraction)
	r.PValue = 1
	if mean.Cmp(big.NewRat(o.Deviations+1, 1)) >= 0 {
		at := exact(mean.Quo(mean, big.NewRat(o.Size, 1)))
		if r.PValue, err = AttributePValue(AttributeSample{Distribution: Binomial, Size: o.Size, Deviations: o.Deviations, Tolerable: at}); err != nil {
			return r, false, err
		}
	}
	r.Conclusion.Supported = acceptable(r.PValue, alpha)
	return r, true, nil
}
