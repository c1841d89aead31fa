package main

import (
	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/report"
)

func (a *app) reportCommand() *cobra.Command {
	var format, runID string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Render the record of a run",
		Long: `Render the record of a run: for the terminal, as Markdown for a workpaper, as CSV with a line per test, or as JSON, which
is the record itself. A report is rendered from the record only; the same record gives the same bytes.`,
		Example: `  auditql report
  auditql report --format md > report.md
  auditql report --run run-0003 --format csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			run, err := readRun(e, runID)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.printJSON(run)
			case "csv":
				return report.RunCSV(a.out, run)
			case "md":
				return report.RunMarkdown(a.out, run)
			}
			return report.RunTable(a.out, run, a.width())
		},
	}
	cmd.Flags().StringVar(&runID, "run", "", "the run (default: the last)")
	formatFlag(cmd, &format, "table", "md", "csv", "json")
	return cmd
}
