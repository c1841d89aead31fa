package main

import (
	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) requestCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "request [SELECTOR…]",
		Short: "List the evidence to ask for, with the exact commands",
		Long: `List the evidence that the tests wait for: for each dataset the command or call by which the auditee obtains it, its
fields, the period, known limits of the source, and what will be checked on receipt.

Selectors are those of auditql run; without any, all tests count. It works outside of an engagement too, without a period.`,
		Example: `  auditql request iam-terminated-active
  auditql request 'iam-*' --format md > request.md
  auditql request suite:aws --format xlsx > request.xlsx`,
		ValidArgsFunction: a.completeTests,
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := a.request(args)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.printJSON(r)
			case "md":
				return report.RequestMarkdown(a.out, r)
			case "xlsx":
				return report.RequestXLSX(a.out, r)
			}
			return report.Request(a.out, r, a.width())
		},
	}
	formatFlag(cmd, &format, "table", "md", "xlsx", "json")
	return cmd
}

func (a *app) request(selectors []string) (record.Request, error) {
	tests, err := a.selectTests(selectors)
	if err != nil {
		return record.Request{}, err
	}
	lib, err := a.library()
	if err != nil {
		return record.Request{}, err
	}
	e, err := engagement.Find(a.dir)
	if err != nil { // library has refused a folder that was named and is none
		return fieldwork.Ask(nil, lib.contracts, tests, nil)
	}
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return record.Request{}, err
	}
	return fieldwork.Ask(e, lib.contracts, tests, ledger)
}
