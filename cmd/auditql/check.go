package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/exchange"
	"auditql/analytics/fault"
	"auditql/analytics/lint"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) checkCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "check [SELECTOR|FILE…]",
		Short: "Find mistakes in test scripts before evidence does",
		Long: `Find mistakes in test scripts: what does not parse or is refused by the engine, and what is performed without a complaint
and is wrong all the same. A finding is FILE:LINE:COLUMN, the rule, what is wrong, and a hint; the exit code is 3 when there are any.
Nothing is performed on evidence. auditql help scripts lists the rules, and says how to tell that one does not apply.`,
		Example: `  auditql check
  auditql check iam-dormant
  auditql check queries/my-test.sql suite:own
  auditql check --format sarif > check.sarif`,
		ValidArgsFunction: a.completeScripts,
		RunE: func(cmd *cobra.Command, args []string) error {
			lib, err := a.library()
			if err != nil {
				return err
			}
			tests, found, err := toCheck(lib, args)
			if err != nil {
				return err
			}
			more, err := a.lint(cmd.Context(), lib, tests)
			if err != nil {
				return err
			}
			found = append(found, more...)
			for i := range found {
				found[i].File = a.ownFile(found[i].File)
			}
			return a.printFindings(found, len(tests), format)
		},
	}
	formatFlag(cmd, &format, "text", "json", "sarif")
	return cmd
}

// ownFile gives the path, from here, of a script that lies in a folder of the engagement, so that an editor finds it. Scripts know
// their names in that folder only.
func (a *app) ownFile(name string) string {
	e, err := engagement.Find(a.dir)
	if err != nil || name == "" {
		return name
	}
	here, err := os.Getwd()
	if err != nil {
		return name
	}
	for _, folder := range e.Config.Queries {
		file := e.Path(folder, name)
		if _, err := os.Stat(file); err != nil {
			continue
		}
		if rel, err := filepath.Rel(here, file); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return name
}

// completeScripts completes tests, and files of SQL.
func (a *app) completeScripts(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	tests, directive := a.completeTests(cmd, args, start)
	if len(tests) == 0 {
		return []string{"sql"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return tests, directive
}

// toCheck gives the scripts that are meant, and a finding for each that cannot be read.
func toCheck(lib *library, args []string) ([]*script.Script, []lint.Finding, error) {
	var tests []*script.Script
	found := []lint.Finding{}
	var selectors []string
	for _, arg := range args {
		if !strings.HasSuffix(arg, ".sql") {
			selectors = append(selectors, arg)
			continue
		}
		text, err := os.ReadFile(arg)
		if err != nil {
			return nil, nil, fault.New(fault.Usage, "read script: %w", err)
		}
		s, err := script.Parse(filepath.ToSlash(arg), string(text))
		if err != nil {
			found = append(found, lint.Of("script", err))
		} else {
			tests = append(tests, s)
		}
	}
	if len(args) > 0 && len(selectors) == 0 {
		return tests, found, nil
	}
	set, broken, err := script.Collect(lib.queries...)
	if err != nil {
		return nil, nil, err
	}
	for _, b := range broken { // whatever was selected: it may be one of these
		found = append(found, lint.Of("script", b))
	}
	chosen, err := set.Select(selectors)
	if err != nil && len(broken) == 0 {
		return nil, nil, err
	}
	return append(tests, chosen...), found, nil
}

func (a *app) lint(ctx context.Context, lib *library, tests []*script.Script) ([]lint.Finding, error) {
	session, err := a.session(ctx, engine.Options{Threads: 1})
	if err != nil {
		return nil, err
	}
	defer func() { session.Close() }()
	var out []lint.Finding
	bar := a.progress("check")
	for _, t := range tests {
		found, err := lint.Check(ctx, session, t, lib.contracts)
		if err != nil {
			return nil, errors.Join(ctx.Err(), err)
		}
		out = append(out, found...)
		bar.step(t.ID, len(tests))
	}
	bar.end()
	return out, nil
}

func (a *app) printFindings(found []lint.Finding, tests int, format string) error {
	slices.SortStableFunc(found, func(x, y lint.Finding) int { return cmp.Compare(x.File, y.File) })
	switch format {
	case "json":
		if err := a.printJSON(found); err != nil {
			return err
		}
	case "sarif":
		places := make([]exchange.Place, len(found))
		for i, f := range found {
			places[i] = exchange.Place(f)
		}
		if err := exchange.WritePlaces(a.out, version, places); err != nil {
			return err
		}
	default:
		for _, f := range found {
			fmt.Fprintf(a.out, "%s: %s: %s\n", report.Clean(f.Place()), f.Rule, report.CleanLines(f.What))
			if f.Hint != "" {
				fmt.Fprintf(a.out, "    hint: %s\n", report.CleanLines(f.Hint))
			}
		}
		fmt.Fprintf(a.out, "%s checked, %s\n", report.Counted(tests, "test"), report.Counted(len(found), "finding"))
	}
	if len(found) > 0 {
		return outcome(fault.Differs)
	}
	return nil
}
