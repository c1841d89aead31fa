package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// Attach makes relations of exactly the named Parquet files. It is the first call of a session, and happens once.
func (s *Session) Attach(ctx context.Context, rels []Relation) error {
	c := &call{Op: "attach"}
	for _, r := range rels {
		files := make([]string, len(r.Files))
		for i, f := range r.Files {
			link, err := s.link(f)
			if errors.Is(err, fs.ErrNotExist) {
				return fault.New(fault.Refused, "attach %s: %w", r.Name, err).Hint("load the export again, or bring the file back")
			} else if err != nil {
				return fault.New(fault.Broken, "attach %s: %w", r.Name, err)
			}
			files[i] = link
		}
		c.Relations = append(c.Relations, Relation{r.Name, r.Columns, files})
	}
	_, err := s.call(ctx, "attach evidence", c)
	return err
}

var odd = regexp.MustCompile(`[^A-Za-z0-9._-]`)

// link gives a file a name below the worker's folder that is plain: DuckDB takes a name with * or [ for a pattern, and
// would read another file that happens to match.
func (s *Session) link(file string) (string, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	s.reads = append(s.reads, file)
	link := fmt.Sprintf("%s/%d-%s", inFolder, len(s.reads), odd.ReplaceAllString(filepath.Base(file), "_"))
	return link, os.Symlink(file, filepath.Join(s.scratch, link))
}

func (w *worker) open(ctx context.Context, c *call) (*reply, error) {
	w.options = *c.Options
	if err := limit(w.options); err != nil {
		return nil, err
	}
	var err error
	if w.db, err = openDatabase(ctx, w.options); err != nil {
		return nil, err
	}
	if c.Shared {
		if w.memory, err = borrowed(); err != nil {
			return nil, err
		}
	}
	return nil, w.defineLoad()
}

func (w *worker) attach(ctx context.Context, c *call) (*reply, error) {
	if w.db.locked {
		return nil, fault.New(fault.Broken, "attach: evidence is attached once, before anything else")
	}
	var files []string
	for _, r := range c.Relations {
		if err := w.db.view(ctx, r); err != nil {
			return nil, err
		}
		files = append(files, r.Files...)
	}
	return nil, w.db.lock(ctx, files)
}

// view makes a relation over files after comparing their columns with those that are expected.
func (db *database) view(ctx context.Context, r Relation) error {
	if err := db.free(r.Name); err != nil {
		return err
	}
	for _, f := range r.Files {
		if err := db.compare(f, r); err != nil {
			return err
		}
	}
	db.add(&relation{name: r.Name, kind: "VIEW", columns: r.Columns, attached: true})
	if len(r.Files) == 0 {
		db.relations[strings.ToLower(r.Name)].kind = "TABLE"
		return db.run(ctx, "CREATE TEMP TABLE "+ident(r.Name)+" ("+definitions(r.Columns)+")")
	}
	return db.run(ctx, "CREATE TEMP VIEW "+ident(r.Name)+" AS SELECT "+names(r.Columns)+" FROM "+parquet(r.Files...))
}

// compare refuses a file whose columns are not those of the relation.
func (db *database) compare(file string, r Relation) error {
	found, err := db.single("SELECT * FROM " + parquet(file))
	if err != nil {
		return fmt.Errorf("attach %s: read %s: %w", r.Name, file, err)
	}
	types := map[string]string{}
	for _, b := range found {
		types[b.name] = b.duck
	}
	for _, c := range r.Columns {
		if got := types[c.Name]; got != duckType(c.Type) {
			return fault.New(fault.Refused, "%s: column %q of %s has the type %q, expected %s (%s)",
				file, c.Name, r.Name, got, duckType(c.Type), c.Type).Hint("load the export again")
		}
	}
	return nil
}

// parquet reads files of the worker's folder.
func parquet(files ...string) string {
	return "read_parquet([" + strings.Join(quoteAll(files), ", ") + "], hive_partitioning = false, union_by_name = false)"
}

func names(columns []schema.Column) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = ident(c.Name)
	}
	return strings.Join(out, ", ")
}

func definitions(columns []schema.Column) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = ident(c.Name) + " " + duckType(c.Type)
	}
	return strings.Join(out, ", ")
}
