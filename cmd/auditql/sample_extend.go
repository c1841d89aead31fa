package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
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
for srs, stratified and sieve; other methods cannot be extended, since all their items would move. The new selection has a
folder, a worksheet and an evaluation of its own, with all items.

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
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	unlock, err := e.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	old, err := readSelection(e, earlier)
	if err != nil {
		return err
	}
	if _, err := bundle.VerifySelection(ctx, e.Root, e.Path("selections", earlier)); err != nil {
		return err
	}
	if err := freeName(e, name); err != nil {
		return err
	}
	if size <= old.Draw.Size {
		return fault.New(fault.Usage, "--to %d, expected more than the %d items of %s", size, old.Draw.Size, earlier)
	}
	s := record.Selection{Name: name, Plan: old.Plan, Frame: old.Frame, Draw: old.Draw, Extends: old.Digest}
	s.Draw.Size = size
	file := frameFile(e, s.Frame)
	if s.Frame.Stratum != "" {
		if s.Draw.Allocation, err = bundle.Allocate(size, s.Frame, "proportional", file); err != nil {
			return err
		}
	}
	if err := extends(ctx, s, old, file); err != nil {
		return err
	}
	return a.take(ctx, e, s, record.Extended, format)
}

// extends refuses a selection that does not contain the earlier one.
func extends(ctx context.Context, s, old record.Selection, file string) error {
	raw, err := bundle.Draw(ctx, s.Draw, s.Frame, file)
	if err != nil {
		return err
	}
	var drawn, before sampling.Selection
	for data, into := range map[*json.RawMessage]*sampling.Selection{&raw: &drawn, &old.Drawn: &before} {
		if err := json.Unmarshal(*data, into); err != nil {
			return fault.New(fault.Broken, "read selection: %w", err)
		}
	}
	return drawn.Extends(before)
}
