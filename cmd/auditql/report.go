package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/exchange"
	"auditql/analytics/fault"
	"auditql/analytics/page"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/workbook"
)

const reportHelp = `Render the record of a run: for the terminal, as one HTML page, as an Excel workbook or as Markdown for a workpaper, as CSV
with a line per test, or as JSON, which is the record itself with those of its samples; for other tools as JUnit, OSCAL assessment results, OCSF
compliance findings or SARIF. A report is rendered from the record only; the same record gives the same bytes.`

func (a *app) reportCommand() *cobra.Command {
	var format, runID string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Render the record of a run",
		Long:  reportHelp,
		Example: `  auditql report
  auditql report --format html > report.html
  auditql report --format xlsx > report.xlsx
  auditql report --format md > report.md
  auditql report --format oscal > assessment-results.json
  auditql report --run run-0003 --format csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := engagement.Find(a.dir)
			if err != nil {
				return err
			}
			run, err := a.reportedRun(e, runID)
			if err != nil {
				return err
			}
			dispositions, err := dispositionsOf(e, run)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return a.reportJSON(e, run, dispositions)
			case "csv":
				return report.RunCSV(a.out, run, dispositions)
			case "html":
				return a.reportHTML(e, run, dispositions)
			case "xlsx":
				return a.reportXLSX(e, run, dispositions)
			case "md":
				return a.reportMarkdown(e, run, dispositions)
			case "table":
				if err := report.RunTable(a.out, run, a.width()); err != nil {
					return err
				}
				_, err := io.WriteString(a.out, report.UndisposedLine(dispositions))
				return err
			}
			return exchange.Write(a.out, format, exchange.Run{Record: run, Dir: e.Path("runs", run.ID), Undisposed: report.Undisposed(dispositions)})
		},
	}
	cmd.Flags().StringVar(&runID, "run", "", "the run (default: the last that is not of a frame for samples)")
	formatFlag(cmd, &format, append([]string{"table", "html", "xlsx", "md", "csv", "json"}, exchange.Formats...)...)
	return cmd
}

// reportedRun reads the run to report. Later runs of frames have reports of their own, which is said.
func (a *app) reportedRun(e *engagement.Engagement, id string) (*record.Run, error) {
	if id != "" {
		return readRun(e, id)
	}
	run, later, err := lastRun(e)
	if err == nil && len(later) > 0 {
		fmt.Fprintf(a.err, "auditql: note: samples from datasets are reported with their frames: auditql report --run %s\n", strings.Join(later, ", "))
	}
	return run, err
}

func (a *app) reportHTML(e *engagement.Engagement, run *record.Run, dispositions []report.DispositionView) error {
	p := page.Paper{Run: run, Dir: e.Path("runs", run.ID), Dispositions: dispositions}
	var err error
	if p.Loads, err = loadsOf(e, run); err != nil {
		return err
	}
	if p.Samples, err = samplesOf(e, run); err != nil {
		return err
	}
	day, err := time.Parse(time.RFC3339, run.Undigested.StartedAt) // not today, so that the same record gives the same bytes
	if err != nil {
		return fault.New(fault.Differs, "start of %s: %w", run.ID, err)
	}
	if p.Findings, err = findingsIn(e, run, day); err != nil {
		return err
	}
	return page.Write(a.out, p)
}

func (a *app) reportMarkdown(e *engagement.Engagement, run *record.Run, dispositions []report.DispositionView) error {
	loads, err := loadsOf(e, run)
	if err != nil {
		return err
	}
	samples, err := samplesOf(e, run)
	if err != nil {
		return err
	}
	return report.RunMarkdown(a.out, run, viewsOf(loads), samples, dispositions)
}

// reported is the record of a run, and beside it those of its samples and what its exceptions turned out to be.
type reported struct {
	record.Run
	Dispositions []report.DispositionView `json:"dispositions"`
	Selections   []record.Selection       `json:"selections,omitempty"`
	Evaluations  []record.Evaluation      `json:"evaluations,omitempty"`
}

func (a *app) reportJSON(e *engagement.Engagement, run *record.Run, dispositions []report.DispositionView) error {
	samples, err := samplesOf(e, run)
	if err != nil {
		return err
	}
	out := reported{Run: *run, Dispositions: dispositions}
	for _, s := range samples {
		out.Selections = append(out.Selections, s.Selection)
		for _, v := range s.Evaluations {
			out.Evaluations = append(out.Evaluations, v.Evaluation)
		}
	}
	return a.printJSON(out)
}

// viewsOf gives the datasets of loads, by name.
func viewsOf(loads []record.Load) []report.DatasetView {
	var views []report.DatasetView
	for _, l := range loads {
		i := slices.IndexFunc(views, func(v report.DatasetView) bool { return v.Dataset == l.Dataset })
		if i < 0 {
			i = len(views)
			views = append(views, report.DatasetView{Dataset: l.Dataset})
		}
		views[i].Add(l)
	}
	slices.SortFunc(views, func(a, b report.DatasetView) int { return strings.Compare(a.Dataset, b.Dataset) })
	return views
}

func (a *app) reportXLSX(e *engagement.Engagement, run *record.Run, dispositions []report.DispositionView) error {
	loads, err := loadsOf(e, run)
	if err != nil {
		return err
	}
	samples, err := samplesOf(e, run)
	if err != nil {
		return err
	}
	return workbook.Write(a.out, workbook.Paper{Run: run, Dir: e.Path("runs", run.ID), Loads: loads, Samples: samples, Dispositions: dispositions})
}

// loadsOf gives the ledger entries of the evidence that a run had before it.
func loadsOf(e *engagement.Engagement, run *record.Run) ([]record.Load, error) {
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return nil, err
	}
	var loads []record.Load
	for _, ref := range run.Evidence {
		i := slices.IndexFunc(ledger.Loads, func(l record.Load) bool { return l.ID == ref.Load && l.Dataset == ref.Dataset })
		if i < 0 {
			return nil, fault.New(fault.Refused, "load %s of %s is in %s and not in the ledger", ref.Load, ref.Dataset, run.ID)
		}
		l := ledger.Loads[i]
		l.Checks = ledger.Checks(l)
		loads = append(loads, l)
	}
	return loads, nil
}

// samplesOf gives the selections that were drawn from a run, by name, with their evaluations.
func samplesOf(e *engagement.Engagement, run *record.Run) ([]report.SampleView, error) {
	files, err := filepath.Glob(e.Path("selections", "*", "selection.json"))
	if err != nil {
		return nil, fault.New(fault.Broken, "list selections: %w", err)
	}
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return nil, err
	}
	var out []report.SampleView
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fault.New(fault.Broken, "read selection: %w", err)
		}
		var s record.Selection
		if err := record.Decode(data, &s); err != nil {
			return nil, fault.At(fault.Differs, file, 0, "%w", err)
		}
		if err := s.Check(); err != nil {
			return nil, fault.At(fault.Differs, file, 0, "%w", err)
		}
		if s.Frame.Run != run.ID {
			continue
		}
		v := report.SampleView{Selection: s, Discarded: record.DiscardedFor(log, s.Name)}
		evaluations, err := bundle.ReadEvaluations(filepath.Dir(file))
		if err != nil {
			return nil, err
		}
		for _, done := range evaluations {
			view, err := report.NewEvaluationView(done)
			if err != nil {
				return nil, err
			}
			v.Evaluations = append(v.Evaluations, view)
		}
		out = append(out, v)
	}
	return out, nil
}
