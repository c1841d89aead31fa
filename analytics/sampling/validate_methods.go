package sampling

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// computation performs one case: it reads the inputs and gives every value that a case of its method may expect.
type computation func(inputs json.RawMessage) (map[string]any, error)

// referenceMethod computes the cases of one method. Needs are the inputs without which a case says nothing, with | between
// those of which one will do: a name that is misspelt must not read as a refusal that was expected.
type referenceMethod struct {
	compute computation
	needs   string
}

var computations = map[string]referenceMethod{
	"attr.binomial.accept":            {attributesCase(Binomial), "confidence tolerable_rate"},
	"attr.hypergeometric.accept":      {attributesCase(Hypergeometric), "confidence tolerable_rate population"},
	"attr.poisson.accept":             {attributesCase(Poisson), "confidence tolerable_rate"},
	"attr.binomial.expected":          {attributesCase(Binomial), "confidence tolerable_rate"},
	"attr.hypergeometric.expected":    {attributesCase(Hypergeometric), "confidence tolerable_rate population"},
	"attr.poisson.expected":           {attributesCase(Poisson), "confidence tolerable_rate"},
	"attr.binomial.bound":             {boundCase(Binomial), "confidence n deviations"},
	"attr.hypergeometric.bound":       {boundCase(Hypergeometric), "confidence n deviations population"},
	"attr.poisson.bound":              {boundCase(Poisson), "confidence n deviations"},
	"attr.binomial.pvalue":            {pvalueCase(Binomial), "tolerable_rate n deviations"},
	"attr.hypergeometric.pvalue":      {pvalueCase(Hypergeometric), "tolerable_rate n deviations population"},
	"attr.poisson.pvalue":             {pvalueCase(Poisson), "tolerable_rate n deviations"},
	"attr.discovery.probability":      {discoveryCase, "population deviations n"},
	"attr.discovery.size":             {discoverySizeCase, "confidence population critical_count"},
	"attr.twostage":                   {stagesCase, "confidence tolerable_rate"},
	"mus.poisson.plan":                {monetaryCase(PlanMonetary), "confidence book_value tolerable"},
	"mus.poisson.acl-compat":          {monetaryCase(PlanMonetaryACL), "confidence book_value tolerable"},
	"mus.hypergeometric.interpolated": {monetaryCase(PlanMonetaryUnits), "confidence book_value tolerable"},
	"mus.poisson.factor":              {factorCase, "confidence errors"},
	"variables.size.mean":             {meanCase, "confidence population precision_of_mean std_dev"},
	"alloc.neyman":                    {allocationCase, "n N sd"},
	"alloc.proportional":              {allocationCase, "n N"},
	"alloc.by-value":                  {allocationCase, "n N value"},
	"risk.detection":                  {riskCase, "audit_risk inherent_risk control_risk analytical_risk"},
	"mus.stringer":                    {taintCase(StringerBound), "confidence book_value taints|items"},
	"mus.cell":                        {taintCase(CellBound), "confidence book_value taints|items"},
	"mus.stringer.items":              {stringerItemsCase, "confidence book_value|sampled_book_value n items"},
	"mus.stringer.full":               {monetarySampleCase, "confidence book_value|sampled_book_value n items"},
	"mus.stringer.table-factors":      {tableFactorsCase, "interval basic_factor factors_1dp taints"},
	"mus.taint-sum":                   {taintSumCase, "confidence n taint_sum"},
	"mus.mean-taint":                  {meanTaintCase, "confidence book_value taints|items"},
	"est.mpu":                         {estimatorCase(MeanPerUnit), "confidence population_items population_book_value book|summary audit|summary"},
	"est.difference":                  {estimatorCase(Difference), "confidence population_items book|summary|nonzero_differences_book_minus_audit"},
	"est.ratio":                       {estimatorCase(Ratio), "confidence population_items population_book_value book|summary audit|summary"},
	"est.regression":                  {estimatorCase(Regression), "confidence population_items population_book_value book|summary audit|summary"},
	"est.stratified.mean-total":       {strataCase, "confidence strata"},
	"select.ticket":                   {ticketCase, "seed scope key"},
	"select.draw":                     {drawCase, "seed scope label index modulus"},
	"select.srs":                      {selectCase(SRS), "seed scope n keys|rows|key_range|rows_formula"},
	"select.srs.range":                {selectCase(SRS), "seed scope n key_range"},
	"select.stratified":               {stratifiedCase, "seed scope rows allocation"},
	"select.systematic":               {selectCase(Systematic), "seed scope n keys|rows|key_range|rows_formula"},
	"select.mus.sieve":                {selectCase(Sieve), "seed scope n rows|rows_formula"},
	"select.mus.interval":             {selectCase(Interval), "seed scope n rows|rows_formula"},
	"select.mus.cell":                 {selectCase(Cells), "seed scope n rows|rows_formula"},
	"select.mus.random":               {selectCase(Random), "seed scope n rows|rows_formula"},
	"select.mus.interval.fixed-start": {fixedStartCase, "items n start interval"},
}

// lacks names the first needed input that a case does not give.
func (m referenceMethod) lacks(inputs json.RawMessage) (name string, err error) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(inputs, &given); err != nil {
		return "inputs", err
	}
	for need := range strings.FieldsSeq(m.needs) {
		if !slices.ContainsFunc(strings.Split(need, "|"), func(n string) bool { return len(given[n]) > 0 && string(given[n]) != "null" }) {
			return need, errors.New("missing")
		}
	}
	return "", nil
}

// read decodes the inputs of a case. Inputs that its method does not know are ignored: descriptions, mostly.
func read(inputs json.RawMessage, into any) error {
	if err := json.Unmarshal(inputs, into); err != nil {
		return malformed{err}
	}
	return nil
}

// malformed marks inputs that could not be read; unlike a refusal it never counts as an expected answer.
type malformed struct{ error }

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
		k.bad = !integerForm.MatchString(k.text)
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
