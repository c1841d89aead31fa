package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"auditql/analytics/disposition"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) dispositionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "disposition",
		Short: "Record what each exception turned out to be",
		Long: `Record what each exception turned out to be after follow-up: valid, a false positive, or compensated by another control.
A disposition changes no result. It is kept in dispositions.jsonl, chained to the one before; a later one about the same
item takes its place. Reports count the exceptions that have none.`,
		Example: `  auditql disposition set iam-dormant okta 00u1 --as valid --reason "Confirmed by the owner on 3 July."
  auditql disposition worksheet iam-dormant > todo.csv
  auditql disposition read iam-dormant todo.csv
  auditql disposition list`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.dispositionSetCommand(), a.dispositionWorksheetCommand(), a.dispositionReadCommand(), a.dispositionListCommand())
	return cmd
}

func (a *app) dispositionSetCommand() *cobra.Command {
	var as, reason, evidence string
	cmd := &cobra.Command{
		Use:   "set TEST KEY…",
		Short: "Record the disposition of one exception of the last run",
		Example: `  auditql disposition set iam-dormant okta 00u1 --as valid --reason "Confirmed by the owner on 3 July."
  auditql disposition set iam-dormant okta 00u2 --as "false positive" --reason "On parental leave." --evidence HR-114`,
		Args:              cobra.MinimumNArgs(2),
		ValidArgsFunction: a.completeTests,
		RunE: func(_ *cobra.Command, args []string) error {
			d := record.Disposition{Test: args[0], Key: args[1:], Status: record.DispositionStatus(as), Reason: reason, Evidence: evidence}
			return a.dispose(args[0], func(t *record.Test, file string) ([]record.Disposition, error) {
				if err := disposition.Check(d); err != nil {
					return nil, err
				}
				return []record.Disposition{d}, isException(t, file, d.Key)
			})
		},
	}
	cmd.Flags().StringVar(&as, "as", "", "valid, false positive or compensated")
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.Flags().StringVar(&evidence, "evidence", "", "where what supports it is filed")
	_ = cmd.RegisterFlagCompletionFunc("as", cobra.FixedCompletions([]string{"valid", "false positive", "compensated"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func isException(t *record.Test, file string, key []string) error {
	found := false
	err := disposition.Items(t, file, func(k []string, _ string) error { found = found || slices.Equal(k, key); return nil })
	if err == nil && !found {
		err = fault.New(fault.Usage, "%s is no exception of %s in the last run", strings.Join(key, " "), t.ID).
			Hint("the key is %s; auditql results %s lists the exceptions", strings.Join(t.Key, ", "), t.ID)
	}
	return err
}

// dispose adds dispositions about exceptions of a test in the last run, all or none.
func (a *app) dispose(test string, give func(t *record.Test, file string) ([]record.Disposition, error)) error {
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	run, t, file, err := a.exceptionsOf(e, test)
	if err != nil {
		return err
	}
	given, err := give(t, file)
	if err != nil {
		return err
	}
	log, err := disposition.Read(e.Path(disposition.FileName))
	if err != nil {
		return err
	}
	for _, d := range given {
		d.By, d.At, d.Run = who(), a.now().UTC().Format(time.RFC3339), run.ID
		log = record.Append(log, d)
	}
	data, err := record.EncodeLog(log)
	if err != nil {
		return fault.New(fault.Broken, "write dispositions: %w", err)
	}
	if err := engagement.WriteFile(e.Path(disposition.FileName), data, 0o644); err != nil {
		return err
	}
	tally, err := disposition.Current(log).Count(t, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s recorded; of the exceptions of %s, %s valid, %s false positive, %s compensated, %s without a disposition\n", report.Count(int64(len(given))),
		t.ID, report.Count(tally.Valid), report.Count(tally.FalsePositive), report.Count(tally.Compensated), report.Count(tally.None))
	return err
}

// exceptionsOf finds the exceptions of a test in the last run with it.
func (a *app) exceptionsOf(e *engagement.Engagement, test string) (*record.Run, *record.Test, string, error) {
	run, err := a.runOf(e, "", test)
	if err != nil {
		return nil, nil, "", err
	}
	t, file, err := sectionFile(run, test, script.Exceptions)
	if err == nil && file == nil {
		err = fault.New(fault.Usage, "%s has no exceptions in %s", test, run.ID)
	}
	if err != nil {
		return nil, nil, "", err
	}
	return run, t, e.Path("runs", run.ID, filepath.FromSlash(file.Path)), nil
}

func (a *app) dispositionWorksheetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "worksheet TEST",
		Short: "Write the exceptions of a test as a worksheet to fill in",
		Long: `Write the exceptions of a test in the last run as CSV: an item a line, with the columns disposition, why and evidence to
fill in. Cells that a spreadsheet would take for a formula begin with an apostrophe.`,
		Example:           `  auditql disposition worksheet iam-dormant > todo.csv`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(_ *cobra.Command, args []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			_, t, file, err := a.exceptionsOf(e, args[0])
			if err != nil {
				return err
			}
			log, err := disposition.Read(e.Path(disposition.FileName))
			if err != nil {
				return err
			}
			return disposition.Current(log).WriteWorksheet(a.out, t, file)
		},
	}
}

func (a *app) dispositionReadCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "read TEST FILE",
		Short:             "Read a completed worksheet back",
		Long:              "Read a completed worksheet back: all of its dispositions are recorded, or none. A line that is about no exception is refused.",
		Example:           `  auditql disposition read iam-dormant todo.csv`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeTests,
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[1])
			if err != nil {
				return fault.New(fault.Usage, "read worksheet: %w", err)
			}
			return a.dispose(args[0], func(t *record.Test, file string) ([]record.Disposition, error) {
				given, _, err := disposition.ReadWorksheet(bytes.NewReader(data), t, file)
				if err != nil {
					return nil, fault.At(fault.KindOf(err), args[1], 0, "%w", err)
				}
				return given, nil
			})
		},
	}
}
