package main

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"auditql/analytics/engine"
)

// streams are where a command reads and writes. Data goes to out, everything else to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// app is what every command has at hand.
type app struct {
	streams
	now func() time.Time
	dir string // where the engagement is looked for
}

// version is set by the build; the digest of a run does not depend on it.
var version = "0.1.0"

// run performs one command and gives its exit code.
func run(ctx context.Context, args []string, s streams, now func() time.Time) int {
	if len(args) == 1 && args[0] == workerCommand {
		return exitCode(s.err, engine.Serve(s.in, s.out))
	}
	a := &app{streams: s, now: now, dir: "."}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	cmd, err := root.ExecuteContextC(ctx)
	return exitCode(s.err, neededFlags(cmd, err))
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "auditql",
		Short: "SQL audit analytics that a reviewer can re-perform",
		Long: `auditql loads the exports an auditee gave you, performs audit tests in SQL on the whole population, draws and
evaluates samples, and keeps a record from which a reviewer can re-perform everything.

Exit codes: 0 done, nothing to report; 1 could not be done; 2 asked wrongly; 3 done, and there are exceptions,
failing cases or differences; 4 evidence refused or missing, nothing was concluded.`,
		Example: `  auditql init --title "ITGC 2026 H1" --start 2026-01-01 --end 2026-07-01
  auditql load exports/
  auditql run
  auditql results iam-terminated-active
  auditql sample draw iam-terminated-active --n 25 --seed "$(cat dice.txt)"
  auditql report
  auditql verify`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVarP(&a.dir, "dir", "C", ".", "look for the engagement in this folder and above it")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
	}
	for _, c := range a.commands() {
		c.GroupID = helpGroup[c.Name()]
		root.AddCommand(c)
	}
	root.AddCommand(a.topicCommands()...)
	root.SetHelpCommand(helpCommand())
	explained(root)
	plainFlags(root)
	return root
}
