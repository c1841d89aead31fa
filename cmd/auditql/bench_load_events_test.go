package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"auditql/analytics/contract"
	"auditql/analytics/goal"
	"auditql/analytics/reader"
	"auditql/analytics/report"
	"auditql/datasets"
)

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
	files := "'" + dir + "/*', maximum_object_size = 67108864"
	automatic, typed := "SELECT * FROM read_json_auto("+files+")", "SELECT "+eventFields("")+" FROM read_json("+files+", "+told(eventTypes)+")"
	goals := []float64{0, 0} // none for lines, each of which is a record to DuckDB too
	if nested != "" {
		goals = []float64{1 / 3.5, 1 / 1.2}
		automatic = "SELECT " + nested + " FROM read_json_auto(" + files + ")"
		typed = "SELECT " + eventFields("r.") + " FROM (SELECT unnest(Records) AS r FROM read_json(" + files + ", " + told("Records: 'STRUCT("+strings.NewReplacer(":", "", "'", "").Replace(eventTypes)+")[]'") + "))"
	}
	export := trailExport(b)
	var least goal.Least
	b.Run(what+", to reading and writing", func(b *testing.B) {
		for b.Loop() {
			took, parts := loadAgain(b, dir, "--as", "audit_event")
			least.Take(0, took)
			least.Take(1, goal.CPU(func() { readEvents(b, dir, export) })+writing(b, db, parts))
			for i, from := range []string{automatic, typed} {
				least.Take(2+i, goal.CPU(func() { query(b, db, asParquet(b, from)) }))
			}
		}
		goal.Time(b, least[1], least[0], 1.5)
	})
	if len(least) == 4 {
		stated(b, what+", to read_json_auto", func(b *testing.B) { goal.Time(b, least[2], least[0], goals[0]) })
		stated(b, what+", to read_json with all types told", func(b *testing.B) { goal.Time(b, least[3], least[0], goals[1]) })
	}
}

// eventTypes are the fields of an event that a load takes too, with their types.
const eventTypes = `eventID: 'VARCHAR', eventTime: 'TIMESTAMPTZ', recipientAccountId: 'VARCHAR', awsRegion: 'VARCHAR', userIdentity: 'STRUCT("type" VARCHAR, arn VARCHAR, principalId VARCHAR,
	userName VARCHAR, invokedBy VARCHAR, accessKeyId VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR), attributes STRUCT(mfaAuthenticated VARCHAR)))',
	sourceIPAddress: 'VARCHAR', userAgent: 'VARCHAR', eventSource: 'VARCHAR', eventType: 'VARCHAR', eventName: 'VARCHAR', eventCategory: 'VARCHAR', errorCode: 'VARCHAR', readOnly: 'BOOLEAN', requestParameters: 'JSON'`

// told are the options of read_json by which it looks for nothing itself.
func told(columns string) string {
	return "auto_detect = false, records = true, columns = {" + columns + "}"
}

// eventFields are the columns of a table of events.
func eventFields(of string) string {
	fields := []string{"userIdentity.type", "userIdentity.arn", "userIdentity.principalId", "userIdentity.userName", "userIdentity.invokedBy", "userIdentity.accessKeyId",
		"userIdentity.sessionContext.sessionIssuer.arn", "userIdentity.sessionContext.attributes.mfaAuthenticated", "eventID", "eventTime", "recipientAccountId", "awsRegion",
		"sourceIPAddress", "userAgent", "eventSource", "eventType", "eventName", "eventCategory", "errorCode", "readOnly", "requestParameters"}
	for i, f := range fields {
		fields[i] = fmt.Sprintf("%s%s AS c%d", of, f, i)
	}
	return strings.Join(fields, ", ")
}

// trailExport is the export by which events are loaded.
func trailExport(b *testing.B) *contract.Export {
	set, err := contract.Load(datasets.FS)
	if err != nil {
		b.Fatal(err)
	}
	c, _ := set.Get("audit_event")
	e, ok := c.Export("aws_cloudtrail")
	if !ok {
		b.Fatal("there is no such export")
	}
	return e
}

// readEvents reads all records of a folder and fills columns with what is taken of them, on all cores, as a load does.
func readEvents(b *testing.B, dir string, e *contract.Export) {
	files, _ := reader.Expand(context.Background(), []string{dir})
	var all errgroup.Group
	all.SetLimit(runtime.NumCPU())
	for _, f := range files {
		all.Go(func() error { return readColumns(f, e) })
	}
	if err := all.Wait(); err != nil {
		b.Fatal(err)
	}
}

// readColumns fills columns of as many rows as DuckDB takes at once.
func readColumns(f reader.File, e *contract.Export) error {
	s, err := reader.Open(context.Background(), f, e, reader.Limits{})
	if err != nil {
		return err
	}
	defer s.Close()
	columns := make([][]byte, len(e.Fields))
	var r reader.Record
	for n := 0; ; n++ {
		if err := s.Next(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for i, v := range r.Values {
			if n%2048 == 0 {
				columns[i] = columns[i][:0]
			}
			columns[i] = append(columns[i], v...)
		}
	}
}
