package bundle

import (
	"errors"
	"io"
	"maps"
	"math/big"
	"slices"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// AmountScale gives the decimals of a column of amounts, 0 for one that has none.
func AmountScale(column string, population ...string) (scale int, err error) {
	t, err := table.Open(population...)
	if err != nil {
		return 0, err
	}
	defer t.Close()
	i := slices.IndexFunc(t.Columns(), named(column))
	if i < 0 {
		return 0, fault.New(fault.Usage, "the population has no column %q", column)
	}
	return t.Columns()[i].Type.Scale, nil
}

func named(name string) func(schema.Column) bool {
	return func(c schema.Column) bool { return c.Name == name }
}

// Allocations are the ways to share a sample among strata: by their items, by items and standard deviation of the amounts, or by
// their amounts.
var Allocations = []string{"proportional", "neyman", "value"}

// Allocate shares n items among the strata of a frame, each at least 2 of its own, in one of the ways of [Allocations]. By value
// and Neyman's need the column of amounts.
func Allocate(n int64, f record.Frame, how, file string) (map[string]int64, error) {
	found, err := strata(f, file)
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(found))
	a := sampling.Allocation{Size: n}
	for _, name := range names {
		s := found[name]
		a.Population = append(a.Population, s.items)
		switch how {
		case "value":
			a.Value = append(a.Value, s.total(f.Scale))
		case "neyman":
			a.Deviation = append(a.Deviation, s.deviation(f.Scale))
		}
	}
	sizes, err := sampling.Allocate(a)
	if err != nil {
		return nil, err
	}
	shares := map[string]int64{}
	for i, name := range names {
		shares[name] = sizes[i]
	}
	return shares, nil
}

// stratum is what an allocation asks of a stratum, in minor units.
type stratum struct {
	items        int64
	sum, squares big.Int
}

func (s *stratum) add(amount int64) {
	x := big.NewInt(amount)
	s.items++
	s.sum.Add(&s.sum, x)
	s.squares.Add(&s.squares, x.Mul(x, x))
}

// total is the value of the items, 0 when credits outweigh it.
func (s *stratum) total(scale int) sampling.Decimal {
	if s.sum.Sign() < 0 {
		return sampling.Units(0, scale)
	}
	return sampling.BigUnits(&s.sum, scale)
}

// deviation is the standard deviation of the amounts, with n - 1 in the denominator, rounded down to a minor unit. It weighs
// strata; nothing is concluded from its last digit.
func (s *stratum) deviation(scale int) sampling.Decimal {
	if s.items < 2 {
		return sampling.Units(0, scale)
	}
	n := big.NewInt(s.items)
	v := new(big.Int).Mul(n, &s.squares)
	v.Sub(v, new(big.Int).Mul(&s.sum, &s.sum))
	v.Quo(v, new(big.Int).Mul(n, big.NewInt(s.items-1)))
	return sampling.BigUnits(v.Sqrt(v), scale)
}

// strata reads the strata of a frame. Refused: items of none, with their number.
func strata(f record.Frame, file string) (map[string]*stratum, error) {
	t, err := table.Open(file)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	if !slices.ContainsFunc(t.Columns(), named(f.Stratum)) {
		return nil, fault.New(fault.Usage, "the %s has no column %q", f.SectionName(), f.Stratum)
	}
	none, err := nulls(t, f.Stratum)
	if err != nil {
		return nil, err
	}
	if none > 0 {
		return nil, fault.New(fault.Refused, "%s is NULL in %d rows: they belong to no stratum and could not be selected", f.Stratum, none)
	}
	x, err := itemsOf(t, f)
	if err != nil {
		return nil, err
	}
	out := map[string]*stratum{}
	for _, part := range x.parts() {
		for item, err := range part {
			if err != nil {
				return nil, err
			}
			if out[item.Stratum] == nil {
				out[item.Stratum] = &stratum{}
			}
			out[item.Stratum].add(item.Amount)
		}
	}
	return out, nil
}

// nulls counts the rows that have nothing in a column.
func nulls(t *table.Table, column string) (n int64, err error) {
	rows := t.Rows(column)
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if row[0] == nil {
			n++
		}
	}
}
