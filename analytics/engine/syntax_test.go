package engine

import (
	"context"
	"testing"
)

func TestSyntaxKnowsItsPlaces(t *testing.T) {
	s := start(t, Options{Threads: 1})
	ctx := context.Background()
	sec := Section{Name: "q", SQL: "SELECT $days,\n  now() FROM nowhere", Params: map[string]Literal{"days": Identifier("a_long_name")}, Line: 7}
	x, err := s.Syntax(ctx, sec)
	if err != nil {
		t.Fatal(err)
	}
	call := x.Root["select_list"].([]any)[1].(map[string]any)
	if line, column := x.Place(int(call["query_location"].(float64))); call["function_name"] != "now" || line != 8 || column != 3 {
		t.Errorf("%v at %d:%d, want now at 8:3", call["function_name"], line, column)
	}
	for _, sql := range []string{"SELECT FROM", "DROP TABLE a", "SELECT 1; SELECT 2", ""} {
		if _, err := s.Syntax(ctx, Section{Name: "q", SQL: sql}); err == nil {
			t.Errorf("%q has a syntax tree", sql)
		}
	}
}
