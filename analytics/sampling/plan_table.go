package sampling

import (
	"math/big"

	"auditql/analytics/fault"
)

// Table is a planning table as auditors know it: a row per expected rate, a column per tolerable rate.
type Table struct {
	Expected  []Decimal     `json:"expected"`
	Tolerable []Decimal     `json:"tolerable"`
	Cells     [][]TableCell `json:"cells"` // Cells[row][column]
}

// TableCell is one size of a planning table. Size is 0 where no sample is feasible, and Reason says why.
type TableCell struct {
	Size   int64  `json:"n"`
	Accept int64  `json:"accept"`
	Reason string `json:"reason,omitempty"`
}

// AttributeTable plans every pair of expected and tolerable rate; a gives the distribution, confidence and population.
// With the binomial distribution it is table A-1 (95 %) or A-2 (90 %) of the AICPA Audit Guide Audit Sampling.
func AttributeTable(a Attributes, expected, tolerable []Decimal) (Table, error) {
	return tabulate(expected, tolerable, func(e, t Decimal) (TableCell, error) {
		a.Expected, a.Tolerable = e, t
		p, err := PlanAttributes(a)
		return TableCell{Size: p.Size, Accept: p.Accept}, err
	})
}

// MonetaryTable plans every pair of expected and tolerable misstatement; m gives the confidence and book value. With the
// book value 1 and rates in place of amounts it is table C-1 of the AICPA Audit Guide Audit Sampling.
func MonetaryTable(m Monetary, expected, tolerable []Decimal) (Table, error) {
	return tabulate(expected, tolerable, func(e, t Decimal) (TableCell, error) {
		m.Expected, m.Tolerable = e, t
		p, err := PlanMonetary(m)
		return TableCell{Size: p.Size, Accept: p.Accept}, err
	})
}

// MonetaryShareTable is table C-1 as it is printed: expected misstatement as a share of the tolerable one, in rows, and
// tolerable misstatement as a share of the book value, in columns.
func MonetaryShareTable(confidence Decimal, expected, tolerable []Decimal) (Table, error) {
	return tabulate(expected, tolerable, func(e, t Decimal) (TableCell, error) {
		p, err := PlanMonetary(Monetary{Confidence: confidence, Book: exact(big.NewRat(1, 1)), Tolerable: t, Expected: exact(t.Rat().Mul(t.Rat(), e.Rat()))})
		return TableCell{Size: p.Size, Accept: p.Accept}, err
	})
}

func tabulate(expected, tolerable []Decimal, plan func(e, t Decimal) (TableCell, error)) (Table, error) {
	table := Table{Expected: expected, Tolerable: tolerable}
	for _, e := range expected {
		row := make([]TableCell, len(tolerable))
		for i, t := range tolerable {
			cell, err := plan(e, t)
			switch {
			case err != nil && fault.KindOf(err) != fault.Refused:
				return Table{}, err
			case err != nil:
				cell.Reason = err.Error()
			}
			row[i] = cell
		}
		table.Cells = append(table.Cells, row)
	}
	return table, nil
}
