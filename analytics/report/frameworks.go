package report

import (
	"maps"
	"slices"
	"strings"

	"auditql/analytics/coverage"
	"auditql/analytics/record"
)

// Framework is the coverage of one framework: its controls that tests name, by these tests.
type Framework struct {
	ID       string
	Tests    []record.Test
	Controls []FrameworkControl
	Tested   int // controls with at least one test that came to a verdict
	Failing  int // controls with exceptions
}

// FrameworkControl is one line of the matrix. Cells stand under the tests of its framework; one without an id is empty.
type FrameworkControl struct {
	ID         string
	Cells      []record.Test
	Worst      record.Verdict
	Exceptions int64 // of all its tests
}

// Frameworks gives the frameworks whose controls the tests name; that with most controls tested comes first.
func Frameworks(tests []record.Test) []Framework {
	byControl := map[string]map[string][]record.Test{}
	for _, t := range tests {
		for f, ids := range t.Controls {
			if byControl[f] == nil {
				byControl[f] = map[string][]record.Test{}
			}
			for _, id := range ids {
				byControl[f][id] = append(byControl[f][id], t)
			}
		}
	}
	var out []Framework
	for _, id := range slices.Sorted(maps.Keys(byControl)) {
		out = append(out, newFramework(id, byControl[id]))
	}
	slices.SortStableFunc(out, func(a, b Framework) int { return b.Tested - a.Tested })
	return out
}

func newFramework(id string, controls map[string][]record.Test) Framework {
	f := Framework{ID: id}
	for _, tests := range controls {
		f.Tests = append(f.Tests, tests...)
	}
	slices.SortFunc(f.Tests, func(a, b record.Test) int { return strings.Compare(a.ID, b.ID) })
	f.Tests = slices.CompactFunc(f.Tests, func(a, b record.Test) bool { return a.ID == b.ID })
	for _, name := range slices.SortedFunc(maps.Keys(controls), coverage.Natural) {
		c := FrameworkControl{ID: name, Cells: make([]record.Test, len(f.Tests)), Worst: worst(controls[name])}
		for _, t := range controls[name] {
			c.Cells[slices.IndexFunc(f.Tests, func(u record.Test) bool { return u.ID == t.ID })] = t
			c.Exceptions += t.Exceptions
		}
		f.Controls = append(f.Controls, c)
		if c.Worst != record.NotRun {
			f.Tested++
		}
		if c.Worst == record.Exceptions {
			f.Failing++
		}
	}
	return f
}

// Verdicts are all that a test can come to, what a reader must see first first.
var Verdicts = []record.Verdict{record.Exceptions, record.NotAssertable, record.Indeterminate, record.NoExceptions, record.NotRun}

// worst is the verdict that a reader must see first.
func worst(tests []record.Test) record.Verdict {
	at := len(Verdicts) - 1
	for _, t := range tests {
		at = min(at, slices.Index(Verdicts, t.Verdict))
	}
	return Verdicts[at]
}

var frameworkNames = map[string]string{
	"nist-800-53r5": "NIST SP 800-53 Rev. 5", "soc2-tsc-2017": "AICPA Trust Services Criteria 2017", "iso-27001-2022": "ISO/IEC 27001:2022",
	"iso-42001-2023": "ISO/IEC 42001:2023", "pci-dss-4.0.1": "PCI DSS 4.0.1", "nist-ai-rmf-1.0": "NIST AI RMF 1.0", "slsa-1.2": "SLSA 1.2",
	"owasp-cicd-2022": "OWASP CI/CD Top 10, 2022", "ccss-8.0": "CCSS 8.0", "mitre-atlas-5.6.0": "MITRE ATLAS 5.6.0", "cis-aws-5.0": "CIS AWS Foundations 5.0",
	"cis-aws-7.0": "CIS AWS Foundations 7.0", "cis-gcp-4.0": "CIS Google Cloud Foundations 4.0", "cis-gcp-5.0": "CIS Google Cloud Foundations 5.0",
	"cis-github-1.2.0": "CIS GitHub 1.2.0", "cis-kubernetes-1.11.1": "CIS Kubernetes 1.11.1", "cis-docker-bench": "Docker Bench for Security",
	"iia-2024": "IIA Global Internal Audit Standards 2024",
}

// FrameworkName gives the name that people know; one without it is written as scripts write it.
func FrameworkName(id string) string {
	if name := frameworkNames[id]; name != "" {
		return name
	}
	return id
}
