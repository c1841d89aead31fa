package sampling

import (
	"fmt"
	"math"
	"strconv"
)

// Side says which limits an evaluation gives.
type Side string

const (
	Upper Side = "upper" // one-sided: the whole risk lies above; the default
	Lower Side = "lower" // one-sided: the whole risk lies below
	Two   Side = "two"   // half of the risk on each side
)

// Conclusion says what a result means, in the sense of AS 2315 and ISA 530, and what it does not decide.
type Conclusion struct {
	Supported  bool     `json:"supported"`  // the limit stays within what is tolerable
	Statements []string `json:"statements"` // what the numbers say
	Judgement  []string `json:"judgement"`  // what remains the auditor's judgement
	References []string `json:"references"`
}

var remainingJudgement = []string{
	"Nature and cause of each deviation or misstatement, and what it means for other areas of the audit (ISA 530.12; AS 2315 .27 and .42).",
	"Whether one of them is an anomaly, which needs a high degree of certainty and additional procedures (ISA 530.13).",
	"Whether the frame holds the whole population, so that every item had a chance of selection (ISA 530.8; AS 2315 .24).",
	"Whether items that could not be tested were treated rightly: without a suitable alternative they count as deviations (ISA 530.10-11).",
	"Risks other than sampling: an unsuitable procedure, or a deviation that was seen and not recognised (AS 2315 .11).",
	"Whether the sample, with other evidence, is a reasonable basis for the conclusion about the population (ISA 530.15).",
}

// percentUp writes a rate as a percentage, rounded up so that a limit is never shown smaller than it is.
func percentUp(rate float64) string {
	return strconv.FormatFloat(roundUp(math.Min(rate, 1)*100, 100), 'f', -1, 64) + " %"
}

func percent(rate float64) string {
	return strconv.FormatFloat(math.Round(rate*1e4)/100, 'f', -1, 64) + " %"
}

func money(amount float64) string { return strconv.FormatFloat(amount, 'f', 2, 64) }

func (s Side) or(fallback Side) Side {
	if s == "" {
		return fallback
	}
	return s
}

// concludeMisstatement compares the limits of a misstatement with the tolerable misstatement.
func concludeMisstatement(projected, low, high float64, tolerable, confidence Decimal) Conclusion {
	limit := tolerable.Float()
	c := Conclusion{Judgement: remainingJudgement, References: []string{"AS 2315 .25-.28", "ISA 530.14-15"}}
	c.Statements = append(c.Statements,
		fmt.Sprintf("The misstatement projected to the population is %s (ISA 530.14; AS 2315 .26).", money(projected)))
	if !tolerable.Given() {
		return c
	}
	c.Supported = high <= limit && low >= -limit
	bound := fmt.Sprintf("At %s confidence the misstatement is at most %s", percent(confidence.Float()), money(high))
	if !math.IsInf(low, -1) {
		bound = fmt.Sprintf("At %s confidence the misstatement lies between %s and %s", percent(confidence.Float()), money(low), money(high))
	}
	switch {
	case c.Supported:
		c.Statements = append(c.Statements, bound+fmt.Sprintf(", within the tolerable misstatement of %s: "+
			"the sample supports that the balance is not misstated by more than is tolerable.", tolerable))
	case math.Abs(projected) > limit:
		c.Statements = append(c.Statements, bound+fmt.Sprintf(". The projected misstatement itself exceeds the tolerable misstatement of %s: "+
			"the sample does not support the balance as recorded.", tolerable))
	default:
		c.Statements = append(c.Statements, bound+fmt.Sprintf(". The projected misstatement is within the tolerable misstatement of %s, the limit is not: "+
			"the risk that the balance is misstated by more than is tolerable is higher than planned, and the sample alone gives no reasonable basis.", tolerable))
	}
	return c
}
