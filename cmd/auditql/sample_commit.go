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

// longestPart leaves room for the other party's part in a seed of 128 characters.
const longestPart = 64

func (a *app) sampleCommitCommand() *cobra.Command {
	var part, format string
	var d drawing
	cmd := &cobra.Command{
		Use:   "commit TEST | commit --from DATASET",
		Short: "Fix the frame and the auditor's part of a seed, before the auditee gives the other part",
		Long: `Fix what is drawn from, how, and the auditor's part of the seed, so that neither party can choose the sample: the log of draws
keeps the frame and only a hash of the part. The auditee then gives a part of its own, and auditql sample reveal draws by both,
joined by +. Hand the hash to the auditee before that.

A random salt is hashed with the part, so that a short part, such as the throw of five dice, cannot be found by trying. Salt and
part are shown once and kept nowhere: write them down, and show them to nobody before the auditee has given its part. When they
are shown, anyone can check the hash:

    printf 'ASEL1-COMMIT\n%s\n%s' SALT PART | sha256sum

Without --part one of 32 hexadecimal digits is made.`,
		Example: `  auditql sample commit cicd-unreviewed-merge --n 59 --part "4 1 6 2 2"
  auditql sample reveal cicd-unreviewed-merge --part "4 1 6 2 2" --salt 4f1c0a7d92e35b8866d0c1b2a3948576 --auditee-part "3 3 1 5 6"`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, unlock, err := a.freeze(cmd.Context(), &d, args)
			if err != nil {
				return err
			}
			defer unlock()
			return a.commit(e, d, part, format)
		},
	}
	d.flags(cmd)
	cmd.Flags().StringVar(&part, "part", "", "the auditor's part, 1 to 64 printable characters (default: made from random bytes)")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// secret is what the auditor keeps of a commitment until it is revealed.
type secret struct {
	Name       string       `json:"name"`
	Frame      record.Frame `json:"frame"`
	Commitment string       `json:"commitment"`
	Salt       string       `json:"salt"`
	Part       string       `json:"part"`
}

func (a *app) commit(e *engagement.Engagement, d drawing, part, format string) error {
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	salt, err := sampling.NewSeed(rand.Reader)
	if err == nil && part == "" {
		part, err = sampling.NewSeed(rand.Reader)
	}
	if err != nil {
		return fault.New(fault.Broken, "make a part of the seed: %w", err)
	}
	if err := sampling.CheckSeed(part); err != nil || len(part) > longestPart {
		return fault.New(fault.Usage, "the part has %d characters, expected 1 to %d printable ones", len(part), longestPart)
	}
	kept := secret{d.name, d.frame, sampling.Commit(salt, part), salt, part}
	entry := record.Drawing{Act: record.Committed, Name: d.name, Frame: d.frame, Draw: d.draw, Plan: d.plan, Commitment: kept.Commitment, Undigested: a.undigested()}
	if err := keepLog(e, record.Append(log, entry)); err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(kept)
	}
	_, err = fmt.Fprintf(a.out, `committed %s: %s of %s of %s%s, root %s
commitment %s
shown once, keep it to yourself: part %q, salt %s
next: auditql sample reveal %s --part … --salt … --auditee-part …
`, d.name, report.Count(d.draw.Size), report.Counted(d.frame.Count, "item"), section(d.frame), d.frame.Test, d.frame.Root, kept.Commitment, part, salt, d.name)
	return err
}

// openCommitment finds the commitment of that name that was neither drawn nor discarded yet, -1 when there is none.
func openCommitment(log []record.Drawing, name string) int {
	for i := len(log) - 1; i >= 0; i-- {
		if log[i].Name == name && log[i].Act != record.Refused {
			if log[i].Act == record.Committed {
				return i
			}
			return -1
		}
	}
	return -1
}

func (a *app) sampleRevealCommand() *cobra.Command {
	var format string
	var p record.Parts
	cmd := &cobra.Command{
		Use:   "reveal SELECTION",
		Short: "Draw a committed sample by the parts of both parties",
		Long: `Draw a sample that was committed: from the frame and by the method of the commitment, with the seed AUDITOR+AUDITEE. It is refused
when part and salt are not those that were committed, or when the frame is not there any more as it was.`,
		Example: `  auditql sample reveal cicd-unreviewed-merge --part "4 1 6 2 2" --salt 4f1c0a7d92e35b8866d0c1b2a3948576 --auditee-part "3 3 1 5 6"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.reveal(cmd.Context(), args[0], p, format)
		},
	}
	cmd.Flags().StringVar(&p.Auditor, "part", "", "the auditor's part (required)")
	cmd.Flags().StringVar(&p.Salt, "salt", "", "the salt that was shown when it was committed (required)")
	cmd.Flags().StringVar(&p.Auditee, "auditee-part", "", "the auditee's part, 1 to 63 printable characters (required)")
	for _, flag := range []string{"part", "salt", "auditee-part"} {
		_ = cmd.MarkFlagRequired(flag)
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) reveal(ctx context.Context, name string, p record.Parts, format string) error {
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
	if err := sampling.CheckSeed(p.Auditee); err != nil {
		return fault.New(fault.Usage, "--auditee-part: %w", err)
	}
	s := record.Selection{Name: name, Plan: log[i].Plan, Frame: log[i].Frame, Draw: log[i].Draw}
	if s.Draw.Seed, err = sampling.Reveal(log[i].Commitment, p.Salt, p.Auditor, p.Auditee); err != nil {
		return err
	}
	s.Draw.Parts, s.Draw.Source = &p, "both parties; the auditor's part was committed before"
	if err := bundle.CheckFrame(s.Frame, frameFile(e, s.Frame)); err != nil {
		return err
	}
	return a.take(ctx, e, s, nil, format)
}
