package evidence

import (
	"context"
	"fmt"
	"strings"
	"time"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/record"
)

// maxMoments bounds the moments of a dataset that are compared.
const maxMoments = 1000

// alignment compares the moments at which states were taken that tests join: of the dataset with each that its contract
// names, and with each whose contract names it. They agree when for one moment of the one there is one of the other that
// is near enough. A moment that is the engagement's as_of was assumed when loading, so it proves nothing.
func (a *attempt) alignment(ctx context.Context, session *engine.Session) ([]record.Check, error) {
	own := a.g.contract
	var out []record.Check
	for _, c := range a.Contracts.All() {
		if !own.Compared(c) {
			continue
		}
		within, ok := own.Aligned(c.Dataset)
		if !ok {
			within, _ = c.Aligned(own.Dataset)
		}
		if len(a.ledger.Of(c.Dataset)) == 0 && !a.loading[c.Dataset] {
			continue
		}
		check, err := a.aligned(ctx, session, c, within)
		if err != nil {
			return nil, err
		}
		out = append(out, check)
	}
	if len(out) == 0 {
		return []record.Check{{ID: "ipe-12", Status: record.NotApplicable, Over: record.WholeDataset, Note: "no other dataset is at hand whose moment must agree"}}, nil
	}
	return out, nil
}

func (a *attempt) aligned(ctx context.Context, session *engine.Session, other *contract.Contract, within time.Duration) (record.Check, error) {
	check := record.Check{ID: "ipe-12", Status: record.NotApplicable, Over: record.WholeDataset, With: other.Dataset,
		Expected: fmt.Sprintf("taken within %s of %s", strings.NewReplacer("h0m0s", "h", "m0s", "m").Replace(within.String()), other.Dataset)}
	mine, err := a.moments(ctx, session, a.g.contract)
	if err != nil {
		return check, err
	}
	theirs, err := a.moments(ctx, session, other)
	if err != nil {
		return check, err
	}
	best, x, y := time.Duration(-1), time.Time{}, time.Time{}
	for _, m := range mine {
		for _, t := range theirs {
			if d := m.Sub(t).Abs(); best < 0 || d < best {
				best, x, y = d, m, t
			}
		}
	}
	if best < 0 {
		check.Note = "the exports do not say when they were taken"
		return check, nil
	}
	check.Status = record.Passed
	check.Actual = fmt.Sprintf("%s, %s at %s", x.Format(time.RFC3339), other.Dataset, y.Format(time.RFC3339))
	if best > within {
		check.Status, check.Note = record.Failed, fmt.Sprintf("%s apart at the nearest", best)
	}
	return check, nil
}

// moments gives when the states of a dataset were taken, as far as its exports say so.
func (a *attempt) moments(ctx context.Context, session *engine.Session, c *contract.Contract) ([]time.Time, error) {
	a.serial++
	name := fmt.Sprintf("moments_%s_%d", a.id, a.serial)
	sql := fmt.Sprintf(`SELECT DISTINCT "%s" AS moment FROM "%s" WHERE "%s" IS NOT NULL`, c.Moment, c.Dataset, c.Moment)
	if _, err := session.Make(ctx, engine.Section{Name: name, SQL: sql, Reads: []string{c.Dataset}}); err != nil {
		return nil, err
	}
	_, rows, err := session.Rows(ctx, name, []string{"moment"}, maxMoments)
	if err != nil {
		return nil, err
	}
	var out []time.Time
	for _, r := range rows {
		if t, err := time.Parse(time.RFC3339Nano, *r[0]); err == nil && !t.Equal(a.Engagement.AsOf) {
			out = append(out, t)
		}
	}
	return out, nil
}
