package finding

import (
	"slices"
	"time"

	"auditql/analytics/fault"
)

// FoundIn gives the audit date on which the exceptions were found, from the finding or else from the run that it names; empty when
// neither tells.
func (f Finding) FoundIn(runs []Ran) string {
	i := slices.IndexFunc(runs, func(r Ran) bool { return r.Run.ID == f.Run })
	if f.Found != "" || f.Audit != "" || i < 0 {
		return f.Found
	}
	return runs[i].Run.Engagement.AsOf
}

// age gives days, 0 when one of the dates is not known.
func (f Finding) age(runs []Ran) (int64, error) {
	from, to := f.FoundIn(runs), runs[len(runs)-1].Run.Engagement.AsOf
	if from == "" || to == "" {
		return 0, nil
	}
	var days [2]time.Time
	for i, text := range []string{from, to} {
		var err error
		if days[i], err = time.Parse(time.RFC3339Nano, text); err != nil {
			return 0, fault.New(fault.Differs, "audit date %q of finding %s: %w", text, f.ID, err)
		}
	}
	return int64(days[1].Sub(days[0]).Hours() / 24), nil
}

// CarriedOver is the finding in the audit that follows this one: it goes on naming the run in which its exceptions were found,
// with the audit which that belongs to, and says which of them were gone. Runs are those of this audit, oldest first, and states
// what Follow says of them.
func (f Finding) CarriedOver(audit string, runs []Ran, states []State) Finding {
	f.Found = f.FoundIn(runs)
	if f.Audit == "" {
		f.Audit = audit
	}
	before := map[string]set{}
	for _, g := range f.Remedied {
		before[g.Test] = setOf(g.Keys)
	}
	f.Remedied = nil
	for _, g := range f.Exceptions {
		gone := Group{Test: g.Test}
		for _, s := range states {
			if s.Test == g.Test && (s.State == "gone" || s.State == "unknown" && before[s.Test].has(s.Key)) {
				gone.Keys = append(gone.Keys, s.Key)
			}
		}
		if len(gone.Keys) > 0 {
			f.Remedied = append(f.Remedied, gone)
		}
	}
	return f
}
