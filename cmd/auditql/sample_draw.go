package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
	"auditql/analytics/worksheet"
)

func (a *app) sampleDrawCommand() *cobra.Command {
	var format, name, source string
	d := record.Draw{Method: string(sampling.SRS)}
	cmd := &cobra.Command{
		Use:   "draw TEST",
		Short: "Draw a simple random sample from a test's population",
		Long: `Draw a simple random sample from the population of a test in the last run. Each item gets a ticket, SHA-256 of seed, scope
and key; the smallest tickets are the sample. The same seed and scope give the same items whatever the order of rows, and a
larger sample only adds items. The seed should be made known after the run: dice, a public beacon, or digits of both parties.

The folder selections/NAME gets selection.json, worksheet.xlsx and worksheet.csv to test the items in, and recipe.txt, which says how anyone
draws the same sample again without auditql.`,
		Example: `  auditql sample draw cicd-unreviewed-merge --n 59 --seed 31415926535897932384
  auditql sample draw iam-dormant --n 25 --spares 5 --seed "2026-07-03 14:02 beacon 8f31" --name dormant-h1`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			d.Source = source
			if d.Scope == "" {
				d.Scope = args[0]
			}
			if name == "" {
				name = args[0]
			}
			return a.draw(cmd.Context(), args[0], name, d, format)
		},
	}
	f := cmd.Flags()
	f.Int64Var(&d.Size, "n", 0, "items to draw (required)")
	f.StringVar(&d.Seed, "seed", "", "1 to 128 printable characters, used as they are (required)")
	f.StringVar(&source, "seed-source", "", "where the seed comes from")
	f.StringVar(&d.Scope, "scope", "", "another scope gives an independent sample (default: the test)")
	f.Int64Var(&d.Spares, "spares", 0, "further items, to replace those that turn out not to be applicable")
	f.StringVar(&name, "name", "", "name of the selection (default: the test)")
	_ = cmd.MarkFlagRequired("n")
	_ = cmd.MarkFlagRequired("seed")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

var selectionName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (a *app) draw(ctx context.Context, test, name string, d record.Draw, format string) error {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	run, err := readRun(e, "")
	if err != nil {
		return err
	}
	t, err := performed(run, test)
	if err != nil {
		return err
	}
	unlock, err := e.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := freeName(e, name); err != nil {
		return err
	}
	s := record.Selection{Name: name, Draw: d, Frame: record.Frame{Run: run.ID, Test: test, Key: t.Key, Count: t.Population.Count, Root: t.Population.Root}}
	population := e.Path("runs", run.ID, filepath.FromSlash(t.Section("population").File.Path))
	if s.Drawn, err = bundle.Draw(ctx, d, s.Frame, population); err != nil {
		return err
	}
	s.Undigested = record.Undigested{StartedAt: a.instant(), User: who()}
	s.Seal()
	if err := keepSelection(e, s); err != nil {
		return err
	}
	return a.printSelection(s, format)
}

func freeName(e *engagement.Engagement, name string) error {
	if !selectionName.MatchString(name) {
		return fault.New(fault.Usage, "--name %q, expected letters, digits, points, hyphens and underscores", name)
	}
	if _, err := os.Lstat(e.Path("selections", name)); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Usage, "there is a selection %s already", name).
			Hint("--name gives another one; a selection is never drawn over")
	}
	return nil
}

// keepSelection writes the folder of a selection: it is there whole or not at all.
func keepSelection(e *engagement.Engagement, s record.Selection) error {
	var drawn sampling.Selection
	if err := json.Unmarshal(s.Drawn, &drawn); err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	sheet, err := sampling.NewWorksheet(drawn, s.Frame.Key, 0)
	if err != nil {
		return err
	}
	data, err := record.Encode(s)
	if err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	workbook, err := worksheet.XLSX(sheet, aboutSelection(s))
	if err != nil {
		return err
	}
	plain, err := worksheet.CSV(sheet)
	if err != nil {
		return err
	}
	scratch, err := e.Scratch()
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for file, content := range map[string][]byte{"selection.json": data, "worksheet.xlsx": workbook, "worksheet.csv": plain, "recipe.txt": []byte(sampling.Recipe(drawn))} {
		if err := engagement.WriteFile(filepath.Join(scratch, file), content, 0o644); err != nil {
			return err
		}
	}
	if err := errors.Join(os.MkdirAll(e.Path("selections"), 0o755), os.Chmod(scratch, 0o755)); err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	if err := engagement.Place(scratch, e.Path("selections", s.Name)); err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	return nil
}

// aboutSelection is what the second sheet of the worksheet says.
func aboutSelection(s record.Selection) []worksheet.Line {
	return []worksheet.Line{
		{What: "selection", Value: s.Name},
		{What: "frame", Value: fmt.Sprintf("population of %s in %s: %d items, Merkle root %s", s.Frame.Test, s.Frame.Run, s.Frame.Count, s.Frame.Root)},
		{What: "method", Value: fmt.Sprintf("%s, %s, n = %d, spares %d", s.Draw.Method, sampling.Specification, s.Draw.Size, s.Draw.Spares)},
		{What: "seed", Value: s.Draw.Seed},
		{What: "seed source", Value: s.Draw.Source},
		{What: "scope", Value: s.Draw.Scope},
		{What: "digest", Value: s.Digest},
	}
}

func (a *app) printSelection(s record.Selection, format string) error {
	if format == "json" {
		return a.printJSON(s)
	}
	var drawn sampling.Selection
	if err := json.Unmarshal(s.Drawn, &drawn); err != nil {
		return fault.New(fault.Broken, "print selection: %w", err)
	}
	g := report.Grid{Header: append([]string{"rank"}, append(s.Frame.Key, "ticket")...), Right: []bool{true}}
	for _, u := range drawn.Units {
		g.Add(append(append([]string{fmt.Sprint(u.Rank)}, sampling.SplitKey(u.Key)...), u.Ticket[:16])...)
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s of %s items of %s, seed %q, scope %q\nselections/%s: selection.json, worksheet.xlsx, worksheet.csv, recipe.txt; digest %s\n",
		report.Count(int64(len(drawn.Units))), report.Count(s.Frame.Count), s.Frame.Test, s.Draw.Seed, s.Draw.Scope, s.Name, s.Digest)
	return err
}
