package reader

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
)

// isHeader reports the header of the table coming once more.
func (t *table) isHeader(cells [][]byte) bool {
	if len(cells) != len(t.header) {
		return false
	}
	for i, cell := range cells {
		if string(cell) != t.header[i] {
			return false
		}
	}
	return true
}

// startsTable tells whether the row after a blank line is the header, or the title, of another table. When it may as
// well be a record of this one it is not, so that a broken record is rejected and not taken for a table.
func (t *table) startsTable(cells [][]byte) bool {
	wide := len(cells) == len(t.header) // as are all rows of a sheet that was saved as CSV
	for wide && len(cells) > 0 && cells[len(cells)-1] == nil {
		cells = cells[:len(cells)-1]
	}
	switch {
	case slices.ContainsFunc(cells, func(c []byte) bool { return len(c) == 0 }):
		return false
	case wide:
		return len(cells) > 1 && t.headsAnother(cells)
	}
	return len(cells) > 1 || t.export.Table != ""
}

// blank tells of a row without anything in it, which in a sheet that was saved as CSV still has its delimiters.
func (w row) blank() bool {
	return len(w.raw) == 0 || len(w.cells) > 1 && !slices.ContainsFunc(w.cells, func(c []byte) bool { return c != nil })
}

// headsAnother tells whether a row has the name of a column of the table somewhere, as the header of another table with such a
// column would. A record may have it too, in another column, as a text: it has a number or a date beside it, or a value that the
// first records have in that column, or the same value twice.
func (t *table) headsAnother(cells [][]byte) bool {
	named, like := false, true
	for i, c := range cells {
		at := slices.IndexFunc(t.header, func(name string) bool { return fold(name) == fold(string(c)) })
		if at == i {
			return true
		}
		named = named || at >= 0
		twice := slices.ContainsFunc(cells[:i], func(o []byte) bool { return bytes.Equal(o, c) })
		like = like && !twice && !startsWithDigit(c) && !t.seen(i, c)
	}
	return named && like
}

func startsWithDigit(cell []byte) bool {
	cell = bytes.TrimLeft(cell, " +-")
	return len(cell) > 0 && cell[0] >= '0' && cell[0] <= '9'
}

// maxEarly is how many records are kept to compare with the header of another table.
const maxEarly = 20

// seen says whether one of the first records has a value in a column.
func (t *table) seen(column int, value []byte) bool {
	return slices.ContainsFunc(t.early, func(cells [][]byte) bool { return bytes.Equal(cells[column], value) })
}

func otherTable(w row) Table {
	if len(w.cells) == 1 {
		return Table{Name: string(w.cells[0]), Line: w.line}
	}
	return Table{Line: w.line, Columns: texts(w.cells)}
}

// fitsElsewhere counts a row of another table; after a blank line a row of another width starts the next. A row that
// has another width without that may be one of ours: it is rejected, since it must not be lost.
func (t *table) fitsElsewhere(w row, wasBlank bool) bool {
	o := &t.summary.Tables[len(t.summary.Tables)-1]
	switch {
	case o.Columns == nil:
		o.Columns = texts(w.cells)
	case len(w.cells) == len(o.Columns):
		o.Rows++
	case wasBlank:
		t.summary.Tables = append(t.summary.Tables, otherTable(w))
	default:
		return false
	}
	return true
}

// above tells of the rows above the header: tables, when rows of one width follow each other, and loose lines.
func (t *table) above(rows iter.Seq[row]) {
	var block []row
	loose := 0
	flush := func() {
		if n := len(block); n > 1 && isHead(block[0].cells) && len(block[0].cells) == len(block[n-1].cells) {
			t.summary.Tables = append(t.summary.Tables, Table{Line: block[0].line, Columns: texts(block[0].cells), Rows: int64(n - 1)})
			block = block[:0]
		}
		for _, w := range block {
			if loose++; loose <= 20 {
				t.note("line %d above the header is not read: %s", w.line, quote(w.raw))
			}
		}
		block = block[:0]
	}
	for w := range rows {
		if w.blank() {
			flush()
		} else {
			block = append(block, w.clone())
		}
	}
	flush()
	if loose > 20 {
		t.note("%d more lines above the header are not read", loose-20)
	}
}

// isHead tells whether a row may be the header of a table: more than one column, and each has a name.
func isHead(cells [][]byte) bool {
	return len(cells) > 1 && !slices.ContainsFunc(cells, func(c []byte) bool { return len(bytes.TrimSpace(c)) == 0 })
}

func (t *table) note(form string, args ...any) {
	t.summary.Notes = append(t.summary.Notes, fmt.Sprintf(form, args...))
}

// head takes the header and finds the column of each field.
func (t *table) head(cells []string, line int64) error {
	t.header = cells
	for _, name := range cells {
		if reason := badName(name); reason != "" {
			return refuse(t.name, line, "column name %s %s", quote([]byte(name)), reason)
		}
	}
	columns, unknown, notes, err := place(t.name, line, cells, t.export)
	t.columns, t.summary.Unknown = columns, unknown
	t.summary.Notes = append(t.summary.Notes, notes...)
	return err
}
