package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/waiver"
)

func (a *app) waiversCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "waivers",
		Short: "List the waivers of the engagement and what they accept",
		Long: `List the waivers that the auditor keeps in waivers.yaml, whether each is in force at the audit date, and how many exceptions of
the last run it names.

A waiver removes no exception. Exceptions are counted gross, waived and net; "auditql results" names the waiver of each.
Expired, unmatched and self-approved waivers are exceptions of the test gen-waivers. The file has this form:

  waivers:
    - id: W-1
      test: iam-dormant
      key: [okta, 00u1]       # the item; or where: {system: okta, reason_code: [R1, R2]}
      reason: The account is kept for the year-end close.
      requested_by: mlee
      approver: ciso
      ticket: RISK-12
      from: 2026-01-01        # the first moment for which it holds
      to: 2027-01-01          # the first moment for which it no longer does
      compensating: Sign-ins are reviewed weekly.`,
		Example: `  auditql waivers
  auditql waivers --format json
  auditql run iam-dormant gen-waivers`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.waivers(format) },
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) waivers(format string) error {
	e, _, err := a.open()
	if err != nil {
		return err
	}
	all, err := waiver.Read(e.Path(waiver.FileName))
	if err != nil {
		return err
	}
	run, err := anyRun(e)
	if err != nil {
		return err
	}
	if run == nil {
		run = &record.Run{} // nothing is known of what a waiver accepts
	}
	views := []report.WaiverView{}
	for _, w := range all {
		views = append(views, waiverView(run, w.Test, w.Standing(e.AsOf)))
	}
	switch {
	case format == "json":
		return a.printJSON(views)
	case len(views) == 0:
		_, err = fmt.Fprintf(a.out, "no waivers; they are kept in %s\n", waiver.FileName)
		return err
	}
	return report.WaiverTable(a.out, views, a.width())
}

// waiverView adds to a waiver what it accepts in a run that performed its test.
func waiverView(run *record.Run, test string, w record.Waiver) report.WaiverView {
	for _, t := range run.Tests {
		if t.ID != test || t.Verdict == record.NotRun {
			continue
		}
		for _, x := range t.Waivers {
			if x.ID == w.ID {
				w.Matched, w.Own = x.Matched, x.Own
				return report.WaiverView{Test: test, Waiver: w, Performed: true}
			}
		}
	}
	return report.WaiverView{Test: test, Waiver: w}
}
