package sampling

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/fault"
)

// ReadWorksheet reads a worksheet back from the text of its cells; file and the number of a row are for messages only.
//
// The given columns must be as [NewWorksheet] made them for the selection: a changed, added, missing or repeated row is refused,
// and so is a changed key or book amount. Rows may be in another order, and so may columns, among which others may stand. Status,
// marks and amounts must be well formed; open rows are allowed here and judged by [EvaluateWorksheet].
func ReadWorksheet(file string, empty Worksheet, header []string, table [][]string) (Worksheet, error) {
	places, err := empty.find(header)
	if err != nil {
		return Worksheet{}, fault.At(fault.Refused, file, 1, "%w", err)
	}
	index := map[string]int{}
	shown := make([]Row, len(empty.Rows))
	for i, r := range empty.Rows {
		shown[i] = r.shown()
		index[shown[i].place()] = i
	}
	w := empty
	w.Rows = slices.Clone(empty.Rows)
	seen := map[int]bool{}
	for line, cells := range table {
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue // spreadsheets leave empty rows behind
		}
		r, err := w.readRow(Row{file: file, line: line + 2, places: places}, ordered(cells, places))
		if err != nil {
			return Worksheet{}, fault.At(fault.Refused, file, r.line, "%w", err)
		}
		i, known := index[r.place()]
		if !known || seen[i] {
			return Worksheet{}, fault.At(fault.Refused, file, r.line, "%s was added or repeated, expected the rows of the selection", r.place())
		}
		if was := shown[i]; r.Key != was.Key || r.Hits != was.Hits || r.Book.Rat().Cmp(was.Book.Rat()) != 0 {
			return Worksheet{}, fault.At(fault.Refused, file, r.line, "%s has key %.80q, book amount %s and %d hits, expected %.80q, %s and %d as selected%s",
				r.place(), r.Key, r.Book, r.Hits, was.Key, was.Book, was.Hits, r.differs(was)).
				Hint("a spreadsheet changes leading zeros, long numbers and dates of a CSV: fill in the XLSX worksheet")
		}
		r.Key, r.Stratum, r.Book = empty.Rows[i].Key, empty.Rows[i].Stratum, empty.Rows[i].Book
		w.Rows[i], seen[i] = r, true
	}
	for i, r := range empty.Rows {
		if !seen[i] {
			return Worksheet{}, fault.At(fault.Refused, file, 0, "%s with key %.80q is missing", r.place(), r.Key)
		}
	}
	return w, nil
}

// find gives the place of each column in the header of a file: the same places, or those of the same names in another order.
// Names that a key column shares with another are only known by their places.
func (w Worksheet) find(header []string) (places []int, err error) {
	names := make([]string, len(header))
	for i := range header {
		names[i] = strings.TrimSpace(header[i])
	}
	want := w.Columns()
	same := len(names) >= len(want) && slices.Equal(names[:len(want)], want)
	for i, name := range want {
		at := slices.Index(names, name)
		if same {
			at = i
		}
		if at < 0 {
			return nil, fault.New(fault.Refused, "column %d is %.60q, expected %q", i+1, textAt(header, i), name)
		}
		if !same && (slices.Index(names[at+1:], name) >= 0 || slices.Index(want[i+1:], name) >= 0) {
			return nil, fault.New(fault.Refused, "column %q is there twice, expected the columns in their order: %s", name, strings.Join(want, ", "))
		}
		places = append(places, at)
	}
	return places, nil
}

// ordered gives the cells of a row in the order of the columns; what the row lacks is empty.
func ordered(cells []string, places []int) []string {
	out := make([]string, len(places))
	for i, at := range places {
		out[i] = textAt(cells, at)
	}
	return out
}

// shown gives a row with key and stratum as the worksheet holds them.
func (r Row) shown() Row {
	parts := SplitKey(r.Key)
	for i := range parts {
		parts[i] = Shown(parts[i])
	}
	r.Key, r.Stratum = strings.Join(parts, separator), Shown(r.Stratum)
	return r
}

func textAt(cells []string, i int) string {
	if i < len(cells) {
		return cells[i]
	}
	return ""
}

// place names a row by what identifies it in its selection.
func (r Row) place() string {
	if r.Stratum != "" {
		return fmt.Sprintf("%s rank %d of stratum %q", r.Group, r.Rank, r.Stratum)
	}
	return fmt.Sprintf("%s rank %d", r.Group, r.Rank)
}

