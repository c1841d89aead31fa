package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/record"
)

var determinism = flag.Bool("determinism", false, "perform the demo under other circumstances, many times")

// circumstance is something that must not change a result.
type circumstance struct {
	name    string
	threads string
	env     []string
	folder  string
	change  func(t *testing.T, exports string) // of the exports
	last    bool                               // the folders of exports are given last to first
}

// TestDeterminism performs the demo under circumstances that must not matter. The digest of the run is always the same,
// and that of the results also when the rows of the exports come in another order, which is other evidence.
func TestDeterminism(t *testing.T) {
	if !*determinism {
		t.Skip("make determinism")
	}
	shuffled := func(t *testing.T, exports string) { shuffle(t, exports) }
	zone := []string{"TZ=Pacific/Chatham", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"}
	cases := []circumstance{
		{name: "one thread", threads: "1"}, {name: "one thread, again", threads: "1"},
		{name: "two threads", threads: "2"}, {name: "two threads, again", threads: "2"},
		{name: "another zone and locale", threads: "2", env: zone},
		{name: "another folder", threads: "2", folder: filepath.Join("a folder", "with ü and a space")},
		{name: "exports given in another order", threads: "2", last: true},
		{name: "rows in another order", threads: "2", change: shuffled},
	}
	first, firstResults := cases[0].perform(t)
	for _, c := range cases[1:] {
		run, results := c.perform(t)
		t.Logf("%-32s run %s", c.name, run)
		for id, want := range firstResults {
			if results[id] != want {
				t.Errorf("%s: %s has other results:\n%sexpected\n%s", c.name, id, results[id], want)
			}
		}
		if run != first && !c.last && c.change == nil { // these are other evidence
			t.Errorf("%s: another digest of the run", c.name)
		}
	}
}

// perform performs the demo and gives the digest of the run, and the results of every test.
func (c circumstance) perform(t *testing.T) (run string, results map[string]string) {
	base := filepath.Join(t.TempDir(), c.folder)
	exports, dir := filepath.Join(base, "exports"), filepath.Join(base, "audit")
	generate(t, exports)
	if c.change != nil {
		c.change(t, exports)
	}
	x := &torture{t: t}
	paths := []string{exports}
	if c.last {
		var err error
		paths, err = filepath.Glob(filepath.Join(exports, "*"))
		x.must(err)
		slices.Reverse(paths)
	}
	for _, e := range c.env {
		name, value, _ := strings.Cut(e, "=")
		t.Setenv(name, value)
	}
	for _, args := range [][]string{
		{"init", dir, "--title", "Meridian 2026 H1", "--start", "2026-01-01", "--end", "2026-07-01"},
		append([]string{"-C", dir, "load"}, paths...), {"-C", dir, "run", "--threads", c.threads},
	} {
		if p := x.command(base, args...); p.code() == 1 || p.ProcessState.ExitCode() == 2 {
			t.Fatalf("%v: %s", args, p.out.String())
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "runs", "run-0001", "record.json"))
	x.must(err)
	var r record.Run
	x.must(record.Decode(data, &r))
	results = map[string]string{}
	for _, test := range r.Tests {
		text := fmt.Sprintln(test.Verdict, test.Population, test.Pass, test.Exceptions, test.Indeterminate, test.Excluded)
		for _, s := range test.Sections {
			text += fmt.Sprintln(s.Name, s.Rows, s.Digest)
		}
		results[test.ID] = text
	}
	return r.Digest, results
}

// shuffle gives the records of every export another order.
func shuffle(t *testing.T, exports string) {
	dice := rand.New(rand.NewPCG(*seed, 1))
	err := filepath.WalkDir(exports, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(file, shuffled(dice, file, data), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func shuffled(dice *rand.Rand, file string, data []byte) []byte {
	switch {
	case strings.HasSuffix(file, ".csv"):
		tables := strings.Split(string(data), "\n\n") // an empty line is between two tables
		for i, table := range tables {
			lines := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
			rows := lines[1:]
			dice.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			tables[i] = strings.Join(lines, "\n")
		}
		return []byte(strings.Join(tables, "\n\n") + "\n")
	case strings.HasSuffix(file, ".json"):
		return shuffledJSON(dice, data)
	case strings.HasSuffix(file, ".json.gz"):
		in, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return data
		}
		plain, err := io.ReadAll(in)
		if err != nil {
			return data
		}
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(shuffledJSON(dice, plain))
		_ = z.Close()
		return out.Bytes()
	}
	return data
}

// shuffledJSON shuffles a list of records, and lists of records one level down.
func shuffledJSON(dice *rand.Rand, data []byte) []byte {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		out, _ := json.Marshal(list)
		return out
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return data
	}
	for name, v := range object {
		if json.Unmarshal(v, &list) == nil {
			object[name] = shuffledJSON(dice, v)
		}
	}
	out, _ := json.Marshal(object)
	return out
}
