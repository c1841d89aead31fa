package engine

import (
	"context"
	"encoding/json"
	"strings"
)

// examinePlan looks at the bound plan, where every expression has its type: what is no column of evidence or of a section
// is refused once more, and so is arithmetic whose result depends on the order of rows. Nothing is performed.
func (db *database) examinePlan(ctx context.Context, query string, in *inspection) error {
	text, err := db.one(ctx, "SELECT CAST(json_serialize_plan(CAST(? AS VARCHAR)) AS VARCHAR)", query)
	if err != nil {
		return err
	}
	var answer struct {
		Error    bool   `json:"error"`
		Message  string `json:"error_message"`
		Position string `json:"position"`
		Plans    []tree `json:"plans"`
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		return err
	}
	if answer.Error {
		return refuse(offsetOf(answer.Position), "", "%s", oneLine(answer.Message))
	}
	for _, p := range answer.Plans {
		in.plan(p)
	}
	return in.first()
}

// scans are the table functions that a plan may read from: the evidence's Parquet files, tables of sections, and the ones
// that a section may call.
var scans = map[string]bool{
	"read_parquet": true, "parquet_scan": true, "seq_scan": true, "range": true, "generate_series": true, "json_each": true,
	"unnest": true, rawFunction: true,
}

// rawFunction is the table function behind raw.
const rawFunction = "raw_rows"

// plan examines a part of the plan and what lies below it.
func (in *inspection) plan(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			in.plan(item)
		}
	case map[string]any:
		in.plan(tree(v))
	case tree:
		in.planNode(v)
		for _, child := range v {
			in.plan(child)
		}
	}
}

func (in *inspection) planNode(t tree) {
	switch {
	case t.text("type") == "LOGICAL_GET" && !scans[strings.ToLower(t.text("name"))]:
		in.refuse(t, "", "the query reads from %s", t.text("name"))
	case t.text("expression_class") == "BOUND_AGGREGATE" || t.text("expression_class") == "BOUND_WINDOW":
		in.planAggregate(t)
	case t.text("expression_class") == "BOUND_COMPARISON" || t.text("comparison") != "" || strings.HasSuffix(t.text("type"), "COMPARE_IN"):
		in.planComparison(t)
	}
}

// planAggregate finds sums that depend on the order of rows, and sums that DuckDB would let overflow without an error.
func (in *inspection) planAggregate(t tree) {
	name := t.text("name")
	if agg := t.child("aggregate"); agg != nil {
		name = agg.text("name")
	}
	if name != "sum" && name != "avg" && name != "mean" {
		return
	}
	for _, c := range t.list("children") {
		c, _ := c.(map[string]any)
		typ := returnType(c)
		switch id := typ.text("id"); {
		case isFloat(id):
			in.refuse(t, "cast what is summed: sum(CAST(x AS DECIMAL(38, 6)))", "%s of DOUBLE depends on the order of rows", name)
		case id == "HUGEINT" || id == "UHUGEINT", id == "DECIMAL" && width(typ) > 18:
			in.wide = true
		}
	}
}

// planComparison refuses equality of DOUBLE, whether in a condition, in IN or in a join.
func (in *inspection) planComparison(t tree) {
	kind := t.text("type") + t.text("comparison")
	if !strings.HasSuffix(kind, "EQUAL") && !strings.HasSuffix(kind, "DISTINCT_FROM") && !strings.HasSuffix(kind, "IN") {
		return
	}
	for _, side := range append(t.list("children"), t["left"], t["right"]) {
		side, _ := side.(map[string]any)
		if isFloat(returnType(side).text("id")) {
			in.refuse(t, "compare decimals: CAST(x AS DECIMAL(18, 6)) = …", "equality of DOUBLE depends on how it was computed")
			return
		}
	}
}

func returnType(t tree) tree {
	if typ := t.child("return_type"); typ != nil {
		return typ
	}
	return t.child("type")
}

func isFloat(id string) bool { return id == "DOUBLE" || id == "FLOAT" }

func width(typ tree) int {
	w, _ := typ.child("type_info")["width"].(float64)
	return int(w)
}
