package sampling

import (
	"fmt"
	"math/big"

	"auditql/analytics/fault"
)

// MonetarySample is a tested monetary-unit sample.
type MonetarySample struct {
	Distribution Distribution // empty: poisson
	Confidence   Decimal
	Book         Decimal        // B, book value of the sampled frame without the certainty items
	Size         int64          // n, hits
	Items        []MonetaryItem // the items that were hit; those without misstatement may be left out
	Certainty    []Decimal      // misstatements (book - audit) of items examined 100 %, with their sign
	Tolerable    Decimal        // tolerable misstatement; not given: no conclusion
}

// MonetaryItem is a tested item of a monetary-unit sample.
type MonetaryItem struct {
	Key   string  `json:"key,omitempty"`
	Book  Decimal `json:"book"`
	Audit Decimal `json:"audit"`
	Hits  int64   `json:"hits"` // 0 means 1
}

// A taint costs a quantile, so their number is bounded.
const mostTaints = 1_000_000

// MonetaryResult is the evaluation of a monetary-unit sample, in currency. Overstatement is positive.
type MonetaryResult struct {
	Over           Bound      `json:"over"`
	Under          Bound      `json:"under"` // of the absolute amounts
	OverCell       Bound      `json:"over_cell"`
	UnderCell      Bound      `json:"under_cell"`
	CertaintyNet   float64    `json:"certainty_net"`   // known, not projected
	MostLikelyNet  float64    `json:"most_likely_net"` // projected over - projected under + certainty
	UpperNet       float64    `json:"upper_net"`       // limit on net overstatement
	LowerNet       float64    `json:"lower_net"`       // limit on net understatement, negative
	MeanTaint      *Estimate  `json:"mean_taint,omitempty"`
	TaintSumUpper  float64    `json:"taint_sum_upper"` // approximate limit on overstatement, as a rate of B
	Overstated     int64      `json:"overstated"`      // hits
	Understated    int64      `json:"understated"`     // hits
	Notes          []string   `json:"notes,omitempty"`
	Conclusion     Conclusion `json:"conclusion"`
	Formula        string     `json:"formula"`
	Source         string     `json:"source"`
	ClippedTaints  int64      `json:"clipped_taints,omitzero"`
	ExcessOfTaints float64    `json:"excess_of_taints,omitzero"` // sum of what the clipped taints exceed 1 by
}

// EvaluateMonetary gives the Stringer and cell bounds of over- and understatement, the projections and the net limits.
//
// Each hit of an item gives one taint (book - audit)/book, so an item hit twice counts twice. Overstatements are clipped at 1
// for the Stringer bound; what is clipped is reported. Understatements are evaluated by their absolute amounts, unclipped,
// with the basic precision widened by the largest taint above 1. Certainty items are added as found, never projected.
// Net upper limit = over limit - projected under + certainty; net lower limit = -(under limit) + projected over + certainty.
//
// With no hits and a book value of 0 every item was a certainty item, and only their misstatement is left.
//
// Refused: an item with a book value that is not above 0, since it is not in this frame; more hits than the sample has.
// Source: Leslie, Teitlebaum and Anderson, Dollar-unit Sampling, 1979; the R package MUS.
func EvaluateMonetary(s MonetarySample) (MonetaryResult, error) {
	over, under, err := s.taints()
	if err != nil {
		return MonetaryResult{}, err
	}
	if s.Size == 0 && s.Book.Given() && s.Book.value.Sign() == 0 {
		return s.examined()
	}
	r := MonetaryResult{Overstated: int64(len(over.Taints)), Understated: int64(len(under.Taints)),
		Formula: "limit = B * (p(0) + sum (p(j) - p(j-1)) * t_j) + net misstatement of certainty items",
		Source:  "Stringer 1963; Leslie, Teitlebaum and Anderson 1979; AS 2315 .26; ISA 530.14"}
	rates, err := over.rates()
	if err != nil {
		return MonetaryResult{}, err
	}
	if r.Over, err = StringerBound(over); err != nil {
		return MonetaryResult{}, err
	}
	book := s.Book.Float()
	r.Under = stringer(rates, under.positive(), book, s.Size)
	r.OverCell = cell(rates, over.positive(), book, s.Size)
	r.UnderCell = cell(rates, under.positive(), book, s.Size)
	r.CertaintyNet = s.certaintyNet()
	r.MostLikelyNet = r.Over.Projected - r.Under.Projected + r.CertaintyNet
	r.UpperNet = r.Over.Limit - r.Under.Projected + r.CertaintyNet
	r.LowerNet = -r.Under.Limit + r.Over.Projected + r.CertaintyNet
	r.approximations(s, over, under)
	r.clipped(over)
	r.Conclusion = concludeMisstatement(r.MostLikelyNet, r.LowerNet, r.UpperNet, s.Tolerable, s.Confidence)
	return r, nil
}

