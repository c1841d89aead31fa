package reader

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/gzip"

	"auditql/analytics/contract"
	"auditql/analytics/goal"
)

// cloudTrail gives n events of about 1.5 KB in the shape of AWS CloudTrail, some with escaped policies.
func cloudTrail(n int, open, between, end string) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	names := []string{"AssumeRole", "GetObject", "RunInstances", "PutRolePolicy", "ConsoleLogin", "DescribeInstances"}
	var b bytes.Buffer
	b.WriteString(open)
	for i := range n {
		if i > 0 {
			b.WriteString(between)
		}
		name := names[rnd.IntN(len(names))]
		policy := ""
		if name == "PutRolePolicy" {
			policy = `,"policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"`
		}
		fmt.Fprintf(&b, `{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROA%016X:session-%d","arn":"arn:aws:sts::123456789012:assumed-role/role-%d/session-%d","accountId":"123456789012","accessKeyId":"ASIA%016X","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%016X","arn":"arn:aws:iam::123456789012:role/role-%d","accountId":"123456789012","userName":"role-%d"},"webIdFederationData":{},"attributes":{"creationDate":"2026-03-01T10:%02d:00Z","mfaAuthenticated":"false"}}},"eventTime":"2026-03-01T10:%02d:%02dZ","eventSource":"ec2.amazonaws.com","eventName":"%s","awsRegion":"eu-central-1","sourceIPAddress":"203.0.113.%d","userAgent":"aws-cli/2.15.30 Python/3.11.8 Linux/6.1.79 exe/x86_64.amzn.2023 prompt/off command/ec2.describe-instances","requestParameters":{"instancesSet":{"items":[{"instanceId":"i-%016x"},{"instanceId":"i-%016x"}]},"filterSet":{},"maxResults":%d%s},"responseElements":null,"requestID":"%08x-1111-2222-3333-%012x","eventID":"%08x-4444-5555-6666-%012x","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"ec2.eu-central-1.amazonaws.com"}}`,
			rnd.Uint64(), i, i%50, i, rnd.Uint64(), rnd.Uint64(), i%50, i%50, i%60, i%60, i%59, name, rnd.IntN(256),
			rnd.Uint64(), rnd.Uint64(), rnd.IntN(1000), policy, rnd.Uint32(), rnd.Uint64()>>16, rnd.Uint32(), rnd.Uint64()>>16)
	}
	b.WriteString(end)
	return b.Bytes()
}

// cloudTrailExport takes twenty fields.
func cloudTrailExport() *contract.Export {
	e := export("json", "eventID", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode",
		"errorMessage", "requestID", "readOnly", "eventType", "recipientAccountId", "userIdentity.type", "userIdentity.arn",
		"userIdentity.principalId", "userIdentity.sessionContext.sessionIssuer.arn", "userIdentity.sessionContext.attributes.mfaAuthenticated",
		"requestParameters", "responseElements")
	e.Records = []string{"Records"}
	return e
}

func benchmark(b *testing.B, name string, content []byte, size int, e *contract.Export, want int64) {
	b.Run(name, func(b *testing.B) {
		f := given(b, "bench", content)
		b.SetBytes(int64(size))
		for b.Loop() {
			s, err := Open(b.Context(), f, e, Limits{})
			if err != nil {
				b.Fatal(err)
			}
			var r Record
			for err == nil {
				err = s.Next(&r)
			}
			if sum := s.Summary(); err != io.EOF || sum.Read != want || sum.Rejected != 0 {
				b.Fatal(err, sum)
			}
			s.Close()
		}
	})
}

