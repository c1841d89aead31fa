package report

import (
	"strings"
	"testing"

	"auditql/analytics/record"
)

func TestMarkdownKeepsHostileTextAsText(t *testing.T) {
	run := &record.Run{ID: "run-0001", Engagement: record.Engagement{Title: "a | b\n# c [x](http://evil) <b>"}}
	var b strings.Builder
	if err := RunMarkdown(&b, run, []DatasetView{{Dataset: "x", Checks: []record.Check{{ID: "ipe-01", Note: "a | b\n# c [x](http://evil) <b>"}}}}, []SampleView{{
		Selection: record.Selection{Name: "s", Draw: record.Draw{Seed: "# c"}},
		Evaluations: []EvaluationView{{Evaluation: record.Evaluation{Verdict: "a\n# c <b>"},
			Tables: []TitledGrid{{Title: "<b>", Grid: Grid{Header: []string{"[x](http://evil)"}, Rows: [][]string{{"a | b\n# c <b>"}}}}}}}}}, nil); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\n# c", "[x](http", "<b>"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q reaches the page", bad)
		}
	}
}
