package evidence

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

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
		if by, ok := record.Superseded(l.Loads, load, c); ok {
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
