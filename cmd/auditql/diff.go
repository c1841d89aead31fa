package main

import (
	"context"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/comparison"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/reperformance"
	"auditql/analytics/report"
)

func (a *app) diffCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "diff [OLD [NEW]]",
		Short: "Compare two runs: exceptions that are new, resolved, persisting or reopened",
		Long: `Compare the exceptions of two runs test by test: new, reopened, persisting, resolved, or gone because the item is no longer
in the population; since which run each is known, and what moved the result: evidence, script, parameters, period, waivers or
engine, which is the database and auditql itself. Where several of these differ, the test is performed again with one of them exchanged at a time, old script on new
evidence and new script on old, so that only what moved it is named. That needs the evidence of both sides; where it is not
there, all that differs is named, and said so.

OLD and NEW are runs of this engagement, folders of engagements, of which the last run is taken, folders of runs, or
bundles. Without them the last two runs are compared. Both sides are verified first. Exit code 3: something moved.`,
		Example: `  auditql diff
  auditql diff run-0001 run-0004
  auditql diff ../2025-h2 ../2026-h1
  auditql diff bundle-0003.tar run-0001 --format json`,
		Args:              cobra.MaximumNArgs(2),
		ValidArgsFunction: a.completeRuns,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.diff(cmd.Context(), args, format)
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) diff(ctx context.Context, args []string, format string) error {
	scratch, err := os.MkdirTemp("", "auditql-diff-")
	if err != nil {
		return fault.New(fault.Broken, "compare runs: %w", err)
	}
	defer os.RemoveAll(scratch)
	old, new, err := a.bothSides(ctx, args, scratch)
	if err != nil {
		return err
	}
	for _, s := range []place{old, new} {
		if s.verified {
			continue
		}
		if _, err := bundle.VerifyRun(ctx, s.root, s.Dir); err != nil {
			return err
		}
	}
	history, err := before(old, new)
	if err != nil {
		return err
	}
	rep, err := comparison.Compare(old.Side, new.Side, history)
	if err != nil {
		return err
	}
	if err := a.prove(ctx, rep, old, new, scratch); err != nil {
		return err
	}
	if format == "json" {
		err = a.printJSON(rep)
	} else {
		err = report.ComparisonTable(a.out, rep, a.width())
	}
	if err != nil {
		return err
	}
	for _, t := range rep.Tests {
		if t.Moved() {
			return outcome(fault.Differs)
		}
	}
	return nil
}

// prove finds what moved each test, by performing it under mixed conditions.
func (a *app) prove(ctx context.Context, rep *comparison.Report, old, new place, scratch string) error {
	lib, err := a.libraryOf(nil)
	if err != nil {
		return err
	}
	scripts, err := lib.scripts()
	if err != nil {
		return err
	}
	plan := reperformance.Plan{Contracts: lib.contracts, Scripts: scripts, Start: a.session, Tool: record.Tool{Version: version, Engine: engine.Version}}
	sides := map[bool]reperformance.Side{false: {Root: old.root, Run: old.Run}, true: {Root: new.root, Run: new.Run}}
	return rep.Prove(old.Side, new.Side, func(test string, fromNew []comparison.Cause) (comparison.Side, error) {
		from := func(c comparison.Cause) reperformance.Side { return sides[slices.Contains(fromNew, c)] }
		var err error
		if plan.Scratch, err = os.MkdirTemp(scratch, "mixed-"); err != nil {
			return comparison.Side{}, fault.New(fault.Broken, "compare runs: %w", err)
		}
		run, dir, err := reperformance.Mixed(ctx, plan, test, reperformance.Mix{
			Evidence: from(comparison.Evidence), Script: from(comparison.Script), Params: from(comparison.Parameters), Frame: from(comparison.Frame), Waivers: from(comparison.Waivers),
		})
		return comparison.Side{Name: "mixed", Run: run, Dir: dir}, err
	})
}
