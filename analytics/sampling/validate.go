package sampling

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"path"

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
