package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

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
	var format, name, plan string
	var frame record.Frame
	var d record.Draw
	cmd := &cobra.Command{
		Use:   "draw TEST",
		Short: "Draw a sample from a test's population",
		Long: `Draw a sample from the population of a test in the last run. Each item gets a ticket, SHA-256 of seed, scope and key; for srs
the smallest tickets are the sample. The same seed and scope give the same items whatever the order of rows, and a larger
sample only adds items. The seed should be made known after the run: dice, a public beacon, or digits of both parties.

Methods on items: srs, stratified (--stratum; n is shared in proportion to the items, at least 2 of each stratum), systematic.
Methods on units of currency (--amount): sieve, interval, cell, random. Their chance of selection is proportional to the amount;
all but random examine items as large as the interval with certainty. Items of zero and of negative amounts are listed apart, as they cannot be selected.

The folder selections/NAME gets selection.json, worksheet.xlsx and worksheet.csv to test the items in, and recipe.txt, which says how anyone
draws the same sample again without auditql.`,
		Example: `  auditql sample draw cicd-unreviewed-merge --n 59 --seed 31415926535897932384
  auditql sample draw iam-mfa-missing --method stratified --stratum system --n 60 --seed 31415926535897932384
  auditql sample draw iam-dormant --n 25 --spares 5 --seed "2026-07-03 14:02 beacon 8f31" --name dormant-h1`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			frame.Test = args[0]
			if d.Scope == "" {
				d.Scope = args[0]
			}
			if name == "" {
				name = args[0]
			}
			planned, err := readPlan(plan, &d)
			if err != nil {
				return err
			}
			return a.draw(cmd.Context(), record.Selection{Name: name, Plan: planned, Frame: frame, Draw: d}, format)
		},
	}
	f := cmd.Flags()
	f.Int64Var(&d.Size, "n", 0, "items to draw (default: those of the plan)")
	f.StringVar(&plan, "plan", "", "file with the plan, as sample size --format json writes it; it is kept with the selection")
	f.StringVar(&d.Seed, "seed", "", "1 to 128 printable characters, used as they are (required)")
	f.StringVar(&d.Source, "seed-source", "", "where the seed comes from")
	f.StringVar(&d.Scope, "scope", "", "another scope gives an independent sample (default: the test)")
	f.Int64Var(&d.Spares, "spares", 0, "further items, to replace those that turn out not to be applicable")
	f.StringVar(&name, "name", "", "name of the selection (default: the test)")
	f.StringVar(&d.Method, "method", string(sampling.SRS), "srs, stratified, systematic, sieve, interval, cell or random")
	f.StringVar(&frame.Amount, "amount", "", "column of the book amounts, for sieve, interval, cell and random; of other methods for the estimators")
	f.StringVar(&frame.Stratum, "stratum", "", "column of the strata, for stratified")
	f.StringVar(&d.Order, "order", "", "order of the items for interval and cell: ticket or key (default: ticket)")
	_ = cmd.RegisterFlagCompletionFunc("method", cobra.FixedCompletions(drawMethods, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.MarkFlagRequired("seed")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

var selectionName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

var drawMethods = []string{"srs", "stratified", "systematic", "sieve", "interval", "cell", "random"}

// checkColumns says whether the columns and the order that a method needs were given, and no others.
func checkColumns(f record.Frame, d record.Draw) error {
	currency := slices.Contains([]string{"sieve", "interval", "cell", "random"}, d.Method)
	ordered := d.Method == "interval" || d.Method == "cell"
	switch {
	case !slices.Contains(drawMethods, d.Method):
		return fault.New(fault.Usage, "--method %q, expected one of %s", d.Method, strings.Join(drawMethods, ", "))
	case currency && f.Amount == "":
		return fault.New(fault.Usage, "--method %s without --amount: sieve, interval, cell and random need a column of amounts", d.Method)
	case (d.Method == "stratified") != (f.Stratum != ""):
		return fault.New(fault.Usage, "--method %s and --stratum %q: stratified needs a column of strata, other methods have none", d.Method, f.Stratum)
	case d.Order != "" && !ordered:
		return fault.New(fault.Usage, "--method %s and --order %s: only interval and cell have an order", d.Method, d.Order)
	}
	return nil
}

// readPlan reads the plan of a draw, if there is one, and takes the number of items from it when none was given.
func readPlan(file string, d *record.Draw) (json.RawMessage, error) {
	if file == "" {
		if d.Size == 0 {
			return nil, fault.New(fault.Usage, "neither --n nor --plan was given, expected the number of items to draw")
		}
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.New(fault.Usage, "read plan: %w", err)
	}
	p, err := sampling.ReadPlan(text)
	if err != nil {
		return nil, fault.At(fault.Usage, file, 0, "%w", err)
	}
	d.Size = cmp.Or(d.Size, p.Size)
	var plain bytes.Buffer
	if err := json.Compact(&plain, text); err != nil {
		return nil, fault.At(fault.Usage, file, 0, "read plan: %w", err)
	}
	return plain.Bytes(), nil
}

func (a *app) draw(ctx context.Context, s record.Selection, format string) error {
	name, f, d := s.Name, s.Frame, s.Draw
	if err := checkColumns(f, d); err != nil {
		return err
	}
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	run, err := readRun(e, "")
	if err != nil {
		return err
	}
	t, err := performed(run, f.Test)
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
	f.Run, f.Key, f.Count, f.Root = run.ID, t.Key, t.Population.Count, t.Population.Root
	population := e.Path("runs", run.ID, filepath.FromSlash(t.Section("population").File.Path))
	if f.Amount != "" {
		if f.Scale, err = bundle.AmountScale(f.Amount, population); err != nil {
			return err
		}
	}
	if f.Stratum != "" {
		if d.Allocation, err = bundle.Allocate(d.Size, f.Stratum, population); err != nil {
			return err
		}
	}
	s.Frame, s.Draw = f, d
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
	sheet, err := sampling.NewWorksheet(drawn, s.Frame.Key, s.Frame.Scale)
	if err != nil {
		return err
	}
	data, err := record.Encode(s)
	if err != nil {
		return fault.New(fault.Broken, "keep selection: %w", err)
	}
	workbook, err := worksheet.XLSX(sheet, aboutSelection(s, drawn))
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
func aboutSelection(s record.Selection, drawn sampling.Selection) []worksheet.Line {
	lines := []worksheet.Line{
		{What: "selection", Value: s.Name},
		{What: "frame", Value: fmt.Sprintf("population of %s in %s: %d items, Merkle root %s", s.Frame.Test, s.Frame.Run, s.Frame.Count, s.Frame.Root)},
		{What: "method", Value: fmt.Sprintf("%s, %s, n = %d, spares %d", s.Draw.Method, sampling.Specification, s.Draw.Size, s.Draw.Spares)},
		{What: "seed", Value: s.Draw.Seed},
		{What: "seed source", Value: s.Draw.Source},
		{What: "scope", Value: s.Draw.Scope},
		{What: "digest", Value: s.Digest},
		{What: "plan", Value: string(s.Plan)},
	}
	for _, text := range asides(s.Frame, drawn) {
		lines = append(lines, worksheet.Line{What: "not selectable", Value: text})
	}
	return lines
}

// asides says which items a method on amounts cannot select.
func asides(f record.Frame, drawn sampling.Selection) (lines []string) {
	for _, list := range []struct {
		sign  string
		aside sampling.Aside
	}{{"zero", drawn.Frame.Zero}, {"negative", drawn.Frame.Negative}} {
		if f.Amount == "" || list.aside.Items == 0 {
			continue
		}
		var keys []string
		for _, k := range list.aside.Keys[:min(10, len(list.aside.Keys))] {
			keys = append(keys, strings.Join(sampling.SplitKey(k), "/"))
		}
		if int64(len(keys)) < list.aside.Items {
			keys = append(keys, "…")
		}
		lines = append(lines, fmt.Sprintf("%s items of %s amount, total %s in units of the last decimal: %s", report.Count(list.aside.Items), list.sign, list.aside.Value, strings.Join(keys, ", ")))
	}
	return lines
}

func (a *app) printSelection(s record.Selection, format string) error {
	if format == "json" {
		return a.printJSON(s)
	}
	var drawn sampling.Selection
	if err := json.Unmarshal(s.Drawn, &drawn); err != nil {
		return fault.New(fault.Broken, "print selection: %w", err)
	}
	g := report.Grid{Header: slices.Concat([]string{"rank"}, s.Frame.Key, []string{"ticket"}), Right: []bool{true}}
	if s.Frame.Amount != "" {
		g.Header = append(g.Header, "hits", s.Frame.Amount)
	}
	for _, u := range slices.Concat(drawn.Certainty, drawn.Units) {
		rank := fmt.Sprint(u.Rank)
		if u.Hits == 0 {
			rank = "certain"
		}
		cells := slices.Concat([]string{rank}, sampling.SplitKey(u.Key), []string{u.Ticket[:16]})
		if s.Frame.Amount != "" {
			cells = append(cells, fmt.Sprint(u.Hits), sampling.Units(u.Amount, s.Frame.Scale).String())
		}
		g.Add(cells...)
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	for _, text := range asides(s.Frame, drawn) {
		if _, err := fmt.Fprintln(a.out, report.Clean(text)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.out, "%s of %s items of %s, seed %q, scope %q\nselections/%s: selection.json, worksheet.xlsx, worksheet.csv, recipe.txt; digest %s\n",
		report.Count(int64(len(drawn.Certainty)+len(drawn.Units))), report.Count(s.Frame.Count), s.Frame.Test, s.Draw.Seed, s.Draw.Scope, s.Name, s.Digest)
	return err
}
