package lint

import "strings"

// equalsNull finds a comparison with NULL, which is never true.
func (l *linter) equalsNull(n node) {
	if kind := n.text("type"); !strings.HasPrefix(kind, "COMPARE_") || strings.HasSuffix(kind, "DISTINCT_FROM") {
		return
	}
	if n.child("left").isNull() || n.child("right").isNull() {
		l.report(n, "null-compare", "write IS NULL or IS NOT NULL", "nothing equals NULL, and nothing differs from it: the comparison is never true")
	}
}

// countOf finds a count of a dataset's column that leaves out rows in which it is NULL. After an outer join that is what one wants,
// and beside COUNT(*) too; a column of a step is the author's own making.
func (l *linter) countOf(query, n node, in []source, sure map[string]bool) {
	args := n.list("children")
	if !strings.EqualFold(n.text("function_name"), "count") || len(args) != 1 || n["filter"] != nil || !l.ofDataset(query) || beside(query) {
		return
	}
	if distinct, _ := n["distinct"].(bool); distinct {
		return
	}
	if l.trap(args[0], in, sure) {
		l.report(n, "count", "write COUNT(*), or FILTER (WHERE "+args[0].column()+" IS NOT NULL) when that is meant", "COUNT(%s) leaves out rows in which it is NULL", args[0].column())
	}
}

func (l *linter) ofDataset(query node) bool {
	from := query.child("from_table")
	_, known := l.contracts.Get(strings.ToLower(from.text("table_name")))
	return from.text("type") == "BASE_TABLE" && known
}

// beside says whether a query counts all rows too.
func beside(query node) bool {
	found := false
	each(query["select_list"], func(n node) bool {
		found = found || strings.EqualFold(n.text("function_name"), "count_star")
		return !isQuery(n)
	})
	return found
}

// filledUp finds an outer join whose rows without a match are thrown away by a condition on the side that is filled up.
func (l *linter) filledUp(query node, known map[string]relation) {
	from := query.child("from_table")
	if from.text("type") != "JOIN" {
		return
	}
	var right []source
	for j := from; j.text("type") == "JOIN"; j = j.child("left") {
		if j.text("join_type") == "LEFT" {
			right = append(right, l.sources(j.child("right"), known)...)
		}
	}
	for _, c := range conjuncts(query.child("where_clause")) {
		kind := c.text("type")
		if !strings.HasPrefix(kind, "COMPARE_") || strings.HasSuffix(kind, "DISTINCT_FROM") {
			continue
		}
		for _, side := range []node{c.child("left"), c.child("right"), c.child("input")} {
			path := side.path()
			if len(path) < 2 || l.handled[path[len(path)-1]] {
				continue
			}
			for _, s := range right {
				if s.alias == path[0] {
					l.report(c, "outer-join", "put the condition into ON, or write JOIN", "WHERE compares %s, so rows without a match are lost and LEFT JOIN keeps none", strings.Join(path, "."))
					return
				}
			}
		}
	}
}

// binary finds money that becomes a binary fraction on the way: / and AVG give DOUBLE.
func (l *linter) binary(n node) {
	name := strings.ToLower(n.text("function_name"))
	if name != "/" && name != "avg" && name != "mean" {
		return
	}
	for _, r := range references(n["children"]) {
		if isMoney(r.column()) {
			l.report(n, "float", "cast the result to DECIMAL, which rounds it once", "%s gives a binary fraction, and %s is money", strings.ToUpper(name), r.column())
			return
		}
	}
}

func isMoney(name string) bool {
	return strings.Contains(name, "amount") || strings.Contains(name, "price") || strings.Contains(name, "cost")
}
