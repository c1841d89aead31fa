package sampling

import (
	"context"
	"iter"
	"math/big"

	"auditql/analytics/fault"
)

// Method names how items are selected.
type Method string

const (
	SRS        Method = "srs"        // simple random sample of items: the smallest tickets
	Stratified Method = "stratified" // the same within each stratum
	Sieve      Method = "sieve"      // chance proportional to the amount, by one scan: sequential Poisson ranking
	Interval   Method = "interval"   // fixed interval on cumulative amounts, random start
	Cells      Method = "cell"       // one random unit of currency in each interval
	Random     Method = "random"     // units of currency with replacement
	Systematic Method = "systematic" // every k-th item in key order, random start
)

// Order names the order of the items in which amounts are cumulated.
type Order string

const (
	ByTicket Order = "ticket" // random order, the default: interval selection in file order does not keep its confidence
	ByKey    Order = "key"    // byte order of the keys
)

// Item is one sampling unit of a frame.
type Item struct {
	Key     []byte // see [Key]; nil is a NULL key; the bytes may be reused once the next item is asked for
	Amount  int64  // book amount in minor units of currency; methods on items only report it
	Stratum string // used by [Stratified]
}

// Frame is the list of sampling units, or a part of it. It may come in any order, and is read from its beginning each time.
type Frame = iter.Seq2[Item, error]

// Draw says how to select. The same draw from the same items gives the same selection, whatever their order.
type Draw struct {
	Method     Method
	Seed       string           // 1 to 128 printable ASCII characters, used as they are
	Scope      string           // UTF-8 without control characters; another scope gives an independent sample
	Size       int64            // n planned; not used by Stratified
	Allocation map[string]int64 // items of each stratum, for Stratified
	Spares     int64            // further ranks kept as replacements: srs, stratified and sieve
	Order      Order            // for Interval and Cells; empty means ByTicket
	Uniqueness Uniqueness       // how it is known that no key occurs twice; empty means Tracked
	Listed     int              // keys of zero and of negative items to list, each; 0 means 1000; all are counted and totalled
	Workers    int              // goroutines, each of which reads parts of the frame; 0 means one per processor; no effect on the result
}

// Specification identifies the rules by which tickets are made and ranked.
const Specification = "ASEL1"

// Selection is a drawn sample with everything that is needed to draw it again. Amounts are minor units of currency.
type Selection struct {
	Specification string         `json:"specification"`
	Method        Method         `json:"method"`
	Seed          string         `json:"seed"`
	Scope         string         `json:"scope"`
	Order         Order          `json:"order,omitempty"`
	Uniqueness    Uniqueness     `json:"uniqueness"`
	Planned       int64          `json:"n"`
	Frame         Count          `json:"frame"`
	Strata        []StratumCount `json:"strata,omitempty"`
	Certainty     []Unit         `json:"certainty,omitempty"`     // items to examine 100 %, in key order
	SampledValue  *big.Int       `json:"sampled_value,omitempty"` // X_r, the total without the certainty items
	SampledSize   int64          `json:"n_sampled"`               // n_r, hits or items drawn beside the certainty items
	Start         *big.Int       `json:"start,omitempty"`         // s, in units of 1/n_r minor units (interval) or 1/n items (systematic)
	Units         []Unit         `json:"units"`                   // the sample, in rank order or order of the first hit
	Hits          []Hit          `json:"hits,omitempty"`          // of methods that hit units of currency
	Spares        []Unit         `json:"spares,omitempty"`
	Notes         []string       `json:"notes,omitempty"`
}

// Count describes the frame that was read.
type Count struct {
	Items         int64    `json:"items"`          // N
	PositiveValue *big.Int `json:"positive_value"` // X, the total of the amounts above 0
	Zero          Aside    `json:"zero"`
	Negative      Aside    `json:"negative"`
}

// Aside are items that a method on amounts cannot select. They are their own population: test them apart.
type Aside struct {
	Items int64    `json:"items"`
	Value *big.Int `json:"value"`
	Keys  []string `json:"keys,omitempty"` // the first in key order, as many as the draw lists
}

// StratumCount is a stratum of the frame.
type StratumCount struct {
	Name  string   `json:"name"`
	Items int64    `json:"items"`
	Size  int64    `json:"n"`
	Value *big.Int `json:"value,omitempty"` // total of its amounts; missing when that is 0
}

// Unit is a selected item.
type Unit struct {
	Rank    int64  `json:"rank"` // 1-based; within its stratum; spares go on counting
	Key     string `json:"key"`
	Ticket  string `json:"ticket"`          // hexadecimal
	Score   string `json:"score,omitempty"` // w of the sieve, decimal
	Stratum string `json:"stratum,omitempty"`
	Hits    int64  `json:"hits"` // 0 for a certainty item, otherwise 1 or more
	Amount  int64  `json:"amount"`
}

