package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"auditql/analytics/report"
)

// listSamples names the samples on the lead sheet, with what was concluded from each.
func (m *maker) listSamples(s *sheet) {
	if len(m.Samples) == 0 {
		return
	}
	s.add(heads("sample", "of", "method", "items", "evaluations", "last verdict")...)
	for i, v := range m.Samples {
		verdict := "not evaluated"
		if n := len(v.Evaluations); n > 0 {
			verdict = v.Evaluations[n-1].Verdict
		}
		if v.Discarded != "" {
			verdict = "discarded"
		}
		s.add(link(v.Name, m.samples[i]), text(v.Frame.Test), text(v.Draw.Method), count(v.Draw.Size), count(int64(len(v.Evaluations))), text(verdict))
	}
	s.add()
}

// sample writes how a sample was planned and drawn, and each of its evaluations.
func (m *maker) sample(name string, v report.SampleView) error {
	s, err := m.book.sheet(name, 34, 34, 18, 18, 18, 18, 18, 30, 16, 26)
	if err != nil {
		return err
	}
	s.add(styled(title, "Sample "+v.Name))
	s.add(link("Back to "+leadName, leadName))
	s.add()
	for _, f := range v.Facts() {
		s.add(styled(label, f.Name), text(f.Value))
	}
	for _, e := range v.Evaluations {
		evaluation(s, e)
	}
	items, _, err := report.Drawn(v.Selection)
	if err != nil {
		return err
	}
	if len(items.Rows) > 0 {
		s.add()
		s.add(styled(title, "Items drawn"))
		grid(s, items)
	}
	return s.close()
}

func evaluation(s *sheet, e report.EvaluationView) {
	s.add()
	s.add(styled(title, fmt.Sprintf("Evaluation %d: %s", e.Number, e.Verdict)))
	for _, t := range e.Result.Conclusion.Statements {
		s.add(text(t))
	}
	for _, f := range e.Facts {
		s.add(styled(label, f.Name), text(f.Value))
	}
	for _, t := range e.Tables {
		s.add()
		s.add(styled(label, t.Title))
		grid(s, t.Grid)
	}
	s.add()
	for _, list := range []struct {
		name  string
		texts []string
	}{{"Notes", e.Result.Notes}, {"What remains the auditor's judgement", e.Result.Conclusion.Judgement}, {"Sources", e.Result.Conclusion.References}} {
		for i, t := range list.texts {
			head := list.name
			if i > 0 {
				head = ""
			}
			s.add(styled(label, head), text(t))
		}
	}
}

// grid writes a table whose whole numbers are numbers where they stand to the right.
func grid(s *sheet, g report.Grid) {
	s.add(heads(g.Header...)...)
	for _, row := range g.Rows {
		cells := make([]cell, len(row))
		for i, c := range row {
			cells[i] = text(c)
			if n, err := strconv.ParseInt(strings.ReplaceAll(c, ",", ""), 10, 64); err == nil && i < len(g.Right) && g.Right[i] {
				cells[i] = count(n)
			}
		}
		s.add(cells...)
	}
}
