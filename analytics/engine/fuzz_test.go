package engine

import (
	"context"
	"strings"
	"testing"

	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Whatever text the gate is given, it answers, and what it lets through is harmless: DuckDB performs it without a change
// to the relations, and a session goes on.
func FuzzGate(f *testing.F) {
	for _, q := range honest {
		f.Add(q)
	}
	for _, queries := range attacks {
		for _, q := range queries {
			if len(q) < 1000 {
				f.Add(q)
			}
		}
	}
	db, err := openDatabase(context.Background(), Options{Threads: 1, MemoryMiB: 256, TempMiB: 1})
	if err != nil {
		f.Fatal(err)
	}
	ctx := context.Background()
	if err := db.run(ctx, "CREATE TEMP TABLE account AS SELECT 'a' AS account_id, 'w' AS owner, true AS enabled"); err != nil {
		f.Fatal(err)
	}
	db.add(&relation{name: "account", kind: "TABLE"})
	if err := db.lock(ctx, nil); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, q string) {
		if _, err := db.gate(ctx, q, []string{"account"}); err != nil {
			return
		}
		if _, err := db.single(q); err != nil {
			t.Errorf("the gate let in what DuckDB does not prepare as one SELECT: %q: %v", q, err)
		}
		if n, err := db.count(ctx, "SELECT count(*) FROM account"); err != nil || n != 1 {
			t.Errorf("after %q: %d rows, %v", q, n, err)
		}
	})
}

// A text that is put into SQL as a literal comes back from DuckDB as it was, wherever the parameter stands.
func FuzzSubstitute(f *testing.F) {
	for _, s := range []string{"x", "O'Brien", "$v", "-- x", "/* x", "$$", "\\'", `"`, "e'x'", "a\nb"} {
		f.Add("SELECT '$v', \"$v\", $v -- $v\n /* $v */", s)
		f.Add("SELECT $v, $tag$ $v $tag$, E'\\'$v'", s)
	}
	db, err := openDatabase(context.Background(), Options{Threads: 1, MemoryMiB: 256, TempMiB: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, sql, value string) {
		l, err := Value(schema.Type{Kind: schema.Text}, value)
		if err != nil {
			return
		}
		used := 0
		text, back, err := sqlfile.Substitute(sql, func(string) (string, error) { used++; return l.SQL(), nil })
		if err != nil || readable(text) != nil {
			return
		}
		for i := range len(text) + 1 {
			if at := back.Source(i); at < 0 || at > len(sql) {
				t.Fatalf("offset %d leads to %d of %d", i, at, len(sql))
			}
		}
		if used == 0 && text != sql {
			t.Errorf("%q became %q without a parameter", sql, text)
		}
		tree, err := db.parse(context.Background(), text)
		if err != nil {
			return
		}
		if n := literals(tree, value); n < used && !strings.Contains(sql, "'") && !strings.Contains(sql, "\"") {
			t.Errorf("%q with %q: %d of %d parameters arrived: %s", sql, value, n, used, text)
		}
	})
}

// literals counts the constants of a tree that have a value.
func literals(v any, value string) (n int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += literals(item, value)
		}
	case tree:
		return literals(map[string]any(v), value)
	case map[string]any:
		if v["value"] == value {
			n++
		}
		for _, child := range v {
			n += literals(child, value)
		}
	}
	return n
}
