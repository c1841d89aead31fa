package workbook

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// test writes the sheet of a test, and further sheets when its rows are more than one can have.
func (m *maker) test(t *record.Test) error {
	s, err := m.book.sheet(m.names[t.ID], widths...)
	if err != nil {
		return err
	}
	m.block(s, t)
	for i := range t.Sections {
		sec := &t.Sections[i]
		if sec.Name == "population" || sec.File == nil || sec.Rows == 0 {
			continue
		}
		if s, err = m.section(s, t, sec); err != nil {
			return err
		}
	}
	return s.close()
}

var widths = []int{22, 26, 16, 60, 20, 20, 20, 20, 20, 20, 20, 20}

// block is the head of a workpaper.
func (m *maker) block(s *sheet, t *record.Test) {
	s.add(styled(title, t.ID+": "+t.Title))
	s.add(link("Back to "+leadName, leadName))
	s.add()
	var sources []string
	for _, e := range t.Evidence {
		sources = append(sources, e.Dataset+", load "+e.Load)
	}
	fact := func(name, value string) { s.add(styled(label, name), text(value)) }
	fact("Objective", t.Objective)
	s.add(styled(label, "Source"), text(strings.Join(sources, "; ")), cell{}, link(intakeName, intakeName))
	fact("Period", m.Run.Engagement.PeriodStart+" to "+m.Run.Engagement.PeriodEnd)
	if p := t.Section("population"); p != nil {
		s.add(styled(label, "Population"), count(t.Population.Count), cell{}, text(p.Says))
	}
	for _, sec := range t.Sections {
		fact("Procedure: "+sec.Name, sec.Says)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Params)) {
		p := t.Params[name]
		fact("Parameter $"+name, strings.TrimSpace(p.Value+" "+p.Unit))
	}
	for _, name := range slices.Sorted(maps.Keys(t.Controls)) {
		fact("Controls "+name, strings.Join(t.Controls[name], ", "))
	}
	for _, c := range t.Checks {
		fact("Intake check", c.Dataset+" "+c.ID+": "+string(c.Status)+". "+report.CheckNote(c.Check))
	}
	s.add(styled(label, "Result"), styled(verdictStyle(t.Verdict), string(t.Verdict)))
	for _, n := range []struct {
		name string
		n    int64
	}{{"pass", t.Pass}, {"exceptions", t.Exceptions}, {"waived", t.Waived}, {"net", t.Exceptions - t.Waived}, {"undisposed", report.Undisposed(m.Dispositions)[t.ID]}, {"indeterminate", t.Indeterminate}, {"excluded", t.Excluded}} {
		s.add(styled(label, n.name), count(n.n))
	}
	fact("Rate of the items in scope", report.Rate(t.Exceptions, t.Population.Count-t.Excluded))
	for _, l := range t.Limits {
		fact("Limit", l)
	}
	fact("Digest", t.Digest)
	s.add(styled(label, "Conclusion"), styled(room, ""), styled(room, ""), styled(room, ""))
	s.add(styled(label, "Prepared by, on"), styled(room, ""), styled(room, ""), styled(room, ""))
}

// section writes the rows of a section, and gives the sheet that was written last.
func (m *maker) section(s *sheet, t *record.Test, sec *record.Section) (*sheet, error) {
	rows, err := table.Open(m.file(sec))
	if err != nil {
		return s, err
	}
	defer rows.Close()
	cursor := rows.Rows()
	defer cursor.Close()
	s.add()
	s.add(styled(header, sec.Name), text(sec.Says))
	start := m.begin(s, rows.Columns())
	for {
		row, err := cursor.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, err
		}
		if s.row+1 >= m.rows {
			if s, err = m.next(s, t, sec); err != nil {
				return s, err
			}
			start = m.begin(s, rows.Columns())
		}
		s.add(values(rows.Columns(), row)...)
	}
	if s.filter == "" {
		s.filtered(start, len(rows.Columns()))
	}
	return s, nil
}

func (m *maker) begin(s *sheet, columns []schema.Column) (row int) {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	s.add(heads(names...)...)
	return s.row
}

func values(columns []schema.Column, row table.Row) []cell {
	out := make([]cell, len(row))
	for i := range row {
		out[i] = value(columns[i].Type, row[i])
	}
	return out
}

// next ends a full sheet with a note, and begins the one in which the rows go on.
func (m *maker) next(s *sheet, t *record.Test, sec *record.Section) (*sheet, error) {
	name := m.book.name(t.ID)
	s.add(link(fmt.Sprintf("A sheet of Excel holds %s rows; the rows go on in %s", report.Count(int64(m.rows)), name), name))
	if err := s.close(); err != nil {
		return s, err
	}
	n, err := m.book.sheet(name, widths...)
	if err != nil {
		return s, err
	}
	n.add(styled(title, t.ID+": "+sec.Name+", continued"))
	n.add(link("Back to "+m.names[t.ID], m.names[t.ID]))
	n.add()
	return n, nil
}
