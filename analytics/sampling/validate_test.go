package sampling

import (
	"os"
	"testing"
)

// TestVectorsOfOthers runs a vectors file of another author, which the environment variable AUDITQL_VECTORS names.
func TestVectorsOfOthers(t *testing.T) {
	name := os.Getenv("AUDITQL_VECTORS")
	if name == "" {
		t.Skip("AUDITQL_VECTORS names no vectors file")
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Validate(f)
	if err != nil {
		t.Fatal(err)
	}
	if r.Passed == 0 {
		t.Error("no case passed, expected at least one")
	}
	for _, c := range r.Cases {
		if !c.OK {
			t.Errorf("%s: got %v, want %v (%s)", c.ID, c.Got, c.Want, c.Note)
		}
	}
	t.Logf("%d passed, worst relative error %.2g", r.Passed, r.Worst)
}
