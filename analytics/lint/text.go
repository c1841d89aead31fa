package lint

import (
	"slices"
	"strings"

	"auditql/analytics/cases"
	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

// metadata judges what the front matter says against what the sections use.
func (l *linter) metadata() {
	used := map[string]bool{}
	for _, x := range l.test.Sections {
		tokens, err := sqlfile.Tokens(x.SQL)
		if err != nil {
			continue // the engine says what is wrong with it
		}
		for _, t := range tokens {
			switch {
			case t.Kind == sqlfile.Parameter:
				used[t.Text[1:]] = true
			case t.Kind == sqlfile.Word || t.Kind == sqlfile.String:
				used[strings.Trim(t.Text, "'")] = true
			}
		}
	}
	for _, r := range slices.Concat(l.test.Reads, l.test.Optional) {
		used[strings.TrimPrefix(r, "$")] = used[strings.TrimPrefix(r, "$")] || strings.HasPrefix(r, "$")
		_, known := l.contracts.Get(r)
		if !known && !strings.HasPrefix(r, "$") {
			l.say(1, "dataset", fault.Nearest(r, datasetNames(l.contracts)), "reads names %s, which is no dataset", r)
		} else if known && !used[r] {
			l.say(1, "dataset", "take it out of reads or optional", "no section reads the dataset %s", r)
		}
	}
	for _, p := range l.test.Params {
		if !used[p.Key] {
			l.say(p.Line, "parameter", "take it out of params", "no section uses the parameter %s", p.Key)
		}
	}
	for _, r := range l.test.Reasons {
		if !used[r.Key] {
			l.say(r.Line, "reason", "take it out of reasons, or give it", "no section gives the reason code %s", r.Key)
		}
	}
}

func (l *linter) say(line int, rule, hint, format string, args ...any) {
	l.report(node{}, rule, hint, format, args...)
	f := &l.found[len(l.found)-1]
	f.Line, f.What = line, strings.TrimPrefix(f.What, ": ")
}

// cases judges what the cases leave unshown.
func (l *linter) cases() {
	for _, gap := range cases.Gaps(l.test) {
		l.say(l.caseLine(), "cases", "add a case that shows it", "%s", gap)
	}
	if len(l.test.Cases) == 0 {
		return
	}
	if !slices.ContainsFunc(l.test.Cases, cases.Passes) {
		l.say(l.caseLine(), "cases", "add an item that is in order to a case", "in no case does an item pass")
	}
	if !slices.ContainsFunc(l.test.Cases, cases.HasNull) {
		l.say(l.caseLine(), "cases", "leave a cell of a case empty", "no case has a NULL in what it gives")
	}
}

// caseLine is the line of the cases in the file.
func (l *linter) caseLine() int {
	before, _, found := strings.Cut(l.test.Text, "/*--- cases")
	if !found {
		return 1
	}
	return strings.Count(before, "\n") + 1
}

// reasonCodes finds constants that are given as reason codes and are not declared.
func (l *linter) reasonCodes(root node) {
	each(root, func(n node) bool {
		if !strings.EqualFold(n.text("alias"), "reason_code") {
			return true
		}
		for _, c := range results(n) {
			code, ok := c.constant()
			if _, declared := l.test.Reasons.Get(code); ok && !declared {
				l.report(c, "reason", hintOr(fault.Nearest(code, keys(l.test.Reasons)), "add it to reasons: with what it means"),
					"the reason code %s is not in reasons", code)
			}
		}
		return false
	})
}

// results gives the expressions that an expression may give as they are.
func results(n node) []node {
	if n.text("class") != "CASE" {
		return []node{n}
	}
	var out []node
	for _, c := range n.list("case_checks") {
		out = append(out, results(c.child("then_expr"))...)
	}
	if e := n.child("else_expr"); e != nil {
		out = append(out, results(e)...)
	}
	return out
}

// float finds amounts that become binary fractions.
func (l *linter) float(n node) {
	id := n.child("cast_type").text("id")
	if id != "DOUBLE" && id != "FLOAT" {
		return
	}
	for _, r := range references(n["child"]) {
		if name := r.column(); isMoney(name) {
			l.report(n, "float", "cast it to DECIMAL", "%s is money, and %s does not keep cents exactly", name, id)
			return
		}
	}
}

func datasetNames(set *contract.Set) []string {
	var out []string
	for _, c := range set.All() {
		out = append(out, c.Dataset)
	}
	return out
}

// named adds to a finding about a parameter the declared name that is nearest.
func (l *linter) named(f Finding) Finding {
	if _, name, found := strings.Cut(f.What, "there is no parameter $"); found {
		f.Hint = hintOr(fault.Nearest(name, append(keys(l.test.Params), "as_of", "period_start", "period_end")), f.Hint)
	}
	return f
}

func keys[T any](p sqlfile.Pairs[T]) []string {
	var out []string
	for _, x := range p {
		out = append(out, x.Key)
	}
	return out
}

func hintOr(hint, otherwise string) string {
	if hint == "" {
		return otherwise
	}
	return hint
}
