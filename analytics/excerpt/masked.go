package excerpt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"auditql/analytics/cases"
	"auditql/analytics/fault"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// attempts is how many ways of moving times, amounts and numbers are tried before the amounts, then the calendar, are kept.
const attempts = 6

// calendar is 28 years in days: after as many, the days of the week and the leap years are the same again.
const calendar = 10227

var instantForm = regexp.MustCompile(`\b[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]*Z)?`)

var factors = []int64{3, 7, 2, 5, 11, 13}

// masked masks the rows in a way in which the test says the same of them, item by item.
func (w *work) masked(ctx context.Context, tables []table) (Excerpt, error) {
	before, err := w.perform(ctx, script.Case{
		Params: w.Params, AsOf: w.Frame.AsOf, PeriodStart: w.Frame.PeriodStart, PeriodEnd: w.Frame.PeriodEnd, Given: given(tables),
	})
	if err != nil || before == nil {
		return Excerpt{}, fault.New(fault.Broken, "perform rows of %s again: %w", w.Test.ID, err)
	}
	for n := range 3 * attempts {
		c, change := w.change(tables, n)
		after, err := w.perform(ctx, c)
		if err != nil {
			return Excerpt{}, err
		}
		if after == nil || !slices.Equal(outcomes(before), outcomes(after)) || change.leaks(tables, c) {
			continue
		}
		out := Excerpt{Verdict: or(w.target.section, "pass"), Codes: w.target.codes, Rows: count(tables)}
		if change.factor == 1 && hasAmounts(tables) {
			out.Notes = append(out.Notes, "amounts are as in the evidence: with others, the verdict is another")
		}
		c.Expect = after.expectation()
		out.Text = yaml(c)
		return out, w.prove(ctx, out.Text)
	}
	return Excerpt{}, fault.New(fault.Refused, "the verdict of %s rests on values that cannot be masked, such as digests or patterns", strings.Join(w.Key, " ")).
		Hint("write the case by hand")
}

