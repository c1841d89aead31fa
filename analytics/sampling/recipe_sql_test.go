package sampling

import (
	"context"
	"database/sql"
	"slices"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
)

func TestSQLRecipeDrawsTheSameSample(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE frame (key VARCHAR, amount BIGINT, stratum VARCHAR)"); err != nil {
		t.Fatal(err)
	}
	items := invented(120)
	for _, item := range items {
		if _, err := db.Exec("INSERT INTO frame VALUES (?, ?, ?)", string(item.Key), item.Amount, item.Stratum); err != nil {
			t.Fatal(err)
		}
	}
	ran := 0
	for _, d := range draws() {
		s, err := Select(context.Background(), d, frameOf(items))
		if err != nil {
			t.Fatal(err)
		}
		query := RecipeSQL(s)
		if query == "" {
			continue
		}
		ran++
		rows, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v\n%s", d.Method, err, query)
		}
		var got []string
		for rows.Next() {
			var key string
			if err := rows.Scan(&key); err != nil {
				t.Fatal(err)
			}
			got = append(got, key)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		want := unitKeys(s.Units)
		t.Logf("%s: %d units, %d certainty, equal in order %v", d.Method, len(want), len(s.Certainty), slices.Equal(got, want))
		if !slices.Equal(got, want) {
			t.Errorf("%s: the query gave\n%q\nwant\n%q", d.Method, got, want)
		}
	}
	if ran != 3 {
		t.Errorf("%d methods have a query, expected srs, sieve and stratified", ran)
	}
}
