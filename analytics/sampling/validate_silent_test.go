package sampling_test

import (
	"fmt"
	"strings"
	"testing"

	"auditql/analytics/sampling"
)

// What cannot be judged must never read as passed: an auditor validates the tool by this report.
func TestValidateNeverPassesInSilence(t *testing.T) {
	if _, err := sampling.Validate(strings.NewReader("[]")); err == nil {
		t.Error("a file without cases is accepted")
	}
	const plan = `"confidence": "0.95", "tolerable_rate": "0.05"`
	for name, c := range map[string]struct {
		inputs, expected string
		ok               bool
	}{
		"refused rightly":            {plan + `, "expected_rate": "0.05"`, `{"feasible": false}`, true},
		"refused, and described":     {plan + `, "expected_rate": "0.05"`, `{"feasible": false, "n": null, "reason": "too high"}`, true},
		"refused, a size expected":   {plan + `, "expected_rate": "0.05"`, `{"n": 59}`, false},
		"no inputs":                  {``, `{"feasible": false}`, false},
		"an input misspelt":          {`"confidence": "0.95", "tolerable": "0.05", "expected_rate": "0.05"`, `{"feasible": false}`, false},
		"an impossible confidence":   {`"confidence": "1.5", "tolerable_rate": "0.05", "expected_rate": "0.05"`, `{"feasible": false}`, false},
		"feasible, refusal expected": {plan + `, "expected_rate": "0"`, `{"feasible": false}`, false},
		"an input that is null":      {plan + `, "expected_rate": null`, `{"n": 59}`, true},
		"nothing expected":           {plan + `, "expected_rate": "0"`, `{}`, false},
	} {
		report, err := sampling.Validate(strings.NewReader(fmt.Sprintf(
			`[{"id": "x", "method": "attr.binomial.expected", "inputs": {%s}, "expected": %s}]`, c.inputs, c.expected)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if (report.Passed == 1) != c.ok || report.Passed+report.Failed != 1 {
			t.Errorf("%s: %d passed, %d failed: %s", name, report.Passed, report.Failed, report.Cases[0].Note)
		}
	}
}
