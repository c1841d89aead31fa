package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
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
	out := filepath.Join(b.TempDir(), "x.parquet")
	return unread(b, db, parts, "COPY (SELECT * FROM read_parquet("+parts+")) TO '"+out+"' (FORMAT parquet, COMPRESSION zstd)")
}

// inserting is what DuckDB takes to put the rows of Parquet files into a table of its own, without reading them.
func inserting(b *testing.B, db *sql.DB, parts string) time.Duration {
	query(b, db, "ATTACH '"+filepath.Join(b.TempDir(), "x.db")+"' AS x (STORAGE_VERSION 'latest')")
	defer query(b, db, "DETACH x")
	return unread(b, db, parts, "CREATE TABLE x.t AS SELECT * FROM read_parquet("+parts+")")
}

// unread is what a statement takes that reads Parquet files, without reading them.
func unread(b *testing.B, db *sql.DB, parts, statement string) time.Duration {
	read := goal.CPU(func() { query(b, db, "SELECT MAX(COLUMNS(*)) FROM read_parquet("+parts+")") })
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
			least.Take(3, parsing+writing(b, db, parts))
			least.Take(2, goal.CPU(func() {
				query(b, db, "COPY (SELECT * FROM "+from+") TO '"+filepath.Join(b.TempDir(), "x.parquet")+"' (FORMAT parquet, COMPRESSION zstd)")
			}))
		}
		goal.Time(b, least[1], least[0], 1.2)
	})
	if len(least) == 4 {
		stated(b, what+", to parsing and writing", func(b *testing.B) { goal.Time(b, least[3], least[0], 0) })
		stated(b, what+", to DuckDB's conversion to Parquet", func(b *testing.B) { goal.Time(b, least[2], least[0], 0) })
	}
}

// trailEvent is an event of CloudTrail: who, the time, the call, what it asks for and answers, and two identities that no other has. It
// repeats itself about as much as real logs do, which gzip makes ten times smaller, and these thirteen times.
const trailEvent = `{"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROA%016[1]d:session-%[2]d","arn":"arn:aws:sts::123456789012:assumed-role/role-%[1]d/session-%[2]d","accountId":"123456789012","accessKeyId":"ASIA%016[2]d","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%016[1]d","arn":"arn:aws:iam::123456789012:role/role-%[1]d","accountId":"123456789012","userName":"role-%[1]d"},"attributes":{"creationDate":"2026-03-01T08:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"%[3]s","eventSource":"service%[4]d.amazonaws.com","eventName":"Action%[5]d","awsRegion":"eu-central-1","sourceIPAddress":"10.%[6]d.%[4]d.7","userAgent":"aws-sdk-go/1.44.%[4]d (go1.20; linux; amd64)","requestParameters":%[7]s,"responseElements":%[10]s,"requestID":"%[8]s","eventID":"%[9]s","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"service%[4]d.eu-central-1.amazonaws.com"}}`

// parameters are those of calls, with a number of an object each.
var parameters = []string{
	`{"roleArn":"arn:aws:iam::123456789012:role/deploy","roleSessionName":"session-%016x","durationSeconds":3600,"tags":[{"key":"team","value":"payments"},{"key":"stage","value":"production"}]}`,
	`{"bucketName":"exports","Host":"exports.s3.eu-central-1.amazonaws.com","key":"2026/part-%016x.parquet"}`,
	`{"instancesSet":{"items":[{"instanceId":"i-0%016x"}]},"filterSet":{}}`,
	`{"keyId":"arn:aws:kms:eu-central-1:123456789012:key/0e5c2a7b-%016x","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::exports"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`,
	`{"policyArn":"arn:aws:iam::123456789012:policy/p-%016x","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"}`,
}

// answers are what calls respond.
var answers = []string{"null", "null", `{"_return":true}`, "null", `{"assumedRoleUser":{"assumedRoleId":"AROA0000000000000007:deploy","arn":"arn:aws:sts::123456789012:assumed-role/deploy/deploy"}}`}

// trailEvents writes events from number i on, with what stands before, between and after them.
func trailEvents(b *testing.B, w io.Writer, i, n int, before, between, after string) {
	out := bufio.NewWriterSize(w, 1<<20)
	fmt.Fprint(out, before)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Second)
	r := rand.New(rand.NewPCG(2026, uint64(i)))
	uuid := func() string {
		h := fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())
		return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:]
	}
	for k := range n {
		if k > 0 {
			fmt.Fprint(out, between)
		}
		session := r.IntN(5000)
		call := r.IntN(110)
		request := fmt.Sprintf(parameters[call%len(parameters)], r.Uint64())
		at = at.Add(time.Duration(r.IntN(3)) * time.Second)
		fmt.Fprintf(out, trailEvent, session%60, session, at.Format(time.RFC3339), call%15, call, r.IntN(250), request, uuid(), uuid(), answers[call%len(answers)])
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
			least.Take(1, goal.CPU(func() { readEvents(b, dir) })+writing(b, db, parts))
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
