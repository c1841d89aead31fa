package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
)

// The demo is one audit from exports to report. Its whole output tree is compared with testdata/demo.golden, made with
// one thread and with two: the same exports, scripts and parameters give the same bytes.
func TestDemo(t *testing.T) {
	golden, expected := absolute(t, "testdata/demo.golden"), absolute(t, "../../datasets/demo/expected")
	planted, params, waivers := readPlanted(t), readText(t, "params.yaml"), readText(t, "waivers.yaml")
	exports := filepath.Join(t.TempDir(), "exports")
	generate(t, exports)
	t.Chdir(filepath.Dir(exports))
	dir := t.TempDir()
	one, two := audit(t, dir, params, waivers, "1"), audit(t, t.TempDir(), params, waivers, "2")
	if one != two {
		t.Errorf("one thread and two give different trees\n%s", firstDifference(one, two))
	}
	if *update {
		if err := os.WriteFile(golden, []byte(one), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	verdicts(t, planted, dir)
	expect(t, dir, expected)
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if one != string(want) {
		t.Errorf("the demo differs from %s; if that is meant, run make golden\n%s", golden, firstDifference(string(want), one))
	}
}

// audit performs the demo in a new folder and describes what it left and said.
func audit(t *testing.T, dir, params, waivers, threads string) string {
	var b strings.Builder
	for _, c := range [][]string{
		{"init", dir, "--title", "Meridian 2026 H1", "--start", "2026-01-01", "--end", "2026-07-01"},
		{"-C", dir, "load", "exports"},
		{"-C", dir, "load", "exports/data/trades-exchange.csv", "--as", "trades_exchange"},
		{"-C", dir, "load", "exports/data/trades-warehouse.csv", "--as", "trades_warehouse"},
		{"-C", dir, "data"},
		{"-C", dir, "run", "*", "--threads", threads},
		{"-C", dir, "report", "--format", "md"},
	} {
		out, code := perform(t, c...)
		shown := strings.NewReplacer("-C "+dir+" ", "", " "+dir, "", " --threads "+threads, "").Replace(strings.Join(c, " "))
		fmt.Fprintf(&b, "$ auditql %s\nexit code %d\n%s\n", shown, code, out)
		if c[0] == "init" {
			extend(t, filepath.Join(dir, "engagement.yaml"), params)
			extend(t, filepath.Join(dir, "waivers.yaml"), waivers)
		}
	}
	tree(t, &b, dir)
	return b.String()
}

// readText gives what demo.sh adds to the engagement too: the parameters of its tests, and its waivers.
func readText(t testing.TB, name string) string {
	data, err := os.ReadFile("../../datasets/demo/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// extend adds text to the end of a file, which need not be there.
func extend(t testing.TB, file, text string) {
	data, err := os.ReadFile(file)
	if err == nil || os.IsNotExist(err) {
		err = os.WriteFile(file, append(data, text...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func generate(t testing.TB, folder string) {
	if out, err := exec.Command("go", "run", "../../datasets/demo/generate", folder).CombinedOutput(); err != nil {
		t.Fatalf("generate: %v\n%s", err, out)
	}
}

func absolute(t *testing.T, name string) string {
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// perform runs a command in this process, at a fixed time.
func perform(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	clock := func() time.Time { return time.Date(2026, 7, 3, 9, 0, 0, 0, time.UTC) }
	code = run(context.Background(), args, streams{strings.NewReader(""), &out, &err}, clock)
	if code == 1 || code == 2 {
		t.Fatalf("auditql %s: exit code %d\n%s%s", strings.Join(args, " "), code, out.String(), err.String())
	}
	return out.String(), code
}

// tree lists the files with their hashes. Records count without what differs each time: who performed them, and when.
func tree(t *testing.T, b *strings.Builder, dir string) {
	var lines []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && d.Name() == fieldwork.Definitions { // copies of what lies in queries and datasets
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		lines = append(lines, fmt.Sprintf("%s  %s", record.Hash(digested(t, name, data)), filepath.ToSlash(name)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(lines)
	b.WriteString(strings.Join(lines, "\n") + "\n")
}

func digested(t *testing.T, name string, data []byte) []byte {
	switch filepath.Base(name) {
	case "record.json":
		var r record.Run
		if err := record.Decode(data, &r); err != nil {
			t.Fatal(err)
		}
		r.Undigested, r.Definitions, r.Sum = record.Undigested{}, nil, ""
		return encode(t, r)
	case "ledger.jsonl":
		loads, err := record.ParseLedger(data)
		if err != nil {
			t.Fatal(err)
		}
		for i := range loads {
			loads[i].Undigested, loads[i].Previous, loads[i].Sum = record.LoadCircumstances{}, "", ""
		}
		return encode(t, loads)
	}
	return data
}

func encode(t *testing.T, v any) []byte {
	data, err := record.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// findings gives what each test of the demo found, by file of datasets/demo/expected.
func findings(t *testing.T, dir string) map[string]string {
	text, _ := perform(t, "-C", dir, "report", "--format", "json")
	var run record.Run
	if err := json.Unmarshal([]byte(text), &run); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, test := range run.Tests {
		if test.Verdict != record.NotRun {
			out[test.ID+".csv"], _ = perform(t, "-C", dir, "results", test.ID, "--format", "csv")
		}
	}
	return out
}

// expect compares the files of datasets/demo/expected with what the tests found, or writes them anew. Neither side may
// have a file that the other has not: the demo compares them in the same way before a newcomer's eyes.
func expect(t *testing.T, dir, folder string) {
	found := findings(t, dir)
	files, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, ok := found[filepath.Base(file)]; ok {
			continue
		}
		if !*update {
			t.Errorf("%s expects results of a test that was not performed", file)
		} else if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range found {
		file := filepath.Join(folder, name)
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || string(want) != text {
			t.Errorf("%s is not what the test found (%v)\n%s", file, err, firstDifference(string(want), text))
		}
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d:\nwant %s\ngot  %s", i+1, w[i], strings.Join(g[min(i, len(g)):min(i+1, len(g))], ""))
		}
	}
	return fmt.Sprintf("%d more lines", len(g)-len(w))
}
