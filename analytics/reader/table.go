package reader

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// table turns rows of cells into records, whatever they were read from: it knows the header, sets aside what is no
// record, and rejects rows of another width.
type table struct {
	name    string
	export  *contract.Export
	totals  *regexp.Regexp
	header  []string
	columns []column
	values  [][]byte
	text    []byte // of repeated columns

	pending   []row      // rows that look like totals; they are totals when nothing comes after them
	replay    []row      // they were not
	early     [][][]byte // cells of the first records
	summary   Summary
	blank     bool // the row before was blank
	elsewhere bool // in another table of the file
	astray    bool // this row is in another table and does not fit there
	again     int64
	empty     int64 // rows of delimiters alone
	nulls     int64 // cells whose text stands for NULL
}

// row is one row: its cells, nil where empty, and the text it was read from, without the line end.
type row struct {
	cells        [][]byte
	raw          []byte
	line, offset int64
}

// column is where a field of the export is found.
type column struct {
	at       []int
	repeated bool
	twins    [][]int // columns of one name, of which the field takes one
}

func newTable(name string, e *contract.Export) (table, error) {
	t := table{name: name, export: e, values: make([][]byte, len(e.Fields))}
	if e.Totals == "" {
		return t, nil
	}
	var err error
	if t.totals, err = regexp.Compile(e.Totals); err != nil {
		return t, fault.New(fault.Usage, "export %s: totals: %w", e.ID, err)
	}
	return t, nil
}

// aside takes rows that are no records of the table: blank lines, the header once more, other tables, totals.
func (t *table) aside(w row) bool {
	if w.blank() {
		if len(w.raw) > 0 {
			t.empty++
		}
		t.blank = true
		return true
	}
	wasBlank := t.blank
	t.blank, t.astray = false, false
	switch {
	case t.isHeader(w.cells):
		t.again++
		t.elsewhere = false
		return true
	case t.elsewhere:
		t.astray = !t.fitsElsewhere(w, wasBlank)
		return !t.astray
	case wasBlank && t.startsTable(w.cells):
		t.settle()
		t.elsewhere = true
		t.summary.Tables = append(t.summary.Tables, otherTable(w))
		return true
	case t.totals != nil && t.totals.Match(w.raw) && len(t.pending) < 1000:
		t.pending = append(t.pending, w.clone())
		return true
	}
	return false
}

func (w row) clone() row {
	w.raw, w.cells = bytes.Clone(w.raw), slices.Clone(w.cells)
	for i, c := range w.cells {
		w.cells[i] = bytes.Clone(c)
	}
	return w
}

// settle makes the rows that looked like totals totals, since the table ends here.
func (t *table) settle() {
	for _, w := range t.pending {
		t.summary.Filtered++
		t.summary.Totals = append(t.summary.Totals, string(w.raw))
	}
	t.pending = nil
}

// unsettle makes them records, since a record follows them, and reports whether there are any.
func (t *table) unsettle() bool {
	t.replay, t.pending = t.pending, nil
	return len(t.replay) > 0
}

// replayed gives the next of the rows that turned out to be records.
func (t *table) replayed(r *Record) bool {
	if len(t.replay) == 0 {
		return false
	}
	t.emit(r, t.replay[0])
	t.replay = t.replay[1:]
	return true
}

// emit makes a row a record or a reject.
func (t *table) emit(r *Record, w row) {
	raw, cells := w.raw, t.whole(w.cells)
	r.Raw, r.Values, r.Line, r.Offset = raw, t.values, w.line, w.offset
	switch {
	case t.astray:
		o := t.summary.Tables[len(t.summary.Tables)-1]
		r.Reject = rejectOf(raw, CodeRagged, fmt.Sprintf("%s, in another table that starts at line %d and has %d", record.Counted(len(cells), "field"), o.Line, len(o.Columns)))
	case len(cells) != len(t.header):
		r.Reject = rejectOf(raw, CodeRagged, fmt.Sprintf("%s, expected %d as in the header", record.Counted(len(cells), "field"), len(t.header)))
	case bytes.IndexByte(raw, 0) >= 0:
		r.Reject = rejectOf(raw, CodeNUL, fmt.Sprintf("a NUL byte at byte %d of the record", bytes.IndexByte(raw, 0)))
	case !utf8.Valid(raw):
		r.Reject = rejectOf(raw, CodeEncoding, notUTF8(raw))
	case t.torn(cells) >= 0:
		name := t.header[t.torn(cells)]
		r.Reject = rejectOf(raw, CodeDuplicate, fmt.Sprintf("column %q comes more than once, with different values", name))
	default:
		if len(t.early) < maxEarly {
			t.early = append(t.early, row{cells: cells}.clone().cells)
		}
		t.fill(cells)
	}
}

