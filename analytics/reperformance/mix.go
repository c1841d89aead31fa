package reperformance

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Side is a run and the folder that holds it and its evidence: that of an engagement, or the payload of a bundle.
type Side struct {
	Root string
	Run  *record.Run
}

// Mix says from which side each condition of a test comes.
type Mix struct {
	Evidence, Script, Params, Frame, Waivers Side
}

// Mixed performs one test under mixed conditions, in a folder that the caller removes, and gives the run and its folder. Of the
// plan it uses what is not about one payload. It refuses a side that has only the digests of its evidence.
func Mixed(ctx context.Context, p Plan, id string, m Mix) (*record.Run, string, error) {
	at := func(s Side) *work { q := p; q.Payload = s.Root; return &work{Plan: q} }
	evidence, scripts := at(m.Evidence), at(m.Script)
	if err := evidence.readLedger(); err != nil {
		return nil, "", err
	}
	if err := evidence.present(); err != nil {
		return nil, "", err
	}
	_, known, err := scripts.definitions(m.Script.Run)
	if err != nil {
		return nil, "", err
	}
	s, ok := known.Get(id)
	if !ok {
		return nil, "", fault.New(fault.Refused, "the script of %s was not kept and is not known", id)
	}
	contracts, err := mixedContracts(filepath.Join(p.Scratch, "datasets"), evidence, m.Evidence.Run, scripts, m.Script.Run)
	if err != nil {
		return nil, "", err
	}
	e, err := framed(filepath.Join(p.Scratch, "audit"), m.Frame.Run)
	if err != nil {
		return nil, "", err
	}
	if n := slices.IndexFunc(m.Params.Run.Tests, func(t record.Test) bool { return t.ID == id }); n >= 0 {
		params, err := overrides(&m.Params.Run.Tests[n], known, true)
		if err != nil {
			return nil, "", err
		}
		e.Config.Params = sqlfile.Pairs[sqlfile.Pairs[sqlfile.Value]]{{Key: id, Value: params}}
	}
	if err := evidence.stage(e, m.Evidence.Run); err != nil {
		return nil, "", err
	}
	if err := at(m.Waivers).stageWaivers(e, m.Waivers.Run); err != nil {
		return nil, "", err
	}
	run, err := fieldwork.Run(ctx, fieldwork.Plan{Engagement: e, Contracts: contracts, Tests: []*script.Script{s}, Start: p.Start, Threads: p.Threads, Tool: p.Tool})
	if err != nil {
		return nil, "", err
	}
	return run, filepath.Join(e.Root, "runs", run.ID), nil
}

// mixedContracts joins the contracts of two runs: those of datasets with evidence come with the evidence, the others, such as
// derived datasets, with the script.
func mixedContracts(folder string, evidence *work, loaded *record.Run, scripts *work, performed *record.Run) (*contract.Set, error) {
	if len(loaded.Definitions) == 0 || len(performed.Definitions) == 0 {
		return evidence.Contracts, nil
	}
	own := map[string]bool{}
	for _, l := range evidence.ledger {
		own[l.Dataset] = true
	}
	for _, tree := range []struct {
		w    *work
		run  *record.Run
		with bool
	}{{evidence, loaded, true}, {scripts, performed, false}} {
		files, err := filepath.Glob(tree.w.payload("runs", tree.run.ID, record.DefinitionsFolder, "datasets", "*", "*"))
		if err != nil {
			return nil, fault.New(fault.Broken, "list definitions: %w", err)
		}
		for _, f := range files {
			dataset := filepath.Base(filepath.Dir(f))
			to := filepath.Join(folder, dataset, filepath.Base(f))
			if _, err := os.Lstat(to); own[dataset] != tree.with || err == nil {
				continue
			}
			if err := link(f, to); err != nil {
				return nil, err
			}
		}
	}
	return contract.Load(os.DirFS(folder))
}
