package evidence

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Door is how an auditor lets in a file that no export describes: by a map of its fields, or as it stands into a
// dataset of its own. What it states is kept in the engagement's folder of datasets, where the next such file finds it.
type Door struct {
	Engagement *engagement.Engagement
	Contracts  *contract.Set
	Dataset    string
	Map        sqlfile.Pairs[string] // column → source; empty: every field as it stands
	Types      map[string]schema.Type
	Key        []string
	Numbers    string // column that is numbered without gaps; empty: none
	Records    string // key of the array that holds the records
	Sheet      string
	Zone       string
	DateFormat string
}

// Opened is what a door has written.
type Opened struct {
	Export string   // id of the export that the map became
	Files  []string // new files, relative to the engagement
	undo   []string
}

// Undo removes the new files, because nothing was loaded by them.
func (o Opened) Undo() {
	for _, name := range o.undo {
		os.Remove(name) // a folder only when it is empty
	}
}

// Open looks at the first of the files and writes what it states. The contracts have to be read again after it.
func (d Door) Open(ctx context.Context, paths []string) (Opened, error) {
	files, problems := reader.Expand(ctx, paths)
	if len(files) == 0 {
		if len(problems) > 0 {
			return Opened{}, problems[0].Err
		}
		return Opened{}, fault.New(fault.Refused, "there is no file in %s", strings.Join(paths, ", "))
	}
	f := files[0]
	c, known := d.Contracts.Get(d.Dataset)
	if err := d.check(known); err != nil {
		return Opened{}, err
	}
	shape, err := reader.Survey(f, reader.Wanted{Fields: d.sources(), Records: d.Records, Sheet: d.Sheet})
	if err != nil {
		return Opened{}, err
	}
	m := d.plan(f, shape)
	w := &doorway{dir: d.folder(), engagement: d.Engagement}
	if !known {
		if c, err = w.contract(d, f, m); err != nil {
			return Opened{}, err
		}
	}
	return w.keep(c, m)
}

func (d Door) check(known bool) error {
	switch {
	case known && len(d.Key)+len(d.Types)+len(d.Numbers) > 0:
		return fault.New(fault.Usage, "%s has a contract, which says its key, types and numbers", d.Dataset).Hint("auditql show %s", d.Dataset)
	case known && len(d.Map) == 0:
		return fault.New(fault.Usage, "%s has a contract, so a file needs a map to become it", d.Dataset).Hint("auditql load FILE --as %s --map column=field,…", d.Dataset)
	case len(d.Engagement.Config.Datasets) == 0:
		return fault.At(fault.Usage, engagement.ConfigName, 0, "the engagement has no folder of datasets in which a map could be kept").Hint("add datasets: [datasets]")
	}
	return nil
}

// sources are the fields that the map takes.
func (d Door) sources() []string {
	var out []string
	for _, p := range d.Map {
		if _, constant := contract.Constant(p.Value); !constant && !slices.Contains(out, p.Value) {
			out = append(out, p.Value)
		}
	}
	return out
}

func (d Door) folder() string {
	dir := d.Engagement.Config.Datasets[0]
	if !filepath.IsAbs(dir) {
		dir = d.Engagement.Path(dir)
	}
	return filepath.Join(dir, d.Dataset)
}

// plan makes the map of a file.
func (d Door) plan(f reader.File, s reader.Shape) contract.Map {
	base := baseName(f.Name)
	m := contract.Map{
		Export: exportName(base), Title: base + ", by a map of the engagement", Format: s.Format, Records: s.Records, Sheet: s.Sheet,
		Zone: d.Zone, DateFormat: d.DateFormat, Columns: d.Map, Has: slices.Clone(s.Always),
	}
	if len(d.Map) == 0 {
		m.AsFound = true
		for i, name := range s.ColumnNames() {
			m.Columns = append(m.Columns, sqlfile.Pair[string]{Key: name, Value: s.Fields[i]})
		}
		m.Repeated = s.Repeated
	}
	if len(m.Has) == 0 {
		m.Has = d.sources()
	}
	return m
}

func baseName(name string) string {
	name = strings.ReplaceAll(name, "!", "/")
	return name[strings.LastIndexByte(name, '/')+1:]
}

