package main

import (
	"fmt"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

// Rates of the tables of the AICPA Audit Guide Audit Sampling.
const (
	tableExpected  = "0%,0.25%,0.5%,0.75%,1%,1.25%,1.5%,1.75%,2%,2.25%,2.5%,2.75%,3%,3.25%,3.5%,3.75%,4%,5%,6%,7%"
	tableTolerable = "2%,3%,4%,5%,6%,7%,8%,9%,10%,15%,20%"

	tableExpectedShare     = "0%,5%,10%,15%,20%,25%,30%,35%,40%,45%,50%" // of the tolerable misstatement
	tableTolerableShare    = "50%,30%,10%,8%,6%,5%,4%,3%,2%,1%,0.5%"     // of the book value
	tableMonetarySource    = "AICPA Audit Guide Audit Sampling, table C-1"
	tableAttributeSource   = "AICPA Audit Guide Audit Sampling, tables A-1 and A-2"
	tableNotFeasible       = "-"
	tableNotFeasibleLegend = "-: not feasible, since what is expected is too close to what is tolerable"
)

func (a *app) sizeTable(m sizeMethod, q sizing, format string) error {
	if m.table == nil {
		return fault.New(fault.Usage, "--method %s has no planning table, expected attributes or mus", q.method)
	}
	t, err := m.table(a, q)
	if err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(t)
	}
	g := report.Grid{Header: []string{"expected"}}
	for _, d := range t.Tolerable {
		g.Header = append(g.Header, d.String())
		g.Right = append(g.Right, true)
	}
	g.Right = append(g.Right, true)
	for i, row := range t.Cells {
		cells := []string{t.Expected[i].String()}
		for _, c := range row {
			if c.Size == 0 {
				cells = append(cells, tableNotFeasible)
				continue
			}
			cells = append(cells, fmt.Sprintf("%d (%d)", c.Size, c.Accept))
		}
		g.Add(cells...)
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	source, unit := tableAttributeSource, "items (accept number); rows: expected rate, columns: tolerable rate"
	if q.method == "mus" {
		source, unit = tableMonetarySource, "hits (whole errors next above the expected taints); rows: expected misstatement, columns: tolerable misstatement"
		if q.book == "" {
			unit += "; rows as a share of the tolerable misstatement, columns as a share of the book value"
		}
	}
	_, err = fmt.Fprintf(a.out, "%s; confidence %s\n%s\n%s\n", unit, q.confidence, tableNotFeasibleLegend, source)
	return err
}

func (a *app) tableAttributes(q sizing) (sampling.Table, error) {
	plan, err := a.attributes(q)
	if err != nil {
		return sampling.Table{}, err
	}
	expected, tolerable, err := q.axes(tableExpected, tableTolerable)
	if err != nil {
		return sampling.Table{}, err
	}
	return sampling.AttributeTable(plan, expected, tolerable)
}

// tableMonetary gives the table in currency when the book value is known, otherwise in shares as it is printed.
func (a *app) tableMonetary(q sizing) (sampling.Table, error) {
	m, err := q.monetary()
	if err != nil {
		return sampling.Table{}, err
	}
	if _, err := monetaryPlanner(q.law); err != nil || q.law == string(sampling.Hypergeometric) {
		return sampling.Table{}, fault.New(fault.Usage, "--table of --method mus is by the poisson distribution, got --distribution %s", q.law)
	}
	if q.book == "" {
		expected, tolerable, err := q.axes(tableExpectedShare, tableTolerableShare)
		if err != nil {
			return sampling.Table{}, err
		}
		return sampling.MonetaryShareTable(m.Confidence, expected, tolerable)
	}
	if q.expected == "" || q.tolerable == "" {
		return sampling.Table{}, fault.New(fault.Usage, "--table with --book needs --expected and --tolerable as lists of amounts").
			Hint("without --book the table is in shares")
	}
	expected, tolerable, err := q.axes("", "")
	if err != nil {
		return sampling.Table{}, err
	}
	return sampling.MonetaryTable(m, expected, tolerable)
}

// axes reads the rows and columns of a table: lists of the command line, or those that are usual.
func (q sizing) axes(expected, tolerable string) (rows, columns []sampling.Decimal, err error) {
	var r reading
	list := func(flag, given, usual string) (out []sampling.Decimal) {
		if given == "" {
			given = usual
		}
		for text := range strings.SplitSeq(given, ",") {
			out = append(out, r.decimal(flag, strings.TrimSpace(text)))
		}
		return out
	}
	rows, columns = list("expected", q.expected, expected), list("tolerable", q.tolerable, tolerable)
	if r.err == nil && len(rows)*len(columns) > 2500 {
		r.err = fault.New(fault.Usage, "the table would have %d cells, expected at most 2500", len(rows)*len(columns))
	}
	return rows, columns, r.err
}
