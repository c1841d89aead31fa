package sampling

import (
	"encoding/json"
	"math/big"
)

func boundCase(d Distribution) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in struct {
			Confidence number    `json:"confidence"`
			Population whole     `json:"population"`
			Size       whole     `json:"n"`
			Deviations whole     `json:"deviations"`
			Side       sidedness `json:"sided"`
		}
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		r, err := EvaluateAttributes(AttributeSample{Distribution: d, Confidence: in.Confidence.Decimal, Side: Side(in.Side),
			Population: int64(in.Population), Size: int64(in.Size), Deviations: int64(in.Deviations)})
		return map[string]any{"point": r.Point, "lower": r.Lower, "upper": r.Upper, "lower_count": r.LowerCount,
			"upper_count": r.UpperCount, "table_percent_rounded_up": r.TableUpper}, err
	}
}

func pvalueCase(d Distribution) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in struct {
			Tolerable  number `json:"tolerable_rate"`
			Population whole  `json:"population"`
			Size       whole  `json:"n"`
			Deviations whole  `json:"deviations"`
		}
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		p, err := AttributePValue(AttributeSample{Distribution: d, Tolerable: in.Tolerable.Decimal, Population: int64(in.Population),
			Size: int64(in.Size), Deviations: int64(in.Deviations)})
		return map[string]any{"p_value": p}, err
	}
}

func (b Bound) values() map[string]any {
	return map[string]any{"ub_rate": b.Rate, "mle_rate": b.MostLikely, "basic_precision": b.Basic, "projected": b.Projected,
		"incremental": b.Increment, "upper_limit": b.Limit}
}

// taintInputs are the inputs of the methods that evaluate taints.
type taintInputs struct {
	Confidence   number       `json:"confidence"`
	Distribution lawName      `json:"distribution"`
	Book         number       `json:"book_value"`
	Size         whole        `json:"n"`
	Taints       []number     `json:"taints"`
	Items        []itemInputs `json:"items"`
	Side         sidedness    `json:"sided"`
}

// itemInputs is a tested item.
type itemInputs struct {
	Key   string `json:"key"`
	Book  number `json:"book"`
	Audit number `json:"audit"`
	Hits  whole  `json:"hits"`
}

// taints gives the taints of a case, which may be written as items. A case without n lists every hit.
func (in taintInputs) taints() Taints {
	t := Taints{Distribution: Distribution(in.Distribution), Confidence: in.Confidence.Decimal, Book: in.Book.Decimal, Size: int64(in.Size), Taints: decimals(in.Taints)}
	for _, item := range in.Items {
		if item.Book.Rat().Sign() > 0 {
			taint := new(big.Rat).Sub(item.Book.value, item.Audit.Rat())
			t.Taints = append(t.Taints, Decimal{value: taint.Quo(taint, item.Book.value)})
		}
	}
	if t.Size == 0 {
		t.Size = int64(len(t.Taints))
	}
	return t
}

func taintCase(bound func(Taints) (Bound, error)) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in taintInputs
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		b, err := bound(in.taints())
		return b.values(), err
	}
}

func meanTaintCase(inputs json.RawMessage) (map[string]any, error) {
	var in taintInputs
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	e, err := MeanTaint(in.taints(), Side(in.Side))
	values := e.values()
	values["projected"], values["upper_limit"], values["lower_limit"] = e.Misstatement, e.Upper, e.Lower
	return values, err
}

// monetaryInputs are the inputs of the methods that evaluate tested items.
type monetaryInputs struct {
	Confidence   number       `json:"confidence"`
	Distribution lawName      `json:"distribution"`
	Book         number       `json:"book_value"`
	SampledBook  number       `json:"sampled_book_value"`
	Size         whole        `json:"n"`
	Items        []itemInputs `json:"items"`
	Certainty    []number     `json:"certainty_misstatements"`
}

func (in monetaryInputs) evaluate() (MonetaryResult, error) {
	s := MonetarySample{Distribution: Distribution(in.Distribution), Confidence: in.Confidence.Decimal, Book: in.Book.Decimal, Size: int64(in.Size),
		Certainty: decimals(in.Certainty)}
	if in.SampledBook.Given() {
		s.Book = in.SampledBook.Decimal
	}
	for _, item := range in.Items {
		s.Items = append(s.Items, MonetaryItem{Key: item.Key, Book: item.Book.Decimal, Audit: item.Audit.Decimal, Hits: int64(item.Hits)})
	}
	return EvaluateMonetary(s)
}

func stringerItemsCase(inputs json.RawMessage) (map[string]any, error) {
	var in monetaryInputs
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	r, err := in.evaluate()
	return r.Over.values(), err
}

