package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

func (a *app) runCommand() *cobra.Command {
	var format string
	var params, controls []string
	var threads int
	cmd := &cobra.Command{
		Use:   "run [SELECTOR…]",
		Short: "Perform tests on the evidence",
		Long: `Perform tests on the whole population and keep the run: all tests whose evidence is there, or those that are selected.
For the others it is said what is missing: auditql tests --missing has the list, auditql request how the auditee obtains it.

Each item of a population passes, is an exception, is indeterminate or is excluded; that they add up is proven. A test
whose evidence failed an intake check is "not assertable" until the check is accepted with a reason.

A selector is an id, a pattern such as 'iam-*', or one of suite:NAME, severity:NAME, kind:NAME, reads:DATASET,
control:FRAMEWORK[:CONTROL]. A parameter may be given without its unit, limit for limit_days, and as a duration such as 4h or 30d.`,
		Example: `  auditql run
  auditql run 'iam-*' aws-root-use
  auditql run --control nist-800-53r5:AC-2
  auditql run iam-dormant --param human_days=60d
  auditql run gen-benford --param table=ledger_entry --param measure=amount_signed
  auditql run --format json`,
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runTests(cmd.Context(), append(args, controlSelectors(controls)...), params, threads, format)
		},
	}
	controlFlag(cmd, &controls)
	cmd.Flags().StringArrayVar(&params, "param", nil, "a parameter of the tests, as NAME=VALUE; a list is separated by commas, or a JSON array")
	cmd.Flags().IntVar(&threads, "threads", 0, "threads of the database (default: the number of cores)")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) runTests(ctx context.Context, selectors, params []string, threads int, format string) error {
	e, lib, err := a.open()
	if err != nil {
		return err
	}
	tests, err := lib.chosen(selectors)
	if err != nil {
		return err
	}
	if len(selectors) == 0 {
		tests = selfContained(tests)
	}
	values, err := parseParams(tests, params)
	if err != nil {
		return err
	}
	run, err := a.perform(ctx, e, lib, tests, values, threads)
	if err != nil {
		return err
	}
	if format == "json" {
		err = a.printJSON(report.RunJSON(run))
	} else {
		err = report.RunTable(a.out, run, a.width())
	}
	if err == nil && unloaded(e) {
		fmt.Fprintln(a.err, nothingLoaded)
	}
	if err != nil {
		return err
	}
	return runOutcome(run, len(selectors) > 0)
}

// perform performs tests on the evidence and keeps the run.
func (a *app) perform(ctx context.Context, e *engagement.Engagement, lib *library, tests []*script.Script, values sqlfile.Pairs[sqlfile.Value], threads int) (*record.Run, error) {
	unlock, err := e.Lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	host, _ := os.Hostname()
	bar := a.progress("testing")
	defer bar.end()
	return fieldwork.Run(ctx, fieldwork.Plan{
		Engagement: e, Contracts: lib.contracts, Tests: tests, Params: values, Threads: threads,
		Start:      func(ctx context.Context, o engine.Options) (*engine.Session, error) { return a.session(ctx, o) },
		Tool:       record.Tool{Version: version, Engine: engine.Version},
		Undigested: record.Undigested{StartedAt: a.instant(), Host: host, User: who()},
		Done:       func(t record.Test) { bar.step(t.ID, len(tests)) },
	})
}

// selfContained leaves out tests that need to be told a parameter: they are performed when they are selected.
func selfContained(tests []*script.Script) []*script.Script {
	var out []*script.Script
	for _, t := range tests {
		if !t.NeedsParams() {
			out = append(out, t)
		}
	}
	return out
}

// parseParams reads NAME=VALUE by the type of the first test that has the parameter. One that no test has is refused.
func parseParams(tests []*script.Script, params []string) (sqlfile.Pairs[sqlfile.Value], error) {
	var out sqlfile.Pairs[sqlfile.Value]
	for _, p := range params {
		given, text, ok := strings.Cut(p, "=")
		if !ok {
			return nil, fault.New(fault.Usage, "--param %s, expected NAME=VALUE", p)
		}
		name, spec, err := findParam(tests, given)
		if err != nil {
			return nil, err
		}
		if _, twice := out.Get(name); twice {
			return nil, fault.New(fault.Usage, "--param gives the parameter %s twice", name)
		}
		value := spec.ParseValue(text)
		if err := fits(tests, name, value); err != nil {
			return nil, fault.New(fault.Usage, "--param %s: %w", p, err).Hint("the parameter %s of unit %q: %s", name, spec.Unit, spec.Means)
		}
		out = append(out, sqlfile.Pair[sqlfile.Value]{Key: name, Value: value})
	}
	return out, nil
}

// fits says whether every test that has the parameter, each in its unit, can take the value as a duration.
func fits(tests []*script.Script, name string, value sqlfile.Value) error {
	for _, t := range tests {
		if spec, has := t.Params.Get(name); has {
			if _, err := spec.InUnit(value); err != nil {
				return fmt.Errorf("%s: %w", t.ID, err)
			}
		}
	}
	return nil
}

// findParam gives the parameter of that name, or else the only one that has it as an alias, or is the name with its unit: limit for limit_days.
func findParam(tests []*script.Script, given string) (string, script.Param, error) {
	var names []string
	var found script.Param
	for _, t := range tests {
		if spec, has := t.Params.Get(given); has {
			return given, spec, nil
		}
		for _, p := range t.Params {
			if (withUnit(given, p.Key, p.Value.Unit) || slices.Contains(p.Value.Aliases, given)) && !slices.Contains(names, p.Key) {
				names, found = append(names, p.Key), p.Value
			}
		}
	}
	switch len(names) {
	case 0:
		return "", found, fault.New(fault.Usage, "none of the selected tests has a parameter %s", given).Hint("auditql show TEST lists them")
	case 1:
		return names[0], found, nil
	}
	return "", found, fault.New(fault.Usage, "the parameter %s may be %s", given, strings.Join(names, " or ")).Hint("give one of these names, or select fewer tests")
}

// withUnit says whether name is given with the unit, which it may shorten, as in window_min or bulk_secs.
func withUnit(given, name, unit string) bool {
	short, ok := strings.CutPrefix(name, given+"_")
	short = strings.TrimSuffix(short, "s")
	return ok && short != "" && slices.ContainsFunc(strings.Fields(unit), func(word string) bool { return strings.HasPrefix(word, short) })
}

// runOutcome gives the exit code of a run: an error of a test first, then exceptions, then what could not be concluded.
// Missing evidence matters when tests were asked for by name, or when there is none at all.
func runOutcome(run *record.Run, selected bool) error {
	var errors, findings, open, missing int
	for _, t := range run.Tests {
		switch {
		case t.Error != "" && failedCheck(t): // the evidence is to blame, and the auditor was told
			open++
		case t.Error != "":
			errors++
		case t.Verdict == record.NotRun:
			missing++
		case t.Verdict == record.NotAssertable:
			open++
			findings += int(min(t.Exceptions, 1))
		case t.Verdict != record.NoExceptions:
			findings++
		}
	}
	switch {
	case errors > 0:
		return outcome(fault.Broken)
	case findings > 0:
		return outcome(fault.Differs)
	case open > 0 || missing > 0 && (selected || missing == len(run.Tests)):
		return outcome(fault.Refused)
	}
	return nil
}

func failedCheck(t record.Test) bool {
	return slices.ContainsFunc(t.Checks, func(c record.DatasetCheck) bool { return c.Status == record.Failed })
}
