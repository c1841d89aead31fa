package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"auditql/analytics/evidence"
)

// Real exports, which are no part of the project, are loaded when AUDITQL_SHARED names the folder that holds them. What
// must come of each file is in testdata/conformance.csv: the dataset, the status, and the number of records as other
// programs count them, by a JSON parser, a CSV parser or a count of lines.
func TestConformance(t *testing.T) {
	shared := os.Getenv("AUDITQL_SHARED")
	folder := filepath.Join(shared, "evidence")
	if _, err := os.Stat(folder); shared == "" || err != nil {
		t.Skip("AUDITQL_SHARED names no folder with evidence")
	}
	dir := t.TempDir()
	perform(t, "init", dir, "--title", "Conformance", "--start", "2020-01-01", "--end", "2026-07-01")
	out, _ := perform(t, "-C", dir, "load", folder, "--format", "json")
	var reports []evidence.FileReport
	if err := json.Unmarshal([]byte(out), &reports); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range reports {
		if r.Read != r.Loaded+r.Rejected+r.Filtered {
			t.Errorf("%s: %d read, %d loaded, %d rejected, %d filtered", r.File, r.Read, r.Loaded, r.Rejected, r.Filtered)
		}
		read, rejected := "", ""
		if r.Status == evidence.Loaded {
			read, rejected = fmt.Sprint(r.Read), fmt.Sprint(r.Rejected)
		}
		got = append(got, strings.Join([]string{strings.TrimPrefix(r.File, folder+"/"), r.Dataset, string(r.Status), read, rejected}, ","))
	}
	compareLists(t, expectedFiles(t), got)
}

func expectedFiles(t *testing.T) []string {
	f, err := os.Open("testdata/conformance.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, strings.Join(row, ","))
	}
	return out
}

func compareLists(t *testing.T, want, got []string) {
	t.Helper()
	count := map[string]int{}
	for _, line := range want {
		count[line]++
	}
	for _, line := range got {
		count[line]--
	}
	var lines []string
	for line, n := range count {
		switch {
		case n > 0:
			lines = append(lines, "missing: "+line)
		case n < 0:
			lines = append(lines, "not expected: "+line)
		}
	}
	sort.Strings(lines)
	if len(lines) > 0 {
		t.Errorf("%d differences:\n%s", len(lines), strings.Join(lines, "\n"))
	}
}
