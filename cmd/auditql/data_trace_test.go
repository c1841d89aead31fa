package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTrace fills in the form as auditors do, rightly and wrongly.
func TestTrace(t *testing.T) {
	dir := t.TempDir()
	audit, file := filepath.Join(dir, "audit"), filepath.Join(dir, "trace.csv")
	perform(t, "init", audit, "--title", "x", "--start", "2026-01-01", "--end", "2026-07-01")
	write(t, filepath.Join(dir, "a.csv"), accounts("1", "2", "=3", "4"))
	perform(t, "-C", audit, "load", filepath.Join(dir, "a.csv"))
	form, _ := perform(t, "-C", audit, "data", "trace", "worksheet", "account")
	empty, err := csv.NewReader(strings.NewReader(form)).ReadAll()
	if err != nil || len(empty) != 1+4+5 || empty[3][5] != "'=3" {
		t.Fatalf("%v\n%s", err, form)
	}
	result, reference, note := len(empty[0])-3, len(empty[0])-2, len(empty[0])-1
	fill := func(change func(rows [][]string) [][]string) {
		t.Helper()
		var rows [][]string
		for i, r := range empty {
			r = append([]string{}, r...)
			if i > 0 && r[0] == "export" {
				r[result], r[reference] = "Agrees", "E-12"
			}
			rows = append(rows, r)
		}
		copy(rows[5][4:7], rows[3][4:7])
		rows[5][5], rows[5][result], rows[5][reference] = "=3", "agrees", "E-13"
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := csv.NewWriter(f).WriteAll(change(rows)); err != nil {
			t.Fatal(err)
		}
	}
	for name, change := range map[string]func(rows [][]string) [][]string{
		"expected one of":      func(r [][]string) [][]string { r[1][result] = ""; return r },
		"no reference":         func(r [][]string) [][]string { r[1][reference] = " "; return r },
		"needs a note":         func(r [][]string) [][]string { r[1][result] = "differs"; return r },
		"is not in the form":   func(r [][]string) [][]string { return append(r[:1], r[2:]...) },
		"a second time":        func(r [][]string) [][]string { r[2] = r[1]; return r },
		"is none of those":     func(r [][]string) [][]string { r[2][3] = "7"; return r },
		"has no item erp 9":    func(r [][]string) [][]string { r[5][5] = "9"; return r },
		"has an item erp =3":   func(r [][]string) [][]string { r[5][result], r[5][note] = "not found", "x"; return r },
		"form has the columns": func(r [][]string) [][]string { r[0][0] = "x"; return r },
	} {
		fill(change)
		out, code := fails(t, "-C", audit, "data", "trace", "read", "account", file)
		if code != 2 || !strings.Contains(out, name) {
			t.Errorf("%s: exit code %d: %s", name, code, out)
		}
	}
	fill(func(r [][]string) [][]string { return r })
	if out, code := perform(t, "-C", audit, "data", "trace", "read", "account", file); code != 0 || !strings.Contains(out, "5 items recorded for 1 load") {
		t.Errorf("exit code %d: %s", code, out)
	}
	shows := func(want string) {
		t.Helper()
		if out, _ := perform(t, "-C", audit, "data", "account"); !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	shows("4 of 4 records agree with the source, 1 of 1 items of the source with the export")
	shows("on 2026-07-03T09:00:00Z, E-12, E-13")
	fill(func(r [][]string) [][]string {
		r[2][result], r[2][note] = "differs", "disabled on the screen"
		r[6][4], r[6][5], r[6][6], r[6][result], r[6][reference], r[6][note] = "erp", "77", "x", "not found", "E-14", "made in June"
		return r
	})
	if out, code := perform(t, "-C", audit, "data", "trace", "read", "account", file); code != 3 {
		t.Errorf("exit code %d: %s", code, out)
	}
	shows("record 2 of a.csv differs: disabled on the screen (E-12); item erp 77 x of the source not found: made in June (E-14)")
	if out, code := perform(t, "-C", audit, "run", "iam-dormant"); code != 3 || !strings.Contains(out, "not assertable") || !strings.Contains(out, "ipe-11 of account failed") {
		t.Errorf("exit code %d: %s", code, out)
	}
	reperformed(t, audit)
	if out, code := perform(t, "-C", audit, "data", "accept", "account", "ipe-11", "--why", "corrected by the owner"); code != 0 {
		t.Error(out)
	}
	if out, _ := perform(t, "-C", audit, "run", "iam-dormant"); strings.Contains(out, "not assertable") {
		t.Error("not assertable although it was accepted")
	}
	reperformed(t, audit)
}

// reperformed seals the engagement and performs it again.
func reperformed(t *testing.T, audit string) {
	t.Helper()
	bundle := filepath.Join(t.TempDir(), "b.tar")
	perform(t, "-C", audit, "seal", "-o", bundle)
	if out, code := perform(t, "reperform", bundle); code != 0 {
		t.Errorf("reperform: exit code %d: %s", code, out)
	}
}

// fails runs a command that is asked wrongly and gives what it says.
func fails(t *testing.T, args ...string) (said string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(""), &out, &err}, time.Now)
	return out.String() + err.String(), code
}
