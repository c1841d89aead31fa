package excerpt

import (
	"context"
	"slices"
	"strings"

	"auditql/analytics/cases"
	"auditql/analytics/engine"
	"auditql/analytics/procedure"
	"auditql/analytics/schema"
	"auditql/analytics/script"
)

// said is what a test says of a case.
type said struct {
	items    map[string]item // by key
	sections map[string]table
}

// perform performs a case; nil is one that the test cannot be performed on.
func (w *work) perform(ctx context.Context, c script.Case) (*said, error) {
	if err := w.Trial.Reset(ctx); err != nil {
		return nil, err
	}
	stage, err := cases.Set(ctx, w.Trial, w.Test, c, w.Contracts)
	if err != nil {
		return nil, err
	}
	made, err := procedure.Sections(ctx, w.Trial, w.Test, stage.Values, stage.Reads, func(string) string { return "" })
	if err == nil {
		err = procedure.Invariants(ctx, w.Trial, w.Test, made)
	}
	if err != nil {
		return nil, ctx.Err() // of these rows only
	}
	out := &said{map[string]item{}, map[string]table{}}
	for _, section := range append([]string{script.Population}, script.Verdicts...) {
		m, has := made[section]
		if !has {
			continue
		}
		cols, rows, err := w.Trial.Rows(ctx, section, order(w.Test, section), 0)
		if err != nil {
			return nil, err
		}
		_ = m
		out.add(w.Test, section, cols, rows)
	}
	return out, nil
}

func order(s *script.Script, section string) []string {
	if section == script.Population {
		return s.Key
	}
	return append(slices.Clone(s.Key), "reason_code")
}

// add notes the rows of a section: its key, and what it says.
func (s *said) add(test *script.Script, section string, cols []schema.Column, rows [][]*string) {
	names := order(test, section)
	if section != script.Population {
		names = append(names, "reason")
	}
	t := table{dataset: section}
	at := make([]int, len(names))
	for i, n := range names {
		at[i] = slices.IndexFunc(cols, func(c schema.Column) bool { return c.Name == n })
		t.columns = append(t.columns, column{Column: cols[at[i]]})
	}
	for _, row := range rows {
		picked := make([]*string, len(at))
		key := make([]string, len(test.Key))
		for i, k := range at {
			picked[i] = row[k]
			if i < len(key) {
				key[i] = plainKey(cols[k].Type, row[k])
			}
		}
		t.rows = append(t.rows, picked)
		x := s.items[strings.Join(key, "\x00")]
		if section != script.Population {
			x.add(section, [][]*string{picked[len(key):]})
		}
		s.items[strings.Join(key, "\x00")] = x
	}
	s.sections[section] = t
}

// plainKey gives a key value one text, however it is written.
func plainKey(t schema.Type, cell *string) string {
	if cell == nil {
		return ""
	}
	if v, err := engine.Value(t, *cell); err == nil {
		return v.Text
	}
	return *cell
}
