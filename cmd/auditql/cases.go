package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/cases"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

const casesHelp = `Perform the cases at the end of test scripts: small fixtures with what the test must say of them. A reason code that no
case shows is reported, because nobody knows whether it works.

With --mutate, small mistakes are put into the SQL, one at a time: a comparison is flipped, a predicate, a DISTINCT or a
COALESCE is dropped, AND becomes OR, an outer join an inner one. Good cases notice each of them. Those that no case noticed
are listed with their lines: add a case, or take out SQL that makes no difference. The exit code is 3 when fewer than 75 in a
hundred are noticed in a test, or fewer than 90 in all tests together. SQL that is refused with its mistake is not counted.

With --watch, the cases of an own script are performed whenever it is saved, until Ctrl-C; the exit code is that of the last ones.

With --from-data, an item of the evidence becomes a case, so that a test can be shown what once went wrong: only the rows and columns on
which its verdict rests, masked. The same name becomes the same word everywhere, numbers keep their gaps, times and amounts are
moved by the same measure; what the script itself names stays. The case is printed, or with --add written into the own script. Read
it before it leaves the engagement: it holds no name, but it tells what happened.`

// casesAsked are the flags of auditql cases.
type casesAsked struct {
	format                       string
	mutate, watch, fromData, add bool
}

func (a *app) casesCommand() *cobra.Command {
	var q casesAsked
	cmd := &cobra.Command{
		Use:   "cases [SELECTOR…]",
		Short: "Perform the cases of test scripts",
		Long:  casesHelp,
		Example: `  auditql cases
  auditql cases iam-dormant
  auditql cases iam-dormant --mutate
  auditql cases suite:own
  auditql cases --watch
  auditql cases --from-data iam-dormant okta 00u1
  auditql cases --from-data my-test okta 00u1 --add`,
		ValidArgsFunction: a.completeTests,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.casesAs(cmd.Context(), args, q) },
	}
	cmd.Flags().BoolVar(&q.mutate, "mutate", false, "put small mistakes into the SQL and list those that no case notices")
	cmd.Flags().BoolVar(&q.watch, "watch", false, "perform the cases of an own script whenever it is saved")
	cmd.Flags().BoolVar(&q.fromData, "from-data", false, "make a case of an item of the evidence, given as TEST KEY…")
	cmd.Flags().BoolVar(&q.add, "add", false, "write the case into the script, which is the engagement's own")
	formatFlag(cmd, &q.format, "table", "json")
	return cmd
}

func (a *app) casesAs(ctx context.Context, args []string, q casesAsked) error {
	switch {
	case q.watch && q.mutate || q.fromData && (q.watch || q.mutate):
		return fault.New(fault.Usage, "--mutate, --watch and --from-data exclude each other")
	case q.add && !q.fromData:
		return fault.New(fault.Usage, "--add goes with --from-data")
	case q.fromData:
		return a.caseFromData(ctx, args, q.add)
	case q.watch:
		return a.watchCases(ctx, args, q.format)
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	tests, err := lib.chosen(args)
	if err != nil {
		return err
	}
	if q.mutate {
		return a.mutateCases(ctx, lib, tests, q.format)
	}
	return a.performCases(ctx, lib, tests, q.format)
}

type caseLine struct {
	Test        string   `json:"test"`
	Case        string   `json:"case"`
	Passed      bool     `json:"passed"`
	Differences []string `json:"differences"`
}

func (a *app) performCases(ctx context.Context, lib *library, tests []*script.Script, format string) error {
	session, err := a.session(ctx, engine.Options{Threads: 1})
	if err != nil {
		return err
	}
	defer session.Close()
	return a.performCasesIn(ctx, session, lib, tests, format)
}

func (a *app) performCasesIn(ctx context.Context, session *engine.Session, lib *library, tests []*script.Script, format string) error {
	lines := []caseLine{}
	failed, gaps := 0, 0
	bar := a.progress("cases")
	for _, t := range tests {
		results, err := cases.Perform(ctx, session, t, lib.contracts)
		if err != nil {
			return err
		}
		for _, r := range results {
			if !r.Passed() {
				failed++
			}
			lines = append(lines, caseLine{t.ID, r.Case.Name, r.Passed(), r.Differences})
		}
		for _, gap := range cases.Gaps(t) {
			gaps++
			lines = append(lines, caseLine{t.ID, "coverage", false, []string{gap}})
		}
		bar.step(t.ID, len(tests))
	}
	bar.end()
	if err := a.printCases(lines, len(tests), failed, gaps, format); err != nil {
		return err
	}
	if failed+gaps > 0 {
		return outcome(fault.Differs)
	}
	return nil
}

func (a *app) printCases(lines []caseLine, tests, failed, gaps int, format string) error {
	if format == "json" {
		return a.printJSON(lines)
	}
	for _, l := range lines {
		if l.Passed {
			continue
		}
		fmt.Fprintf(a.out, "%s: %s\n", l.Test, report.Clean(l.Case))
		for _, d := range l.Differences {
			fmt.Fprintf(a.out, "    %s\n", report.CleanLines(d))
		}
	}
	all, and := len(lines)-gaps, ""
	if gaps > 0 {
		and = "; " + report.Counted(gaps, "gap") + " in what the cases show"
	}
	_, err := fmt.Fprintf(a.out, "%s, %s: %d passed, %d failed%s\n", report.Counted(tests, "test"), report.Counted(all, "case"), all-failed, failed, and)
	return err
}
