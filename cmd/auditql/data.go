package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) dataCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "data [DATASET]",
		Short: "Show the evidence: loads, counts, period, intake checks",
		Long:  "Show what evidence there is, and for one dataset its loads, files and intake checks.",
		Example: `  auditql data
  auditql data account
  auditql data rejects account
  auditql data accept account ipe-04 --why "the system has exactly 100 users, screen shot E-12"
  auditql data trace worksheet account > trace.csv`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeDatasets,
		RunE: func(_ *cobra.Command, args []string) error {
			e, ledger, err := a.ledger()
			if err != nil {
				return err
			}
			views := evidenceViews(ledger, args)
			if len(args) == 1 && len(views) == 0 {
				return fault.New(fault.Refused, "there is no evidence of %s in %s", args[0], e.Config.Title).
					Hint("auditql show %s says how it is obtained", args[0])
			}
			if format == "json" {
				return a.printJSON(views)
			}
			if err := report.Evidence(a.out, views, len(args) == 1, a.width()); err != nil {
				return err
			}
			if len(views) == 0 {
				fmt.Fprintln(a.err, nothingLoaded)
			}
			return nil
		},
	}
	formatFlag(cmd, &format, "table", "json")
	cmd.AddCommand(a.rejectsCommand(), a.acceptCommand(), a.traceCommand())
	return cmd
}

// nothingLoaded is what an engagement without evidence is told.
const nothingLoaded = "auditql: hint: nothing is loaded yet; auditql request lists what to ask the auditee for, and auditql load FOLDER loads it"

// unloaded says that an engagement has no evidence at all.
func unloaded(e *engagement.Engagement) bool {
	l, err := evidence.ReadLedger(e)
	return err == nil && len(l.Names()) == 0
}

func (a *app) ledger() (*engagement.Engagement, *evidence.Ledger, error) {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return nil, nil, err
	}
	l, err := evidence.ReadLedger(e)
	return e, l, err
}

func evidenceViews(l *evidence.Ledger, only []string) []report.DatasetView {
	views := []report.DatasetView{}
	for _, dataset := range l.Names() {
		if len(only) == 1 && only[0] != dataset {
			continue
		}
		v := report.DatasetView{Dataset: dataset}
		for _, load := range l.Of(dataset) {
			load.Checks = l.Checks(load)
			v.Add(load)
		}
		views = append(views, v)
	}
	return views
}

func (a *app) rejectsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rejects [DATASET]",
		Short: "Show the records that could not be loaded",
		Long: `Show the records that could not be loaded: file, number of the record in it, byte offset in the decompressed text, reason,
and the record itself. A record is kept up to 64 KiB, with its whole length and SHA-256; the table shows its beginning.`,
		Example: `  auditql data rejects
  auditql data rejects audit_event
  auditql data rejects audit_event --format csv > rejects.csv`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeDatasets,
		RunE: func(_ *cobra.Command, args []string) error {
			e, ledger, err := a.ledger()
			if err != nil {
				return err
			}
			var loads []record.Load
			for _, load := range ledger.Loads {
				if load.Rejects != nil && (len(args) == 0 || args[0] == load.Dataset) {
					loads = append(loads, load)
				}
			}
			if len(loads) == 0 {
				fmt.Fprintln(a.err, "no record was rejected")
			}
			return report.Rejects(a.out, format, a.width(), loads, func(p string) string { return e.Path(filepath.FromSlash(p)) })
		},
	}
	formatFlag(cmd, &format, "table", "json", "csv")
	return cmd
}

func (a *app) acceptCommand() *cobra.Command {
	var why string
	cmd := &cobra.Command{
		Use:               "accept DATASET CHECK",
		Short:             "Take a failed intake check upon yourself, with a reason",
		Example:           `  auditql data accept account ipe-04 --why "the system has exactly 100 users, screen shot E-12"`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeDatasets,
		RunE: func(_ *cobra.Command, args []string) error {
			e, ledger, err := a.ledger()
			if err != nil {
				return err
			}
			unlock, err := e.Lock()
			if err != nil {
				return err
			}
			defer unlock()
			n, err := ledger.Accept(e, args[0], args[1], record.Acceptance{Who: who(), Why: strings.TrimSpace(why)})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s accepted for %s of %s\n", args[1], report.Counted(n, "load"), args[0])
			return err
		},
	}
	cmd.Flags().StringVar(&why, "why", "", "the reason (required)")
	_ = cmd.MarkFlagRequired("why")
	return cmd
}

func (a *app) completeDatasets(_ *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	lib, err := a.library()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []string
	for _, c := range lib.contracts.All() {
		if strings.HasPrefix(c.Dataset, start) {
			out = append(out, c.Dataset+"\t"+c.Title)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