// BenchmarkCloudTrail reads the same events in each arrangement. The floors are what jsontext and the decompressor
// take alone.
func BenchmarkCloudTrail(b *testing.B) {
	const n = 20_000
	whole := cloudTrail(n, `{"Records":[`, ",", "]}")
	packed := gzipped(b, whole)
	e := cloudTrailExport()
	benchmark(b, "envelope", whole, len(whole), e, n)
	lines := cloudTrail(n, "", "\n", "\n")
	benchmark(b, "lines", lines, len(lines), e, n)
	benchmark(b, "gzip", packed, len(whole), e, n)
	b.Run("floor-jsontext", func(b *testing.B) {
		b.SetBytes(int64(len(lines)))
		for b.Loop() {
			d := jsontext.NewDecoder(bytes.NewBuffer(lines), jsontext.AllowDuplicateNames(true))
			for {
				if _, err := d.ReadValue(); err != nil {
					break
				}
			}
		}
	})
	b.Run("floor-encoding-json-valid", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			json.Valid(whole)
		}
	})
	b.Run("floor-gunzip", func(b *testing.B) {
		f := given(b, "bench", packed)
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			s, err := openSource(f, Limits{}.orDefault())
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{s.text}, make([]byte, firstWindow)); err != nil {
				b.Fatal(err)
			}
			s.Close()
		}
	})
}

// BenchmarkCSV reads rows of ten columns, plain and quoted.
func BenchmarkCSV(b *testing.B) {
	const n = 200_000
	for _, quote := range []string{"", `"`} {
		var t bytes.Buffer
		t.WriteString("id,name,email,amount,currency,at,status,country,reference,note\n")
		for i := range n {
			for k, v := range []string{fmt.Sprint(i), "Name Surname", "name@example.org", "1234.56", "EUR", "2026-03-01T10:00:00Z", "settled", "DE", fmt.Sprintf("REF-%08d", i), ""} {
				if k > 0 {
					t.WriteByte(',')
				}
				t.WriteString(quote + v + quote)
			}
			t.WriteByte('\n')
		}
		e := export("csv", "id", "name", "email", "amount", "currency", "at", "status", "country", "reference", "note")
		benchmark(b, "quote"+quote, t.Bytes(), t.Len(), e, n)
	}
}

// BenchmarkScan is the scanner alone, from memory, against validation by others.
func BenchmarkScan(b *testing.B) {
	lines := bytes.Split(bytes.TrimSpace(cloudTrail(2000, "", "\n", "\n")), []byte{'\n'})
	size := 0
	for _, l := range lines {
		size += len(l)
	}
	run := func(name string, read func(line []byte) bool) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, l := range lines {
					if !read(l) {
						b.Fatal("not read")
					}
				}
			}
		})
	}
	e := cloudTrailExport()
	p, err := compile(e)
	if err != nil {
		b.Fatal(err)
	}
	s := newScanner(p.record, len(e.Fields))
	s.learn = true
	run("scanner", func(l []byte) bool { return s.scan(l) == len(l) })
	run("jsontext", func(l []byte) bool { return jsontext.Value(l).IsValid() })
	run("jsontext-duplicates-allowed", func(l []byte) bool { return jsontext.Value(l).IsValid(jsontext.AllowDuplicateNames(true)) })
	run("encoding-json", json.Valid)
	packed := gzipped(b, bytes.Join(lines, nil))
	b.Run("scanning CloudTrail, to decompressing it", func(b *testing.B) {
		var least goal.Least
		buf := make([]byte, size)
		many := func(work func()) time.Duration {
			return goal.CPU(func() {
				for range 50 {
					work()
				}
			})
		}
		for range b.N {
			least.Take(0, many(func() { unpack(b, packed, buf) }))
			least.Take(1, many(func() {
				for _, l := range lines {
					s.scan(l)
				}
			}))
		}
		goal.Time(b, least[0], least[1], 0.5)
	})
}

// unpack fills buf, which is as long as the text, as fast as the decompressor can.
func unpack(b *testing.B, packed, buf []byte) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err == nil {
		_, err = io.ReadFull(z, buf)
	}
	if err != nil {
		b.Fatal(err)
	}
}
