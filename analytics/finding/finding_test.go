package finding_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"auditql/analytics/finding"
	"auditql/analytics/record"
)

var sample = finding.Finding{
	ID: "F-1", Title: `Accounts "stay" open: # no`, Status: "open", Severity: "high", Owner: "mlee", Due: "2026-09-30", Run: "run-0001",
	Condition:  "line one\nline two",
	Exceptions: []finding.Group{{Test: "t", Keys: [][]string{{"erp", "1"}, {"erp", "yes: [no]"}, {"erp", "3"}}}, {Test: "u", Keys: [][]string{{"x"}}}},
}

func TestAFindingIsReadAsItWasWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "findings")
	if _, err := finding.Write(dir, sample); err != nil {
		t.Fatal(err)
	}
	got, err := finding.ReadAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]finding.Finding{sample}, got); d != "" {
		t.Error(d)
	}
	if _, err := finding.Write(dir, sample); err == nil {
		t.Error("a finding was written over")
	}
	for _, id := range []string{"", "../x", "a b", ".hidden"} {
		f := sample
		f.ID = id
		if _, err := finding.Write(dir, f); err == nil {
			t.Errorf("id %q was taken", id)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for want, text := range map[string]string{
		"is not the name of the file": "id: G\ntitle: t\nstatus: open\n",
		"has no title":                "id: F\nstatus: open\n",
		"expected one of":             "id: F\ntitle: t\nstatus: done\n",
		"expected a day":              "id: F\ntitle: t\nstatus: open\ndue: soon\n",
		"colour":                      "id: F\ntitle: t\nstatus: open\ncolour: red\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "F.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := finding.ReadAll(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestOverdueBeginsTheDayAfter(t *testing.T) {
	for at, want := range map[string]bool{"2026-09-30": false, "2026-10-01": true} {
		day, err := time.Parse(time.DateOnly, at)
		if err != nil {
			t.Fatal(err)
		}
		if sample.Overdue(day) != want {
			t.Errorf("overdue on %s: %v", at, !want)
		}
		closed := sample
		closed.Status = "closed"
		if closed.Overdue(day) {
			t.Error("a closed finding is overdue")
		}
	}
}

type row struct {
	System string `parquet:"system"`
	ID     string `parquet:"id"`
	Reason string `parquet:"reason"`
}

// ran is a run of test t with these exceptions of the system erp.
func ran(t *testing.T, id, asOf string, keys ...string) finding.Ran {
	t.Helper()
	dir := t.TempDir()
	var rows []row
	for _, k := range keys {
		rows = append(rows, row{"erp", k, "a"}, row{"erp", k, "b"})
	}
	if err := parquet.WriteFile(filepath.Join(dir, "e.parquet"), rows); err != nil {
		t.Fatal(err)
	}
	return finding.Ran{Dir: dir, Run: &record.Run{ID: id, Engagement: record.Engagement{AsOf: asOf}, Tests: []record.Test{{ID: "t",
		Key: []string{"system", "id"}, Verdict: record.Exceptions, Sections: []record.Section{{Name: "exceptions", File: &record.File{Path: "e.parquet"}}}}}}}
}

func TestFollow(t *testing.T) {
	const found, later, last = "2026-07-01T00:00:00Z", "2026-08-01T00:00:00Z", "2026-09-29T00:00:00Z"
	first := ran(t, "run-0001", found, "1", "3", "yes: [no]")
	unknown := ran(t, "run-0002", later)
	unknown.Run.Tests[0].Verdict = record.NotAssertable
	closed, carried := sample, sample
	closed.Status = "closed"
	carried.Audit, carried.Found, carried.Remedied = "H1", "2026-01-01T00:00:00Z", []finding.Group{{Test: "t", Keys: [][]string{{"erp", "3"}}}}
	for name, c := range map[string]struct {
		f    finding.Finding
		runs []finding.Ran
		want finding.Progress
	}{
		"no run":                {sample, nil, finding.Progress{Unknown: 4}},
		"same run":              {sample, []finding.Ran{first}, finding.Progress{Open: 3, Unknown: 1}},
		"one is left":           {sample, []finding.Ran{first, ran(t, "run-0002", last, "1", "4")}, finding.Progress{Open: 1, Gone: 2, New: 1, Unknown: 1, Age: 90}},
		"back again":            {sample, []finding.Ran{first, ran(t, "run-0002", later, "1"), ran(t, "run-0003", last, "1", "3")}, finding.Progress{Open: 2, Reopened: 1, Gone: 1, Unknown: 1, Age: 90}},
		"not known in between":  {sample, []finding.Ran{first, unknown, ran(t, "run-0003", last, "1", "3")}, finding.Progress{Open: 2, Gone: 1, Unknown: 1, Age: 90}},
		"not assertable":        {sample, []finding.Ran{first, unknown}, finding.Progress{Unknown: 4, Age: 31}},
		"before it was found":   {sample, []finding.Ran{ran(t, "run-0000", found), first}, finding.Progress{Open: 3, Unknown: 1}},
		"closed":                {closed, []finding.Ran{first, ran(t, "run-0002", last, "1")}, finding.Progress{Open: 1, Reopened: 1, Gone: 2, Unknown: 1, Age: 90}},
		"carried over":          {carried, []finding.Ran{ran(t, "run-0001", found, "1", "3")}, finding.Progress{Open: 2, Reopened: 1, Gone: 1, Unknown: 1, Age: 181}},
		"gone in the new audit": {carried, []finding.Ran{ran(t, "run-0001", found), ran(t, "run-0002", found, "1")}, finding.Progress{Open: 1, Reopened: 1, Gone: 2, Unknown: 1, Age: 181}},
	} {
		got, states, err := finding.Follow(c.f, c.runs)
		if err != nil || got != c.want || len(states) != got.Open+got.Gone+got.New+got.Unknown {
			t.Errorf("%s: %+v with %d states, %v, want %+v", name, got, len(states), err, c.want)
		}
	}
}

func TestCarriedOver(t *testing.T) {
	runs := []finding.Ran{ran(t, "run-0001", "2026-07-01T00:00:00Z", "1", "3", "yes: [no]"), ran(t, "run-0002", "2026-09-29T00:00:00Z", "1")}
	_, states, err := finding.Follow(sample, runs)
	if err != nil {
		t.Fatal(err)
	}
	want := sample
	want.Audit, want.Found = "H1", "2026-07-01T00:00:00Z"
	want.Remedied = []finding.Group{{Test: "t", Keys: [][]string{{"erp", "yes: [no]"}, {"erp", "3"}}}}
	once := sample.CarriedOver("H1", runs, states)
	if d := cmp.Diff(want, once); d != "" {
		t.Error(d)
	}
	// a period in which nothing was performed changes nothing but is not where the exceptions were found
	_, states, err = finding.Follow(once, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(once, once.CarriedOver("H2", nil, states)); d != "" {
		t.Error(d)
	}
	dir := t.TempDir()
	if _, err := finding.Write(dir, once); err != nil {
		t.Fatal(err)
	}
	if got, err := finding.ReadAll(dir); err != nil || cmp.Diff([]finding.Finding{once}, got) != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

type bare struct {
	System string `parquet:"system"`
	ID     string `parquet:"id"`
}

// What is no exception any more is gone only if the run concludes something of it, and the state says what.
func TestStatesSayWhy(t *testing.T) {
	r := ran(t, "run-0002", "2026-09-29T00:00:00Z", "1")
	for section, ids := range map[string][]string{"indeterminate": {"2"}, "excluded": {"3"}, "population": {"1", "2", "3", "4"}} {
		var rows []bare
		for _, id := range ids {
			rows = append(rows, bare{"erp", id})
		}
		if err := parquet.WriteFile(filepath.Join(r.Dir, section), rows); err != nil {
			t.Fatal(err)
		}
		r.Run.Tests[0].Sections = append(r.Run.Tests[0].Sections, record.Section{Name: section, File: &record.File{Path: section}})
	}
	f := sample
	f.Exceptions = []finding.Group{{Test: "t", Keys: [][]string{{"erp", "1"}, {"erp", "2"}, {"erp", "3"}, {"erp", "4"}, {"erp", "5"}}}, {Test: "u", Keys: [][]string{{"x"}}}}
	p, states, err := finding.Follow(f, []finding.Ran{ran(t, "run-0001", "2026-07-01T00:00:00Z", "1", "2", "3", "4", "5"), r})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range states {
		got = append(got, strings.Join(s.Key, " ")+" "+s.Says())
	}
	want := []string{"erp 1 open", "erp 2 unknown: the evidence does not decide", "erp 3 gone: excluded", "erp 4 gone: passes",
		"erp 5 gone: no longer in the population", "x unknown: the test came to no result"}
	if d := cmp.Diff(want, got); d != "" || p.Gone != 3 || p.Unknown != 2 {
		t.Errorf("%+v %s", p, d)
	}
	// what was not decided in between was not remedied, and so is not reopened
	p, _, err = finding.Follow(f, []finding.Ran{ran(t, "run-0001", "2026-07-01T00:00:00Z", "1", "2"), r, ran(t, "run-0003", "2026-09-30T00:00:00Z", "2", "4")})
	if err != nil || p.Open != 2 || p.Reopened != 1 {
		t.Errorf("%+v, %v: 2 is open and 4 reopened", p, err)
	}
}
