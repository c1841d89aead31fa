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

// VerifyRun verifies a run of an engagement and the evidence that the run had before it. Both are folders.
func VerifyRun(ctx context.Context, engagement, run string) (Report, error) {
	report := &Report{}
	label, err := filepath.Rel(engagement, run)
	if err != nil || !filepath.IsLocal(label) {
		return *report, fault.New(fault.Usage, "run folder %s is not inside the engagement %s", run, engagement)
	}
	v := verifier{
		ctx:        ctx,
		report:     report,
		engagement: folder{root: engagement, report: report},
		run:        folder{root: run, label: filepath.ToSlash(label), report: report},
	}
	return report.finish(v.verify())
}

type verifier struct {
	ctx        context.Context
	report     *Report
	engagement folder
	run        folder
	record     record.Run
	loads      map[string]record.Load // of the run, by id
}

func (v *verifier) verify() error {
	if err := v.readRecord(); err != nil {
		return err
	}
	if err := v.verifyFolder(); err != nil {
		return err
	}
	if err := v.verifyEvidence(); err != nil {
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