// readRow reads the cells of one row, in the order of the columns, into a row that knows its place.
func (w Worksheet) readRow(r Row, cells []string) (Row, error) {
	keys := len(givenColumns) + len(w.KeyColumns)
	cell := func(i int) string { return strings.TrimSpace(cells[i]) }
	r.Group, r.Stratum, r.Tickmark, r.Exhibit = Group(cell(0)), cells[1], cell(keys+8), cell(keys+9)
	r.Status, r.Comment = Status(strings.ToLower(cell(keys+10))), cell(keys+12)
	r.Key = strings.Join(cells[len(givenColumns):keys], separator)
	var err error
	if r.Rank, err = strconv.ParseInt(cell(2), 10, 64); err != nil {
		return r, fault.New(fault.Refused, "rank is %.40q, expected a whole number%s", cell(2), r.cell(2))
	}
	if r.Hits, err = strconv.ParseInt(cell(keys), 10, 64); err != nil {
		return r, fault.New(fault.Refused, "hits is %.40q, expected a whole number%s", cell(keys), r.cell(keys))
	}
	if r.Book, err = ParseDecimal(cell(keys + 1)); err != nil {
		return r, fmt.Errorf("read book amount: %w%s", err, r.cell(keys+1))
	}
	if r.Audited, err = w.amount(cell(keys + 11)); err != nil {
		return r, fmt.Errorf("read audited amount: %w%s", err, r.cell(keys+11))
	}
	for i := range r.Marks {
		r.Marks[i] = Mark(strings.ToLower(cell(keys + 2 + i)))
	}
	return r, r.wellFormed()
}

// amount reads an audited amount, which has no more decimals than the amounts of the frame. An empty text means "not given".
func (w Worksheet) amount(text string) (Decimal, error) {
	if text == "" {
		return Decimal{}, nil
	}
	d, err := ParseDecimal(text)
	if err != nil {
		return Decimal{}, err
	}
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(w.Scale)), nil))
	if strings.HasSuffix(text, "%") || !unit.Mul(unit, d.value).IsInt() {
		return Decimal{}, fault.New(fault.Refused, "%.60q, expected an amount of at most %d decimals, as the book amounts have", text, w.Scale)
	}
	return d, nil
}

// refuse makes the error about one cell of a row, by its column in the worksheet.
func (r Row) refuse(column, format string, args ...any) *fault.Fault {
	return fault.At(fault.Refused, r.file, r.line, "%s with key %.80q: column %s (%s) %s", r.place(), strings.Join(SplitKey(r.Key), " "),
		r.letter(r.column(column)), column, fmt.Sprintf(format, args...))
}

// column gives the number of a column that testers fill, from 0.
func (r Row) column(name string) int {
	return len(givenColumns) + len(SplitKey(r.Key)) + slices.Index(filledColumns, name)
}

// letter names a column as a spreadsheet does, by its place in the file when the row was read from one.
func (r Row) letter(column int) string {
	if column < len(r.places) {
		column = r.places[column]
	}
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// cell says in which cell something is, when the row was read from a file.
func (r Row) cell(column int) string {
	if r.line == 0 {
		return ""
	}
	return fmt.Sprintf(" (cell %s%d)", r.letter(column), r.line)
}

// differs names the cells of a row that are not as selected.
func (r Row) differs(was Row) string {
	cells := ""
	now, before := SplitKey(r.Key), SplitKey(was.Key)
	for i := range min(len(now), len(before)) {
		if now[i] != before[i] {
			cells += r.cell(len(givenColumns) + i)
		}
	}
	if r.Hits != was.Hits {
		cells += r.cell(r.column("hits"))
	}
	if r.Book.Rat().Cmp(was.Book.Rat()) != 0 {
		cells += r.cell(r.column("book amount"))
	}
	return cells
}

// wellFormed refuses words that mean nothing, and a row that contradicts itself.
func (r Row) wellFormed() error {
	deviates := false
	for i, m := range r.Marks {
		switch m {
		case "", MarkOK, MarkNotApplicable:
		case MarkDeviation:
			deviates = true
		default:
			return r.wrong(AttributeNames[i], "attribute %s is %.40q, expected ok, deviation, not applicable or nothing", AttributeNames[i], string(m))
		}
	}
	switch r.Status {
	case "", Tested, Deviation, NotApplicable, NotAvailable:
	default:
		return r.wrong("status", "status is %.40q, expected tested, deviation, not applicable or not available", string(r.Status))
	}
	differs := r.Audited.Given() && r.Audited.Rat().Cmp(r.Book.Rat()) != 0
	switch {
	case deviates && r.Status != Deviation:
		return r.wrong("status", "an attribute deviates, but the status is %q, expected %q", string(r.Status), string(Deviation))
	case differs && r.Status == Tested:
		return r.wrong("status", "the audited amount %s differs from the book amount %s, but the status is %q, expected %q",
			r.Audited, r.Book, string(r.Status), string(Deviation))
	case r.Audited.Given() && (r.Status == NotApplicable || r.Status == NotAvailable):
		return r.wrong("audited amount", "the status is %q, but there is an audited amount of %s", string(r.Status), r.Audited)
	case r.Comment == "" && (r.Status == NotApplicable || r.Status == NotAvailable):
		return r.wrong("comment", "the status is %q without a comment, expected the reason", string(r.Status))
	}
	return nil
}

// wrong refuses what a cell says.
func (r Row) wrong(column, format string, args ...any) error {
	return fault.New(fault.Refused, "%s%s", fmt.Sprintf(format, args...), r.cell(r.column(column)))
}
