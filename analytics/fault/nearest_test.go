package fault

import "testing"

func TestNearest(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"iam-dorman", "did you mean iam-dormant?"}, {"acount", "did you mean account?"}, {"lod", "did you mean load?"}, {"laod", "did you mean load?"}, {"x", ""}, {"nothing-near", ""}, {"", ""},
	} {
		if got := Nearest(c.name, []string{"account", "iam-dormant", "load", "run"}); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}
