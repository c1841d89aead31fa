package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"auditql/analytics/contract"
	"auditql/analytics/goal"
	"auditql/analytics/reader"
	"auditql/analytics/report"
	"auditql/datasets"
)

// loadAgain makes an engagement of its own and loads into it. It gives the processor time of the load, and its parts.
func loadAgain(b *testing.B, args ...string) (took time.Duration, parts string) {
	b.Helper()
	root := b.TempDir()
	asAuditql(b, root, "init", ".", "--title", "Bench", "--start", "2026-01-01", "--end", "2026-07-01")
	took = goal.CPU(func() { asAuditql(b, root, append([]string{"load"}, args...)...) })
	found, err := filepath.Glob(filepath.Join(root, "evidence", "*", "*.parquet"))
	if more, _ := filepath.Glob(filepath.Join(root, "evidence", "*", "*", "*.parquet")); len(more) > 0 {
		found = more
	}
	if err != nil || len(found) == 0 {
		b.Fatalf("nothing was loaded: %v", err)
	}
	return took, "['" + strings.Join(found, "', '") + "']"
}

// insertion is what DuckDB takes to write the rows of Parquet files into one, without reading them.
func insertion(b *testing.B, db *sql.DB, parts string) time.Duration {
	rows, err := db.Query("SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(" + parts + "))")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	scan := "SELECT count(*)"
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			b.Fatal(err)
		}
		scan += fmt.Sprintf(", max(length(CAST(%q AS VARCHAR)))", name)
	}
	out := filepath.Join(b.TempDir(), "x.parquet")
	read := goal.CPU(func() { query(b, db, scan+" FROM read_parquet("+parts+")") })
	whole := goal.CPU(func() {
		query(b, db, "COPY (SELECT * FROM read_parquet("+parts+")) TO '"+out+"' (FORMAT parquet, COMPRESSION zstd)")
	})
	return max(whole-read, whole/4)
}

// BenchmarkLoadCSV compares a load, with hashes, rejects, provenance and checks, with DuckDB's own conversion of the same CSV
// to Parquet, types given.
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
	var least goal.Least
	b.Run("CSV of "+report.Count(n)+" rows, to DuckDB's conversion to Parquet", func(b *testing.B) {
		for b.Loop() {
			least.Take(0, goal.CPU(func() {
				query(b, db, fmt.Sprintf("COPY (SELECT * FROM read_csv('%s', header = true, auto_detect = false, columns = %s)) TO '%s' (FORMAT parquet, COMPRESSION zstd)",
					file, columns, filepath.Join(b.TempDir(), "x.parquet")))
			}))
			took, _ := loadAgain(b, file, "--as", "entries", "--key", "id", "--type", "id=integer", "--type", "amount=decimal(18,2)",
				"--type", "booked_at=timestamp", "--type", "value_date=date", "--type", "open=boolean")
			least.Take(1, took)
		}
		goal.Time(b, least[0], least[1], 1.2)
	})
}

const trailEvent = `{"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROA%[1]d:user%[2]d","arn":"arn:aws:sts::123456789012:assumed-role/role%[1]d/user%[2]d","accountId":"123456789012","accessKeyId":"ASIA%016[2]d","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%[1]d","arn":"arn:aws:iam::123456789012:role/role%[1]d","accountId":"123456789012","userName":"role%[1]d"},"attributes":{"creationDate":"2026-03-01T08:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"%[3]s","eventSource":"service%[4]d.amazonaws.com","eventName":"Action%[1]d","awsRegion":"eu-central-1","sourceIPAddress":"10.0.%[4]d.%[4]d","userAgent":"aws-sdk-go/1.44.%[4]d (go1.20; linux; amd64)","requestParameters":{"roleArn":"arn:aws:iam::123456789012:role/deploy","roleSessionName":"session-%[2]d","durationSeconds":3600,"tags":[{"key":"team","value":"payments"},{"key":"stage","value":"production"}],"policy":"{\"Version\":\"2012-10-17\"}","n":%[5]d},"responseElements":null,"requestID":"%08[6]x-0000-4000-8000-%012[5]x","eventID":"%08[6]x-0000-4001-8000-%012[5]x","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management"}`

