package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

// shortestPart is the fewest characters of a part that is hidden by its SHA-256 alone.
const shortestPart = 20

func (a *app) sampleCommitCommand() *cobra.Command {
	var part string
	var d drawing
	cmd := &cobra.Command{
		Use:   "commit TEST | commit --from DATASET",
		Short: "Fix the frame and the auditor's part of a seed, before the auditee gives the other part",
		Long: `Fix what is drawn from, how, and the auditor's part of the seed, so that neither party can choose the sample: the log of draws
keeps the frame and only the SHA-256 of the part. The auditee then gives a part of its own, and auditql sample reveal draws by
both, joined by +. Whoever has the part can check it: printf %s PART | sha256sum.

Without --part one of 32 hexadecimal digits is made and shown once; keep it to yourself until the auditee has given its part.`,
		Example: `  auditql sample commit cicd-unreviewed-merge --n 59
  auditql sample reveal cicd-unreviewed-merge --part 4f1c0a7d92e35b8866d0c1b2a3948576 --auditee-part "dice 4 4 1 6 2"`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, unlock, err := a.freeze(cmd.Context(), &d, args)
			if err != nil {
				return err
			}
			defer unlock()
			return a.commit(e, d, part)
		},
	}
	d.flags(cmd)
	cmd.Flags().StringVar(&part, "part", "", "the auditor's part, 20 to 64 printable characters (default: made from random bytes)")
	return cmd
}

func (a *app) commit(e *engagement.Engagement, d drawing, part string) error {
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	if i := openCommitment(log, d.name); i >= 0 {
		return fault.New(fault.Usage, "%s is committed already", d.name).Hint("auditql sample reveal draws it; --name gives another one")
	}
	made := part == ""
	if made {
		if part, err = sampling.NewSeed(rand.Reader); err != nil {
			return fault.New(fault.Broken, "make a part of the seed: %w", err)
		}
	}
	if err := sampling.CheckSeed(part); err != nil || len(part) < shortestPart || len(part) > 64 {
		return fault.New(fault.Usage, "the part has %d characters, expected 20 to 64 printable ones, which cannot be guessed", len(part))
	}
	entry := record.Drawing{Act: record.Committed, Name: d.name, Frame: d.frame, Draw: d.draw, Plan: d.plan, Commitment: sampling.Commit(part),
		Undigested: record.Undigested{StartedAt: a.instant(), User: who()}}
	if err := keepLog(e, record.Append(log, entry)); err != nil {
		return err
	}
	if made {
		fmt.Fprintf(a.out, "the auditor's part, shown once: %s\n", part)
	}
	_, err = fmt.Fprintf(a.out, "committed %s: %s of %s of %s%s, root %s\nSHA-256 of the auditor's part: %s\nnext: auditql sample reveal %s --part … --auditee-part …\n",
		d.name, report.Count(d.draw.Size), report.Counted(d.frame.Count, "item"), section(d.frame), d.frame.Test, d.frame.Root, entry.Commitment, d.name)
	return err
}

// openCommitment finds the commitment of that name that was not drawn yet.
func openCommitment(log []record.Drawing, name string) int {
	for i := len(log) - 1; i >= 0; i-- {
		if log[i].Name == name {
			if log[i].Act == record.Committed {
				return i
			}
			return -1
		}
	}
	return -1
}

func (a *app) sampleRevealCommand() *cobra.Command {
	var format, auditor, auditee string
	cmd := &cobra.Command{
		Use:   "reveal SELECTION",
		Short: "Draw a committed sample by the parts of both parties",
		Long: `Draw a sample that was committed: from the frame and by the method of the commitment, with the seed AUDITOR+AUDITEE. It is refused
when the auditor's part is not the one that was committed, or when the frame is not there any more as it was.`,
		Example: `  auditql sample reveal cicd-unreviewed-merge --part 4f1c0a7d92e35b8866d0c1b2a3948576 --auditee-part "dice 4 4 1 6 2"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.reveal(cmd.Context(), args[0], auditor, auditee, format)
		},
	}
	cmd.Flags().StringVar(&auditor, "part", "", "the auditor's part (required)")
	cmd.Flags().StringVar(&auditee, "auditee-part", "", "the auditee's part, 1 to 63 printable characters (required)")
	for _, flag := range []string{"part", "auditee-part"} {
		_ = cmd.MarkFlagRequired(flag)
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) reveal(ctx context.Context, name, auditor, auditee, format string) error {
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	i := openCommitment(log, name)
	if i < 0 {
		return fault.New(fault.Usage, "no open commitment has the name %s", name).Hint("auditql sample log lists them")
	}
	if err := freeName(e, name); err != nil {
		return err
	}
	if err := sampling.CheckSeed(auditee); err != nil {
		return fault.New(fault.Usage, "--auditee-part: %w", err)
	}
	s := record.Selection{Name: name, Plan: log[i].Plan, Frame: log[i].Frame, Draw: log[i].Draw}
	if s.Draw.Seed, err = sampling.Reveal(log[i].Commitment, auditor, auditee); err != nil {
		return err
	}
	s.Draw.Parts, s.Draw.Source = []string{auditor, auditee}, "both parties; the auditor's part was committed before"
	if err := bundle.CheckFrame(s.Frame, frameFile(e, s.Frame)); err != nil {
		return err
	}
	return a.take(ctx, e, s, nil, format)
}
