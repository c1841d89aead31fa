package main

import (
	"fmt"
	"strings"

	"auditql/analytics/report"
)

type lackLine struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Missing []string `json:"missing"` // datasets
}

// printLacking lists the tests that cannot be performed yet. A test that is told its dataset waits for that choice only.
func (a *app) printLacking(selectors []string, format string) error {
	e, lib, err := a.open()
	if err != nil {
		return err
	}
	set, err := lib.scripts()
	if err != nil {
		return err
	}
	tests, err := set.Select(selectors)
	if err != nil {
		return err
	}
	states, err := statesOf(e, lib, set, nil)
	if err != nil {
		return err
	}
	lines := []lackLine{}
	waited := map[string]bool{}
	g := report.Grid{Header: []string{"test", "title", "waits for"}}
	for _, t := range tests {
		lacks := states[t.ID].Missing
		if len(lacks) == 0 {
			continue
		}
		for _, d := range lacks {
			waited[d] = true
		}
		lines = append(lines, lackLine{t.ID, t.Title, lacks})
		g.Add(t.ID, t.Title, strings.Join(lacks, ", "))
	}
	if format == "json" {
		return a.printJSON(lines)
	}
	if len(lines) > 0 {
		if err := g.Write(a.out, a.width()); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.out, "%d of %d tests wait for %d datasets\n", len(lines), len(tests), len(waited))
	return err
}
