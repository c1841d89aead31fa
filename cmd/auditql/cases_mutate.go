package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"auditql/analytics/cases"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

type mutantLine struct {
	Section string `json:"section"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Change  string `json:"change"`
}

type scoreLine struct {
	Test      string       `json:"test"`
	Version   int          `json:"version"`
	Mutants   int          `json:"mutants"`
	Noticed   int          `json:"noticed"`
	Refused   int          `json:"refused"`
	Unnoticed []mutantLine `json:"unnoticed"`
	score     string
}

// mutateCases performs the mutants of tests, of as many tests at once as there are processors.
func (a *app) mutateCases(ctx context.Context, lib *library, tests []*script.Script, format string) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	scores := make([]cases.Score, len(tests))
	bar := a.progress("mutants")
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for i := range next {
				var err error
				if scores[i], err = cases.Mutate(ctx, func() (*engine.Session, error) {
					return a.session(ctx, cases.MutantOptions)
				}, tests[i], lib.contracts); err != nil {
					stop(err)
				}
				bar.step(tests[i].ID, len(tests))
			}
		})
	}
	for i := range tests {
		next <- i
	}
	close(next)
	workers.Wait()
	bar.end()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return a.printScores(tests, scores, format)
}

func (a *app) printScores(tests []*script.Script, scores []cases.Score, format string) error {
	lines := make([]scoreLine, len(tests))
	all, enough := cases.Score{}, true
	for i, s := range scores {
		lines[i] = scoreLine{tests[i].ID, tests[i].Version, s.Mutants(), s.Noticed, s.Refused, []mutantLine{}, s.Percent()}
		for _, m := range s.Unnoticed {
			lines[i].Unnoticed = append(lines[i].Unnoticed, mutantLine{m.Section, tests[i].File, m.Line, m.Says})
		}
		all.Noticed += s.Noticed
		all.Unnoticed = append(all.Unnoticed, s.Unnoticed...)
		enough = enough && s.Reaches(cases.LeastOfOne)
	}
	print := a.printScoreTable
	if format == "json" {
		print = func(lines []scoreLine, _ cases.Score) error { return a.printJSON(lines) }
	}
	if err := print(lines, all); err != nil {
		return err
	}
	if !enough || !all.Reaches(cases.LeastOfAll) {
		return outcome(fault.Differs)
	}
	return nil
}

func (a *app) printScoreTable(lines []scoreLine, all cases.Score) error {
	g := report.Grid{Header: []string{"test", "mutants", "noticed", "refused", "score"}, Right: []bool{false, true, true, true, true}}
	for _, l := range lines {
		for _, m := range l.Unnoticed {
			fmt.Fprintf(a.out, "%s:%d: %s\n", report.Clean(m.File), m.Line, report.Clean(m.Change))
		}
		g.Add(l.Test, strconv.Itoa(l.Mutants), strconv.Itoa(l.Noticed), strconv.Itoa(l.Refused), l.score)
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s, %s: %d noticed, %s\n", report.Counted(len(lines), "test"), report.Counted(all.Mutants(), "mutant"), all.Noticed, all.Percent())
	return err
}
