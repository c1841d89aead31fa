package bundle

import (
	"errors"
	"io"
	"maps"
	"slices"

	"auditql/analytics/fault"
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

// Allocate shares n items among the strata of a population in proportion to their items, each at least 2 of its own.
func Allocate(n int64, column string, population ...string) (map[string]int64, error) {
	items, err := strata(column, population)
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(items))
	a := sampling.Allocation{Size: n}
	for _, name := range names {
		a.Population = append(a.Population, items[name])
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

// strata counts the items of each stratum. Refused: items of none, with their number.
func strata(column string, population []string) (map[string]int64, error) {
	t, err := table.Open(population...)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	if !slices.ContainsFunc(t.Columns(), named(column)) {
		return nil, fault.New(fault.Usage, "the population has no column %q", column)
	}
	rows := t.Rows(column)
	defer rows.Close()
	items, none := map[string]int64{}, 0
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if row[0] == nil {
			none++
			continue
		}
		items[string(row[0])]++
	}
	if none > 0 {
		return nil, fault.New(fault.Refused, "%s is NULL in %d items: they belong to no stratum and could not be selected", column, none)
	}
	return items, nil
}
