package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"auditql/analytics/disposition"
	"auditql/analytics/finding"
)

// FindingView is a finding and what became of its exceptions in the last run.
type FindingView struct {
	finding.Finding
	Overdue  bool             `json:"overdue"`
	Followed string           `json:"followed_in"` // the run; empty when there is none
	Progress finding.Progress `json:"progress"`
	States   []finding.State  `json:"states"`
}

// FindingTable prints a line per finding, and which are overdue.
func FindingTable(w io.Writer, views []FindingView, width int) error {
	g := Grid{
		Header: []string{"finding", "status", "severity", "open", "reopened", "gone", "new", "unknown", "days", "owner", "due", "title"},
		Right:  []bool{false, false, false, true, true, true, true, true, true},
	}
	var late []string
	for _, v := range views {
		p := v.Progress
		g.Add(v.ID, v.Status, v.Severity, strconv.Itoa(p.Open), strconv.Itoa(p.Reopened), strconv.Itoa(p.Gone), strconv.Itoa(p.New), strconv.Itoa(p.Unknown), Count(p.Age), v.Owner, v.Due, v.Title)
		if v.Overdue {
			late = append(late, v.ID)
		}
	}
	if len(g.Rows) > 0 {
		if err := g.Write(w, width); err != nil {
			return err
		}
	}
	text := fmt.Sprintf("%s, none overdue\n", Counted(len(views), "finding"))
	if len(late) > 0 {
		text = fmt.Sprintf("%s, overdue: %s\n", Counted(len(views), "finding"), Clean(strings.Join(late, ", ")))
	}
	_, err := io.WriteString(w, text)
	return err
}

// FindingCSV writes a line per finding. A cell that a spreadsheet would take for a formula begins with an apostrophe.
func FindingCSV(w io.Writer, views []FindingView) error {
	c := csv.NewWriter(w)
	err := c.Write([]string{"id", "title", "status", "severity", "owner", "due", "overdue", "open", "gone", "new", "unknown", "criteria", "condition", "cause", "effect", "recommendation", "response", "reopened", "age_days", "audit", "run", "found"})
	for _, v := range views {
		if err != nil {
			return err
		}
		p := v.Progress
		cells := []string{v.ID, v.Title, v.Status, v.Severity, v.Owner, v.Due, strconv.FormatBool(v.Overdue), strconv.Itoa(p.Open), strconv.Itoa(p.Gone),
			strconv.Itoa(p.New), strconv.Itoa(p.Unknown), v.Criteria, v.Condition, v.Cause, v.Effect, v.Recommendation, v.Response,
			strconv.Itoa(p.Reopened), strconv.FormatInt(p.Age, 10), v.Audit, v.Run, v.Found}
		for i, cell := range cells {
			cells[i] = disposition.Guard(cell)
		}
		err = c.Write(cells)
	}
	c.Flush()
	return c.Error()
}

// FindingMarkdown writes findings for a report.
func FindingMarkdown(w io.Writer, views []FindingView) error {
	var b strings.Builder
	for i, v := range views {
		if i > 0 {
			b.WriteString("\n")
		}
		late := ""
		if v.Overdue {
			late = ", overdue"
		}
		fmt.Fprintf(&b, "## %s: %s\n\n%s, severity %s. Owner %s, due %s%s.\n", md(v.ID), md(v.Title), md(v.Status), md(or(v.Severity, "not rated")), md(or(v.Owner, "nobody")), md(or(v.Due, "no day")), late)
		for _, p := range [][2]string{
			{"Criteria", v.Criteria}, {"Condition", v.Condition}, {"Cause", v.Cause}, {"Effect", v.Effect}, {"Recommendation", v.Recommendation},
			{"Management response", v.Response},
		} {
			fmt.Fprintf(&b, "\n**%s.** %s\n", p[0], md(or(p[1], "Not written yet.")))
		}
		p := v.Progress
		b.WriteString(v.origin())
		if v.Followed == "" {
			b.WriteString("\nThere is no run yet that says what became of the exceptions.\n")
		} else {
			fmt.Fprintf(&b, "\nIn %s: %d open, %d of them reopened, %d gone, %d new, %d unknown.\n", v.Followed, p.Open, p.Reopened, p.Gone, p.New, p.Unknown)
		}
		b.WriteString("\n| test | key | state |\n|---|---|---|\n")
		for _, s := range v.States {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", md(s.Test), md(strings.Join(s.Key, " ")), s.Says())
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// origin says where and when the exceptions were found, as far as the finding tells.
func (v FindingView) origin() string {
	if v.Run == "" {
		return ""
	}
	text := "\nFound in " + md(v.Run)
	if v.Audit != "" {
		text += " of the audit before: " + md(v.Audit)
	}
	if v.Progress.Age > 0 {
		text += fmt.Sprintf("; known for %s", Counted(v.Progress.Age, "day"))
	}
	return text + ".\n"
}
