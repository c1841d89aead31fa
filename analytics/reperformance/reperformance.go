// Package reperformance performs the runs of a bundle again and compares test by test and row by row.
//
// It uses the scripts, contracts, parameters and waivers that the bundle holds, so that a newer auditql performs what was performed
// then. What is left to differ is the evidence, when it is loaded again from the exports, and the engine; a difference is
// put down to one of: script, parameter, waiver, evidence, engine.
//
//	report, err := reperformance.Perform(ctx, reperformance.Plan{Payload: "unpacked/data", Scratch: dir, Start: start, Tool: tool})
//
// It refuses a bundle without evidence unless it is given the exports, and exports of which one is missing.
package reperformance

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// Plan is what to perform again.
type Plan struct {
	Payload string // folder with the verified payload of a bundle
	Runs    []string
	Exports string // folder with the exports as handed over; empty: the evidence in the bundle is taken
	Scratch string // folder for work, removed by the caller
	Tool    record.Tool
	Start   func(ctx context.Context, o engine.Options) (*engine.Session, error)
	Threads int
	// Contracts and Scripts are for runs that kept no definitions.
	Contracts *contract.Set
	Scripts   *script.Set
}

// Report says what came of it.
type Report struct {
	Identical bool        `json:"identical"`
	Tool      record.Tool `json:"tool"` // of today
	Evidence  []Load      `json:"evidence"`
	Unused    []string    `json:"unused_exports"` // files among the exports that no load was made of
	Runs      []Run       `json:"runs"`

	Dispositions Dispositions `json:"dispositions"` // of the runs that were performed again
}

// Run is one run, performed again.
type Run struct {
	ID    string      `json:"run"`
	Tool  record.Tool `json:"tool"` // with which it was performed
	Tests []Test      `json:"tests"`
}

// Test is one test, performed again.
type Test struct {
	ID         string         `json:"id"`
	Verdict    record.Verdict `json:"verdict"`
	Identical  bool           `json:"identical"`
	Cause      Cause          `json:"cause,omitempty"`
	Difference *Difference    `json:"difference,omitempty"`
}

// Cause is what a difference comes from.
type Cause string

const (
	Evidence  Cause = "evidence"  // other rows were loaded
	Script    Cause = "script"    // another SQL was performed
	Parameter Cause = "parameter" // with other values
	Waiver    Cause = "waiver"    // with other waivers
	Engine    Cause = "engine"    // nothing but the programs differs
)

// Difference is the first thing of a test or load that is not as it was.
type Difference struct {
	What     string `json:"what"`             // such as exceptions, verdict
	Row      int64  `json:"row,omitempty"`    // from 1, in the recorded file
	Key      string `json:"key,omitempty"`    // canonical line of the key columns
	Column   string `json:"column,omitempty"` // empty: the row as a whole
	Recorded string `json:"recorded"`
	Found    string `json:"found"`
}

// Perform performs the runs again.
func Perform(ctx context.Context, p Plan) (Report, error) {
	w := &work{Plan: p, report: Report{Identical: true, Tool: p.Tool, Evidence: []Load{}, Unused: []string{}, Runs: []Run{}, Dispositions: Dispositions{Lost: []Lost{}}}, moved: map[string]bool{}}
	if err := w.readLedger(); err != nil {
		return w.report, err
	}
	if p.Exports != "" {
		if err := w.reload(ctx); err != nil {
			return w.report, err
		}
	} else if err := w.present(); err != nil {
		return w.report, err
	}
	for _, id := range p.Runs {
		if err := w.run(ctx, id); err != nil {
			return w.report, err
		}
	}
	return w.report, nil
}

// work is a bundle whose runs are being performed again.
type work struct {
	Plan
	report  Report
	ledger  []record.Load
	moved   map[string]bool // loads that came out otherwise
	waivers bool            // whether other waivers were at hand than in the present run: it kept none
	loaded  string          // engagement with the exports loaded again; empty: the payload
}

func (w *work) payload(names ...string) string {
	return filepath.Join(append([]string{w.Payload}, names...)...)
}

func (w *work) readLedger() error {
	data, err := os.ReadFile(w.payload("evidence", "ledger.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.New(fault.Broken, "read ledger: %w", err)
	}
	if w.ledger, err = record.ParseLedger(data); err != nil {
		return fault.At(fault.Differs, "evidence/ledger.jsonl", 0, "%w", err)
	}
	return nil
}

// present refuses a bundle that has only the digests of its evidence.
func (w *work) present() error {
	for _, l := range w.ledger {
		for _, p := range l.Parts {
			if _, err := os.Stat(w.payload(filepath.FromSlash(p.Path))); err != nil {
				return fault.New(fault.Refused, "the bundle has only the digest of %s", p.Path).
					Hint("--from-exports FOLDER loads the exports again")
			}
		}
	}
	return nil
}

func (w *work) run(ctx context.Context, id string) error {
	data, err := os.ReadFile(w.payload("runs", id, "record.json"))
	if err != nil {
		return fault.New(fault.Usage, "there is no run %s in the bundle: %w", id, err)
	}
	var recorded record.Run
	if err := record.Decode(data, &recorded); err != nil {
		return fault.At(fault.Differs, "runs/"+id+"/record.json", 0, "%w", err)
	}
	again, root, err := w.again(ctx, &recorded)
	if err != nil {
		return err
	}
	out := Run{ID: id, Tool: recorded.Tool, Tests: []Test{}}
	for i := range recorded.Tests {
		x := pair{recorded: &recorded.Tests[i], dirs: [2]string{w.payload("runs", id), filepath.Join(root, "runs", again.ID)}}
		n := slices.IndexFunc(again.Tests, func(t record.Test) bool { return t.ID == recorded.Tests[i].ID })
		x.again = &again.Tests[n]
		t, err := x.compare()
		if err != nil {
			return err
		}
		if !t.Identical {
			t.Cause, w.report.Identical = w.cause(x), false
		}
		out.Tests = append(out.Tests, t)
	}
	w.report.Runs = append(w.report.Runs, out)
	return w.dispositions(id, again, filepath.Join(root, "runs", again.ID))
}

// again performs a run in an engagement of its own, with everything as it was recorded.
func (w *work) again(ctx context.Context, recorded *record.Run) (*record.Run, string, error) {
	contracts, scripts, err := w.definitions(recorded)
	if err != nil {
		return nil, "", err
	}
	e, err := w.engagement(recorded, scripts)
	if err != nil {
		return nil, "", err
	}
	tests := make([]*script.Script, len(recorded.Tests))
	for i, t := range recorded.Tests {
		s, ok := scripts.Get(t.ID)
		if !ok {
			return nil, "", fault.New(fault.Refused, "the script of %s is not in the bundle and not known", t.ID)
		}
		tests[i] = s
	}
	run, err := fieldwork.Run(ctx, fieldwork.Plan{
		Engagement: e, Contracts: contracts, Tests: tests, Start: w.Start, Threads: w.Threads, Tool: w.Tool,
	})
	return run, e.Root, err
}

// definitions gives the contracts and scripts that a run kept, or those at hand when it kept none.
func (w *work) definitions(recorded *record.Run) (*contract.Set, *script.Set, error) {
	if len(recorded.Definitions) == 0 {
		return w.Contracts, w.Scripts, nil
	}
	dir := w.payload("runs", recorded.ID, record.DefinitionsFolder)
	contracts, err := contract.Load(os.DirFS(filepath.Join(dir, "datasets")))
	if err != nil {
		return nil, nil, err
	}
	scripts, err := script.Load(os.DirFS(filepath.Join(dir, "queries")))
	return contracts, scripts, err
}
