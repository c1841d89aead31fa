package disposition

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// answers are the columns of a worksheet that the auditor fills in.
var answers = []string{"disposition", "why", "evidence"}

// WriteWorksheet writes the exceptions of a test as CSV, an item a line, with what is known of each and room for the
// rest. A cell that a spreadsheet would take for a formula begins with an apostrophe, which ReadWorksheet takes away.
func (s Standing) WriteWorksheet(w io.Writer, t *record.Test, file string) error {
	c := csv.NewWriter(w)
	if err := c.Write(header(t)); err != nil {
		return err
	}
	err := Items(t, file, func(key []string, reason string) error {
		d, _ := s.Of(t.ID, key)
		cells := append(append([]string{t.ID}, key...), reason, string(d.Status), d.Reason, d.Evidence)
		for i := range cells {
			cells[i] = Guard(cells[i])
		}
		return c.Write(cells)
	})
	if err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}

func header(t *record.Test) []string {
	return append(append(append([]string{"test"}, t.Key...), "reason"), answers...)
}

const formula = "=+-@\t\r'"

// Guard puts an apostrophe before a cell of a CSV file for people that a spreadsheet would take for a formula, and before one
// that begins with an apostrophe, so that [Unguard] gives back what it was.
func Guard(cell string) string {
	if cell != "" && strings.ContainsRune(formula, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// Unguard takes away what Guard put there.
func Unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formula, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// ReadWorksheet reads a completed worksheet back. Each line must be about an exception of the test, once; lines without
// a disposition are passed over and counted.
func ReadWorksheet(r io.Reader, t *record.Test, file string) (given []record.Disposition, blank int, err error) {
	known := map[string]bool{}
	if err := Items(t, file, func(key []string, _ string) error { known[name(t.ID, key)] = true; return nil }); err != nil {
		return nil, 0, err
	}
	c := csv.NewReader(r)
	head, err := c.Read()
	if err != nil {
		return nil, 0, fault.New(fault.Usage, "read worksheet: %w", err)
	}
	if want := header(t); !slices.Equal(head, want) {
		return nil, 0, fault.New(fault.Usage, "the worksheet has the columns %q, expected %q", head, want).
			Hint("auditql disposition worksheet %s writes one", t.ID)
	}
	for {
		cells, err := c.Read()
		if err == io.EOF {
			return given, blank, nil
		}
		if err != nil {
			return nil, 0, fault.New(fault.Usage, "read worksheet: %w", err)
		}
		line, _ := c.FieldPos(0)
		d, err := answer(t, cells, known)
		if err != nil {
			return nil, 0, fault.New(fault.KindOf(err), "line %d: %w", line, err)
		}
		if d.Status == "" {
			blank++
			continue
		}
		given = append(given, d)
	}
}

func answer(t *record.Test, cells []string, known map[string]bool) (d record.Disposition, err error) {
	for i := range cells {
		cells[i] = Unguard(cells[i])
	}
	n := 1 + len(t.Key)
	d = record.Disposition{
		Test: cells[0], Key: slices.Clone(cells[1:n]), Status: record.DispositionStatus(strings.ToLower(strings.TrimSpace(cells[n+1]))),
		Reason: cells[n+2], Evidence: cells[n+3],
	}
	item := name(d.Test, d.Key)
	if !known[item] {
		return d, fault.New(fault.Usage, "%s %s is no exception of %s, or comes a second time", d.Test, strings.Join(d.Key, " "), t.ID)
	}
	delete(known, item)
	if d.Status == "" {
		return d, nil
	}
	return d, Check(d)
}
