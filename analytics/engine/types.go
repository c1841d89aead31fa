package engine

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"auditql/analytics/schema"
)

// duckType gives the DuckDB type that stands for a type of ours.
func duckType(t schema.Type) string {
	switch t.Kind {
	case schema.Boolean:
		return "BOOLEAN"
	case schema.Integer:
		return "BIGINT"
	case schema.Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.Precision, t.Scale)
	case schema.Date:
		return "DATE"
	case schema.Timestamp:
		return "TIMESTAMP WITH TIME ZONE"
	case schema.JSON:
		return "JSON"
	case schema.List:
		return "VARCHAR[]"
	}
	return "VARCHAR"
}

// resultKinds gives the type of ours that a DuckDB type becomes in a result. What is missing here is refused.
var resultKinds = map[string]schema.Type{
	"VARCHAR": {Kind: schema.Text}, "UUID": {Kind: schema.Text}, "JSON": {Kind: schema.JSON},
	"BOOLEAN": {Kind: schema.Boolean}, "DATE": {Kind: schema.Date},
	"TINYINT": {Kind: schema.Integer}, "SMALLINT": {Kind: schema.Integer}, "INTEGER": {Kind: schema.Integer},
	"BIGINT": {Kind: schema.Integer}, "UTINYINT": {Kind: schema.Integer}, "USMALLINT": {Kind: schema.Integer},
	"UINTEGER": {Kind: schema.Integer}, "UBIGINT": {Kind: schema.Decimal, Precision: 20},
	"HUGEINT": {Kind: schema.Decimal, Precision: 38}, "UHUGEINT": {Kind: schema.Decimal, Precision: 38},
	"TIMESTAMP": {Kind: schema.Timestamp}, "TIMESTAMP WITH TIME ZONE": {Kind: schema.Timestamp},
	"TIMESTAMP_S": {Kind: schema.Timestamp}, "TIMESTAMP_MS": {Kind: schema.Timestamp},
	"VARCHAR[]": {Kind: schema.List}, `"NULL"`: {Kind: schema.Text},
}

var duckDecimal = regexp.MustCompile(`^DECIMAL\(\d+,\d+\)$`)

// ourType gives the type of ours for the name of a DuckDB type.
func ourType(duck string) (schema.Type, bool) {
	if duckDecimal.MatchString(duck) {
		t, err := schema.Parse(strings.ToLower(duck))
		return t, err == nil
	}
	if strings.HasPrefix(duck, "ENUM(") && !strings.HasSuffix(duck, "]") {
		return schema.Type{Kind: schema.Text}, true
	}
	t, ok := resultKinds[duck]
	return t, ok
}

// bound is a column of a query as DuckDB sees it.
type bound struct{ name, duck string }

// bind gives the columns of a query, without running it.
func (db *database) bind(ctx context.Context, query string) ([]bound, error) {
	rows, err := db.conn.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE "+query+"\n)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []bound
	for rows.Next() {
		var b bound
		if err := rows.Scan(&b.name, &b.duck); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// results gives the columns of ours that a query's columns become, and refuses types that have no portable text.
func results(columns []bound) ([]schema.Column, error) {
	out := make([]schema.Column, len(columns))
	seen := map[string]bool{}
	for i, b := range columns {
		t, ok := ourType(b.duck)
		if !ok {
			return nil, refuse(-1, castHint(b), "column %q has the type %s, which has no exact text that every program agrees on", b.name, b.duck)
		}
		if key := strings.ToLower(b.name); seen[key] {
			return nil, refuse(-1, "give each column a name of its own with AS", "there are two columns %q", b.name)
		} else {
			seen[key] = true
		}
		out[i] = schema.Column{Name: b.name, Type: t}
	}
	return out, nil
}

func castHint(b bound) string {
	switch {
	case b.duck == "DOUBLE" || b.duck == "FLOAT":
		return fmt.Sprintf("round it: CAST(%s AS DECIMAL(18, 2))", b.name)
	case b.duck == "INTERVAL":
		return "count it: date_diff('hour', a, b)"
	case strings.HasSuffix(b.duck, "[]"):
		return fmt.Sprintf("cast its items: CAST(%s AS VARCHAR[])", b.name)
	}
	return fmt.Sprintf("give it a text: CAST(%s AS VARCHAR)", b.name)
}

// casts gives the select list that turns a query's columns into columns of ours.
func casts(columns []schema.Column) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = fmt.Sprintf("CAST(%s AS %s) AS %s", ident(c.Name), duckType(c.Type), ident(c.Name))
	}
	return strings.Join(out, ", ")
}
