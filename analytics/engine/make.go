package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Make performs a section and keeps its rows under its name, for later sections to read.
func (s *Session) Make(ctx context.Context, sec Section) (Made, error) {
	sql, err := sec.substitute()
	if err != nil {
		return Made{}, err
	}
	c := &call{Op: "make", Name: sec.Name, SQL: sql.text, Reads: sec.Reads, Order: sec.Order}
	if sec.Into != "" {
		c.Out = s.outName()
	}
	r, err := s.call(ctx, sec.Name, c)
	if err != nil {
		return Made{}, sql.place(err)
	}
	made := Made{Columns: r.Columns, Rows: r.Count}
	if sec.Into == "" {
		return made, nil
	}
	return made, publish(filepath.Join(s.scratch, c.Out), sec.Into, keepSource)
}

// Describe gives the columns of a section without performing it.
func (s *Session) Describe(ctx context.Context, sec Section) ([]schema.Column, error) {
	sql, err := sec.substitute()
	if err != nil {
		return nil, err
	}
	r, err := s.call(ctx, sec.Name, &call{Op: "describe", SQL: sql.text, Reads: sec.Reads})
	if err != nil {
		return nil, sql.place(err)
	}
	return r.Columns, nil
}

// outName gives a new file of the scratch folder.
func (s *Session) outName() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	return fmt.Sprintf("%s/%d.parquet", outFolder, s.serial)
}

func (w *worker) describe(ctx context.Context, c *call) (*reply, error) {
	_, columns, err := w.admit(ctx, c)
	return &reply{Columns: columns}, err
}

// admit lets a section's SQL in: through the gate, then through the binder.
func (w *worker) admit(ctx context.Context, c *call) (string, []schema.Column, error) {
	if err := w.db.lock(ctx, nil); err != nil {
		return "", nil, err
	}
	query, err := w.db.gate(ctx, c.SQL, c.Reads)
	if err != nil {
		return "", nil, err
	}
	found, err := w.db.bind(ctx, query)
	if err != nil {
		return "", nil, err
	}
	columns, err := results(found)
	return query, columns, err
}

func (w *worker) make(ctx context.Context, c *call) (*reply, error) {
	if err := w.db.free(c.Name); err != nil {
		return nil, err
	}
	query, columns, err := w.admit(ctx, c)
	if err != nil {
		return nil, err
	}
	query = "SELECT " + casts(columns) + " FROM (" + query + "\n)"
	made := &relation{name: c.Name, kind: "TABLE", columns: columns}
	create := "CREATE TEMP TABLE " + ident(c.Name) + " AS " + query
	if c.Out != "" {
		made.kind = "VIEW"
		create = "CREATE TEMP VIEW " + ident(c.Name) + " AS SELECT " + names(columns) + " FROM " + parquet(c.Out)
		if err := w.db.copyOrdered(ctx, query, c.Order, c.Out); err != nil {
			return nil, err
		}
	}
	if err := w.db.run(ctx, create); err != nil {
		return nil, err
	}
	w.db.add(made)
	n, err := w.db.count(ctx, "SELECT count(*) FROM "+ident(c.Name))
	return &reply{Columns: columns, Count: n}, err
}

// copyOrdered writes Parquet whose bytes are the same for any number of threads.
func (db *database) copyOrdered(ctx context.Context, query string, order []string, out string) error {
	by := "ALL"
	if len(order) > 0 {
		by = idents(order)
	}
	return db.run(ctx, "COPY ("+query+" ORDER BY "+by+") TO "+quote(out)+" "+parquetForm)
}

const parquetForm = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"

// substituted is a section's SQL with its parameters in place, and the way back to the author's text.
type substituted struct {
	sec  Section
	text string
	back sqlfile.Map
}

func (sec Section) substitute() (*substituted, error) {
	text, back, err := sqlfile.Substitute(sec.SQL, func(name string) (string, error) {
		l, ok := sec.Params[name]
		if !ok {
			return "", fault.New(fault.Usage, "there is no parameter $%s", name).Hint("declare it under params")
		}
		return l.SQL(), nil
	})
	s := &substituted{sec, text, back}
	if err != nil {
		return nil, s.placed(err)
	}
	return s, nil
}

// placed adds the file to a fault that has a line of the section's text.
func (s *substituted) placed(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	g := *f
	g.File = s.sec.File
	if g.File == "" {
		g.File = s.sec.Name
	}
	if g.Line > 0 {
		g.Line += max(s.sec.Line, 1) - 1
	}
	return &g
}

// place turns an answer's fault into one that points at the author's text.
func (s *substituted) place(err error) error {
	var w *wireFault
	if !errors.As(err, &w) {
		return err
	}
	f := fault.At(w.Kind, "", 0, "%s", w.What).Hint("%s", w.Next)
	if w.Offset >= 0 && w.Offset <= len(s.text) {
		f.Line, f.Column = sqlfile.Position(s.sec.SQL, s.back.Source(w.Offset))
	}
	if s.sec.File != "" {
		f.What = strings.Join([]string{s.sec.Name, f.What}, ": ")
	}
	return s.placed(f)
}
