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

func TestFollow(t *testing.T) {
	dir := t.TempDir()
	type row struct {
		System string `parquet:"system"`
		ID     string `parquet:"id"`
		Reason string `parquet:"reason"`
	}
	if err := parquet.WriteFile(filepath.Join(dir, "e.parquet"), []row{{"erp", "1", "a"}, {"erp", "1", "b"}, {"erp", "4", "c"}}); err != nil {
		t.Fatal(err)
	}
	run := &record.Run{Tests: []record.Test{{ID: "t", Key: []string{"system", "id"}, Verdict: record.Exceptions,
		Sections: []record.Section{{Name: "exceptions", File: &record.File{Path: "e.parquet"}}}}}}
	got, states, err := finding.Follow(sample, run, dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := (finding.Progress{Open: 1, Gone: 2, New: 1, Unknown: 1}); got != want || len(states) != 5 {
		t.Errorf("%+v with %d states, want %+v", got, len(states), want)
	}
	run.Tests[0].Verdict = record.NotAssertable
	if got, _, _ := finding.Follow(sample, run, dir); got.Gone != 0 || got.Unknown != 4 {
		t.Errorf("%+v: what is not assertable shows nothing as gone", got)
	}
}
