package cases

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/mutation"
	"auditql/analytics/procedure"
	"auditql/analytics/script"
)

// bench tries the mutants of one script.
type bench struct {
	start     func() (*engine.Session, error)
	test      *script.Script
	contracts *contract.Set
	mutants   []mutation.Mutant
	fates     []fate

	session *engine.Session
	of      script.Case    // the case under way
	given   *fixture       // nil until the session has the case
	stands  int            // how many sections, from the first, stand in the session as they are
	made    procedure.Made // of the sections as they are
}

func (b *bench) close() {
	if b.session != nil {
		b.session.Close()
	}
	b.session, b.given = nil, nil
}

// try performs a case section by section. Where a section comes next, its mutants that nobody has noticed so far are
// performed in its place: those that give the same rows are done with, the others are followed to the end.
func (b *bench) try(ctx context.Context, c script.Case) error {
	b.of, b.given, b.made = c, nil, procedure.Made{}
	for i, section := range b.test.Sections {
		rows, err := b.original(ctx, i)
		if err != nil {
			return err
		}
		for k, m := range b.mutants {
			if m.Section != section.Name || b.fates[k] != unnoticed {
				continue
			}
			if err := b.reach(ctx, i); err != nil {
				return err
			}
			b.fates[k] = b.mutant(ctx, i, m, rows)
		}
	}
	if err := b.reach(ctx, len(b.test.Sections)); err != nil {
		return err
	}
	if !b.holds(ctx, b.made) {
		return b.fails(nil)
	}
	return nil
}

// reach brings the session to where section number i comes next.
func (b *bench) reach(ctx context.Context, i int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.stands = min(b.stands, i)
	if b.given == nil || b.session.Forget(ctx, names(b.test.Sections[b.stands:])...) != nil {
		if err := b.begin(ctx); err != nil {
			return err
		}
	}
	made, err := b.given.perform(ctx, b.stands, b.test.Sections[b.stands:i])
	if err != nil {
		return b.fails(err)
	}
	maps.Copy(b.made, made)
	b.stands = i
	return nil
}

// begin gives the case to the session, or to a new one when a mutant has ended it.
func (b *bench) begin(ctx context.Context) (err error) {
	if b.session == nil || b.session.Reset(ctx) != nil {
		b.close()
		if b.session, err = b.start(); err != nil {
			return err
		}
	}
	b.stands = 0
	b.given, err = set(ctx, b.session, b.test, b.of, b.contracts)
	if err != nil {
		return b.fails(err)
	}
	return nil
}

// original performs section number i as it is and gives its rows.
func (b *bench) original(ctx context.Context, i int) ([][]*string, error) {
	if err := b.reach(ctx, i+1); err != nil {
		return nil, err
	}
	_, rows, err := b.session.Rows(ctx, b.test.Sections[i].Name, nil, shown)
	return rows, err
}

// mutant performs a mutant of section number i, which gives these rows as it is.
func (b *bench) mutant(ctx context.Context, i int, m mutation.Mutant, rows [][]*string) fate {
	sections := slices.Clone(b.test.Sections[i:])
	sections[0].SQL = m.SQL
	columns, err := b.session.Describe(ctx, engine.Section{
		Name: m.Section, SQL: m.SQL, Params: b.given.values.Literals, Reads: b.given.readable(i),
	})
	if err != nil || !slices.Equal(columns, b.made[m.Section].Columns) {
		return refused
	}
	made := maps.Clone(b.made)
	first, err := b.given.perform(ctx, i, sections[:1])
	if err != nil {
		return noticed
	}
	if _, found, err := b.session.Rows(ctx, m.Section, nil, shown); err == nil && reflect.DeepEqual(found, rows) {
		return unnoticed
	}
	rest, err := b.given.perform(ctx, i+1, sections[1:])
	maps.Copy(made, first)
	maps.Copy(made, rest)
	if err != nil || !b.holds(ctx, made) {
		return noticed
	}
	return unnoticed
}

// holds says whether the session says of the case what it must.
func (b *bench) holds(ctx context.Context, made procedure.Made) bool {
	diff, err := compare(ctx, b.session, b.test, b.of, made)
	return err == nil && len(diff) == 0 && procedure.Invariants(ctx, b.session, b.test, made) == nil
}

// fails says that the case fails without any mutant.
func (b *bench) fails(cause error) error {
	what := "case %q of %s does not pass"
	if cause != nil {
		return fault.New(fault.KindOf(cause), what+": %w", b.of.Name, b.test.ID, cause)
	}
	return fault.New(fault.Differs, what, b.of.Name, b.test.ID).Hint("auditql cases %s says why", b.test.ID)
}
