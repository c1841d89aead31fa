package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
)

// asking is what the auditor asks of a completed worksheet, as text.
type asking struct {
	confidence, tolerable, law, side, estimator string
	stage                                       int64
}

func (a *app) sampleEvaluateCommand() *cobra.Command {
	var q asking
	var format string
	cmd := &cobra.Command{
		Use:   "evaluate SELECTION WORKSHEET",
		Short: "Evaluate the completed worksheet of a selection",
		Long: `Read the completed worksheet of a selection, XLSX or CSV, and say what it allows to conclude about the population. A worksheet
whose keys, amounts or rows were changed is refused, and so is one that is not finished, by row and column.

Of items: the deviation rate and that of each attribute A to F, with its limits by the hypergeometric distribution,
Clopper and Pearson, and Poisson; --tolerable is the tolerable rate. An item that is not applicable is replaced by the next
spare; one that is not available counts as a deviation. With --estimator: the misstatement of the amounts, and --tolerable is
the tolerable misstatement. Of units of currency: Stringer's limit with its parts, the cell limit, understatements and
items of certainty; --tolerable is the tolerable misstatement. A selection that was drawn with --plan is evaluated by its
plan; where the flags say otherwise, the evaluation notes it.

The evaluation and the worksheet as it was read are kept in a folder of the selection. A second worksheet is a second
evaluation; both remain. Exit code 3 when the sample does not support the conclusion that was planned.`,
		Example: `  auditql sample evaluate iam-mfa-missing worksheet.xlsx --tolerable 0.05
  auditql sample evaluate payments worksheet.csv --confidence 0.9 --tolerable 125000.00
  auditql sample evaluate stock counted.xlsx --estimator difference --tolerable 40000 --format json`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeSelections,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.evaluate(cmd.Context(), args[0], args[1], q, format)
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.confidence, "confidence", "", "confidence level of the limits (default: that of the plan, otherwise 0.95)")
	f.StringVar(&q.tolerable, "tolerable", "", "tolerable deviation rate; of amounts the tolerable misstatement (default: that of the plan)")
	f.StringVar(&q.law, "distribution", "", "hypergeometric, binomial or poisson (default: hypergeometric of items, poisson of amounts)")
	f.StringVar(&q.side, "side", "", "upper, lower or two (default: upper of a rate, two of an estimate)")
	f.StringVar(&q.estimator, "estimator", "", "mpu, difference, ratio or regression: estimate the misstatement from a sample of items")
	f.Int64Var(&q.stage, "stage", 0, "items of each stage, when the plan has two stages")
	for flag, words := range map[string][]string{"distribution": {"hypergeometric", "binomial", "poisson"}, "side": {"upper", "lower", "two"},
		"estimator": {"mpu", "difference", "ratio", "regression"}} {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// question reads the flags. What is tolerable is an amount where amounts are estimated.
func (q asking) question(s record.Selection) (sampling.Question, error) {
	var r reading
	out := sampling.Question{Confidence: r.decimal("confidence", q.confidence), Distribution: sampling.Distribution(q.law),
		Side: sampling.Side(q.side), Estimator: sampling.Estimator(q.estimator), Stage: q.stage}
	tolerable := r.decimal("tolerable", q.tolerable)
	if q.estimator != "" || sampling.OnAmounts(sampling.Method(s.Draw.Method)) {
		out.Misstatement = tolerable
	} else {
		out.Rate = tolerable
	}
	if r.err != nil {
		return out, r.err
	}
	if len(s.Plan) > 0 {
		plan, err := sampling.ReadPlan(s.Plan)
		if err != nil {
			return out, err
		}
		out = plan.Fill(out)
	}
	if !out.Confidence.Given() {
		out.Confidence = r.decimal("confidence", "0.95")
	}
	return out, r.err
}

func (a *app) evaluate(ctx context.Context, name, file string, asked asking, format string) error {
	e, unlock, err := a.locked()
	if err != nil {
		return err
	}
	defer unlock()
	s, err := reliedOn(ctx, e, name)
	if err != nil {
		return err
	}
	q, err := asked.question(s)
	if err != nil {
		return err
	}
	data, err := readWorksheet(file)
	if err != nil {
		return err
	}
	run, err := readRun(e, s.Frame.Run)
	if err != nil {
		return err
	}
	t, err := performed(run, s.Frame.Test)
	if err != nil {
		return err
	}
	before, err := bundle.Answers(e.Root, s)
	if err != nil {
		return err
	}
	done, err := bundle.Evaluate(s, t, q, file, data, before)
	if err != nil {
		return err
	}
	if done, err = a.keepEvaluation(e, done, data); err != nil {
		return err
	}
	if err := a.printEvaluation(done, format); err != nil {
		return err
	}
	if sampling.Verdict(done.Verdict) == sampling.NoConclusion {
		if _, err := fmt.Fprintln(a.err, noConclusion); err != nil {
			return err
		}
	}
	return concluded(done)
}

const noConclusion = "auditql: hint: --tolerable gives what can be accepted, a rate such as 0.05 or an amount of currency; then the sample is judged by it"

// A worksheet is small; a file of more bytes is something else.
const largestWorksheet = 256 << 20

func readWorksheet(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fault.New(fault.Usage, "read worksheet: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > largestWorksheet {
		return nil, fault.At(fault.Refused, file, 0, "%d bytes, expected a worksheet: a regular file of at most %d", info.Size(), largestWorksheet)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.New(fault.Usage, "read worksheet: %w", err)
	}
	return data, nil
}

// keepEvaluation writes the folder of an evaluation, whole or not at all. The same worksheet with the same question is not
// kept twice: its evaluation is there already.
func (a *app) keepEvaluation(e *engagement.Engagement, done record.Evaluation, data []byte) (record.Evaluation, error) {
	dir := e.Path("selections", done.Name)
	kept, err := bundle.ReadEvaluations(dir)
	if err != nil {
		return done, err
	}
	if err := logEvaluations(e, done.Name, kept); err != nil {
		return done, err
	}
	done.Number = len(kept) + 1
	if done.Number > 1 {
		done.Previous = kept[done.Number-2].Sum
	}
	done.Undigested = a.undigested()
	done.Seal()
	if i := slices.IndexFunc(kept, func(k record.Evaluation) bool { return k.Digest == done.Digest && k.Worksheet == done.Worksheet }); i >= 0 {
		return kept[i], nil
	}
	text, err := record.Encode(done)
	if err != nil {
		return done, fault.New(fault.Broken, "keep evaluation: %w", err)
	}
	scratch, err := e.Scratch()
	if err != nil {
		return done, err
	}
	defer os.RemoveAll(scratch)
	for name, content := range map[string][]byte{bundle.EvaluationName: text, done.Worksheet.Path: data} {
		if err := engagement.WriteFile(filepath.Join(scratch, name), content, 0o644); err != nil {
			return done, err
		}
	}
	if err := errors.Join(os.Chmod(scratch, 0o755), engagement.Place(scratch, filepath.Join(dir, bundle.EvaluationFolder(done.Number)))); err != nil {
		return done, fault.New(fault.Broken, "keep evaluation: %w", err)
	}
	return done, logEvaluations(e, done.Name, append(kept, done))
}

// logEvaluations enters the evaluations of a selection that the log of draws does not tell of yet: the last one, and one that was
// kept when auditql was stopped before it entered it.
func logEvaluations(e *engagement.Engagement, name string, kept []record.Evaluation) error {
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	logged := len(record.EvaluationsOf(log, name))
	if logged >= len(kept) {
		return nil
	}
	for _, k := range kept[logged:] {
		log = record.Append(log, record.Drawing{Act: record.Evaluated, Name: name, Evaluation: k.Sum, Verdict: k.Verdict, Undigested: k.Undigested})
	}
	return keepLog(e, log)
}

func (a *app) printEvaluation(done record.Evaluation, format string) error {
	if format == "json" {
		return a.printJSON(done)
	}
	v, err := report.NewEvaluationView(done)
	if err != nil {
		return err
	}
	return v.Write(a.out, a.width())
}

// concluded gives the exit code of an evaluation.
func concluded(done record.Evaluation) error {
	switch sampling.Verdict(done.Verdict) {
	case sampling.Supported, sampling.NoConclusion:
		return nil
	case sampling.NotAssertable:
		return outcome(fault.Refused)
	}
	return outcome(fault.Differs)
}

// reliedOn reads a selection that is as it was drawn and was not discarded.
func reliedOn(ctx context.Context, e *engagement.Engagement, name string) (record.Selection, error) {
	s, err := readSelection(e, name)
	if err != nil {
		return s, err
	}
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return s, err
	}
	if reason := record.DiscardedFor(log, name); reason != "" {
		return s, fault.New(fault.Usage, "selection %s was discarded: %s", name, reason)
	}
	_, err = bundle.VerifySelection(ctx, e.Root, e.Path("selections", name))
	return s, err
}

// readSelection reads the record of a selection by its name.
func readSelection(e *engagement.Engagement, name string) (s record.Selection, err error) {
	if !selectionName.MatchString(name) {
		return s, fault.New(fault.Usage, "selection %q, expected letters, digits, points, hyphens and underscores", name)
	}
	file := e.Path("selections", name, bundle.SelectionName)
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return s, fault.New(fault.Usage, "there is no selection %s", name).Hint("the engagement has %s", cmp.Or(strings.Join(selections(e), ", "), "none"))
	}
	if err != nil {
		return s, fault.New(fault.Broken, "read selection: %w", err)
	}
	if err := record.Decode(data, &s); err != nil {
		return s, fault.At(fault.Differs, file, 0, "%w", err)
	}
	if err := s.Check(); err != nil {
		return s, fault.At(fault.Differs, file, 0, "%w", err)
	}
	return s, nil
}

// selections gives the names of the selections of an engagement.
func selections(e *engagement.Engagement) (names []string) {
	files, _ := filepath.Glob(e.Path("selections", "*", bundle.SelectionName))
	for _, f := range files {
		names = append(names, filepath.Base(filepath.Dir(f)))
	}
	return names
}

func (a *app) completeSelections(_ *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	e, err := engagement.Find(a.dir)
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault // the worksheet is a file
	}
	return slices.DeleteFunc(selections(e), func(s string) bool { return !strings.HasPrefix(s, start) }), cobra.ShellCompDirectiveNoFileComp
}
