package main

import (
	"github.com/spf13/cobra"

	"auditql/analytics/coverage"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/script"
	"auditql/analytics/waiver"
)

func (a *app) coverageCommand() *cobra.Command {
	var format, framework string
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "List controls with their tests, the evidence at hand and the last results",
		Long: `List the controls that tests name, with the tests, whether their evidence is there, and what they came to in the last run.

Where the engagement has a risk-control matrix, rcm.yaml or rcm.csv, its risks are listed by score (impact × likelihood, each from 1 to 5)
with their controls and tests, and so are risks without a control, key controls without a test, and tests without a control:

  risks:
    - {id: R-1, title: Leavers keep their access, impact: 4, likelihood: 3}
  controls:
    - {id: C-1, title: Accounts of leavers are disabled, key: true, risks: [R-1], tests: [iam-terminated-active]}

rcm.csv says the same in rows with the columns risk_id, risk_title, impact, likelihood, control_id, control_title, key_control
(yes or no) and tests (separated by spaces), one row for each pair of a risk and a control.`,
		Example: `  auditql coverage --framework nist-800-53r5
  auditql coverage --framework pci-dss-4
  auditql coverage --framework 'cis-*'
  auditql coverage --framework soc2-tsc-2017 --format md > coverage.md`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v, err := a.coverage(framework)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.printJSON(v)
			case "md":
				return report.CoverageMarkdown(a.out, v)
			}
			return report.CoverageTable(a.out, v, a.width())
		},
	}
	cmd.Flags().StringVar(&framework, "framework", "", "only the controls of this framework, such as nist-800-53r5, pci-dss-4 or cis-* (default: all that tests name)")
	_ = cmd.RegisterFlagCompletionFunc("framework", a.completeFrameworks)
	formatFlag(cmd, &format, "table", "md", "json")
	return cmd
}

func (a *app) completeFrameworks(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	tests, err := a.selectTests(nil)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return coverage.Frameworks(tests), cobra.ShellCompDirectiveNoFileComp
}

func (a *app) coverage(framework string) (v report.CoverageView, err error) {
	e, lib, err := a.open()
	if err != nil {
		return v, err
	}
	set, err := lib.scripts()
	if err != nil {
		return v, err
	}
	tests, err := set.Select(nil)
	if err != nil {
		return v, err
	}
	run, err := anyRun(e)
	if err != nil {
		return v, err
	}
	states, err := statesOf(e, lib, set, run)
	if err != nil {
		return v, err
	}
	if v.Controls, err = coverage.Controls(tests, framework, states); err != nil {
		return v, err
	}
	matrix, err := coverage.Read(e.Root, set)
	if err == nil && matrix != nil {
		judged := matrix.Judge(states, run)
		v.Matrix = &judged
	}
	return v, err
}

// statesOf says of every test what evidence is there and what it came to.
func statesOf(e *engagement.Engagement, lib *library, set *script.Set, run *record.Run) (map[string]coverage.State, error) {
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return nil, err
	}
	waivers, err := waiver.Read(e.Path(waiver.FileName))
	if err != nil {
		return nil, err
	}
	states := map[string]coverage.State{}
	for _, t := range set.Scripts {
		states[t.ID] = coverage.NewState(t, fieldwork.Lack(t, lib.contracts, len(waivers), ledger), run)
	}
	return states, nil
}
