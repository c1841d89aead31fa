package lint

import (
	"maps"
	"slices"
	"strings"

	"auditql/analytics/engine"
)

// relation is what is known of something that SQL reads. What is not known is left out: a rule speaks only of what is certain.
type relation struct {
	columns map[string]bool // by name in lower case: whether it may be NULL
	key     []string        // no two rows share it; nil is unknown
	one     bool            // it has one row
}

// source is a relation under the name that a FROM gives it.
type source struct {
	alias string
	relation
}

// sources gives what a FROM reads. The side that an outer join fills up may be NULL.
func (l *linter) sources(from node, known map[string]relation) []source {
	alias := strings.ToLower(from.text("alias"))
	switch from.text("type") {
	case "BASE_TABLE":
		name := strings.ToLower(from.text("table_name"))
		if alias == "" {
			alias = name
		}
		return []source{{alias, known[name]}}
	case "SUBQUERY":
		return []source{{alias, l.result(from.child("subquery").child("node"), known)}}
	case "JOIN":
		left, right := l.sources(from.child("left"), known), l.sources(from.child("right"), known)
		kind := from.text("join_type")
		if kind == "LEFT" || kind == "OUTER" {
			fill(right)
		}
		if kind == "RIGHT" || kind == "OUTER" {
			fill(left)
		}
		return append(left, right...)
	}
	return []source{{alias: alias}}
}

func fill(side []source) {
	for i := range side {
		columns := maps.Clone(side[i].columns)
		for name := range columns {
			columns[name] = true
		}
		side[i].columns = columns
	}
}

// result tells of the rows that a query gives.
func (l *linter) result(query node, known map[string]relation) relation {
	if query == nil {
		return relation{}
	}
	known = l.tables(query, known)
	if query.text("type") != "SELECT_NODE" {
		return l.union(query, known)
	}
	in := l.sources(query.child("from_table"), known)
	sure := filtered(query)
	out := relation{columns: map[string]bool{}, one: oneRow(query)}
	for _, item := range query.list("select_list") {
		if item.text("class") == "STAR" {
			for _, s := range in {
				maps.Copy(out.columns, s.columns)
			}
			continue
		}
		name := strings.ToLower(item.text("alias"))
		if name == "" {
			name = item.column()
		}
		if name != "" {
			out.columns[name] = mayBeNull(item, in) && !sure[item.column()]
		}
	}
	return out
}

// union tells of a set operation: a column may be NULL when it may be so on either side.
func (l *linter) union(query node, known map[string]relation) relation {
	left, right := l.result(query.child("left"), known), l.result(query.child("right"), known)
	out := relation{columns: map[string]bool{}}
	for name, null := range left.columns {
		out.columns[name] = null || right.columns[name]
	}
	return out
}

// tables adds the common table expressions of a query to what is known.
func (l *linter) tables(query node, known map[string]relation) map[string]relation {
	out := maps.Clone(known)
	for _, entry := range query.child("cte_map").list("map") {
		out[strings.ToLower(entry.text("key"))] = l.result(entry.child("value").child("query").child("node"), out)
	}
	return out
}

// mayBeNull says whether an expression is certain to be NULL for some rows that the contracts allow.
func mayBeNull(n node, in []source) bool {
	switch n.text("class") {
	case "COLUMN_REF":
		path := n.path()
		for _, s := range in {
			if len(path) > 1 && s.alias != path[len(path)-2] {
				continue
			}
			if null, ok := s.columns[path[len(path)-1]]; ok {
				return null
			}
		}
	case "CONSTANT":
		return n.isNull()
	case "CAST":
		return mayBeNull(n.child("child"), in)
	case "CASE":
		if e := n.child("else_expr"); e == nil || mayBeNull(e, in) {
			return true
		}
		return slices.ContainsFunc(n.list("case_checks"), func(c node) bool { return mayBeNull(c.child("then_expr"), in) })
	case "OPERATOR":
		if n.text("type") == "OPERATOR_COALESCE" {
			return !slices.ContainsFunc(n.list("children"), func(c node) bool { return !mayBeNull(c, in) })
		}
	}
	return false
}

// filtered gives the columns that are not NULL in the rows that a query keeps, because a condition on them was true.
func filtered(query node) map[string]bool {
	out := map[string]bool{}
	conditions := conjuncts(query.child("where_clause"))
	each(query["from_table"], func(n node) bool {
		if kind := n.text("join_type"); kind == "INNER" || kind == "SEMI" {
			conditions = append(conditions, conjuncts(n.child("condition"))...)
		}
		return !isQuery(n)
	})
	for _, c := range conditions {
		switch kind := c.text("type"); {
		case kind == "OPERATOR_IS_NOT_NULL":
			sure(out, c.list("children")...)
		case strings.HasPrefix(kind, "COMPARE_") && !strings.Contains(kind, "DISTINCT"):
			sure(out, c.child("left"), c.child("right"), c.child("input"))
		case c.text("class") == "COLUMN_REF":
			sure(out, c)
		}
	}
	return out
}

func sure(out map[string]bool, sides ...node) {
	for _, n := range sides {
		if name := n.column(); name != "" {
			out[name] = true
		}
	}
}

var aggregates = strings.Fields(`count count_star min max sum avg bool_or bool_and list array_agg string_agg any_value first last
	arg_min arg_max min_by max_by median quantile_disc mode histogram`)

// oneRow says whether a query is an aggregate without groups.
func oneRow(query node) bool {
	if sets, _ := query["group_sets"].([]any); len(sets) > 0 {
		return false
	}
	found := false
	each(query["select_list"], func(n node) bool {
		found = found || n.text("class") == "FUNCTION" && slices.Contains(aggregates, strings.ToLower(n.text("function_name")))
		return !isQuery(n)
	})
	return found
}

// Reads gives the relations that a section names, without its own common table expressions, in order of name.
func Reads(x *engine.Syntax) []string {
	own, named := map[string]bool{}, map[string]bool{}
	each(x.Root, func(n node) bool {
		for _, entry := range n.child("cte_map").list("map") {
			own[strings.ToLower(entry.text("key"))] = true
		}
		if n.text("type") == "RECURSIVE_CTE_NODE" {
			own[strings.ToLower(n.text("cte_name"))] = true
		}
		if n.text("type") == "BASE_TABLE" {
			named[strings.ToLower(n.text("table_name"))] = true
		}
		return true
	})
	maps.DeleteFunc(named, func(name string, _ bool) bool { return own[name] })
	return slices.Sorted(maps.Keys(named))
}

// Columns gives the names of the columns that a section names, in lower case, and whether it takes whatever columns there are.
func Columns(x *engine.Syntax) (names map[string]bool, all bool) {
	names = map[string]bool{}
	each(x.Root, func(n node) bool {
		for _, name := range n.path() {
			names[name] = true
		}
		if using, ok := n["using_columns"].([]any); ok {
			for _, name := range using {
				text, _ := name.(string)
				names[strings.ToLower(text)] = true
			}
		}
		all = all || n.text("class") == "STAR" && n.offset() >= 0
		return true
	})
	return names, all
}
