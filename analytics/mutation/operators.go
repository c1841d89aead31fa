package mutation

import (
	"strconv"

	"auditql/analytics/sqlfile"
)

// operators are the kinds of mistakes. Each gives the changes that it knows for the word at i.
var operators = []func(t *text, i int) []change{
	comparison, negation, connective, condition, join, bound, fallback, repetition, extreme, branch,
}

var comparisons = map[string][]string{
	"<": {"<=", ">="}, "<=": {"<", ">"}, ">": {">=", "<="}, ">=": {">", "<"}, "=": {"<>"}, "<>": {"="}, "!=": {"="},
}

// comparison moves a bound by the least step, or turns the comparison round.
func comparison(t *text, i int) (out []change) {
	for _, other := range comparisons[t.at(i)] {
		out = append(out, t.became(i, i+1, other))
	}
	switch {
	case t.is(i, "IS", "DISTINCT", "FROM"):
		out = append(out, t.became(i, i+3, "<>"), t.became(i, i+3, "IS NOT DISTINCT FROM"))
	case t.is(i, "IS", "NOT", "DISTINCT", "FROM"):
		out = append(out, t.became(i, i+4, "="), t.became(i, i+4, "IS DISTINCT FROM"))
	}
	return out
}

// negation takes a NOT away or puts one in.
func negation(t *text, i int) []change {
	negated := t.is(i-1, "NOT")
	switch {
	case t.is(i, "NOT") && !t.is(i+1, "DISTINCT") && !t.is(i+1, "MATERIALIZED"):
		return []change{t.without(i, i+1)}
	case t.is(i, "IS", "NULL"):
		return []change{t.became(i, i+2, "IS NOT NULL")}
	case t.is(i, "IN", "(") && !negated, t.is(i, "EXISTS") && !negated, t.is(i, "LIKE") && !negated:
		return []change{t.preceded(i, "NOT")}
	}
	return nil
}

func connective(t *text, i int) []change {
	switch {
	case t.is(i, "AND") && !t.between(i):
		return []change{t.became(i, i+1, "OR")}
	case t.is(i, "OR"):
		return []change{t.became(i, i+1, "AND")}
	}
	return nil
}

var (
	conditionEnd = set(`AND OR WHEN THEN ELSE SELECT FROM WHERE GROUP HAVING QUALIFY WINDOW ORDER LIMIT UNION EXCEPT INTERSECT
		ON USING JOIN LEFT RIGHT FULL INNER CROSS ASOF SEMI ANTI AS ASC DESC NULLS , -> :`)
	wholeOf = set("WHERE HAVING QUALIFY ON")
)

// condition drops a predicate: it becomes TRUE among those that must all hold, FALSE among alternatives.
func condition(t *text, i int) []change {
	before := t.at(i - 1)
	end := t.next(i, conditionEnd)
	for end < len(t.words) && t.is(end, "AND") && t.words[end].depth == t.words[i].depth && t.between(end) {
		end = t.next(end+1, conditionEnd)
	}
	after := ""
	if end < len(t.words) && t.words[end].depth == t.words[i].depth {
		after = t.at(end)
	}
	if end == i || before == "AND" && t.between(i-1) {
		return nil
	}
	switch {
	case before == "AND" || after == "AND" && starts(t, i), wholeOf[before] && after != "OR":
		return []change{t.became(i, end, "TRUE")}
	case before == "OR" || after == "OR" && starts(t, i):
		return []change{t.became(i, end, "FALSE")}
	}
	return nil
}

// starts says whether an expression starts at i: what stands before it separates expressions, or contains this one.
func starts(t *text, i int) bool {
	return i == 0 || conditionEnd[t.at(i-1)] && !t.function(i-1) || t.words[i-1].depth < t.words[i].depth || t.is(i-1, "DISTINCT")
}

var outer = set("LEFT RIGHT FULL OUTER CROSS SEMI ANTI ASOF NATURAL POSITIONAL INNER")

