package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
)

func (a *app) sampleExtendCommand() *cobra.Command {
	var format, name string
	var size int64
	cmd := &cobra.Command{
		Use:   "extend SELECTION",
		Short: "Draw further items of a selection: the same seed, the next ranks",
		Long: `Draw a larger sample from the frame of a selection by its seed and scope. The items of the earlier selection come first, unchanged,
for srs, stratified and sieve; other methods cannot be extended, since all their items would move. Strata share the larger sample
as they shared the smaller one, and none loses an item.

The new selection has a folder, a worksheet and an evaluation of its own, with all items. When the earlier one was evaluated,
the worksheet has the answers of its last evaluation, so that only the new rows are open; an answer that is changed afterwards
is noted in the evaluation.

The risk of a plan of one stage does not cover items that are added after its result is known. The selection says so.`,
		Example:           `  auditql sample extend iam-mfa-missing --to 93 --name iam-mfa-missing-stage2`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeSelections,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.extend(cmd.Context(), args[0], cmp.Or(name, fmt.Sprintf("%s-%d", args[0], size)), size, format)
		},
	}
	cmd.Flags().Int64Var(&size, "to", 0, "items of the larger sample (required)")
	cmd.Flags().StringVar(&name, "name", "", "name of the new selection (default: the old one and the size)")
	_ = cmd.MarkFlagRequired("to")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) extend(ctx context.Context, earlier, name string, size int64, format string) error {
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	old, err := reliedOn(ctx, e, earlier)
	if err != nil {
		return err
	}
	if err := freeName(e, name); err != nil {
		return err
	}
	if size <= old.Draw.Size {
		return fault.New(fault.Usage, "--to %d, expected more than the %d items of %s", size, old.Draw.Size, earlier)
	}
	s := record.Selection{Name: name, Plan: old.Plan, Frame: old.Frame, Draw: old.Draw}
	s.Draw.Size = size
	if s.Frame.Stratum != "" {
		if s.Draw.Allocation, err = bundle.Allocate(size, s.Frame, s.Draw.Allocate, frameFile(e, s.Frame), old.Draw.Allocation); err != nil {
			return err
		}
	}
	evaluations, err := bundle.ReadEvaluations(e.Path("selections", earlier))
	if err != nil {
		return err
	}
	if n := len(evaluations); n > 0 {
		s.Answers = evaluations[n-1].Digest
	}
	return a.take(ctx, e, s, &old, format)
}

// extends refuses a selection that does not contain the earlier one.
func extends(s, earlier record.Selection) error {
	var drawn, before sampling.Selection
	if err := errors.Join(json.Unmarshal(s.Drawn, &drawn), json.Unmarshal(earlier.Drawn, &before)); err != nil {
		return fault.New(fault.Broken, "read selection: %w", err)
	}
	return drawn.Extends(before)
}
