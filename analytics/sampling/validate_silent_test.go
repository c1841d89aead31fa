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
		"refused, in a string":       {plan + `, "expected_rate": "0.05"`, `{"feasible": "false"}`, true},
		"refused, and described":     {plan + `, "expected_rate": "0.05"`, `{"feasible": false, "n": null, "reason": "too high"}`, true},
		"refused, with a number":     {plan + `, "expected_rate": "0.05"`, `{"feasible": false, "n": 59}`, false},
		"refused, a size expected":   {plan + `, "expected_rate": "0.05"`, `{"n": 59}`, false},
		"no inputs":                  {``, `{"feasible": false}`, false},
		"an input misspelt":          {`"confidence": "0.95", "tolerable": "0.05", "expected_rate": "0.05"`, `{"feasible": false}`, false},
		"an impossible confidence":   {`"confidence": "1.5", "tolerable_rate": "0.05", "expected_rate": "0.05"`, `{"feasible": false}`, true},
		"no number":                  {`"confidence": "high", "tolerable_rate": "0.05", "expected_rate": "0.05"`, `{"feasible": false}`, false},
		"no whole number":            {plan + `, "population": 10.5, "expected_rate": "0.05"`, `{"feasible": false}`, false},
		"an exponent that is absurd": {`"confidence": 1e-999999999, "tolerable_rate": "0.05"`, `{"feasible": false}`, false},
		"feasible, refusal expected": {plan + `, "expected_rate": "0"`, `{"feasible": false}`, false},
		"an input that is null":      {plan + `, "expected_rate": null`, `{"n": 59}`, true},
		"nothing expected":           {plan + `, "expected_rate": "0"`, `{}`, false},
		"a name that is not given":   {plan + `, "expected_rate": "0"`, `{"n": 59, "size": 59}`, false},
		"null for a number":          {plan + `, "expected_rate": "0"`, `{"n": null}`, false},
		"an absurd expectation":      {plan + `, "expected_rate": "0"`, `{"n": 1e999999999}`, false},
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

// Numbers come in every notation that JSON and people have, and files in several wrappers.
func TestValidateReadsEveryNotation(t *testing.T) {
	const one = `{"id": %s, "kind": "plan", "method": "attr.hypergeometric.accept", "note": [1], "inputs": {"confidence": %s, "tolerable_rate": %s, ` +
		`"population": %s, "accept": %s, "author": null}, "expected": {"n": %s, "tolerable_count": 50, "risk": %s}}`
	for _, c := range [][7]any{
		{`"a"`, `"0.95"`, `"0.05"`, `1000`, `0`, `57`, `0.04923683902735096`},
		{`17`, `0.95`, `0.05`, `"1000"`, `"0"`, `"57"`, `"0.04923683902735096"`},
		{`"c"`, `"95%"`, `"+0.05"`, `1000.0`, `0.0`, `57.0`, `4.923683902735096e-2`},
		{`"d"`, `9.5e-1`, `5e-2`, `1e3`, `"0.00"`, `5.7e1`, `"+0.04923683902735096"`},
	} {
		text := fmt.Sprintf(one, c[:]...)
		for name, file := range map[string]string{"array": "[" + text + "]", "cases": `{"cases": [` + text + `]}`, "other wrapper": `{"version": 1, "plan": [` + text + `]}`,
			"one": text, "mark": "\ufeff[" + text + "]\n"} {
			report, err := sampling.Validate(strings.NewReader(file))
			if err != nil || len(report.Cases) != 1 {
				t.Errorf("%s: %v of %s", name, err, file)
				continue
			}
			if !report.Cases[0].OK || report.Cases[0].ID == "" {
				t.Errorf("%s: %+v", name, report.Cases[0])
			}
		}
	}
	for _, bad := range []string{``, `3`, `{}`, `{"cases": []}`, `[{}] []`, `[{"id": 1`, `{"cases": {}}`} {
		if _, err := sampling.Validate(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
