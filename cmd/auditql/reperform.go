package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/reperformance"
	"auditql/analytics/report"
)

func (a *app) reperformCommand() *cobra.Command {
	var format, exports string
	var runs []string
	var threads int
	cmd := &cobra.Command{
		Use:   "reperform BUNDLE",
		Short: "Perform the runs of a bundle again, and compare row by row",
		Long: `Verify a bundle, perform its runs again with the scripts, contracts and parameters that are in it, and compare test by test
and row by row. With --from-exports the evidence is loaded again too, from the files that the auditee gave.

What exceptions turned out to be is compared too: an item with a disposition must be an exception again. A difference is put
down to the script, a parameter, a waiver, the evidence, or, when nothing else differs, the engine. Exit code 0: everything came
out the same; 3: something did not; 4: evidence or an export is missing.`,
		Example: `  auditql reperform bundle-0001.tar
  auditql reperform bundle-0001.tar --run run-0003
  auditql reperform bundle-0001.tar --from-exports /media/case-17/exports --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.reperform(cmd.Context(), args[0], reperformance.Plan{Runs: runs, Exports: exports, Threads: threads}, format)
		},
	}
	cmd.Flags().StringVar(&exports, "from-exports", "", "folder with the exports as they were handed over")
	cmd.Flags().StringSliceVar(&runs, "run", nil, "the runs (default: all)")
	cmd.Flags().IntVar(&threads, "threads", 0, "threads of the database (default: the number of cores)")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) reperform(ctx context.Context, file string, p reperformance.Plan, format string) error {
	scratch, err := os.MkdirTemp("", "auditql-reperform-")
	if err != nil {
		return fault.New(fault.Broken, "reperform bundle: %w", err)
	}
	defer os.RemoveAll(scratch)
	payload, sealed, err := a.unpack(ctx, file, scratch)
	if err != nil {
		return err
	}
	lib, err := a.libraryOf(nil)
	if err != nil {
		return err
	}
	p.Payload, p.Scratch, p.Contracts, p.Start = payload, scratch, lib.contracts, a.session
	p.Tool = record.Tool{Version: version, Engine: engine.Version}
	if p.Scripts, err = lib.scripts(); err != nil {
		return err
	}
	if p.Runs == nil {
		p.Runs = sealed.Runs
	}
	rep, err := reperformance.Perform(ctx, p)
	if err != nil {
		return err
	}
	if format == "json" {
		err = a.printJSON(rep)
	} else {
		err = a.printReperformed(file, rep)
	}
	if err == nil && !rep.Identical {
		return outcome(fault.Differs)
	}
	return err
}

func (a *app) printReperformed(file string, rep reperformance.Report) error {
	for _, l := range rep.Evidence {
		if !l.Identical {
			fmt.Fprintf(a.out, "%s, load %s: %s\n", l.Dataset, l.Load, describe(l.Difference))
		}
	}
	if n := len(rep.Unused); n > 0 {
		fmt.Fprintf(a.out, "not loaded of the exports: %s, such as %s\n", report.Counted(n, "file"), report.Clean(rep.Unused[0]))
	}
	tests := 0
	for _, r := range rep.Runs {
		tests += len(r.Tests)
		same := 0
		for _, t := range r.Tests {
			if t.Identical {
				same++
				continue
			}
			fmt.Fprintf(a.out, "%s %s differs by %s: %s\n", r.ID, t.ID, t.Cause, describe(t.Difference))
		}
		fmt.Fprintf(a.out, "%s: tests that are identical: %d of %d; performed with auditql %s, %s, now with %s, %s\n", r.ID, same, len(r.Tests),
			report.Clean(r.Tool.Version), report.Clean(r.Tool.Engine), rep.Tool.Version, rep.Tool.Engine)
	}
	for _, d := range rep.Dispositions.Lost {
		fmt.Fprintf(a.out, "%s %s %s was marked %s and is no exception now\n", d.Run, d.Test, report.Clean(strings.Join(d.Key, " ")), d.As)
	}
	if n := rep.Dispositions.Held; n > 0 {
		fmt.Fprintf(a.out, "dispositions of items that are exceptions again: %d\n", n)
	}
	what := "identical"
	if !rep.Identical {
		what = "not identical"
	}
	_, err := fmt.Fprintf(a.out, "%s: %s; %s and %s of %s were performed again\n", report.Clean(file), what, report.Counted(len(rep.Evidence), "load"), report.Counted(tests, "test"), report.Counted(len(rep.Runs), "run"))
	return err
}

// describe says a difference in one line: what, where, and how it was and is.
func describe(d *reperformance.Difference) string {
	var b strings.Builder
	b.WriteString(d.What)
	if d.Row > 0 {
		fmt.Fprintf(&b, ", row %d %s", d.Row, d.Key)
	}
	if d.Column != "" {
		fmt.Fprintf(&b, ", column %s", d.Column)
	}
	fmt.Fprintf(&b, ": recorded %s, found %s", d.Recorded, d.Found)
	return report.Clean(b.String())
}
