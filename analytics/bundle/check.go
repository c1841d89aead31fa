package bundle

import (
	"fmt"
	"path"
	"slices"
	"time"

	"auditql/analytics/record"
	"auditql/analytics/table"
	"auditql/analytics/waiver"
)

// The sections that give items a verdict, and the one that says which items there are.
const (
	population    = "population"
	exceptions    = "exceptions"
	indeterminate = "indeterminate"
	excluded      = "excluded"
)

var verdicts = []string{"exceptions", "indeterminate", "excluded"}

// verifyTest recomputes one test from its files: digests, counts, invariants and verdict.
func (v *verifier) verifyTest(t *record.Test) error {
	c := testCheck{verifier: v, t: t, file: v.run.named(recordName)}
	for _, step := range []func() error{c.record, c.evidence, c.checks, c.sections, c.items, c.waivers} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type testCheck struct {
	*verifier
	t    *record.Test
	file string // where the record is
}

func (c *testCheck) same(what, expected, found any) error {
	return same(c.file, fmt.Sprintf("%v of %s", what, c.t.ID), expected, found)
}

// record checks what the record says against itself.
func (c *testCheck) record() error {
	t := c.t
	if err := c.same("verdict", t.Conclude(), t.Verdict); err != nil {
		return err
	}
	names := map[string]bool{}
	for _, s := range t.Sections {
		if names[s.Name] {
			return c.same("section "+s.Name, "once", "twice")
		}
		names[s.Name] = true
		if err := c.same("SHA-256 of the SQL of section "+s.Name, record.Hash([]byte(s.SQL)), s.SHA256); err != nil {
			return err
		}
		performed := t.Verdict != record.NotRun
		if err := c.same("file of section "+s.Name, performed && c.isKept(s.Name), s.File != nil); err != nil {
			return err
		}
	}
	if t.Verdict != record.NotRun {
		return c.same("population among the sections", true, names[population])
	}
	return c.same("number of items, although it was not run", [5]int64{}, [5]int64{t.Population.Count, t.Pass, t.Exceptions, t.Indeterminate, t.Excluded})
}

func (c *testCheck) isKept(section string) bool {
	return section == population || slices.Contains(verdicts, section)
}

// evidence checks that the test stands on loads of the run.
func (c *testCheck) evidence() error {
	for _, s := range c.t.Evidence {
		load, ok := c.loads[s.Load]
		if !ok || load.Dataset != s.Dataset {
			return c.same("evidence", "a load of the run", s.Dataset+" "+s.Load)
		}
		if err := c.same("digest of load "+s.Load, load.Digest, s.Digest); err != nil {
			return err
		}
	}
	return nil
}

// ofRun gives the loads of the run in the order of the ledger.
func (v *verifier) ofRun() (loads []record.Load) {
	for _, l := range v.ledger {
		if known, ok := v.loads[l.ID]; ok && known.Dataset == l.Dataset {
			loads = append(loads, l)
		}
	}
	return loads
}

// checks compares the failed intake checks of the test with those in the ledger: none may be left out but
// those that a later load of the run performed again, and one that failed may only have been accepted, by somebody and with a reason.
func (c *testCheck) checks() error {
	for _, s := range c.t.Evidence {
		for _, want := range c.loads[s.Load].Checks {
			if want.Status != record.Failed && want.Status != record.Accepted {
				continue
			}
			if _, again := record.Superseded(c.ofRun(), c.loads[s.Load], want); again {
				continue
			}
			what := fmt.Sprintf("intake check %s of load %s", want.ID, s.Load)
			i := slices.IndexFunc(c.t.Checks, func(d record.DatasetCheck) bool { return d.Load == s.Load && d.ID == want.ID })
			if i < 0 {
				return c.same(what, want.Status, "missing")
			}
			got := c.t.Checks[i]
			accepted := got.Accepted != nil && got.Accepted.Who != "" && got.Accepted.Why != ""
			if got.Status != want.Status && !(got.Status == record.Accepted && accepted) {
				return c.same(what, want.Status, got.Status)
			}
		}
	}
	return nil
}

// sections recomputes columns, rows and digest of each file; the population follows with the items.
func (c *testCheck) sections() error {
	for _, s := range c.t.Sections {
		if s.File == nil {
			continue
		}
		name := c.run.named(s.File.Path)
		t, err := table.Open(c.run.at(s.File.Path))
		if err != nil {
			return unsound(name, "table", err)
		}
		columns, rows := t.Columns(), t.Len()
		if err := t.Close(); err != nil {
			return unsound(name, "table", err)
		}
		if err := same(name, "columns", string(table.AppendHeader(nil, s.Columns)), string(table.AppendHeader(nil, columns))); err != nil {
			return err
		}
		if err := same(name, "number of rows", [2]int64{s.Rows, s.File.Rows}, [2]int64{rows, rows}); err != nil {
			return err
		}
		if s.Name == population {
			continue
		}
		if err := c.digest(s, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *testCheck) digest(s record.Section, name string) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	got, err := table.Digest(c.run.at(s.File.Path))
	if err != nil {
		return unsound(name, "table", err)
	}
	c.report.Rows += got.Rows
	return same(name, "digest", s.Digest, got.SHA256)
}

// waivers counts anew what the waivers of the test name and accept.
func (c *testCheck) waivers() error {
	if err := c.givenWaivers(); err != nil {
		return err
	}
	again, file := *c.t, ""
	again.Waivers = slices.Clone(c.t.Waivers)
	if x := c.t.Section("exceptions"); x != nil && x.File != nil {
		file = c.run.at(x.File.Path)
	}
	if err := waiver.Count(&again, file); err != nil {
		return err
	}
	if err := c.same("waived exceptions", again.Waived, c.t.Waived); err != nil {
		return err
	}
	for i, w := range again.Waivers {
		if err := c.same("items of waiver "+w.ID, [2]int64{w.Matched, w.Own}, [2]int64{c.t.Waivers[i].Matched, c.t.Waivers[i].Own}); err != nil {
			return err
		}
	}
	return nil
}

// givenWaivers verifies that the waivers in the record are those of the waivers.yaml that the run kept, each in the state that
// it has at the audit date.
func (c *testCheck) givenWaivers() error {
	asOf, err := time.Parse(time.RFC3339Nano, c.verifier.record.Engagement.AsOf)
	if err != nil && len(c.t.Waivers) > 0 {
		return c.same("audit date", "a time", c.verifier.record.Engagement.AsOf)
	}
	for _, w := range c.t.Waivers {
		want, err := waiver.StateAt(w, asOf)
		if err != nil {
			return c.same("time of waiver "+w.ID, "a time", err)
		}
		if err := c.same("state of waiver "+w.ID, want, w.State); err != nil {
			return err
		}
	}
	kept := slices.IndexFunc(c.verifier.record.Definitions, func(d record.File) bool { return path.Base(d.Path) == waiver.FileName })
	if kept < 0 {
		return nil
	}
	all, err := waiver.Read(c.run.at(c.verifier.record.Definitions[kept].Path))
	if err != nil {
		return unsound(c.run.named(c.verifier.record.Definitions[kept].Path), "waivers", err)
	}
	want := record.Test{ID: c.t.ID, Verdict: c.t.Verdict}
	if err := waiver.Apply(&want, "", all, asOf); err != nil {
		return err
	}
	return c.same("waivers", waiver.Given(want.Waivers), waiver.Given(c.t.Waivers))
}