func (s MonetarySample) certaintyNet() float64 {
	sum := new(big.Rat)
	for _, d := range s.Certainty {
		sum.Add(sum, d.Rat())
	}
	net, _ := sum.Float64()
	return net
}

// examined evaluates a frame of which every item was a certainty item: nothing is projected and no sampling risk is left.
func (s MonetarySample) examined() (MonetaryResult, error) {
	if _, err := risk(s.Confidence); err != nil {
		return MonetaryResult{}, err
	}
	net := s.certaintyNet()
	r := MonetaryResult{CertaintyNet: net, MostLikelyNet: net, UpperNet: net, LowerNet: net,
		Formula: "limit = net misstatement of certainty items", Source: "AS 2315 .21", Notes: []string{"Every item was examined: no sampling risk is left."}}
	r.Conclusion = concludeMisstatement(net, net, net, s.Tolerable, s.Confidence)
	return r, nil
}

// taints splits the hits into overstatements and absolute understatements.
func (s MonetarySample) taints() (over, under Taints, err error) {
	over = Taints{Distribution: s.Distribution, Confidence: s.Confidence, Book: s.Book, Size: s.Size}
	under = over
	hits := int64(0)
	for _, item := range s.Items {
		times := max(item.Hits, 1)
		if item.Book.Rat().Sign() <= 0 || !item.Audit.Given() || item.Hits < 0 {
			return over, under, fault.New(fault.Refused, "item %q has book value %q, audited value %q and %d hits, expected a book value above 0, "+
				"since items of zero or negative value are not in a monetary frame", item.Key, item.Book, item.Audit, item.Hits)
		}
		if hits += times; times > s.Size || hits > s.Size || hits > mostTaints {
			return over, under, fault.New(fault.Usage, "the items hold more hits than the sample, which has %d, or more than %d", s.Size, mostTaints)
		}
		taint := new(big.Rat).Sub(item.Book.value, item.Audit.value)
		taint.Quo(taint, item.Book.value)
		for range times {
			switch taint.Sign() {
			case 1:
				over.Taints = append(over.Taints, Decimal{value: taint})
			case -1:
				under.Taints = append(under.Taints, Decimal{value: new(big.Rat).Neg(taint)})
			}
		}
	}
	return over, under, nil
}

// approximations adds the estimates that are shown beside the bound, where they exist.
func (r *MonetaryResult) approximations(s MonetarySample, over, under Taints) {
	sum := new(big.Rat)
	for _, t := range over.Taints {
		sum.Add(sum, t.value)
	}
	if upper, _, err := TaintSumBound(TaintSum{Confidence: s.Confidence, Size: s.Size, Sum: Decimal{value: sum}}); err == nil {
		r.TaintSumUpper = upper
	}
	all := over
	all.Taints = append([]Decimal(nil), over.Taints...)
	for _, t := range under.Taints {
		all.Taints = append(all.Taints, Decimal{value: new(big.Rat).Neg(t.value)})
	}
	if e, err := MeanTaint(all, Two); err == nil && len(all.Taints) >= 20 {
		r.MeanTaint = &e
	}
}

func (r *MonetaryResult) clipped(over Taints) {
	for _, t := range over.positive() {
		if t > 1 {
			r.ClippedTaints++
			r.ExcessOfTaints += t - 1
		}
	}
	if r.ClippedTaints > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d hits are overstated by more than their book value. The Stringer bound counts them as 100 %%; "+
			"the excess is not covered by it and has to be judged apart.", r.ClippedTaints))
	}
	if r.Understated > 0 {
		r.Notes = append(r.Notes, "A monetary-unit sample finds understated items with too small a chance, and items of book value zero never: "+
			"its limit on understatement holds for the recorded items only.")
	}
}

// TableFactors is a Stringer evaluation with the rounded factors of a printed table, to re-perform work done by hand.
type TableFactors struct {
	Interval  Decimal   // currency per hit
	Basic     Decimal   // the factor of the basic precision
	Factors   []Decimal // factors for 0, 1, 2 … errors, of which the differences are used
	Taints    []Decimal
	Certainty []Decimal
}

// TableBound gives interval * (basic + sum (f_j - f_(j-1)) * t_j) + net certainty misstatement, with taints in falling order.
// The exact factors give another limit; this one is only for comparison with working papers.
func TableBound(t TableFactors) (float64, error) {
	taints := Taints{Taints: t.Taints}.positive()
	if len(t.Factors) <= len(taints) {
		return 0, fault.New(fault.Usage, "%d factors for %d taints, expected one more factor than taints", len(t.Factors), len(taints))
	}
	rate := t.Basic.Float()
	for j, taint := range taints {
		rate += (t.Factors[j+1].Float() - t.Factors[j].Float()) * taint
	}
	limit := rate * t.Interval.Float()
	for _, d := range t.Certainty {
		limit += d.Float()
	}
	return limit, nil
}
