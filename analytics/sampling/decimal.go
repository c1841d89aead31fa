package sampling

import (
	"math/big"
	"regexp"
	"strings"

	"auditql/analytics/fault"
)

// Decimal is an exact decimal number: a rate, a confidence level or an amount. Its zero value means "not given".
//
// Sample sizes are decided on exact numbers, because ceil(0.07*100) is 8 in binary floating point.
type Decimal struct {
	value *big.Rat
	text  string
}

// The digits are bounded, so that a hostile exponent cannot make a number that fills the memory.
var decimalForm = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{1,40})?( ?%)?$`)

// ParseDecimal reads plain decimal notation such as "0.05", "5%" or "-1250.00". Exponents and fractions are refused.
func ParseDecimal(text string) (Decimal, error) {
	if !decimalForm.MatchString(text) {
		return Decimal{}, fault.New(fault.Usage, "expected a decimal number such as 0.05 or 5%%, got %.60q", text)
	}
	digits, percent := strings.CutSuffix(text, "%")
	value, _ := new(big.Rat).SetString(strings.TrimSuffix(digits, " "))
	if percent {
		return exact(value.Quo(value, big.NewRat(100, 1))), nil
	}
	return Decimal{value, text}, nil
}

// Units makes a decimal of whole minor units at a scale: Units(125000, 2) is 1250.00.
func Units(minor int64, scale int) Decimal { return BigUnits(big.NewInt(minor), scale) }

// BigUnits is Units for totals, which may not fit 64 bits; nil is a total of nothing.
func BigUnits(minor *big.Int, scale int) Decimal {
	if minor == nil {
		minor = new(big.Int)
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	value := new(big.Rat).SetFrac(minor, unit)
	return Decimal{value, value.FloatString(scale)}
}

func exact(value *big.Rat) Decimal {
	digits, terminates := value.FloatPrec()
	if !terminates {
		return Decimal{value, value.RatString()}
	}
	return Decimal{value, value.FloatString(digits)}
}

// Given says whether the number was given at all.
func (d Decimal) Given() bool { return d.value != nil }

// Rat gives the exact value, which is 0 when the number was not given.
func (d Decimal) Rat() *big.Rat {
	if d.value == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(d.value)
}

// Float gives the nearest binary floating-point number.
func (d Decimal) Float() float64 {
	f, _ := d.Rat().Float64()
	return f
}

// String gives the number as it was written, or in its shortest exact form.
func (d Decimal) String() string { return d.text }

// MarshalText gives the text of the number, which is empty when it was not given.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText reads a number as [ParseDecimal] does; an empty text means "not given".
func (d *Decimal) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Decimal{}
		return nil
	}
	*d, err = ParseDecimal(string(text))
	return err
}

// between refuses a number that is missing or outside the open interval (low, high).
func (d Decimal) between(what string, low, high int64) error {
	if !d.Given() {
		return fault.New(fault.Usage, "%s is missing, expected a number above %d and below %d", what, low, high)
	}
	if d.value.Cmp(big.NewRat(low, 1)) <= 0 || d.value.Cmp(big.NewRat(high, 1)) >= 0 {
		return fault.New(fault.Usage, "%s is %s, expected a number above %d and below %d", what, d, low, high)
	}
	return nil
}

// risk gives 1 - confidence, subtracted exactly.
func risk(confidence Decimal) (float64, error) {
	if err := confidence.between("confidence", 0, 1); err != nil {
		return 0, err
	}
	f, _ := new(big.Rat).Sub(big.NewRat(1, 1), confidence.value).Float64()
	return f, nil
}

func ceil(r *big.Rat) *big.Int {
	q, m := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if m.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}
