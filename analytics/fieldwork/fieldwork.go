// Package fieldwork performs a selection of tests on the evidence of an engagement and keeps the run.
//
// It joins what the other packages do: it checks the evidence against the ledger, gives each test the datasets it reads,
// says for a test without its evidence what is missing and how the auditee obtains it, and writes the record. A run
// appears under its name when it is whole, and not before.
//
// An error of one test is that test's: its worker is replaced, its verdict is "not run", and the others go on.
//
//	run, err := fieldwork.Run(ctx, fieldwork.Plan{Engagement: e, Contracts: c, Tests: tests, Start: start})
package fieldwork

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
	"auditql/analytics/waiver"
)

// Plan is what to perform, and on what.
type Plan struct {
	Engagement *engagement.Engagement
	Contracts  *contract.Set
	Tests      []*script.Script
	Params     sqlfile.Pairs[sqlfile.Value] // for every test that has them; they win over the engagement's
	Start      func(ctx context.Context, o engine.Options) (*engine.Session, error)
	Threads    int // of each session; 0 means the number of cores
	Tool       record.Tool
	Undigested record.Undigested
	Done       func(record.Test) // called as tests end, in any order; may be nil
}

// sessions is how many tests are performed side by side: small tests do not use several cores themselves.
const sessions = 2

// Run performs the tests and keeps the run. The record tells of every test, also of those that could not be performed.
func Run(ctx context.Context, p Plan) (*record.Run, error) {
	if err := p.checkNames(); err != nil {
		return nil, err
	}
	ledger, err := evidence.ReadLedger(p.Engagement)
	if err != nil {
		return nil, err
	}
	scratch, err := p.Engagement.Scratch()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	w := &work{Plan: p, ledger: ledger, dir: filepath.Join(scratch, "run"), scratch: scratch}
	if err := os.Mkdir(w.dir, 0o755); err != nil {
		return nil, fault.New(fault.Broken, "make run: %w", err)
	}
	if err := w.readGiven(); err != nil {
		return nil, err
	}
	if w.stock, err = takeStock(p, ledger); err != nil {
		return nil, err
	}
	w.stock.waivers = len(w.waivers)
	tests, err := w.performAll(ctx)
	if err != nil {
		return nil, err
	}
	return w.keep(tests)
}

// work is a run that is being performed.
type work struct {
	Plan
	ledger  *evidence.Ledger
	stock   *stock
	waivers []waiver.Waiver
	given   map[string][]byte // engagement.yaml and waivers.yaml, those that are there
	waived  []record.Test     // performed with the waivers that name them, once all tests are that do not read about waivers
	dir     string            // of the run, until it is kept
	scratch string
}

// performAll performs the tests; those that read about waivers come last, since what waivers accept is known only then.
func (w *work) performAll(ctx context.Context) ([]record.Test, error) {
	tests := make([]record.Test, len(w.Tests))
	var first, last []int
	for n, s := range w.Tests {
		if slices.Contains(s.Datasets(), waiverDataset) {
			last = append(last, n)
		} else {
			first = append(first, n)
		}
	}
	if err := w.performThese(ctx, first, tests); err != nil {
		return nil, err
	}
	w.waived = tests
	return tests, w.performThese(ctx, last, tests)
}

func (w *work) performThese(ctx context.Context, which []int, tests []record.Test) error {
	todo := make(chan int)
	errs := make([]error, min(sessions, len(which)))
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			b := &bench{w: w}
			defer b.close()
			for n := range todo {
				if errs[i] != nil {
					continue
				}
				tests[n], errs[i] = b.perform(ctx, w.Tests[n])
				if w.Done != nil && errs[i] == nil {
					w.Done(tests[n])
				}
			}
		})
	}
	for _, n := range which {
		todo <- n
	}
	close(todo)
	wg.Wait()
	return errors.Join(errs...)
}

// keep writes the record and gives the run its name.
func (w *work) keep(tests []record.Test) (*record.Run, error) {
	e := w.Engagement
	run := &record.Run{Engagement: Audit(e), Tool: w.Tool, Evidence: w.stock.refs(), Tests: tests, Undigested: w.Undigested}
	var err error
	if run.Definitions, err = w.define(); err != nil {
		return nil, err
	}
	if run.ID, err = nextRun(e); err != nil {
		return nil, err
	}
	run.Seal()
	data, err := record.Encode(run)
	if err != nil {
		return nil, fault.New(fault.Broken, "write record: %w", err)
	}
	if err := engagement.WriteFile(filepath.Join(w.dir, "record.json"), data, 0o444); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(e.Path("runs"), 0o755); err != nil {
		return nil, fault.New(fault.Broken, "keep run: %w", err)
	}
	if err := engagement.Place(w.dir, e.Path("runs", run.ID)); err != nil {
		return nil, fault.New(fault.Broken, "keep run: %w", err)
	}
	return run, nil
}

// Audit is what an engagement says of itself in records.
func Audit(e *engagement.Engagement) record.Engagement {
	return record.Engagement{
		Title: e.Config.Title, PeriodStart: engagement.Text(e.Period.Start), PeriodEnd: engagement.Text(e.Period.End),
		AsOf: engagement.Text(e.AsOf), Zone: e.Config.Zone,
	}
}

// nextRun numbers the runs of an engagement. A number that was taken out is not given again: its gap stays to be seen.
func nextRun(e *engagement.Engagement) (string, error) {
	runs, err := os.ReadDir(e.Path("runs"))
	if err != nil && !os.IsNotExist(err) {
		return "", fault.New(fault.Broken, "number run: %w", err)
	}
	last := 0
	for _, d := range runs {
		if digits, ok := strings.CutPrefix(d.Name(), "run-"); ok {
			if n, err := strconv.Atoi(digits); err == nil {
				last = max(last, n)
			}
		}
	}
	return fmt.Sprintf("run-%04d", last+1), nil
}
