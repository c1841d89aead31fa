package engine

import (
	"maps"
	"slices"
	"strings"
)

// scope is the names of the common table expressions that a place can see.
type scope map[string]bool

// walk examines a part of the syntax tree. Every kind of node must be known: what DuckDB's parser may learn in a later
// version is refused until somebody has thought about it.
func (in *inspection) walk(v any, s scope) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			in.walk(item, s)
		}
	case map[string]any:
		in.node(v, s)
	case tree:
		in.node(v, s)
	}
}

func (in *inspection) node(t tree, s scope) {
	if class := t.text("class"); class != "" {
		in.expression(class, t, s)
		return
	}
	kind := t.text("type")
	if kind == "" { // a bare container, such as the branches of a CASE
		in.children(t, s)
		return
	}
	check, known := nodes[kind]
	if !known {
		in.refuse(t, "", "%s is not supported in a section", kind)
		return
	}
	check(in, t, s)
}

// children walks what lies below a node. Types hold no nodes.
func (in *inspection) children(t tree, s scope) {
	for key, v := range t {
		if key != "cast_type" && key != "type_info" {
			in.walk(v, s)
		}
	}
}

// nodes are the query nodes, tables and modifiers that a section may have.
var nodes map[string]func(*inspection, tree, scope)

func init() {
	plain := (*inspection).children
	nodes = map[string]func(*inspection, tree, scope){
		"SELECT_NODE":            (*inspection).selection,
		"SET_OPERATION_NODE":     (*inspection).selection,
		"RECURSIVE_CTE_NODE":     (*inspection).recursive,
		"BASE_TABLE":             (*inspection).table,
		"TABLE_FUNCTION":         (*inspection).tableFunction,
		"JOIN":                   (*inspection).join,
		"PIVOT":                  (*inspection).pivot,
		"SUBQUERY":               (*inspection).sampled,
		"EXPRESSION_LIST":        plain,
		"EMPTY":                  plain,
		"ORDER_MODIFIER":         plain,
		"LIMIT_MODIFIER":         plain,
		"LIMIT_PERCENT_MODIFIER": plain,
		"DISTINCT_MODIFIER":      plain,
		"ORDER_DEFAULT":          plain,
		"ASCENDING":              plain,
		"DESCENDING":             plain,
	}
}

// selection examines a SELECT or a set operation: its common table expressions, in the order in which they see each other,
// its modifiers, and the rest.
func (in *inspection) selection(t tree, s scope) {
	if !t.empty("sample") {
		in.refuse(t, "draw samples with the sample command, which anybody can repeat", "a sampling clause gives other rows each time")
	}
	inner := maps.Clone(s)
	for _, entry := range t.child("cte_map").list("map") {
		e, _ := entry.(map[string]any)
		name := tree(e).text("key")
		if in.exists(name) {
			in.refuse(t, "give it another name", "the common table expression %q hides the relation of that name", name)
		}
		in.walk(e["value"], inner)
		inner[strings.ToLower(name)] = true
	}
	in.ordered(t)
	for key, v := range t {
		if key != "cte_map" {
			in.walk(v, inner)
		}
	}
}

// ordered wants an order wherever only some rows are kept.
func (in *inspection) ordered(t tree) {
	has := map[string]tree{}
	for _, m := range t.list("modifiers") {
		m, _ := m.(map[string]any)
		has[tree(m).text("type")] = m
	}
	if has["ORDER_MODIFIER"] != nil {
		return
	}
	const hint = "add ORDER BY with a key that no two rows share"
	if has["LIMIT_MODIFIER"] != nil || has["LIMIT_PERCENT_MODIFIER"] != nil {
		in.refuse(t, hint, "LIMIT or OFFSET without ORDER BY keeps arbitrary rows")
	}
	if d := has["DISTINCT_MODIFIER"]; d != nil && len(d.list("distinct_on_targets")) > 0 {
		in.refuse(t, hint, "DISTINCT ON without ORDER BY keeps arbitrary rows")
	}
}

// recursive lets a recursive common table expression see itself.
func (in *inspection) recursive(t tree, s scope) {
	in.again = true
	inner := maps.Clone(s)
	inner[strings.ToLower(t.text("cte_name"))] = true
	in.selection(t, inner)
}

func (in *inspection) table(t tree, s scope) {
	name := t.text("table_name")
	key := strings.ToLower(name)
	switch {
	case t.text("schema_name") != "" || t.text("catalog_name") != "":
		in.refuse(t, "write its plain name", "the table %q has a schema or a catalogue", name)
	case !t.empty("at_clause"):
		in.refuse(t, "", "AT is not supported in a section")
	case s[key]:
		in.ctes[key]++
		in.again = in.again || in.ctes[key] > 1
	case in.reads[key]:
		in.used[key]++
	case in.exists(name):
		in.refuse(t, "add it to reads", "the section does not say that it reads %q", name)
	default:
		known := slices.Sorted(maps.Keys(in.reads))
		in.refuse(t, "it may read "+strings.Join(known, ", "), "there is no relation %q", name)
	}
	in.sampled(t, s)
}

// sampled examines a table that may have a sampling clause.
func (in *inspection) sampled(t tree, s scope) {
	if !t.empty("sample") {
		in.refuse(t, "draw samples with the sample command, which anybody can repeat", "a sampling clause gives other rows each time")
	}
	in.children(t, s)
}

var tableFunctions = map[string]bool{"range": true, "generate_series": true, "unnest": true, "json_each": true}

func (in *inspection) tableFunction(t tree, s scope) {
	f := t.child("function")
	if name := strings.ToLower(f.text("function_name")); !tableFunctions[name] || f.text("schema") != "" || f.text("catalog") != "" {
		in.refuse(t, "tables come from evidence and from sections; range, generate_series, unnest and json_each are allowed",
			"the table function %s is not allowed", name)
		return
	}
	in.walk(f["children"], s)
	if !t.empty("sample") {
		in.sampled(t, s)
	}
}

func (in *inspection) join(t tree, s scope) {
	if t.text("ref_type") == "POSITIONAL" {
		in.refuse(t, "join by a key", "a positional join depends on the order of rows")
	}
	in.sampled(t, s)
}

func (in *inspection) pivot(t tree, s scope) {
	if len(t.list("aggregates")) > 0 {
		in.refuse(t, "write one aggregate with FILTER (WHERE …) for each column", "PIVOT is not supported in a section")
		return
	}
	in.sampled(t, s)
}
