package reader

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/sqlfile"
)

func field(name string, paths ...string) sqlfile.Pair[contract.Field] {
	return sqlfile.Pair[contract.Field]{Key: name, Value: contract.Field{Paths: paths}}
}

// given writes a file and takes it as handed over.
func given(t testing.TB, name string, content []byte) File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return OneFile(path)
}

// export makes an export whose fields have the names of their paths, recognised by the first.
func export(format string, paths ...string) *contract.Export {
	e := &contract.Export{ID: "test", Format: format}
	for _, p := range paths {
		e.Fields = append(e.Fields, field(p, p))
	}
	if len(paths) > 0 {
		e.Recognise.Fields = paths[:1]
	}
	return e
}

// outcome is what came of a file: "a|b" of each good record, NULL as ~, and "code@offset" of each reject.
type outcome struct {
	good    []string
	rejects []string
	records []Record
	sum     Summary
	err     error
}

// read reads a file to its end and proves what must hold of every file.
func read(t testing.TB, f File, e *contract.Export, l Limits) outcome {
	t.Helper()
	content, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	var o outcome
	s, err := Open(context.Background(), f, e, l)
	if err != nil {
		o.err = err
		return o
	}
	defer s.Close()
	var r Record
	for {
		if o.err = s.Next(&r); o.err != nil {
			break
		}
		o.add(t, r, len(e.Fields))
		if r.Row != int64(len(o.records)) && e.Recognise.Among == nil {
			t.Errorf("record %d has number %d", len(o.records), r.Row)
		}
	}
	o.sum = s.Summary()
	if o.err != io.EOF {
		return o
	}
	o.err = nil
	want := sha256.Sum256(content)
	sha, sum, err := Hash(context.Background(), f, nil)
	if err != nil || sha != hex.EncodeToString(want[:]) || o.sum.Sum != sum || o.sum.Bytes != int64(len(content)) {
		t.Errorf("the hash or the length is not that of the file")
	}
	if o.sum.Read != int64(len(o.good)+len(o.rejects))+o.sum.Filtered || o.sum.Rejected != int64(len(o.rejects)) {
		t.Errorf("read %d, rejected %d, filtered %d; %d good and %d rejected records were given",
			o.sum.Read, o.sum.Rejected, o.sum.Filtered, len(o.good), len(o.rejects))
	}
	plain := o.sum.Compression == "none" && strings.HasPrefix(o.sum.Encoding, "utf-8")
	form := formatOf(content)
	if plain && form != "xlsx" && form != "parquet" && form != "yaml" && (e.Format == "csv" || e.Format == "json" || e.Format == "lines") {
		o.checkPlaces(t, content)
	}
	return o
}

func (o *outcome) add(t testing.TB, r Record, fields int) {
	t.Helper()
	kept := Record{Row: r.Row, Line: r.Line, Offset: r.Offset, Path: bytes.Clone(r.Path), Raw: bytes.Clone(r.Raw), Reject: r.Reject}
	o.records = append(o.records, kept)
	if r.Reject != nil {
		o.rejects = append(o.rejects, fmt.Sprintf("%s@%d", r.Reject.Code, r.Offset))
		if r.Reject.Detail == "" {
			t.Errorf("reject %s at %d has no detail", r.Reject.Code, r.Offset)
		}
		return
	}
	if len(r.Values) != fields {
		t.Fatalf("record %d has %d values, expected %d", r.Row, len(r.Values), fields)
	}
	parts := make([]string, len(r.Values))
	for i, v := range r.Values {
		parts[i] = "~"
		if v != nil {
			parts[i] = string(v)
		}
	}
	o.good = append(o.good, strings.Join(parts, "|"))
}

// checkPlaces proves that each record is found again at its offset, and that records do not overlap; those of one cell have
// their row in common.
func (o *outcome) checkPlaces(t testing.TB, content []byte) {
	t.Helper()
	start, end := int64(-1), int64(0)
	for _, r := range o.records {
		if r.Offset < end && r.Offset != start && !(r.Reject != nil && r.Reject.Length == 0) {
			t.Errorf("record %d starts at byte %d, inside the one before, which ends at %d", r.Row, r.Offset, end)
		}
		if r.Raw == nil {
			continue
		}
		start = r.Offset
		have := content[min(r.Offset, int64(len(content))):]
		if !bytes.HasPrefix(have, r.Raw) {
			t.Errorf("record %d is not at byte %d", r.Row, r.Offset)
		}
		end = r.Offset + int64(len(r.Raw))
		if r.Reject != nil {
			end = r.Offset + r.Reject.Length
			if sum := sha256.Sum256(have[:r.Reject.Length]); r.Reject.SHA256 != hex.EncodeToString(sum[:]) {
				t.Errorf("the hash of reject %d is not that of its bytes", r.Row)
			}
		}
	}
}

// check compares the outcome with good records and rejects, one per line.
func (o outcome) check(t *testing.T, good, rejects string) {
	t.Helper()
	if o.err != nil {
		t.Fatalf("refused: %v", o.err)
	}
	if got := strings.Join(o.good, "\n"); got != strings.Trim(good, "\n") {
		t.Errorf("good records:\n%s\nwant:\n%s", got, good)
	}
	if got := strings.Join(o.rejects, " "); got != rejects {
		t.Errorf("rejects: %s, want: %s", got, rejects)
	}
}

// refused wants a refusal whose message has all the words.
func (o outcome) refused(t *testing.T, words ...string) {
	t.Helper()
	if o.err == nil {
		t.Fatalf("not refused: %d good, rejects %v", len(o.good), o.rejects)
	}
	for _, w := range words {
		if !strings.Contains(o.err.Error(), w) {
			t.Errorf("refused with %q, expected %q in it", o.err, w)
		}
	}
}
