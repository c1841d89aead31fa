package record_test

import (
	"bytes"
	"strings"
	"testing"

	"auditql/analytics/record"
	"auditql/analytics/schema"

	"github.com/google/go-cmp/cmp"
)

func sampleRun() *record.Run {
	day := "1"
	r := &record.Run{
		ID:         "2026-q1",
		Engagement: record.Engagement{Title: "Access <& change>", PeriodStart: "2026-01-01T00:00:00Z", Zone: "UTC"},
		Tool:       record.Tool{Version: "0.1.0", Engine: "DuckDB 1.5.6"},
		Evidence:   []record.LoadRef{{Dataset: "account", Load: "a1", Digest: "d1", Parts: []record.File{{Path: "evidence/account/a1.parquet", Rows: 3}}}},
		Tests: []record.Test{{
			ID: "iam-dormant", Version: 2, Title: "Dormant accounts", Key: []string{"system", "account_id"},
			Params:     map[string]record.Param{"days": {Type: "integer", Value: "90", Default: &day}},
			Evidence:   []record.Source{{Dataset: "account", Load: "a1", Digest: "d1"}},
			Population: record.Population{Count: 3, Root: "r"}, Pass: 2, Exceptions: 1,
			Sections: []record.Section{{Name: "exceptions", SQL: "SELECT '<'", Rows: 1, Digest: "e",
				Columns:  []schema.Column{{Name: "system", Type: schema.Type{Kind: schema.Text}}},
				ByReason: map[string]int64{"R2": 1, "R1": 0},
				File:     &record.File{Path: "iam-dormant/exceptions.parquet", SHA256: "f", Bytes: 9, Rows: 1}}},
			Verdict: record.Exceptions,
		}},
		Undigested: record.Undigested{StartedAt: "2026-04-01T09:00:00Z", Host: "h"},
	}
	r.Seal()
	return r
}

func TestRunRoundTrip(t *testing.T) {
	r := sampleRun()
	data, err := record.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte("Access <& change>")) || !bytes.HasSuffix(data, []byte("}\n")) {
		t.Fatalf("encoding escapes HTML or lacks its line feed:\n%s", data)
	}
	var again record.Run
	if err := record.Decode(data, &again); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r, &again); d != "" {
		t.Fatal(d)
	}
	if err := again.Check(); err != nil {
		t.Fatal(err)
	}
}

// Every change of a byte must show: as a refusal to decode, or as a digest or sum that does not follow.
func TestEveryFlippedByteOfARunIsFound(t *testing.T) {
	data, _ := record.Encode(sampleRun())
	for i := range data {
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			bad := bytes.Clone(data)
			bad[i] ^= bit
			var r record.Run
			if record.Decode(bad, &r) == nil && r.Check() == nil {
				t.Fatalf("byte %d with bit %#x flipped was not noticed: %s", i, bit, bad)
			}
		}
	}
}