// trailEvents writes events from number i on, with what stands before, between and after them.
func trailEvents(b *testing.B, w io.Writer, i, n int, before, between, after string) {
	out := bufio.NewWriterSize(w, 1<<20)
	fmt.Fprint(out, before)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for k := i; k < i+n; k++ {
		if k > i {
			fmt.Fprint(out, between)
		}
		h := uint32(k+1) * 2654435761
		fmt.Fprintf(out, trailEvent, h%500, h%2000, start.Add(time.Duration(h%15_000_000)*time.Second).Format(time.RFC3339), h%50, k, h)
	}
	fmt.Fprint(out, after)
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLoadEvents compares a load of CloudTrail with what cannot be saved, that the files are read and that DuckDB writes
// the rows; and with what people do without a tool.
func BenchmarkLoadEvents(b *testing.B) {
	n := int(min(rowsAsked(b), 10_000_000) / 20)
	for _, form := range []struct{ name, nested string }{{"CloudTrail .json.gz", "unnest(Records)"}, {"NDJSON", ""}} {
		dir := b.TempDir()
		const files = 40
		for i := range files {
			name := filepath.Join(dir, fmt.Sprintf("t%02d.json", i))
			if form.nested != "" {
				name += ".gz"
			} else if i > 0 {
				break
			}
			f, err := os.Create(name)
			if err != nil {
				b.Fatal(err)
			}
			if form.nested == "" {
				trailEvents(b, f, 0, n, "", "\n", "\n")
			} else {
				z := gzip.NewWriter(f)
				trailEvents(b, z, i*n/files, n/files, `{"Records":[`, ",", "]}")
				z.Close()
			}
			f.Close()
		}
		benchmarkEvents(b, form.name+" of "+report.Count(int64(n))+" events", dir, form.nested)
	}
}

func benchmarkEvents(b *testing.B, what, dir, nested string) {
	db := pool(b)
	query(b, db, "SET threads = 1")
	automatic := "SELECT * FROM read_json_auto('" + dir + "/*')"
	if nested != "" {
		automatic = "SELECT " + nested + " FROM read_json_auto('" + dir + "/*', maximum_object_size = 67108864)"
	}
	var least goal.Least
	b.Run(what+", to reading and writing", func(b *testing.B) {
		for b.Loop() {
			took, parts := loadAgain(b, dir, "--as", "audit_event")
			least.Take(0, took)
			least.Take(1, goal.CPU(func() { readEvents(b, dir) })+insertion(b, db, parts))
			least.Take(2, goal.CPU(func() {
				query(b, db, "COPY ("+automatic+") TO '"+filepath.Join(b.TempDir(), "x.parquet")+"' (FORMAT parquet, COMPRESSION zstd)")
			}))
		}
		goal.Time(b, least[1], least[0], 1.5)
	})
	if len(least) == 3 {
		stated(b, what+", to read_json_auto", func(b *testing.B) { goal.Time(b, least[2], least[0], 1/3.5) })
	}
}

// readEvents reads all records of a folder.
func readEvents(b *testing.B, dir string) {
	set, err := contract.Load(datasets.FS)
	if err != nil {
		b.Fatal(err)
	}
	c, _ := set.Get("audit_event")
	e, ok := c.Export("aws_cloudtrail")
	if !ok {
		b.Fatal("there is no such export")
	}
	files, _ := reader.Expand(context.Background(), []string{dir})
	for _, f := range files {
		s, err := reader.Open(context.Background(), f, e, reader.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		var r reader.Record
		for err == nil {
			err = s.Next(&r)
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		s.Close()
	}
}
