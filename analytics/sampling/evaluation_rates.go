package sampling

import (
	"cmp"
	"fmt"
	"strings"
)

// rates evaluates the status and each attribute that was tested, of the frame or of each stratum.
func (e *Evaluation) rates(q Question, s Selection) error {
	o := e.Outcome
	parts := o.Strata
	if s.Method != Stratified {
		parts = []StratumOutcome{{Population: s.Frame.Items, Size: o.Size, Deviations: o.Deviations, Attributes: o.Attributes}}
	}
	for i, of := range append([]string{allDeviations}, AttributeNames[:]...) {
		for _, p := range parts {
			count := MarkedCount{p.Size, p.Deviations}
			if i > 0 {
				count = p.Attributes[i-1]
			}
			if count.Tested == 0 {
				continue
			}
			r, err := q.rate(of, p, count.Tested, count.Deviations)
			if err != nil {
				return err
			}
			e.Rates = append(e.Rates, r)
		}
	}
	if s.Method == Stratified {
		if err := e.concludeStrata(q); err != nil {
			return err
		}
	} else {
		e.conclude(e.Rates[0].Conclusion, q.Rate.Given() && q.Side != Lower)
		e.stages(q)
	}
	for i := range e.Rates { // what is said of all of them is said once
		e.Rates[i].Conclusion.Judgement, e.Rates[i].Conclusion.References = nil, nil
	}
	return nil
}

// rate evaluates one rate, with the limits by every distribution.
func (q Question) rate(of string, population StratumOutcome, size, deviations int64) (Rate, error) {
	in := AttributeSample{Distribution: cmp.Or(q.Distribution, Hypergeometric), Confidence: q.Confidence, Side: q.Side,
		Population: population.Population, Size: size, Deviations: deviations, Tolerable: q.Rate}
	if q.Estimator != "" {
		in.Side = Upper // the side is that of the estimate
	}
	r := Rate{Of: of, Stratum: population.Name, Population: population.Population, Size: size, Deviations: deviations}
	var err error
	if r.AttributeResult, err = EvaluateAttributes(in); err != nil {
		return r, err
	}
	for _, d := range []Distribution{Hypergeometric, Binomial, Poisson} {
		l := RateLimits{Distribution: d, Bound: boundNames[d]}
		for side, into := range map[Side][2]*float64{Upper: {new(float64), &l.Upper}, Lower: {&l.Lower, new(float64)}, Two: {&l.TwoLower, &l.TwoUpper}} {
			in.Distribution, in.Side = d, side
			one, err := EvaluateAttributes(in)
			if err != nil {
				return r, err
			}
			*into[0], *into[1] = one.Lower, one.Upper
		}
		r.Limits = append(r.Limits, l)
	}
	return r, nil
}

var boundNames = map[Distribution]string{Hypergeometric: "inversion of the exact test", Binomial: "Clopper-Pearson", Poisson: "Garwood"}

// stages judges a plan of two stages by its rule: accepted at 0 deviations, or at 1 when the second stage has none.
func (e *Evaluation) stages(q Question) {
	n, x := e.Outcome.Size, e.Outcome.Deviations
	switch {
	case q.Stage == 0:
	case n == q.Stage && x == 1:
		e.stage(NextStage, "Exactly 1 item of the first stage deviates: the plan goes on by %d items, and accepts when none of them deviates.", q.Stage)
	case n == q.Stage && x == 0 || n == 2*q.Stage && x <= 1:
		e.stage(Supported, "The plan of two stages of %d items accepts this result: the sample supports the planned reliance on the control. "+
			"The risk of the plan covers both looks.", q.Stage)
	case n == q.Stage || n == 2*q.Stage:
		e.stage(NotSupported, "The plan of two stages of %d items does not accept this result: the sample does not support the planned reliance on the control.", q.Stage)
	default:
		e.stage(NotSupported, "%d items were tested, but the plan has two stages of %d: its risk does not cover this sample.", n, q.Stage)
	}
}

// stage replaces the statement about the limit, which a plan of two stages does not go by.
func (e *Evaluation) stage(v Verdict, format string, args ...any) {
	e.Verdict, e.Conclusion.Supported = v, v == Supported
	e.Conclusion.Statements = append(e.Conclusion.Statements[:1:1], fmt.Sprintf(format, args...))
}

// customary reminds of what small samples can show.
func (e *Evaluation) customary(q Question, _ Selection) error {
	rows, err := CustomarySizes(q.Confidence)
	if err != nil {
		return err
	}
	var texts []string
	for _, r := range rows {
		texts = append(texts, fmt.Sprintf("%d of %d (%s) leave a rate of up to %s", r.Size, r.Population, r.Control, percentUp(r.Upper)))
	}
	e.Notes = append(e.Notes, fmt.Sprintf("Customary small samples are weak. Without any deviation, at %s confidence, %s.", percent(q.Confidence.Float()), strings.Join(texts, ", ")))
	return nil
}
