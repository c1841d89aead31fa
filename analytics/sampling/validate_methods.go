package sampling

import (
	"encoding/json"
	"errors"
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
