package sampling

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"path"
	"slices"
	"strconv"

	"auditql/analytics/fault"
)

// Report is the result of running reference cases: the auditor's evidence that the tool computes rightly.
type Report struct {
	Passed int     `json:"passed"`
	Failed int     `json:"failed"`
	Worst  float64 `json:"worst_relative_error"` // of the numbers that are compared with a tolerance, in cases that passed
	Cases  []Case  `json:"cases"`
}

// Case is one reference case, performed.
type Case struct {
	ID   string         `json:"id"`
	OK   bool           `json:"ok"`
	Got  map[string]any `json:"got"`
	Want map[string]any `json:"want"`
	Note string         `json:"note,omitempty"` // why it failed
}

// vector is a case as it is written in a vectors file.
type vector struct {
	ID       word            `json:"id"`
	Method   string          `json:"method"`
	Inputs   json.RawMessage `json:"inputs"`
	Expected map[string]any  `json:"expected"`
}

// Floating-point numbers agree when they differ by at most this part of the expected number.
const tolerance = 1e-9

//go:embed vectors/*.json
var shipped embed.FS

// Validate performs the cases of a vectors file, a JSON array of {"id", "method", "inputs", "expected"}, or an object that holds
// such arrays, as {"cases": [...]}. Other fields are descriptions. Numbers of inputs may be numbers or strings, in any notation.
//
// Numbers that are computed in floating point agree within 1e-9 relative; sizes, counts, keys and tickets agree exactly. Only the
// names in "expected" are compared, and each of them: one that the method does not give fails. {"feasible": false} expects a
// refusal. A case with an unknown method, or without an input that its method needs, fails; a file that is not well formed is an
// error. Methods: attr.{binomial,hypergeometric,poisson}.{accept,expected,bound,pvalue},
// attr.discovery.{probability,size}, attr.twostage, mus.poisson.{plan,factor,acl-compat}, mus.hypergeometric.interpolated,
// mus.stringer{,.items,.full,.table-factors}, mus.cell, mus.taint-sum, mus.mean-taint, est.{mpu,difference,ratio,regression},
// est.stratified.mean-total, variables.size.mean, alloc.{neyman,proportional,by-value}, risk.detection,
// select.{ticket,draw,srs,srs.range,stratified,systematic}, select.mus.{sieve,interval,cell,random,interval.fixed-start}.
func Validate(r io.Reader) (Report, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Report{}, fault.New(fault.Broken, "read vectors: %w", err)
	}
	vectors, err := readVectors(bytes.TrimPrefix(text, []byte("\ufeff")))
	if err != nil {
		return Report{}, fault.New(fault.Usage, "read vectors: %w", err).Hint("expected a JSON array of cases with id, method, inputs and expected")
	}
	if len(vectors) == 0 {
		return Report{}, fault.New(fault.Usage, "there is no case in the file: nothing would be validated")
	}
	var report Report
	for _, v := range vectors {
		report.add(v.perform())
	}
	return report, nil
}

// ValidateShipped performs the cases that are part of the program.
func ValidateShipped() (Report, error) {
	var all Report
	entries, err := shipped.ReadDir("vectors")
	if err != nil {
		return Report{}, fmt.Errorf("read shipped vectors: %w", err)
	}
	for _, entry := range entries {
		content, err := shipped.ReadFile(path.Join("vectors", entry.Name()))
		if err != nil {
			return Report{}, fmt.Errorf("read shipped vectors: %w", err)
		}
		r, err := Validate(bytes.NewReader(content))
		if err != nil {
			return Report{}, fmt.Errorf("validate %s: %w", entry.Name(), err)
		}
		all.Passed, all.Failed = all.Passed+r.Passed, all.Failed+r.Failed
		all.Worst = max(all.Worst, r.Worst)
		all.Cases = append(all.Cases, r.Cases...)
	}
	return all, nil
}

func (r *Report) add(c Case, worst float64) {
	if c.OK {
		r.Passed++
		r.Worst = max(r.Worst, worst)
	} else {
		r.Failed++
	}
	r.Cases = append(r.Cases, c)
}

func (v vector) perform() (Case, float64) {
	c := Case{ID: string(v.ID), Want: v.Expected, Got: map[string]any{}}
	method, known := computations[v.Method]
	if !known {
		c.Note = fmt.Sprintf("unknown method %.60q", v.Method)
		return c, 0
	}
	if name, err := method.lacks(v.Inputs); err != nil {
		c.Note = fmt.Sprintf("input %s: %v", name, err)
		return c, 0
	}
	got, err := method.compute(v.Inputs)
	switch kind := fault.KindOf(err); {
	case err == nil:
		got["feasible"] = true
	case kind == fault.Refused || kind == fault.Usage: // the tool refuses; what could not be read is no question at all
		got = map[string]any{"feasible": false}
		c.Note = err.Error()
	default:
		c.Note = err.Error()
		return c, 0
	}
	return c.compare(got)
}

// readVectors reads the cases of a file: an array of them, an object that is one, or one whose arrays of objects are cases.
func readVectors(text []byte) (vectors []vector, err error) {
	var outer any
	if err := decodeNumbers(text, &outer); err != nil {
		return nil, err
	}
	if _, list := outer.([]any); list {
		err := decodeNumbers(text, &vectors)
		return vectors, err
	}
	object, _ := outer.(map[string]any)
	if _, one := object["method"]; one {
		vectors = make([]vector, 1)
		err := decodeNumbers(text, &vectors[0])
		return vectors, err
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		list, _ := object[name].([]any)
		if len(list) == 0 {
			continue
		}
		if _, cases := list[0].(map[string]any); !cases {
			continue
		}
		var more []vector
		if err := decodeNumbers(parts[name], &more); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		vectors = append(vectors, more...)
	}
	return vectors, nil
}

// decodeNumbers reads one JSON value, with numbers as they are written, and nothing after it.
func decodeNumbers(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the cases, expected the end of the file")
	}
	return nil
}

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
