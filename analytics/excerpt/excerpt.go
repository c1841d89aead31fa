// Package excerpt turns real rows of evidence into a case of a test, in which nobody can be known again.
//
// It starts from one item of a population: it finds the rows that bear on it, takes away those without which the test says the
// same of it, then columns, and masks what remains (see [masks]). The case is returned only when the test says of it what it
// said of the evidence, and no word or number that was masked is still in it.
//
//	x, err := excerpt.Make(ctx, excerpt.Plan{Test: test, Key: key, Session: desk.Session, …})
//	fmt.Print(x.Text)
package excerpt

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/lint"
	"auditql/analytics/procedure"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Plan is the item of which to make a case.
type Plan struct {
	Test      *script.Script
	Key       []string // of the item, in the order of the test's key
	Contracts *contract.Set
	Session   *engine.Session // has the evidence, and what else the test reads
	Trial     *engine.Session // an empty one, in which cases are performed
	Frame     procedure.Frame
	Params    sqlfile.Pairs[sqlfile.Value] // of the engagement
	Secret    string                       // by which times, amounts and numbers are moved; what does not know the evidence cannot know it
}

// Excerpt is a case.
type Excerpt struct {
	Text    string   // an item of the list of cases, in YAML
	Verdict string   // exceptions, indeterminate, excluded or pass
	Codes   []string // reason codes of the item
	Rows    int      // that the case gives
	Notes   []string // what could not be masked without another verdict
}

// item is what a test says of one item.
type item struct {
	section string // empty when the item passes
	codes   []string
	reasons []string
}

type work struct {
	Plan
	values procedure.Values
	tables []table
	named  []string // the key, each value as the engine writes it
	target item
	exact  bool // reasons must be the same too
}

// Make makes a case of an item. An item that is not in the population is asked wrongly; one whose verdict rests on more rows
// than can be tried is refused.
func Make(ctx context.Context, p Plan) (Excerpt, error) {
	w := &work{Plan: p}
	if len(p.Key) != len(p.Test.Key) {
		return Excerpt{}, fault.New(fault.Usage, "%d values of a key, expected %d: %s", len(p.Key), len(p.Test.Key), strings.Join(p.Test.Key, ", "))
	}
	if err := w.find(ctx); err != nil {
		return Excerpt{}, err
	}
	if err := w.layOut(ctx); err != nil {
		return Excerpt{}, err
	}
	tables, err := w.few(ctx)
	if err != nil {
		return Excerpt{}, err
	}
	if tables, err = w.narrow(ctx, tables); err != nil {
		return Excerpt{}, err
	}
	return w.masked(ctx, tables)
}

// find performs the test on the evidence and keeps what it says of the item.
func (w *work) find(ctx context.Context) (err error) {
	if w.values, err = procedure.Resolve(w.Test, w.Params, w.Frame); err != nil {
		return err
	}
	reads := append(w.values.Reads(w.Test), w.Test.Optional...)
	made, err := procedure.Sections(ctx, w.Session, w.Test, w.values, reads, func(string) string { return "" })
	if err != nil {
		return err
	}
	where, params, err := w.isItem(made[script.Population].Columns)
	if err != nil {
		return err
	}
	found, err := w.ask(ctx, "SELECT 1 AS one FROM population AS item WHERE "+where, []string{script.Population}, params)
	if err != nil {
		return err
	}
	if found.Count == 0 {
		return fault.New(fault.Usage, "%s is not in the population of %s", strings.Join(w.Key, " "), w.Test.ID).
			Hint("auditql results %s lists exceptions; its key is %s", w.Test.ID, strings.Join(w.Test.Key, ", "))
	}
	for _, v := range script.Verdicts {
		if _, has := made[v]; !has {
			continue
		}
		rows, err := w.ask(ctx, "SELECT reason_code, reason FROM "+v+" AS item WHERE "+where+" ORDER BY reason_code", []string{v}, params)
		if err != nil {
			return err
		}
		w.target.add(v, rows.Rows)
	}
	return nil
}

func (x *item) add(section string, rows [][]*string) {
	for _, row := range rows {
		x.section = section
		x.codes, x.reasons = append(x.codes, textOf(row[0])), append(x.reasons, textOf(row[1]))
	}
}

func textOf(cell *string) string {
	if cell == nil {
		return ""
	}
	return *cell
}

// isItem is the condition by which a section has the item.
func (w *work) isItem(columns []schema.Column) (where string, params map[string]engine.Literal, err error) {
	params = map[string]engine.Literal{}
	var parts []string
	for i, k := range w.Test.Key {
		at := slices.IndexFunc(columns, func(c schema.Column) bool { return c.Name == k })
		name := fmt.Sprintf("key%d", i)
		if params[name], err = engine.Value(columns[at].Type, w.Key[i]); err != nil {
			return "", nil, fault.New(fault.Usage, "key %s: %w", k, err)
		}
		w.named = append(w.named, params[name].Text)
		parts = append(parts, fmt.Sprintf("item.%q = $%s", k, name))
	}
	return strings.Join(parts, " AND "), params, nil
}

