package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"auditql/analytics/disposition"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/table"
	"auditql/analytics/waiver"
)

func (a *app) resultsCommand() *cobra.Command {
	var format, section, runID string
	cmd := &cobra.Command{
		Use:   "results TEST",
		Short: "Show the items that a test found",
		Long:  "Show the exceptions of a test in the last run, or another section of its result, in key order.",
		Example: `  auditql results iam-terminated-active
  auditql results iam-dormant --section indeterminate
  auditql results iam-dormant --format csv > iam-dormant.csv`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(_ *cobra.Command, args []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			run, err := a.runOf(e, runID, args[0])
			if err != nil {
				return err
			}
			t, file, err := sectionFile(run, args[0], section)
			if err != nil || file == nil {
				return a.nothing(format, err)
			}
			var added []report.Added
			if section == script.Exceptions {
				if added, err = notesOf(e, t); err != nil {
					return err
				}
			}
			return report.Rows(a.out, format, a.width(), []string{e.Path("runs", run.ID, filepath.FromSlash(file.Path))}, added...)
		},
	}
	f := cmd.Flags()
	f.StringVar(&section, "section", script.Exceptions, "exceptions, indeterminate, excluded or population")
	f.StringVar(&runID, "run", "", "the run (default: the last with the test)")
	_ = cmd.RegisterFlagCompletionFunc("section", cobra.FixedCompletions(append([]string{script.Population}, script.Verdicts...), cobra.ShellCompDirectiveNoFileComp))
	formatFlag(cmd, &format, "table", "json", "csv")
	return cmd
}

// nothing prints an empty result for a section that the test does not have.
func (a *app) nothing(format string, err error) error {
	if err != nil || format != "json" {
		return err
	}
	return a.printJSON([]struct{}{})
}

// latestRun reads the last run that fits, nil when none does, and names the runs after it.
func latestRun(e *engagement.Engagement, fits func(*record.Run) bool) (run *record.Run, later []string, err error) {
	runs, err := runsOf(e.Root)
	if err != nil {
		return nil, nil, err
	}
	for i := len(runs) - 1; i >= 0; i-- {
		if run, err = readRun(e, runs[i]); err != nil || fits(run) {
			return run, runs[i+1:], err
		}
	}
	return nil, nil, nil
}

// lastRun reads the last run, and not that of a frame when there is another. It names the frames after it.
func lastRun(e *engagement.Engagement) (run *record.Run, later []string, err error) {
	if run, later, err = latestRun(e, func(r *record.Run) bool { return !isFrame(r) }); run != nil || err != nil {
		return run, later, err
	}
	if run, later, err = latestRun(e, isFrame); run == nil && err == nil {
		err = fault.New(fault.Usage, "there is no run yet").Hint("auditql run performs the tests")
	}
	return run, later, err
}

// runsOf gives the names of the runs below a folder, oldest first.
func runsOf(root string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(root, "runs"))
	if err != nil && !os.IsNotExist(err) {
		return nil, fault.New(fault.Broken, "list runs: %w", err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name()) // ReadDir sorts by name
	}
	return out, nil
}

// anyRun reads the last run, or gives nil when there is none yet.
func anyRun(e *engagement.Engagement) (*record.Run, error) {
	runs, err := runsOf(e.Root)
	if len(runs) == 0 || err != nil {
		return nil, err
	}
	return readRun(e, "")
}

// runOf reads a run. When none is named it is the last with the test, and when later ones are without it that is said.
func (a *app) runOf(e *engagement.Engagement, id, test string) (*record.Run, error) {
	if id != "" {
		return readRun(e, id)
	}
	has := func(r *record.Run) bool {
		return slices.ContainsFunc(r.Tests, func(t record.Test) bool { return t.ID == test })
	}
	run, later, err := latestRun(e, has)
	if err != nil {
		return nil, err
	}
	if run == nil {
		return readRun(e, "")
	}
	if n := len(later); n > 0 {
		fmt.Fprintf(a.err, "auditql: note: this is of %s; %s is later and without %s\n", run.ID, later[n-1], test)
	}
	return run, nil
}

// readRun reads the record of a run, the last one when id is empty. A record that contradicts itself is refused.
func readRun(e *engagement.Engagement, id string) (*record.Run, error) {
	if id == "" {
		run, _, err := lastRun(e)
		return run, err
	}
	id = filepath.Base(id)
	name := filepath.ToSlash(filepath.Join("runs", id, "record.json"))
	data, err := os.ReadFile(e.Path(filepath.FromSlash(name)))
	if err != nil {
		return nil, fault.New(fault.Usage, "there is no run %s: %w", id, err)
	}
	var run record.Run
	if err := record.Decode(data, &run); err != nil {
		return nil, fault.At(fault.Differs, name, 0, "%w", err)
	}
	if err := run.Check(); err != nil {
		return nil, fault.At(fault.Differs, name, 0, "%w", err)
	}
	return &run, nil
}

// notesOf gives what is shown beside the exceptions of a test: the waiver that accepts each, and its disposition.
func notesOf(e *engagement.Engagement, t *record.Test) ([]report.Added, error) {
	var out []report.Added
	if len(t.Waivers) > 0 {
		var m *waiver.Matcher
		out = append(out, report.Added{Name: "waiver_id", Of: func(columns []schema.Column, row table.Row) string {
			if m == nil {
				m = waiver.NewMatcher(t.Key, columns, t.Waivers)
			}
			return m.Of(row)
		}})
	}
	log, err := disposition.Read(e.Path(disposition.FileName))
	if !slices.ContainsFunc(log, func(d record.Disposition) bool { return d.Test == t.ID }) {
		return out, err
	}
	standing := disposition.Current(log)
	return append(out, report.Added{Name: "disposition", Of: func(columns []schema.Column, row table.Row) string {
		d, _ := standing.Of(t.ID, keyOf(t, columns, row))
		return string(d.Status)
	}}), err
}

func keyOf(t *record.Test, columns []schema.Column, row table.Row) []string {
	var key []string
	for _, k := range t.Key {
		key = append(key, string(row[slices.IndexFunc(columns, func(c schema.Column) bool { return c.Name == k })]))
	}
	return key
}

// sectionFile finds a test of a run and the file of a section, which is nil when the test does not have the section.
func sectionFile(run *record.Run, test, section string) (*record.Test, *record.File, error) {
	for i := range run.Tests {
		t := &run.Tests[i]
		if t.ID != test {
			continue
		}
		if t.Verdict == record.NotRun {
			return nil, nil, fault.New(fault.Refused, "%s was not performed in %s", test, run.ID).Hint("auditql run %s says why", test)
		}
		if section != script.Population && section != script.Exceptions && section != script.Indeterminate && section != script.Excluded {
			return nil, nil, fault.New(fault.Usage, "section %q, expected exceptions, indeterminate, excluded or population", section)
		}
		if x := t.Section(section); x != nil {
			return t, x.File, nil
		}
		return t, nil, nil
	}
	return nil, nil, fault.New(fault.Usage, "%s is not in %s", test, run.ID).Hint("auditql run %s performs it", test)
}
