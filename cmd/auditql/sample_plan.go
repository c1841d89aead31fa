package main

import (
	"fmt"
	"strconv"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

// planned is a plan: its data, and what is said of it to a person.
type planned struct {
	data  any
	lines []string
}

func (a *app) printPlan(p planned, format string) error {
	if format == "json" {
		return a.printJSON(p.data)
	}
	_, err := fmt.Fprintln(a.out, report.CleanLines(strings.Join(p.lines, "\n")))
	return err
}

// reading collects decimals of flags and keeps the first error.
type reading struct{ err error }

func (r *reading) decimal(flag, text string) sampling.Decimal {
	d, err := decimal(flag, text)
	if r.err == nil {
		r.err = err
	}
	return d
}

func (a *app) attributes(q sizing) (sampling.Attributes, error) {
	var r reading
	plan := sampling.Attributes{Distribution: sampling.Distribution(q.law), Accept: q.accept, Confidence: r.decimal("confidence", q.confidence)}
	if r.err != nil {
		return plan, r.err
	}
	n, err := a.populationSize(q.population)
	plan.Population = n
	return plan, err
}

func (a *app) planAttributes(q sizing) (planned, error) {
	plan, err := a.attributes(q)
	if err != nil {
		return planned{}, err
	}
	var r reading
	plan.Tolerable, plan.Expected = r.decimal("tolerable", q.tolerable), r.decimal("expected", q.expected)
	if r.err == nil && plan.Expected.Given() && plan.Accept != 0 {
		r.err = fault.New(fault.Usage, "--expected and --accept were both given, expected one of them: the accept number follows from the expected rate")
	}
	if r.err != nil {
		return planned{}, r.err
	}
	p, err := sampling.PlanAttributes(plan)
	return attributePlan(p, "n = %s items, accept number %d (%s)"), err
}

func (a *app) planDiscovery(q sizing) (planned, error) {
	plan, err := a.attributes(q)
	if err != nil {
		return planned{}, err
	}
	p, err := sampling.PlanDiscovery(sampling.Discovery{Confidence: plan.Confidence, Population: plan.Population, Critical: q.critical})
	return attributePlan(p, "n = %s items to meet at least one of "+report.Count(q.critical)+", accept number %d (%s)"), err
}

func (a *app) planStages(q sizing) (planned, error) {
	plan, err := a.attributes(q)
	if err != nil {
		return planned{}, err
	}
	var r reading
	s := sampling.Stages{Distribution: plan.Distribution, Confidence: plan.Confidence, Population: plan.Population, Tolerable: r.decimal("tolerable", q.tolerable)}
	if r.err != nil {
		return planned{}, r.err
	}
	p, err := sampling.PlanStages(s)
	return attributePlan(p, "n = %s items in each of two stages, accept number %d after both (%s)"), err
}

func attributePlan(p sampling.Plan, first string) planned {
	population := "unknown"
	if p.Population > 0 {
		population = report.Count(p.Population)
	}
	about := fmt.Sprintf("%s, population %s, confidence %s, tolerable rate %s", p.Distribution, population, p.Confidence, p.Tolerable)
	if p.Expected.Given() {
		about += ", expected rate " + p.Expected.String()
	}
	if p.Count > 0 {
		about += fmt.Sprintf(", K = %s", report.Count(p.Count))
	}
	lines := []string{fmt.Sprintf(first, report.Count(p.Size), p.Accept, about), risks(p.Risk, p.RiskBefore), p.Formula, p.Source}
	return planned{data: p, lines: append(lines, p.Notes...)}
}

func risks(at, before float64) string {
	return fmt.Sprintf("risk %.6f at n, %.6f at n-1", at, before)
}

func (q sizing) monetary() (sampling.Monetary, error) {
	var r reading
	m := sampling.Monetary{Confidence: r.decimal("confidence", q.confidence), Book: r.decimal("book", q.book)}
	return m, r.err
}

func (a *app) planMonetary(q sizing) (planned, error) {
	m, err := q.monetary()
	if err != nil {
		return planned{}, err
	}
	var r reading
	if m.Tolerable, m.Expected = r.decimal("tolerable", q.tolerable), r.decimal("expected", q.expected); r.err != nil {
		return planned{}, r.err
	}
	plan, err := monetaryPlanner(q.law)
	if err != nil {
		return planned{}, err
	}
	p, err := plan(m)
	first := fmt.Sprintf("n = %s hits, interval %.2f, expected taints up to %.4f (confidence %s, book value %s, tolerable misstatement %s, expected %s)",
		report.Count(p.Size), p.Interval, p.Taint, p.Confidence, p.Book, p.Tolerable, orZero(p.Expected))
	lines := []string{first, risks(p.Risk, p.RiskBefore), fmt.Sprintf("factor %.4f, n before rounding %.4f", p.Factor, p.Real), p.Formula, p.Source}
	return planned{data: p, lines: append(lines, p.Notes...)}, err
}

func monetaryPlanner(law string) (func(sampling.Monetary) (sampling.MonetaryPlan, error), error) {
	switch sampling.Distribution(law) {
	case "", sampling.Poisson:
		return sampling.PlanMonetary, nil
	case sampling.Hypergeometric:
		return sampling.PlanMonetaryUnits, nil
	}
	return nil, fault.New(fault.Usage, "--distribution %s, expected poisson or hypergeometric with --method mus", law)
}

func orZero(d sampling.Decimal) string {
	if !d.Given() {
		return "0"
	}
	return d.String()
}

func (a *app) planMean(q sizing) (planned, error) {
	plan, err := a.attributes(q)
	if err != nil {
		return planned{}, err
	}
	var r reading
	m := sampling.Mean{Confidence: plan.Confidence, Population: plan.Population, Precision: r.decimal("precision", q.precision), Deviation: r.decimal("sd", q.sd)}
	if r.err != nil {
		return planned{}, r.err
	}
	p, err := sampling.PlanMean(m)
	return planned{data: p, lines: []string{
		fmt.Sprintf("n = %s items (confidence %s two-sided, precision %s of the mean, standard deviation %s)", report.Count(p.Size), p.Confidence, p.Precision, p.Deviation),
		fmt.Sprintf("n without the correction for a finite population %.4f, z = %.6f", p.Unlimited, p.Normal), p.Formula, p.Source}}, err
}

// riskPlan is the plan of the audit risk model, for JSON.
type riskPlan struct {
	Method     string  `json:"method"`
	Detection  float64 `json:"detection_risk"`
	Confidence float64 `json:"confidence"`
	Exact      string  `json:"detection_risk_exact"`
	Formula    string  `json:"formula"`
	Source     string  `json:"source"`
}

func (a *app) planRisk(q sizing) (planned, error) {
	var r reading
	in := sampling.AuditRisk{Audit: r.decimal("audit-risk", q.audit), Inherent: r.decimal("inherent-risk", q.inherent),
		Control: r.decimal("control-risk", q.control), Analytical: r.decimal("analytical-risk", q.analytical)}
	if r.err != nil {
		return planned{}, r.err
	}
	detection, confidence, err := sampling.DetectionRisk(in)
	plan := riskPlan{"risk.detection", detection.Float(), confidence.Float(), detection.String(), "DR = AR/(IR*CR*AP), confidence = 1 - DR", "AS 2315 appendix"}
	return planned{data: plan, lines: []string{
		fmt.Sprintf("detection risk %.6f: plan the test of details with a confidence of %.6f", plan.Detection, plan.Confidence), plan.Formula, plan.Source}}, err
}

// allocation is the plan of an allocation, for JSON.
type allocation struct {
	Method  string         `json:"method"`
	Size    int64          `json:"n"`
	Strata  []stratumShare `json:"strata"`
	Formula string         `json:"formula"`
	Source  string         `json:"source"`
}

type stratumShare struct {
	Name  string `json:"name"`
	Items int64  `json:"items"`
	Size  int64  `json:"n"`
}

func (a *app) planAllocation(q sizing) (planned, error) {
	names, items, err := pairsOf("strata", q.strata, nil)
	if err != nil {
		return planned{}, err
	}
	in := sampling.Allocation{Size: q.size}
	for i, text := range items {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return planned{}, fault.New(fault.Usage, "--strata: stratum %s has %q items, expected a whole number", names[i], text)
		}
		in.Population = append(in.Population, n)
	}
	method := "alloc.proportional"
	if q.sd != "" {
		method = "alloc.neyman"
		if in.Deviation, err = decimalsOf("sd", q.sd, names); err != nil {
			return planned{}, err
		}
	}
	if q.value != "" {
		method = "alloc.by-value"
		if in.Value, err = decimalsOf("value", q.value, names); err != nil {
			return planned{}, err
		}
	}
	if q.least != "" {
		least, err := strconv.ParseInt(q.least, 10, 64)
		if err != nil {
			return planned{}, fault.New(fault.Usage, "--least %q, expected a whole number", q.least)
		}
		in.Least = &least
	}
	sizes, err := sampling.Allocate(in)
	if err != nil {
		return planned{}, err
	}
	return allocated(method, q.size, names, in.Population, sizes), nil
}

