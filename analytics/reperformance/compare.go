package reperformance

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
	"auditql/analytics/waiver"
)

// pair is a test as recorded and as performed again, with the folders of its runs in that order.
type pair struct {
	recorded, again *record.Test
	dirs            [2]string
}

// compare compares what the test found: first row by row, then whatever the rows do not show.
func (p pair) compare() (Test, error) {
	out := Test{ID: p.recorded.ID, Verdict: p.again.Verdict}
	for i := range p.recorded.Sections {
		s := &p.recorded.Sections[i]
		if s.File == nil {
			continue
		}
		d, err := p.section(s, p.again.Section(s.Name))
		if err != nil {
			return out, err
		}
		if d != nil {
			out.Difference = d
			return out, nil
		}
	}
	a, b := p.recorded, p.again
	for _, c := range []struct{ what, recorded, found string }{
		{"error", a.Error, b.Error},
		{"verdict", string(a.Verdict), string(b.Verdict)},
		{"items: population, pass, exceptions, indeterminate, excluded", items(a), items(b)},
		{"Merkle root of the population", a.Population.Root, b.Population.Root},
		{gross, accepted(a), accepted(b)},
		{"waivers", waiver.Given(a.Waivers), waiver.Given(b.Waivers)},
		{"scripts", a.Script(), b.Script()},
		{"parameters", values(a), values(b)},
	} {
		if c.recorded != c.found {
			out.Difference = &Difference{What: c.what, Recorded: c.recorded, Found: c.found}
			return out, nil
		}
	}
	out.Identical = true
	return out, nil
}

const gross = "exceptions, waived exceptions, net exceptions, and items of each waiver"

func accepted(t *record.Test) string {
	out := fmt.Sprint(t.Exceptions, t.Waived, t.Exceptions-t.Waived)
	for _, w := range t.Waivers {
		out += fmt.Sprintf("; %s %s %d", w.ID, w.State, w.Matched)
	}
	return out
}

func items(t *record.Test) string {
	return fmt.Sprint(t.Population.Count, t.Pass, t.Exceptions, t.Indeterminate, t.Excluded)
}

func values(t *record.Test) string {
	out := map[string]string{}
	for name, p := range t.Params {
		out[name] = p.Value
	}
	return fmt.Sprint(out) // in order of names
}

// cause puts a difference down to the first thing that was not the same before the test was performed. Waivers matter to what
// is waived, and to the rows of a test that reads them.
func (w *work) cause(p pair) Cause {
	switch {
	case p.recorded.Script() != p.again.Script():
		return Script
	case values(p.recorded) != values(p.again):
		return Parameter
	case waiver.Given(p.recorded.Waivers) != waiver.Given(p.again.Waivers), w.waivers && slices.Contains(p.recorded.Reads, "waiver"):
		return Waiver
	case slices.ContainsFunc(p.recorded.Evidence, func(s record.Source) bool { return w.moved[s.Dataset+" "+s.Load] }):
		return Evidence
	}
	return Engine
}

// section compares the files of a section.
func (p pair) section(recorded, again *record.Section) (*Difference, error) {
	if again == nil || again.File == nil {
		return &Difference{What: recorded.Name, Recorded: fmt.Sprint(recorded.Rows, " rows"), Found: "none: " + p.again.Error}, nil
	}
	if recorded.File.SHA256 == again.File.SHA256 {
		return nil, nil
	}
	at := func(i int, s *record.Section) []string {
		return []string{filepath.Join(p.dirs[i], filepath.FromSlash(s.File.Path))}
	}
	return compareTables(recorded.Name, p.recorded.Key, at(0, recorded), at(1, again))
}

// compareTables reads two tables that are in key order side by side, and gives the first row that differs.
func compareTables(what string, key []string, recorded, again []string) (*Difference, error) {
	a, err := table.Open(recorded...)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	b, err := table.Open(again...)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	if x, y := string(table.AppendHeader(nil, a.Columns())), string(table.AppendHeader(nil, b.Columns())); x != y {
		return &Difference{What: "columns of " + what, Recorded: x, Found: y}, nil
	}
	m := merge{what: what, columns: a.Columns(), rows: [2]*table.Rows{a.Rows(), b.Rows()}}
	defer m.rows[0].Close()
	defer m.rows[1].Close()
	for _, k := range key {
		m.key = append(m.key, slices.IndexFunc(m.columns, func(c schema.Column) bool { return c.Name == k }))
	}
	return m.first()
}

type merge struct {
	what    string
	columns []schema.Column
	key     []int
	rows    [2]*table.Rows
}

func (m merge) first() (*Difference, error) {
	for n := int64(1); ; n++ {
		var row [2]table.Row
		for i, r := range m.rows {
			var err error
			if row[i], err = r.Next(); err != nil && !errors.Is(err, io.EOF) {
				return nil, fault.New(fault.KindOf(err), "compare %s: %w", m.what, err)
			}
		}
		switch {
		case row[0] == nil && row[1] == nil:
			return nil, nil
		case row[0] == nil || row[1] != nil && m.order(row) > 0:
			return &Difference{What: m.what, Row: n, Key: m.line(row[1]), Recorded: "no such row", Found: "a row"}, nil
		case row[1] == nil || m.order(row) < 0:
			return &Difference{What: m.what, Row: n, Key: m.line(row[0]), Recorded: "a row", Found: "no such row"}, nil
		}
		for i, c := range m.columns {
			if x, y := text(row[0][i]), text(row[1][i]); x != y {
				return &Difference{What: m.what, Row: n, Key: m.line(row[0]), Column: c.Name, Recorded: x, Found: y}, nil
			}
		}
	}
}

// text tells NULL from an empty text.
func text(cell []byte) string {
	if cell == nil {
		return "NULL"
	}
	return fmt.Sprintf("%q", cell)
}

// part gives the key columns of a row.
func (m merge) part(row table.Row) (columns []schema.Column, cells table.Row) {
	for _, i := range m.key {
		columns, cells = append(columns, m.columns[i]), append(cells, row[i])
	}
	return columns, cells
}

func (m merge) order(row [2]table.Row) int {
	columns, a := m.part(row[0])
	_, b := m.part(row[1])
	return table.CompareKeys(columns, a, b)
}

func (m merge) line(row table.Row) string {
	columns, cells := m.part(row)
	return string(table.AppendLine(nil, columns, cells))
}
