package evidence

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
	"auditql/analytics/schema"
)

var timestampType = schema.Type{Kind: schema.Timestamp}

// caps are the numbers of records at which systems are known to cut an export off: page sizes and row limits.
var caps = []int64{30, 50, 100, 200, 500, 1_000, 5_000, 10_000, 50_000, 65_536, 1_048_576}

// check performs the intake checks on all loads that were read, in one session, and keeps those that are not refused.
func (w *work) check(ctx context.Context, read []*attempt) error {
	if len(read) == 0 {
		return nil
	}
	session, err := w.Start(ctx, engine.Options{Scratch: w.scratch})
	if err != nil {
		return err
	}
	defer session.Close()
	if err := session.Attach(ctx, w.relations(read)); err != nil {
		return err
	}
	var good []*attempt // none is kept before all are checked: the session reads their files where they are
	for _, a := range read {
		err := a.check(ctx, session)
		if err != nil && fault.KindOf(err) == fault.Refused && ctx.Err() == nil {
			w.reports = append(w.reports, a.g.refuseAll(err)...)
			continue
		}
		if err != nil {
			return err
		}
		good = append(good, a)
	}
	return w.keep(good)
}

func (w *work) keep(good []*attempt) error {
	for _, a := range good {
		if err := a.place(); err != nil {
			return err
		}
		if err := w.ledger.append(w.Engagement, a.entry); err != nil {
			return err
		}
		w.reports = append(w.reports, loadedReports(a.g, a.entry)...)
	}
	return nil
}

// relations are the datasets with all their loads, those that were just read last.
func (w *work) relations(read []*attempt) []engine.Relation {
	var out []engine.Relation
	at := map[string]int{}
	for _, a := range read {
		c := a.g.contract
		i, known := at[c.Dataset]
		if !known {
			i = len(out)
			at[c.Dataset] = i
			out = append(out, engine.Relation{Name: c.Dataset, Columns: c.Stored()})
			for _, old := range w.ledger.Of(c.Dataset) {
				for _, p := range old.Parts {
					out[i].Files = append(out[i].Files, w.Engagement.Path(p.Path))
				}
			}
		}
		for _, b := range a.batches {
			out[i].Files = append(out[i].Files, b.out)
		}
	}
	return out
}

// check performs the intake checks on one load that has been read and not yet kept.
func (a *attempt) check(ctx context.Context, session *engine.Session) error {
	var summaries []reader.Summary
	for _, b := range a.batches {
		summaries = append(summaries, b.summaries...)
	}
	keys, err := a.keys(ctx, session)
	if err != nil {
		return err
	}
	own, err := a.ownChecks(ctx, session)
	if err != nil {
		return err
	}
	entry := &a.entry
	entry.Checks = append([]record.Check{
		provenance(entry),
		{ID: "ipe-02", Status: record.Passed, Actual: strconv.Itoa(len(entry.Files)) + " files hashed", Note: "SHA-256 of each file as handed over is in the ledger"},
		a.tieOut(entry),
		a.truncation(entry),
		a.coverage(entry),
		keys,
		a.zones(entry),
		a.conversion(entry),
		spreadsheet(summaries),
	}, own...)
	return nil
}

func provenance(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-01", Status: record.NotApplicable, Expected: "who extracted it, when, and with which command or query"}
	if entry.Obtained != "" {
		c.Status, c.Actual = record.Passed, entry.Obtained
		return c
	}
	c.Note = "not recorded, so reliability is not established by this; say it with --obtained"
	return c
}

// tieOut compares counts: of the readers with those of the load, and with what the auditee declared.
func (a *attempt) tieOut(entry *record.Load) record.Check {
	t := entry.Totals
	c := record.Check{
		ID: "ipe-03", Status: record.Passed, Expected: fmt.Sprintf("%d records read", t.Read),
		Actual: fmt.Sprintf("%d loaded, %d rejected, %d filtered", t.Loaded, t.Rejected, t.Filtered),
	}
	var notes []string
	for _, f := range entry.Files {
		if want, ok := a.declared(f.Name); ok && want != f.Read {
			c.Status = record.Failed
			notes = append(notes, fmt.Sprintf("%s has %d records, %d were declared", f.Name, f.Read, want))
		}
	}
	if want, ok := a.req.Totals[entry.Dataset]; ok && want != t.Read {
		c.Status = record.Failed
		notes = append(notes, fmt.Sprintf("%d records were declared", want))
	}
	if t.Rejected > 0 {
		notes = append(notes, fmt.Sprintf("%d records were rejected", t.Rejected))
		if c.Status == record.Passed && a.req.AcceptRejects != "" {
			c.Status, c.Accepted = record.Accepted, &record.Acceptance{Who: a.req.Who, Why: a.req.AcceptRejects}
		} else {
			c.Status = record.Failed
		}
	}
	c.Note = strings.Join(notes, "; ")
	return c
}

func (a *attempt) declared(name string) (int64, bool) {
	for given, n := range a.req.Totals {
		if given == name || strings.HasSuffix(name, "/"+given) {
			return n, true
		}
	}
	return 0, false
}

// truncation fails when the export has as many records as a system is known to give at most. Pages are judged together:
// all but the last are full, so only a last page that is full too means that more may follow.
func (a *attempt) truncation(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-04", Status: record.Passed, Expected: "a number of records at which no source cuts off", Actual: fmt.Sprintf("%d records", entry.Totals.Read)}
	known := append(slices.Clone(caps), a.g.export.Caps...)
	full := int64(0)
	for i, f := range entry.Files {
		if i > 0 && f.Read != full {
			full = -1
		}
		if i == 0 {
			full = f.Read
		}
	}
	for _, n := range []int64{entry.Totals.Read, full} {
		if slices.Contains(known, n) {
			c.Status = record.Failed
			c.Note = fmt.Sprintf("exactly %d records: a known page size or row limit, so the export may be cut off", n)
		}
	}
	return c
}

