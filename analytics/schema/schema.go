// Package schema names the columns and types that evidence and results may have.
//
// The types are few on purpose: each has one text form (see the table package) and one Parquet form, so that a result
// can be recomputed by another program. There is no float, because the sum of floats depends on the order of rows, and
// no integer wider than 64 bits, because DuckDB writes those to Parquet as DOUBLE.
package schema

import (
	"fmt"
	"regexp"
	"strconv"
)

// Kind is the family of a type.
type Kind string

const (
	Text      Kind = "text"
	Boolean   Kind = "boolean"
	Integer   Kind = "integer" // 64 bits, signed
	Decimal   Kind = "decimal" // exact, with precision and scale
	Date      Kind = "date"
	Timestamp Kind = "timestamp" // an instant, UTC, microseconds
	JSON      Kind = "json"      // kept as its text
	List      Kind = "text[]"    // list of text
)

// Type is one column type. Precision and Scale are set for decimals only.
type Type struct {
	Kind      Kind
	Precision int
	Scale     int
}

// Column is a named, typed column.
type Column struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
}

var decimalForm = regexp.MustCompile(`^decimal\((\d+),\s*(\d+)\)$`)

// Parse reads a type as contracts and scripts write it: text, boolean, integer, decimal(p,s), date, timestamp, json, text[].
func Parse(s string) (Type, error) {
	switch k := Kind(s); k {
	case Text, Boolean, Integer, Date, Timestamp, JSON, List:
		return Type{Kind: k}, nil
	case Decimal:
		return Type{Kind: Decimal, Precision: 38, Scale: 18}, nil
	}
	m := decimalForm.FindStringSubmatch(s)
	if m == nil {
		return Type{}, fmt.Errorf("unknown type %q, expected text, boolean, integer, decimal(p,s), date, timestamp, json or text[]", s)
	}
	p, _ := strconv.Atoi(m[1])
	d, _ := strconv.Atoi(m[2])
	if p < 1 || p > 38 || d > p {
		return Type{}, fmt.Errorf("decimal(%d,%d) is not a type: precision is 1 to 38 and scale at most the precision", p, d)
	}
	return Type{Kind: Decimal, Precision: p, Scale: d}, nil
}

// String gives the type as contracts and scripts write it.
func (t Type) String() string {
	if t.Kind == Decimal {
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	}
	return string(t.Kind)
}

// MarshalText makes a type a string in JSON and YAML.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalYAML reads a type from YAML. Without it the YAML library would write the whole document anew for every type in it.
func (t *Type) UnmarshalYAML(read func(any) error) error {
	var text string
	if err := read(&text); err != nil {
		return err
	}
	return t.UnmarshalText([]byte(text))
}

// UnmarshalText reads a type from JSON.
func (t *Type) UnmarshalText(b []byte) (err error) {
	*t, err = Parse(string(b))
	return err
}
