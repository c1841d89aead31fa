package report

import (
	"fmt"
	"io"
	"strings"

	"auditql/analytics/record"
)

func waiversMarkdown(b *strings.Builder, t *record.Test) {
	if len(t.Waivers) == 0 {
		return
	}
	fmt.Fprintf(b, "\nOf %s %s waived, %s not.\n\n", Counted(t.Exceptions, "exception"), Count(t.Waived), Count(t.Exceptions-t.Waived))
	b.WriteString("| waiver | state | items | reason | requested by | approver | ticket | valid | compensating control |\n|---|---|--:|---|---|---|---|---|---|\n")
	for _, w := range t.Waivers {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s to %s | %s |\n", md(w.ID), w.State, Count(w.Matched), md(w.Reason), md(w.RequestedBy),
			md(w.Approver), md(w.Ticket), w.From, w.To, md(w.Compensating))
	}
}

// WaiverView is a waiver of the engagement and what it accepts in a run.
type WaiverView struct {
	Test string `json:"test"`
	record.Waiver
	Performed bool `json:"performed"` // whether the run performed the test; else Matched says nothing
}

// WaiverTable prints waivers for people.
func WaiverTable(w io.Writer, views []WaiverView, width int) error {
	g := Grid{Header: []string{"waiver", "test", "item", "state", "items", "valid to", "approver", "ticket", "reason"}, Right: []bool{false, false, false, false, true}}
	for _, v := range views {
		items := "–"
		if v.Performed {
			items = Count(v.Matched)
		}
		g.Add(v.ID, v.Test, item(v.Waiver), string(v.State), items, strings.TrimSuffix(v.To, "T00:00:00Z"), v.Approver, v.Ticket, v.Reason)
	}
	return g.Write(w, width)
}

func item(w record.Waiver) string {
	if len(w.Key) > 0 {
		return strings.Join(w.Key, " ")
	}
	var parts []string
	for _, c := range w.Where {
		parts = append(parts, c.Column+" = "+strings.Join(c.Values, " or "))
	}
	return strings.Join(parts, ", ")
}
