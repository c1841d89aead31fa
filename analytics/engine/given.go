package engine

import (
	"context"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// Given makes a small relation from text, for the cases of a script; nil is NULL. See [Value] for the forms of text; a list
// is a JSON array.
func (s *Session) Given(ctx context.Context, name string, cols []schema.Column, rows [][]*string) error {
	c := &call{Op: "given", Name: name, Columns: cols}
	for i, row := range rows {
		values := make([]string, len(cols))
		for j, col := range cols {
			l, err := given(col.Type, row[j])
			if err != nil {
				return fault.New(fault.Usage, "%s: row %d: column %s: %w", name, i+1, col.Name, err)
			}
			values[j] = l.SQL()
		}
		c.Rows = append(c.Rows, "("+strings.Join(values, ", ")+")")
	}
	_, err := s.call(ctx, "given "+name, c)
	return err
}

func given(t schema.Type, text *string) (Literal, error) {
	if text == nil {
		return Null(t), nil
	}
	return Value(t, *text)
}

func (w *worker) given(ctx context.Context, c *call) (*reply, error) {
	if err := w.db.lock(ctx, nil); err != nil {
		return nil, err
	}
	if err := w.db.free(c.Name); err != nil {
		return nil, err
	}
	w.db.add(&relation{name: c.Name, kind: "TABLE", columns: c.Columns})
	statements := []string{"CREATE TEMP TABLE " + ident(c.Name) + " (" + definitions(c.Columns) + ")"}
	if len(c.Rows) > 0 {
		statements = append(statements, "INSERT INTO "+ident(c.Name)+" VALUES "+strings.Join(c.Rows, ", "))
	}
	return nil, w.db.run(ctx, statements...)
}

// Reset forgets everything that was made or given since Attach.
func (s *Session) Reset(ctx context.Context) error {
	_, err := s.call(ctx, "reset", &call{Op: "reset"})
	return err
}

// Forget forgets relations that were made or given since Attach; names of others do not matter.
func (s *Session) Forget(ctx context.Context, names ...string) error {
	_, err := s.call(ctx, "forget", &call{Op: "forget", Reads: names})
	return err
}

func (w *worker) reset(ctx context.Context, _ *call) (*reply, error) {
	return nil, w.drop(ctx, slices.Collect(maps.Keys(w.db.relations)))
}

func (w *worker) forget(ctx context.Context, c *call) (*reply, error) {
	return nil, w.drop(ctx, c.Reads)
}

func (w *worker) drop(ctx context.Context, names []string) error {
	for _, name := range names {
		r, ok := w.db.relations[strings.ToLower(name)]
		if !ok || r.attached {
			continue
		}
		if err := w.db.run(ctx, "DROP "+r.kind+" IF EXISTS "+ident(r.name)); err != nil {
			return err
		}
		delete(w.db.relations, strings.ToLower(name))
	}
	return nil
}
