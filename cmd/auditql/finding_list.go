package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/finding"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) findingListCommand() *cobra.Command {
	var format, at string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List findings, what became of their exceptions, and which are overdue",
		Example: `  auditql finding list
  auditql finding list --at 2026-10-01 --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			views, err := a.findings(at)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(views)
			}
			return report.FindingTable(a.out, views, a.width())
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "the day on which it is judged what is overdue (default: today)")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) findingShowCommand() *cobra.Command {
	var format, at string
	cmd := &cobra.Command{
		Use:               "show ID",
		Short:             "Show a finding and what became of each of its exceptions",
		Example:           `  auditql finding show F-01`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeFindings,
		RunE: func(_ *cobra.Command, args []string) error {
			views, err := a.findings(at)
			if err != nil {
				return err
			}
			for _, v := range views {
				if v.ID != args[0] {
					continue
				}
				if format == "json" {
					return a.printJSON(v)
				}
				return report.FindingMarkdown(a.out, []report.FindingView{v})
			}
			return fault.New(fault.Usage, "there is no finding %s", args[0]).Hint("auditql finding list lists them")
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "the day on which it is judged what is overdue (default: today)")
	formatFlag(cmd, &format, "md", "json")
	return cmd
}

func (a *app) findingExportCommand() *cobra.Command {
	var format, at string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write all findings for a report or another tool",
		Example: `  auditql finding export --format md > findings.md
  auditql finding export --format csv > findings.csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			views, err := a.findings(at)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.printJSON(views)
			case "csv":
				return report.FindingCSV(a.out, views)
			}
			return report.FindingMarkdown(a.out, views)
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "the day on which it is judged what is overdue (default: today)")
	formatFlag(cmd, &format, "md", "csv", "json")
	return cmd
}

// findings reads all findings and follows them in the last run, if there is one.
func (a *app) findings(at string) ([]report.FindingView, error) {
	day := a.now().UTC()
	if at != "" {
		var err error
		if day, err = time.Parse(time.DateOnly, at); err != nil {
			return nil, fault.New(fault.Usage, "--at %s, expected a day such as 2026-09-30", at)
		}
	}
	e, err := engagement.Find(a.dir)
	if err != nil {
		return nil, err
	}
	run, err := anyRun(e)
	if err != nil {
		return nil, err
	}
	if run == nil {
		run = &record.Run{} // nothing is known of what became of exceptions
	}
	return findingsIn(e, run, day)
}

// findingsIn reads all findings and follows them in a run; day says what is overdue.
func findingsIn(e *engagement.Engagement, run *record.Run, day time.Time) ([]report.FindingView, error) {
	all, err := finding.ReadAll(e.Path(finding.Folder))
	if err != nil || len(all) == 0 {
		return []report.FindingView{}, err
	}
	runs, err := upTo(e, run.ID)
	if err != nil {
		return nil, err
	}
	views := []report.FindingView{}
	for _, f := range all {
		v := report.FindingView{Finding: f, Overdue: f.Overdue(day), Followed: run.ID}
		if v.Progress, v.States, err = finding.Follow(f, runs); err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

// upTo reads the runs of an engagement up to one of them, or all, oldest first.
func upTo(e *engagement.Engagement, last string) ([]finding.Ran, error) {
	ids, err := runsOf(e.Root)
	if err != nil {
		return nil, err
	}
	var out []finding.Ran
	for _, id := range ids {
		if last != "" && id > last {
			continue
		}
		run, err := readRun(e, id)
		if err != nil {
			return nil, err
		}
		out = append(out, finding.Ran{Run: run, Dir: e.Path("runs", id)})
	}
	return out, nil
}

func (a *app) completeFindings(_ *cobra.Command, args []string, start string) (ids []string, _ cobra.ShellCompDirective) {
	e, err := engagement.Find(a.dir)
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all, _ := finding.ReadAll(e.Path(finding.Folder))
	for _, f := range all {
		if strings.HasPrefix(f.ID, start) {
			ids = append(ids, f.ID+"\t"+report.Clean(f.Title))
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}
