package sampling

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
)

// compare keeps of what was computed only what is expected, and compares it.
func (c Case) compare(got map[string]any) (Case, float64) {
	c.OK = len(c.Want) > 0
	worst := 0.0
	want := c.Want
	if feasible, ok := want["feasible"]; ok && fmt.Sprint(feasible) == "false" {
		want = described(want)
	}
	for name, want := range want {
		value, computed := got[name]
		c.Got[name] = value
		e := math.Inf(1)
		if computed {
			e = difference(value, want)
		}
		if !(e <= tolerance) {
			c.OK = false
			if c.Note == "" {
				c.Note = fmt.Sprintf("%s differs", name)
			}
		}
		worst = max(worst, e)
	}
	if feasible, refused := got["feasible"]; refused && feasible == false {
		c.Got["feasible"] = false
	}
	return c, worst
}

// described gives what is compared of an expected refusal: texts and nulls describe it, numbers it cannot give.
func described(want map[string]any) map[string]any {
	compared := map[string]any{}
	for name, value := range want {
		switch value.(type) {
		case nil, string:
			if name == "feasible" {
				compared[name] = value
			}
		default:
			compared[name] = value
		}
	}
	return compared
}

// difference gives 0 for equal values, the relative difference of floating-point numbers, and infinity for what is not equal.
func difference(got, want any) float64 {
	switch g := got.(type) {
	case float64:
		return relative(g, want)
	case bool:
		return equal(fmt.Sprint(g) == fmt.Sprint(want))
	case string:
		return equal(g == fmt.Sprint(want))
	case int64:
		return equal(sameInteger(big.NewInt(g), want))
	case *big.Int:
		return equal(sameInteger(g, want))
	case map[string][]string:
		w, ok := want.(map[string]any)
		worst := equal(ok && len(w) == len(g))
		for name, list := range g {
			worst = max(worst, difference(list, w[name]))
		}
		return worst
	case []string:
		return lists(g, want)
	case []int64:
		return lists(g, want)
	case []*big.Int:
		return lists(g, want)
	}
	return math.Inf(1)
}

func lists[T any](got []T, want any) float64 {
	w, ok := want.([]any)
	worst := equal(ok && len(w) == len(got))
	for i := range min(len(got), len(w)) {
		worst = max(worst, difference(got[i], w[i]))
	}
	return worst
}

func equal(same bool) float64 {
	if same {
		return 0
	}
	return math.Inf(1)
}

// sameInteger accepts an integer in any notation of JSON, also as a string, since some have more digits than a JSON reader keeps.
func sameInteger(got *big.Int, want any) bool {
	w, err := rational(fmt.Sprint(want))
	return err == nil && w.IsInt() && w.Num().Cmp(got) == 0
}

func relative(got float64, want any) float64 {
	var w float64
	var err error
	switch text := want.(type) {
	case json.Number:
		w, err = text.Float64()
	case string:
		w, err = strconv.ParseFloat(text, 64)
	default:
		return math.Inf(1)
	}
	switch {
	case err != nil || math.IsNaN(got) || math.IsNaN(w) || math.IsInf(w, 0):
		return math.Inf(1)
	case w == 0:
		return math.Abs(got)
	}
	return math.Abs(got-w) / math.Abs(w)
}
