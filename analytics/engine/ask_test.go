package engine

import (
	"context"
	"strings"
	"testing"
)

func TestAsk(t *testing.T) {
	s := stage(t, Options{Threads: 1})
	ctx := context.Background()
	ask := func(sql string, limit int) Answer {
		t.Helper()
		a, err := s.Ask(ctx, Section{Name: "q", SQL: sql, Reads: reads}, limit)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	down, up := ask("SELECT id, vendor FROM payment ORDER BY id DESC", 2), ask("SELECT id, vendor FROM payment ORDER BY id", 0)
	if len(down.Rows) != 2 || *down.Rows[0][0] != "3" || down.Count != 3 || len(up.Rows) != 0 || down.Digest != up.Digest {
		t.Errorf("down %v, up %v", down, up)
	}
	if other := ask("SELECT id, vendor FROM payment WHERE id < 3", 9); other.Digest == down.Digest || other.Count != 2 {
		t.Errorf("fewer rows have the digest %s, %d rows", other.Digest, other.Count)
	}
	for _, sql := range []string{"SELECT * FROM read_csv('/etc/passwd')", "SELECT 1; SELECT 2", "COPY payment TO 'x'", "SET threads = 1",
		"SELECT * FROM '/etc/passwd'", "ATTACH 'x'", "SELECT getenv('HOME')", "SELECT id / 0 FROM nowhere"} {
		if _, err := s.Ask(ctx, Section{Name: "q", SQL: sql, Reads: reads}, 9); err == nil {
			t.Errorf("%s was answered", sql)
		}
	}
	_, err := s.Ask(ctx, Section{Name: "q", SQL: "SELECT id,\n CAST(vendor AS INTEGER) AS n FROM payment", Reads: reads}, 9)
	if err == nil || !strings.HasPrefix(err.Error(), "q:") {
		t.Errorf("a cast that fails: %v", err)
	}
}
