package engine

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// Literal is the value of a parameter: a typed value, or the name of a table or column.
type Literal struct {
	Type schema.Type
	Name bool // Text is an identifier
	Null bool
	Text string
	List []string
}

// Identifier makes a literal that names a table or a column. Whether the name exists is the caller's question.
func Identifier(name string) Literal { return Literal{Name: true, Text: name} }

// Identifiers makes a literal that names several columns; in SQL they stand separated by commas.
func Identifiers(names []string) Literal { return Literal{Name: true, List: names} }

// Null makes a literal without a value.
func Null(t schema.Type) Literal { return Literal{Type: t, Null: true} }

// Texts makes a list of text.
func Texts(items []string) Literal {
	return Literal{Type: schema.Type{Kind: schema.List}, List: items}
}

// Value makes a literal from text, or says why the text is no value of the type. A timestamp without an offset is UTC.
func Value(t schema.Type, text string) (Literal, error) {
	l := Literal{Type: t, Text: text}
	if err := plain(text); err != nil {
		return l, err
	}
	if t.Kind == schema.List {
		l.Text = ""
		if err := json.Unmarshal([]byte(text), &l.List); err != nil {
			return l, fault.New(fault.Usage, `%q is no text[], expected a JSON array of texts such as ["a", "b"]`, text)
		}
		return l, nil
	}
	if t.Kind == schema.JSON && !json.Valid([]byte(text)) {
		return l, fault.New(fault.Usage, "%q is no JSON", text)
	}
	check, ok := literalForms[t.Kind]
	if !ok {
		return l, nil
	}
	var err error
	if l.Text, err = check(t, strings.TrimSpace(text)); err != nil {
		return l, fault.New(fault.Usage, "%q is no %s, expected %s", text, t, err)
	}
	return l, nil
}

// plain refuses bytes that DuckDB's lexer would cut a statement at, or a terminal would obey.
func plain(text string) error {
	if !utf8.ValidString(text) {
		return fault.New(fault.Usage, "%q is not UTF-8", text)
	}
	for i, r := range text {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return fault.New(fault.Usage, "%q has the control character %U at byte %d, expected text", text, r, i)
		}
	}
	return nil
}

var (
	integerForm = regexp.MustCompile(`^[+-]?\d+$`)
	decimalForm = regexp.MustCompile(`^([+-]?)(\d+)(?:\.(\d*))?$`)
)

var literalForms = map[schema.Kind]func(schema.Type, string) (string, error){
	schema.Integer:   integerText,
	schema.Decimal:   decimalText,
	schema.Boolean:   booleanText,
	schema.Date:      dateText,
	schema.Timestamp: timestampText,
}

func integerText(_ schema.Type, s string) (string, error) {
	n, ok := new(big.Int).SetString(strings.TrimPrefix(s, "+"), 10)
	if !integerForm.MatchString(s) || !ok || !n.IsInt64() {
		return "", fmt.Errorf("a whole number of 64 bits")
	}
	return n.String(), nil
}

func decimalText(t schema.Type, s string) (string, error) {
	m := decimalForm.FindStringSubmatch(s)
	if m == nil {
		return "", fmt.Errorf("a number such as 12.50")
	}
	whole, frac := strings.TrimLeft(m[2], "0"), strings.TrimRight(m[3], "0")
	if len(whole) > t.Precision-t.Scale || len(frac) > t.Scale {
		return "", fmt.Errorf("at most %d digits, %d of them after the point", t.Precision, t.Scale)
	}
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		whole += "." + frac
	}
	return strings.TrimPrefix(m[1], "+") + whole, nil
}

func booleanText(_ schema.Type, s string) (string, error) {
	switch v := strings.ToLower(s); v {
	case "true", "false":
		return v, nil
	}
	return "", fmt.Errorf("true or false")
}

func dateText(_ schema.Type, s string) (string, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("a date such as 2026-03-31")
	}
	return s, nil
}

var timestampForms = []string{
	time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

func timestampText(_ schema.Type, s string) (string, error) {
	for _, form := range timestampForms {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC().Format("2006-01-02 15:04:05.000000+00"), nil
		}
	}
	return "", fmt.Errorf("a time such as 2026-03-31T12:00:00Z")
}

// SQL gives the literal as DuckDB reads it.
func (l Literal) SQL() string {
	switch {
	case l.Name && l.List != nil:
		return idents(l.List)
	case l.Name:
		return ident(l.Text)
	case l.Null:
		return "CAST(NULL AS " + duckType(l.Type) + ")"
	}
	switch l.Type.Kind {
	case schema.Integer:
		return bracketNegative(l.Text)
	case schema.Decimal:
		return decimalSQL(l.Text)
	case schema.Boolean:
		return strings.ToUpper(l.Text)
	case schema.Date:
		return "DATE " + quote(l.Text)
	case schema.Timestamp:
		return "TIMESTAMPTZ " + quote(l.Text)
	case schema.JSON:
		return "CAST(" + quote(l.Text) + " AS JSON)"
	case schema.List:
		return "CAST([" + strings.Join(quoteAll(l.List), ", ") + "] AS VARCHAR[])"
	}
	return quote(l.Text)
}

func bracketNegative(s string) string {
	if strings.HasPrefix(s, "-") {
		return "(" + s + ")"
	}
	return s
}

// decimalSQL gives the narrowest DECIMAL that holds the number, so that arithmetic with it keeps as many digits as can be.
func decimalSQL(s string) string {
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "0" && frac != "" {
		whole = ""
	}
	return fmt.Sprintf("CAST(%s AS DECIMAL(%d,%d))", quote(s), len(whole)+len(frac), len(frac))
}

// quote makes a string literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func quoteAll(items []string) []string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = quote(s)
	}
	return out
}

// ident makes a quoted identifier.
func ident(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func idents(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = ident(n)
	}
	return strings.Join(out, ", ")
}
