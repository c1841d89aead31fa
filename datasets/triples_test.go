package datasets_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/schema"
	"auditql/analytics/table"
	"auditql/datasets"
)

const workerFlag = "engine-worker"

// The test binary is its own database worker, as auditql is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == workerFlag {
		if err := engine.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// Every mapping has a small input beside it, in the format of its vendor, and the rows that it must give. The input is
// loaded as an auditor would, without saying what it is, so that recognition is tried too.
func TestMappings(t *testing.T) {
	set, err := contract.Load(datasets.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range set.All() {
		for i := range c.Exports {
			e := &c.Exports[i]
			t.Run(c.Dataset+"/"+e.ID, func(t *testing.T) {
				t.Parallel()
				tryMapping(t, set, c, e)
			})
		}
	}
}

func tryMapping(t *testing.T, set *contract.Set, c *contract.Contract, x *contract.Export) {
	base := filepath.Join(c.Dataset, strings.TrimSuffix(x.Mapping, ".sql"))
	inputs, err := filepath.Glob(base + ".in.*")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("%s has no input %s.in.*", x.ID, base)
	}
	var rows []map[string]*string
	taken := false
	for _, input := range inputs { // each alone, for rows that two files have in common are kept once
		some, ok := load(t, set, c, x, input)
		rows, taken = append(rows, some...), taken || ok
	}
	if !taken {
		t.Fatalf("none of %s was loaded as %s", inputs, x.ID)
	}
	compareRows(t, c, base+".want.csv", rows)
}

// load loads one file, and says whether it was taken for the export that is tried.
func load(t *testing.T, set *contract.Set, c *contract.Contract, x *contract.Export, input string) (rows []map[string]*string, taken bool) {
	e, err := engagement.Init(t.TempDir(), "mapping", "2026-01-01", "2026-07-01", "", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	loader := evidence.Loader{Engagement: e, Contracts: set, Workers: 1, Start: func(ctx context.Context, o engine.Options) (*engine.Session, error) {
		return engine.Start(ctx, []string{os.Args[0], workerFlag}, o)
	}}
	reports, err := loader.Load(t.Context(), evidence.Request{Paths: []string{input}, Set: examples(x)})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		if r.Dataset != c.Dataset {
			continue
		}
		if r.Status != evidence.Loaded {
			t.Fatalf("%s was not loaded: %+v", input, reports)
		}
		taken = taken || r.Export == x.ID
	}
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		t.Fatal(err)
	}
	return found(t, e, ledger, c), taken
}

// examples says something for each parameter that has no default.
func examples(x *contract.Export) map[string]string {
	out := map[string]string{}
	for _, p := range x.Params {
		if p.Value.Default == nil {
			out[p.Key] = map[schema.Kind]string{schema.Timestamp: "2026-06-30T00:00:00Z", schema.Text: "example"}[p.Value.Type.Kind]
		}
	}
	return out
}

func found(t *testing.T, e *engagement.Engagement, l *evidence.Ledger, c *contract.Contract) []map[string]*string {
	var files []string
	for _, load := range l.Of(c.Dataset) {
		for _, p := range load.Parts {
			files = append(files, e.Path(p.Path))
		}
	}
	tab, err := table.Open(files...)
	if err != nil {
		t.Fatal(err)
	}
	defer tab.Close()
	rows := tab.Rows()
	defer rows.Close()
	var out []map[string]*string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]*string{}
		for i, cell := range row.Strings() {
			m[tab.Columns()[i].Name] = cell
		}
		out = append(out, m)
	}
}

func compareRows(t *testing.T, c *contract.Contract, name string, got []map[string]*string) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := want[0]
	lines := func(cell func(column string, k int) string, n int) []string {
		out := make([]string, n)
		for k := range n {
			parts := make([]string, len(header))
			for i, column := range header {
				parts[i] = column + "=" + plain(c, column, cell(column, k))
			}
			out[k] = strings.Join(parts, " ")
		}
		slices.Sort(out)
		return out
	}
	wanted := lines(func(column string, k int) string { return want[k+1][slices.Index(header, column)] }, len(want)-1)
	have := lines(func(column string, k int) string {
		if v, ok := got[k][column]; !ok {
			t.Fatalf("%s: there is no column %s", name, column)
		} else if v != nil {
			return *v
		}
		return ""
	}, len(got))
	for i := range max(len(wanted), len(have)) {
		switch {
		case i >= len(have):
			t.Fatalf("row missing:\n%s", wanted[i])
		case i >= len(wanted):
			t.Fatalf("row not expected:\n%s", have[i])
		case wanted[i] != have[i]:
			t.Fatalf("got\n%s\nwant\n%s", have[i], wanted[i])
		}
	}
}

// plain gives a value one text, however it is written.
func plain(c *contract.Contract, column, text string) string {
	spec, ok := c.Spec.Get(column)
	if !ok || text == "" {
		return text
	}
	v, err := engine.Value(spec.Type, text)
	if err != nil {
		return text
	}
	if spec.Type.Kind == schema.JSON || spec.Type.Kind == schema.List {
		return strings.ReplaceAll(text, " ", "")
	}
	return v.Text
}
