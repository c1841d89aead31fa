package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

func (a *app) sampleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sample",
		Short: "Size, draw and evaluate audit samples, and validate the statistics",
		Long: `Size, draw and evaluate audit samples. A sample is drawn by tickets, SHA-256 of seed, scope and key, so that anyone can draw it again
with nothing but SHA-256; recipe.txt beside each selection says how.`,
		Example: `  auditql sample size --confidence 0.95 --tolerable 0.05 --population cicd-unreviewed-merge
  auditql sample draw cicd-unreviewed-merge --n 59 --seed 31415926535897932384
  auditql sample evaluate cicd-unreviewed-merge worksheet.xlsx --tolerable 0.05
  auditql sample validate`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.sampleSizeCommand(), a.sampleDrawCommand(), a.sampleCommitCommand(), a.sampleRevealCommand(), a.sampleExtendCommand(),
		a.sampleEvaluateCommand(), a.sampleDiscardCommand(), a.sampleListCommand(), a.sampleShowCommand(), a.sampleLogCommand(), a.sampleValidateCommand())
	return cmd
}

func (a *app) sampleValidateCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "validate [FILE.json]",
		Short: "Run reference cases: evidence that the statistics are right",
		Long:  "Run the reference cases of a file, or those that are shipped, and compare every number.",
		Example: `  auditql sample validate
  auditql sample validate vectors.json --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			rep, err := validate(args)
			if err != nil {
				return err
			}
			if err := a.printValidation(rep, format); err != nil {
				return err
			}
			if rep.Failed > 0 {
				return outcome(fault.Differs)
			}
			return nil
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func validate(args []string) (sampling.Report, error) {
	if len(args) == 0 {
		return sampling.ValidateShipped()
	}
	f, err := os.Open(args[0])
	if err != nil {
		return sampling.Report{}, fault.New(fault.Usage, "open reference cases: %w", err)
	}
	defer f.Close()
	return sampling.Validate(f)
}

func (a *app) printValidation(rep sampling.Report, format string) error {
	if format == "json" {
		return a.printJSON(rep)
	}
	for _, c := range rep.Cases {
		if !c.OK {
			fmt.Fprintf(a.out, "%s: %s\n  got  %v\n  want %v\n", report.Clean(c.ID), report.Clean(c.Note), c.Got, c.Want)
		}
	}
	_, err := fmt.Fprintf(a.out, "%d passed, %d failed; worst relative error %.2g\n", rep.Passed, rep.Failed, rep.Worst)
	return err
}
