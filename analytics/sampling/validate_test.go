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

func TestShippedVectors(t *testing.T) {
	r, err := ValidateShipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Cases {
		if !c.OK {
			t.Errorf("%s: got %v, want %v (%s)", c.ID, c.Got, c.Want, c.Note)
		}
	}
	if r.Passed < 150 || r.Worst > 1e-11 {
		t.Errorf("%d cases passed with worst relative error %g, expected at least 150 and at most 1e-11", r.Passed, r.Worst)
	}
}
