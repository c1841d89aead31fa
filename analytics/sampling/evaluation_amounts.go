package sampling

import (
	"fmt"
	"math/big"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

func (e *Evaluation) monetary(q Question, s Selection) error {
	in, err := e.Outcome.MonetarySample(s, q.Confidence, q.Misstatement, q.Scale)
	if err != nil {
		return err
	}
	in.Distribution = q.Distribution
	r, err := EvaluateMonetary(in)
	if err != nil {
		return err
	}
	e.Notes = append(e.Notes, r.Notes...)
	if aside := s.Frame.Zero.Items + s.Frame.Negative.Items; aside > 0 {
		e.Notes = append(e.Notes, fmt.Sprintf("%s of zero amount and %d of negative amount, total %s, could not be selected: "+
			"the result says nothing about them; test them apart.", record.Counted(s.Frame.Zero.Items, "item"), s.Frame.Negative.Items, BigUnits(s.Frame.Negative.Value, q.Scale)))
	}
	for i, a := range e.Outcome.Attributes {
		if a.Tested > 0 {
			e.Notes = append(e.Notes, fmt.Sprintf("Attribute %s deviates in %d of %s. Their chance of selection was proportional to their amounts, so this is no rate of the items.",
				AttributeNames[i], a.Deviations, record.Counted(a.Tested, "item")))
		}
	}
	e.Notes = append(e.Notes, "The upper and the lower limit each hold at this confidence by themselves.")
	e.conclude(r.Conclusion, q.Misstatement.Given())
	r.Conclusion, r.Notes = Conclusion{}, nil
	e.Monetary = &r
	return nil
}

// estimate estimates the misstatement. Its conclusion is that of the evaluation.
func (e *Evaluation) estimate(q Question, s Selection) error {
	pairs, err := e.Outcome.Pairs()
	if err != nil {
		return err
	}
	whole := VariablesSample{Estimator: q.Estimator, Confidence: q.Confidence, Side: q.Side, Population: s.Frame.Items, Tolerable: q.Misstatement,
		Book: bookValue(s, q.Scale), Sums: SumPairs(pairs)}
	var r Estimate
	if s.Method != Stratified {
		r, err = EvaluateVariables(whole)
	} else if strata, failed := e.Outcome.strata(whole, s, q.Scale); failed != nil {
		err = failed
	} else {
		r, err = EvaluateStrata(whole, strata)
		r.Notes = append(r.Notes, fmt.Sprintf("Each stratum is projected by itself by the %s estimator and summed (AS 2315 footnote 5).", q.Estimator))
	}
	if err != nil {
		return err
	}
	e.Notes = append(e.Notes, r.Notes...)
	e.conclude(r.Conclusion, q.Misstatement.Given())
	r.Conclusion, r.Notes = Conclusion{}, nil
	e.Estimate = &r
	return nil
}

// strata gives the samples of the strata. Refused: a stratum with items of which none was tested.
func (o Outcome) strata(whole VariablesSample, s Selection, scale int) ([]VariablesSample, error) {
	var out []VariablesSample
	for i, h := range o.Strata {
		if h.Population == 0 {
			continue
		}
		if h.Size == 0 {
			return nil, fault.New(fault.Refused, "no item of stratum %.80q was tested, which has %d: it cannot be projected", h.Name, h.Population)
		}
		part := whole
		part.Population, part.Sums, part.Book = h.Population, SumPairs(h.Pairs), BigUnits(s.Strata[i].Value, scale)
		out = append(out, part)
	}
	return out, nil
}

// bookValue gives the total of the frame, negative amounts included.
func bookValue(s Selection, scale int) Decimal {
	total := new(big.Int)
	for _, v := range []*big.Int{s.Frame.PositiveValue, s.Frame.Negative.Value} {
		if v != nil {
			total.Add(total, v)
		}
	}
	return BigUnits(total, scale)
}