// torn gives a column whose name comes more than once, when the record has different values there, or -1.
func (t *table) torn(cells [][]byte) int {
	for i := range t.columns {
		for _, twins := range t.columns[i].twins {
			for _, at := range twins[1:] {
				if !bytes.Equal(cells[at], cells[twins[0]]) {
					return at
				}
			}
		}
	}
	return -1
}

// whole adds the cells at the end of a row that the source leaves out when they are empty, where the export says that it
// does.
func (t *table) whole(cells [][]byte) [][]byte {
	if t.export.Short && len(cells) > 1 && len(cells) < len(t.header) {
		return append(slices.Clip(cells), make([][]byte, len(t.header)-len(cells))...)
	}
	return cells
}

// fill picks the fields of the export out of the cells.
func (t *table) fill(cells [][]byte) {
	t.text = t.text[:0]
	for i := range t.columns {
		col := &t.columns[i]
		var value []byte
		if col.repeated {
			value = t.list(col.at, cells)
		} else {
			for _, at := range col.at {
				if c := cells[at]; c != nil && !t.isNull(c) {
					value = c
					if len(c) > 0 { // a cell of quotes alone gives way to the next column
						break
					}
				}
			}
		}
		t.values[i] = value
	}
}

// isNull tells of the text that stands for NULL: \N, as PostgreSQL and MySQL write it, or what the export says.
func (t *table) isNull(cell []byte) bool {
	null := len(cell) == 2 && cell[0] == '\\' && cell[1] == 'N'
	if !null && len(t.export.Nulls) == 0 {
		return false
	}
	for _, text := range t.export.Nulls {
		null = null || string(cell) == text
	}
	if null {
		t.nulls++
	}
	return null
}

// list gives the values of a repeated column as a JSON array.
func (t *table) list(at []int, cells [][]byte) []byte {
	if len(at) == 0 {
		return nil
	}
	start := len(t.text)
	t.text = append(t.text, '[')
	for _, i := range at {
		if len(cells[i]) == 0 || t.isNull(cells[i]) {
			continue
		}
		if len(t.text) > start+1 {
			t.text = append(t.text, ',')
		}
		t.text, _ = jsontext.AppendQuote(t.text, cells[i])
	}
	t.text = append(t.text, ']')
	return t.text[start:len(t.text):len(t.text)]
}

func (t *table) finish(sum *Summary) error {
	for _, o := range t.summary.Tables {
		if o.Columns != nil {
			t.note("another table of %s starts at line %d and is not read: %s", record.Counted(o.Rows, "row"), o.Line, quote([]byte(strings.Join(o.Columns, ","))))
		}
	}
	own := t.summary
	sum.Header, sum.Unknown, sum.Tables, sum.Notes = t.header, own.Unknown, own.Tables, own.Notes
	sum.Filtered, sum.Totals, sum.Damaged = own.Filtered, own.Totals, own.Damaged
	for i := range sum.Unknown {
		sum.Unknown[i].Count *= sum.Read - sum.Rejected
	}
	if t.empty > 0 {
		sum.Notes = append(sum.Notes, fmt.Sprintf("rows of delimiters alone, which are no records: %d", t.empty))
	}
	if t.nulls > 0 {
		sum.Notes = append(sum.Notes, fmt.Sprintf("cells whose text stands for NULL, such as \\N: %d", t.nulls))
	}
	if t.again > 0 {
		sum.Notes = append(sum.Notes, fmt.Sprintf("the header comes again %s, as in files that were joined", record.Counted(t.again, "time")))
	}
	return nil
}

// rejectOf is the reject of a piece that is in memory.
func rejectOf(raw []byte, code, detail string) *Reject {
	p := newPiece()
	p.add(raw)
	var r Record
	p.reject(&r, code, detail)
	return r.Reject
}

// notUTF8 says where text stops being UTF-8.
func notUTF8(b []byte) string {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Sprintf("byte 0x%02x at byte %d of the record is not UTF-8; if the file is Latin-1 or Windows-1252, convert it first", b[i], i)
		}
		i += n
	}
	return ""
}