// Hit is one selected unit of currency.
type Hit struct {
	Position *big.Int `json:"position"` // numerator; see Selection.Start
	Key      string   `json:"key"`
}

// Select draws a sample by specification ASEL1.
//
// The frame may be given in parts, which are read side by side; how it is divided makes no difference. Memory does not depend on
// the size of the frame (but see [Uniqueness]): srs, stratified and sieve read it once and keep as many items as they select. The
// other methods read it twice in the order of tickets and three times in that of keys; beside what they select they keep the
// totals of some hundred thousand sections of the order, and of the sections with a hit a million items at a time: a selection
// that hits more of them reads the frame again for each million. Cancelled with ctx.
//
// Refused: a seed or scope that is not well formed; NULL or duplicate keys, with their counts; a size below 1, or above the
// frame for methods without replacement; a stratum that was not allocated; no amount above zero for methods on amounts.
func Select(ctx context.Context, d Draw, frame ...Frame) (Selection, error) {
	if err := d.check(); err != nil {
		return Selection{}, err
	}
	m := methods[d.Method]
	all, err := scan(ctx, d, frame, m.collect)
	if err != nil {
		return Selection{}, err
	}
	s := Selection{Specification: Specification, Method: d.Method, Seed: d.Seed, Scope: d.Scope, Uniqueness: d.Uniqueness.or(),
		Planned: d.Size, Frame: all.count(), Notes: []string{noteExtensionOfDraw}}
	if s.Frame.Items == 0 {
		return Selection{}, fault.New(fault.Refused, "the frame is empty, expected at least one item")
	}
	if m.amounts && s.Frame.PositiveValue.Sign() == 0 {
		return Selection{}, fault.New(fault.Refused, "none of the %d items has an amount above 0, expected a frame to draw units of currency from", s.Frame.Items)
	}
	if err := all.collector.finish(d, &s, all, all.reader(ctx, d, frame)); err != nil {
		return Selection{}, err
	}
	return s, s.unique()
}

// With replacement a sample is not bounded by its frame, so it needs a bound of its own.
const largestRandom = 10_000_000

const noteExtensionOfDraw = "Items beyond the planned size were not part of the plan's risk, unless the plan named the stages."

// method says what a way of selecting needs.
type method struct {
	collect func(d Draw) collector
	amounts bool // selects units of currency
	ranked  bool // has further ranks to extend by
}

var methods = map[Method]method{
	SRS:        {collect: newRanked, ranked: true},
	Stratified: {collect: newStrata, ranked: true},
	Sieve:      {collect: newSieve, amounts: true, ranked: true},
	Interval:   {collect: newOutline, amounts: true},
	Cells:      {collect: newOutline, amounts: true},
	Random:     {collect: newOutline, amounts: true},
	Systematic: {collect: newOutline},
}

// OnAmounts says whether a method selects units of currency, so that an item's chance is proportional to its amount.
func OnAmounts(m Method) bool { return methods[m].amounts }

func (d Draw) check() error {
	m, known := methods[d.Method]
	switch {
	case !known:
		return fault.New(fault.Usage, "method is %.40q, expected srs, stratified, sieve, interval, cell, random or systematic", string(d.Method))
	case d.Method == Stratified && len(d.Allocation) == 0:
		return fault.New(fault.Usage, "a stratified draw needs the number of items of each stratum")
	case d.Method != Stratified && (d.Size < 1 || d.Size > largestSample):
		return fault.New(fault.Usage, "size is %d, expected 1 to %d", d.Size, largestSample)
	case d.Method == Random && d.Size > largestRandom:
		return fault.New(fault.Usage, "size is %d, expected at most %d units of currency drawn with replacement", d.Size, largestRandom)
	case d.Spares < 0 || d.Spares > largestSample || d.Spares > 0 && !m.ranked:
		return fault.New(fault.Usage, "%d spares were asked for, but only srs, stratified and sieve rank further items", d.Spares)
	case d.Order != "" && d.Order != ByTicket && d.Order != ByKey:
		return fault.New(fault.Usage, "order is %.40q, expected ticket or key", string(d.Order))
	case d.Uniqueness.or() != Tracked && d.Uniqueness != Sorted && d.Uniqueness != Proven:
		return fault.New(fault.Usage, "uniqueness is %.40q, expected tracked, sorted or proven", string(d.Uniqueness))
	}
	for name, n := range d.Allocation {
		if n < 0 || n > largestSample {
			return fault.New(fault.Usage, "stratum %q is allocated %d items, expected 0 to %d", name, n, largestSample)
		}
	}
	if err := CheckSeed(d.Seed); err != nil {
		return err
	}
	return CheckScope(d.Scope)
}

func (d Draw) listed() int {
	if d.Listed > 0 {
		return d.Listed
	}
	return 1000
}

func (d Draw) order() Order {
	if d.Order == "" {
		return ByTicket
	}
	return d.Order
}
