package table

import (
	"fmt"

	"auditql/analytics/schema"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// column is a schema column and how its values lie in the file.
type column struct {
	schema.Column
	leaf     int // index of the Parquet leaf column
	form     form
	unsigned bool // an integer of 32 bits without a sign
	optional bool // the column itself may be NULL
	list     bool
	elements bool // list: elements may be NULL
}

func columnsOf(root *parquet.Column) ([]column, error) {
	var columns []column
	seen := map[string]bool{}
	for _, c := range root.Columns() {
		if seen[c.Name()] {
			return nil, fmt.Errorf("column %q occurs twice", c.Name())
		}
		seen[c.Name()] = true
		col, err := columnOf(c)
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", c.Name(), err)
		}
		columns = append(columns, col)
	}
	return columns, nil
}

func columnOf(c *parquet.Column) (column, error) {
	if !c.Leaf() {
		return listOf(c)
	}
	if c.Repeated() {
		return column{}, fmt.Errorf("repeated without a list around it")
	}
	t, form, err := typeOf(c.Type())
	return column{Column: schema.Column{Name: c.Name(), Type: t}, leaf: c.Index(), form: form, unsigned: unsigned(c.Type()), optional: c.Optional()}, err
}

// listOf understands the three-level form only: optional group (LIST) { repeated group { optional text } }.
func listOf(c *parquet.Column) (column, error) {
	refuse := fmt.Errorf("nested, expected a plain value or a list of text")
	if _, ok := annotation(c.Type()).(*format.ListType); !ok || c.Repeated() || len(c.Columns()) != 1 {
		return column{}, refuse
	}
	middle := c.Columns()[0]
	if middle.Leaf() || !middle.Repeated() || len(middle.Columns()) != 1 {
		return column{}, refuse
	}
	element := middle.Columns()[0]
	if !element.Leaf() || element.Repeated() {
		return column{}, refuse
	}
	t, form, err := typeOf(element.Type())
	if err != nil || t.Kind != schema.Text {
		return column{}, refuse
	}
	return column{
		Column: schema.Column{Name: c.Name(), Type: schema.Type{Kind: schema.List}}, leaf: element.Index(), form: form,
		optional: c.Optional(), list: true, elements: element.Optional(),
	}, nil
}

func annotation(t parquet.Type) any {
	if l := t.LogicalType(); l != nil {
		return l.Value
	}
	return nil
}

func typeOf(t parquet.Type) (schema.Type, form, error) {
	kind := t.Kind()
	switch a := annotation(t).(type) {
	case *format.StringType, *format.EnumType:
		if kind == parquet.ByteArray {
			return schema.Type{Kind: schema.Text}, form{text: appendText}, nil
		}
	case *format.JsonType:
		if kind == parquet.ByteArray {
			return schema.Type{Kind: schema.JSON}, form{text: appendText}, nil
		}
	case *format.DateType:
		if kind == parquet.Int32 {
			return schema.Type{Kind: schema.Date}, form{text: appendDate}, nil
		}
	case *format.TimestampType:
		if _, micros := a.Unit.Value.(*format.MicroSeconds); micros && kind == parquet.Int64 {
			return schema.Type{Kind: schema.Timestamp}, form{text: appendTimestamp}, nil
		}
	case *format.DecimalType:
		return decimalOf(t, int(a.Precision), int(a.Scale))
	case *format.IntType:
		return integerOf(kind, a.IsSigned)
	case nil:
		if kind == parquet.Boolean {
			return schema.Type{Kind: schema.Boolean}, form{text: appendBoolean}, nil
		}
		return integerOf(kind, true)
	}
	return schema.Type{}, form{}, unreadable(t)
}

func unsigned(t parquet.Type) bool {
	a, ok := annotation(t).(*format.IntType)
	return ok && !a.IsSigned
}

func integerOf(kind parquet.Kind, signed bool) (schema.Type, form, error) {
	if kind != parquet.Int32 && (kind != parquet.Int64 || !signed) {
		return schema.Type{}, form{}, fmt.Errorf("physical type %v without a type that is read here, expected one of package schema", kind)
	}
	return schema.Type{Kind: schema.Integer}, form{number: appendScaled(0)}, nil
}

func decimalOf(t parquet.Type, precision, scale int) (schema.Type, form, error) {
	if precision < 1 || precision > 38 || scale < 0 || scale > precision {
		return schema.Type{}, form{}, fmt.Errorf("decimal(%d,%d) is out of range", precision, scale)
	}
	dec := schema.Type{Kind: schema.Decimal, Precision: precision, Scale: scale}
	switch t.Kind() {
	case parquet.Int32, parquet.Int64:
		return dec, form{number: appendScaled(scale)}, nil
	case parquet.FixedLenByteArray:
		if t.Length() <= 16 {
			return dec, form{text: wideDecimal(scale)}, nil
		}
	}
	return schema.Type{}, form{}, unreadable(t)
}

func unreadable(t parquet.Type) error {
	return fmt.Errorf("type %v is not read, expected text, boolean, integer, decimal, date, timestamp in microseconds, json or list of text", t)
}
