package fieldwork

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/procedure"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// bench is where tests are performed one after the other: a session with the evidence in it, replaced when it dies.
type bench struct {
	w       *work
	session *engine.Session
}

func (b *bench) close() {
	if b.session != nil {
		b.session.Close()
		b.session = nil
	}
}

// perform performs one test. The error is not nil only when the run as a whole cannot go on.
func (b *bench) perform(ctx context.Context, s *script.Script) (record.Test, error) {
	values, err := b.w.resolve(s)
	if err != nil {
		return record.Test{}, err
	}
	reads := values.Reads(s)
	t := procedure.Describe(s, values)
	t.Missing = b.w.stock.missing(reads)
	datasets := append(slices.Clone(reads), s.Optional...)
	if len(t.Missing) == 0 {
		missing := t.Missing
		t, err = b.try(ctx, s, values, datasets)
		if ctx.Err() != nil {
			return t, ctx.Err()
		}
		if err != nil {
			t = procedure.Describe(s, values)
			t.Error = explain(err)
			b.close() // whatever the test left behind does not reach the next one
			if err := os.RemoveAll(filepath.Join(b.w.dir, s.ID)); err != nil {
				return t, fault.New(fault.Broken, "remove the files of %s: %w", s.ID, err)
			}
		}
		t.Missing = missing
	}
	t.Evidence = b.w.stock.sources(datasets)
	t.Checks = b.w.stock.failed(datasets)
	t.Verdict = t.Conclude()
	return t, b.waive(&t)
}

func explain(err error) string {
	if hint := fault.HintOf(err); hint != "" {
		return err.Error() + "; " + hint
	}
	return err.Error()
}

func (b *bench) try(ctx context.Context, s *script.Script, v procedure.Values, datasets []string) (record.Test, error) {
	if err := b.prepare(ctx); err != nil {
		return record.Test{}, err
	}
	var derived []record.Section
	for _, d := range datasets {
		x, err := b.give(ctx, d, v)
		if err != nil {
			return record.Test{}, err
		}
		if x != nil {
			derived = append(derived, *x)
		}
	}
	t, err := procedure.Perform(ctx, b.session, procedure.Plan{Script: s, Values: v, Reads: datasets, Dir: b.w.dir})
	t.Sections = append(derived, t.Sections...)
	return t, err
}

// prepare starts a session if there is none, and empties it otherwise.
func (b *bench) prepare(ctx context.Context) (err error) {
	if b.session != nil {
		return b.session.Reset(ctx)
	}
	if b.session, err = b.w.Start(ctx, engine.Options{Threads: b.w.Threads, Scratch: b.w.scratch}); err != nil {
		return err
	}
	return b.session.Attach(ctx, b.w.stock.relations)
}

// give makes a dataset readable that is no file: one that is derived, or an optional one without evidence. A derivation
// is a step of the test, and so part of its record.
func (b *bench) give(ctx context.Context, dataset string, v procedure.Values) (*record.Section, error) {
	c, ok := b.w.Contracts.Get(dataset)
	if dataset == waiverDataset && ok {
		return nil, b.session.Given(ctx, dataset, c.Stored(), b.w.waiverRows(c.Stored()))
	}
	if !ok || len(b.w.stock.loads[dataset]) > 0 {
		return nil, nil
	}
	if c.Derived == nil || len(b.w.stock.missing([]string{dataset})) > 0 {
		return nil, b.session.Given(ctx, dataset, c.Stored(), nil)
	}
	made, err := b.session.Make(ctx, engine.Section{
		Name: dataset, SQL: c.Derived.Text, Params: v.Literals, Reads: c.Derived.Reads, File: c.Derived.SQL, Line: 1,
	})
	return &record.Section{
		Name: dataset, Says: c.Grain, SQL: c.Derived.Text, SHA256: record.Hash([]byte(c.Derived.Text)), Columns: made.Columns, Rows: made.Rows,
	}, err
}
