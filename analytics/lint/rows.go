package lint

import (
	"slices"
	"strings"
)

// byOrder are functions that give other results when rows of the same place in the order change places.
var byOrder = strings.Fields("row_number first_value last_value nth_value lag lead first last any_value list array_agg string_agg")

// byOther give the value of the row in which another value is the least or the greatest.
var byOther = strings.Fields("min_by max_by arg_min arg_max")

// extreme finds a value that is taken from the row with the least or greatest of another, of which several rows may have it.
func (l *linter) extreme(query, n node, in []source) {
	name, args := strings.ToLower(n.text("function_name")), n.list("children")
	if !slices.Contains(byOther, name) || len(args) < 2 {
		return
	}
	within := append(query.list("group_expressions"), args[1:]...)
	if key := keyOf(query, in); len(key) > 0 && len(uncovered(key, within)) == 0 {
		return
	}
	if values := columnsOf(args[:1]); len(uncovered(values, within)) > 0 {
		l.report(n, "ties", "write first(value ORDER BY other, value)", "%s takes any of the rows that tie", name)
	}
}

func columnsOf(parts []node) (out []string) {
	for _, p := range parts {
		for _, r := range references(p) {
			out = append(out, r.column())
		}
	}
	return out
}

// ties finds an order with ties that decides which row comes first.
func (l *linter) ties(query, n node, in []source) {
	name := strings.ToLower(n.text("function_name"))
	if !slices.Contains(byOrder, name) {
		return
	}
	orders := append(n.list("orders"), n.child("order_bys").list("orders")...)
	if len(orders) == 0 {
		return // the engine refuses it where it matters
	}
	within := slices.Concat(orders, n.list("partitions"))
	if sets, _ := query["group_sets"].([]any); len(sets) > 0 && n.text("class") == "WINDOW" {
		return // rows are groups
	} else if n.text("class") == "FUNCTION" {
		within = append(within, query.list("group_expressions")...)
		within = append(within, n.list("children")...) // equal values may change places
	}
	if missing := uncovered(keyOf(query, in), within); len(missing) > 0 {
		l.report(n, "ties", "add "+strings.Join(missing, ", ")+" to ORDER BY", "%s depends on the order of rows where its ORDER BY has ties", name)
	}
}

// keyOf gives the key of the rows of a query, when it reads one relation whose key is known.
func keyOf(query node, in []source) []string {
	if query.child("from_table").text("type") != "BASE_TABLE" || len(in) == 0 {
		return nil
	}
	return in[0].key
}

// uncovered gives the columns of a key that no part of an order names. All columns must be there, else rows may tie.
func uncovered(key []string, parts []node) []string {
	named := map[string]bool{}
	for _, p := range parts {
		for _, r := range references(p) {
			named[r.column()] = true
		}
	}
	var out []string
	for _, k := range key {
		if !named[strings.ToLower(k)] {
			out = append(out, k)
		}
	}
	return out
}

// join finds two relations that nothing ties together: each row of one meets every row of the other.
func (l *linter) join(query, n node) {
	left, right := l.sources(n.child("left"), l.known), l.sources(n.child("right"), l.known)
	if len(n.list("using_columns")) > 0 || n["using_columns"] != nil && len(n["using_columns"].([]any)) > 0 || n.text("ref_type") == "NATURAL" {
		return
	}
	if unbounded := n.child("right").text("type"); unbounded != "BASE_TABLE" && unbounded != "SUBQUERY" || few(left) || few(right) {
		return
	}
	if lateral(n.child("right"), left) || n.text("ref_type") == "CROSS" && n.offset() >= 0 && !wholes(n) {
		return
	}
	for _, condition := range []any{n["condition"], query["where_clause"], query["qualify"]} {
		if connects(condition, left, right) || looksUp(condition, right) {
			return
		}
	}
	at := n
	if at.offset() < 0 { // a comma
		at = n.child("right")
	}
	l.report(at, "join-key", "add a condition that compares their columns", "the join of %s has no condition that ties it to the rows before it", nameOf(right))
}

func few(side []source) bool {
	return !slices.ContainsFunc(side, func(s source) bool { return !s.one })
}

func nameOf(side []source) string {
	if len(side) > 0 && side[0].alias != "" {
		return side[0].alias
	}
	return "a subquery"
}

// wholes says whether CROSS JOIN, which says that it is meant, has a whole dataset on both sides.
func wholes(n node) bool {
	return n.child("left").text("type") == "BASE_TABLE" && n.child("right").text("type") == "BASE_TABLE"
}

// lateral says whether a subquery names a relation to its left.
func lateral(right node, left []source) bool {
	return right.text("type") == "SUBQUERY" && slices.ContainsFunc(references(right), func(r node) bool { return on(r, left) })
}

// looksUp says whether a condition picks rows of one side by a value that does not come from rows, such as a parameter.
func looksUp(condition any, right []source) bool {
	found := false
	each(condition, func(n node) bool {
		if n.text("type") == "COMPARE_EQUAL" {
			a, b := n.child("left"), n.child("right")
			found = found || isOf(a, right) && len(references(b)) == 0 || isOf(b, right) && len(references(a)) == 0
		}
		return !found
	})
	return found
}

func isOf(n node, side []source) bool { return n.column() != "" && on(n, side) }

// connects says whether one comparison, or one call, of a condition names both sides. A column without a table counts for
// the side that surely has it, or for both.
func connects(condition any, left, right []source) bool {
	found := false
	each(condition, func(n node) bool {
		if n.text("type") == "CONJUNCTION_AND" {
			return true
		}
		switch n.text("class") {
		case "COMPARISON", "FUNCTION", "BETWEEN", "OPERATOR", "CASE", "SUBQUERY", "CONJUNCTION":
			refs := references(n)
			found = found || slices.ContainsFunc(refs, func(r node) bool { return on(r, left) }) &&
				slices.ContainsFunc(refs, func(r node) bool { return on(r, right) })
		}
		return !found
	})
	return found
}

func on(r node, side []source) bool {
	path := r.path()
	return slices.ContainsFunc(side, func(s source) bool {
		if len(path) > 1 {
			return s.alias == path[0]
		}
		_, has := s.columns[path[0]]
		return has || s.columns == nil
	})
}
