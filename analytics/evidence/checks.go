package evidence

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
)

// check performs the intake checks on all loads that were read, in one session, and keeps those that are not refused.
func (w *work) check(ctx context.Context, read []*attempt) error {
	if len(read) == 0 {
		return nil
	}
	w.loading, w.unique = map[string]bool{}, map[string]bool{}
	for _, a := range read {
		w.loading[a.entry.Dataset] = true
	}
	session, err := w.settled(ctx, read)
	if err != nil {
		return err
	}
	defer session.Close()
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

// settled gives a session with the evidence in it after overlapping files were reconciled.
func (w *work) settled(ctx context.Context, read []*attempt) (*engine.Session, error) {
	session, err := w.attached(ctx, read)
	if err != nil {
		return nil, err
	}
	changed := false
	for _, c := range w.Contracts.All() {
		var mine []*attempt
		for _, a := range read {
			if a.g.contract == c {
				mine = append(mine, a)
			}
		}
		if len(mine) == 0 {
			continue
		}
		some, err := w.compared(ctx, session, c, mine)
		if err != nil {
			session.Close()
			return nil, err
		}
		changed = changed || some
	}
	if !changed {
		return session, nil
	}
	session.Close()
	return w.attached(ctx, read)
}

// compared compares loads of a dataset with what was loaded before, and then filters what they have in common.
func (w *work) compared(ctx context.Context, session *engine.Session, c *contract.Contract, mine []*attempt) (changed bool, err error) {
	for _, a := range mine {
		if a.again, err = a.repeat(ctx, session); err != nil {
			return false, err
		}
	}
	return w.reconcile(ctx, session, c, mine)
}

// checkMiB leaves room for the program beside the worker that checks, so that both stay within 2 GiB. What does not fit is sorted
// and grouped on disk.
const checkMiB = 1536

func (w *work) attached(ctx context.Context, read []*attempt) (*engine.Session, error) {
	session, err := w.Start(ctx, engine.Options{Scratch: w.scratch, MemoryMiB: checkMiB})
	if err != nil {
		return nil, err
	}
	if err := session.Attach(ctx, w.relations(read)); err != nil {
		session.Close()
		return nil, err
	}
	return session, nil
}

func (w *work) keep(good []*attempt) error {
	for _, a := range good {
		if err := a.place(); err != nil {
			return err
		}
		if err := w.ledger.append(w.Engagement, a.entry); err != nil {
			return err
		}
		w.reports = append(w.reports, loadedReports(a.g, a.entry, a.summaries())...)
	}
	return nil
}

// relations are the datasets with all their loads, those that were just read last; and those already loaded whose moments
// must agree with theirs.
func (w *work) relations(read []*attempt) []engine.Relation {
	var out []engine.Relation
	at := map[string]int{}
	add := func(c *contract.Contract) int {
		i, known := at[c.Dataset]
		if !known {
			i = len(out)
			at[c.Dataset] = i
			out = append(out, engine.Relation{Name: c.Dataset, Columns: c.Stored(), Files: w.kept(c.Dataset)})
		}
		return i
	}
	for _, a := range read {
		i := add(a.g.contract)
		for _, b := range a.batches {
			out[i].Files = append(out[i].Files, b.out)
		}
	}
	for _, a := range read {
		for _, c := range w.Contracts.All() {
			if a.g.contract.Compared(c) && len(w.ledger.Of(c.Dataset)) > 0 {
				add(c)
			}
		}
	}
	return out
}

// kept are the files of a dataset that were loaded before.
func (w *work) kept(dataset string) []string {
	var out []string
	for _, old := range w.ledger.Of(dataset) {
		for _, p := range old.Parts {
			out = append(out, w.Engagement.Path(p.Path))
		}
	}
	return out
}

// check performs the intake checks on one load that has been read and not yet kept.
func (a *attempt) check(ctx context.Context, session *engine.Session) error {
	keys, err := a.keys(ctx, session)
	if err != nil {
		return err
	}
	aligned, err := a.alignment(ctx, session)
	if err != nil {
		return err
	}
	own, err := a.ownChecks(ctx, session)
	if err != nil {
		return err
	}
	entry := &a.entry
	coverage := entry.Coverage
	for _, old := range a.ledger.Of(entry.Dataset) {
		if old.Export == entry.Export && maps.Equal(old.Params, entry.Params) {
			coverage = coverage.Join(old.Coverage)
		}
	}
	gaps, err := a.gapCheck(ctx, session, coverage)
	if err != nil {
		return err
	}
	entry.Checks = slices.Concat([]record.Check{
		provenance(entry),
		integrity(entry),
		a.tieOut(entry),
		a.truncation(entry),
		a.coverage(coverage),
		gaps,
		keys,
		a.filters(entry),
		a.zones(entry),
		a.conversion(entry),
		traceable(entry),
	}, aligned, []record.Check{a.setAside(), a.again}, append(own, a.trailChecks()...))
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
		ID: "ipe-03", Status: record.Passed, Expected: fmt.Sprintf("%d %s read", t.Read, record.Noun(t.Read, "record")),
		Actual: fmt.Sprintf("%d loaded, %d rejected, %d filtered", t.Loaded, t.Rejected, t.Filtered),
	}
	var notes []string
	for _, f := range entry.Files {
		if want, ok := a.declared(f.Name); ok && want != f.Read {
			notes = append(notes, fmt.Sprintf("%s has %s, declared: %d", f.Name, record.Counted(f.Read, "record"), want))
		}
	}
	if k := entry.Control; k != nil && k.Records != nil && *k.Records != t.Read {
		notes = append(notes, fmt.Sprintf("%d %s declared", *k.Records, record.Noun(*k.Records, "record")))
	}
	if notes = append(notes, a.disagreements(entry)...); len(notes) > 0 {
		c.Status = record.Failed
	}
	if t.Rejected > 0 {
		notes = append(notes, fmt.Sprintf("%d %s rejected", t.Rejected, record.Noun(t.Rejected, "record")))
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

// zones says what is known of the zone of times without an offset: the engagement's stands in for one that nobody declared.
func (a *attempt) zones(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-09", Status: record.NotApplicable, Expected: "times with their offset, or a zone that is declared for those without"}
	local := slices.ContainsFunc(a.batches, func(b *batch) bool { return b.result.Local })
	switch {
	case !slices.ContainsFunc(a.g.contract.Columns(), func(c schema.Column) bool { return c.Type.Kind == schema.Timestamp }):
		c.Expected, c.Note = "", "no column holds a time"
	case !local:
		c.Status, c.Actual = record.Passed, "every time carries its offset"
	case a.req.Zone != "":
		c.Status, c.Actual, c.Note = record.Passed, entry.Zone, "times without an offset are read in this zone, as the load declares"
	case a.g.export.Zone != "":
		c.Status, c.Actual, c.Note = record.Passed, entry.Zone, "times without an offset are read in this zone, as the vendor documents"
	default:
		c.Actual, c.Note = entry.Zone, "times without an offset were read in this zone, the engagement's; nobody declared that of these files, so nothing is established by this; say it with --zone"
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
		c := record.Check{ID: k.ID, Status: record.Passed, Over: record.WholeDataset, Expected: k.Says, Actual: fmt.Sprintf("%d %s where this is not so", made.Rows, record.Noun(made.Rows, "row"))}
		if made.Rows > 0 {
			c.Status, c.Accepted = record.Accepted, &record.Acceptance{Who: "contract", Why: "by the contract this is a warning"}
		}
		if made.Rows > 0 && k.Level == "refuse" {
			return nil, fault.New(fault.Refused, "what must be true does not hold for %s of %s: %s", record.Counted(made.Rows, "row"), a.g.contract.Dataset, k.Says)
		}
		out = append(out, c)
	}
	return out, nil
}

// filters says by what the extraction was filtered, as far as it was declared, and what the source is known not to show.
func (a *attempt) filters(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-08", Status: record.NotApplicable, Expected: "the filters of the extraction: status, date field, unit, what the role may see"}
	c.Note = "not declared"
	if c.Actual = said(entry, func(d *record.Declared) string { return d.Filters }); c.Actual != "" {
		c.Status, c.Note = record.Passed, "as declared"
	}
	if limits := a.g.export.Limits; len(limits) > 0 {
		c.Note += "; known of this export: " + strings.Join(limits, " ")
	}
	return c
}
