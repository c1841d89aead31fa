package sampling

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"auditql/analytics/fault"
)

func ticketCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Seed   word    `json:"seed"`
		Scope  word    `json:"scope"`
		Key    keyWord `json:"key"`
		Amount whole   `json:"amount"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	key, err := in.Key.bytes()
	if err == nil && in.Seed != "" { // the ticket of an empty seed is defined, though nothing may be drawn with it
		err = CheckSeed(string(in.Seed))
	}
	if err == nil {
		err = CheckScope(string(in.Scope))
	}
	if err != nil {
		return nil, err
	}
	t := NewTicket(string(in.Seed), string(in.Scope), string(key))
	values := map[string]any{"message_hex": hex.EncodeToString(append(message(Specification, string(in.Seed), string(in.Scope)), key...)),
		"ticket": t.String(), "t60": new(big.Int).SetUint64(t.T60()), "score_amount_100000": t.SieveScore(100000)}
	if in.Amount > 0 {
		values["score"] = t.SieveScore(uint64(in.Amount))
	}
	return values, nil
}

func drawCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Seed    word  `json:"seed"`
		Scope   word  `json:"scope"`
		Label   word  `json:"label"`
		Index   whole `json:"index"`
		Modulus word  `json:"modulus"` // may have more digits than a whole number
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	modulus, err := rational(string(in.Modulus))
	if err != nil {
		return nil, malformed{err}
	}
	m := modulus.Num()
	if !modulus.IsInt() || m.Sign() <= 0 || m.BitLen() > 256 || in.Index < 0 {
		return nil, fault.New(fault.Usage, "modulus is %.100s, expected a whole number above 0 and at most 2^256", in.Modulus)
	}
	return map[string]any{"value": RandomBelow(string(in.Seed), string(in.Scope), string(in.Label), int64(in.Index), m)}, nil
}

// selectInputs are the inputs of the cases that select from a frame.
type selectInputs struct {
	Seed    word                 `json:"seed"`
	Scope   word                 `json:"scope"`
	Keys    []keyWord            `json:"keys"`         // null is a NULL key
	Rows    [][2]json.RawMessage `json:"rows"`         // key and amount
	Formula string               `json:"rows_formula"` // see [formulaForm]
	Range   [2]whole             `json:"key_range"`    // integer keys, both ends included
	Size    whole                `json:"n"`
	Spares  whole                `json:"spares"`
	Order   Order                `json:"order"`
}

const formulaForm = "key=i, amount=(i*%d mod %d)+%d, i=%d..%d"

// A case may describe a frame larger than itself, so its size is bounded.
const largestCase = 20_000_000

// frame gives the items of a case: keys, keys with amounts, a range of integers, or a formula of both.
func (in selectInputs) frame() (Frame, error) {
	switch {
	case len(in.Keys) > 0:
		keys, err := keysOf(in.Keys)
		if err != nil {
			return nil, err
		}
		return items(0, int64(len(keys))-1, func(i int64) Item { return Item{Key: keys[i]} })
	case len(in.Rows) > 0:
		rows, err := amountRows(in.Rows)
		if err != nil {
			return nil, err
		}
		return items(0, int64(len(rows))-1, func(i int64) Item { return rows[i] })
	case in.Formula != "":
		var factor, modulus, add, first, last int64
		_, err := fmt.Sscanf(in.Formula, formulaForm, &factor, &modulus, &add, &first, &last)
		if err != nil || modulus < 1 || factor < 0 || factor > largestSample || first < 0 || last > largestSample {
			return nil, malformed{fmt.Errorf("rows_formula is %.80q, expected %q", in.Formula, formulaForm)}
		}
		return items(first, last, func(i int64) Item { return Item{Key: strconv.AppendInt(nil, i, 10), Amount: i*factor%modulus + add} })
	}
	return items(int64(in.Range[0]), int64(in.Range[1]), func(i int64) Item { return Item{Key: strconv.AppendInt(nil, i, 10)} })
}

// bytes gives the bytes of a key, nil for NULL.
func (k keyWord) bytes() ([]byte, error) {
	switch {
	case k.bad:
		return nil, fault.New(fault.Refused, "key %.40s is no whole number: a key is text, or a whole number in its shortest form", k.text)
	case k.null:
		return nil, nil
	}
	return append([]byte{}, k.text...), nil
}

func keysOf(words []keyWord) (keys [][]byte, err error) {
	keys = make([][]byte, len(words))
	for i, w := range words {
		if keys[i], err = w.bytes(); err != nil {
			return nil, err
		}
	}
	return keys, nil
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

// amountRows reads keys with amounts in minor units. An amount that is not whole, or beyond 64 bits, is refused.
func amountRows(rows [][2]json.RawMessage) ([]Item, error) {
	list := make([]Item, len(rows))
	for i, r := range rows {
		var key keyWord
		var amount *word
		if err := errors.Join(json.Unmarshal(r[0], &key), json.Unmarshal(r[1], &amount)); err != nil {
			return nil, malformed{err}
		}
		if amount == nil {
			return nil, fault.New(fault.Refused, "row %d has no amount, expected a whole number of minor units", i+1)
		}
		units, err := rational(string(*amount))
		if err != nil || !units.IsInt() || !units.Num().IsInt64() {
			return nil, fault.New(fault.Refused, "amount %.40q is not a whole number of minor units within 64 bits", string(*amount))
		}
		list[i].Amount = units.Num().Int64()
		if list[i].Key, err = key.bytes(); err != nil {
			return nil, err
		}
	}
	return list, nil
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
		d := Draw{Method: m, Seed: string(in.Seed), Scope: string(in.Scope), Size: int64(in.Size), Spares: int64(in.Spares), Order: in.Order, Listed: largestCase}
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
		Seed       word             `json:"seed"`
		Scope      word             `json:"scope"`
		Rows       [][2]keyWord     `json:"rows"` // key and stratum
		Allocation map[string]whole `json:"allocation"`
		Spares     whole            `json:"spares"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	keys := make([]keyWord, len(in.Rows))
	for i, r := range in.Rows {
		keys[i] = r[0]
	}
	written, err := keysOf(keys)
	if err != nil {
		return nil, err
	}
	frame, err := items(0, int64(len(written))-1, func(i int64) Item { return Item{Key: written[i], Stratum: in.Rows[i][1].text} })
	if err != nil {
		return nil, err
	}
	allocation := map[string]int64{}
	for name, n := range in.Allocation {
		allocation[name] = int64(n)
	}
	s, err := Select(context.Background(), Draw{Method: Stratified, Seed: string(in.Seed), Scope: string(in.Scope), Allocation: allocation, Spares: int64(in.Spares)}, frame)
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
		Items    [][2]word `json:"items"` // key and amount
		Size     whole     `json:"n"`
		Start    number    `json:"start"`
		Interval number    `json:"interval"`
		Rule     string    `json:"rule"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	if in.Rule != "" && in.Rule != rule {
		return nil, malformed{fmt.Errorf("rule is %.80q, expected %q", in.Rule, rule)}
	}
	f := FixedStart{Start: in.Start.Decimal, Interval: in.Interval.Decimal, Size: int64(in.Size)}
	for _, item := range in.Items {
		amount, err := rational(string(item[1]))
		if err != nil {
			return nil, malformed{err}
		}
		f.Items = append(f.Items, FixedItem{string(item[0]), exact(amount)})
	}
	hits, err := SelectFixedStart(f)
	return map[string]any{"hits": hits}, err
}
