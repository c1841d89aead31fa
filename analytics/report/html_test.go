package report

import (
	"strings"
	"testing"

	"auditql/analytics/record"
)

func TestAPageKeepsHostileTextAsText(t *testing.T) {
	evil := `<script>alert(1)</script>"><img src=x onerror=alert(2)>` + "\x1b[31m\u202e"
	run := &record.Run{ID: "run-0001", Engagement: record.Engagement{Title: evil}, Tests: []record.Test{{
		ID: "x", Title: evil, Objective: evil, Limits: []string{evil}, Reasons: map[string]string{"R1": evil}, Verdict: record.NotRun, Error: evil,
		Params: map[string]record.Param{"p": {Value: evil}}, Sections: []record.Section{{Name: "population", Says: evil, SQL: evil}},
		Controls: map[string][]string{"f": {evil}}, Missing: []record.Missing{{Dataset: "d", Obtain: evil}},
	}}}
	var b strings.Builder
	if err := RunHTML(&b, run, t.TempDir(), []DatasetView{{Dataset: "d", Loads: []LoadView{{Files: []record.LoadFile{{Name: evil}}}}}}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<img", "\x1b", "\u202e"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q reaches the page", bad)
		}
	}
	if !strings.Contains(b.String(), "default-src 'none'") {
		t.Error("the page has no content security policy")
	}
}

func TestMarkdownKeepsHostileTextAsText(t *testing.T) {
	run := &record.Run{ID: "run-0001", Engagement: record.Engagement{Title: "a | b\n# c [x](http://evil) <b>"}}
	var b strings.Builder
	if err := RunMarkdown(&b, run, []DatasetView{{Dataset: "x", Checks: []record.Check{{ID: "ipe-01", Note: "a | b\n# c [x](http://evil) <b>"}}}}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\n# c", "[x](http", "<b>"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q reaches the page", bad)
		}
	}
}
