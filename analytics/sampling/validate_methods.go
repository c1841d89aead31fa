package sampling

import (
	"bytes"
	"encoding/json"
)

// computation performs one case: it reads the inputs and gives every value that a case of its method may expect.
type computation func(inputs json.RawMessage) (map[string]any, error)

var computations = map[string]computation{
	"attr.binomial.accept":            attributesCase(Binomial),
	"attr.hypergeometric.accept":      attributesCase(Hypergeometric),
	"attr.poisson.accept":             attributesCase(Poisson),
	"attr.binomial.expected":          attributesCase(Binomial),
	"attr.hypergeometric.expected":    attributesCase(Hypergeometric),
	"attr.poisson.expected":           attributesCase(Poisson),
	"attr.binomial.bound":             boundCase(Binomial),
	"attr.hypergeometric.bound":       boundCase(Hypergeometric),
	"attr.poisson.bound":              boundCase(Poisson),
	"attr.binomial.pvalue":            pvalueCase(Binomial),
	"attr.hypergeometric.pvalue":      pvalueCase(Hypergeometric),
	"attr.poisson.pvalue":             pvalueCase(Poisson),
	"attr.discovery.probability":      discoveryCase,
	"attr.discovery.size":             discoverySizeCase,
	"attr.twostage":                   stagesCase,
	"mus.poisson.plan":                monetaryCase(PlanMonetary),
	"mus.poisson.acl-compat":          monetaryCase(PlanMonetaryACL),
	"mus.hypergeometric.interpolated": monetaryCase(PlanMonetaryUnits),
	"mus.poisson.factor":              factorCase,
	"variables.size.mean":             meanCase,
	"alloc.neyman":                    allocationCase,
	"alloc.proportional":              allocationCase,
	"alloc.by-value":                  allocationCase,
	"risk.detection":                  riskCase,
	"mus.stringer":                    taintCase(StringerBound),
	"mus.cell":                        taintCase(CellBound),
	"mus.stringer.items":              stringerItemsCase,
	"mus.stringer.full":               monetarySampleCase,
	"mus.stringer.table-factors":      tableFactorsCase,
	"mus.taint-sum":                   taintSumCase,
	"mus.mean-taint":                  meanTaintCase,
	"est.mpu":                         estimatorCase(MeanPerUnit),
	"est.difference":                  estimatorCase(Difference),
	"est.ratio":                       estimatorCase(Ratio),
	"est.regression":                  estimatorCase(Regression),
	"est.stratified.mean-total":       strataCase,
	"select.ticket":                   ticketCase,
	"select.draw":                     drawCase,
	"select.srs":                      selectCase(SRS),
	"select.srs.range":                selectCase(SRS),
	"select.stratified":               stratifiedCase,
	"select.systematic":               selectCase(Systematic),
	"select.mus.sieve":                selectCase(Sieve),
	"select.mus.interval":             selectCase(Interval),
	"select.mus.cell":                 selectCase(Cells),
	"select.mus.random":               selectCase(Random),
	"select.mus.interval.fixed-start": fixedStartCase,
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

// number is an exact decimal that JSON may hold as a string or as a number.
type number struct{ Decimal }

// UnmarshalJSON takes null for an input that is not given.
func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	return n.UnmarshalText(bytes.Trim(b, `"`))
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

func (w *word) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(w))
	}
	*w = word(b)
	return nil
}
