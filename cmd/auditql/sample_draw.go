package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
)

// drawing is what is asked for when a sample is drawn or committed.
type drawing struct {
	name     string
	frame    record.Frame
	draw     record.Draw
	planFile string
	from     string // a dataset, instead of a test
	where    string
	key      []string
	plan     json.RawMessage
}

func (a *app) sampleDrawCommand() *cobra.Command {
	var format string
	var d drawing
	cmd := &cobra.Command{
		Use:   "draw TEST | draw --from DATASET",
		Short: "Draw a sample from a test's population, or from its exceptions",
		Long: `Draw a sample from the population of a test in the last run, or from another section of it. Each item gets a ticket, SHA-256
of seed, scope and key; for srs the smallest tickets are the sample. The same seed and scope give the same items whatever the
order of rows, and a larger sample only adds items. The seed should be made known after the run: dice, a public beacon, or
digits of both parties (auditql sample commit).

Methods on items: srs, stratified (--stratum; at least 2 of each stratum, shared by --allocate), systematic.
Methods on units of currency (--amount): sieve, interval, cell, random. Their chance of selection is proportional to the amount;
all but random examine items as large as the interval with certainty. Items of zero and of negative amounts are listed apart, as they cannot be selected.

The folder selections/NAME gets selection.json, worksheet.xlsx and worksheet.csv to test the items in, and recipe.txt, which says how anyone
draws the same sample again without auditql. Every draw is kept in a log (auditql sample log), also when its folder is removed
afterwards; a draw from a frame that was drawn from before by another seed says so in the worksheet.`,
		Example: `  auditql sample draw cicd-unreviewed-merge --n 59 --seed 31415926535897932384
  auditql sample draw iam-mfa-missing --method stratified --stratum system --n 60 --seed 31415926535897932384
  auditql sample draw --from withdrawal --where "amount >= 10000" --n 40 --seed 31415926535897932384 --name large
  auditql sample draw iam-dormant --section exceptions --n 25 --seed "2026-07-03 14:02 beacon 8f31" --name dormant-h1`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, unlock, err := a.freeze(cmd.Context(), &d, args)
			if err != nil {
				return err
			}
			defer unlock()
			return a.take(cmd.Context(), e, record.Selection{Name: d.name, Plan: d.plan, Draw: d.draw, Frame: d.frame}, nil, format)
		},
	}
	d.flags(cmd)
	cmd.Flags().StringVar(&d.draw.Seed, "seed", "", "1 to 128 printable characters, used as they are; throw dice for it, or take a public beacon")
	cmd.Flags().StringVar(&d.draw.Source, "seed-source", "", "where the seed comes from")
	_ = cmd.MarkFlagRequired("seed")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// flags are those of drawing and of committing: all but the seed.
func (d *drawing) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Int64Var(&d.draw.Size, "n", 0, "items to draw (default: those of the plan)")
	f.StringVar(&d.planFile, "plan", "", "file with the plan, as sample size --format json writes it; it is kept with the selection")
	f.StringVar(&d.draw.Scope, "scope", "", "another scope gives an independent sample (default: the test)")
	f.Int64Var(&d.draw.Spares, "spares", 0, "further items, to replace those that turn out not to be applicable")
	f.StringVar(&d.name, "name", "", "name of the selection (default: the test)")
	f.StringVar(&d.from, "from", "", "draw from the items of this dataset instead of a test's")
	f.StringVar(&d.where, "where", "", "of the dataset only the items that fulfil this condition in SQL; it becomes part of the frame")
	f.StringSliceVar(&d.key, "key", nil, "columns that name an item of the dataset (default: its key)")
	f.StringVar(&d.frame.Section, "section", "population", "population, exceptions, indeterminate or excluded")
	f.StringVar(&d.draw.Method, "method", string(sampling.SRS), "srs, stratified, systematic, sieve, interval, cell or random")
	f.StringVar(&d.frame.Amount, "amount", "", "column of the book amounts, for sieve, interval, cell and random; of other methods for the estimators")
	f.StringVar(&d.frame.Stratum, "stratum", "", "column of the strata, for stratified")
	f.StringVar(&d.draw.Allocate, "allocate", "", "how the strata share the sample: proportional, neyman or value (default: proportional)")
	f.StringVar(&d.draw.Order, "order", "", "order of the items for interval and cell: ticket or key (default: ticket)")
	for flag, words := range map[string][]string{"method": drawMethods, "allocate": bundle.Allocations, "order": {"ticket", "key"},
		"section": {"population", "exceptions", "indeterminate", "excluded"}} {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
}

