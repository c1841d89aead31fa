package exchange_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"auditql/analytics/exchange"
	"auditql/analytics/record"
)

type row struct {
	Repo     string `parquet:"repo"`
	Reason   string `parquet:"reason"`
	Code     string `parquet:"reason_code"`
	Workflow string `parquet:"workflow_path"`
	Line     int64  `parquet:"line"`
}

const hostile = "a]]>b<script>\"'&\x1b[31m"

// sample is a run with a test of each verdict.
func sample(t testing.TB) exchange.Run {
	dir := t.TempDir()
	rows := []row{
		{"r1", "The action is not pinned.", "R1", ".github/workflows/ci.yml", 12},
		{"r2", hostile, "R2", "../../etc/passwd", 0},
	}
	if err := parquet.WriteFile(filepath.Join(dir, "exceptions.parquet"), rows); err != nil {
		t.Fatal(err)
	}
	found := []record.Section{{Name: "exceptions", Rows: 2, File: &record.File{Path: "exceptions.parquet"}}}
	controls := map[string][]string{"nist-800-53r5": {"AC-2(3)", "CM-3"}, "soc2-tsc-2017": {"CC8.1"}}
	run := &record.Run{
		ID: "run-0001", Engagement: record.Engagement{Title: "Access " + hostile, PeriodStart: "2026-01-01T00:00:00Z", PeriodEnd: "2026-07-01T00:00:00Z", AsOf: "2026-07-01T00:00:00Z"},
		Undigested: record.Undigested{StartedAt: "2026-07-03T09:00:00Z"}, Tool: record.Tool{Version: "0.1.0"},
		Tests: []record.Test{
			{ID: "a-bad", Severity: "high", Key: []string{"repo"}, Controls: controls, Exceptions: 2, Waived: 1, Sections: found, Verdict: record.Exceptions,
				Population: record.Population{Count: 5}, Reasons: map[string]string{"R1": "not pinned"}},
			{ID: "b-good", Severity: "low", Key: []string{"repo"}, Controls: controls, Verdict: record.NoExceptions},
			{ID: "c-open", Severity: "low", Key: []string{"repo"}, Controls: controls, Verdict: record.Indeterminate, Indeterminate: 3},
			{ID: "d-evidence", Severity: "critical", Key: []string{"repo"}, Controls: controls, Exceptions: 2, Sections: found, Verdict: record.NotAssertable},
			{ID: "e-missing", Severity: "medium", Key: []string{"repo"}, Controls: controls, Verdict: record.NotRun},
			{ID: "f-error", Severity: "medium", Key: []string{"repo"}, Controls: controls, Verdict: record.NotRun, Error: "out of memory"},
		},
	}
	run.Seal()
	return exchange.Run{Record: run, Dir: dir}
}

func write(t testing.TB, format string) []byte {
	t.Helper()
	r := sample(t)
	var one, two bytes.Buffer
	if err := exchange.Write(&one, format, r); err != nil {
		t.Fatal(err)
	}
	if err := exchange.Write(&two, format, r); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("%s: the same run gives other bytes", format)
	}
	return one.Bytes()
}

func decode(t testing.TB, format string, v any) {
	t.Helper()
	if err := json.Unmarshal(write(t, format), v); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
}

