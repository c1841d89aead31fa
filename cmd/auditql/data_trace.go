package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/tracing"
)

func (a *app) traceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trace",
		Short: "Record what came of comparing evidence with the screen of its source (ipe-11)",
		Long: `Record what came of comparing evidence with the system it came from, in both directions. The records of the export that are
to be looked up in the source follow from the hashes of its files; the items of the source that are to be looked up in the
export are the auditor's choice. Results are kept in evidence/traces.jsonl, chained, with who and when; intake check ipe-11
passes when all agree and fails otherwise.`,
		Example: `  auditql data trace worksheet account > trace.csv
  auditql data trace read account trace.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.traceWorksheetCommand(), a.traceReadCommand())
	return cmd
}

func (a *app) traceWorksheetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "worksheet DATASET",
		Short: "Write the records to be traced as a form to fill in",
		Long: `Write the records of a dataset to be looked up in the source as CSV, with the values that the evidence has, and lines for items of
the source, of which the key is to be entered. For each enter result (agrees, differs, not found), reference, and a note
where they do not agree.`,
		Example:           `  auditql data trace worksheet account > trace.csv`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeDatasets,
		RunE: func(_ *cobra.Command, args []string) error {
			form, _, err := a.traceForm(args[0])
			if err != nil {
				return err
			}
			return form.Write(a.out)
		},
	}
}

func (a *app) traceReadCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "read DATASET FILE",
		Short: "Read a completed form back",
		Long: `Read a completed form back: all of it is recorded, or nothing. Every record that is to be traced needs a result and a
reference. An item of the source is looked up: a form that says that it agrees is refused when the evidence has none.`,
		Example:           `  auditql data trace read account trace.csv`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeDatasets,
		RunE:              func(_ *cobra.Command, args []string) error { return a.readTrace(args[0], args[1]) },
	}
}

func (a *app) readTrace(dataset, file string) error {
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	form, ledger, err := a.traceForm(dataset)
	if err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Usage, "read form: %w", err)
	}
	defer f.Close()
	traces, err := form.Read(f)
	if err != nil {
		return fault.At(fault.KindOf(err), file, 0, "%w", err)
	}
	items := 0
	for i := range traces {
		traces[i].By, traces[i].At = who(), a.instant()
		items += len(traces[i].Items)
	}
	if err := ledger.Trace(e, traces); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s recorded for %s of %s\n", report.Counted(items, "item"), report.Counted(len(traces), "load"), dataset)
	return traceOutcome(ledger, form.Loads)
}

// traceOutcome is 3 when something did not agree.
func traceOutcome(ledger *evidence.Ledger, loads []record.Load) error {
	for _, load := range loads {
		for _, c := range ledger.Checks(load) {
			if c.ID == "ipe-11" && c.Status == record.Failed {
				return outcome(fault.Differs)
			}
		}
	}
	return nil
}

// traceForm gives the form of a dataset.
func (a *app) traceForm(dataset string) (tracing.Form, *evidence.Ledger, error) {
	e, lib, err := a.open()
	if err != nil {
		return tracing.Form{}, nil, err
	}
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return tracing.Form{}, nil, err
	}
	c, ok := lib.contracts.Get(dataset)
	if loads := ledger.Of(dataset); ok && len(loads) > 0 {
		return tracing.Form{Engagement: e, Contract: c, Loads: loads}, ledger, nil
	}
	return tracing.Form{}, nil, fault.New(fault.Refused, "there is no evidence of %s in %s", dataset, e.Config.Title)
}
