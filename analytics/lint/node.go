package lint

import (
	"strings"
)

// node is a part of DuckDB's syntax tree.
type node map[string]any

func (n node) text(key string) string { s, _ := n[key].(string); return s }

func (n node) child(key string) node { m, _ := n[key].(map[string]any); return m }

func (n node) list(key string) []node {
	items, _ := n[key].([]any)
	out := make([]node, 0, len(items))
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// offset is the byte offset in the text, or -1: nodes that the parser invents have none.
func (n node) offset() int {
	if f, ok := n["query_location"].(float64); ok && f < 1<<30 {
		return int(f)
	}
	return -1
}

// path gives the names of a reference to a column, in lower case: table and column, or the column alone.
func (n node) path() []string {
	if n.text("class") != "COLUMN_REF" {
		return nil
	}
	names, _ := n["column_names"].([]any)
	out := make([]string, len(names))
	for i, name := range names {
		text, _ := name.(string)
		out[i] = strings.ToLower(text)
	}
	return out
}

// column gives the column that a reference names, without its table, or "".
func (n node) column() string {
	if p := n.path(); len(p) > 0 {
		return p[len(p)-1]
	}
	return ""
}

// constant gives the text of a constant that is one.
func (n node) constant() (string, bool) {
	if n.text("class") != "CONSTANT" {
		return "", false
	}
	text, ok := n.child("value")["value"].(string)
	return text, ok
}

func (n node) isNull() bool {
	null, _ := n.child("value")["is_null"].(bool)
	return n.text("class") == "CONSTANT" && null
}

// each calls do for every node below and including v, outer ones first; what do refuses is not entered.
func each(v any, do func(node) bool) {
	switch v := v.(type) {
	case []node:
		for _, item := range v {
			each(item, do)
		}
	case []any:
		for _, item := range v {
			each(item, do)
		}
	case map[string]any:
		each(node(v), do)
	case node:
		if v == nil || !do(v) {
			return
		}
		for key, item := range v {
			if key != "cast_type" && key != "type_info" && key != "value" || key == "value" && v.text("class") == "" {
				each(item, do)
			}
		}
	}
}

// references gives the columns that an expression names.
func references(v any) []node {
	var out []node
	each(v, func(n node) bool {
		if n.text("class") == "COLUMN_REF" {
			out = append(out, n)
		}
		return true
	})
	return out
}

// conjuncts takes a condition apart at AND.
func conjuncts(n node) []node {
	if n == nil {
		return nil
	}
	if n.text("type") != "CONJUNCTION_AND" {
		return []node{n}
	}
	var out []node
	for _, c := range n.list("children") {
		out = append(out, conjuncts(c)...)
	}
	return out
}

func isQuery(n node) bool {
	switch n.text("type") {
	case "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE":
		return true
	}
	return false
}
