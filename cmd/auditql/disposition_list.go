package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"auditql/analytics/disposition"
	"auditql/analytics/engagement"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) dispositionListCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Count the exceptions of the last run by what they turned out to be",
		Example: `  auditql disposition list
  auditql disposition list --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			run, err := readRun(e, "")
			if err != nil {
				return err
			}
			views, err := dispositionsOf(e, run)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(views)
			}
			return report.DispositionTable(a.out, views, a.width())
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// dispositionsOf counts the exceptions of a run by their disposition, test by test.
func dispositionsOf(e *engagement.Engagement, run *record.Run) ([]report.DispositionView, error) {
	log, err := disposition.Read(e.Path(disposition.FileName))
	if err != nil {
		return nil, err
	}
	standing, views := disposition.Current(log), []report.DispositionView{}
	for i := range run.Tests {
		t := &run.Tests[i]
		x := t.Section(script.Exceptions)
		if t.Exceptions == 0 || x == nil || x.File == nil {
			continue
		}
		tally, err := standing.Count(t, e.Path("runs", run.ID, filepath.FromSlash(x.File.Path)))
		if err != nil {
			return nil, err
		}
		views = append(views, report.DispositionView{Test: t.ID, Exceptions: t.Exceptions, Tally: tally})
	}
	return views, nil
}
