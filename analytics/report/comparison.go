package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"auditql/analytics/comparison"
)

// ComparisonTable prints what changed: a line per test, then the exceptions that came, went or came back.
func ComparisonTable(w io.Writer, r *comparison.Report, width int) error {
	g := Grid{Header: []string{"test"}, Right: []bool{false}}
	for _, s := range comparison.States {
		g.Header, g.Right = append(g.Header, string(s)), append(g.Right, true)
	}
	g.Header, g.Right = append(g.Header, "verdict", "moved by"), append(g.Right, false, false)
	list := Grid{Header: []string{"test", "state", "key", "since", "days", "reason"}, Right: []bool{false, false, false, false, true}}
	moved := 0
	for _, t := range r.Tests {
		cells := []string{t.ID}
		for _, s := range comparison.States {
			cells = append(cells, Count(t.Counts[s]))
		}
		g.Add(append(cells, change(or(string(t.OldVerdict), "–"), or(string(t.NewVerdict), "–")), causes(t))...)
		if t.Moved() {
			moved++
		}
		for _, x := range t.Items {
			if x.State != comparison.Persisting {
				list.Add(t.ID, string(x.State), strings.Join(x.Key, " "), x.Since, strconv.FormatInt(x.Age, 10), x.Reason)
			}
		}
	}
	if err := g.Write(w, width); err != nil {
		return err
	}
	if len(list.Rows) > 0 {
		fmt.Fprintln(w)
		if err := list.Write(w, width); err != nil {
			return err
		}
	}
	if old, new := r.Tools[0], r.Tools[1]; old != new {
		fmt.Fprintf(w, "performed with auditql %s, %s, and with auditql %s, %s\n", Clean(old.Version), Clean(old.Engine), Clean(new.Version), Clean(new.Engine))
	}
	if r.Unproven != "" {
		fmt.Fprintf(w, "causes that are not proven come from comparing records only: %s\n", Clean(r.Unproven))
	}
	_, err := fmt.Fprintf(w, "%s to %s: tests that moved: %d of %d\n", Clean(r.Old), Clean(r.New), moved, len(r.Tests))
	return err
}

func change(before, after string) string {
	if before == after {
		return after
	}
	return before + " → " + after
}

func causes(t comparison.Test) string {
	var out []string
	for _, c := range t.Cause {
		out = append(out, string(c))
	}
	text := strings.Join(out, ", ")
	if t.Proven {
		text += " (proven)"
	}
	return text
}
