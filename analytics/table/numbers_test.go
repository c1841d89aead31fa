package table_test

import (
	"fmt"
	"slices"
	"testing"

	"auditql/analytics/table"
)

// Numbers are taken a page at once: each in its place among NULLs, by a dictionary or as they are, in all ways that they lie in a file.
func TestNumbersAmongNulls(t *testing.T) {
	db := engine(t)
	query := `SELECT CASE WHEN hash(i) % 5 <> 0 THEN (hash(i) >> 1)::BIGINT - 4611686018427387904 END AS big, CASE WHEN i % 7 <> 0 THEN i % 11 - 5 END AS few,
		CASE WHEN i > 900 THEN (4294967295 - i % 3)::UINTEGER END AS unsigned, (i % 256 - 128)::TINYINT AS tiny, NULL::INTEGER AS none,
		CASE WHEN i % 2 = 0 THEN ((i - 10000) / 100)::DECIMAL(9,2) END AS small, ((hash(i) % 200000)::BIGINT - 100000)::DECIMAL(18,0) / 1000 AS wide
		FROM range(20000) AS r(i)`
	query = "SELECT * REPLACE (CAST(wide AS DECIMAL(18,3)) AS wide) FROM (" + query + ")"
	want := []string{`[["big","integer"],["few","integer"],["unsigned","integer"],["tiny","integer"],["none","integer"],["small","decimal(9,2)"],["wide","decimal(18,3)"]]`}
	rows, err := db.Query(`SELECT json_array(big::VARCHAR, few::VARCHAR, unsigned::VARCHAR, tiny::VARCHAR, none::VARCHAR, small::VARCHAR, wide::VARCHAR)::VARCHAR FROM (` + query + `)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		want = append(want, line)
	}
	for _, options := range [][]string{nil, {"PARQUET_VERSION V2", "COMPRESSION zstd"}, {"ROW_GROUP_SIZE 2048", "COMPRESSION zstd"}, {"DICTIONARY_SIZE_LIMIT 1", "COMPRESSION snappy"}} {
		got := lines(t, copyTo(t, db, query, options...))
		if !slices.Equal(got, want) {
			i := 0
			for i < min(len(got), len(want))-1 && got[i] == want[i] {
				i++
			}
			t.Errorf("%v: %d lines of %d; line %d is %s, want %s", options, len(got), len(want), i, got[i], want[i])
		}
	}
}

// The order of keys is that of numbers, and goes on from one file to the next.
func TestKeysAcrossFiles(t *testing.T) {
	db := engine(t)
	part := func(from, to int) string {
		return copyTo(t, db, fmt.Sprintf("SELECT (i / 100)::DECIMAL(18,2) AS k FROM range(%d, %d) AS r(i) ORDER BY k", from, to))
	}
	one, err := table.Root([]string{"k"}, part(-500, 500))
	if err != nil {
		t.Fatal(err)
	}
	two, err := table.Root([]string{"k"}, part(-500, 7), part(7, 500))
	if err != nil || one.Root != two.Root || one.Rows != 1000 {
		t.Errorf("the root of two files is %s over %d rows (%v), of one %s", two.Root, two.Rows, err, one.Root)
	}
	if _, err := table.Root([]string{"k"}, part(7, 500), part(-500, 7)); err == nil {
		t.Error("files in the wrong order were taken")
	}
	if _, err := table.Root([]string{"k"}, part(-500, 8), part(7, 500)); err == nil {
		t.Error("a key that comes in both files was taken")
	}
}
