package main

import (
	"cmp"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"auditql/analytics/script"
	"auditql/queries"
)

// planted is a line of datasets/demo/planted.csv: what a test must say of an item, written down when it was planted and
// never made anew from what the tests find.
type planted struct {
	key     string // values of the key columns, separated by |
	verdict string // exception, or of a trap: pass, indeterminate, excluded, outside (of the population)
	codes   string // reason codes of an exception, separated by spaces
}

// What the demo expects is what was planted: every exception and no other one; and for each test there is a trap.
func TestPlanted(t *testing.T) {
	all, tests := readPlanted(t), shipped(t)
	for id := range all {
		if _, ok := tests.Get(id); !ok {
			t.Errorf("planted.csv names %s, which is no test", id)
		}
	}
	for _, s := range tests.Scripts {
		want := map[string]string{}
		for _, p := range all[s.ID] {
			if p.verdict == "exception" {
				want[p.key] = p.codes
			}
		}
		if len(want) == 0 || len(want) == len(all[s.ID]) {
			t.Errorf("%s: planted are %d items, %d of them exceptions; expected is at least one exception and one trap", s.ID, len(all[s.ID]), len(want))
		}
		data, err := os.ReadFile("../../datasets/demo/expected/" + s.ID + ".csv")
		if err != nil {
			t.Error(err)
		} else if diff := gocmp.Diff(want, items(t, s, string(data))); diff != "" {
			t.Errorf("%s: planted (-) and expected (+) differ:\n%s", s.ID, diff)
		}
	}
}

// verdicts compares what was planted with what the tests said in the engagement in dir, traps included.
func verdicts(t *testing.T, all map[string][]planted, dir string) {
	for _, s := range shipped(t).Scripts {
		if len(all[s.ID]) == 0 {
			continue
		}
		got := map[string]string{}
		for _, section := range [][2]string{{"population", "pass"}, {"exceptions", "exception"}, {"indeterminate", "indeterminate"}, {"excluded", "excluded"}} {
			out, _ := perform(t, "-C", dir, "results", s.ID, "--section", section[0], "--format", "csv")
			for key := range items(t, s, out) {
				got[key] = section[1]
			}
		}
		for _, p := range all[s.ID] {
			if said := cmp.Or(got[p.key], "outside"); said != p.verdict {
				t.Errorf("%s: %s was planted as %s, the test says %s", s.ID, p.key, p.verdict, said)
			}
		}
	}
}

// items reads rows of a result: the key of each item, with its reason codes where there are any.
func items(t *testing.T, s *script.Script, text string) map[string]string {
	rows, found := parseCSV(t, text), map[string]string{}
	if len(rows) == 0 { // the test has no such section
		return found
	}
	code := slices.Index(rows[0], "reason_code")
	for _, row := range rows[1:] {
		cells := make([]string, len(s.Key))
		for i, column := range s.Key {
			cells[i] = row[slices.Index(rows[0], column)]
		}
		key := strings.Join(cells, "|")
		if code >= 0 {
			found[key] = strings.TrimSpace(found[key] + " " + row[code])
		} else {
			found[key] = ""
		}
	}
	return found
}

func readPlanted(t *testing.T) map[string][]planted {
	data, err := os.ReadFile("../../datasets/demo/planted.csv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]planted{}
	for _, row := range parseCSV(t, string(data))[1:] {
		all[row[0]] = append(all[row[0]], planted{row[1], row[2], row[3]})
	}
	return all
}

func parseCSV(t *testing.T, text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func shipped(t *testing.T) *script.Set {
	set, err := script.Load(queries.FS)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
