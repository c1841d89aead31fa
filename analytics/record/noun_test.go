package record

import "testing"

func TestOneIsNotMany(t *testing.T) {
	for want, got := range map[string]string{
		"row": Noun(1, "row"), "rows": Noun(2, "row"), "entries": Noun(0, "entry"), "days": Noun(3, "day"), "passes": Noun(2, "pass"), "branches": Noun(2, "branch"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