func TestJUnit(t *testing.T) {
	var got struct {
		Suites []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Skipped  int `xml:"skipped,attr"`
			Cases    []struct {
				Class   string  `xml:"classname,attr"`
				Failure *string `xml:"failure"`
				Error   *string `xml:"error"`
				Skipped *string `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(write(t, "junit"), &got); err != nil {
		t.Fatal(err)
	}
	s := got.Suites[0]
	if s.Tests != 6 || s.Failures != 2 || s.Errors != 2 || s.Skipped != 1 {
		t.Errorf("6 tests, 2 failures, 2 errors, 1 skipped are wanted: %+v", s)
	}
	for _, c := range s.Cases {
		passed := c.Failure == nil && c.Error == nil && c.Skipped == nil
		if passed != (c.Class == "b-good") {
			t.Errorf("%s passed: %v", c.Class, passed)
		}
	}
	if f := *s.Cases[0].Failure; !strings.Contains(f, "r1 R1 The action is not pinned.") || strings.Contains(f, "\x1b") || !strings.Contains(f, "]]>b<script>") {
		t.Errorf("failure text %q", f)
	}
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// The rules of the OSCAL model that matter here: ids, references, states, and the fields that may not be missing.
func TestOSCAL(t *testing.T) {
	var got map[string]map[string]any
	decode(t, "oscal", &got)
	doc := got["assessment-results"]
	for _, field := range []string{"uuid", "metadata", "import-ap", "results", "back-matter"} {
		if doc[field] == nil {
			t.Errorf("%s is missing", field)
		}
	}
	meta := doc["metadata"].(map[string]any)
	for _, field := range []string{"title", "last-modified", "version", "oscal-version"} {
		if meta[field] == nil || meta[field] == "" {
			t.Errorf("metadata has no %s", field)
		}
	}
	resource := doc["back-matter"].(map[string]any)["resources"].([]any)[0].(map[string]any)["uuid"]
	if href := doc["import-ap"].(map[string]any)["href"]; href != "#"+resource.(string) {
		t.Errorf("import-ap is %v, the resource %v", href, resource)
	}
	result := doc["results"].([]any)[0].(map[string]any)
	seen := map[string]bool{}
	for _, o := range result["observations"].([]any) {
		id := o.(map[string]any)["uuid"].(string)
		if !uuid.MatchString(id) || seen[id] {
			t.Errorf("uuid %q is not one, or comes twice", id)
		}
		seen[id] = true
	}
	states := map[string]string{}
	for _, f := range result["findings"].([]any) {
		finding := f.(map[string]any)
		related := finding["related-observations"].([]any)[0].(map[string]any)["observation-uuid"].(string)
		if !seen[related] {
			t.Errorf("finding refers to %q, which is no observation", related)
		}
		target := finding["target"].(map[string]any)
		states[finding["title"].(string)] = target["status"].(map[string]any)["state"].(string) + " " + target["target-id"].(string)
	}
	want := map[string]string{
		"AC-2(3) by a-bad": "not-satisfied ac-2.3_obj", "CM-3 by a-bad": "not-satisfied cm-3_obj",
		"AC-2(3) by b-good": "satisfied ac-2.3_obj", "CM-3 by b-good": "satisfied cm-3_obj",
	}
	if len(states) != len(want) {
		t.Errorf("findings %v: a test that concludes nothing gives none", states)
	}
	for title, state := range want {
		if states[title] != state {
			t.Errorf("%s is %q, want %q", title, states[title], state)
		}
	}
}

func TestOCSF(t *testing.T) {
	var got []map[string]any
	decode(t, "ocsf", &got)
	if len(got) != 4 {
		t.Fatalf("%d events, want one for each of 4 exceptions", len(got))
	}
	for _, e := range got {
		for _, field := range []string{"activity_id", "category_uid", "class_uid", "type_uid", "time", "severity_id", "status_id", "metadata", "finding_info", "compliance", "resources", "message"} {
			if e[field] == nil {
				t.Errorf("%s is missing", field)
			}
		}
		if e["class_uid"] != 2003.0 || e["type_uid"] != e["class_uid"].(float64)*100+e["activity_id"].(float64) {
			t.Errorf("class %v, type %v", e["class_uid"], e["type_uid"])
		}
	}
	if got[0]["time"] != 1782864000000.0 || got[0]["severity_id"] != 4.0 || got[3]["severity_id"] != 5.0 {
		t.Errorf("time %v, severities %v and %v", got[0]["time"], got[0]["severity_id"], got[3]["severity_id"])
	}
}

func TestSARIF(t *testing.T) {
	var got struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				Level     string
				Locations []struct {
					PhysicalLocation *struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine int }
					}
					LogicalLocations []struct{ FullyQualifiedName string }
				}
				PartialFingerprints map[string]string
			}
		}
	}
	decode(t, "sarif", &got)
	run := got.Runs[0]
	if got.Version != "2.1.0" || len(run.Tool.Driver.Rules) != 6 || len(run.Results) != 4 {
		t.Fatalf("version %s, %d rules, %d results", got.Version, len(run.Tool.Driver.Rules), len(run.Results))
	}
	first, second := run.Results[0], run.Results[1]
	if p := first.Locations[0].PhysicalLocation; p == nil || p.ArtifactLocation.URI != ".github/workflows/ci.yml" || p.Region.StartLine != 12 {
		t.Errorf("place of the first result: %+v", p)
	}
	if second.Locations[0].PhysicalLocation != nil {
		t.Errorf("a path that leads out is a place: %+v", second.Locations[0].PhysicalLocation)
	}
	if first.Level != "error" || first.PartialFingerprints["auditql/v1"] == second.PartialFingerprints["auditql/v1"] {
		t.Errorf("level %s, fingerprints %v and %v", first.Level, first.PartialFingerprints, second.PartialFingerprints)
	}
}

func TestAnUnknownFormatIsRefused(t *testing.T) {
	if err := exchange.Write(&bytes.Buffer{}, "docx", sample(t)); err == nil {
		t.Error("docx was written")
	}
}
