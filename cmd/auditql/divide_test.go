package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/record"
)

// divided writes a file that is loaded in portions: rows of a kilobyte, some of which the reader rejects, some the engine.
func divided(t *testing.T, name string, rows int) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprint(w, "id,at,note\n")
	note := strings.Repeat("note ", 200)
	for i := 1; i <= rows; i++ {
		switch {
		case i%30_000 == 7:
			fmt.Fprintf(w, "%d,2026-03-01T10:00:00Z,%s,ragged\n", i, note)
		case i%20_000 == 11:
			fmt.Fprintf(w, "%d,yesterday,%s\n", i, note)
		case i == rows: // the same key as the first row, in another portion
			fmt.Fprintf(w, "1,2026-03-01T10:00:00Z,%s\n", note)
		default:
			fmt.Fprintf(w, "%d,2026-03-01T10:00:00Z,%s\n", i, note)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}

// A file that is loaded in portions gives what it gives as a whole: every record is accounted for once, under its number, the
// rejects among them, and rows of different portions are compared. Parts are the same for any number of sessions.
func TestDividedFile(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 70 MB")
	}
	const rows = 75_000
	dir := t.TempDir()
	divided(t, filepath.Join(dir, "large.csv"), rows)
	var parts [2][]string
	for i, cores := range []string{"1", "4"} {
		t.Setenv("GOMAXPROCS", cores)
		at := filepath.Join(dir, "e"+cores)
		perform(t, "init", at, "--title", "Divided", "--start", "2026-01-01", "--end", "2026-07-01")
		asAuditql(t, at, "load", filepath.Join(dir, "large.csv"), "--as", "large", "--key", "id", "--type", "id=integer", "--type", "at=timestamp")
		data, err := os.ReadFile(filepath.Join(at, "evidence", "ledger.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		var l record.Load
		if err := json.Unmarshal(data, &l); err != nil {
			t.Fatal(err)
		}
		if n := l.Totals; n.Read != rows || n.Rejected != 7 || n.Loaded != rows-7 || len(l.Files) != 1 || l.Files[0].Rejected != 7 {
			t.Errorf("%+v of %+v", n, l.Files)
		}
		for _, p := range l.Parts {
			parts[i] = append(parts[i], p.SHA256)
		}
		unique := slices.IndexFunc(l.Checks, func(c record.Check) bool { return c.ID == "ipe-07" })
		if l.Checks[unique].Status != record.Failed {
			t.Errorf("the key of the first and the last row: %+v", l.Checks[unique])
		}
		asAuditql(t, at, "verify")
	}
	if len(parts[0]) < 2 || !slices.Equal(parts[0], parts[1]) {
		t.Errorf("one session makes the parts %v, four make %v", parts[0], parts[1])
	}
}
