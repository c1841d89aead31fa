package excerpt

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// How rows are found that bear on an item: a value ties rows together when few rows of a dataset have it.
const (
	rare   = 40    // at most so many rows share a value that ties
	values = 5000  // of a round
	small  = 80    // a dataset with so few rows, such as a list of the auditor, is taken whole
	middle = 2000  // or with so many, when that does not do
	large  = 20000 // rows that are tried at most, when those that are tied to the item do not do
)

// linked gathers the rows that share rare values with the key, directly or through others, and datasets of at most so many rows whole.
// One round goes from the key to rows, the next from these to the rows that share their values.
func (w *work) linked(ctx context.Context, rounds int, whole int64) ([]table, error) {
	known := map[string]bool{}
	for _, k := range w.Key {
		known[strings.ToLower(k)] = true
	}
	out := w.empty()
	for range rounds {
		asked := slices.Sorted(maps.Keys(known))
		for i := range out {
			if err := w.tied(ctx, &out[i], asked[:min(len(asked), values)]); err != nil {
				return nil, err
			}
			for _, row := range out[i].rows {
				learn(known, out[i], row)
			}
		}
	}
	for i := range out {
		n, err := w.size(ctx, out[i].dataset)
		if err != nil {
			return nil, err
		}
		if n > whole {
			continue
		}
		if out[i].rows, err = w.rows(ctx, out[i], "TRUE", nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// beside gathers, with the rows that are tied to the item, some that are not, of each dataset the first in order: they show that the
// evidence has such rows at all, and what they are tied to. Few of them are tried before whole datasets, since a trial costs as
// much as its rows.
func (w *work) beside(ctx context.Context, n int) ([]table, error) {
	out, err := w.linked(ctx, 2, small)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range out {
		others, err := w.rows(ctx, out[i], "TRUE", nil)
		if err != nil {
			return nil, err
		}
		for _, row := range others[:min(n, len(others))] {
			out[i].add(row)
			learn(known, out[i], row)
		}
	}
	asked := slices.Sorted(maps.Keys(known))
	for i := range out {
		more := out[i]
		more.rows = nil
		if err := w.tied(ctx, &more, asked[:min(len(asked), values)]); err != nil {
			return nil, err
		}
		for _, row := range more.rows {
			out[i].add(row)
		}
	}
	return out, nil
}

// whole gathers every row of the datasets that the test reads.
func (w *work) whole(ctx context.Context) ([]table, error) {
	out := w.empty()
	for i := range out {
		var err error
		if out[i].rows, err = w.rows(ctx, out[i], "TRUE", nil); err != nil {
			return nil, err
		}
	}
	if count(out) > large {
		return nil, nil
	}
	return out, nil
}

// empty gives the tables that the test reads, without rows, in their columns that it names.
func (w *work) empty() []table {
	out := make([]table, len(w.tables))
	for i, t := range w.tables {
		out[i] = t
		out[i].rows = nil
	}
	return out
}

// tied adds the rows of a table that have one of the values, where few rows do.
func (w *work) tied(ctx context.Context, t *table, known []string) error {
	var counts []string
	for _, c := range t.columns {
		if c.Type.Kind == schema.Text && !c.closed {
			counts = append(counts, fmt.Sprintf(`SELECT '%s' AS place, lower(t.%q) AS value, COUNT(*) AS rows FROM %q AS t WHERE list_contains($known, lower(t.%[2]q)) GROUP BY lower(t.%[2]q)`,
				c.Name, c.Name, t.dataset))
		}
	}
	if len(counts) == 0 {
		return nil
	}
	found, err := w.ask(ctx, fmt.Sprintf("SELECT place, value FROM (%s) AS shared WHERE rows <= %d ORDER BY place, value", strings.Join(counts, " UNION ALL "), rare),
		[]string{t.dataset}, map[string]engine.Literal{"known": engine.Texts(known)})
	if err != nil || len(found.Rows) == 0 {
		return err
	}
	byPlace := map[string][]string{}
	for _, row := range found.Rows {
		byPlace[*row[0]] = append(byPlace[*row[0]], *row[1])
	}
	var where []string
	params := map[string]engine.Literal{}
	for _, place := range slices.Sorted(maps.Keys(byPlace)) {
		name := fmt.Sprintf("at%d", len(where))
		where = append(where, fmt.Sprintf("list_contains($%s, lower(t.%q))", name, place))
		params[name] = engine.Texts(byPlace[place])
	}
	t.rows, err = w.rows(ctx, *t, strings.Join(where, " OR "), params)
	return err
}

var nameForm = regexp.MustCompile(`[\pL\pN]+([-_][\pL\pN]+)*`)

// learn adds the values of a row, and names with a digit inside them, such as the number of a ticket in the title of a change.
func learn(known map[string]bool, t table, row []*string) {
	for i, cell := range row {
		for _, text := range texts(t.columns[i], cell) {
			text = strings.ToLower(text)
			if len(text) <= 200 {
				known[text] = true
			}
			for _, name := range nameForm.FindAllString(text, 50) {
				if len(name) > 3 && strings.ContainsAny(name, "0123456789") {
					known[name] = true
				}
			}
		}
	}
}

func (w *work) size(ctx context.Context, dataset string) (int64, error) {
	a, err := w.ask(ctx, fmt.Sprintf("SELECT 1 AS one FROM %q", dataset), []string{dataset}, nil)
	return a.Count, err
}

// rows gives the rows of a table for which a condition holds, sorted by their texts.
func (w *work) rows(ctx context.Context, t table, where string, params map[string]engine.Literal) ([][]*string, error) {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = fmt.Sprintf("t.%q AS c%d", c.Name, i)
	}
	a, err := w.ask(ctx, fmt.Sprintf("SELECT %s FROM %q AS t WHERE %s", strings.Join(names, ", "), t.dataset, where), []string{t.dataset}, params)
	slices.SortFunc(a.Rows, func(x, y []*string) int { return slices.CompareFunc(x, y, compareCells) })
	return a.Rows, err
}

func compareCells(x, y *string) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return -1
	case y == nil:
		return 1
	}
	return strings.Compare(*x, *y)
}

func (w *work) ask(ctx context.Context, sql string, reads []string, params map[string]engine.Literal) (engine.Answer, error) {
	a, err := w.Session.Ask(ctx, engine.Section{Name: "rows of the item", SQL: sql, Reads: reads, Params: params}, large+1)
	if err != nil {
		return a, fault.New(fault.KindOf(err), "find rows of the item: %w", err)
	}
	return a, nil
}
