package lint

import "strings"

// handled gives the columns whose NULL a section thinks of somewhere: it asks whether they are NULL, or gives another value.
func handled(root node) map[string]bool {
	out := map[string]bool{}
	each(root, func(n node) bool {
		kind := n.text("type")
		name := strings.ToLower(n.text("function_name"))
		if strings.HasPrefix(kind, "OPERATOR_IS_") || kind == "OPERATOR_COALESCE" || strings.HasSuffix(kind, "DISTINCT_FROM") ||
			name == "ifnull" || name == "nullif" || name == "if" {
			for _, c := range references(n) {
				out[c.column()] = true
			}
		}
		return true
	})
	return out
}

// trap says whether an expression is a column that may be NULL, and of whose NULL nobody thought.
func (l *linter) trap(n node, in []source, sure map[string]bool) bool {
	name := n.column()
	return name != "" && !l.handled[name] && !sure[name] && mayBeNull(n, in)
}

func (l *linter) unequal(n node, in []source, sure map[string]bool) {
	own := map[string]bool{} // a comparison with <> is itself why filtered is sure of its columns
	for name := range sure {
		own[name] = true
	}
	for _, side := range []node{n.child("left"), n.child("right")} {
		if onlyUnequal(l, side) {
			delete(own, side.column())
		}
		if l.trap(side, in, own) {
			l.report(n, "null-compare", "write IS DISTINCT FROM, or COALESCE("+side.column()+", …), or ask for IS NULL too",
				"<> is not true where %s is NULL, so such rows are lost", side.column())
			return
		}
	}
}

// onlyUnequal says whether a section compares a column with <> alone: any other condition on it shows that NULL is to be lost.
func onlyUnequal(l *linter, column node) bool {
	only := true
	each(l.syntax.Root, func(n node) bool {
		kind := n.text("type")
		if strings.HasPrefix(kind, "COMPARE_") && kind != "COMPARE_NOTEQUAL" && !strings.HasSuffix(kind, "DISTINCT_FROM") {
			only = only && n.child("left").column() != column.column() && n.child("right").column() != column.column()
		}
		return true
	})
	return only
}

func (l *linter) not(n node, in []source, sure map[string]bool) {
	for _, c := range n.list("children") {
		if c.text("class") == "SUBQUERY" && c.text("subquery_type") == "ANY" && c.text("comparison_type") == "COMPARE_EQUAL" {
			l.notIn(n, c)
			continue
		}
		if l.trap(c, in, sure) {
			l.report(n, "null-compare", "write "+c.column()+" IS FALSE when only a known FALSE is meant, else COALESCE("+c.column()+", …)",
				"NOT is not true where %s is NULL, so such rows are lost", c.column())
		}
	}
}

// notIn finds a list with NULL in it, in which nothing is surely absent.
func (l *linter) notIn(n, c node) {
	query := c.child("subquery").child("node")
	items := query.list("select_list")
	if len(items) == 0 {
		return
	}
	known := l.tables(query, l.known)
	in := l.sources(query.child("from_table"), known)
	if !filtered(query)[items[0].column()] && mayBeNull(items[0], in) {
		l.report(n, "null-in", "add WHERE … IS NOT NULL to the subquery, or write NOT EXISTS",
			"NOT IN finds nothing as soon as the subquery gives a NULL")
	}
}