// join turns an outer join into an inner one, and an inner one into a left one.
func join(t *text, i int) []change {
	switch {
	case t.is(i, "LEFT", "JOIN"):
		return []change{t.became(i, i+2, "JOIN")}
	case t.is(i, "LEFT", "OUTER", "JOIN"):
		return []change{t.became(i, i+3, "JOIN")}
	case t.is(i, "FULL", "JOIN"), t.is(i, "INNER", "JOIN"):
		return []change{t.became(i, i+2, "LEFT JOIN")}
	case t.is(i, "JOIN") && !outer[t.at(i-1)]:
		return []change{t.became(i, i+1, "LEFT JOIN")}
	}
	return nil
}

// bound adds one to a whole number that something is compared with.
func bound(t *text, i int) []change {
	w := t.words[i]
	if w.Kind != sqlfile.Number {
		return nil
	}
	n, err := strconv.ParseInt(w.Text, 10, 32)
	compared := len(comparisons[t.at(i-1)]) > 0 || len(comparisons[t.at(i+1)]) > 0 || t.is(i-1, "BETWEEN") ||
		t.is(i-1, "AND") && t.between(i-1)
	if err != nil || !compared {
		return nil
	}
	return []change{t.became(i, i+1, strconv.FormatInt(n+1, 10))}
}

// fallback forgets what stands in for NULL.
func fallback(t *text, i int) []change {
	if !t.is(i, "COALESCE", "(") && !t.is(i, "NULLIF", "(") {
		return nil
	}
	comma := t.next(i+2, set(","))
	end := t.next(i+2, nil)
	if !t.is(comma, ",") || comma == i+2 || end >= len(t.words) {
		return nil
	}
	from, to := t.words[i+2].Offset, t.words[comma-1].end()
	return []change{t.became(i, end+1, "("+t.sql[from:to]+")")}
}

// repetition counts twice what must count once. UNION for UNION ALL is left out: rows with a key are never alike.
func repetition(t *text, i int) []change {
	switch {
	case t.is(i, "DISTINCT") && !t.is(i+1, "ON") && !t.is(i+1, "FROM"):
		return []change{t.without(i, i+1)}
	case t.is(i, "UNION") && !t.is(i+1, "ALL"):
		return []change{t.became(i, i+1, "UNION ALL")}
	}
	return nil
}

var opposites = map[string]string{
	"MAX": "MIN", "BOOL_OR": "BOOL_AND", "BOOL_AND": "BOOL_OR", "GREATEST": "LEAST", "LEAST": "GREATEST", "LEAD": "LAG", "LAG": "LEAD",
}

// extreme takes the first for the last, or any for all. MIN stays: mostly it stands for the only value of a group.
func extreme(t *text, i int) []change {
	if other, ok := opposites[t.at(i)]; ok && t.is(i+1, "(") {
		return []change{t.became(i, i+1, other)}
	}
	if t.is(i, "DESC") {
		return []change{t.became(i, i+1, "ASC")}
	}
	return nil
}

var whenEnd = set("WHEN ELSE")

// branch drops a branch of a CASE, or puts the next one before it: the first that holds decides.
func branch(t *text, i int) []change {
	first := t.is(i-1, "CASE")
	if !t.is(i, "WHEN") || !searched(t, i) {
		return nil
	}
	end := t.next(i+1, whenEnd)
	if !t.is(end, "WHEN") {
		if first {
			return nil // the only one
		}
		return []change{t.without(i, end)}
	}
	from, middle := t.words[i], t.words[end]
	after := t.next(end+1, whenEnd)
	a, b := t.sql[from.Offset:t.words[end-1].end()], t.sql[middle.Offset:t.words[after-1].end()]
	swapped := change{short(b) + " came before " + short(a), []sqlfile.Edit{
		{Offset: from.Offset, Length: len(a), Text: b}, {Offset: middle.Offset, Length: len(b), Text: a},
	}}
	return []change{t.without(i, end), swapped}
}

// searched tells CASE WHEN a THEN from CASE code WHEN 'A' THEN, whose branches exclude each other.
func searched(t *text, i int) bool {
	depth := t.words[i].depth
	for i--; i >= 0; i-- {
		if w := t.words[i]; w.depth < depth {
			return t.is(i, "CASE", "WHEN")
		}
	}
	return false
}
