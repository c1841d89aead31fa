package bundle

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"auditql/analytics/record"
	"auditql/analytics/table"
)

// items reads population, exceptions, indeterminate and excluded side by side, all in key order, and proves that each
// item of the population has one verdict, that no verdict is about another item, and that the counts add up.
func (c *testCheck) items() error {
	if c.t.Verdict == record.NotRun {
		return nil
	}
	s := c.t.Section(population)
	name := c.run.named(s.File.Path)
	pop, err := table.Open(c.run.at(s.File.Path))
	if err != nil {
		return unsound(name, "table", err)
	}
	defer pop.Close()
	keys := pop.Keys(c.t.Key...)
	defer keys.Close()
	columns := string(table.AppendHeader(nil, keys.Columns()))
	var findings []*judged
	for _, v := range verdicts {
		if c.t.Section(v) == nil {
			continue
		}
		f, err := c.open(v, columns)
		if err != nil {
			return err
		}
		defer f.close()
		findings = append(findings, f)
	}
	tree, err := c.merge(name, keys, findings)
	if err != nil {
		return err
	}
	return c.counts(tree, findings)
}

func (c *testCheck) merge(name string, keys *table.Keys, findings []*judged) (*table.Tree, error) {
	tree := &table.Tree{}
	for {
		line, err := keys.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unsound(name, "population", err)
		}
		if tree.Add(line); tree.Len()%4096 == 0 && c.ctx.Err() != nil {
			return nil, c.ctx.Err()
		}
		if err := c.judge(keys, findings); err != nil {
			return nil, err
		}
	}
	for _, f := range findings {
		if !f.done {
			return nil, differs(f.name, "key", "one of the population", f.line)
		}
	}
	return tree, nil
}

// judge takes the rows about the present item of the population out of each section.
func (c *testCheck) judge(keys *table.Keys, findings []*judged) error {
	verdict := ""
	for _, f := range findings {
		if f.done {
			continue
		}
		order := f.keys.Compare(keys)
		if order > 0 {
			continue
		}
		if order < 0 {
			return differs(f.name, "key", "one of the population", f.line)
		}
		if verdict != "" {
			return differs(f.name, "verdict of "+f.line, "only "+verdict, f.section.Name+" too")
		}
		verdict = f.section.Name
		if err := f.take(c.t.Reasons); err != nil {
			return err
		}
	}
	return nil
}

// counts compares what was counted with the record.
func (c *testCheck) counts(tree *table.Tree, findings []*judged) error {
	t := c.t
	c.report.Rows += tree.Len()
	found := map[string]int64{}
	for _, f := range findings {
		found[f.section.Name] = f.items
		if !maps.Equal(f.section.ByReason, f.byReason) {
			return differs(f.name, "rows per reason", fmt.Sprint(f.section.ByReason), fmt.Sprint(f.byReason))
		}
	}
	pass := tree.Len() - found["exceptions"] - found["indeterminate"] - found["excluded"]
	for _, n := range []struct {
		what            string
		recorded, found any
	}{
		{"population", t.Population.Count, tree.Len()},
		{"Merkle root of the population", t.Population.Root, tree.Root().String()},
		{"exceptions", t.Exceptions, found["exceptions"]},
		{"indeterminate items", t.Indeterminate, found["indeterminate"]},
		{"excluded items", t.Excluded, found["excluded"]},
		{"passed items", t.Pass, pass},
	} {
		if err := c.same(n.what, n.found, n.recorded); err != nil {
			return err
		}
	}
	return nil
}

// judged is a section that gives items a verdict, read group by group: the rows about one item at a time.
type judged struct {
	section  *record.Section
	name     string
	table    *table.Table
	keys     *table.Keys
	reasons  *table.Rows
	line     string // canonical line of the present key
	done     bool
	items    int64
	byReason map[string]int64
}

func (c *testCheck) open(section, keyColumns string) (*judged, error) {
	s := c.t.Section(section)
	f := &judged{section: s, name: c.run.named(s.File.Path), byReason: map[string]int64{}}
	var err error
	if f.table, err = table.Open(c.run.at(s.File.Path)); err != nil {
		return nil, unsound(f.name, "table", err)
	}
	f.keys = f.table.KeyGroups(c.t.Key...)
	f.reasons = f.table.Rows("reason_code", "reason")
	err = f.next()
	if err == nil {
		err = same(f.name, "key columns", keyColumns, string(table.AppendHeader(nil, f.keys.Columns())))
	}
	if err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *judged) next() error {
	line, err := f.keys.Next()
	if errors.Is(err, io.EOF) {
		f.done = true
		return nil
	}
	if err != nil {
		return unsound(f.name, "keys", err)
	}
	f.line = string(line)
	return nil
}

// take goes over all rows about the present item: each has a reason and a declared reason code, and none has it twice.
func (f *judged) take(declared map[string]string) error {
	f.items++
	item := f.line
	for codes := map[string]bool{}; !f.done && f.line == item; {
		row, err := f.reasons.Next()
		if err != nil {
			return unsound(f.name, "reasons", err)
		}
		code, reason := string(row[0]), strings.TrimSpace(string(row[1]))
		_, known := declared[code]
		switch {
		case reason == "":
			return differs(f.name, "reason for "+item, "a sentence", "empty")
		case row[0] == nil || !known:
			return differs(f.name, "reason code for "+item, "one that the test declares", fmt.Sprintf("%q", code))
		case codes[code]:
			return differs(f.name, "reason code "+code+" for "+item, "once", "twice")
		}
		codes[code] = true
		f.byReason[code]++
		if err := f.next(); err != nil {
			return err
		}
	}
	return nil
}

func (f *judged) close() {
	if f.keys != nil {
		f.keys.Close()
		f.reasons.Close()
	}
	f.table.Close()
}