// coverage fails when the period does not begin and end with records. How far the first and the last may be from its
// ends depends on how many there are: one day, or five times the mean distance that they would have over the period.
func (a *attempt) coverage(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-05", Status: record.NotApplicable}
	if a.g.contract.Time == "" {
		c.Note = "the dataset is a state, not events in time"
		return c
	}
	first, last := span(entry.Files)
	p := a.Engagement.Period
	c.Expected = fmt.Sprintf("records from %s to %s", engagement.Text(p.Start), engagement.Text(p.End))
	c.Actual = fmt.Sprintf("%s from %s to %s", a.g.contract.Time, or(first, "none"), or(last, "none"))
	if entry.Totals.Rows == 0 && entry.Totals.Rejected == 0 {
		c.Note = "every record was filtered, for the reasons that the mapping states"
		return c
	}
	from, err1 := time.Parse(time.RFC3339Nano, first)
	to, err2 := time.Parse(time.RFC3339Nano, last)
	if err1 != nil || err2 != nil {
		c.Status, c.Note = record.Failed, "no record has a time"
		return c
	}
	tolerance := max(24*time.Hour, 5*p.End.Sub(p.Start)/time.Duration(max(entry.Totals.Rows, 1)))
	c.Status = record.Passed
	if from.Sub(p.Start) > tolerance || p.End.Sub(to) > tolerance {
		c.Status = record.Failed
		c.Note = fmt.Sprintf("more than %s without records at the start or the end of the period", tolerance.Round(time.Hour))
	}
	return c
}

func span(files []record.LoadFile) (first, last string) {
	for _, f := range files {
		if f.First != "" && (first == "" || f.First < first) {
			first = f.First
		}
		if f.Last > last {
			last = f.Last
		}
	}
	return first, last
}

func (a *attempt) zones(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-09", Status: record.NotApplicable, Note: "no column holds a time"}
	if slices.ContainsFunc(a.g.contract.Columns(), func(c schema.Column) bool { return c.Type.Kind == schema.Timestamp }) {
		c.Status, c.Note = record.Passed, "times with an offset keep it; times without one are read in this zone"
		c.Actual = or(entry.Zone, "every time carries its offset")
	}
	return c
}

func (a *attempt) conversion(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-10", Status: record.Passed, Expected: "every value converts to the type of its column"}
	count := map[string]int{}
	for _, b := range a.batches {
		for _, o := range b.rejected {
			count[o.Reason]++
		}
	}
	var parts []string
	for _, reason := range slices.Sorted(maps.Keys(count)) {
		parts = append(parts, fmt.Sprintf("%s %d", reason, count[reason]))
	}
	if c.Actual = strings.Join(parts, ", "); c.Actual == "" {
		return c
	}
	c.Status, c.Note = record.Failed, "the records are among the rejects"
	if a.req.AcceptRejects != "" {
		c.Status, c.Accepted = record.Accepted, &record.Acceptance{Who: a.req.Who, Why: a.req.AcceptRejects}
	}
	return c
}

func spreadsheet(summaries []reader.Summary) record.Check {
	c := record.Check{ID: "ipe-13", Status: record.Passed, Expected: "no hidden rows or columns, no formulas, nothing set aside"}
	var hidden, formulas int64
	for _, s := range summaries {
		hidden += s.HiddenRows + s.HiddenColumns
		formulas += s.Formulas
	}
	if hidden+formulas > 0 {
		c.Status = record.Failed
		c.Actual = fmt.Sprintf("%d hidden rows or columns, %d formulas", hidden, formulas)
	}
	return c
}

// keys says whether the key of the dataset is unique over all its loads.
func (a *attempt) keys(ctx context.Context, session *engine.Session) (record.Check, error) {
	c := a.g.contract
	check := record.Check{ID: "ipe-07", Status: record.Passed, Expected: "key " + strings.Join(c.Key, ", ") + " unique over all loads", Actual: "unique"}
	o, err := session.Duplicates(ctx, c.Dataset, c.Key, 3)
	if err != nil {
		return check, err
	}
	if o.Count > 0 {
		check.Status, check.Actual = record.Failed, fmt.Sprintf("%d keys come more than once, such as %s", o.Count, o.Text())
	}
	return check, nil
}

// ownChecks performs the checks of the contract. Each returns bad rows; one of level refuse refuses the load.
func (a *attempt) ownChecks(ctx context.Context, session *engine.Session) ([]record.Check, error) {
	var out []record.Check
	params, err := frame(a.Engagement)
	if err != nil {
		return nil, err
	}
	for i, k := range a.g.contract.Checks {
		made, err := session.Make(ctx, engine.Section{
			Name: fmt.Sprintf("check_%s_%d", a.id, i+1), SQL: k.SQL, Params: params, Reads: []string{a.g.contract.Dataset}, File: a.g.contract.File,
		})
		if err != nil {
			return nil, fault.New(fault.KindOf(err), "perform check %s of %s: %w", k.ID, a.g.contract.Dataset, err)
		}
		c := record.Check{ID: k.ID, Status: record.Passed, Expected: k.Says, Actual: fmt.Sprintf("%d rows where this is not so", made.Rows)}
		if made.Rows > 0 {
			c.Status, c.Accepted = record.Accepted, &record.Acceptance{Who: "contract", Why: "by the contract this is a warning"}
		}
		if made.Rows > 0 && k.Level == "refuse" {
			return nil, fault.New(fault.Refused, "%d rows of %s break what must be true: %s", made.Rows, a.g.contract.Dataset, k.Says)
		}
		out = append(out, c)
	}
	return out, nil
}
