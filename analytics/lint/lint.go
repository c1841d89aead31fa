// Package lint finds mistakes in test scripts that the engine performs without a complaint: NULL traps, ties in an order,
// joins without a key, parts that no case shows.
//
// The rules look at the syntax tree that DuckDB's parser gives, never at the text. They know from the contracts which
// columns may be NULL and what the key is; what a rule cannot know for certain it does not speak of. What the engine
// refuses is a finding too, so that one command tells everything.
//
//	findings, err := lint.Check(ctx, session, test, contracts)
//	for _, f := range findings { fmt.Println(f.File, f.Line, f.Column, f.Rule, f.What, f.Hint) }
package lint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"auditql/analytics/cases"
	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/schema"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// Finding is a mistake, or what looks like one.
type Finding struct {
	File   string `json:"file"`
	Line   int    `json:"line"`   // 1-based; 0 when it concerns the file as a whole
	Column int    `json:"column"` // 1-based, in characters; 0 when unknown
	Rule   string `json:"rule"`
	What   string `json:"what"`
	Hint   string `json:"hint,omitempty"`
}

// Of makes a finding of a fault: a script that does not parse, or that the engine refuses.
func Of(rule string, err error) Finding {
	out := Finding{Rule: rule, What: err.Error(), Hint: fault.HintOf(err)}
	var f *fault.Fault
	if errors.As(err, &f) {
		for inner := f; f.File == "" && errors.As(inner.Cause, &inner); {
			f = inner
		}
		out.File, out.Line, out.Column, out.What = f.File, f.Line, f.Column, f.What
	}
	return out
}

// linter looks at one script.
type linter struct {
	test      *script.Script
	contracts *contract.Set
	section   sqlfile.Section
	syntax    *engine.Syntax
	handled   map[string]bool // columns whose NULL the section thinks of
	known     map[string]relation
	times     map[string]bool // columns that are instants
	found     []Finding
}

// Check gives the findings about a script in the order of their places. The session is emptied. An error means that the
// script could not be judged.
func Check(ctx context.Context, e *engine.Session, s *script.Script, contracts *contract.Set) ([]Finding, error) {
	l := &linter{test: s, contracts: contracts, known: map[string]relation{}, times: map[string]bool{}}
	l.metadata()
	l.cases()
	if err := l.sections(ctx, e); err != nil {
		return nil, err
	}
	l.allowed()
	slices.SortStableFunc(l.found, func(a, b Finding) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column, strings.Compare(a.Rule, b.Rule))
	})
	return slices.Compact(l.found), ctx.Err()
}

// sections lets the engine judge the sections on the first case, and the rules judge their syntax.
func (l *linter) sections(ctx context.Context, e *engine.Session) error {
	if err := e.Reset(ctx); err != nil {
		return err
	}
	var c script.Case
	if len(l.test.Cases) > 0 {
		c = l.test.Cases[0]
	}
	stage, err := cases.Set(ctx, e, l.test, c, l.contracts)
	if err != nil {
		l.found = append(l.found, l.at(1, Of("case", err)))
		return ctx.Err()
	}
	l.datasets(stage.Reads)
	refused := false
	for i, x := range l.test.Sections {
		sec := engine.Section{Name: x.Name, SQL: x.SQL, Params: stage.Values.Literals, Reads: stage.Readable(i), File: l.test.File, Line: x.Line}
		l.section = x
		if l.syntax, err = e.Syntax(ctx, sec); err == nil {
			l.query()
			if !refused {
				_, err = e.Make(ctx, sec)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil { // sections after it would only miss this one
			refused = true
			l.found = append(l.found, l.at(x.Line, l.named(Of("engine", err))))
		}
	}
	return nil
}

// datasets tells what contracts say of NULL and of keys.
func (l *linter) datasets(reads []string) {
	for _, name := range reads {
		c, ok := l.contracts.Get(name)
		if !ok {
			continue
		}
		r := relation{columns: map[string]bool{}, key: c.Key}
		for _, column := range c.Spec {
			if column.Value.Type.Kind == schema.Timestamp {
				l.times[strings.ToLower(column.Key)] = true
			}
			r.columns[strings.ToLower(column.Key)] = !column.Value.Required && !slices.Contains(c.Key, column.Key)
		}
		l.known[strings.ToLower(name)] = r
	}
}

// at gives a finding without a place one.
func (l *linter) at(line int, f Finding) Finding {
	if f.File == "" || f.Line == 0 {
		f.File, f.Line = l.test.File, line
	}
	return f
}

func (l *linter) report(n node, rule, hint, format string, args ...any) {
	f := Finding{File: l.test.File, Line: l.section.Line, Rule: rule, What: l.section.Name + ": " + fmt.Sprintf(format, args...), Hint: hint}
	if o := n.offset(); o >= 0 {
		f.Line, f.Column = l.syntax.Place(o)
	}
	l.found = append(l.found, f)
}

// Place gives FILE:LINE:COLUMN without the parts that are unknown.
func (f Finding) Place() string {
	out := f.File
	if f.Line > 0 {
		out += fmt.Sprintf(":%d", f.Line)
	}
	if f.Column > 0 {
		out += fmt.Sprintf(":%d", f.Column)
	}
	return out
}
