package excerpt

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"auditql/analytics/contract"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// table is rows of one dataset.
type table struct {
	dataset  string
	contract *contract.Contract // nil when none knows the dataset
	columns  []column
	rows     [][]*string
}

// pick gives the tables with some of their rows: which says the numbers of the rows over all tables, in order.
func pick(tables []table, which []int) []table {
	out := slices.Clone(tables)
	first := 0
	for i, t := range tables {
		out[i].rows = nil
		for _, n := range which {
			if n >= first && n < first+len(t.rows) {
				out[i].rows = append(out[i].rows, t.rows[n-first])
			}
		}
		first += len(t.rows)
	}
	return out
}

// add adds a row, unless the table has it.
func (t *table) add(row []*string) {
	if !slices.ContainsFunc(t.rows, func(had []*string) bool { return slices.CompareFunc(had, row, compareCells) == 0 }) {
		t.rows = append(t.rows, row)
	}
}

func count(tables []table) (n int) {
	for _, t := range tables {
		n += len(t.rows)
	}
	return n
}

// without gives a table without one of its columns.
func (t table) without(at int) table {
	out := t
	out.columns = slices.Delete(slices.Clone(t.columns), at, at+1)
	out.rows = make([][]*string, len(t.rows))
	for i, row := range t.rows {
		out.rows[i] = slices.Delete(slices.Clone(row), at, at+1)
	}
	return out
}

// text writes rows as cases do.
func (t table) text() string {
	if len(t.rows) == 0 {
		return ""
	}
	cells := [][]string{make([]string, len(t.columns))}
	for i, c := range t.columns {
		cells[0][i] = c.Name
		if t.contract == nil {
			cells[0][i] += ":" + c.Type.String()
		}
	}
	for _, row := range t.rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = written(cell)
		}
		cells = append(cells, line)
	}
	return aligned(cells)
}

// written writes a cell so that it is read back as it is; only line breaks become spaces.
func written(cell *string) string {
	if cell == nil {
		return ""
	}
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == utf8.RuneError {
			return ' '
		}
		return r
	}, *cell)
	if text == "" || text != strings.TrimSpace(text) || strings.ContainsAny(text, `,"`) {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}

func aligned(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		var one strings.Builder
		for i, cell := range line {
			one.WriteString(cell)
			if i < len(line)-1 {
				one.WriteString("," + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+1))
			}
		}
		b.WriteString(strings.TrimRight(one.String(), " ") + "\n")
	}
	return b.String()
}

// given is what a case gives.
func given(tables []table) sqlfile.Pairs[string] {
	var out sqlfile.Pairs[string]
	for _, t := range tables {
		if len(t.rows) > 0 {
			out = append(out, sqlfile.Pair[string]{Key: t.dataset, Value: t.text()})
		}
	}
	return out
}

// yaml writes a case as an item of a list.
func yaml(c script.Case) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- name: %s\n", c.Name)
	for _, x := range [][2]string{{"as_of", c.AsOf}, {"period_start", c.PeriodStart}, {"period_end", c.PeriodEnd}} {
		if x[1] != "" {
			fmt.Fprintf(&b, "  %s: %s\n", x[0], x[1])
		}
	}
	if len(c.Params) > 0 {
		b.WriteString("  params:\n")
	}
	for _, p := range c.Params {
		fmt.Fprintf(&b, "    %s: %s\n", p.Key, scalar(p.Value))
	}
	b.WriteString("  given:\n")
	for _, g := range c.Given {
		fmt.Fprintf(&b, "    %s: |\n%s", g.Key, indented(g.Value))
	}
	b.WriteString("  expect:\n")
	for _, x := range c.Expect {
		if text := x.Value.String(); strings.Contains(text, "\n") {
			fmt.Fprintf(&b, "    %s: |\n%s", x.Key, indented(text))
		} else {
			fmt.Fprintf(&b, "    %s: %s\n", x.Key, text)
		}
	}
	return b.String()
}

func indented(text string) string {
	return "      " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n      ") + "\n"
}

func scalar(v sqlfile.Value) string {
	if v.List != nil {
		items := make([]string, len(v.List))
		for i, item := range v.List {
			items[i] = fmt.Sprintf("%q", item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	if v.Text == nil {
		return "null"
	}
	return fmt.Sprintf("%q", *v.Text)
}
