package procedure_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/engine"
	"auditql/analytics/procedure"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
	"auditql/analytics/table"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "engine-worker" {
		if err := engine.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func start(t *testing.T) *engine.Session {
	t.Helper()
	s, err := engine.Start(context.Background(), []string{os.Args[0], "engine-worker"}, engine.Options{Threads: 1, Scratch: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

const head = `/*---
id: own-t
version: 1
title: T
objective: O.
kind: operating
severity: low
reads: [account]
key: [k]
params:
  days: {type: integer, default: 30, unit: days, means: m}
  names: {type: "text[]", default: [a, b], means: m}
reasons:
  R1: r
  I1: i
  X1: x
---*/

`

// rows is a section that gives these rows.
func rows(section, columns string, values ...string) string {
	text := "-- +" + section + ": s\nSELECT " + columns + " FROM (VALUES " + strings.Join(values, ", ") + ") v(" + columns + ")"
	return text + ";\n\n"
}

const verdict = "k, reason_code, reason"

func parse(t *testing.T, text string) *script.Script {
	t.Helper()
	s, err := script.Parse("own/own-t.sql", text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var frame = procedure.Frame{AsOf: "2026-07-01T00:00:00Z", PeriodStart: "2026-01-01T00:00:00Z", PeriodEnd: "2026-07-01T00:00:00Z"}

func perform(t *testing.T, e *engine.Session, text string) (record.Test, string, error) {
	t.Helper()
	s := parse(t, text)
	v, err := procedure.Resolve(s, nil, frame)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	rec, err := procedure.Perform(context.Background(), e, procedure.Plan{Script: s, Values: v, Dir: dir})
	return rec, dir, err
}

// TestPerform: counts are items, not rows, and files and digests are those of the rows.
func TestPerform(t *testing.T) {
	rec, dir, err := perform(t, start(t), head+rows("population", "k", "(3)", "(1)", "(2)", "(10)", "(4)")+
		rows("exceptions", verdict, "(10, 'R1', 'late')", "(10, 'X1', 'also')", "(2, 'R1', 'late')")+
		rows("indeterminate", verdict, "(3, 'I1', 'no date')")+rows("excluded", verdict, "(4, 'X1', 'out')"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(rec.Population.Count, rec.Pass, rec.Exceptions, rec.Indeterminate, rec.Excluded); got != "5 1 2 1 1" {
		t.Errorf("population, pass, exceptions, indeterminate, excluded are %s", got)
	}
	x := rec.Section("exceptions")
	if x.Rows != 3 || x.ByReason["R1"] != 2 || x.ByReason["X1"] != 1 {
		t.Errorf("%+v", x)
	}
	digest, err := table.Digest(filepath.Join(dir, filepath.FromSlash(x.File.Path)))
	if err != nil || digest.SHA256 != x.Digest {
		t.Errorf("digest %s, recorded %s, %v", digest.SHA256, x.Digest, err)
	}
	root, err := table.Root([]string{"k"}, filepath.Join(dir, filepath.FromSlash(rec.Section("population").File.Path)))
	if err != nil || root.Root.String() != rec.Population.Root {
		t.Errorf("root %s, recorded %s, %v", root.Root, rec.Population.Root, err)
	}
}

// TestContradictionsConcludeNothing: a script whose verdicts do not add up gives an error, and never counts.
func TestContradictionsConcludeNothing(t *testing.T) {
	e := start(t)
	population := rows("population", "k", "(1)", "(2)")
	exception := rows("exceptions", verdict, "(1, 'R1', 'x')")
	for name, c := range map[string]struct{ text, want string }{
		"key twice":              {rows("population", "k", "(1)", "(1)") + exception, "several items of one key"},
		"key without value":      {rows("population", "k", "(1)", "(NULL)") + exception, "NULL in their key"},
		"exception of nobody":    {population + rows("exceptions", verdict, "(3, 'R1', 'x')"), "not in the population"},
		"two verdicts":           {population + rows("exceptions", verdict, "(1, 'R1', 'x')") + rows("indeterminate", verdict, "(1, 'I1', 'x')"), "items are in"},
		"reason code twice":      {population + rows("exceptions", verdict, "(1, 'R1', 'x')", "(1, 'R1', 'y')"), "one reason code twice"},
		"reason that is missing": {population + rows("exceptions", verdict, "(1, 'R1', CAST(NULL AS VARCHAR))"), "reason that is NULL"},
		"reason that is empty":   {population + rows("exceptions", verdict, "(1, 'R1', ' ')"), "reason"},
		"code that is missing":   {population + rows("exceptions", verdict, "(1, CAST(NULL AS VARCHAR), 'x')"), "reason code that is NULL"},
		"code of no reason":      {population + rows("exceptions", verdict, "(1, 'R9', 'x')"), "R9"},
		"no reason at all":       {population + rows("exceptions", "k, reason_code", "(1, 'R1')"), "no column reason"},
	} {
		if err := e.Reset(context.Background()); err != nil {
			t.Fatal(err)
		}
		rec, _, err := perform(t, e, head+c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if rec.Pass != 0 {
			t.Errorf("%s: %d items passed", name, rec.Pass)
		}
	}
}

// TestResolve: what a record says of parameters is what was used.
func TestResolve(t *testing.T) {
	s := parse(t, head+rows("population", "k", "(1)")+rows("exceptions", verdict, "(1, 'R1', 'x')"))
	text := func(v string) sqlfile.Value { return sqlfile.Value{Text: &v} }
	given := func(name string, v sqlfile.Value) sqlfile.Pairs[sqlfile.Value] {
		return sqlfile.Pairs[sqlfile.Value]{{Key: name, Value: v}}
	}
	for _, c := range []struct {
		overrides   sqlfile.Pairs[sqlfile.Value]
		days, names string
	}{
		{nil, "30", `["a","b"]`},
		{given("days", text("45")), "45", `["a","b"]`},
		{given("names", sqlfile.Value{List: []string{"x,y"}}), "30", `["x,y"]`},
	} {
		v, err := procedure.Resolve(s, c.overrides, frame)
		if err != nil || v.Recorded["days"].Value != c.days || v.Recorded["names"].Value != c.names || *v.Recorded["days"].Default != "30" {
			t.Errorf("%v: %+v, %v", c.overrides, v.Recorded, err)
		}
	}
	for name, o := range map[string]sqlfile.Pairs[sqlfile.Value]{
		"unknown": given("weeks", text("1")), "no number": given("days", text("many")), "not whole": given("days", text("1.5")),
	} {
		if _, err := procedure.Resolve(s, o, frame); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if _, err := procedure.Resolve(s, nil, procedure.Frame{AsOf: "soon"}); err == nil {
		t.Error("a period that is none was taken")
	}
}
