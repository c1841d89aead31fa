package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) sampleLogCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "log",
		Short: "List every draw, also those that were refused or discarded",
		Long: `List every commitment, draw, extension, refused draw, evaluation and discard of the engagement, oldest first. An entry cannot be
changed, dropped or moved unnoticed: each is chained to the one before by its SHA-256, and auditql verify compares them with the
selections and evaluations that are there. Whoever takes off the last entries and what they tell of leaves no trace in the
engagement: write down the head, which is the sum of the last entry, and compare it later.`,
		Example: `  auditql sample log
  auditql sample log --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			log, err := bundle.ReadDrawings(e.Root)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(append([]record.Drawing{}, log...))
			}
			return a.printLog(e, log)
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

func (a *app) printLog(e *engagement.Engagement, log []record.Drawing) error {
	g := report.Grid{Header: []string{"at", "by", "act", "selection", "of", "method", "n", "seed", "what became of it"}, Right: []bool{6: true}}
	for i, d := range log {
		seed, size := d.Draw.Seed, ""
		if d.Act == record.Committed {
			seed = "committed as " + d.Commitment[:min(12, len(d.Commitment))]
		}
		if d.Draw.Size > 0 {
			size = report.Count(d.Draw.Size)
		}
		g.Add(d.Undigested.StartedAt, d.Undigested.User, string(d.Act), d.Name, section(d.Frame)+d.Frame.Test, d.Draw.Method, size, seed, became(e, log[i:]))
	}
	if len(log) == 0 {
		return a.noSample()
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s, head %s\n", report.Counted(len(log), "entry"), log[len(log)-1].Sum)
	return err
}

// became says what became of the first entry of a log.
func became(e *engagement.Engagement, log []record.Drawing) string {
	d := log[0]
	reason := record.DiscardedFor(log, d.Name)
	switch {
	case d.Act == record.Refused || d.Act == record.Discarded:
		return d.Reason
	case d.Act == record.Evaluated:
		return d.Verdict
	case reason != "":
		return "discarded"
	case d.Act == record.Committed && openCommitment(log, d.Name) == 0:
		return "open"
	case d.Act == record.Committed:
		return "revealed"
	}
	if s, err := readSelection(e, d.Name); err == nil && s.Digest == d.Digest {
		return "kept"
	}
	return "missing"
}

// undigested says when and by whom.
func (a *app) undigested() record.Undigested {
	return record.Undigested{StartedAt: a.instant(), User: who()}
}

// keepLog writes the log of draws.
func keepLog(e *engagement.Engagement, log []record.Drawing) error {
	data, err := record.EncodeLog(log)
	if err != nil {
		return fault.New(fault.Broken, "write log of draws: %w", err)
	}
	if err := os.MkdirAll(e.Path("selections"), 0o755); err != nil {
		return fault.New(fault.Broken, "write log of draws: %w", err)
	}
	return engagement.WriteFile(e.Path(filepath.FromSlash(bundle.DrawingsName)), data, 0o644)
}

// frameFile is the file of the items of a frame.
func frameFile(e *engagement.Engagement, f record.Frame) string {
	return e.Path(filepath.FromSlash(bundle.FrameFile(f)))
}
