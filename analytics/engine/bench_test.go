//go:build unix

package engine

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// events gives records as an access log has them: twenty fields, most of them short, two of them documents.
type events struct {
	n, at int
	row   [][]byte
	b     []byte
}

const eventFields = 20

func (e *events) Fields() (out []string) {
	for i := range eventFields {
		out = append(out, fmt.Sprintf("f%d", i))
	}
	return out
}

const document = `{"roleArn":"arn:aws:iam::123456789012:role/deploy","roleSessionName":"session-%d","durationSeconds":3600,"tags":[{"key":"team","value":"payments"},{"key":"stage","value":"production"}],"policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}","n":%d}`

func (e *events) Next() (Row, error) {
	if e.at == e.n {
		return Row{}, io.EOF
	}
	e.at++
	h := uint32(e.at) * 2654435761
	e.b, e.row = e.b[:0], e.row[:0]
	marks := []int{0}
	cell := func(format string, args ...any) {
		e.b = fmt.Appendf(e.b, format, args...)
		marks = append(marks, len(e.b))
	}
	cell("Records[%d]", e.at)
	cell("%08x-%04x-4000-8000-%012x", h, h>>16, e.at)
	cell("2026-%02d-%02dT%02d:%02d:%02dZ", 1+h%12, 1+h%28, h%24, h%60, h>>8%60)
	cell("svc%d.amazonaws.com", h%12)
	cell("Action%d", h%40)
	cell("eu-central-%d", h%3)
	cell("10.%d.%d.%d", h>>24, h>>16&255, h>>8&255)
	cell("aws-sdk-go/1.44.%d (go1.20; linux; amd64)", h%50)
	cell("AssumedRole")
	cell("AROA%d:user%d", h%500, h%2000)
	cell("arn:aws:sts::123456789012:assumed-role/role%d/user%d", h%500, h%2000)
	cell("123456789012")
	cell("ASIA%016d", h%5000)
	cell("%t", h%2 == 0)
	cell("AwsApiCall")
	cell("true")
	cell(document, h%2000, e.at)
	cell(document, h%3000, e.at)
	cell("%d", h%100000)
	cell("%d.%02d", h%10000, h%100)
	cell("Management")
	for i := 1; i < len(marks); i++ {
		e.row = append(e.row, e.b[marks[i-1]:marks[i]])
	}
	return Row{Record: int64(e.at), Path: e.row[0], Name: "x.json.gz", Values: e.row[1:]}, nil
}

func eventPlan(t testing.TB, out string) LoadPlan {
	p := LoadPlan{Load: "l", Out: out, Time: "f1"}
	p.Mapping = "SELECT _file, _row, _path"
	for i := range eventFields {
		typ := map[int]string{1: "timestamp", 12: "boolean", 14: "boolean", 17: "integer", 18: "decimal(10,2)"}[i]
		if typ == "" {
			typ = "text"
		}
		p.Columns = append(p.Columns, contract(t, fmt.Sprintf("f%d", i), typ)...)
		p.Mapping += fmt.Sprintf(", f%d", i)
	}
	p.Mapping += " FROM raw"
	return p
}

// cpu gives the processor time of this process and of the children that have ended.
func cpu() time.Duration {
	var total time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		syscall.Getrusage(who, &u)
		total += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return total
}

// BenchmarkLoad compares a load with what cannot be saved: making the rows, and DuckDB's writing of rows that are typed
// already. The ratio is what the streaming, the conversions and the accounting cost on top.
func BenchmarkLoad(b *testing.B) {
	const n = 200000
	measure := func(work func()) time.Duration {
		begin := cpu()
		work()
		return cpu() - begin
	}
	var source, load, scan, insert time.Duration
	for range b.N {
		dir := b.TempDir()
		out := filepath.Join(dir, "l.parquet")
		source += measure(func() {
			for e := (&events{n: n}); ; {
				if _, err := e.Next(); err != nil {
					break
				}
			}
		})
		load += measure(func() {
			s := start(b, Options{Threads: 1})
			if _, err := s.Load(context.Background(), eventPlan(b, out), &events{n: n}); err != nil {
				b.Fatal(err)
			}
			s.Close()
		})
		ungated := func(sql string) time.Duration {
			return measure(func() {
				s := startAs(b, "engine-ungated", Options{Threads: 1})
				if err := s.Attach(context.Background(), []Relation{{Name: "l", Columns: columns(b, "_row", "integer"), Files: []string{out}}}); err != nil {
					b.Fatal(err)
				}
				if _, err := s.Describe(context.Background(), Section{Name: "q", SQL: sql}); err != nil {
					b.Fatal(err)
				}
				s.Close()
			})
		}
		all := "SELECT * FROM read_parquet('in/1-l.parquet')"
		counts := "SELECT "
		for i := range eventFields {
			counts += fmt.Sprintf("max(length(CAST(f%d AS VARCHAR))), ", i)
		}
		scan += ungated(counts + "count(*) FROM (" + all + ")")
		insert += ungated("COPY (" + all + ") TO 'out/x.parquet' " + parquetForm)
		if info, err := os.Stat(out); err == nil {
			b.ReportMetric(float64(info.Size())/n, "B/row")
		}
	}
	per := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(b.N) / n }
	b.ReportMetric(per(source), "source-ns/row")
	b.ReportMetric(per(load), "load-ns/row")
	b.ReportMetric(per(insert), "scan+insert-ns/row")
	b.ReportMetric(per(scan), "scan-ns/row")
	b.ReportMetric(float64(load)/float64(source+insert-scan), "load/(source+insert)")
}

// BenchmarkSection is what a section costs before it has any rows: unit cases are made of hundreds of them.
func BenchmarkSection(b *testing.B) {
	s := stage(b, Options{})
	ctx := context.Background()
	sec := Section{Name: "r", Reads: reads, SQL: `WITH late AS (SELECT a.account_id, a.owner, w.end_at FROM account a JOIN worker w ON w.worker_id = a.owner)
		SELECT account_id, 'R1' AS reason_code, 'Account ' || account_id || ' is enabled.' AS reason FROM late WHERE end_at < DATE '2026-03-01'`}
	b.ResetTimer()
	for i := range b.N {
		sec.Name = fmt.Sprintf("r%d", i)
		if _, err := s.Make(ctx, sec); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart is a worker's start, up to its first answer.
func BenchmarkStart(b *testing.B) {
	for range b.N {
		s := start(b, Options{})
		if err := s.Reset(context.Background()); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