func allocated(method string, n int64, names []string, items, sizes []int64) planned {
	plan := allocation{Method: method, Size: n, Formula: "n_h = n*w_h/sum(w), at least 2 and at most N_h, largest remainder",
		Source: "Neyman 1934; Cochran, Sampling Techniques, 3rd edition, sections 5.5 and 5.8"}
	lines := []string{fmt.Sprintf("n = %s over %d strata (%s)", report.Counted(n, "item"), len(names), strings.TrimPrefix(method, "alloc."))}
	for i, name := range names {
		plan.Strata = append(plan.Strata, stratumShare{name, items[i], sizes[i]})
		lines = append(lines, fmt.Sprintf("  %s: %s of %s", report.Clean(name), report.Count(sizes[i]), report.Count(items[i])))
	}
	return planned{data: plan, lines: append(lines, plan.Formula, plan.Source)}
}

// decimalsOf reads NAME=NUMBER pairs and gives the numbers in the order of names.
func decimalsOf(flag, text string, names []string) ([]sampling.Decimal, error) {
	_, values, err := pairsOf(flag, text, names)
	if err != nil {
		return nil, err
	}
	var r reading
	out := make([]sampling.Decimal, len(values))
	for i, v := range values {
		out[i] = r.decimal(flag, v)
	}
	return out, r.err
}

// pairsOf reads NAME=VALUE,NAME=VALUE in the order written, or in that of names, which must then be exactly those.
func pairsOf(flag, text string, names []string) (keys, values []string, err error) {
	found := map[string]string{}
	for pair := range strings.SplitSeq(text, ",") {
		i := strings.LastIndexByte(pair, '=')
		if i < 1 {
			return nil, nil, fault.New(fault.Usage, "--%s %q, expected NAME=NUMBER,NAME=NUMBER", flag, text)
		}
		if _, twice := found[pair[:i]]; twice {
			return nil, nil, fault.New(fault.Usage, "--%s names stratum %s twice", flag, pair[:i])
		}
		keys, values = append(keys, pair[:i]), append(values, pair[i+1:])
		found[pair[:i]] = pair[i+1:]
	}
	if names == nil {
		return keys, values, nil
	}
	values = nil
	for _, name := range names {
		v, ok := found[name]
		if !ok || len(found) != len(names) {
			return nil, nil, fault.New(fault.Usage, "--%s names the strata %s, expected %s", flag, strings.Join(keys, ", "), strings.Join(names, ", "))
		}
		values = append(values, v)
	}
	return names, values, nil
}
