package sampling

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"auditql/analytics/fault"
)

// Status is what became of a sampled item. Empty means that it is still open.
type Status string

const (
	Tested        Status = "tested"         // tested, no deviation or misstatement
	Deviation     Status = "deviation"      // deviates or is misstated
	NotApplicable Status = "not applicable" // rightly outside the test; replaced by the next spare (ISA 530.10)
	NotAvailable  Status = "not available"  // could not be tested; counts as a deviation (ISA 530.11)
)

// Group says to which list of the selection a row belongs.
type Group string

const (
	CertaintyGroup Group = "certainty"
	SampleGroup    Group = "sample"
	SpareGroup     Group = "spare"
)

// AttributeNames name the attributes that a row can be tested for.
var AttributeNames = [...]string{"A", "B", "C", "D", "E", "F"}

// Mark is what was found of one attribute of one item: empty when it was not tested, ok, deviation or not applicable.
type Mark string

const (
	MarkOK            Mark = "ok"
	MarkDeviation     Mark = "deviation"
	MarkNotApplicable Mark = "not applicable"
)

// Row is one item of a worksheet. The fields up to Book are given; the tester fills the others.
type Row struct {
	Group   Group   `json:"group"`
	Stratum string  `json:"stratum,omitempty"`
	Rank    int64   `json:"rank"`
	Key     string  `json:"key"`
	Hits    int64   `json:"hits"`
	Book    Decimal `json:"book"`

	Marks    [len(AttributeNames)]Mark `json:"marks"`
	Tickmark string                    `json:"tickmark,omitempty"`
	Exhibit  string                    `json:"exhibit,omitempty"`
	Status   Status                    `json:"status,omitempty"`
	Audited  Decimal                   `json:"audited,omitzero"`
	Comment  string                    `json:"comment,omitempty"` // required for what is not applicable or not available

	file string // where the row was read, for messages
	line int    // 0 when it was not read

	places []int // of the columns in that file
}

// Worksheet is the form in which the items of a selection are tested. It is data only: how it looks is for others to decide.
type Worksheet struct {
	KeyColumns []string `json:"key_columns"` // names of the parts of the key
	Scale      int      `json:"scale"`       // decimals of the amounts
	Rows       []Row    `json:"rows"`        // certainty items, sample, spares
}

// NewWorksheet makes the empty worksheet of a selection. The key columns name the parts of each key; scale is the number of
// decimals that a minor unit stands for, 2 for cents. Refused: keys with another number of parts.
func NewWorksheet(s Selection, keyColumns []string, scale int) (Worksheet, error) {
	if scale < 0 || scale > 18 || len(keyColumns) == 0 {
		return Worksheet{}, fault.New(fault.Usage, "scale is %d with %d key columns, expected 0 to 18 decimals and at least one column", scale, len(keyColumns))
	}
	w := Worksheet{KeyColumns: keyColumns, Scale: scale}
	for _, list := range []struct {
		group Group
		units []Unit
	}{{CertaintyGroup, s.Certainty}, {SampleGroup, s.Units}, {SpareGroup, s.Spares}} {
		for _, u := range list.units {
			if parts := len(SplitKey(u.Key)); parts != len(keyColumns) {
				return Worksheet{}, fault.New(fault.Usage, "key %.80q has %d parts, but there are %d key columns", u.Key, parts, len(keyColumns))
			}
			w.Rows = append(w.Rows, Row{Group: list.group, Stratum: u.Stratum, Rank: u.Rank, Key: u.Key, Hits: u.Hits, Book: Units(u.Amount, scale)})
		}
	}
	return w, nil
}

// given and filled name the columns beside the key columns, before and after them.
var (
	givenColumns  = []string{"group", "stratum", "rank"}
	filledColumns = slices.Concat([]string{"hits", "book amount"}, AttributeNames[:], []string{"tickmark", "exhibit", "status", "audited amount", "comment"})
)

// Columns gives the header of the worksheet.
func (w Worksheet) Columns() []string {
	return slices.Concat(givenColumns, w.KeyColumns, filledColumns)
}

// Table gives the rows as text, a text for each of Columns.
func (w Worksheet) Table() [][]string {
	table := make([][]string, len(w.Rows))
	for i, r := range w.Rows {
		cells := []string{string(r.Group), Shown(r.Stratum), strconv.FormatInt(r.Rank, 10)}
		for _, part := range SplitKey(r.Key) {
			cells = append(cells, Shown(part))
		}
		cells = append(cells, strconv.FormatInt(r.Hits, 10), r.Book.String())
		for _, m := range r.Marks {
			cells = append(cells, string(m))
		}
		table[i] = append(cells, r.Tickmark, r.Exhibit, string(r.Status), r.Audited.String(), r.Comment)
	}
	return table
}

var harmlessNumber = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)

// Shown gives a text of the frame as a worksheet holds it. Control characters, which no spreadsheet keeps, are written as
// \u{hex}, and what a spreadsheet would take for a formula, or an apostrophe for the mark of a text, gets an apostrophe before it.
// Reading back compares these forms.
func Shown(text string) string {
	var b strings.Builder
	if strings.ContainsRune("=+-@'", rune(append([]byte(text), 0)[0])) && !harmlessNumber.MatchString(text) {
		b.WriteByte('\'')
	}
	for _, r := range text {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&b, `\u{%x}`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
