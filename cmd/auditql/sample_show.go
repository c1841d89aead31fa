package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) sampleShowCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "show SELECTION",
		Short: "Show a selection and its evaluations",
		Example: `  auditql sample show iam-mfa-missing
  auditql sample show iam-mfa-missing --format json`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeSelections,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.showSelection(args[0], format)
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// shownSelection is a selection with its evaluations, for JSON.
type shownSelection struct {
	Selection   record.Selection    `json:"selection"`
	Evaluations []record.Evaluation `json:"evaluations"`
	Discarded   string              `json:"discarded,omitempty"` // why it is not used
}

func (a *app) showSelection(name, format string) error {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	s, err := readSelection(e, name)
	if err != nil {
		return err
	}
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	discarded := record.DiscardedFor(log, name)
	evaluations, err := bundle.ReadEvaluations(e.Path("selections", name))
	if err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(shownSelection{s, append([]record.Evaluation{}, evaluations...), discarded})
	}
	if err := a.printSelection(s, format); err != nil {
		return err
	}
	if discarded != "" {
		if _, err := fmt.Fprintf(a.out, "discarded: %s\n", report.Clean(discarded)); err != nil {
			return err
		}
	}
	for _, done := range evaluations {
		if _, err := fmt.Fprintln(a.out); err != nil {
			return err
		}
		if err := a.printEvaluation(done, format); err != nil {
			return err
		}
	}
	if len(evaluations) == 0 && discarded == "" {
		_, err = fmt.Fprintf(a.out, "not evaluated yet\nnext: auditql sample evaluate %s WORKSHEET\n", report.Clean(name))
	}
	return err
}
