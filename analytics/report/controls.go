package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"auditql/analytics/coverage"
)

// CoverageView is the controls of frameworks, and the risk-control matrix where the engagement has one.
type CoverageView struct {
	Controls []coverage.Control `json:"controls"`
	Matrix   *coverage.View     `json:"matrix,omitempty"`
}

// CoverageTable prints a line for each test of each control, then the matrix.
func CoverageTable(w io.Writer, v CoverageView, width int) error {
	for _, t := range v.tables() {
		g := Grid{Header: t.header, Right: t.right, Rows: t.rows}
		if err := g.Write(w, width); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, CleanLines(strings.Join(v.sentences(), "\n"))+"\n")
	return err
}

// CoverageMarkdown writes the same for a report.
func CoverageMarkdown(w io.Writer, v CoverageView) error {
	var b strings.Builder
	for _, t := range v.tables() {
		fmt.Fprintf(&b, "## %s\n\n| %s |\n|%s\n", t.title, strings.Join(t.header, " | "), strings.Repeat("---|", len(t.header)))
		for _, row := range t.rows {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = md(c)
			}
			fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
		}
		b.WriteString("\n")
	}
	for _, s := range v.sentences() {
		fmt.Fprintf(&b, "- %s\n", md(s))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type coverageTable struct {
	title  string
	header []string
	right  []bool
	rows   [][]string
}

func (v CoverageView) tables() []coverageTable {
	controls := coverageTable{title: "Controls", header: []string{"framework", "control", "test", "severity", "evidence", "result"}}
	for _, c := range v.Controls {
		for _, s := range c.Tests {
			controls.rows = append(controls.rows, []string{c.Framework, c.ID, s.Test, s.Severity, evidenceText(s), resultText(s)})
		}
	}
	if v.Matrix == nil {
		return []coverageTable{controls}
	}
	matrix := coverageTable{title: "Risks", right: []bool{true}, header: []string{"score", "risk", "control", "key", "test", "evidence", "result"}}
	for _, r := range v.Matrix.Risks {
		matrix.rows = append(matrix.rows, riskRows(r)...)
	}
	if len(matrix.rows) == 0 {
		return []coverageTable{controls}
	}
	return []coverageTable{controls, matrix}
}

func riskRows(r coverage.RiskView) (rows [][]string) {
	score, risk := strconv.Itoa(r.Score), r.ID+" "+r.Title
	if len(r.Controls) == 0 {
		return [][]string{{score, risk, "none", "", "", "", ""}}
	}
	for _, c := range r.Controls {
		key := ""
		if c.Key {
			key = "key"
		}
		name := c.ID + " " + c.Title
		if len(c.Tests) == 0 {
			rows = append(rows, []string{score, risk, name, key, "none", "", ""})
		}
		for _, s := range c.Tests {
			rows = append(rows, []string{score, risk, name, key, s.Test, evidenceText(s), resultText(s)})
		}
	}
	return rows
}

func evidenceText(s coverage.State) string {
	switch {
	case len(s.Missing) > 0:
		return "missing: " + strings.Join(s.Missing, ", ")
	case s.Evidence == "chosen":
		return "chosen at the run"
	}
	return s.Evidence
}

func resultText(s coverage.State) string {
	r := s.Result
	if r == nil {
		return "not performed"
	}
	text := string(r.Verdict)
	if r.Exceptions > 0 {
		text += fmt.Sprintf(", %s of %s", Count(r.Exceptions), Count(r.Population))
	}
	if r.Version != r.Now {
		text += fmt.Sprintf(" (by version %d, now %d)", r.Version, r.Now)
	}
	return text
}

// sentences sums up: how many controls came to a verdict, and the gaps of the matrix.
func (v CoverageView) sentences() []string {
	concluded := 0
	for _, c := range v.Controls {
		for _, s := range c.Tests {
			if s.Result.Concluded() {
				concluded++
				break
			}
		}
	}
	out := []string{fmt.Sprintf("%s that tests name, %d with a test that came to a conclusion in the last run", Counted(len(v.Controls), "control"), concluded)}
	m := v.Matrix
	if m == nil {
		return out
	}
	out = append(out, "Score = impact × likelihood, each from 1 to 5")
	for _, gap := range []struct {
		name string
		ids  []string
	}{
		{"Risks without a control", m.Unanswered}, {"Key controls without a test", m.Untested}, {"Controls without a risk", m.ControlsNoRisk},
		{"Tests of the last run without a control", m.Unassigned},
	} {
		out = append(out, gap.name+": "+or(strings.Join(gap.ids, ", "), "none"))
	}
	return out
}
