package engine

import (
	"fmt"
	"strings"

	"auditql/analytics/schema"
)

// conversion turns a column of a mapping into a column of the contract. What does not convert exactly becomes NULL, and
// the row a reject, because its text is there and its value is not.
type conversion struct {
	LoadColumn
	found   string // SQL of the value as found, or empty when the mapping has no such column
	typed   string // SQL of the value in its type
	checked bool   // typed can be NULL where found is not
}

// convert plans the conversion of a column that the mapping gives with a DuckDB type.
func (db *database) convert(c LoadColumn, duck, zone string) (v conversion, err error) {
	name := "m." + ident(c.Name)
	v = conversion{LoadColumn: c, found: name}
	want := duckType(c.Type)
	switch {
	case isFloat(duck):
		return v, refuse(-1, fmt.Sprintf("leave it text, or CAST(… AS DECIMAL(38, 6)) AS %s", c.Name),
			"the mapping gives column %s as %s, which is not exact", c.Name, duck)
	case duck == want:
		v.typed = name
	case c.Type.Kind == schema.Text:
		v.typed = "CAST(" + name + " AS VARCHAR)"
	case c.Type.Kind == schema.Timestamp && duck == "TIMESTAMP":
		v.typed = "CAST(" + name + " AS " + want + ")" // UTC, as the contract format says
	case (c.Type.Kind == schema.Integer || c.Type.Kind == schema.Decimal) && isExact(duck):
		v.typed, v.checked = fmt.Sprintf("CASE WHEN TRY_CAST(%s AS %s) = %s THEN TRY_CAST(%s AS %s) END", name, want, name, name, want), true
	default:
		if duck != "VARCHAR" {
			name = "CAST(" + name + " AS VARCHAR)"
		}
		v.checked = true
		v.typed, err = db.fromText(c.Type, name, zone)
	}
	return v, err
}

func isExact(duck string) bool {
	t, ok := ourType(duck)
	return ok && (t.Kind == schema.Integer || t.Kind == schema.Decimal)
}

// fromText gives the SQL that reads a text as a value of a type, or NULL.
func (db *database) fromText(t schema.Type, v, zone string) (string, error) {
	switch t.Kind {
	case schema.JSON:
		return fmt.Sprintf("TRY_CAST(%s AS JSON)", v), nil
	case schema.List:
		return fmt.Sprintf("TRY_CAST(TRY_CAST(%s AS JSON) AS VARCHAR[])", v), nil
	}
	name, err := db.readingOf(t, zone)
	return name + "(" + v + ")", err
}

// checks gives the branches of a CASE whose first true one is the reason of a reject.
func (v conversion) checks(i int) []string {
	var out []string
	value := "t." + ident(v.Name)
	branch := func(test, reason string) {
		out = append(out, fmt.Sprintf("WHEN %s THEN %s", test, quote(reason+":"+v.Name)))
	}
	if v.checked {
		branch(fmt.Sprintf("%s IS NULL AND t.%s IS NOT NULL", value, foundName(i)), "type")
	}
	if v.Required {
		branch(value+" IS NULL", "required")
	}
	if len(v.OneOf) > 0 {
		branch(value+" NOT IN ("+strings.Join(quoteAll(v.OneOf), ", ")+")", "one_of")
	}
	return out
}

// foundName names the column that carries the value of the i-th column as found.
func foundName(i int) string { return fmt.Sprintf("_found%d", i) }

// expected says what would have been a value, for the detail of a reject.
func expected(c LoadColumn, reason, zone string) string {
	switch {
	case reason == "required":
		return "a value"
	case reason == "one_of":
		return "one of " + strings.Join(c.OneOf, ", ")
	}
	switch c.Type.Kind {
	case schema.Integer:
		return "a whole number of 64 bits"
	case schema.Decimal:
		return fmt.Sprintf("a number such as 1234.5 or 0.5, of at most %d digits before the point and %d after it", c.Type.Precision-c.Type.Scale, c.Type.Scale)
	case schema.Boolean:
		return "true, false, yes, no, t, f, y, n, 1 or 0"
	case schema.Date:
		return "a date such as 2026-03-31"
	case schema.Timestamp:
		if zone == "" {
			return "a time with its offset, such as 2026-03-31T12:00:00Z; the zone of times without one is not known"
		}
		return "a time such as 2026-03-31T12:00:00Z, or one that the clocks of " + zone + " showed exactly once"
	case schema.JSON:
		return "a JSON value"
	}
	return "a JSON array of texts"
}