var drawMethods = []string{"srs", "stratified", "systematic", "sieve", "interval", "cell", "random"}

// check says whether the columns and the order that a method needs were given, and no others.
func (d *drawing) check() error {
	f := d.frame
	currency := sampling.OnAmounts(sampling.Method(d.draw.Method))
	ordered := d.draw.Method == "interval" || d.draw.Method == "cell"
	switch {
	case !slices.Contains(drawMethods, d.draw.Method):
		return fault.New(fault.Usage, "--method %q, expected one of %s", d.draw.Method, strings.Join(drawMethods, ", "))
	case currency && f.Amount == "":
		return fault.New(fault.Usage, "--method %s without --amount: sieve, interval, cell and random need a column of amounts", d.draw.Method)
	case (d.draw.Method == "stratified") != (f.Stratum != ""):
		return fault.New(fault.Usage, "--method %s and --stratum %q: stratified needs a column of strata, other methods have none", d.draw.Method, f.Stratum)
	case d.draw.Order != "" && !ordered:
		return fault.New(fault.Usage, "--method %s and --order %s: only interval and cell have an order", d.draw.Method, d.draw.Order)
	case d.draw.Allocate != "" && (f.Stratum == "" || !slices.Contains(bundle.Allocations, d.draw.Allocate)):
		return fault.New(fault.Usage, "--allocate %q, expected one of %s, with --stratum", d.draw.Allocate, strings.Join(bundle.Allocations, ", "))
	case (d.draw.Allocate == "neyman" || d.draw.Allocate == "value") && f.Amount == "":
		return fault.New(fault.Usage, "--allocate %s without --amount: it weighs strata by their amounts", d.draw.Allocate)
	}
	return nil
}

// readPlan reads the plan, if there is one, and takes the number of items from it when none was given.
func (d *drawing) readPlan() error {
	if d.planFile == "" {
		if d.draw.Size == 0 {
			return fault.New(fault.Usage, "neither --n nor --plan was given, expected the number of items to draw").
				Hint("auditql sample size --tolerable 5%% says how many; with --format json it writes a file for --plan")
		}
		return nil
	}
	text, err := os.ReadFile(d.planFile)
	if err != nil {
		return fault.New(fault.Usage, "read plan: %w", err)
	}
	p, err := sampling.ReadPlan(text)
	if err != nil {
		return fault.At(fault.Usage, d.planFile, 0, "%w", err)
	}
	d.draw.Size = cmp.Or(d.draw.Size, p.Size)
	var plain bytes.Buffer
	if err := json.Compact(&plain, text); err != nil {
		return fault.At(fault.Usage, d.planFile, 0, "read plan: %w", err)
	}
	d.plan = plain.Bytes()
	return nil
}

