package sampling

import (
	"fmt"
	"math/big"

	"auditql/analytics/fault"
)

// Outcome is what a completed worksheet found, as the evaluations take it.
type Outcome struct {
	Size         int64                            `json:"n"`             // items that count, replacements included, certainty items not
	Deviations   int64                            `json:"deviations"`    // of them, what is not available included
	NotAvailable int64                            `json:"not_available"` // of the deviations
	Attributes   [len(AttributeNames)]MarkedCount `json:"attributes"`
	Strata       []StratumOutcome                 `json:"strata,omitempty"`
	Hits         int64                            `json:"hits"`                // of the items that count
	Items        []MonetaryItem                   `json:"items,omitempty"`     // the items that count, with audited amounts
	Certainty    []Decimal                        `json:"certainty,omitempty"` // misstatements of the certainty items
	Replaced     []Replacement                    `json:"replaced,omitempty"`
	Notes        []string                         `json:"notes,omitempty"`
	Found        []Row                            `json:"found,omitempty"` // rows that are not simply tested, in the order of the worksheet
	unquantified int64
	counted      []Row
}

// MarkedCount counts one attribute.
type MarkedCount struct {
	Tested     int64 `json:"tested"`
	Deviations int64 `json:"deviations"`
}

// StratumOutcome is the outcome of one stratum.
type StratumOutcome struct {
	Name         string                           `json:"name"`
	Population   int64                            `json:"population"`
	Size         int64                            `json:"n"`
	Deviations   int64                            `json:"deviations"`
	NotAvailable int64                            `json:"not_available"`
	Attributes   [len(AttributeNames)]MarkedCount `json:"attributes"`
	Pairs        []Pair                           `json:"-"`
}

