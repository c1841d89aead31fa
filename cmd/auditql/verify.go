package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/report"
)

func (a *app) verifyCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "verify [RUN]",
		Short: "Prove that a run is what was recorded, without the database",
		Long: `Read every file of a run and of the evidence before it with a second reader that is not the database, compute every
hash, count, digest and population root again, and check that each verdict follows. The first difference is named.`,
		Example: `  auditql verify
  auditql verify run-0003
  auditql verify --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			id := ""
			if len(args) == 1 {
				id = args[0]
			}
			if id, err = lastRun(e, id); err != nil {
				return err
			}
			rep, err := bundle.VerifyRun(e.Root, e.Path("runs", id))
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(rep)
			}
			_, err = fmt.Fprintf(a.out, "%s is as recorded: %s\n", report.Clean(id), rep)
			return err
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}
