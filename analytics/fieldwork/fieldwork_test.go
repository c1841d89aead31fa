package fieldwork

import (
	"os"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

func folder(t *testing.T) *engagement.Engagement {
	t.Helper()
	return &engagement.Engagement{Root: t.TempDir()}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(name[:strings.LastIndex(name, "/")], 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRunsAreNumberedWithoutReuse: the number of a run that was taken out is not given to another.
func TestRunsAreNumberedWithoutReuse(t *testing.T) {
	e := folder(t)
	for _, c := range []struct{ have, want string }{{"", "run-0001"}, {"run-0001", "run-0002"}, {"run-0004", "run-0005"}, {"notes", "run-0005"}} {
		if c.have != "" {
			put(t, e.Path("runs", c.have, "record.json"), "{}")
		}
		if got, err := nextRun(e); err != nil || got != c.want {
			t.Errorf("after %s: %s, %v; want %s", c.have, got, err, c.want)
		}
	}
}

// TestEvidenceIsCheckedBeforeItIsRead: a file that changed, or went away, since it was loaded ends the run.
func TestEvidenceIsCheckedBeforeItIsRead(t *testing.T) {
	e := folder(t)
	part := record.File{Path: "evidence/account/a.parquet", SHA256: record.Hash([]byte("loaded"))}
	p := Plan{Engagement: e}
	for name, c := range map[string]struct{ text, want string }{"missing": {"", "missing"}, "changed": {"other", "has changed"}} {
		if c.text != "" {
			put(t, e.Path(part.Path), c.text)
		}
		if err := verifyPart(p, part); fault.KindOf(err) != fault.Refused || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		_ = os.RemoveAll(e.Path("evidence"))
	}
	put(t, e.Path(part.Path), "loaded")
	if err := verifyPart(p, part); err != nil {
		t.Error(err)
	}
}

// TestOverrides: the command line wins over the engagement, for tests that have the parameter.
func TestOverrides(t *testing.T) {
	one := func(name, value string) sqlfile.Pair[sqlfile.Value] {
		return sqlfile.Pair[sqlfile.Value]{Key: name, Value: sqlfile.Value{Text: &value}}
	}
	e := folder(t)
	e.Config.Params = sqlfile.Pairs[sqlfile.Pairs[sqlfile.Value]]{{Key: "t", Value: sqlfile.Pairs[sqlfile.Value]{one("days", "10"), one("kind", "human")}}}
	s := &script.Script{}
	s.ID = "t"
	s.Params = sqlfile.Pairs[script.Param]{{Key: "days"}, {Key: "kind"}}
	p := Plan{Engagement: e, Params: sqlfile.Pairs[sqlfile.Value]{one("days", "20"), one("other", "1")}}
	got := map[string]string{}
	for _, x := range p.overrides(s) {
		got[x.Key] = *x.Value.Text
	}
	if len(got) != 2 || got["days"] != "20" || got["kind"] != "human" {
		t.Errorf("%v", got)
	}
}

// TestFailedChecksConcernWhoReads: a check that failed counts for tests that read its dataset, directly or through a derived
// one; a check that compares two datasets for those that read both.
func TestFailedChecksConcernWhoReads(t *testing.T) {
	contracts, err := contract.Load(os.DirFS("../../datasets"))
	if err != nil {
		t.Fatal(err)
	}
	derived := ""
	var from []string
	for _, c := range contracts.All() {
		if c.Derived != nil && len(c.Derived.Reads) > 1 {
			derived, from = c.Dataset, c.Derived.Reads
		}
	}
	if derived == "" {
		t.Fatal("no dataset is derived from two")
	}
	alone := record.DatasetCheck{Dataset: from[0], Check: record.Check{ID: "alone", Status: record.Failed}}
	both := record.DatasetCheck{Dataset: from[0], Check: record.Check{ID: "both", Status: record.Failed, With: "elsewhere"}}
	s := &stock{contracts: contracts, checks: map[string][]record.DatasetCheck{from[0]: {alone, both}}}
	for _, c := range []struct {
		reads []string
		want  []string
	}{
		{[]string{"elsewhere"}, nil}, {[]string{from[0]}, []string{"alone"}}, {[]string{derived}, []string{"alone"}},
		{[]string{derived, "elsewhere"}, []string{"alone", "both"}},
	} {
		var got []string
		for _, x := range s.failed(c.reads) {
			got = append(got, x.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("who reads %v learns of %v, want %v", c.reads, got, c.want)
		}
	}
}

// TestMissing: what a test lacks is named by the datasets that an auditee can give, with how to obtain them.
func TestMissing(t *testing.T) {
	contracts, err := contract.Load(os.DirFS("../../datasets"))
	if err != nil {
		t.Fatal(err)
	}
	s := &script.Script{}
	s.Reads = []string{"account", "hr_worker_span", "no_such", "$table"}
	ledger := &evidence.Ledger{Loads: []record.Load{{ID: "a", Dataset: "hr_worker_span"}}}
	got := map[string]record.Missing{}
	for _, m := range Lack(s, contracts, 0, ledger) {
		got[m.Dataset] = m
	}
	if len(got) != 2 || got["account"].Obtain == "" || !strings.Contains(got["no_such"].Why, "no dataset of this name") {
		t.Errorf("%+v", got)
	}
}
