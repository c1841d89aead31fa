package record_test

import (
	"testing"

	"auditql/analytics/record"
)

// A check over a whole dataset is performed again by every later load of it; only the last one counts.
func TestSuperseded(t *testing.T) {
	load := func(id, dataset, export string, params map[string]string, checks ...record.Check) record.Load {
		return record.Load{ID: id, Dataset: dataset, Export: export, Params: params, Checks: checks}
	}
	whole := record.Check{ID: "unique", Over: record.WholeDataset}
	one := record.Check{ID: "unique", Over: record.OneLoad}
	aligned := record.Check{ID: "aligned", Over: record.WholeDataset, With: "hr"}
	for name, c := range map[string]struct {
		loads []record.Load
		check record.Check
		by    string
	}{
		"the last of three":       {[]record.Load{load("1", "account", "a", nil, whole), load("2", "account", "b", nil, whole), load("3", "account", "c", nil, whole)}, whole, "3"},
		"itself only":             {[]record.Load{load("0", "account", "a", nil, whole), load("1", "account", "a", nil, whole)}, whole, ""},
		"another dataset":         {[]record.Load{load("1", "account", "a", nil, whole), load("2", "group_edge", "a", nil, whole)}, whole, ""},
		"a check of one load":     {[]record.Load{load("1", "account", "a", nil, one), load("2", "account", "a", nil, one)}, one, ""},
		"not performed again":     {[]record.Load{load("1", "account", "a", nil, whole), load("2", "account", "a", nil)}, whole, ""},
		"seen from the other one": {[]record.Load{load("1", "account", "a", nil, aligned), load("2", "hr", "h", nil, record.Check{ID: "aligned", Over: record.WholeDataset, With: "account"})}, aligned, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			first := c.loads[0]
			if first.ID == "0" {
				first = c.loads[1]
			}
			by, ok := record.Superseded(c.loads, first, c.check)
			if by != c.by || ok != (c.by != "") {
				t.Errorf("by %q, %v; expected %q", by, ok, c.by)
			}
		})
	}
}
