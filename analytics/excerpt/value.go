package excerpt

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"auditql/analytics/schema"
)

func moveDay(day string, days int) (string, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", err
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly), nil
}

// change is how cells of all kinds become others.
type change struct {
	*masks
	factor int64 // of amounts
}

// column is a column of what a case gives.
type column struct {
	schema.Column
	closed bool // its values are a list of the contract
	number bool // its whole numbers name something
}

// counts says whether whole numbers of a column name nothing, and stay.
func (c column) counts() bool { return c.Type.Kind == schema.Integer && !c.number && !c.closed }

// cell changes one cell. What it cannot read it masks as text.
func (c *change) cell(of column, cell *string) *string {
	if cell == nil || of.closed {
		return cell
	}
	text := *cell
	switch of.Type.Kind {
	case schema.Boolean:
		return cell
	case schema.Integer:
		if of.number {
			text = c.plain(text)
		}
	case schema.Decimal:
		text = c.amount(text)
	case schema.Date, schema.Timestamp:
		text = timeForm.ReplaceAllStringFunc(text, func(day string) string {
			moved, err := moveDay(day, c.days)
			if err != nil {
				return day
			}
			return moved
		})
		text = strings.Replace(text, ".000000Z", "Z", 1)
	case schema.List, schema.JSON:
		text = c.json(text)
	default:
		text = c.text(text)
	}
	return &text
}

func (c *change) amount(text string) string {
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return c.text(text)
	}
	_, after, _ := strings.Cut(text, ".")
	text = n.Mul(n, new(big.Rat).SetInt64(c.factor)).FloatString(len(after))
	if after != "" {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

func (c *change) json(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return c.text(text)
	}
	out, err := json.Marshal(walk(v, c.jsonScalar))
	if err != nil {
		return c.text(text)
	}
	return string(out)
}

func (c *change) jsonScalar(v any) any {
	switch v := v.(type) {
	case string:
		return c.text(v)
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return v
		}
		return json.Number(c.plain(v.String()))
	}
	return v
}

// walk gives a JSON value with other keys and scalars.
func walk(v any, scalar func(any) any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = walk(item, scalar)
		}
		return out
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys) // masks are given in the order in which words come
		out := map[string]any{}
		for _, k := range keys {
			out[fmt.Sprint(scalar(k))] = walk(v[k], scalar)
		}
		return out
	}
	return scalar(v)
}

// texts gives the texts in a cell that may name something.
func texts(of column, cell *string) []string {
	if cell == nil || of.closed {
		return nil
	}
	switch of.Type.Kind {
	case schema.Text:
		return []string{*cell}
	case schema.Integer:
		if of.number {
			return []string{*cell}
		}
	case schema.List, schema.JSON:
		var v any
		d := json.NewDecoder(strings.NewReader(*cell))
		d.UseNumber()
		if d.Decode(&v) != nil {
			return []string{*cell}
		}
		var out []string
		walk(v, func(x any) any {
			if s := fmt.Sprint(x); x != nil {
				out = append(out, s)
			}
			return x
		})
		return out
	}
	return nil
}
