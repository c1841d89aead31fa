package workbook

import "auditql/analytics/report"

// marks stand in the matrix for the verdicts; the sheet says what each means.
var marks = []string{"E", "?", "I", "✓", "–"}

// controls writes the coverage: for each framework a matrix of its controls by the tests that name them.
func (m *maker) controls() error {
	s, err := m.book.sheet(controlsName, 18, 18, 12)
	if err != nil {
		return err
	}
	s.add(styled(title, "Controls"))
	s.add(link("Back to "+leadName, leadName))
	s.add(text("Which controls the tests speak about, and what they came to. A control without a test is not here; the tests of a control need not cover all of it."))
	for i, v := range report.Verdicts {
		s.add(styled(verdictStyle(v), marks[i]), text(string(v)))
	}
	for _, f := range report.Frameworks(m.Run.Tests) {
		m.framework(s, f)
	}
	return s.close()
}

func (m *maker) framework(s *sheet, f report.Framework) {
	s.add()
	s.add(styled(title, report.FrameworkName(f.ID)))
	row := heads("control", "worst verdict", "exceptions")
	for _, t := range f.Tests {
		head := styled(turned, t.ID)
		if name := m.names[t.ID]; name != "" {
			head.link = name
		}
		row = append(row, head)
	}
	s.add(row...)
	for _, c := range f.Controls {
		row := []cell{text(c.ID), styled(verdictStyle(c.Worst), string(c.Worst)), count(c.Exceptions)}
		for _, t := range c.Cells {
			mark := cell{}
			for i, v := range report.Verdicts {
				if t.ID != "" && t.Verdict == v {
					mark = styled(verdictStyle(v), marks[i])
				}
			}
			row = append(row, mark)
		}
		s.add(row...)
	}
}
