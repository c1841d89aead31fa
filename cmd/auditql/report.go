package main

import (
	"slices"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) reportCommand() *cobra.Command {
	var format, runID string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Render the record of a run",
		Long: `Render the record of a run: for the terminal, as one HTML page or as Markdown for a workpaper, as CSV with a line per test, or as JSON, which
is the record itself. A report is rendered from the record only; the same record gives the same bytes.`,
		Example: `  auditql report
  auditql report --format html > report.html
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
			case "html":
				return a.reportHTML(e, run)
			case "md":
				return a.reportMarkdown(e, run)
			}
			return report.RunTable(a.out, run, a.width())
		},
	}
	cmd.Flags().StringVar(&runID, "run", "", "the run (default: the last)")
	formatFlag(cmd, &format, "table", "html", "md", "csv", "json")
	return cmd
}

func (a *app) reportHTML(e *engagement.Engagement, run *record.Run) error {
	views, err := viewsOf(e, run)
	if err != nil {
		return err
	}
	return report.RunHTML(a.out, run, e.Path("runs", run.ID), views)
}

func (a *app) reportMarkdown(e *engagement.Engagement, run *record.Run) error {
	views, err := viewsOf(e, run)
	if err != nil {
		return err
	}
	return report.RunMarkdown(a.out, run, views)
}

// viewsOf gives the datasets that a run has read.
func viewsOf(e *engagement.Engagement, run *record.Run) ([]report.DatasetView, error) {
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, l := range run.Evidence {
		used[l.Dataset] = true
	}
	return slices.DeleteFunc(evidenceViews(ledger, nil), func(v report.DatasetView) bool { return !used[v.Dataset] }), nil
}
