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
// and so is a changed key or book amount. Rows may be in another order. Status, marks and amounts must be well formed; open
// rows are allowed here and judged by [EvaluateWorksheet].
func ReadWorksheet(file string, empty Worksheet, header []string, table [][]string) (Worksheet, error) {
	for i, want := range empty.Columns() {
		if i >= len(header) || strings.TrimSpace(header[i]) != want {
			return Worksheet{}, fault.At(fault.Refused, file, 1, "column %d is %.60q, expected %q", i+1, at(header, i), want)
		}
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
		r, err := w.readRow(cells)
		if err != nil {
			return Worksheet{}, fault.At(fault.Refused, file, line+2, "%w", err)
		}
		i, known := index[r.place()]
		if !known || seen[i] {
			return Worksheet{}, fault.At(fault.Refused, file, line+2, "%s was added or repeated, expected the rows of the selection", r.place())
		}
		if was := shown[i]; r.Key != was.Key || r.Hits != was.Hits || r.Book.Rat().Cmp(was.Book.Rat()) != 0 {
			return Worksheet{}, fault.At(fault.Refused, file, line+2, "%s has key %.80q, book amount %s and %d hits, expected %.80q, %s and %d as selected",
				r.place(), r.Key, r.Book, r.Hits, was.Key, was.Book, was.Hits)
		}
		r.file, r.line = file, line+2
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

// shown gives a row with key and stratum as the worksheet holds them.
func (r Row) shown() Row {
	parts := SplitKey(r.Key)
	for i := range parts {
		parts[i] = Shown(parts[i])
	}
	r.Key, r.Stratum = strings.Join(parts, separator), Shown(r.Stratum)
	return r
}

func at(cells []string, i int) string {
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

// readRow reads the cells of one row.
func (w Worksheet) readRow(cells []string) (Row, error) {
	keys := len(givenColumns) + len(w.KeyColumns)
	cell := func(i int) string { return strings.TrimSpace(at(cells, i)) }
	r := Row{Group: Group(cell(0)), Stratum: at(cells, 1), Tickmark: cell(keys + 8), Exhibit: cell(keys + 9),
		Status: Status(strings.ToLower(cell(keys + 10))), Comment: cell(keys + 12)}
	if len(cells) < keys {
		return r, fault.New(fault.Refused, "the row has %d cells, expected at least %d", len(cells), keys)
	}
	r.Key = strings.Join(cells[len(givenColumns):keys], separator)
	var err error
	if r.Rank, err = strconv.ParseInt(cell(2), 10, 64); err != nil {
		return r, fault.New(fault.Refused, "rank is %.40q, expected a whole number", cell(2))
	}
	if r.Hits, err = strconv.ParseInt(cell(keys), 10, 64); err != nil {
		return r, fault.New(fault.Refused, "hits is %.40q, expected a whole number", cell(keys))
	}
	if r.Book, err = ParseDecimal(cell(keys + 1)); err != nil {
		return r, fmt.Errorf("read book amount: %w", err)
	}
	if r.Audited, err = w.amount(cell(keys + 11)); err != nil {
		return r, fmt.Errorf("read audited amount: %w", err)
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
	i := slices.Index(filledColumns, column) + len(givenColumns) + len(SplitKey(r.Key))
	letter := string(rune('A' + i%26))
	if i >= 26 {
		letter = string(rune('A'+i/26-1)) + letter
	}
	return fault.At(fault.Refused, r.file, r.line, "%s with key %.80q: column %s (%s) %s", r.place(), strings.Join(SplitKey(r.Key), " "), letter, column,
		fmt.Sprintf(format, args...))
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
			return fault.New(fault.Refused, "attribute %s is %.40q, expected ok, deviation, not applicable or nothing", AttributeNames[i], string(m))
		}
	}
	switch r.Status {
	case "", Tested, Deviation, NotApplicable, NotAvailable:
	default:
		return fault.New(fault.Refused, "status is %.40q, expected tested, deviation, not applicable or not available", string(r.Status))
	}
	differs := r.Audited.Given() && r.Audited.Rat().Cmp(r.Book.Rat()) != 0
	switch {
	case deviates && r.Status != Deviation:
		return fault.New(fault.Refused, "an attribute deviates, but the status is %q, expected %q", string(r.Status), string(Deviation))
	case differs && r.Status == Tested:
		return fault.New(fault.Refused, "the audited amount %s differs from the book amount %s, but the status is %q, expected %q",
			r.Audited, r.Book, string(r.Status), string(Deviation))
	case r.Audited.Given() && (r.Status == NotApplicable || r.Status == NotAvailable):
		return fault.New(fault.Refused, "the status is %q, but there is an audited amount of %s", string(r.Status), r.Audited)
	case r.Comment == "" && (r.Status == NotApplicable || r.Status == NotAvailable):
		return fault.New(fault.Refused, "the status is %q without a comment, expected the reason", string(r.Status))
	}
	return nil
}
