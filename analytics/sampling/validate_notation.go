package sampling

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// number is an exact decimal that JSON may hold as a string or as a number, in any notation: "0.05", 1e5, "+3", "5%".
type number struct{ Decimal }

// UnmarshalJSON takes null for an input that is not given.
func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	value, err := rational(string(bytes.Trim(b, `"`)))
	if err == nil {
		n.Decimal = exact(value)
	}
	return err
}

// whole is a whole number in any of these notations, such as 100.0.
type whole int64

// UnmarshalJSON takes null for an input that is not given.
func (w *whole) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	value, err := rational(string(bytes.Trim(b, `"`)))
	if err != nil {
		return err
	}
	if !value.IsInt() || !value.Num().IsInt64() {
		return fmt.Errorf("expected a whole number, got %.60s", b)
	}
	*w = whole(value.Num().Int64())
	return nil
}

func integers(list []whole) []int64 {
	out := make([]int64, len(list))
	for i, w := range list {
		out[i] = int64(w)
	}
	return out
}

// The digits and the exponent are bounded, so that no number fills the memory.
var rationalForm = regexp.MustCompile(`^[+-]?[0-9]{0,100}(\.[0-9]{0,100})?([eE][+-]?[0-9]{1,2})?( ?%)?$`)

// rational reads a decimal number exactly.
func rational(text string) (*big.Rat, error) {
	text = strings.TrimSpace(text)
	digits, percent := strings.CutSuffix(text, "%")
	if !rationalForm.MatchString(text) {
		return nil, fmt.Errorf("expected a number, got %.60q", text)
	}
	value, ok := new(big.Rat).SetString(strings.TrimRight(digits, " "))
	if !ok {
		return nil, fmt.Errorf("expected a number, got %.60q", text)
	}
	if percent {
		value.Quo(value, big.NewRat(100, 1))
	}
	return value, nil
}

func decimals(numbers []number) []Decimal {
	list := make([]Decimal, len(numbers))
	for i, n := range numbers {
		list[i] = n.Decimal
	}
	return list
}

// word is a text that JSON may hold as a string or as a number.
type word string

// UnmarshalJSON takes a number as it is written.
func (w *word) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(w))
	}
	*w = word(b)
	return nil
}

// keyWord is a key: text, or a whole number in the one notation that a key has. Other numbers are refused, as is a key that is NULL.
type keyWord struct {
	text string
	null bool
	bad  bool
}

// UnmarshalJSON keeps what is no key for the frame to refuse.
func (k *keyWord) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		k.null = true
	case b[0] == '"':
		return json.Unmarshal(b, &k.text)
	default:
		k.text = string(b)
		k.bad = !plainNumber([]byte(k.text), 0)
	}
	return nil
}

// sidedness is a side, which cases also call one-sided and two-sided.
type sidedness Side

// UnmarshalJSON takes "one" for the upper side.
func (s *sidedness) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	switch text = strings.TrimSuffix(strings.ToLower(text), "-sided"); text {
	case "one":
		*s = sidedness(Upper)
	default:
		*s = sidedness(text)
	}
	return nil
}

// lawName is a distribution, in letters of any case.
type lawName Distribution

// UnmarshalJSON lowers the case.
func (l *lawName) UnmarshalJSON(b []byte) error {
	var text string
	err := json.Unmarshal(b, &text)
	*l = lawName(strings.ToLower(text))
	return err
}
