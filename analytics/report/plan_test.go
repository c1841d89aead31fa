package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlanFacts(t *testing.T) {
	for plan, want := range map[string][]Fact{
		"": nil, "null": nil, `["a"]`: {{"Plan", `["a"]`}}, `{"n": `: {{"Plan", `{"n": `}},
		"{\"n\": 55,\n \"risk\": 0.04719184928501921, \"expected_rate\": \"0.01\", \"notes\": [\n \"One.\",\n \"Two.\"], \"strata\": [ {\"n\": 2} ], \"é\": null}": {
			{"Size planned", "55"}, {"Risk of accepting wrongly", "0.04719184928501921"}, {"Expected rate", "0.01"}, {"Notes", "One. Two."}, {"Strata", `[{"n":2}]`}, {"É", ""}},
	} {
		if diff := cmp.Diff(want, PlanFacts([]byte(plan))); diff != "" {
			t.Errorf("%s: %s", plan, diff)
		}
	}
}
