package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// frameScript is a test that only says which items there are: what the evidence cannot decide is left to the sample. Performed as
// a run, it gives the frame what every population has: intake checks, a root, and SQL that a reader can perform again.
const frameScript = `/*---
id: %[1]s
version: 1
title: Items of %[2]s to be examined on a sample
objective: Every item has the same rules of selection.
kind: operating
severity: low
reads: [%[2]s]
key: [%[3]s]
reasons:
  S1: to be examined on a sample
---*/

-- +population: %[4]s
SELECT * FROM %[2]s WHERE (%[5]s);

-- +exceptions: none can be known before the sample is examined
SELECT %[3]s, 'S1' AS reason_code, 'It is to be examined.' AS reason FROM population WHERE false;

-- +indeterminate: every item, until the sample is examined
SELECT %[3]s, 'S1' AS reason_code, 'It is to be examined on a sample.' AS reason FROM population;
`

var (
	notOfAnID  = regexp.MustCompile(`[^a-z0-9]+`)
	columnName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)
)

// framePrefix begins the ids of the tests that list the items of a frame.
const framePrefix = "frame-"

// isFrame says whether a run was made for samples only.
func isFrame(run *record.Run) bool {
	return !slices.ContainsFunc(run.Tests, func(t record.Test) bool { return !strings.HasPrefix(t.ID, framePrefix) })
}

// frameTest makes the test that lists the items of a dataset which fulfil a condition.
func frameTest(c *contract.Contract, name, where string, key []string) (*script.Script, error) {
	if strings.ContainsAny(where, ";\n\r") || strings.Contains(where, "--") || strings.Contains(where, "/*") {
		return nil, fault.New(fault.Usage, "--where %q, expected one condition in SQL, without semicolons, comments and line feeds", where)
	}
	if len(key) == 0 {
		key = c.Key
	}
	for _, column := range key {
		if _, ok := c.Spec.Get(column); !ok || !columnName.MatchString(column) {
			return nil, fault.New(fault.Usage, "--key %s: the dataset %s has no such column", column, c.Dataset).Hint("without --key it is %s", strings.Join(c.Key, ", "))
		}
	}
	says := "items of " + c.Dataset
	if where == "" {
		where = "true"
	} else {
		says += " where " + where
	}
	id := framePrefix + strings.Trim(notOfAnID.ReplaceAllString(strings.ToLower(name), "-"), "-")
	text := fmt.Sprintf(frameScript, id, c.Dataset, strings.Join(key, ", "), says, where)
	return script.Parse(id+".sql", text)
}

// runFrame performs the test of a frame as a run of its own and gives its id.
func (a *app) runFrame(ctx context.Context, d *drawing) (string, error) {
	e, lib, err := a.open()
	if err != nil {
		return "", err
	}
	c, ok := lib.contracts.Get(d.from)
	if !ok {
		return "", fault.New(fault.Usage, "there is no dataset %s", d.from).Hint("auditql data lists those that were loaded")
	}
	t, err := frameTest(c, d.name, d.where, d.key)
	if err != nil {
		return "", err
	}
	if err := freeName(e, d.name); err != nil {
		return "", err
	}
	run, err := a.perform(ctx, e, lib, []*script.Script{t}, nil, 0)
	if err != nil {
		return "", err
	}
	switch done := run.Tests[0]; {
	case done.Error != "":
		says, _, key := strings.Cut(strings.TrimPrefix(done.Error, t.ID+".sql: "), "; the test contradicts itself")
		why := fault.New(fault.Usage, "the frame could not be made: %s", says)
		if key {
			why = why.Hint("--key names the columns that tell the items of %s apart", d.from)
		}
		return "", why
	case done.Verdict == record.NotRun:
		return "", fault.New(fault.Refused, "nothing of the dataset %s was loaded", d.from)
	}
	fmt.Fprintf(a.err, "%s holds the frame as the test %s\n", run.ID, t.ID)
	return t.ID, nil
}
