package engine

import (
	"fmt"
	"regexp"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

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
	"VARCHAR[]": {Kind: schema.List}, "NULL": {Kind: schema.Text}, "ENUM": {Kind: schema.Text},
}

var duckDecimal = regexp.MustCompile(`^DECIMAL\(\d+,\d+\)$`)

// ourType gives the type of ours for the name of a DuckDB type.
func ourType(duck string) (schema.Type, bool) {
	if duckDecimal.MatchString(duck) {
		t, err := schema.Parse(strings.ToLower(duck))
		return t, err == nil
	}
	t, ok := resultKinds[duck]
	return t, ok
}

// bound is a column of a query as DuckDB sees it.
type bound struct{ name, duck string }

func columnsOf(stmt *duckdb.Stmt) ([]bound, error) {
	n, err := stmt.ColumnCount()
	if err != nil {
		return nil, err
	}
	out := make([]bound, n)
	for i := range out {
		info, err := stmt.ColumnTypeInfo(i)
		if err != nil {
			return nil, err
		}
		out[i].duck = duckName(info)
		if out[i].name, err = stmt.ColumnName(i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// duckNames gives the names that DuckDB's types have in SQL, as far as results or evidence may have them or messages
// speak of them.
var duckNames = map[duckdb.Type]string{
	duckdb.TYPE_VARCHAR: "VARCHAR", duckdb.TYPE_BOOLEAN: "BOOLEAN", duckdb.TYPE_DATE: "DATE", duckdb.TYPE_UUID: "UUID",
	duckdb.TYPE_TINYINT: "TINYINT", duckdb.TYPE_SMALLINT: "SMALLINT", duckdb.TYPE_INTEGER: "INTEGER", duckdb.TYPE_BIGINT: "BIGINT",
	duckdb.TYPE_UTINYINT: "UTINYINT", duckdb.TYPE_USMALLINT: "USMALLINT", duckdb.TYPE_UINTEGER: "UINTEGER",
	duckdb.TYPE_UBIGINT: "UBIGINT", duckdb.TYPE_HUGEINT: "HUGEINT", duckdb.TYPE_UHUGEINT: "UHUGEINT",
	duckdb.TYPE_TIMESTAMP: "TIMESTAMP", duckdb.TYPE_TIMESTAMP_TZ: "TIMESTAMP WITH TIME ZONE", duckdb.TYPE_TIMESTAMP_S: "TIMESTAMP_S",
	duckdb.TYPE_TIMESTAMP_MS: "TIMESTAMP_MS", duckdb.TYPE_TIMESTAMP_NS: "TIMESTAMP_NS", duckdb.TYPE_TIME: "TIME",
	duckdb.TYPE_TIME_TZ: "TIME WITH TIME ZONE", duckdb.TYPE_INTERVAL: "INTERVAL", duckdb.TYPE_DOUBLE: "DOUBLE", duckdb.TYPE_FLOAT: "FLOAT",
	duckdb.TYPE_BLOB: "BLOB", duckdb.TYPE_BIT: "BIT", duckdb.TYPE_STRUCT: "STRUCT", duckdb.TYPE_MAP: "MAP", duckdb.TYPE_UNION: "UNION",
	duckdb.TYPE_ENUM: "ENUM", duckdb.TYPE_SQLNULL: "NULL", duckdb.TYPE_BIGNUM: "BIGNUM",
}

func duckName(info duckdb.TypeInfo) string {
	if info.Alias() != "" {
		return info.Alias()
	}
	switch d := info.Details().(type) {
	case *duckdb.DecimalDetails:
		return fmt.Sprintf("DECIMAL(%d,%d)", d.Width, d.Scale)
	case *duckdb.ListDetails:
		return duckName(d.Child) + "[]"
	case *duckdb.ArrayDetails:
		return fmt.Sprintf("%s[%d]", duckName(d.Child), d.Size)
	}
	if name, ok := duckNames[info.InternalType()]; ok {
		return name
	}
	return fmt.Sprintf("type %d", info.InternalType())
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
	case strings.HasPrefix(b.duck, "TIMESTAMP"):
		return fmt.Sprintf("CAST(%s AS TIMESTAMP)", b.name)
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
