package sampling

import (
	"reflect"
	"slices"
	"strconv"

	"auditql/analytics/fault"
)

// Question is what a completed sample is asked, with the numbers of its plan.
type Question struct {
	Confidence   Decimal      `json:"confidence"`
	Rate         Decimal      `json:"tolerable_rate,omitzero"`         // of deviations
	Misstatement Decimal      `json:"tolerable_misstatement,omitzero"` // in currency
	Distribution Distribution `json:"distribution,omitempty"`          // empty: hypergeometric of items, poisson of units of currency
	Side         Side         `json:"sided,omitempty"`                 // empty: upper of a rate, two of an estimate
	Estimator    Estimator    `json:"estimator,omitempty"`             // estimates the misstatement from a sample of items
	Stage        int64        `json:"stage,omitzero"`                  // items of one stage of a two-stage plan
	Amounts      bool         `json:"amounts,omitempty"`               // the rows have book amounts
	Scale        int          `json:"scale"`                           // decimals of the amounts
	Unsound      []string     `json:"unsound,omitempty"`               // why the frame may not be the population
	Departures   []string     `json:"departures,omitempty"`            // where it is not as planned
	Changed      []string     `json:"changed,omitempty"`               // answers that differ from those that were evaluated before
}

// Verdict is what an evaluation comes to.
type Verdict string

const (
	Supported     Verdict = "supported"
	NotSupported  Verdict = "not supported"
	NoConclusion  Verdict = "no conclusion"  // nothing tolerable was given
	NotAssertable Verdict = "not assertable" // the frame may not be the population
	NextStage     Verdict = "next stage"     // the plan has a second stage, which is due now
)

// Evaluation is everything that a completed worksheet says of its frame.
type Evaluation struct {
	Verdict    Verdict         `json:"verdict"`
	Conclusion Conclusion      `json:"conclusion"`
	Notes      []string        `json:"notes,omitempty"`
	Rates      []Rate          `json:"rates,omitempty"` // of deviations, then of each attribute that was tested; of each stratum
	Monetary   *MonetaryResult `json:"monetary,omitempty"`
	Estimate   *Estimate       `json:"estimate,omitempty"`
	Outcome    Outcome         `json:"outcome"`
}

// Rate is the evaluation of one deviation rate.
type Rate struct {
	Of         string       `json:"of"`                // deviations, or an attribute A to F
	Stratum    string       `json:"stratum,omitempty"` // of a stratified selection
	Population int64        `json:"population"`
	Size       int64        `json:"n"`
	Deviations int64        `json:"deviations"`
	Limits     []RateLimits `json:"limits"` // by every distribution
	AttributeResult
}

// RateLimits are the limits of a rate by one distribution.
type RateLimits struct {
	Distribution Distribution `json:"distribution"`
	Bound        string       `json:"bound"` // the name by which it is known
	Lower        float64      `json:"lower"` // one-sided
	Upper        float64      `json:"upper"` // one-sided
	TwoLower     float64      `json:"two_sided_lower"`
	TwoUpper     float64      `json:"two_sided_upper"`
}

// allDeviations is the rate of the items whose status is a deviation, whatever attribute deviates.
const allDeviations = "deviations"

// Evaluate gives what a completed worksheet of a selection says.
//
// Of units of currency: [EvaluateMonetary]. Of items: the limits of [EvaluateAttributes] for the status and for each attribute,
// and with an estimator [EvaluateVariables] of the amounts. Of strata: each by itself, the projections summed, and a joint limit.
// A plan of two stages is judged by its own rule. Numbers in floating point have 12 digits, so that platforms agree.
//
// The verdict is about the tolerable misstatement of a monetary sample or an estimator, otherwise about the tolerable rate of
// the status. Refused: what [EvaluateWorksheet] and the evaluations refuse; a question that does not fit the selection.
func Evaluate(q Question, s Selection, w Worksheet) (Evaluation, error) {
	if err := q.check(s); err != nil {
		return Evaluation{}, err
	}
	outcome, err := EvaluateWorksheet(s, w)
	if err != nil {
		return Evaluation{}, err
	}
	e := Evaluation{Outcome: outcome, Verdict: NoConclusion, Notes: slices.Concat(q.Departures, q.Changed, outcome.Notes)}
	steps := []func(Question, Selection) error{e.rates, e.customary}
	switch {
	case methods[s.Method].amounts:
		steps = []func(Question, Selection) error{e.monetary}
	case q.Estimator != "":
		steps = append(steps, e.estimate)
	}
	for _, step := range steps {
		if err := step(q, s); err != nil {
			return Evaluation{}, err
		}
	}
	if len(q.Unsound) > 0 {
		e.Verdict, e.Conclusion.Supported = NotAssertable, false
		for _, why := range q.Unsound {
			e.Conclusion.Statements = append(e.Conclusion.Statements, "The frame may not be the whole population, so nothing is asserted about it: "+why+".")
		}
	}
	settleFloats(reflect.ValueOf(&e).Elem())
	return e, nil
}

// settleFloats rounds every floating-point number to 12 significant digits.
func settleFloats(v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if v.CanSet() {
			f, _ := strconv.ParseFloat(strconv.FormatFloat(v.Float(), 'e', 11, 64), 64)
			v.SetFloat(f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			settleFloats(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			settleFloats(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() && v.CanSet() {
			settleFloats(v.Elem())
		}
	}
}

func (q Question) check(s Selection) error {
	m, known := methods[s.Method]
	if err := q.Confidence.between("confidence", 0, 1); err != nil {
		return err
	}
	switch {
	case !known:
		return fault.New(fault.Usage, "method of the selection is %.40q, which cannot be evaluated", string(s.Method))
	case m.amounts && (q.Rate.Given() || q.Estimator != "" || q.Stage != 0 || q.Side != ""):
		return fault.New(fault.Usage, "the selection was drawn by %s, with chances proportional to amounts: it has no rate of items, estimator, stage or side", s.Method).
			Hint("give the tolerable misstatement")
	case q.Estimator != "" && !q.Amounts:
		return fault.New(fault.Usage, "the selection has no book amounts, which the %s estimator needs", q.Estimator).Hint("draw with --amount")
	case !m.amounts && q.Estimator == "" && q.Misstatement.Given():
		return fault.New(fault.Usage, "a tolerable misstatement was given for a sample of items, but no estimator").Hint("choose one of mpu, difference, ratio and regression")
	case q.Estimator != "" && q.Rate.Given():
		return fault.New(fault.Usage, "a tolerable rate and an estimator were given, expected one question: of deviations or of amounts")
	case q.Misstatement.Given() && q.Misstatement.value.Sign() <= 0:
		return fault.New(fault.Usage, "tolerable misstatement is %s, expected an amount above 0", q.Misstatement)
	case q.Stage < 0 || q.Stage > 0 && (s.Method == Stratified || !q.Rate.Given()):
		return fault.New(fault.Usage, "a plan of stages needs a tolerable rate, a stage of 1 or more items and a sample without strata")
	}
	return nil
}

// conclude takes over a conclusion as that of the evaluation.
func (e *Evaluation) conclude(c Conclusion, asked bool) {
	c.Statements = slices.Concat(e.Conclusion.Statements, c.Statements)
	c.References = slices.Concat(e.Conclusion.References, c.References)
	e.Conclusion = c
	switch {
	case asked && c.Supported:
		e.Verdict = Supported
	case asked:
		e.Verdict = NotSupported
	}
}
