package script

import (
	"slices"
	"testing"
)

func TestListsOfACommandLine(t *testing.T) {
	for text, want := range map[string][]string{
		"":                 {},
		" a , b,":          {"a", "b"},
		`["a", "b,c"]`:     {"a", "b,c"},
		" [] ":             {},
		"[a-z]*,[0-9]":     {"[a-z]*", "[0-9]"},
		`["a"`:             {`["a"`},
		"null":             {"null"},
		`["one"] and more`: {`["one"] and more`},
	} {
		if got := (Param{Type: "text[]"}).ParseValue(text).List; got == nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := (Param{Type: "text"}).ParseValue(`["a"]`).Text; got == nil || *got != `["a"]` {
		t.Errorf("a text is not read as a list: %v", got)
	}
}
