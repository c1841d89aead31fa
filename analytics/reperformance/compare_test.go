package reperformance

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"auditql/analytics/record"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
)

func parquet(t *testing.T, query string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	file := filepath.Join(t.TempDir(), "t.parquet")
	if _, err := db.Exec(fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet)", query, file)); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCompareTablesNamesRowAndColumn(t *testing.T) {
	rows := func(values string) string {
		return parquet(t, "SELECT k::BIGINT AS k, reason::VARCHAR AS reason FROM (VALUES "+values+") v(k, reason)")
	}
	recorded := rows("(1, 'a'), (3, 'b'), (10, NULL)")
	for name, c := range map[string]struct {
		again string
		want  *Difference
	}{
		"same":    {rows("(1, 'a'), (3, 'b'), (10, NULL)"), nil},
		"cell":    {rows("(1, 'a'), (3, 'c'), (10, NULL)"), &Difference{What: "exceptions", Row: 2, Key: `["3"]`, Column: "reason", Recorded: `"b"`, Found: `"c"`}},
		"null":    {rows("(1, 'a'), (3, 'b'), (10, '')"), &Difference{What: "exceptions", Row: 3, Key: `["10"]`, Column: "reason", Recorded: "NULL", Found: `""`}},
		"missing": {rows("(1, 'a'), (10, NULL)"), &Difference{What: "exceptions", Row: 2, Key: `["3"]`, Recorded: "a row", Found: "no such row"}},
		"more":    {rows("(1, 'a'), (2, 'x'), (3, 'b'), (10, NULL)"), &Difference{What: "exceptions", Row: 2, Key: `["2"]`, Recorded: "no such row", Found: "a row"}},
		"cut off": {rows("(1, 'a'), (3, 'b')"), &Difference{What: "exceptions", Row: 3, Key: `["10"]`, Recorded: "a row", Found: "no such row"}},
		"column": {parquet(t, "SELECT 1::BIGINT AS k, 'a' AS why"), &Difference{
			What: "columns of exceptions", Recorded: `[["k","integer"],["reason","text"]]`, Found: `[["k","integer"],["why","text"]]`,
		}},
	} {
		got, err := compareTables("exceptions", []string{"k"}, []string{recorded}, []string{c.again})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestCauseOfADifference(t *testing.T) {
	test := func(sql, value string) *record.Test {
		return &record.Test{
			Sections: []record.Section{{Name: "exceptions", SHA256: record.Hash([]byte(sql))}},
			Params:   map[string]record.Param{"days": {Value: value}},
			Evidence: []record.Source{{Dataset: "account", Load: "a1"}},
		}
	}
	accepted := test("a", "1")
	accepted.Waivers = []record.Waiver{{ID: "W"}}
	for want, c := range map[Cause]struct {
		again *record.Test
		moved bool
	}{
		Waiver: {accepted, true},
		Engine: {test("a", "1"), false}, Evidence: {test("a", "1"), true}, Parameter: {test("a", "2"), true}, Script: {test("b", "2"), true},
	} {
		w := &work{moved: map[string]bool{"account a1": c.moved}}
		if got := w.cause(pair{recorded: test("a", "1"), again: c.again}); got != want {
			t.Errorf("cause is %s, want %s", got, want)
		}
	}
}
