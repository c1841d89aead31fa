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
func convert(c LoadColumn, duck, zone string) (conversion, error) {
	name := "m." + ident(c.Name)
	v := conversion{LoadColumn: c, found: name}
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
		v.typed, v.checked = fromText(c.Type, name, zone), true
	}
	return v, nil
}

func isExact(duck string) bool {
	t, ok := ourType(duck)
	return ok && (t.Kind == schema.Integer || t.Kind == schema.Decimal)
}

// fromText gives the SQL that reads a text as a value of a type, or NULL. DuckDB's own casts are lenient where evidence
// must not be: '1.005' becomes 1.01, '2026-1-2 ' becomes a date, '1_000' a number. So a cast counts only when its result
// prints as what was read, or, for numbers, when another reading proves that nothing was rounded.
func fromText(t schema.Type, v, zone string) string {
	switch t.Kind {
	case schema.Integer:
		return fmt.Sprintf("CASE WHEN CAST(TRY_CAST(%[1]s AS BIGINT) AS VARCHAR) = %[1]s THEN TRY_CAST(%[1]s AS BIGINT) ELSE TRY_CAST(exact_number(%[1]s, '19', '0') AS BIGINT) END", v)
	case schema.Decimal:
		want, plain := duckType(t), `-?[0-9]+`
		if t.Scale > 0 {
			plain += fmt.Sprintf(`([.][0-9]{1,%d})?`, t.Scale)
		}
		return fmt.Sprintf("CASE WHEN CAST(TRY_CAST(%[1]s AS %[3]s) AS VARCHAR) = %[1]s OR regexp_full_match(%[1]s, '%[2]s') THEN TRY_CAST(%[1]s AS %[3]s) ELSE TRY_CAST(exact_number(%[1]s, '%[4]d', '%[5]d') AS %[3]s) END",
			v, plain, want, t.Precision-t.Scale, t.Scale)
	case schema.Boolean:
		return fmt.Sprintf("CASE WHEN %[1]s = 'true' THEN true WHEN %[1]s = 'false' THEN false WHEN lower(%[1]s) IN ('true', 'yes', '1') THEN true WHEN lower(%[1]s) IN ('false', 'no', '0') THEN false END", v)
	case schema.Date:
		return fmt.Sprintf("CASE WHEN CAST(TRY_CAST(%[1]s AS DATE) AS VARCHAR) = %[1]s AND length(%[1]s) = 10 THEN TRY_CAST(%[1]s AS DATE) END", v)
	case schema.Timestamp:
		return fmt.Sprintf("instant(%s, %s)", v, quote(zone))
	case schema.JSON:
		return fmt.Sprintf("TRY_CAST(%s AS JSON)", v)
	}
	return fmt.Sprintf("TRY_CAST(TRY_CAST(%s AS JSON) AS VARCHAR[])", v)
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
		return fmt.Sprintf("a number of at most %d digits, %d of them after the point", c.Type.Precision, c.Type.Scale)
	case schema.Boolean:
		return "true, false, yes, no, 1 or 0"
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
