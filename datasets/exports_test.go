package datasets_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/fieldwork"
	"auditql/analytics/script"
	"auditql/queries"
)

var update = flag.Bool("update", false, "write the pages of exports anew")

// The folder exports holds one page for each export and a list of them, made from the contracts: what an auditee is
// asked for and what auditql reads of it is said in one place.
func TestPagesOfExportsAreCurrent(t *testing.T) {
	want := pagesOfExports(t)
	have, err := filepath.Glob("exports/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range have {
		if _, ok := want[filepath.Base(name)]; ok {
			continue
		}
		if !*update {
			t.Errorf("%s is the page of no export: run make index", name)
		} else if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range want {
		name = filepath.Join("exports", name)
		if *update {
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if data, err := os.ReadFile(name); err != nil || string(data) != text {
			t.Errorf("%s is not what the contracts say (%v): run make index", name, err)
		}
	}
}

// fed is an export in one of the contracts that have it.
type fed struct {
	contract *contract.Contract
	export   *contract.Export
}

// pagesOfExports gives the texts of all pages by file name.
func pagesOfExports(t *testing.T) map[string]string {
	contracts := shipped(t)
	tests, err := script.Load(queries.FS)
	if err != nil {
		t.Fatal(err)
	}
	request, err := fieldwork.Ask(nil, contracts, tests.Scripts, nil)
	if err != nil {
		t.Fatal(err)
	}
	waiting := map[string][]string{}
	for _, item := range request.Items {
		waiting[item.Dataset] = append(slices.Clone(item.Tests), item.Helps...)
	}
	byID := map[string][]fed{}
	for _, c := range contracts.All() {
		for i := range c.Exports {
			byID[c.Exports[i].ID] = append(byID[c.Exports[i].ID], fed{c, &c.Exports[i]})
		}
	}
	pages := map[string]string{"README.md": listOfExports(contracts.All(), byID)}
	for id, f := range byID {
		pages[id+".md"] = pageOfExport(id, f, waiting)
	}
	return pages
}

func listOfExports(contracts []*contract.Contract, byID map[string][]fed) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Exports that auditql reads

Written by `+"`make index`"+` from the contracts: %d kinds of files. `+"`auditql help exports ID`"+` prints the page of one: how to obtain it,
which fields are read, where the source cuts off, and which tests wait for it. A file is known by its fields, not by its name;
a table that comes as CSV is read as a sheet of a workbook and as Parquet too.
Any other table is loaded with `+"`auditql load FILE --as DATASET --map column=source,…`"+`.

| export | what it is | format | fills |
|---|---|---|---|
`, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		x := byID[id][0].export
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s |\n", id, id, cell(x.Title), x.Format, strings.Join(datasetsOf(byID[id]), ", "))
	}
	b.WriteString("\n## Files that are known, and not read\n\n| what it is | dataset | what is read instead |\n|---|---|---|\n")
	for _, c := range contracts {
		for _, u := range c.Unread {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(u.Title), c.Dataset, cell(u.Instead))
		}
	}
	return b.String()
}

func datasetsOf(fills []fed) (out []string) {
	for _, f := range fills {
		out = append(out, f.contract.Dataset)
	}
	return out
}

func pageOfExport(id string, fills []fed, waiting map[string][]string) string {
	var b strings.Builder
	x := fills[0].export
	fmt.Fprintf(&b, "# %s\n\nExport `%s`, format %s.\n", x.Title, id, x.Format)
	if x.Obtain != "" {
		fmt.Fprintf(&b, "\n## How to obtain it\n\n```\n%s\n```\n", strings.TrimSpace(x.Obtain))
	}
	if limits := limitsOf(x); len(limits) > 0 {
		fmt.Fprintf(&b, "\n## Where the source cuts off\n\n- %s\n", strings.Join(limits, "\n- "))
	}
	if x.Zone != "" {
		fmt.Fprintf(&b, "\nTimes without an offset are written in %s.\n", x.Zone)
	}
	recognised(&b, x)
	said(&b, x)
	var tests []string
	for _, f := range fills {
		fieldsOf(&b, f)
		tests = append(tests, waiting[f.contract.Dataset]...)
	}
	slices.Sort(tests)
	if tests = slices.Compact(tests); len(tests) > 0 {
		fmt.Fprintf(&b, "\n## Tests that read it\n\n%s\n", strings.Join(tests, ", "))
	}
	return b.String()
}

func limitsOf(x *contract.Export) []string {
	out := slices.Clone(x.Limits)
	for _, n := range x.Caps {
		out = append(out, fmt.Sprintf("Exactly %d records mean that the source may have cut off.", n))
	}
	return out
}

func recognised(b *strings.Builder, x *contract.Export) {
	b.WriteString("\n## How it is known\n\n")
	for _, f := range x.Recognise.Fields {
		fmt.Fprintf(b, "- it has `%s`\n", strings.Join(contract.Alternatives(f), "` or `"))
	}
	for _, p := range x.Recognise.Equals {
		fmt.Fprintf(b, "- `%s` is `%s`\n", p.Key, p.Value)
	}
	for _, f := range x.Recognise.Absent {
		fmt.Fprintf(b, "- it has no `%s`\n", f)
	}
	if a := x.Recognise.Among; a != nil {
		fmt.Fprintf(b, "- a record has as its `%s`, where it says one, `%s`; other records of the file are left to the exports that read them\n", a.Path, strings.Join(a.Values, "`, `"))
	}
	if x.Recognise.Name != "" {
		fmt.Fprintf(b, "- its name is like `%s`\n", x.Recognise.Name)
	}
	if x.Pattern != "" {
		fmt.Fprintf(b, "- its lines match the pattern\n\n```\n%s\n```\n", x.Pattern)
	}
}

func said(b *strings.Builder, x *contract.Export) {
	if len(x.Params) == 0 {
		return
	}
	b.WriteString("\n## What is said when it is loaded\n\n| `--set` | type | default | meaning |\n|---|---|---|---|\n")
	for _, p := range x.Params {
		def := "it must be said"
		if p.Value.Default != nil {
			def = cmp.Or(*p.Value.Default, "none")
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", p.Key, p.Value.Type, cell(def), cell(p.Value.Means))
	}
}

func fieldsOf(b *strings.Builder, f fed) {
	fmt.Fprintf(b, "\n## Into the dataset %s\n\n%s, %s.\n\n| field | read from | |\n|---|---|---|\n", f.contract.Dataset, f.contract.Title, f.contract.Grain)
	for _, p := range f.export.Fields {
		note := ""
		if p.Value.Required {
			note = "required"
		}
		fmt.Fprintf(b, "| %s | `%s` | %s |\n", p.Key, cell(strings.Join(p.Value.Paths, "`, `")), note)
	}
}

// cell keeps a text within its cell of a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "\\|")
}
