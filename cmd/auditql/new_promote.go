package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/lint"
	"auditql/analytics/procedure"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

const promotedScript = `/*---
id: %s
version: 1
title: TODO noun phrase of the exception
objective: TODO the control working.
kind: pointer
severity: low
reads: [%s]
key: [%s]
reasons:
  R1: TODO what the code means
limits:
  - TODO what the script cannot see
---*/

-- +population: one row per %s, as query %d of the command log gave it
%s;

-- +exceptions: TODO which of them, and why
SELECT %[4]s, 'R1' AS reason_code, 'TODO one factual sentence with the values.' AS reason
FROM population
WHERE FALSE; -- replace this by your condition

/*--- cases
- name: TODO what this shows
  given:
%[7]s  expect:
    population: 1
---*/
`

// promote makes a test of a query of the log.
func (a *app) promote(ctx context.Context, e *engagement.Engagement, lib *library, id string, number int) error {
	log, err := readQueries(e)
	if err != nil {
		return err
	}
	if number < 1 || number > len(log) {
		return fault.New(fault.Usage, "there is no query %d in the log of %d", number, len(log)).Hint("auditql sql --log lists them")
	}
	q := log[number-1]
	if q.Error != "" {
		return fault.New(fault.Usage, "query %d has no answer: %s", number, q.Error).Hint("promote one that has")
	}
	reads, columns, err := a.shapeOf(ctx, lib, q)
	if err != nil {
		return err
	}
	key := keyAmong(columns, reads)
	names := strings.Join(key, ", ")
	named := wordsOf(q.SQL)
	var datasets []string
	var given strings.Builder
	for _, c := range reads {
		datasets = append(datasets, c.Dataset)
		given.WriteString(exampleRow(c, named))
	}
	text := fmt.Sprintf(promotedScript, id, strings.Join(datasets, ", "), names, names, number, q.SQL, given.String())
	return a.writeScript(e, id, text)
}

// shapeOf finds the datasets that a query reads, in its syntax, and the columns that it gives.
func (a *app) shapeOf(ctx context.Context, lib *library, q record.Query) ([]*contract.Contract, []schema.Column, error) {
	session, err := a.session(ctx, engine.Options{Threads: 1})
	if err != nil {
		return nil, nil, err
	}
	defer session.Close()
	values, err := procedure.Resolve(&script.Script{}, nil, procedure.Frame{AsOf: "2000-01-01", PeriodStart: "2000-01-01", PeriodEnd: "2000-01-01"})
	if err != nil {
		return nil, nil, err
	}
	sec := engine.Section{Name: "query", SQL: q.SQL, Params: values.Literals}
	syntax, err := session.Syntax(ctx, sec)
	if err != nil {
		return nil, nil, err
	}
	var reads []*contract.Contract
	sec.Reads = lint.Reads(syntax)
	for _, name := range sec.Reads {
		c, ok := lib.contracts.Get(name)
		if !ok {
			return nil, nil, fault.New(fault.Usage, "the query reads %s, which is no dataset", name)
		}
		reads = append(reads, c)
		if err := session.Given(ctx, name, c.Stored(), nil); err != nil {
			return nil, nil, err
		}
	}
	if len(reads) == 0 {
		return nil, nil, fault.New(fault.Usage, "the query reads no dataset, and a test reads at least one")
	}
	columns, err := session.Describe(ctx, sec)
	return reads, columns, err
}

// keyAmong gives the columns of a result that are in the key of a dataset that the query reads; else the first one.
func keyAmong(columns []schema.Column, reads []*contract.Contract) []string {
	var out []string
	for _, c := range columns {
		if slices.ContainsFunc(reads, func(r *contract.Contract) bool { return slices.Contains(r.Key, c.Name) }) {
			out = append(out, c.Name)
		}
	}
	if len(out) == 0 {
		return []string{columns[0].Name}
	}
	return out
}

// examples are cells for the first case.
var examples = map[schema.Kind]string{
	schema.Text: "a", schema.Boolean: "true", schema.Integer: "1", schema.Decimal: "1", schema.Date: "2026-03-01",
	schema.Timestamp: "2026-03-01", schema.JSON: `"{}"`, schema.List: `"[]"`,
}

// wordsOf gives the words of a query, in lower case.
func wordsOf(query string) map[string]bool {
	words := map[string]bool{}
	tokens, _ := sqlfile.Tokens(query) // it was performed, so it has tokens
	for _, t := range tokens {
		words[strings.ToLower(t.Text)] = true
	}
	return words
}

// exampleRow gives a row of a dataset with its key, what the query names and what else is required.
func exampleRow(c *contract.Contract, named map[string]bool) string {
	var names, cells []string
	for _, p := range c.Spec {
		if !p.Value.Required && !slices.Contains(c.Key, p.Key) && !named[strings.ToLower(p.Key)] {
			continue
		}
		cell := examples[p.Value.Type.Kind]
		if len(p.Value.OneOf) > 0 {
			cell = p.Value.OneOf[0]
		}
		names, cells = append(names, p.Key), append(cells, cell)
	}
	return fmt.Sprintf("    %s: |\n      %s\n      %s\n", c.Dataset, strings.Join(names, ", "), strings.Join(cells, ", "))
}