// layOut finds the tables that the test reads, and the columns of them that it names.
func (w *work) layOut(ctx context.Context) error {
	named, all := map[string]bool{}, false
	for _, x := range w.Test.Sections {
		syntax, err := w.Trial.Syntax(ctx, engine.Section{Name: x.Name, SQL: x.SQL, Params: w.values.Literals, File: w.Test.File, Line: x.Line})
		if err != nil {
			return err
		}
		names, star := lint.Columns(syntax)
		maps.Copy(named, names)
		all = all || star
	}
	for _, dataset := range append(w.values.Reads(w.Test), w.Test.Optional...) {
		c, ok := w.Contracts.Get(dataset)
		if !ok {
			return fault.New(fault.Refused, "%s is no dataset of which a case could be made", dataset)
		}
		t := table{dataset: dataset, contract: c}
		for _, col := range c.Stored() {
			if all || named[strings.ToLower(col.Name)] {
				spec, _ := c.Spec.Get(col.Name)
				t.columns = append(t.columns, column{col, len(spec.OneOf) > 0, numbered(c, col)})
			}
		}
		if len(t.columns) > 0 {
			w.tables = append(w.tables, t)
		}
	}
	return nil
}

// numbered says whether whole numbers name something, such as a pull request, instead of counting or giving an order, such as the
// attempts of a run.
func numbered(c *contract.Contract, col schema.Column) bool {
	if col.Type.Kind != schema.Integer || orders(c, col.Name) {
		return false
	}
	return slices.Contains(c.Key, col.Name) || strings.HasSuffix(col.Name, "_number") || strings.HasSuffix(col.Name, "_no") || strings.HasSuffix(col.Name, "height")
}

// orderForm is how contracts say what a number of an order means, and ordinals are the last words of the names of such columns.
var (
	orderForm = regexp.MustCompile(`^(place|order) of |\bfrom [01]\b`)
	ordinals  = []string{"attempt", "level", "pos", "step", "revision", "seq", "index"}
)

func orders(c *contract.Contract, column string) bool {
	spec, _ := c.Spec.Get(column)
	return slices.Contains(ordinals, column[strings.LastIndex(column, "_")+1:]) || orderForm.MatchString(spec.Means)
}

// few finds rows that are enough, and takes away those that are not needed.
func (w *work) few(ctx context.Context) ([]table, error) {
	var tried [][]table
	for _, gather := range []func(context.Context) ([]table, error){
		func(ctx context.Context) ([]table, error) { return w.linked(ctx, 1, small) },
		func(ctx context.Context) ([]table, error) { return w.linked(ctx, 2, small) },
		func(ctx context.Context) ([]table, error) { return w.linked(ctx, 3, small) },
		func(ctx context.Context) ([]table, error) { return w.beside(ctx, 1) },
		func(ctx context.Context) ([]table, error) { return w.beside(ctx, 8) },
		func(ctx context.Context) ([]table, error) { return w.beside(ctx, 64) },
		func(ctx context.Context) ([]table, error) { return w.linked(ctx, 3, middle) },
		w.whole,
	} {
		tables, err := gather(ctx)
		if err != nil {
			return nil, err
		}
		if tables == nil {
			continue
		}
		w.exact = true
		if ok, err := w.enough(ctx, tables); err != nil {
			return nil, err
		} else if ok {
			return w.fewer(ctx, tables)
		}
		tried = append(tried, tables)
	}
	w.exact = false // a reason may count rows that do not bear on the verdict
	for _, tables := range tried {
		if ok, err := w.enough(ctx, tables); err != nil {
			return nil, err
		} else if ok {
			return w.fewer(ctx, tables)
		}
	}
	return nil, fault.New(fault.Refused, "what %s says of %s rests on more rows than can be tried", w.Test.ID, strings.Join(w.Key, " ")).
		Hint("write the case by hand; auditql why %s %s shows the rows of the item", w.Test.ID, strings.Join(w.Key, " "))
}

func (w *work) fewer(ctx context.Context, tables []table) ([]table, error) {
	all := make([]int, count(tables))
	for i := range all {
		all[i] = i
	}
	left, err := reduce(ctx, all, func(which []int) (bool, error) { return w.enough(ctx, pick(tables, which)) })
	return pick(tables, left), err
}

// narrow takes away columns that say nothing, and those that are not of a key and without which the test says the same.
func (w *work) narrow(ctx context.Context, tables []table) ([]table, error) {
	for i := range tables {
		for k := len(tables[i].columns) - 1; k >= 0 && len(tables[i].columns) > 1; k-- {
			t := tables[i]
			col := t.columns[k]
			empty := !slices.ContainsFunc(t.rows, func(row []*string) bool { return row[k] != nil })
			if !empty && slices.Contains(t.contract.Key, col.Name) {
				continue
			}
			tables[i] = t.without(k)
			if empty {
				continue
			}
			ok, err := w.enough(ctx, tables)
			if err != nil {
				return nil, err
			}
			if !ok {
				tables[i] = t
			}
		}
	}
	return tables, nil
}

// enough says whether the test says of the item in these rows what it said of it in the evidence.
func (w *work) enough(ctx context.Context, tables []table) (bool, error) {
	said, err := w.perform(ctx, script.Case{
		Params: w.Params, AsOf: w.Frame.AsOf, PeriodStart: w.Frame.PeriodStart, PeriodEnd: w.Frame.PeriodEnd, Given: given(tables),
	})
	if err != nil || said == nil {
		return false, err
	}
	got, ok := said.items[strings.Join(w.named, "\x00")]
	if !w.exact {
		got.reasons = w.target.reasons
	}
	return ok && reflect.DeepEqual(got, w.target), nil
}