func hasAmounts(tables []table) bool {
	return slices.ContainsFunc(tables, func(t table) bool {
		return len(t.rows) > 0 && slices.ContainsFunc(t.columns, func(c column) bool { return c.Type.Kind == "decimal" })
	})
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// change masks the rows, in the way of an attempt, and gives the case.
func (w *work) change(tables []table, attempt int) (script.Case, *change) {
	c := &change{newMasks(vocabulary(w.Test), w.Secret, attempt), factors[attempt%len(factors)]}
	sum := sha256.Sum256(fmt.Appendf(nil, "days|%s|%d", w.Secret, attempt))
	c.days = -7 * (100 + int(sum[0]))
	if attempt >= attempts {
		c.factor = 1
	}
	if attempt >= 2*attempts {
		c.days = -calendar
	}
	for _, t := range tables {
		for _, row := range t.rows {
			for i, cell := range row {
				for _, text := range texts(t.columns[i], cell) {
					c.see(text)
				}
				if cell != nil && t.columns[i].counts() {
					c.words[*cell] = true // a port or a count stays as it is, and so it does in a name that has it too
				}
			}
		}
	}
	out := slices.Clone(tables)
	for i, t := range tables {
		out[i].rows = make([][]*string, len(t.rows))
		for k, row := range t.rows {
			out[i].rows[k] = make([]*string, len(row))
			for j, cell := range row {
				out[i].rows[k][j] = c.cell(t.columns[j], cell)
			}
		}
	}
	made := script.Case{Name: w.name(), Params: w.params(c), Given: given(out)}
	frame := usedFrame(w.Test)
	for name, at := range map[string]struct{ from, to *string }{
		"as_of": {&w.Frame.AsOf, &made.AsOf}, "period_start": {&w.Frame.PeriodStart, &made.PeriodStart}, "period_end": {&w.Frame.PeriodEnd, &made.PeriodEnd},
	} {
		if frame[name] {
			*at.to = c.masks.text(*at.from)
		}
	}
	return made, c
}

func (w *work) name() string {
	if w.target.section == "" {
		return "an item of the evidence that passes, masked"
	}
	return "an item of the evidence, masked, " + strings.Join(slices.Compact(slices.Clone(w.target.codes)), " and ")
}

// params gives the parameters of the engagement that are not as in the script; texts are masked as those of rows are.
func (w *work) params(c *change) sqlfile.Pairs[sqlfile.Value] {
	var out sqlfile.Pairs[sqlfile.Value]
	for _, p := range w.Params {
		spec, _ := w.Test.Params.Get(p.Key)
		if spec.Default.String() == p.Value.String() {
			continue
		}
		v := p.Value
		if spec.Type == "text" && v.Text != nil {
			text := c.text(*v.Text)
			v = sqlfile.Value{Text: &text}
		} else if spec.Type == "text[]" {
			v = sqlfile.Value{List: []string{}}
			for _, item := range p.Value.List {
				v.List = append(v.List, c.text(item))
			}
		}
		out = append(out, sqlfile.Pair[sqlfile.Value]{Key: p.Key, Value: v})
	}
	return out
}

// outcomes gives the verdicts of all items, without their names, in order.
func outcomes(s *said) []string {
	var out []string
	for _, x := range s.items {
		out = append(out, x.section+" "+strings.Join(x.codes, " "))
	}
	slices.Sort(out)
	return out
}

// expectation is what a case expects: the counts and the codes of all its items.
func (s *said) expectation() sqlfile.Pairs[sqlfile.Value] {
	n := fmt.Sprint(len(s.sections[script.Population].rows))
	out := sqlfile.Pairs[sqlfile.Value]{{Key: script.Population, Value: sqlfile.Value{Text: &n}}}
	for _, v := range script.Verdicts {
		t := s.sections[v]
		if len(t.rows) == 0 {
			continue
		}
		t = t.without(len(t.columns) - 1) // the reason
		lines := [][]string{make([]string, len(t.columns))}
		for i, c := range t.columns {
			lines[0][i] = c.Name
		}
		for _, row := range t.rows {
			line := make([]string, len(row))
			for i, cell := range row {
				line[i] = written(cell)
			}
			lines = append(lines, line)
		}
		text := aligned(lines)
		out = append(out, sqlfile.Pair[sqlfile.Value]{Key: v, Value: sqlfile.Value{Text: &text}})
	}
	return out
}

// prove reads the case as it is written and performs it.
func (w *work) prove(ctx context.Context, text string) error {
	test := *w.Test
	test.Cases = nil
	if err := sqlfile.Decode("case", 1, text, &test.Cases); err != nil {
		return fault.New(fault.Broken, "read the case back: %w", err)
	}
	results, err := cases.Perform(ctx, w.Trial, &test, w.Contracts)
	if err != nil {
		return err
	}
	if len(results) != 1 || !results[0].Passed() {
		return fault.New(fault.Broken, "the case does not pass: %v", results)
	}
	return nil
}

// leaks says whether anything that had to be masked is in the case all the same.
func (c *change) leaks(tables []table, made script.Case) bool {
	secret := map[string]bool{}
	for run := range c.of {
		secret[run] = true
	}
	shown := slices.Clone(made.Params)
	for _, g := range made.Given {
		_, rows, _ := strings.Cut(g.Value, "\n") // names of columns are no values
		shown = append(shown, sqlfile.Pair[sqlfile.Value]{Value: sqlfile.Value{Text: &rows}})
	}
	for _, s := range shown {
		for _, text := range append(slices.Clone(s.Value.List), s.Value.String()) {
			text = instantForm.ReplaceAllString(text, "") // it was moved, and its digits are no numbers of their own
			if slices.ContainsFunc(runs(text), func(r run) bool { return secret[strings.ToLower(r.text)] }) {
				return true
			}
		}
	}
	return false
}

// vocabular is words, whole values and parts of patterns that a script itself says: they name nobody.
type vocabular struct {
	words, whole map[string]bool
	parts        []string // of patterns such as *Policy*, the longest first
}

// shortestPart is how long a part of a pattern must be, so that a name rarely has it by chance.
const shortestPart = 4

// vocabulary gives what a script itself says.
func vocabulary(s *script.Script) vocabular {
	v := vocabular{words: map[string]bool{"true": true, "false": true, "null": true}, whole: map[string]bool{}}
	add := func(text string, wordsToo bool) {
		v.whole[strings.ToLower(text)] = true
		if !wordsToo {
			return
		}
		for _, r := range runs(text) {
			word := strings.ToLower(r.text)
			if strings.Trim(word, "0123456789") == "" {
				continue
			}
			v.words[word] = true
			if strings.ContainsAny(text, "*%|^$") && len(word) >= shortestPart {
				v.parts = append(v.parts, word)
			}
		}
	}
	for _, x := range s.Sections {
		tokens, err := sqlfile.Tokens(x.SQL)
		if err != nil {
			continue
		}
		for _, t := range tokens {
			if t.Kind == sqlfile.String {
				text := strings.ReplaceAll(strings.Trim(t.Text, "'"), "''", "'")
				add(text, !strings.Contains(text, " ")) // words of a sentence may be somebody's name
			}
		}
	}
	for _, p := range s.Params {
		for _, text := range append(slices.Clone(p.Value.Default.List), textOf(p.Value.Default.Text)) {
			add(text, true)
		}
	}
	delete(v.whole, "")
	slices.SortFunc(v.parts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return v
}

// usedFrame says which of the built-in parameters a script names.
func usedFrame(s *script.Script) map[string]bool {
	out := map[string]bool{}
	for _, x := range s.Sections {
		tokens, err := sqlfile.Tokens(x.SQL)
		if err != nil {
			continue
		}
		for _, t := range tokens {
			if t.Kind == sqlfile.Parameter {
				out[t.Text[1:]] = true
			}
		}
	}
	maps.DeleteFunc(out, func(name string, _ bool) bool { _, built := script.BuiltIn[name]; return !built })
	return out
}
