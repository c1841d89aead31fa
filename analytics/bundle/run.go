package bundle

import (
	"context"
	"path/filepath"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

const (
	recordName = "record.json"
	ledgerName = "evidence/ledger.jsonl"
)

// VerifyRun verifies a run of an engagement, the evidence that the run had before it, and the selections that were drawn from
// it with their evaluations. Engagement and run are folders.
func VerifyRun(ctx context.Context, engagement, run string) (Report, error) {
	v := newVerifier(ctx, engagement)
	r, err := v.verifyRun(run)
	if err == nil {
		err = v.verifySelections(r.ID)
	}
	return v.report.finish(err)
}

// verifier verifies the runs of an engagement one after the other.
type verifier struct {
	ctx        context.Context
	report     *Report
	engagement folder
	ledger     []record.Load
	evidence   Evidence        // whether the files of evidence are at hand
	seen       map[string]bool // loads whose files were verified
	run        folder
	record     record.Run
	loads      map[string]record.Load // of the run, by id
	runs       map[string]*record.Run // that were verified, by id
	changes    []Change
}

func newVerifier(ctx context.Context, engagement string) *verifier {
	report := &Report{}
	return &verifier{ctx: ctx, report: report, engagement: folder{root: engagement, report: report}, evidence: Full, seen: map[string]bool{}, runs: map[string]*record.Run{}}
}

// verifyRun verifies the run in a folder of the engagement and gives its record.
func (v *verifier) verifyRun(dir string) (*record.Run, error) {
	label, err := filepath.Rel(v.engagement.root, dir)
	if err != nil || !filepath.IsLocal(label) {
		return nil, fault.New(fault.Usage, "run folder %s is not inside the engagement %s", dir, v.engagement.root)
	}
	v.run = folder{root: dir, label: filepath.ToSlash(label), report: v.report}
	v.record, v.loads = record.Run{}, map[string]record.Load{}
	if err := v.verify(); err != nil {
		return nil, err
	}
	run := v.record
	return &run, nil
}

func (v *verifier) verify() error {
	if err := v.readRecord(); err != nil {
		return err
	}
	if err := v.verifyFolder(); err != nil {
		return err
	}
	if err := v.verifyScripts(); err != nil {
		return err
	}
	if err := v.verifyEvidence(); err != nil {
		return err
	}
	if err := v.verifyAccepted(); err != nil {
		return err
	}
	for i := range v.record.Tests {
		if err := v.verifyTest(&v.record.Tests[i]); err != nil {
			return err
		}
		v.report.Tests++
	}
	return v.ctx.Err()
}

func (v *verifier) readRecord() error {
	data, err := v.run.read(recordName)
	if err != nil {
		return err
	}
	name := v.run.named(recordName)
	if err := record.Decode(data, &v.record); err != nil {
		return differs(name, "record", "", err)
	}
	if err := v.record.Check(); err != nil {
		return differs(name, "record", "", err)
	}
	v.report.Run, v.report.Digest = v.record.ID, v.record.Digest
	if err := same(name, "id of the run", filepath.Base(v.run.root), v.record.ID); err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, t := range v.record.Tests {
		if ids[t.ID] {
			return differs(name, "test", "each test once", t.ID+" twice")
		}
		ids[t.ID] = true
	}
	return nil
}

// verifyFolder hashes every file of the run before any of them is looked into.
func (v *verifier) verifyFolder() error {
	names := []string{recordName}
	for _, d := range v.record.Definitions {
		names = append(names, d.Path)
		if err := v.run.hash(v.ctx, d); err != nil {
			return err
		}
	}
	for _, t := range v.record.Tests {
		for _, s := range t.Sections {
			if s.File == nil {
				continue
			}
			if slices.Contains(names, s.File.Path) {
				return differs(v.run.named(recordName), "file of section "+s.Name+" of "+t.ID, "a file of its own", s.File.Path)
			}
			names = append(names, s.File.Path)
			if err := v.run.hash(v.ctx, *s.File); err != nil {
				return err
			}
		}
	}
	return v.run.exactly(names)
}
