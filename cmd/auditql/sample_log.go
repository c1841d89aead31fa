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
		Short: "List every draw, also those whose selection was thrown away",
		Long: `List every draw and commitment of the engagement, oldest first. An entry cannot be changed, dropped or moved unnoticed: each is
chained to the one before by its SHA-256.`,
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
	g := report.Grid{Header: []string{"at", "by", "act", "selection", "of", "method", "n", "seed", "kept"}, Right: []bool{6: true}}
	for _, d := range log {
		kept, seed := "", d.Draw.Seed
		if d.Act == record.Committed {
			seed = "committed as " + d.Commitment[:12]
		} else if s, err := readSelection(e, d.Name); err == nil && s.Digest == d.Digest {
			kept = "yes"
		} else {
			kept = "no"
		}
		g.Add(d.Undigested.StartedAt, d.Undigested.User, string(d.Act), d.Name, section(d.Frame)+d.Frame.Test, d.Draw.Method, report.Count(d.Draw.Size), seed, kept)
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%d draws and commitments\n", len(log))
	return err
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
