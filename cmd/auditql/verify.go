package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/report"
)

func (a *app) verifyCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "verify [RUN]",
		Short: "Prove that a run is what was recorded, without the database",
		Long: `Read every file of a run and of the evidence before it with a second reader that shares no code with the database,
compute every hash, count, digest and population root again, and check that each verdict follows. The first difference is
named, with exit code 3.`,
		Example: `  auditql verify
  auditql verify run-0003
  auditql verify --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id := ""
			if len(args) == 1 {
				id = args[0]
			}
			return a.verify(cmd.Context(), id, format)
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) verify(ctx context.Context, id, format string) error {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	if id, err = lastRun(e, id); err != nil {
		return err
	}
	rep, err := bundle.VerifyRun(ctx, e.Root, e.Path("runs", id))
	if format == "json" && (err == nil || fault.KindOf(err) == fault.Differs) {
		if jsonErr := a.printJSON(rep); jsonErr != nil {
			return jsonErr
		}
	}
	if err != nil || format == "json" {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s is as recorded: %d tests on %d loads, %s files with %s bytes hashed, %s rows read again\ndigest %s\n",
		report.Clean(id), rep.Tests, rep.Loads, report.Count(int64(rep.Files)), report.Count(rep.Bytes), report.Count(rep.Rows), rep.Digest)
	return err
}
