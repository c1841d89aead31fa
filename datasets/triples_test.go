package datasets_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
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
	var err error
	if scratch, err = os.MkdirTemp("", "mappings-*"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// scratch is the folder of what is loaded.
var scratch string

// Every mapping has a small input beside it, in the format of its vendor, and the rows that it must give. The input is
// loaded as an auditor would, without saying what it is, so that recognition is tried too.
func TestMappings(t *testing.T) {
	set := shipped(t)
	var all batches
	for _, c := range set.All() {
		for i := range c.Exports {
			e := &c.Exports[i]
			base := filepath.Join(c.Dataset, strings.TrimSuffix(e.Mapping, ".sql"))
			inputs, err := filepath.Glob(base + ".in.*")
			if err != nil || len(inputs) == 0 {
				t.Fatalf("%s has no input %s.in.*", e.ID, base)
			}
			var in []*batch
			for _, input := range inputs { // each alone, for rows that two files have in common are kept once
				in = append(in, all.place(set, e, input))
			}
			t.Run(c.Dataset+"/"+e.ID, func(t *testing.T) {
				t.Parallel()
				tryMapping(t, c, e, base, inputs, in)
			})
		}
	}
}

func tryMapping(t *testing.T, c *contract.Contract, x *contract.Export, base string, inputs []string, in []*batch) {
	var rows []map[string]*string
	taken := false
	for i, input := range inputs {
		some, ok := in[i].rowsOf(t, c, x, input)
		rows, taken = append(rows, some...), taken || ok
	}
	if !taken {
		t.Fatalf("none of %s was loaded as %s", inputs, x.ID)
	}
	compareRows(t, c, base+".want.csv", rows)
	checkFolds(t, c, rows)
}

// checkFolds proves that a mapping gives texts in the form that the contract promises, as maps of auditors do.
func checkFolds(t *testing.T, c *contract.Contract, rows []map[string]*string) {
	for _, p := range c.Spec {
		for _, row := range rows {
			v := row[p.Key]
			if v == nil || p.Value.Fold == "" || p.Value.Fold == "hex" && !strings.HasPrefix(strings.ToLower(*v), "0x") {
				continue
			}
			if *v != strings.ToLower(*v) || p.Value.Fold == "words" && strings.ContainsAny(*v, " -") {
				t.Errorf("%s is %q, and the contract promises %s", p.Key, *v, p.Value.Fold)
			}
		}
	}
}

// batch is inputs that are loaded at once, as starting a database for each would take most of the time: not two of one
// dataset, so that each is judged as if it came alone.
type batch struct {
	set      *contract.Set
	examples map[string]string // parameters of all mappings of the batch
	fed      map[string]bool   // datasets
	inputs   []string

	once       sync.Once
	engagement *engagement.Engagement
	reports    []evidence.FileReport
	ledger     *evidence.Ledger
	err        error
}

type batches []*batch

// place puts an input into the first batch where its datasets are free and the same is to be said.
func (all *batches) place(set *contract.Set, x *contract.Export, input string) *batch {
	var feeds []string
	for _, c := range set.All() {
		if _, ok := c.Export(x.ID); ok {
			feeds = append(feeds, c.Dataset)
		}
	}
	i := slices.IndexFunc(*all, func(b *batch) bool {
		return maps.Equal(b.examples, examples(x)) && !slices.ContainsFunc(feeds, func(d string) bool { return b.fed[d] })
	})
	if i < 0 {
		i = len(*all)
		*all = append(*all, &batch{set: set, examples: examples(x), fed: map[string]bool{}})
	}
	b := (*all)[i]
	b.inputs = append(b.inputs, input)
	for _, d := range feeds {
		b.fed[d] = true
	}
	return b
}

func (b *batch) load() error {
	dir, err := os.MkdirTemp(scratch, "*")
	if err != nil {
		return err
	}
	if b.engagement, err = engagement.Init(dir, "mapping", "2026-01-01", "2026-07-01", "", "UTC"); err != nil {
		return err
	}
	loader := evidence.Loader{Engagement: b.engagement, Contracts: b.set, Workers: 1, Start: func(ctx context.Context, o engine.Options) (*engine.Session, error) {
		return engine.Start(ctx, []string{os.Args[0], workerFlag}, o)
	}}
	if b.reports, err = loader.Load(context.Background(), evidence.Request{Paths: b.inputs, Set: b.examples}); err != nil {
		return err
	}
	b.ledger, err = evidence.ReadLedger(b.engagement)
	return err
}

// rowsOf gives the rows of a dataset that one file gave, and says whether it was taken for the export that is tried.
func (b *batch) rowsOf(t *testing.T, c *contract.Contract, x *contract.Export, input string) (rows []map[string]*string, taken bool) {
	b.once.Do(func() { b.err = b.load() })
	if b.err != nil {
		t.Fatal(b.err)
	}
	for _, r := range b.reports {
		if r.Dataset != c.Dataset || r.File != input {
			continue
		}
		if r.Status != evidence.Loaded {
			t.Fatalf("%s was not loaded: %+v", input, r)
		}
		taken = taken || r.Export == x.ID
		rows = append(rows, b.found(t, c, r)...)
	}
	return rows, taken
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

// found gives the rows that came of one file.
func (b *batch) found(t *testing.T, c *contract.Contract, r evidence.FileReport) []map[string]*string {
	var files []string
	number := ""
	for _, load := range b.ledger.Of(c.Dataset) {
		i := slices.IndexFunc(load.Files, func(f record.LoadFile) bool { return f.SHA256 == r.SHA256 })
		if load.ID != r.Load || i < 0 {
			continue
		}
		number = strconv.Itoa(i + 1)
		for _, p := range load.Parts {
			files = append(files, b.engagement.Path(p.Path))
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
		if f := m["_file"]; f != nil && *f == number {
			out = append(out, m)
		}
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
