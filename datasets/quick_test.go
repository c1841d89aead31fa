package datasets_test

import (
	"path/filepath"
	"testing"

	"auditql/analytics/reader"
)

// The quick look at a file passes over no export that it is.
func TestQuickLookPassesOverNothing(t *testing.T) {
	set := shipped(t)
	inputs, err := filepath.Glob("*/from_*.in.*")
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, input := range inputs {
		sample, err := reader.Sniff(reader.OneFile(input))
		if err != nil {
			t.Fatalf("%s: %v", input, err)
		}
		for _, c := range set.All() {
			for i := range c.Exports {
				if m := reader.Match(sample, &c.Exports[i]); m.OK && !sample.MayBe(&c.Exports[i]) {
					t.Errorf("%s is %s by %s, and the quick look says that it cannot be", input, c.Dataset, c.Exports[i].ID)
				} else if m.OK {
					known++
				}
			}
		}
	}
	if known < len(set.All()) {
		t.Errorf("only %d files were recognised", known)
	}
}
