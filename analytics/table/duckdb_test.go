package table_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"auditql/analytics/table"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
)

// engine is DuckDB, used here to write files and to compute their canonical lines in another way.
func engine(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	must(t, db, "SET TimeZone='UTC'")
	return db
}

func must(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// copyTo writes a query as Parquet, as the engine does, or with other options.
func copyTo(t testing.TB, db *sql.DB, query string, options ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.parquet")
	if len(options) == 0 {
		options = []string{"COMPRESSION zstd"}
	}
	must(t, db, fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet, %s)", query, path, strings.Join(options, ", ")))
	return path
}

// lines reads a table as canonical lines, the header first.
func lines(t testing.TB, paths ...string) []string {
	t.Helper()
	tab, err := table.Open(paths...)
	if err != nil {
		t.Fatal(err)
	}
	defer tab.Close()
	got := []string{string(table.AppendHeader(nil, tab.Columns()))}
	rows := tab.Rows()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(table.AppendLine(nil, tab.Columns(), row)))
	}
}

func TestEveryTypeHasItsText(t *testing.T) {
	db := engine(t)
	for _, c := range []struct{ sql, header, cell string }{
		{`'a'`, "text", `"a"`},
		{`''`, "text", `""`},
		{`NULL::VARCHAR`, "text", `null`},
		{`'say "no" \ /'`, "text", `"say \"no\" \\ /"`},
		{`chr(1)||chr(8)||chr(9)||chr(10)||chr(12)||chr(13)||chr(31)||chr(127)`, "text", `"\u0001\b\t\n\f\r\u001f` + "\x7f" + `"`},
		{`chr(8232)||'é漢𝄞<>&'||chr(8238)`, "text", `"` + "\u2028é漢𝄞<>&\u202e" + `"`},
		{`'0'||chr(0)||'0'`, "text", `"0\u00000"`},
		{`true`, "boolean", `"true"`},
		{`false`, "boolean", `"false"`},
		{`9223372036854775807`, "integer", `"9223372036854775807"`},
		{`'-9223372036854775808'::BIGINT`, "integer", `"-9223372036854775808"`},
		{`0::BIGINT`, "integer", `"0"`},
		{`'-128'::TINYINT`, "integer", `"-128"`},
		{`65535::USMALLINT`, "integer", `"65535"`},
		{`4294967295::UINTEGER`, "integer", `"4294967295"`},
		{`-0.05::DECIMAL(4,2)`, "decimal(4,2)", `"-0.05"`},
		{`12::DECIMAL(4,0)`, "decimal(4,0)", `"12"`},
		{`-1.5::DECIMAL(9,4)`, "decimal(9,4)", `"-1.5000"`},
		{`99999999999999.9999::DECIMAL(18,4)`, "decimal(18,4)", `"99999999999999.9999"`},
		{`0::DECIMAL(38,38)`, "decimal(38,38)", `"0.` + strings.Repeat("0", 38) + `"`},
		{`'-99999999999999999999999999999999999999'::DECIMAL(38,0)`, "decimal(38,0)", `"-99999999999999999999999999999999999999"`},
		{`'99999999999999999999.999999999999999999'::DECIMAL(38,18)`, "decimal(38,18)", `"99999999999999999999.999999999999999999"`},
		{`'-0.000000000000000001'::DECIMAL(38,18)`, "decimal(38,18)", `"-0.000000000000000001"`},
		{`DATE '2024-02-29'`, "date", `"2024-02-29"`},
		{`DATE '0001-01-01'`, "date", `"0001-01-01"`},
		{`DATE '9999-12-31'`, "date", `"9999-12-31"`},
		{`TIMESTAMP '2024-01-01 00:00:00'`, "timestamp", `"2024-01-01T00:00:00.000000Z"`},
		{`TIMESTAMP '1969-12-31 23:59:59.999999'`, "timestamp", `"1969-12-31T23:59:59.999999Z"`},
		{`TIMESTAMPTZ '2024-01-01 00:00:00.5+02'`, "timestamp", `"2023-12-31T22:00:00.500000Z"`},
		{`TIMESTAMP '9999-12-31 23:59:59.999999'`, "timestamp", `"9999-12-31T23:59:59.999999Z"`},
		{`'{"a": "b"}'::JSON`, "text", `"{\"a\": \"b\"}"`},
		{`NULL::VARCHAR[]`, "text[]", `null`},
		{`[]::VARCHAR[]`, "text[]", `[]`},
		{`[NULL]::VARCHAR[]`, "text[]", `[null]`},
		{`['','a"b',NULL,'c']`, "text[]", `["","a\"b",null,"c"]`},
	} {
		got := lines(t, copyTo(t, db, "SELECT "+c.sql+" AS c"))
		want := []string{`[["c","` + c.header + `"]]`, "[" + c.cell + "]"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", c.sql, d)
		}
	}
}

