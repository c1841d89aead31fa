package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) sampleDiscardCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "discard SELECTION",
		Short: "Set a selection or a commitment aside, with the reason",
		Long: `Say that a selection is not to be relied on: it is neither evaluated nor extended any more. Nothing is removed. The selection
and its evaluations stay in the engagement and in every bundle, lists and reports give the reason, and each later selection
from the same frame by another seed tells of it in its worksheet. A commitment that was not revealed can be discarded too.`,
		Example:           `  auditql sample discard iam-dormant --reason "Drawn before the exports of June were loaded."`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeSelections,
		RunE:              func(_ *cobra.Command, args []string) error { return a.discard(args[0], reason) },
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why (required)")
	_ = cmd.MarkFlagRequired("reason")
	return cmd
}

func (a *app) discard(name, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Usage, "--reason is empty, expected why %s is set aside", name)
	}
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	named := func(d record.Drawing) bool { return d.Name == name && d.Act != record.Refused }
	if !slices.ContainsFunc(log, named) {
		return fault.New(fault.Usage, "the log of draws has no selection and no commitment %s", name).Hint("auditql sample log lists them")
	}
	if before := record.DiscardedFor(log, name); before != "" {
		return fault.New(fault.Usage, "%s was discarded already: %s", name, before)
	}
	log = record.Append(log, record.Drawing{Act: record.Discarded, Name: name, Reason: reason, Undigested: a.undigested()})
	if err := keepLog(e, log); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s is discarded: %s\n", report.Clean(name), report.Clean(reason))
	return err
}
