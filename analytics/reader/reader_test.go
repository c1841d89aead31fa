package reader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"auditql/analytics/fault"
)

// Example_record reads a file of an auditee and prints its records and what is known of it.
func Example_record() {
	f, _ := os.CreateTemp("", "users-*.csv")
	defer os.Remove(f.Name())
	io.WriteString(f, "user,created\nann,2026-03-01\nbob\n")
	f.Close()
	s, err := Open(context.Background(), OneFile(f.Name()), export("csv", "user", "created"), Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	var r Record
	for s.Next(&r) == nil {
		if r.Reject != nil {
			fmt.Printf("line %d: %s: %s\n", r.Line, r.Reject.Code, r.Reject.Detail)
			continue
		}
		fmt.Printf("line %d: %s\n", r.Line, r.Values)
	}
	sum := s.Summary()
	fmt.Println(sum.Read, "read,", sum.Rejected, "rejected")
	// Output:
	// line 2: [ann 2026-03-01]
	// line 3: ragged: 1 field, expected 2 as in the header
	// 2 read, 1 rejected
}

func TestOpenRefuses(t *testing.T) {
	e := export("json", "a")
	dir := t.TempDir()
	read := func(f File) error {
		s, err := Open(t.Context(), f, e, Limits{})
		if err == nil {
			s.Close()
		}
		return err
	}
	locked := given(t, "x", []byte("{}"))
	os.Chmod(locked.path, 0)
	errs := map[string]error{"missing": read(OneFile(dir + "/missing")), "folder": read(OneFile(dir)), "device": read(OneFile("/dev/zero"))}
	if os.Geteuid() != 0 {
		errs["permission"] = read(locked)
	}
	for name, err := range errs {
		if fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, paths := range []string{"a[", "a[x]", "a..b", `"a`, "a[0]b", "^"} {
		e := export("json", paths)
		if _, err := Open(t.Context(), given(t, "x", []byte("{}")), e, Limits{}); fault.KindOf(err) != fault.Usage {
			t.Errorf("path %s: %v", paths, err)
		}
	}
	e = export("csv", "a")
	e.Totals = "("
	if _, err := Open(t.Context(), given(t, "x", []byte("a\n")), e, Limits{}); fault.KindOf(err) != fault.Usage {
		t.Errorf("totals: %v", err)
	}
	if _, err := Open(t.Context(), given(t, "x", nil), export("pdf"), Limits{}); fault.KindOf(err) != fault.Usage {
		t.Errorf("format: %v", err)
	}
}

// TestGrowing appends to a file while it is read: reading ends where the file ended when it was opened, and says so.
func TestGrowing(t *testing.T) {
	f := given(t, "x.jsonl", []byte(strings.Repeat("{\"a\":1}\n", 100_000)))
	for name, touch := range map[string]func() error{
		"grows":  func() error { return appendTo(f.path, "{\"a\":2}\n") },
		"shrink": func() error { return os.Truncate(f.path, 400_000) },
		"time":   func() error { return os.Chtimes(f.path, time.Now(), time.Now().Add(time.Hour)) },
		"gone":   func() error { return os.Remove(f.path) },
	} {
		f = given(t, "x.jsonl", []byte(strings.Repeat("{\"a\":1}\n", 100_000)))
		s, err := Open(t.Context(), f, export("json", "a"), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var r Record
		for n := 0; err == nil; n++ {
			if n == 10 {
				if err := touch(); err != nil {
					t.Fatal(err)
				}
			}
			err = s.Next(&r)
		}
		sum := s.Summary()
		s.Close()
		switch {
		case name == "gone" && err == io.EOF, name != "gone" && err != io.EOF:
			t.Errorf("%s: ended with %v", name, err)
		case name != "gone" && !sum.Changed:
			t.Errorf("%s: not said to be changed", name)
		case name == "grows" && sum.Read != 100_000:
			t.Errorf("%s: %d records", name, sum.Read)
		}
	}
}

func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Open(ctx, given(t, "x", []byte(strings.Repeat("{\"a\":1}\n", 5000))), export("json", "a"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cancel()
	var r Record
	n := 0
	for err = s.Next(&r); err == nil; err = s.Next(&r) {
		n++
	}
	if !errors.Is(err, context.Canceled) || n > 1024 {
		t.Errorf("%v after %d records", err, n)
	}
	if again := s.Next(&r); again != err {
		t.Errorf("then %v", again)
	}
}

// TestMemory reads a line of 64 MB, in which nothing ends, without ever holding it.
func TestMemory(t *testing.T) {
	for name, head := range map[string]string{"json": "{\"a\":\"", "csv": "a,b\n\"", "lines": "x"} {
		packed := bombOf(t, head, strings.Repeat("x", 1<<16), 64<<20)
		e := export(name, "a")
		e.Pattern = "(?P<a>.*)"
		s, err := Open(t.Context(), given(t, "x.gz", packed), e, Limits{Ratio: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		var r Record
		rejects, length := 0, int64(0)
		for err = s.Next(&r); err == nil; err = s.Next(&r) {
			if r.Reject == nil || len(r.Raw) > keptRaw {
				t.Fatalf("%s: %d bytes were kept, reject %v", name, len(r.Raw), r.Reject)
			}
			rejects++
			length += r.Reject.Length
		}
		if err != io.EOF || rejects != 1 || length < 64<<20 {
			t.Errorf("%s: %v after %d rejects of %d bytes", name, err, rejects, length)
		}
		s.Close()
	}
}
