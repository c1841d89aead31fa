package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) whyCommand() *cobra.Command {
	var format, runID string
	var exports []string
	cmd := &cobra.Command{
		Use:   "why TEST KEY…",
		Short: "Show why an item has its verdict, down to the bytes of the export",
		Long: `Show for one item of a test's population its verdict, the step that gave it and the reason, and the records of the
exports that it came from: file, record number, bytes. The key is given in the order of the test's key columns.`,
		Example: `  auditql why iam-terminated-active okta 00u1abcd
  auditql why cicd-unreviewed-merge acme/wallet 412 --exports /media/case-17/exports`,
		Args:              cobra.MinimumNArgs(2),
		ValidArgsFunction: a.completeTests,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := a.why(cmd.Context(), args[0], args[1:], runID, exports)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(w)
			}
			return w.print(a)
		},
	}
	cmd.Flags().StringVar(&runID, "run", "", "the run (default: the last with the test)")
	cmd.Flags().StringArrayVar(&exports, "exports", nil, "where the exports lie now")
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// explanation is what is known of one item.
type explanation struct {
	Test    string            `json:"test"`
	Run     string            `json:"run"`
	Key     []string          `json:"key"`
	Verdict string            `json:"verdict"`
	Says    string            `json:"step"`
	SQL     string            `json:"sql"`
	Item    []report.Cell     `json:"item"`
	Rows    [][]report.Cell   `json:"rows"`
	Origins []evidence.Origin `json:"origins"`
}

func (a *app) why(ctx context.Context, test string, key []string, runID string, exports []string) (*explanation, error) {
	e, lib, err := a.open()
	if err != nil {
		return nil, err
	}
	run, err := a.runOf(e, runID, test)
	if err != nil {
		return nil, err
	}
	t, err := performed(run, test)
	if err != nil {
		return nil, err
	}
	if len(key) != len(t.Key) {
		return nil, fault.New(fault.Usage, "the key of %s is %s: expected %d values, found %d", test, strings.Join(t.Key, ", "), len(t.Key), len(key))
	}
	w := &explanation{Test: test, Run: run.ID, Key: key, Verdict: "pass"}
	if err := w.findItem(e, run, t); err != nil {
		return nil, err
	}
	return w, w.findOrigins(ctx, e, lib, t, exports)
}

func performed(run *record.Run, test string) (*record.Test, error) {
	i := slices.IndexFunc(run.Tests, func(t record.Test) bool { return t.ID == test })
	if i < 0 || run.Tests[i].Verdict == record.NotRun {
		return nil, fault.New(fault.Usage, "%s was not performed in %s", test, run.ID).Hint("auditql run %s performs it", test)
	}
	return &run.Tests[i], nil
}

func (w *explanation) findItem(e *engagement.Engagement, run *record.Run, t *record.Test) error {
	for _, name := range append([]string{script.Population}, script.Verdicts...) {
		x := t.Section(name)
		if x == nil || x.File == nil {
			continue
		}
		rows, err := report.Find(e.Path("runs", run.ID, x.File.Path), t.Key, w.Key)
		if err != nil {
			return err
		}
		if name == script.Population {
			if len(rows) == 0 {
				return fault.New(fault.Usage, "%s is not in the population of %s", strings.Join(w.Key, " "), t.ID).
					Hint("auditql results %s --section population lists it", t.ID)
			}
			w.Item, w.Says, w.SQL = rows[0], x.Says, x.SQL
			continue
		}
		if len(rows) > 0 {
			w.Verdict, w.Says, w.SQL, w.Rows = name, x.Says, x.SQL, rows
		}
	}
	return nil
}

// findOrigins goes from the item to the exports, for each dataset that can be found by the key of the test, or whose own
// key the item carries.
func (w *explanation) findOrigins(ctx context.Context, e *engagement.Engagement, lib *library, t *record.Test, exports []string) error {
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return err
	}
	values := map[string]string{}
	for _, row := range append([][]report.Cell{w.Item}, w.Rows...) {
		for _, c := range row {
			if c.Value != nil {
				values[c.Column] = *c.Value
			}
		}
	}
	w.Origins = []evidence.Origin{}
	for _, s := range t.Evidence {
		c, ok := lib.contracts.Get(s.Dataset)
		if !ok || slices.ContainsFunc(w.Origins, func(o evidence.Origin) bool { return o.Dataset == s.Dataset }) {
			continue
		}
		match := matchable(c, t.Key, values)
		if match == nil {
			continue
		}
		found, err := ledger.Origins(ctx, e, c, match, exports)
		if err != nil {
			return err
		}
		w.Origins = append(w.Origins, found...)
	}
	return nil
}

// matchable says by which columns the records of a dataset are found: by the key of the test, by the dataset's own key,
// or by those identifiers of its key that the item carries. Nil means that nothing leads there.
func matchable(c *contract.Contract, testKey []string, values map[string]string) map[string]string {
	own := slices.DeleteFunc(slices.Clone(c.Key), func(k string) bool { return k == "snapshot_at" })
	for _, names := range [][]string{testKey, own, carried(own, values)} {
		match := map[string]string{}
		for _, n := range names {
			_, isColumn := c.Spec.Get(n)
			if v, ok := values[n]; ok && isColumn {
				match[n] = v
			}
		}
		if len(match) > 0 && len(match) == len(names) {
			return match
		}
	}
	return nil
}

func carried(key []string, values map[string]string) []string {
	return slices.DeleteFunc(slices.Clone(key), func(k string) bool { return values[k] == "" || !strings.HasSuffix(k, "_id") })
}

func (w *explanation) print(a *app) error {
	fmt.Fprintf(a.out, "%s %s: %s\n", w.Test, report.Clean(strings.Join(w.Key, " ")), w.Verdict)
	fmt.Fprintf(a.out, "step: %s\n\n", report.Clean(w.Says))
	for line := range strings.Lines(report.CleanLines(w.SQL)) {
		fmt.Fprintf(a.out, "    %s\n", strings.TrimRight(line, "\n"))
	}
	rows := w.Rows
	if len(rows) == 0 {
		rows = [][]report.Cell{w.Item}
	}
	for _, row := range rows {
		fmt.Fprintln(a.out)
		for _, c := range row {
			value := "NULL"
			if c.Value != nil {
				value = report.Clean(*c.Value)
			}
			fmt.Fprintf(a.out, "  %-16s %s\n", c.Column, value)
		}
	}
	for _, o := range w.Origins {
		fmt.Fprintf(a.out, "\n%s: record %d of %s", o.Dataset, o.Row, report.Clean(o.File))
		if o.Problem != "" {
			fmt.Fprintf(a.out, "\n  %s\n", report.Clean(o.Problem))
			continue
		}
		fmt.Fprintf(a.out, ", byte %d, %d bytes\n  %s\n", o.Offset, len(o.Raw), report.CleanLines(strings.TrimRight(o.Raw, "\r\n")))
	}
	return nil
}
