package evidence

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Ledger is every load of an engagement, in the order in which they were made.
type Ledger struct {
	Loads    []record.Load
	accepted []record.AcceptedCheck
	traces   []record.Trace
}

// ReadLedger reads the ledger. One that was changed by hand, or cut off, is refused with its line.
func ReadLedger(e *engagement.Engagement) (*Ledger, error) {
	data, err := os.ReadFile(e.Ledger())
	if errors.Is(err, fs.ErrNotExist) {
		return &Ledger{}, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read ledger: %w", err)
	}
	loads, err := record.ParseLedger(data)
	if err != nil {
		return nil, fault.At(fault.Differs, "evidence/ledger.jsonl", 0, "%w", err).
			Hint("the ledger was changed after it was written; restore it from a copy")
	}
	accepted, err := readAccepted(e)
	if err != nil {
		return nil, err
	}
	traces, err := readTraces(e)
	return &Ledger{loads, accepted, traces}, err
}

// Of gives the loads of a dataset.
func (l *Ledger) Of(dataset string) []record.Load {
	var out []record.Load
	for _, x := range l.Loads {
		if x.Dataset == dataset {
			out = append(out, x)
		}
	}
	return out
}

// Datasets gives the loads by dataset.
func (l *Ledger) Datasets() map[string][]record.Load {
	out := map[string][]record.Load{}
	for _, x := range l.Loads {
		out[x.Dataset] = append(out[x.Dataset], x)
	}
	return out
}

// holds says in which load of the dataset a file is already. One of which every record was rejected may be loaded again in another
// way, with another zone say; the rejects of the first load remain to be accepted.
func (l *Ledger) holds(t target, file given, req Request) (load string, alike, ok bool) {
	for _, x := range l.Of(t.contract.Dataset) {
		if x.Export == t.export.ID && t.export.Tells(x.Params, req.Set) {
			continue
		}
		alike = x.Mapping == t.export.SHA256 && maps.Equal(x.Params, req.Set) && (req.Zone == "" || req.Zone == x.Zone)
		for _, f := range x.Files {
			if file.same(t, f.SHA256, f.Name) && (alike || f.Read == 0 || f.Rejected < f.Read) {
				return x.ID, alike, true
			}
		}
	}
	return "", false, false
}

// append adds a sealed entry: the file is written anew beside the old one and takes its place at once.
func (l *Ledger) append(e *engagement.Engagement, load record.Load) error {
	previous := ""
	if n := len(l.Loads); n > 0 {
		previous = l.Loads[n-1].Sum
	}
	load.Seal(previous)
	data, err := record.EncodeLog(append(l.Loads, load))
	if err != nil {
		return fault.New(fault.Broken, "write ledger: %w", err)
	}
	if err := engagement.WriteFile(e.Ledger(), data, 0o644); err != nil {
		return err
	}
	l.Loads = append(l.Loads, load)
	return nil
}

// Names gives the datasets of which there is evidence, in order.
func (l *Ledger) Names() []string { return slices.Sorted(maps.Keys(l.Datasets())) }
