package cases

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/procedure"
	"auditql/analytics/schema"
	"auditql/analytics/script"
)

// shown bounds the rows that are read for a comparison; a case is small.
const shown = 10000

// compare says in what the sections differ from what the case expects.
func compare(ctx context.Context, e *engine.Session, s *script.Script, c script.Case, made procedure.Made) ([]string, error) {
	var diff []string
	for _, x := range c.Expect {
		if _, ok := made[x.Key]; !ok && !nothing(x.Value.String()) {
			return nil, fmt.Errorf("the case expects section %s, which the test does not have", x.Key)
		}
	}
	for _, section := range append([]string{script.Population}, script.Verdicts...) {
		m, ok := made[section]
		if !ok {
			continue
		}
		want, given := c.Expect.Get(section)
		if section == script.Population {
			if given && want.String() != strconv.FormatInt(m.Rows, 10) {
				diff = append(diff, fmt.Sprintf("population: %d, expected %s", m.Rows, want))
			}
			continue
		}
		d, err := rows(ctx, e, s, section, want.String())
		if err != nil {
			return nil, fmt.Errorf("expect %s: %w", section, err)
		}
		diff = append(diff, d...)
	}
	return diff, nil
}

func nothing(text string) bool { return text == "" || text == "none" }

// rows compares one section with the rows expected, over the columns that the expectation names.
func rows(ctx context.Context, e *engine.Session, s *script.Script, section, want string) ([]string, error) {
	expected := script.Rows{Header: append(slices.Clone(s.Key), "reason_code")}
	if !nothing(want) {
		var err error
		if expected, err = script.ParseRows(want); err != nil {
			return nil, err
		}
	}
	cols, found, err := e.Rows(ctx, section, nil, shown)
	if err != nil {
		return nil, err
	}
	at := make([]int, len(expected.Header))
	for i, h := range expected.Header {
		at[i] = -1
		for k, c := range cols {
			if c.Name == h {
				at[i] = k
			}
		}
		if at[i] < 0 {
			return nil, fmt.Errorf("there is no column %s", h)
		}
	}
	count := map[string]int{}
	for _, row := range found {
		picked := make([]*string, len(at))
		for i, k := range at {
			picked[i] = plain(cols[k].Type, row[k])
		}
		count[line(picked)]++
	}
	for _, row := range expected.Cells {
		for i, k := range at {
			row[i] = plain(cols[k].Type, row[i])
		}
		count[line(row)]--
	}
	return differences(section, count), nil
}

// plain gives a value one text, however it is written: 2026-01-31 for its first instant, 1.5 for 1.50.
func plain(t schema.Type, cell *string) *string {
	if cell == nil {
		return nil
	}
	v, err := engine.Value(t, *cell)
	if err != nil {
		return cell
	}
	return &v.Text
}

func differences(section string, count map[string]int) []string {
	var out []string
	for row, n := range count {
		switch {
		case n > 0:
			out = append(out, fmt.Sprintf("%s: %s was not expected", section, row))
		case n < 0:
			out = append(out, fmt.Sprintf("%s: %s is missing", section, row))
		}
	}
	slices.Sort(out)
	return out
}

func line(cells []*string) string {
	parts := make([]string, len(cells))
	for i, c := range cells {
		if parts[i] = "NULL"; c != nil {
			parts[i] = *c
		}
	}
	return strings.Join(parts, ", ")
}
