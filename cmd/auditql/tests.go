package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) testsCommand() *cobra.Command {
	var format string
	var controls []string
	var missing bool
	cmd := &cobra.Command{
		Use:   "tests [SELECTOR…]",
		Short: "List the audit tests",
		Long: `List the audit tests that are shipped, and those of the engagement's own folders.

A selector is an id, a pattern such as 'iam-*', or one of suite:NAME, severity:NAME, kind:NAME, reads:DATASET,
control:FRAMEWORK[:CONTROL]. With --missing, only tests are listed that wait for evidence, each with the datasets that it lacks.`,
		Example: `  auditql tests
  auditql tests suite:iam severity:high
  auditql tests --control nist-800-53r5:AC-2
  auditql tests --missing
  auditql tests --format json`,
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			if missing {
				return a.printLacking(append(args, controlSelectors(controls)...), format)
			}
			tests, err := a.selectTests(append(args, controlSelectors(controls)...))
			if err != nil {
				return err
			}
			return a.printTests(tests, format)
		},
	}
	controlFlag(cmd, &controls)
	cmd.Flags().BoolVar(&missing, "missing", false, "only tests that wait for evidence, and for what")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func controlFlag(cmd *cobra.Command, controls *[]string) {
	cmd.Flags().StringSliceVar(controls, "control", nil, "tests for this control too, as FRAMEWORK[:CONTROL]")
}

func controlSelectors(controls []string) []string {
	selectors := make([]string, len(controls))
	for i, c := range controls {
		selectors[i] = "control:" + c
	}
	return selectors
}

func (a *app) selectTests(selectors []string) ([]*script.Script, error) {
	lib, err := a.library()
	if err != nil {
		return nil, err
	}
	return lib.chosen(selectors)
}

type testLine struct {
	ID       string              `json:"id"`
	Version  int                 `json:"version"`
	Suite    string              `json:"suite"`
	Title    string              `json:"title"`
	Kind     string              `json:"kind"`
	Severity string              `json:"severity"`
	Reads    []string            `json:"reads"`
	Optional []string            `json:"optional,omitempty"`
	Controls map[string][]string `json:"controls"`
}

func (a *app) printTests(tests []*script.Script, format string) error {
	if format == "json" {
		lines := make([]testLine, len(tests))
		for i, t := range tests {
			lines[i] = testLine{t.ID, t.Version, t.Suite, t.Title, t.Kind, t.Severity, t.Reads, t.Optional, controlMap(t)}
		}
		return a.printJSON(lines)
	}
	g := report.Grid{Header: []string{"test", "v", "severity", "kind", "title", "reads"}, Right: []bool{false, true}}
	for _, t := range tests {
		g.Add(t.ID, strconv.Itoa(t.Version), t.Severity, t.Kind, t.Title, strings.Join(t.Reads, ", "))
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s\n", report.Counted(len(tests), "test"))
	return err
}

func controlMap(t *script.Script) map[string][]string {
	m := map[string][]string{}
	for _, c := range t.Controls {
		m[c.Key] = c.Value
	}
	return m
}