// freeze fixes the frame, before any seed is used: it is a section of the last run, or the items of a dataset, which become a
// run of their own. The engagement stays locked until unlock.
func (a *app) freeze(ctx context.Context, d *drawing, args []string) (e *engagement.Engagement, unlock func(), err error) {
	test := strings.Join(args, "")
	if (test == "") != (d.from != "") || d.from == "" && (d.where != "" || d.key != nil) {
		return nil, nil, fault.New(fault.Usage, "expected a test, or a dataset by --from; --where and --key are about a dataset")
	}
	d.name = cmp.Or(d.name, d.from, test)
	if d.frame.Section == "population" {
		d.frame.Section = ""
	}
	if err := d.readPlan(); err != nil {
		return nil, nil, err
	}
	if err := d.check(); err != nil {
		return nil, nil, err
	}
	if d.from != "" {
		if test, err = a.runFrame(ctx, d); err != nil {
			return nil, nil, err
		}
	}
	d.frame.Test, d.draw.Scope = test, cmp.Or(d.draw.Scope, test)
	if e, err = engagement.Find(a.dir); err != nil {
		return nil, nil, err
	}
	run, err := a.runOf(e, "", test)
	if err != nil {
		return nil, nil, err
	}
	t, err := performed(run, test)
	if err != nil {
		return nil, nil, err
	}
	d.frame.Run, d.frame.Key = run.ID, t.Key
	if d.frame.Count, d.frame.Root, err = bundle.FrameOf(t, d.frame.Section); err != nil {
		return nil, nil, err
	}
	if unlock, err = e.Lock(); err != nil {
		return nil, nil, err
	}
	if err = freeName(e, d.name); err == nil {
		err = d.columns(frameFile(e, d.frame))
	}
	if err != nil {
		unlock()
	}
	return e, unlock, err
}

// columns looks at the columns of amounts and strata.
func (d *drawing) columns(file string) (err error) {
	if d.frame.Amount != "" {
		if d.frame.Scale, err = bundle.AmountScale(d.frame.Amount, file); err != nil {
			return err
		}
	}
	if d.frame.Stratum != "" {
		d.draw.Allocate = cmp.Or(d.draw.Allocate, "proportional")
		d.draw.Allocation, err = bundle.Allocate(d.draw.Size, d.frame, d.draw.Allocate, file, nil)
	}
	return err
}

// take draws a selection, enters it into the log and keeps it. The log comes first: a draw that is not kept, or that is refused,
// is known too. One that continues an earlier selection must contain it.
func (a *app) take(ctx context.Context, e *engagement.Engagement, s record.Selection, earlier *record.Selection, format string) error {
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	entry := record.Drawing{Act: record.Drawn, Name: s.Name, Frame: s.Frame, Draw: s.Draw, Undigested: a.undigested()}
	if s.Drawn, err = bundle.Draw(ctx, s.Draw, s.Frame, frameFile(e, s.Frame)); err == nil && earlier != nil {
		entry.Act, s.Extends = record.Extended, earlier.Digest
		err = extends(s, *earlier)
	}
	if err != nil {
		return errors.Join(err, a.refuse(e, log, entry, err))
	}
	s.Earlier, s.Undigested = record.EarlierDraws(log, s.Frame, s.Draw), entry.Undigested
	s.Seal()
	entry.Digest = s.Digest
	if err := keepLog(e, record.Append(log, entry)); err != nil {
		return err
	}
	if err := keepSelection(e, s); err != nil {
		gone := record.Drawing{Act: record.Discarded, Name: s.Name, Reason: "it could not be kept", Undigested: entry.Undigested}
		return errors.Join(err, keepLog(e, record.Append(record.Append(log, entry), gone)))
	}
	return a.printSelection(s, format)
}

// refuse enters a draw of which nothing came: its seed was used on a frame that was fixed.
func (a *app) refuse(e *engagement.Engagement, log []record.Drawing, entry record.Drawing, why error) error {
	entry.Act, entry.Reason = record.Refused, why.Error()
	if fault.KindOf(why) == fault.Broken {
		entry.Reason = "it could not be done" // not where on this machine
	}
	if err := keepLog(e, record.Append(log, entry)); err != nil {
		return err
	}
	fmt.Fprintln(a.err, "the log of draws tells of this draw, since its seed was used")
	return nil
}
