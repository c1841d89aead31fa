package sampling

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"

	"auditql/analytics/fault"
)

func ticketCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Seed   string `json:"seed"`
		Scope  string `json:"scope"`
		Key    string `json:"key"`
		Amount uint64 `json:"amount"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	t := NewTicket(in.Seed, in.Scope, in.Key)
	values := map[string]any{"message_hex": hex.EncodeToString(append(message(Specification, in.Seed, in.Scope), in.Key...)),
		"ticket": t.String(), "t60": new(big.Int).SetUint64(t.T60()), "score_amount_100000": t.SieveScore(100000)}
	if in.Amount > 0 {
		values["score"] = t.SieveScore(in.Amount)
	}
	return values, nil
}

func drawCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Seed    string `json:"seed"`
		Scope   string `json:"scope"`
		Label   string `json:"label"`
		Index   int64  `json:"index"`
		Modulus word   `json:"modulus"` // may have more digits than a decimal
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	m, ok := new(big.Int).SetString(string(in.Modulus), 10)
	if !ok || m.Sign() <= 0 || m.BitLen() > 256 {
		return nil, fault.New(fault.Usage, "modulus is %.100s, expected a whole number above 0 and at most 2^256", in.Modulus)
	}
	return map[string]any{"value": RandomBelow(in.Seed, in.Scope, in.Label, in.Index, m)}, nil
}

// selectInputs are the inputs of the cases that select from a frame.
type selectInputs struct {
	Seed    string     `json:"seed"`
	Scope   string     `json:"scope"`
	Keys    []*word    `json:"keys"`         // null is a NULL key
	Rows    [][2]*word `json:"rows"`         // key and amount
	Formula string     `json:"rows_formula"` // see [formulaForm]
	Range   [2]int64   `json:"key_range"`    // integer keys, both ends included
	Size    int64      `json:"n"`
	Spares  int64      `json:"spares"`
	Order   Order      `json:"order"`
}

const formulaForm = "key=i, amount=(i*%d mod %d)+%d, i=%d..%d"

// A case may describe a frame larger than itself, so its size is bounded.
const largestCase = 20_000_000

// frame gives the items of a case: keys, keys with amounts, a range of integers, or a formula of both.
func (in selectInputs) frame() (Frame, error) {
	switch {
	case len(in.Keys) > 0:
		return items(0, int64(len(in.Keys))-1, func(i int64) Item { return Item{Key: in.Keys[i].key()} })
	case len(in.Rows) > 0:
		amounts, err := minorUnits(in.Rows)
		if err != nil {
			return nil, err
		}
		return items(0, int64(len(in.Rows))-1, func(i int64) Item { return Item{Key: in.Rows[i][0].key(), Amount: amounts[i]} })
	case in.Formula != "":
		var factor, modulus, add, first, last int64
		_, err := fmt.Sscanf(in.Formula, formulaForm, &factor, &modulus, &add, &first, &last)
		if err != nil || modulus < 1 || factor < 0 || factor > largestSample || first < 0 || last > largestSample {
			return nil, malformed{fmt.Errorf("rows_formula is %.80q, expected %q", in.Formula, formulaForm)}
		}
		return items(first, last, func(i int64) Item { return Item{Key: strconv.AppendInt(nil, i, 10), Amount: i*factor%modulus + add} })
	}
	return items(in.Range[0], in.Range[1], func(i int64) Item { return Item{Key: strconv.AppendInt(nil, i, 10)} })
}

func (w *word) key() []byte {
	if w == nil {
		return nil
	}
	return append([]byte{}, *w...)
}

func items(first, last int64, item func(i int64) Item) (Frame, error) {
	if first < -largestSample || last > largestSample || last-first >= largestCase {
		return nil, malformed{fmt.Errorf("the frame has the rows %d to %d, expected at most %d", first, last, largestCase)}
	}
	return func(yield func(Item, error) bool) {
		for i := first; i <= last; i++ {
			if !yield(item(i), nil) {
				return
			}
		}
	}, nil
}

func minorUnits(rows [][2]*word) ([]int64, error) {
	amounts := make([]int64, len(rows))
	for i, r := range rows {
		if r[1] == nil {
			return nil, fault.New(fault.Refused, "row %d has no amount, expected a whole number of minor units", i+1)
		}
		x, err := strconv.ParseInt(string(*r[1]), 10, 64)
		if err != nil {
			return nil, fault.New(fault.Refused, "amount %.40q is not a whole number of minor units within 64 bits", string(*r[1]))
		}
		amounts[i] = x
	}
	return amounts, nil
}

func selectCase(m Method) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in selectInputs
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		frame, err := in.frame()
		if err != nil {
			return nil, err
		}
		d := Draw{Method: m, Seed: in.Seed, Scope: in.Scope, Size: in.Size, Spares: in.Spares, Order: in.Order, Listed: largestCase}
		s, err := Select(context.Background(), d, frame)
		return s.values(), err
	}
}

func (s Selection) values() map[string]any {
	values := map[string]any{"certainty": unitKeys(s.Certainty), "sampled": unitKeys(s.Units), "selected": unitKeys(s.Units),
		"spares": unitKeys(s.Spares), "n_sampled": s.SampledSize, "zero": s.Frame.Zero.Keys, "negative": s.Frame.Negative.Keys}
	if n := len(s.Units); n > 0 {
		values["last_ticket"] = s.Units[n-1].Ticket
	}
	if s.SampledValue != nil {
		values["sampled_frame_value"] = s.SampledValue
	}
	if s.Start != nil {
		values["start_numerator"] = s.Start
	}
	var hits []string
	var positions []*big.Int
	for _, h := range s.Hits {
		hits, positions = append(hits, h.Key), append(positions, h.Position)
	}
	values["hits"], values["positions"] = hits, positions
	return values
}

func unitKeys(units []Unit) []string {
	keys := make([]string, len(units))
	for i, u := range units {
		keys[i] = u.Key
	}
	return keys
}

func stratifiedCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Seed       string           `json:"seed"`
		Scope      string           `json:"scope"`
		Rows       [][2]string      `json:"rows"` // key and stratum
		Allocation map[string]int64 `json:"allocation"`
		Spares     int64            `json:"spares"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	frame := func(yield func(Item, error) bool) {
		for _, r := range in.Rows {
			if !yield(Item{Key: []byte(r[0]), Stratum: r[1]}, nil) {
				return
			}
		}
	}
	s, err := Select(context.Background(), Draw{Method: Stratified, Seed: in.Seed, Scope: in.Scope, Allocation: in.Allocation, Spares: in.Spares}, frame)
	by := func(units []Unit) map[string][]string {
		keys := map[string][]string{}
		for _, u := range units {
			keys[u.Stratum] = append(keys[u.Stratum], u.Key)
		}
		return keys
	}
	return map[string]any{"selected": by(s.Units), "spares": by(s.Spares)}, err
}

func fixedStartCase(inputs json.RawMessage) (map[string]any, error) {
	const rule = "item with cum_before < start + k*interval <= cum"
	var in struct {
		Items    [][2]string `json:"items"` // key and amount
		Size     int64       `json:"n"`
		Start    number      `json:"start"`
		Interval number      `json:"interval"`
		Rule     string      `json:"rule"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	if in.Rule != "" && in.Rule != rule {
		return nil, malformed{fmt.Errorf("rule is %.80q, expected %q", in.Rule, rule)}
	}
	f := FixedStart{Start: in.Start.Decimal, Interval: in.Interval.Decimal, Size: in.Size}
	for _, item := range in.Items {
		amount, err := ParseDecimal(item[1])
		if err != nil {
			return nil, err
		}
		f.Items = append(f.Items, FixedItem{item[0], amount})
	}
	hits, err := SelectFixedStart(f)
	return map[string]any{"hits": hits}, err
}
