package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"auditql/analytics/disposition"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/finding"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) findingCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "finding",
		Short: "Group exceptions into findings and follow them up",
		Long: `Group exceptions into findings: criteria, condition, cause, effect, recommendation, owner, due day and what management
answers. A finding is one YAML file below findings/, which you complete by hand. It names its exceptions by key, so that
each later run says which of them are gone, which are still open, which are new, and for how many days they are known. One that
is an exception again after it was gone, or whose finding was closed, is reopened. auditql init --from carries findings
over into the next period, with the audit and the date in which they were found and what was gone by then.`,
		Example: `  auditql finding new F-01 --test iam-dormant --title "Accounts stay enabled" --owner mlee --due 2026-09-30
  auditql finding list
  auditql finding show F-01
  auditql finding export --format md > findings.md`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.findingNewCommand(), a.findingListCommand(), a.findingShowCommand(), a.findingExportCommand())
	return cmd
}

func (a *app) findingNewCommand() *cobra.Command {
	var tests []string
	f := finding.Finding{Status: "open"}
	cmd := &cobra.Command{
		Use:   "new ID",
		Short: "Write a finding about the exceptions of tests in the last run",
		Long: `Write a finding about all exceptions that the tests have in the last run and that no disposition calls a false positive. The
criteria are taken from the tests and the condition from what they found; the rest is yours to write.`,
		Example: `  auditql finding new F-01 --test iam-dormant --title "Accounts stay enabled" --owner mlee --due 2026-09-30`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			f.ID = args[0]
			return a.findingNew(f, tests)
		},
	}
	cmd.Flags().StringSliceVar(&tests, "test", nil, "the tests whose exceptions it groups")
	cmd.Flags().StringVar(&f.Title, "title", "", "what is wrong, in a phrase")
	cmd.Flags().StringVar(&f.Owner, "owner", "", "who remedies it")
	cmd.Flags().StringVar(&f.Due, "due", "", "by which day, such as 2026-09-30")
	_ = cmd.RegisterFlagCompletionFunc("test", a.completeTests)
	return cmd
}

func (a *app) findingNew(f finding.Finding, tests []string) error {
	if len(tests) == 0 || f.Title == "" {
		return fault.New(fault.Usage, "--test and --title are needed")
	}
	if _, err := time.Parse(time.DateOnly, f.Due); f.Due != "" && err != nil {
		return fault.New(fault.Usage, "--due %s, expected a day such as 2026-09-30", f.Due)
	}
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	log, err := disposition.Read(e.Path(disposition.FileName))
	if err != nil {
		return err
	}
	n := 0
	for _, test := range tests {
		run, t, file, err := a.exceptionsOf(e, test)
		if err != nil {
			return err
		}
		g, err := groupOf(t, file, disposition.Current(log))
		if err != nil {
			return err
		}
		f.Exceptions, f.Run, f.Found, n = append(f.Exceptions, g), run.ID, run.Engagement.AsOf, n+len(g.Keys)
		f.Criteria, f.Condition = join(f.Criteria, t.Objective), join(f.Condition, condition(t, len(g.Keys)))
		if f.Severity == "" {
			f.Severity = t.Severity
		}
	}
	if n == 0 {
		return fault.New(fault.Usage, "%s found no exception that is not a false positive", strings.Join(tests, ", "))
	}
	if _, err := finding.Write(e.Path(finding.Folder), f); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "findings/%s.yaml: %s exceptions; write cause, effect and recommendation into it\n", report.Clean(f.ID), report.Count(int64(n)))
	return err
}

func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

func condition(t *record.Test, n int) string {
	return fmt.Sprintf("%d of %d items of %s are exceptions (%s).", n, t.Population.Count-t.Excluded, t.ID, t.Title)
}

func groupOf(t *record.Test, file string, standing disposition.Standing) (finding.Group, error) {
	g := finding.Group{Test: t.ID}
	err := disposition.Items(t, file, func(key []string, _ string) error {
		if d, _ := standing.Of(t.ID, key); d.Status != record.FalsePositive {
			g.Keys = append(g.Keys, key)
		}
		return nil
	})
	return g, err
}
