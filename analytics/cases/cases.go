// Package cases performs the cases of a test script: small fixtures with what the test must say of them.
//
// Each case runs in an emptied session, with the same sections and the same invariants as a real run, so that a case
// cannot pass by another path than evidence takes. What a case does not give is empty; columns that it leaves out are
// NULL; a section that it does not expect must give nothing.
//
//	results, err := cases.Perform(ctx, session, test, contracts)
//	for _, r := range results { fmt.Println(r.Case.Name, r.Passed(), r.Differences) }
package cases

import (
	"context"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/procedure"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Defaults for what a case does not say: the first half of 2026.
const (
	defaultStart = "2026-01-01"
	defaultEnd   = "2026-07-01"
	defaultAsOf  = "2026-07-01"
)

// Result is what came of one case.
type Result struct {
	Case        script.Case
	Differences []string // each one sentence; empty when the case passes
}

// Passed says whether the test said of the case what it must.
func (r Result) Passed() bool { return len(r.Differences) == 0 }

// Perform performs every case of a script. An error means that the cases could not be judged; a script that fails on a
// case is a difference.
func Perform(ctx context.Context, e *engine.Session, s *script.Script, contracts *contract.Set) ([]Result, error) {
	var out []Result
	for _, c := range s.Cases {
		diff, err := one(ctx, e, s, c, contracts)
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		if err != nil {
			diff = append(diff, err.Error())
		}
		out = append(out, Result{c, diff})
	}
	return out, nil
}

func one(ctx context.Context, e *engine.Session, s *script.Script, c script.Case, contracts *contract.Set) ([]string, error) {
	if err := e.Reset(ctx); err != nil {
		return nil, err
	}
	f, err := set(ctx, e, s, c, contracts)
	if err != nil {
		return nil, err
	}
	made, err := f.perform(ctx, 0, s.Sections)
	if err != nil {
		return nil, err
	}
	if err := procedure.Invariants(ctx, e, s, made); err != nil {
		return nil, err
	}
	return compare(ctx, e, s, c, made)
}

// Stage is a case whose relations are in a session.
type Stage struct {
	Values   procedure.Values
	Reads    []string             // datasets in the session
	Readable func(i int) []string // relations that section number i may read
}

// Set puts what a case gives into an emptied session, for who performs the sections himself.
func Set(ctx context.Context, e *engine.Session, s *script.Script, c script.Case, contracts *contract.Set) (Stage, error) {
	f, err := set(ctx, e, s, c, contracts)
	if err != nil {
		return Stage{}, err
	}
	return Stage{f.values, f.reads, f.readable}, nil
}

// fixture is a case whose relations are in a session.
type fixture struct {
	session *engine.Session
	test    *script.Script
	values  procedure.Values
	reads   []string
}

func set(ctx context.Context, e *engine.Session, s *script.Script, c script.Case, contracts *contract.Set) (*fixture, error) {
	values, err := procedure.Resolve(s, c.Params, procedure.Frame{
		AsOf:        or(c.AsOf, defaultAsOf),
		PeriodStart: or(c.PeriodStart, defaultStart), PeriodEnd: or(c.PeriodEnd, defaultEnd),
	})
	if err != nil {
		return nil, err
	}
	reads, err := give(ctx, e, s, c, values, contracts)
	return &fixture{e, s, values, reads}, err
}

// perform performs sections, the first of which is number from of the test; those before it have been performed.
func (f *fixture) perform(ctx context.Context, from int, sections []sqlfile.Section) (procedure.Made, error) {
	part := *f.test
	part.Sections = sections
	return procedure.Sections(ctx, f.session, &part, f.values, f.readable(from), func(string) string { return "" })
}

// readable are the relations that section number i may read.
func (f *fixture) readable(i int) []string {
	return append(slices.Clone(f.reads), names(f.test.Sections[:i])...)
}

func names(sections []sqlfile.Section) []string {
	out := make([]string, len(sections))
	for i, x := range sections {
		out[i] = x.Name
	}
	return out
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// give puts the fixtures into the session: what the case gives, and empty relations for what else the test reads.
func give(ctx context.Context, e *engine.Session, s *script.Script, c script.Case, v procedure.Values, contracts *contract.Set) ([]string, error) {
	reads := append(v.Reads(s), s.Optional...)
	for _, g := range c.Given {
		if !slices.Contains(reads, g.Key) {
			return nil, fault.New(fault.Usage, "the case gives %s, which the test does not read", g.Key)
		}
	}
	for _, name := range reads {
		text, _ := c.Given.Get(name)
		cols, rows, err := relation(name, text, contracts)
		if err != nil {
			return nil, fault.New(fault.Usage, "given %s: %w", name, err)
		}
		if err := e.Given(ctx, name, cols, rows); err != nil {
			return nil, fault.New(fault.KindOf(err), "given %s: %w", name, err)
		}
	}
	return reads, nil
}

// relation makes a fixture. A dataset has the columns of its contract; a header cell NAME:TYPE makes a column of a table
// that no contract knows.
func relation(name, text string, contracts *contract.Set) ([]schema.Column, [][]*string, error) {
	var cols []schema.Column
	if c, ok := contracts.Get(name); ok {
		cols = c.Stored()
	}
	if strings.TrimSpace(text) == "" {
		if cols == nil {
			return nil, nil, fault.New(fault.Usage, "no dataset has this name, and the case gives no columns")
		}
		return cols, nil, nil
	}
	r, err := script.ParseRows(text)
	if err != nil {
		return nil, nil, err
	}
	at := make([]int, len(r.Header))
	for i, h := range r.Header {
		if cols, at[i], err = place(cols, h); err != nil {
			return nil, nil, err
		}
	}
	rows := make([][]*string, len(r.Cells))
	for i, cells := range r.Cells {
		rows[i] = make([]*string, len(cols))
		for k, cell := range cells {
			rows[i][at[k]] = cell
		}
	}
	return cols, rows, nil
}

// place finds the column of a header cell, or adds it when the cell says its type.
func place(cols []schema.Column, header string) ([]schema.Column, int, error) {
	name, kind, typed := strings.Cut(header, ":")
	i := slices.IndexFunc(cols, func(c schema.Column) bool { return c.Name == name })
	if i >= 0 {
		return cols, i, nil
	}
	if !typed {
		return nil, 0, fault.New(fault.Usage, "there is no column %s", header)
	}
	t, err := schema.Parse(kind)
	if err != nil {
		return nil, 0, err
	}
	return append(cols, schema.Column{Name: name, Type: t}), len(cols), nil
}
