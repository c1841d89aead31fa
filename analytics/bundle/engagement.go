package bundle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/fault"
)

// EngagementReport says what was verified of an engagement.
type EngagementReport struct {
	Runs []string `json:"runs"`
	// Unknown are files of evidence that the ledger does not name. A load that was interrupted leaves such files, and so does
	// who takes the last entry off the ledger; nothing reads them.
	Unknown []string `json:"unknown_evidence"`
	// Changed are files that people write, and have written since the last run or the last seal stood on them.
	Changed []Change `json:"changed"`
	Report
}

// VerifyEngagement verifies all that an engagement holds: each run, the ledger with the loads that no run has read, each
// selection with its evaluations, and what the auditor wrote beside them. The folder of the engagement is root.
func VerifyEngagement(ctx context.Context, root string) (EngagementReport, error) {
	v := newVerifier(ctx, root)
	out := EngagementReport{Runs: []string{}, Unknown: []string{}, Changed: []Change{}}
	var err error
	if out.Runs, err = v.verifyAll(); err == nil {
		out.Changed = append(out.Changed, v.changes...)
		out.Unknown, err = v.unknown()
	}
	v.report.Run, v.report.Digest = "", "" // of the last run only
	out.Report, err = v.report.finish(err)
	return out, err
}

// verifyAll gives the runs.
func (v *verifier) verifyAll() ([]string, error) {
	runs, err := v.verifyRuns()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(v.engagement.at(ledgerName)); err == nil {
		if err := v.verifyLedger(); err != nil {
			return nil, err
		}
	}
	selections, err := v.engagement.list("selections")
	if err != nil {
		return nil, err
	}
	if err := v.verifyLog(""); err != nil {
		return nil, err
	}
	for _, s := range selections {
		if s == path.Base(DrawingsName) {
			continue
		}
		if _, err := v.verifySelection(v.engagement.at("selections/" + s)); err != nil {
			return nil, err
		}
	}
	return runs, v.papers()
}

var runForm = regexp.MustCompile(`^run-[0-9]{4,}$`)

// verifyRuns verifies every run. They are numbered without gaps, and auditql removes none: one that is missing was taken out.
func (v *verifier) verifyRuns() ([]string, error) {
	runs, err := v.engagement.list("runs")
	if err != nil {
		return nil, err
	}
	for i, id := range runs {
		switch want := fmt.Sprintf("run-%04d", i+1); {
		case !runForm.MatchString(id):
			return nil, differs("runs/"+id, "file", "", "not a run")
		case id != want:
			return nil, differs("runs/"+want, "run", "to be there, as "+id+" is", "missing")
		}
		r, err := v.verifyRun(v.engagement.at("runs/" + id))
		if err != nil {
			return nil, err
		}
		v.runs[id] = r
	}
	return runs, nil
}

// list gives the names in a folder, sorted, without hidden files: these are in progress. A folder that is not there is empty.
func (f folder) list(name string) ([]string, error) {
	entries, err := os.ReadDir(f.at(name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Broken, "list %s: %w", f.named(name), err)
	}
	out := []string{}
	for _, d := range entries {
		if !strings.HasPrefix(d.Name(), ".") {
			out = append(out, d.Name())
		}
	}
	return out, nil
}

// unknown lists the files of evidence that are not in the ledger.
func (v *verifier) unknown() ([]string, error) {
	known, out := filesOf(v.ledger), []string{}
	err := filepath.WalkDir(v.engagement.at("evidence"), func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return fs.SkipAll
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(v.engagement.root, file)
		if name := filepath.ToSlash(rel); err == nil && isEvidence(name) && !known[name] {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		return nil, fault.New(fault.Broken, "list evidence: %w", err)
	}
	slices.Sort(out)
	return out, nil
}
