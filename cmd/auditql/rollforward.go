package main

import (
	"context"
	"fmt"
	"os"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/finding"
	"auditql/analytics/report"
	"auditql/analytics/waiver"
)

// keptFiles are the files and folders that the auditor keeps from one period to the next, besides what the engagement names.
var keptFiles = []string{"rcm.yaml", "rcm.csv", "findings"}

// rollForward makes the engagement of the next period from one, or from a bundle, which is verified first.
func (a *app) rollForward(ctx context.Context, dir, from, title, start, end, asOf string) error {
	if end == "" {
		return fault.New(fault.Usage, "--end is needed: the day after the last of the new period")
	}
	info, err := os.Stat(from)
	if err != nil {
		return fault.New(fault.Usage, "read %s: %w", from, err)
	}
	root := from
	if !info.IsDir() {
		scratch, err := os.MkdirTemp("", "auditql-from-")
		if err != nil {
			return fault.New(fault.Broken, "unpack bundle: %w", err)
		}
		defer os.RemoveAll(scratch)
		if root, _, err = a.unpack(ctx, from, scratch); err != nil {
			return err
		}
	}
	old, err := engagement.Find(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fault.New(fault.Broken, "make engagement: %w", err)
	}
	next, err := old.RollForward(dir, title, start, end, asOf)
	if err != nil {
		return err
	}
	return a.carryOver(old, next)
}

// carryOver takes along what the auditor wrote about the audit, and says what is to be done.
func (a *app) carryOver(old, next *engagement.Engagement) error {
	for _, name := range keptFiles {
		info, err := os.Stat(old.Path(name))
		switch {
		case os.IsNotExist(err):
			continue
		case err == nil && info.IsDir():
			err = os.CopyFS(next.Path(name), os.DirFS(old.Path(name)))
		case err == nil:
			var data []byte
			if data, err = os.ReadFile(old.Path(name)); err == nil {
				err = engagement.WriteFile(next.Path(name), data, 0o644)
			}
		}
		if err != nil {
			return fault.New(fault.Broken, "carry %s over: %w", name, err)
		}
	}
	findings, err := carryFindings(old, next)
	if err != nil {
		return err
	}
	waivers, err := waiver.Read(old.Path(waiver.FileName))
	if err != nil {
		return err
	}
	if len(waivers) > 0 {
		if err := engagement.WriteFile(next.Path(waiver.FileName), []byte(waiver.Renew(waivers, next.Period.Start)), 0o644); err != nil {
			return err
		}
	}
	again, err := waiver.Read(next.Path(waiver.FileName))
	if err != nil {
		return err
	}
	carried := ""
	if len(waivers) > 0 {
		carried = fmt.Sprintf("%d of %s carried over, to be renewed\n", len(again), report.Counted(len(waivers), "waiver"))
	}
	if findings > 0 {
		carried += fmt.Sprintf("%s carried over\n", report.Counted(findings, "finding"))
	}
	_, err = fmt.Fprintf(a.out, "engagement %q, %s to %s, after %q\n%snext: auditql load FOLDER\n", report.Clean(next.Config.Title),
		engagement.Text(next.Period.Start), engagement.Text(next.Period.End), report.Clean(old.Config.Title), carried)
	return err
}

// carryFindings writes each finding anew: its exceptions were found in a run of the audit before, and some are gone already. It
// counts them.
func carryFindings(old, next *engagement.Engagement) (int, error) {
	all, err := finding.ReadAll(old.Path(finding.Folder))
	if err != nil || len(all) == 0 {
		return 0, err
	}
	runs, err := upTo(old, "")
	if err != nil {
		return 0, err
	}
	audit := fmt.Sprintf("%s, %s to %s", old.Config.Title, old.Config.Period.Start, old.Config.Period.End)
	for _, f := range all {
		_, states, err := finding.Follow(f, runs)
		if err != nil {
			return 0, err
		}
		if err := engagement.WriteFile(next.Path(finding.Folder, f.ID+".yaml"), []byte(f.CarriedOver(audit, runs, states).Text()), 0o644); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
