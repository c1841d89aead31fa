package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// planWords are the names that people give to the fields of a plan; any other field has its own name, with blanks.
var planWords = map[string]string{
	"method": "Planned by", "n": "Size planned", "accept": "Deviations accepted", "c": "Errors accepted", "tolerable": "Tolerable misstatement",
	"expected": "Expected misstatement", "population": "Items in the population", "tolerable_count": "Deviating items at the tolerable rate",
	"risk": "Risk of accepting wrongly", "risk_at_n_minus_1": "The same risk with one item less", "z": "Normal quantile", "std_dev": "Standard deviation",
	"p_none": "Chance of no deviation in the sample", "p_at_least_one": "Chance of a deviation in the sample", "n_real": "Size before rounding",
	"n_without_correction": "Size without correction for a finite population",
}

// PlanFacts gives the fields of a recorded plan in their order, with names that people read. What is not plain text, a number
// or a list of texts is given as JSON, and so is a plan that is no JSON object.
func PlanFacts(plan json.RawMessage) []Fact {
	if len(plan) == 0 || string(plan) == "null" {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(plan))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return []Fact{{"Plan", string(plan)}}
	}
	var out []Fact
	for d.More() {
		name, err := d.Token()
		var value json.RawMessage
		if err != nil || d.Decode(&value) != nil {
			return []Fact{{"Plan", string(plan)}}
		}
		out = append(out, Fact{planName(name.(string)), planValue(value)})
	}
	return out
}

func planName(field string) string {
	if words, ok := planWords[field]; ok {
		return words
	}
	words := strings.ReplaceAll(field, "_", " ")
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return "Plan"
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

func planValue(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var list []string
	if json.Unmarshal(value, &list) == nil {
		return strings.Join(list, " ")
	}
	var short bytes.Buffer
	if json.Compact(&short, value) != nil {
		return string(value)
	}
	return short.String()
}