func TestTypesThatAreRefused(t *testing.T) {
	db := engine(t)
	for _, sql := range []string{
		`1.5::DOUBLE`, `1.5::FLOAT`, `1::HUGEINT`, `1::UBIGINT`, `'a'::BLOB`, `uuid()`, `TIME '10:00:00'`, `INTERVAL 1 DAY`,
		`TIMESTAMP_NS '2024-01-01'`, `{'a': 1}`, `[1, 2]`, `[['a']]`, `MAP {'a': 'b'}`, `TIMESTAMP_MS '2024-01-01'`,
	} {
		tab, err := table.Open(copyTo(t, db, "SELECT "+sql+" AS c"))
		if err == nil {
			t.Errorf("%s was read as %v", sql, tab.Columns())
		} else if !strings.Contains(err.Error(), `column "c"`) {
			t.Errorf("%s: the error does not name the column: %v", sql, err)
		}
	}
}

func TestValuesThatAreRefused(t *testing.T) {
	db := engine(t)
	for _, sql := range []string{
		`DATE 'infinity'`, `DATE '0001-01-01 (BC)'`, `DATE '10000-01-01'`, `TIMESTAMP 'infinity'`, `TIMESTAMP '-infinity'`,
		`TIMESTAMP '10000-01-01 00:00:00'`, `TIMESTAMPTZ '0044-03-15 (BC) 00:00:00+00'`,
	} {
		if res, err := table.Digest(copyTo(t, db, "SELECT "+sql+" AS c")); err == nil {
			t.Errorf("%s got a digest: %v", sql, res)
		}
	}
}

func TestDigestEqualsThatOfTheEngine(t *testing.T) {
	db := engine(t)
	query := `SELECT i AS n, 'k' || (i % 97) AS t, CASE WHEN i % 3 = 0 THEN NULL ELSE (i - 2500)::DECIMAL(38,4) END AS d,
		TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i * 977) MILLISECOND AS ts, DATE '2020-02-29' + i::INTEGER AS day,
		CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END AS b, CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN [] ELSE [i::VARCHAR, NULL, 'é"\'] END AS l
		FROM range(20000) r(i)`
	got, err := table.Digest(copyTo(t, db, query, "COMPRESSION zstd", "ROW_GROUP_SIZE 4096"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT json_array(n::VARCHAR, t, d::VARCHAR, strftime(ts, '%Y-%m-%dT%H:%M:%S.%fZ'), day::VARCHAR, b::VARCHAR, l)::VARCHAR FROM (` + query + `)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line+"\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	sort.Strings(all)
	header := `[["n","integer"],["t","text"],["d","decimal(38,4)"],["ts","timestamp"],["day","date"],["b","boolean"],["l","text[]"]]` + "\n"
	sum := sha256.Sum256([]byte(header + strings.Join(all, "")))
	if want := hex.EncodeToString(sum[:]); got.SHA256 != want || got.Rows != 20000 {
		t.Errorf("digest is %s over %d rows, the engine's lines give %s", got.SHA256, got.Rows, want)
	}
}
