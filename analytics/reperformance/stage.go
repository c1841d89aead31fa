package reperformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
	"auditql/analytics/waiver"
)

// engagement makes a folder in which a run can be performed as it was: with the evidence that it had before it, the checks
// that were accepted then, and the parameters and the period of its record.
func (w *work) engagement(r *record.Run, scripts *script.Set) (*engagement.Engagement, error) {
	e, err := framed(filepath.Join(w.Scratch, r.ID), r)
	if err != nil {
		return nil, err
	}
	for i := range r.Tests {
		params, err := overrides(&r.Tests[i], scripts, false)
		if err != nil {
			return nil, err
		}
		e.Config.Params = append(e.Config.Params, sqlfile.Pair[sqlfile.Pairs[sqlfile.Value]]{Key: r.Tests[i].ID, Value: params})
	}
	if err := w.stage(e, r); err != nil {
		return nil, err
	}
	return e, w.stageWaivers(e, r)
}

// framed makes an engagement with the period, the audit date and the zone of a run.
func framed(root string, r *record.Run) (*engagement.Engagement, error) {
	e := &engagement.Engagement{Root: root}
	e.Config.Title, e.Config.Zone = r.Engagement.Title, r.Engagement.Zone
	for at, text := range map[*time.Time]string{
		&e.AsOf: r.Engagement.AsOf, &e.Period.Start: r.Engagement.PeriodStart, &e.Period.End: r.Engagement.PeriodEnd,
	} {
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return nil, fault.New(fault.Differs, "time %q in the record of %s: %w", text, r.ID, err)
		}
		*at = t
	}
	return e, nil
}

// overrides gives the parameters of a test as they were used, where they were not the default. With all, those too that were:
// another version of the script may have another default.
func overrides(t *record.Test, scripts *script.Set, all bool) (out sqlfile.Pairs[sqlfile.Value], err error) {
	s, ok := scripts.Get(t.ID)
	if !ok {
		return nil, nil
	}
	for _, p := range s.Params {
		used, ok := t.Params[p.Key]
		if !ok || !all && used.Default != nil && *used.Default == used.Value || used.Default == nil && used.Value == "" {
			continue
		}
		v := sqlfile.Value{Text: &used.Value}
		if p.Value.IsList() {
			v = sqlfile.Value{}
			if err := json.Unmarshal([]byte(used.Value), &v.List); err != nil {
				return nil, fault.New(fault.Differs, "parameter %s of %s is %q: %w", p.Key, t.ID, used.Value, err)
			}
		}
		out = append(out, sqlfile.Pair[sqlfile.Value]{Key: p.Key, Value: v})
	}
	return out, nil
}

// stage links the evidence of the run and writes its ledger: entries are only ever added, so it is the beginning of the
// ledger up to the last load of the run.
func (w *work) stage(e *engagement.Engagement, r *record.Run) error {
	if err := os.MkdirAll(e.Path("evidence"), 0o755); err != nil {
		return fault.New(fault.Broken, "make folder: %w", err)
	}
	from, ledger := w.Payload, w.ledger
	if w.loaded != "" {
		var err error
		if ledger, err = readLedger(w.loaded); err != nil {
			return err
		}
		from = w.loaded
	}
	last := -1
	for i, l := range w.ledger {
		if slices.ContainsFunc(r.Evidence, func(ref record.LoadRef) bool { return ref.Load == l.ID && ref.Dataset == l.Dataset }) {
			last = i
		}
	}
	ledger = ledger[:min(last+1, len(ledger))]
	for _, l := range ledger {
		if err := linkAll(from, e, l.Parts); err != nil {
			return err
		}
	}
	text, err := record.EncodeLog(ledger)
	if err != nil {
		return fault.New(fault.Broken, "write ledger: %w", err)
	}
	if err := engagement.WriteFile(e.Ledger(), text, 0o644); err != nil {
		return err
	}
	if err := traces(w.Payload, e, r); err != nil {
		return err
	}
	return accept(e, r)
}

// stageWaivers gives the run the waivers that it kept.
func (w *work) stageWaivers(e *engagement.Engagement, r *record.Run) error {
	text, err := os.ReadFile(w.payload("runs", r.ID, record.DefinitionsFolder, waiver.FileName))
	w.waivers = false
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.waivers = slices.ContainsFunc(r.Tests, func(t record.Test) bool { return len(t.Waivers) > 0 })
		return nil
	case err != nil:
		return fault.New(fault.Broken, "read waivers: %w", err)
	}
	return engagement.WriteFile(e.Path(waiver.FileName), text, 0o644)
}

// traces takes over what the run knew of traces to the source: those of loads in which one failed, up to the last that did.
func traces(root string, e *engagement.Engagement, r *record.Run) error {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(evidence.TracesFile)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.New(fault.Broken, "read traces: %w", err)
	}
	log, err := record.ParseLog[record.Trace](data)
	if err != nil {
		return fault.New(fault.Differs, "read traces: %w", err)
	}
	var kept []record.Trace
	for _, t := range log {
		if t.Failed() && knew(r, t.Load) {
			kept = record.Append(kept, t)
		}
	}
	if data, err = record.EncodeLog(kept); err != nil {
		return fault.New(fault.Broken, "write traces: %w", err)
	}
	return engagement.WriteFile(e.Path(evidence.TracesFile), data, 0o644)
}

// knew says whether a run was performed when the trace of a load had failed.
func knew(r *record.Run, load string) bool {
	return slices.ContainsFunc(r.Tests, func(t record.Test) bool {
		return slices.ContainsFunc(t.Checks, func(c record.DatasetCheck) bool { return c.Load == load && c.ID == evidence.TraceCheck })
	})
}

func readLedger(root string) ([]record.Load, error) {
	data, err := os.ReadFile(filepath.Join(root, "evidence", "ledger.jsonl"))
	if err != nil {
		return nil, fault.New(fault.Broken, "read ledger: %w", err)
	}
	return record.ParseLedger(data)
}

// accept writes the acceptances of failed checks that the run knew of.
func accept(e *engagement.Engagement, r *record.Run) error {
	var text bytes.Buffer
	seen := map[string]bool{}
	for _, t := range r.Tests {
		for _, c := range t.Checks {
			if c.Accepted == nil || seen[c.Load+" "+c.ID] {
				continue
			}
			seen[c.Load+" "+c.ID] = true
			line, err := record.EncodeLine(record.AcceptedCheck{Load: c.Load, Check: c.ID, Acceptance: *c.Accepted})
			if err != nil {
				return fault.New(fault.Broken, "write acceptances: %w", err)
			}
			text.Write(line)
		}
	}
	return engagement.WriteFile(e.Path(filepath.FromSlash(record.AcceptedName)), text.Bytes(), 0o644)
}

func linkAll(from string, e *engagement.Engagement, parts []record.File) error {
	for _, p := range parts {
		name := filepath.FromSlash(p.Path)
		if err := link(filepath.Join(from, name), e.Path(name)); err != nil {
			return err
		}
	}
	return nil
}

// link gives a file a second name, or copies it where that cannot be.
func link(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fault.New(fault.Broken, "make folder: %w", err)
	}
	if os.Link(from, to) == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return fault.New(fault.Broken, "copy %s: %w", filepath.Base(from), err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return fault.New(fault.Broken, "copy %s: %w", filepath.Base(from), err)
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return fault.New(fault.Broken, "copy %s: %w", filepath.Base(from), err)
	}
	if err := out.Close(); err != nil {
		return fault.New(fault.Broken, "copy %s: %w", filepath.Base(from), err)
	}
	return nil
}