// Replacement tells which spare took the place of an item that was not applicable, and why.
type Replacement struct {
	Key    string `json:"key"`
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// EvaluateWorksheet counts a completed worksheet of a selection.
//
// An item that is not applicable is replaced by the next spare of its stratum that is applicable, in rank order; spares that
// were not needed do not count, whatever was found. An item that is not available counts as a deviation, and in amounts as
// misstated by all of its book value. An item without an audited amount that was tested has its book amount; one that deviates
// needs an audited amount only in a monetary-unit sample. Certainty items are summed apart.
//
// Refused: open rows that count, and attributes that were marked on some of them only; an item that is not applicable when no
// spare is left; a spare that is completed before one of a lower rank; a row that contradicts itself.
func EvaluateWorksheet(s Selection, w Worksheet) (Outcome, error) {
	spares := map[string][]Row{}
	for _, r := range w.Rows {
		if err := r.wellFormed(); err != nil {
			return Outcome{}, fmt.Errorf("evaluate %s: %w", r.place(), err)
		}
		if r.Group == SpareGroup {
			if before := spares[r.Stratum]; r.Status != "" && len(before) > 0 && before[len(before)-1].Status == "" {
				return Outcome{}, before[len(before)-1].refuse("status", "is empty, but %s is completed: spares are used in rank order", r.place())
			}
			spares[r.Stratum] = append(spares[r.Stratum], r)
		}
	}
	monetary := methods[s.Method].amounts
	var o Outcome
	for _, h := range s.Strata {
		o.Strata = append(o.Strata, StratumOutcome{Name: h.Name, Population: h.Items})
	}
	for _, r := range w.Rows {
		if r.Status != "" && r.Status != Tested {
			o.Found = append(o.Found, r)
		}
		var err error
		switch r.Group {
		case CertaintyGroup:
			err = o.certain(r)
		case SampleGroup:
			if r, err = o.replace(r, spares); err == nil {
				err = o.count(r, monetary)
			}
		}
		if err != nil {
			return Outcome{}, err
		}
	}
	if err := o.halfMarked(); err != nil {
		return Outcome{}, err
	}
	o.settle()
	o.remark(spares)
	return o, nil
}

// halfMarked refuses an attribute that was tested on some of the items that count: what was left out would not count.
func (o *Outcome) halfMarked() error {
	for i, a := range o.Attributes {
		if a.Tested == 0 {
			continue
		}
		for _, r := range o.counted {
			if r.Status != NotAvailable && r.Marks[i] == "" {
				return r.refuse(AttributeNames[i], "is empty, but the attribute was tested on other items: expected ok, deviation or not applicable")
			}
		}
	}
	return nil
}

// settle counts what is not available as a deviation of every attribute that was tested, and drops pairs that lack an amount.
func (o *Outcome) settle() {
	for i := range o.Attributes {
		if a := &o.Attributes[i]; a.Tested > 0 {
			a.Tested, a.Deviations = a.Tested+o.NotAvailable, a.Deviations+o.NotAvailable
		}
	}
	for i := range o.Strata {
		h := &o.Strata[i]
		for j := range h.Attributes {
			if o.Attributes[j].Tested > 0 {
				h.Attributes[j].Tested, h.Attributes[j].Deviations = h.Attributes[j].Tested+h.NotAvailable, h.Attributes[j].Deviations+h.NotAvailable
			}
		}
		if o.unquantified > 0 {
			h.Pairs = nil
		}
	}
}

// certain adds the known misstatement of a certainty item. It is never replaced, since all of these are examined.
func (o *Outcome) certain(r Row) error {
	audited, err := r.audited(true)
	if err != nil {
		return err
	}
	if r.Status != NotApplicable {
		o.Certainty = append(o.Certainty, exact(new(big.Rat).Sub(r.Book.Rat(), audited.Rat())))
	}
	return nil
}

// audited gives the audited amount of a row that was completed; needed says that a deviation must have one.
func (r Row) audited(needed bool) (Decimal, error) {
	switch {
	case r.Status == "":
		return Decimal{}, r.refuse("status", "is empty, expected what became of the item").
			Hint("complete the worksheet first: nothing is concluded from an unfinished one")
	case r.Status == NotAvailable:
		return dropped, nil
	case r.Audited.Given():
		return r.Audited, nil
	case r.Status == Deviation && needed:
		return Decimal{}, r.refuse("audited amount", "is empty, but the item deviates: expected the amount as audited")
	case r.Status == Deviation:
		return Decimal{}, nil
	}
	return r.Book, nil
}

// dropped is the audited amount of what is not available.
var dropped = Decimal{value: new(big.Rat), text: "0"}

// replace takes spares in the place of an item until one is applicable.
func (o *Outcome) replace(r Row, spares map[string][]Row) (Row, error) {
	for r.Status == NotApplicable {
		left := spares[r.Stratum]
		if len(left) == 0 {
			return r, r.refuse("status", "is not applicable, and no spare is left to replace the item").
				Hint("draw again with more spares: the ranks drawn before stay as they are; or count the item as tested or as a deviation")
		}
		o.Replaced = append(o.Replaced, Replacement{Key: r.Key, By: left[0].Key, Reason: r.Comment})
		r, spares[r.Stratum] = left[0], left[1:]
	}
	return r, nil
}

// count adds a row that counts.
func (o *Outcome) count(r Row, monetary bool) error {
	audited, err := r.audited(monetary)
	if err != nil {
		return err
	}
	deviates := int64(0)
	if r.Status != Tested {
		deviates = 1
	}
	missing := int64(0)
	if r.Status == NotAvailable {
		missing = 1
	}
	o.counted = append(o.counted, r)
	o.Size, o.Deviations, o.Hits = o.Size+1, o.Deviations+deviates, o.Hits+r.Hits
	o.NotAvailable += missing
	mark(&o.Attributes, r)
	if audited.Given() {
		o.Items = append(o.Items, MonetaryItem{Key: r.Key, Book: r.Book, Audit: audited, Hits: r.Hits})
	} else {
		o.unquantified++
	}
	for i := range o.Strata {
		if h := &o.Strata[i]; h.Name == r.Stratum {
			h.Size, h.Deviations, h.NotAvailable = h.Size+1, h.Deviations+deviates, h.NotAvailable+missing
			mark(&h.Attributes, r)
			h.Pairs = append(h.Pairs, Pair{r.Book, audited}) // cleared below when an amount is missing
		}
	}
	return nil
}

// mark counts the attributes that a row was tested for.
func mark(counts *[len(AttributeNames)]MarkedCount, r Row) {
	for i, m := range r.Marks {
		if r.Status == NotAvailable || m == MarkNotApplicable || m == "" {
			continue
		}
		counts[i].Tested++
		if m == MarkDeviation {
			counts[i].Deviations++
		}
	}
}

func (o *Outcome) remark(spares map[string][]Row) {
	unneeded, deviate := 0, 0
	for _, left := range spares {
		for _, r := range left {
			if r.Status != "" {
				unneeded++
			}
			if r.Status == Deviation || r.Status == NotAvailable {
				deviate++
			}
		}
	}
	if unneeded > 0 {
		o.Notes = append(o.Notes, fmt.Sprintf("%d spares were tested without being needed; they do not count. Of them %d deviate, which remains evidence to follow up.", unneeded, deviate))
	}
	if len(o.Replaced) > 0 {
		o.Notes = append(o.Notes, fmt.Sprintf("Items not applicable: %d. The population holds such items too, and the result is about those that are applicable.",
			len(o.Replaced)))
	}
	if o.NotAvailable > 0 {
		o.Notes = append(o.Notes, fmt.Sprintf("Items not available: %d. They count as deviations (ISA 530.11).", o.NotAvailable))
	}
}

// Pairs gives the items that count for the estimators of [EvaluateVariables]. Refused: a deviation without an audited amount.
func (o Outcome) Pairs() ([]Pair, error) {
	if o.unquantified > 0 {
		return nil, fault.New(fault.Refused, "%d items deviate without an audited amount, expected one for each to estimate an amount", o.unquantified)
	}
	pairs := make([]Pair, len(o.Items))
	for i, item := range o.Items {
		pairs[i] = Pair{item.Book, item.Audit}
	}
	return pairs, nil
}

// AttributeSample gives the outcome as an attribute sample of the selection's frame.
func (o Outcome) AttributeSample(s Selection, confidence, tolerable Decimal) AttributeSample {
	return AttributeSample{Confidence: confidence, Tolerable: tolerable, Population: s.Frame.Items, Size: o.Size, Deviations: o.Deviations}
}

// MonetarySample gives the outcome as a monetary-unit sample of the selection's frame; scale is that of the worksheet.
func (o Outcome) MonetarySample(s Selection, confidence, tolerable Decimal, scale int) (MonetarySample, error) {
	if !methods[s.Method].amounts {
		return MonetarySample{}, fault.New(fault.Usage, "the selection was drawn by %s, expected a method on amounts", s.Method).
			Hint("estimate the amount by mpu, difference, ratio or regression")
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	return MonetarySample{Confidence: confidence, Tolerable: tolerable, Book: exact(new(big.Rat).SetFrac(s.SampledValue, unit)),
		Size: o.Hits, Items: o.Items, Certainty: o.Certainty}, nil
}
