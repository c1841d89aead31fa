package lint

import (
	"slices"
	"strings"

	"auditql/analytics/script"
)

// query judges the syntax of a section, then tells later sections what it gives.
func (l *linter) query() {
	root := node(l.syntax.Root)
	l.handled = handled(root)
	l.walk(root, l.known)
	if slices.Contains(script.Verdicts, l.section.Name) {
		l.reasonCodes(root)
	}
	r := l.result(root, l.known)
	if l.section.Name == script.Population {
		r.key = l.test.Key
	}
	l.known[strings.ToLower(l.section.Name)] = r
}

// walk judges the queries in a part of the tree; each sees the relations and common table expressions of those around it.
func (l *linter) walk(v any, known map[string]relation, outer ...source) {
	each(v, func(n node) bool {
		if !isQuery(n) {
			return true
		}
		inner := l.tables(n, known)
		in := append(l.sources(n.child("from_table"), inner), outer...)
		for key, part := range n {
			l.walk(part, inner, in...)
			if key != "cte_map" {
				l.expressions(n, part, in)
			}
		}
		l.rows(n, in)
		l.filledUp(n, inner)
		return false
	})
}

// expressions judges the expressions of a query, not those of queries inside it.
func (l *linter) expressions(query node, part any, in []source) {
	sure := filtered(query)
	rounded := map[int]bool{} // what becomes a DECIMAL again
	each(part, func(n node) bool {
		if isQuery(n) {
			return false
		}
		l.between(n)
		l.equalsNull(n)
		if n.text("class") == "FUNCTION" {
			l.zone(n)
			l.countOf(query, n, in, sure)
			if !rounded[n.offset()] {
				l.binary(n)
			}
		}
		switch {
		case n.text("type") == "OPERATOR_NOT":
			l.not(n, in, sure)
		case n.text("type") == "COMPARE_NOTEQUAL":
			l.unequal(n, in, sure)
		case n.text("type") == "JOIN":
			l.join(query, n)
		case n.text("class") == "WINDOW" || n.text("class") == "FUNCTION":
			l.ties(query, n, in)
			l.extreme(query, n, in)
		case n.text("class") == "CAST" && n.child("cast_type").text("id") == "DECIMAL":
			each(n["child"], func(inner node) bool { rounded[inner.offset()] = true; return true })
		case n.text("class") == "CAST" && !rounded[n.offset()]:
			l.float(n)
		}
		return true
	})
}

// rows judges what a query keeps and gives.
func (l *linter) rows(query node, in []source) {
	for _, item := range query.list("select_list") {
		if item.text("class") == "STAR" && item.offset() >= 0 { // VALUES has one that nobody wrote
			l.report(item, "star", "name the columns, so that a new one does not change the result", "SELECT * gives whatever columns there are")
		}
	}
	var orders []node
	limited := false
	for _, m := range query.list("modifiers") {
		orders = append(orders, m.list("orders")...)
		limited = limited || strings.HasPrefix(m.text("type"), "LIMIT")
	}
	if limited && len(orders) > 0 {
		if missing := uncovered(keyOf(query, in), orders); len(missing) > 0 {
			l.report(orders[0].child("expression"), "ties", "add "+strings.Join(missing, ", ")+" to ORDER BY", "LIMIT keeps arbitrary rows where the order has ties")
		}
	}
}