// exportName makes an id of a file name.
func exportName(base string) string {
	stem, _, _ := strings.Cut(strings.ToLower(base), ".")
	var b strings.Builder
	for _, r := range stem {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && b.Len() > 0 {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	if name := strings.Trim(b.String(), "_"); name != "" {
		return name
	}
	return "file"
}

// doorway writes into the folder of one dataset.
type doorway struct {
	dir        string
	engagement *engagement.Engagement
	opened     Opened
}

// contract writes the contract of a dataset of its own: all text unless declared otherwise.
func (w *doorway) contract(d Door, f reader.File, m contract.Map) (*contract.Contract, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# The fields of %s as they stand. Written by auditql load --as.\n", contract.Quote(baseName(f.Name)))
	key := d.Key
	if len(key) == 0 {
		key = contract.Place
	}
	fmt.Fprintf(&b, "dataset: %s\nversion: 1\ntitle: %s\ngrain: one row per record of the file\nkey: [%s]\ncolumns:\n",
		d.Dataset, contract.Quote(baseName(f.Name)+" as it stands"), strings.Join(key, ", "))
	for _, p := range m.Columns {
		t, declared := d.Types[p.Key]
		if !declared {
			t = schema.Type{Kind: schema.Text}
		}
		fmt.Fprintf(&b, "  %s: {type: %q, means: %s}\n", p.Key, t.String(), contract.Quote("the field "+p.Value+" as found"))
	}
	if d.Numbers != "" {
		fmt.Fprintf(&b, "numbers: {column: %s}\n", d.Numbers)
	}
	if err := d.declared(m); err != nil {
		return nil, err
	}
	c, err := contract.Parse(d.Dataset+"/contract.yaml", b.String())
	if err != nil {
		return nil, err
	}
	return c, w.write("contract.yaml", b.String())
}

// declared refuses a key or a type of a column that there is not.
func (d Door) declared(m contract.Map) error {
	var names []string
	for _, p := range m.Columns {
		names = append(names, p.Key)
	}
	for _, k := range d.Key {
		if !slices.Contains(names, k) {
			return fault.New(fault.Usage, "--key %s: there is no such column", k).Hint("the columns are %s", strings.Join(names, ", "))
		}
	}
	if d.Numbers != "" && !slices.Contains(names, d.Numbers) {
		return fault.New(fault.Usage, "--numbers %s: there is no such column", d.Numbers).Hint("the columns are %s", strings.Join(names, ", "))
	}
	for name := range d.Types {
		if !slices.Contains(names, name) {
			return fault.New(fault.Usage, "--type %s=…: there is no such column", name).Hint("the columns are %s", strings.Join(names, ", "))
		}
	}
	return nil
}

// keep writes the map under a name that no other map has, unless the same is there already.
func (w *doorway) keep(c *contract.Contract, m contract.Map) (Opened, error) {
	base := m.Export
	for n := 2; ; n++ {
		name := "map_" + m.Export + ".yaml"
		old, err := os.ReadFile(filepath.Join(w.dir, name))
		if err == nil && string(old) == m.YAML() {
			w.opened.Export = m.Export
			return w.opened, nil
		}
		_, taken := c.Export(m.Export)
		if err != nil && !taken {
			break
		}
		m.Export = fmt.Sprintf("%s_%d", base, n)
	}
	if _, err := c.Mapped(m); err != nil {
		w.opened.Undo()
		return Opened{}, err
	}
	w.opened.Export = m.Export
	err := w.write("map_"+m.Export+".yaml", m.YAML())
	if err != nil {
		w.opened.Undo()
	}
	return w.opened, err
}

func (w *doorway) write(name, text string) error {
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return fault.New(fault.Broken, "keep map: %w", err)
	}
	full := filepath.Join(w.dir, name)
	if err := engagement.WriteFile(full, []byte(text), 0o644); err != nil {
		return err
	}
	shown, err := filepath.Rel(w.engagement.Root, full)
	if err != nil {
		shown = full
	}
	w.opened.Files = append(w.opened.Files, filepath.ToSlash(shown))
	w.opened.undo = append([]string{full}, append(w.opened.undo, w.dir)...)
	return nil
}
