package main

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"auditql/analytics/goal"
	"auditql/analytics/report"
)

// loadAgain makes an engagement of its own and loads into it. It gives the processor time of the load, and its parts.
func loadAgain(b *testing.B, args ...string) (took time.Duration, parts string) {
	b.Helper()
	root := b.TempDir()
	asAuditql(b, root, "init", ".", "--title", "Bench", "--start", "2026-01-01", "--end", "2026-07-01")
	took, _ = asAuditql(b, root, append([]string{"load"}, args...)...)
	found, err := filepath.Glob(filepath.Join(root, "evidence", "*", "*.parquet"))
	if more, _ := filepath.Glob(filepath.Join(root, "evidence", "*", "*", "*.parquet")); len(more) > 0 {
		found = more
	}
	if err != nil || len(found) == 0 {
		b.Fatalf("nothing was loaded: %v", err)
	}
	return took, "['" + strings.Join(found, "', '") + "']"
}

// writing is what DuckDB takes to write the rows of Parquet files into one, without reading them.
func writing(b *testing.B, db *sql.DB, parts string) time.Duration {
	return unread(b, db, parts, asParquet(b, "SELECT * FROM read_parquet("+parts+")"))
}

// asParquet is a statement that writes rows as Parquet.
func asParquet(b *testing.B, rows string) string {
	return "COPY (" + rows + ") TO '" + filepath.Join(b.TempDir(), "x.parquet") + "' (FORMAT parquet, COMPRESSION zstd)"
}

// inserting is what DuckDB takes to put the rows of Parquet files into a table of its own, without reading them.
func inserting(b *testing.B, db *sql.DB, parts string) time.Duration {
	query(b, db, "ATTACH '"+filepath.Join(b.TempDir(), "x.db")+"' AS x (STORAGE_VERSION 'latest')")
	defer query(b, db, "DETACH x")
	return unread(b, db, parts, "CREATE TABLE x.t AS SELECT * FROM read_parquet("+parts+")")
}

// unread is what a statement takes that reads Parquet files, without reading them. To take any value of a column is to read it, and
// no more: the greatest would be found by comparing all.
func unread(b *testing.B, db *sql.DB, parts, statement string) time.Duration {
	read := goal.CPU(func() { query(b, db, "SELECT ANY_VALUE(COLUMNS(*)) FROM read_parquet("+parts+")") })
	whole := goal.CPU(func() { query(b, db, statement) })
	return max(whole-read, whole/4)
}

// BenchmarkLoadCSV compares a load, with hashes, rejects, provenance and checks, with what cannot be saved, that DuckDB's own reader
// parses the file, types given, and that DuckDB takes the rows in; with parsing and writing them as Parquet, which is less work than
// to take them in; and with DuckDB's conversion of the same CSV to Parquet.
func BenchmarkLoadCSV(b *testing.B) {
	db, n := pool(b), min(rowsAsked(b), 10_000_000)
	query(b, db, "SET threads = 1")
	file := filepath.Join(b.TempDir(), "entries.csv")
	query(b, db, fmt.Sprintf(`COPY (SELECT i AS id, 'AC' || lpad((hash(i) %% 10000000)::VARCHAR, 8, '0') AS account_id, 'Holder ' || hash(i) %% 99999 AS holder,
		'user' || hash(i) %% 99999 || '@example.org' AS email, (hash(i) %% 10000000 / 100)::DECIMAL(18, 2) AS amount, 'EUR' AS currency,
		strftime(TIMESTAMP '2026-01-01' + to_seconds((hash(i) %% 15000000)::BIGINT), '%%Y-%%m-%%dT%%H:%%M:%%SZ') AS booked_at,
		strftime(DATE '2026-01-01' + (hash(i) %% 180)::INTEGER, '%%Y-%%m-%%d') AS value_date, hash(i) %% 2 = 0 AS open, 'DE' AS country
		FROM range(%d) AS t(i)) TO '%s' (HEADER)`, n, file))
	columns := `{id: 'BIGINT', account_id: 'VARCHAR', holder: 'VARCHAR', email: 'VARCHAR', amount: 'DECIMAL(18,2)', currency: 'VARCHAR', booked_at: 'TIMESTAMPTZ', value_date: 'DATE', open: 'BOOLEAN', country: 'VARCHAR'}`
	what := "CSV of " + report.Count(n) + " rows"
	from := fmt.Sprintf("read_csv('%s', header = true, auto_detect = false, columns = %s)", file, columns)
	var least goal.Least
	b.Run(what+", to parsing and insertion", func(b *testing.B) {
		for b.Loop() {
			took, parts := loadAgain(b, file, "--as", "entries", "--key", "id", "--type", "id=integer", "--type", "amount=decimal(18,2)",
				"--type", "booked_at=timestamp", "--type", "value_date=date", "--type", "open=boolean")
			least.Take(0, took)
			parsing := goal.CPU(func() { query(b, db, "SELECT COUNT(COLUMNS(*)) FROM "+from) })
			least.Take(1, parsing+inserting(b, db, parts))
			least.Take(2, parsing+writing(b, db, parts))
			least.Take(3, goal.CPU(func() { query(b, db, asParquet(b, "SELECT * FROM "+from)) }))
		}
		goal.Time(b, least[1], least[0], 1.2)
	})
	if len(least) == 4 {
		stated(b, what+", to parsing and writing", func(b *testing.B) { goal.Time(b, least[2], least[0], 0) })
		stated(b, what+", to DuckDB's conversion to Parquet", func(b *testing.B) { goal.Time(b, least[3], least[0], 0) })
	}
}