func monetarySampleCase(inputs json.RawMessage) (map[string]any, error) {
	var in monetaryInputs
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	r, err := in.evaluate()
	return map[string]any{"over_projected": r.Over.Projected, "under_projected": r.Under.Projected, "over_upper_gross": r.Over.Limit,
		"under_upper_gross": r.Under.Limit, "over_cell_gross": r.OverCell.Limit, "under_cell_gross": r.UnderCell.Limit,
		"certainty_net": r.CertaintyNet, "most_likely_net": r.MostLikelyNet, "upper_net": r.UpperNet, "lower_net": r.LowerNet}, err
}

func tableFactorsCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Book      number   `json:"book_value"`
		Size      whole    `json:"n"`
		Interval  number   `json:"interval"`
		Basic     number   `json:"basic_factor"`
		Factors   []number `json:"factors_1dp"`
		Taints    []number `json:"taints"`
		Certainty []number `json:"certainty_misstatements"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	limit, err := TableBound(TableFactors{Interval: in.Interval.Decimal, Basic: in.Basic.Decimal, Factors: decimals(in.Factors),
		Taints: decimals(in.Taints), Certainty: decimals(in.Certainty)})
	return map[string]any{"upper_limit": limit}, err
}

func taintSumCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Confidence   number  `json:"confidence"`
		Distribution lawName `json:"distribution"`
		Size         whole   `json:"n"`
		Sum          number  `json:"taint_sum"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	upper, likely, err := TaintSumBound(TaintSum{Distribution: Distribution(in.Distribution), Confidence: in.Confidence.Decimal, Size: int64(in.Size), Sum: in.Sum.Decimal})
	return map[string]any{"upper_rate": upper, "mle_rate": likely}, err
}

func (e Estimate) values() map[string]any {
	return map[string]any{"estimate_misstatement": e.Misstatement, "estimate_audit_value": e.Audit, "standard_error": e.StandardError,
		"df": e.DF, "t": e.T, "precision": e.Precision, "lower": e.Lower, "upper": e.Upper}
}

func estimatorCase(e Estimator) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in struct {
			Confidence  number    `json:"confidence"`
			Side        sidedness `json:"sided"`
			Corrected   *bool     `json:"fpc"`
			Population  whole     `json:"population_items"`
			BookValue   number    `json:"population_book_value"`
			Book        []number  `json:"book"`
			Audit       []number  `json:"audit"`
			Size        whole     `json:"n"`
			Differences []number  `json:"nonzero_differences_book_minus_audit"`
			Summary     *struct {
				N         whole  `json:"n"`
				Book      number `json:"sum_book"`
				Audit     number `json:"sum_audit"`
				Book2     number `json:"sum_book2"`
				Audit2    number `json:"sum_audit2"`
				BookAudit number `json:"sum_book_audit"`
			} `json:"summary"`
		}
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		s := VariablesSample{Estimator: e, Confidence: in.Confidence.Decimal, Side: Side(in.Side), Population: int64(in.Population),
			Book: in.BookValue.Decimal, Uncorrected: in.Corrected != nil && !*in.Corrected}
		switch {
		case in.Summary != nil:
			s.Sums = Sums{N: int64(in.Summary.N), Book: in.Summary.Book.Decimal, Audit: in.Summary.Audit.Decimal, Book2: in.Summary.Book2.Decimal,
				Audit2: in.Summary.Audit2.Decimal, BookAudit: in.Summary.BookAudit.Decimal}
		case len(in.Differences) > 0:
			s.Sums = SumDifferences(int64(in.Size), decimals(in.Differences))
		default:
			s.Sums = SumPairs(pairs(in.Book, in.Audit))
		}
		r, err := EvaluateVariables(s)
		return r.values(), err
	}
}

func pairs(book, audit []number) []Pair {
	list := make([]Pair, min(len(book), len(audit)))
	for i := range list {
		list[i] = Pair{book[i].Decimal, audit[i].Decimal}
	}
	return list
}

func strataCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Confidence number    `json:"confidence"`
		Side       sidedness `json:"sided"`
		Strata     []struct {
			Population whole  `json:"N"`
			Size       whole  `json:"n"`
			Mean       number `json:"mean"`
			Deviation  number `json:"sd"`
		} `json:"strata"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	var strata []StratumMean
	for _, h := range in.Strata {
		strata = append(strata, StratumMean{int64(h.Population), int64(h.Size), h.Mean.Decimal, h.Deviation.Decimal})
	}
	t, err := EvaluateStrataMeans(in.Confidence.Decimal, Side(in.Side), strata)
	return map[string]any{"total": t.Total, "standard_error": t.StandardError, "df_satterthwaite": t.DF, "t": t.T,
		"precision": t.Precision, "lower": t.Lower, "upper": t.Upper}, err
}
