package evidence

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

func acceptedFile(e *engagement.Engagement) string {
	return e.Path(filepath.FromSlash(record.AcceptedName))
}

func readAccepted(e *engagement.Engagement) ([]record.AcceptedCheck, error) {
	data, err := os.ReadFile(acceptedFile(e))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read acceptances: %w", err)
	}
	out, err := record.ParseAccepted(data)
	if err != nil {
		return nil, fault.At(fault.Differs, record.AcceptedName, 0, "%w", err)
	}
	return out, nil
}

// Checks gives the intake checks of a load as they stand: a failed one that was accepted says by whom and why, and one
// that a later load performed again, over more evidence, says where.
func (l *Ledger) Checks(load record.Load) []record.Check {
	out := make([]record.Check, len(load.Checks))
	for i, c := range load.Checks {
		if by, ok := l.superseded(load, c); ok {
			out[i] = record.Check{ID: c.ID, Status: record.NotApplicable, Expected: c.Expected, Note: "performed again with load " + by, Over: c.Over, With: c.With}
			continue
		}
		if c.ID == TraceCheck {
			c = l.traced(load, c)
		}
		for _, a := range l.accepted {
			if c.Status == record.Failed && a.Load == load.ID && a.Check == c.ID {
				c.Status, c.Accepted = record.Accepted, &record.Acceptance{Who: a.Who, Why: a.Why}
			}
		}
		out[i] = c
	}
	return out
}

// superseded finds the last load that performed a check again.
func (l *Ledger) superseded(load record.Load, c record.Check) (by string, ok bool) {
	if c.Over == record.OneLoad {
		return "", false
	}
	for i := len(l.Loads) - 1; i >= 0 && !same(l.Loads[i], load); i-- {
		later := l.Loads[i]
		if slices.ContainsFunc(later.Checks, func(d record.Check) bool { return d.ID == c.ID && again(later, d, load, c) }) {
			return later.ID, true
		}
	}
	return "", false
}

func same(a, b record.Load) bool { return a.ID == b.ID && a.Dataset == b.Dataset }

// again says whether check d of a later load is check c of an earlier one, performed on more.
func again(later record.Load, d record.Check, earlier record.Load, c record.Check) bool {
	switch {
	case c.With != "" && later.Dataset == c.With && d.With == earlier.Dataset: // seen from the other side
		return true
	case later.Dataset != earlier.Dataset || c.With != d.With:
		return false
	}
	return c.Over == record.WholeDataset || later.Export == earlier.Export && maps.Equal(later.Params, earlier.Params)
}

// Accept takes a failed check upon the auditor, with a reason, for every load of the dataset in which it failed.
func (l *Ledger) Accept(e *engagement.Engagement, dataset, check string, by record.Acceptance) (int, error) {
	if by.Why == "" {
		return 0, fault.New(fault.Usage, "a failed check is accepted with a reason")
	}
	var added []record.AcceptedCheck
	for _, load := range l.Of(dataset) {
		for _, c := range l.Checks(load) {
			if c.ID == check && c.Status == record.Failed {
				added = append(added, record.AcceptedCheck{Load: load.ID, Check: check, Acceptance: by})
			}
		}
	}
	if len(added) == 0 {
		return 0, fault.New(fault.Usage, "no load of %s has a failed check %s", dataset, check).Hint("auditql data %s shows its checks", dataset)
	}
	data, err := record.EncodeLog(append(l.accepted, added...))
	if err != nil {
		return 0, fault.New(fault.Broken, "write acceptances: %w", err)
	}
	if err := engagement.WriteFile(acceptedFile(e), data, 0o644); err != nil {
		return 0, err
	}
	l.accepted = append(l.accepted, added...)
	return len(added), nil
}