// A producer may leave a list or a map empty or absent; the record is the same.
func TestEmptyAndAbsentAreOne(t *testing.T) {
	r := sampleRun()
	x := &r.Tests[0]
	x.Controls, x.Limits, x.Missing, x.Checks = map[string][]string{}, []string{}, []record.Missing{}, []record.DatasetCheck{}
	x.Params, x.Reasons = map[string]record.Param{}, map[string]string{}
	x.Sections[0].Columns, x.Sections[0].ByReason = []schema.Column{}, map[string]int64{}
	r.Seal()
	data, err := record.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	var again record.Run
	if err := record.Decode(data, &again); err != nil {
		t.Fatal(err)
	}
	if err := again.Check(); err != nil {
		t.Fatal(err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	data, _ := record.Encode(sampleRun())
	text := string(data)
	for name, bad := range map[string]string{
		"unknown field":  strings.Replace(text, `"host"`, `"hosts"`, 1),
		"other case":     strings.Replace(text, `"host"`, `"Host"`, 1),
		"repeated field": strings.Replace(text, `"host": "h"`, `"host": "x", "host": "h"`, 1),
		"trailing bytes": text + "{}",
		"trailing space": text + " ",
		"compact":        strings.ReplaceAll(text, "\n  ", "\n"),
		"cut off":        text[:len(text)/2],
		"empty":          "",
	} {
		var r record.Run
		if err := record.Decode([]byte(bad), &r); err == nil {
			t.Errorf("%s: decoded without an error", name)
		}
	}
}

func TestDigestDependsOnResultsOnly(t *testing.T) {
	base := sampleRun()
	for name, c := range map[string]struct {
		change func(*record.Run)
		moves  bool
	}{
		"clock":       {func(r *record.Run) { r.Undigested.StartedAt = "2027" }, false},
		"host":        {func(r *record.Run) { r.Undigested.Host = "other" }, false},
		"run id":      {func(r *record.Run) { r.ID = "again" }, false},
		"engine":      {func(r *record.Run) { r.Tool.Engine = "DuckDB 1.6.0" }, false},
		"file bytes":  {func(r *record.Run) { r.Tests[0].Sections[0].File.SHA256 = "g" }, false},
		"title":       {func(r *record.Run) { r.Tests[0].Title = "Sleeping accounts" }, false},
		"version":     {func(r *record.Run) { r.Tests[0].Version = 3 }, true},
		"sql":         {func(r *record.Run) { r.Tests[0].Sections[0].SHA256 = "x" }, true},
		"rows":        {func(r *record.Run) { r.Tests[0].Sections[0].Rows = 2 }, true},
		"section":     {func(r *record.Run) { r.Tests[0].Sections[0].Digest = "x" }, true},
		"by reason":   {func(r *record.Run) { r.Tests[0].Sections[0].ByReason["R1"] = 4 }, true},
		"parameter":   {func(r *record.Run) { r.Tests[0].Params["days"] = record.Param{Type: "integer", Value: "91"} }, true},
		"evidence":    {func(r *record.Run) { r.Tests[0].Evidence[0].Digest = "d2" }, true},
		"population":  {func(r *record.Run) { r.Tests[0].Population.Root = "x" }, true},
		"count":       {func(r *record.Run) { r.Tests[0].Excluded++ }, true},
		"verdict":     {func(r *record.Run) { r.Tests[0].Verdict = record.NoExceptions }, true},
		"engagement":  {func(r *record.Run) { r.Engagement.PeriodEnd = "2027" }, true},
		"less tests":  {func(r *record.Run) { r.Tests = nil }, true},
		"less loads":  {func(r *record.Run) { r.Evidence = nil }, true},
		"check fails": {func(r *record.Run) { r.Tests[0].Checks = []record.DatasetCheck{{Dataset: "account"}} }, true},
	} {
		r := sampleRun()
		c.change(r)
		r.Seal()
		if moved := r.Digest != base.Digest; moved != c.moves {
			t.Errorf("%s: digest moved %v, want %v", name, moved, c.moves)
		}
		if r.Sum == base.Sum {
			t.Errorf("%s: the sum did not move", name)
		}
	}
}

func TestConclude(t *testing.T) {
	failed := []record.DatasetCheck{{Check: record.Check{ID: "key", Status: record.Failed}}}
	accepted := []record.DatasetCheck{{Check: record.Check{ID: "key", Status: record.Accepted}}}
	for _, c := range []struct {
		test record.Test
		want record.Verdict
	}{
		{record.Test{}, record.NotAssertable},
		{record.Test{Pass: 4}, record.NoExceptions},
		{record.Test{Pass: 4, Exceptions: 1, Indeterminate: 1}, record.Exceptions},
		{record.Test{Pass: 4, Indeterminate: 1, Excluded: 9}, record.Indeterminate},
		{record.Test{Exceptions: 1, Checks: failed}, record.NotAssertable},
		{record.Test{Pass: 1, Checks: accepted}, record.NoExceptions},
		{record.Test{Exceptions: 1, Error: "out of memory"}, record.NotRun},
		{record.Test{Checks: failed, Missing: []record.Missing{{Dataset: "account"}}}, record.NotRun},
	} {
		c.test.Population.Count = c.test.Pass + c.test.Exceptions + c.test.Indeterminate + c.test.Excluded
		if got := c.test.Conclude(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.test, got, c.want)
		}
	}
}

func sampleLedger(t *testing.T) ([]record.Load, []byte) {
	var loads []record.Load
	var data []byte
	previous := ""
	for _, id := range []string{"a1", "b2", "c3"} {
		l := record.Load{ID: id, Dataset: "account", Export: "okta_users", Files: []record.LoadFile{{Name: id + ".json", Read: 2, Loaded: 2}},
			Parts:      []record.File{{Path: "evidence/account/" + id + ".parquet"}},
			Checks:     []record.Check{{ID: "key", Status: record.Accepted, Accepted: &record.Acceptance{Who: "x", Why: "y"}}},
			Undigested: record.LoadCircumstances{LoadedAt: "2026-04-01T09:00:00Z"}}
		l.Seal(previous)
		line, err := record.EncodeLine(l)
		if err != nil {
			t.Fatal(err)
		}
		loads, data, previous = append(loads, l), append(data, line...), l.Sum
	}
	return loads, data
}

func TestLedgerRoundTrip(t *testing.T) {
	want, data := sampleLedger(t)
	got, err := record.ParseLedger(data)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
}

func TestLedgerNoticesEveryChange(t *testing.T) {
	_, data := sampleLedger(t)
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x01
		if _, err := record.ParseLedger(bad); err == nil {
			t.Fatalf("flipped byte %d was not noticed", i)
		}
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	for name, bad := range map[string][]byte{
		"first dropped":  bytes.Join(lines[1:], nil),
		"second dropped": bytes.Join([][]byte{lines[0], lines[2]}, nil),
		"swapped":        bytes.Join([][]byte{lines[1], lines[0], lines[2]}, nil),
		"repeated":       bytes.Join([][]byte{lines[0], lines[0], lines[1]}, nil),
		"cut off":        data[:len(data)-1],
	} {
		if _, err := record.ParseLedger(bad); err == nil {
			t.Errorf("%s was not noticed", name)
		}
	}
}

func TestLoadDigestLeavesOutTheMachine(t *testing.T) {
	loads, _ := sampleLedger(t)
	l := loads[0]
	l.ID, l.Parts, l.Undigested.LoadedBy = "z", nil, "somebody"
	if l.ComputeDigest() != loads[0].Digest {
		t.Error("the digest depends on the id, the Parquet files or who loaded")
	}
	l.Files = []record.LoadFile{{Name: "a1.json", Read: 3, Loaded: 2, Rejected: 1}}
	if l.ComputeDigest() == loads[0].Digest {
		t.Error("the digest does not depend on the counts")
	}
}

func TestSelectionRoundTrip(t *testing.T) {
	s := &record.Selection{Name: "leavers", Plan: []byte(`{"n":1}`), Drawn: []byte(`{"units":[{"key":"7"}],"total":10}`),
		Frame: record.Frame{Run: "r", Test: "t", Key: []string{"id"}, Count: 9, Root: "ab"},
		Draw:  record.Draw{Method: "srs", Seed: "314", Scope: "x", Size: 1}}
	s.Seal()
	data, err := record.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		var again record.Selection
		bad := bytes.Clone(data)
		bad[i] ^= 0x01
		if record.Decode(bad, &again) == nil && again.Check() == nil {
			t.Fatalf("flipped byte %d was not noticed", i)
		}
	}
	var again record.Selection
	if err := record.Decode(data, &again); err != nil {
		t.Fatal(err)
	}
	if err := again.Check(); err != nil {
		t.Fatal(err)
	}
}

