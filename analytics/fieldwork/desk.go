package fieldwork

import (
	"context"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/procedure"
	"auditql/analytics/script"
)

// Desk is a session with all evidence of an engagement in it, proven to be what was loaded, for questions that are no test.
type Desk struct {
	Session  *engine.Session
	Datasets []engine.Relation // what can be read, in order of name; those that are derived too
	Literals map[string]engine.Literal
	bench    *bench
}

// OpenDesk takes stock of the evidence and puts it before a session. Tests of the plan do not matter.
func OpenDesk(ctx context.Context, p Plan, o engine.Options) (*Desk, error) {
	ledger, err := evidence.ReadLedger(p.Engagement)
	if err != nil {
		return nil, err
	}
	p.Tests = nil
	for _, c := range p.Contracts.All() {
		p.Tests = append(p.Tests, &script.Script{Meta: script.Meta{Reads: []string{c.Dataset}}})
	}
	b := &bench{w: &work{Plan: p, ledger: ledger}}
	if b.w.stock, err = takeStock(p, ledger); err != nil {
		return nil, err
	}
	values, err := procedure.Resolve(&script.Script{}, nil, Frame(p.Engagement))
	if err != nil {
		return nil, err
	}
	if b.session, err = p.Start(ctx, o); err != nil {
		return nil, err
	}
	d := &Desk{Session: b.session, Literals: values.Literals, Datasets: slices.Clone(b.w.stock.relations), bench: b}
	if err := d.lay(ctx, b, values); err != nil {
		b.close()
		return nil, err
	}
	slices.SortFunc(d.Datasets, func(x, y engine.Relation) int { return strings.Compare(x.Name, y.Name) })
	return d, nil
}

// lay puts files before the session, then what is derived from them.
func (d *Desk) lay(ctx context.Context, b *bench, values procedure.Values) error {
	if err := b.session.Attach(ctx, b.w.stock.relations); err != nil {
		return err
	}
	for _, c := range b.w.Contracts.All() {
		if c.Derived == nil || len(b.w.stock.missing([]string{c.Dataset})) > 0 {
			continue
		}
		if _, err := b.give(ctx, c.Dataset, values); err != nil {
			return err
		}
		d.Datasets = append(d.Datasets, engine.Relation{Name: c.Dataset, Columns: c.Columns()})
	}
	return nil
}

// Provide puts before the session what else a test reads: datasets that are optional and not there. One that is missing is refused.
func (d *Desk) Provide(ctx context.Context, s *script.Script, values procedure.Values) error {
	if missing := d.bench.w.stock.missing(values.Reads(s)); len(missing) > 0 {
		return fault.New(fault.Refused, "%s reads %s: %s", s.ID, missing[0].Dataset, missing[0].Why)
	}
	for _, dataset := range s.Optional {
		if slices.Contains(d.Names(), dataset) {
			continue
		}
		if _, err := d.bench.give(ctx, dataset, values); err != nil {
			return err
		}
	}
	return nil
}

// Names gives what can be read.
func (d *Desk) Names() []string {
	out := make([]string, len(d.Datasets))
	for i, r := range d.Datasets {
		out[i] = r.Name
	}
	return out
}

// Columns gives the columns of all that can be read, each name once, in order.
func (d *Desk) Columns() []string {
	seen := map[string]bool{}
	for _, r := range d.Datasets {
		for _, c := range r.Columns {
			seen[c.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Ask answers a question.
func (d *Desk) Ask(ctx context.Context, sql string, limit int) (engine.Answer, error) {
	return d.Session.Ask(ctx, engine.Section{Name: "query", SQL: sql, Params: d.Literals, Reads: d.Names()}, limit)
}

// Close ends the session.
func (d *Desk) Close() error { return d.Session.Close() }
