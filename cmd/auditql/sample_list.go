package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

func (a *app) sampleListCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the selections with what was concluded from each",
		Example: `  auditql sample list
  auditql sample list --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.listSelections(format) },
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}

// listed is a selection in the list.
type listed struct {
	Name        string `json:"name"`
	Run         string `json:"run"`
	Test        string `json:"test"`
	Method      string `json:"method"`
	Size        int64  `json:"n"`
	Evaluations int    `json:"evaluations"`
	Verdict     string `json:"verdict"`   // of the last evaluation, empty without one
	Discarded   string `json:"discarded"` // the reason, empty when it was not
}

func (a *app) listSelections(format string) error {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return err
	}
	log, err := bundle.ReadDrawings(e.Root)
	if err != nil {
		return err
	}
	list := []listed{}
	for _, name := range selections(e) {
		s, err := readSelection(e, name)
		if err != nil {
			return err
		}
		evaluations, err := bundle.ReadEvaluations(e.Path("selections", name))
		if err != nil {
			return err
		}
		l := listed{name, s.Frame.Run, s.Frame.Test, s.Draw.Method, s.Draw.Size, len(evaluations), "", record.DiscardedFor(log, name)}
		if n := len(evaluations); n > 0 {
			l.Verdict = evaluations[n-1].Verdict
		}
		list = append(list, l)
	}
	if format == "json" {
		return a.printJSON(list)
	}
	if len(list) == 0 {
		return a.noSample()
	}
	g := report.Grid{Header: []string{"selection", "run", "test", "method", "n", "evaluations", "last verdict", "discarded"}, Right: []bool{4: true, 5: true}}
	for _, l := range list {
		g.Add(l.Name, l.Run, l.Test, l.Method, report.Count(l.Size), fmt.Sprint(l.Evaluations), l.Verdict, l.Discarded)
	}
	return g.Write(a.out, a.width())
}

// noSample says that nothing was drawn yet, and how it is.
func (a *app) noSample() error {
	_, err := fmt.Fprintln(a.out, "0 samples were drawn or committed; auditql sample draw TEST --n N --seed SEED draws one")
	return err
}