func TestEvaluationRoundTrip(t *testing.T) {
	e := &record.Evaluation{Name: "leavers", Number: 2, Selection: "ab", Verdict: "supported", Question: []byte(`{"confidence":"0.95"}`), Result: []byte(`{"n":[1,2.5]}`),
		Worksheet: record.File{Path: "worksheet.csv", SHA256: "cd", Bytes: 7}, Undigested: record.Undigested{StartedAt: "2026-07-03T09:00:00Z", User: "mlee"}, Previous: "ef"}
	e.Seal()
	digest := e.Digest
	data, err := record.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		var again record.Evaluation
		bad := bytes.Clone(data)
		bad[i] ^= 0x01
		if record.Decode(bad, &again) == nil && again.Check() == nil {
			t.Fatalf("flipped byte %d was not noticed", i)
		}
	}
	var again record.Evaluation
	if err := record.Decode(data, &again); err != nil {
		t.Fatal(err)
	}
	if err := again.Check(); err != nil {
		t.Fatal(err)
	}
	e.Undigested.StartedAt, e.Number, e.Previous, e.Worksheet = "2026-07-04T09:00:00Z", 3, "", record.File{Path: "worksheet.xlsx"}
	if e.Seal(); e.Digest != digest {
		t.Error("the digest depends on the clock, the order or the form of the worksheet")
	}
	e.Result = []byte(`{"n":[1,2.6]}`)
	if e.Seal(); e.Digest == digest {
		t.Error("the digest does not depend on the result")
	}
}
