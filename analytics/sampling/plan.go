package sampling

// Plan is the size of an attribute sample and what it achieves.
//
// RiskBefore is the risk of one item fewer, which shows that the size is the smallest: Risk <= 1-C < RiskBefore.
type Plan struct {
	Method       string       `json:"method"`
	Distribution Distribution `json:"distribution"`
	Confidence   Decimal      `json:"confidence"`
	Tolerable    Decimal      `json:"tolerable_rate,omitzero"`
	Expected     Decimal      `json:"expected_rate,omitzero"`
	Population   int64        `json:"population,omitzero"` // 0 when unknown
	Size         int64        `json:"n"`                   // items; of each stage in a two-stage plan
	Accept       int64        `json:"accept"`              // deviations up to which the population is accepted
	Count        int64        `json:"tolerable_count,omitzero"`
	Risk         float64      `json:"risk"` // of accepting a population that deviates at the tolerable rate
	RiskBefore   float64      `json:"risk_at_n_minus_1"`
	Formula      string       `json:"formula"`
	Source       string       `json:"source"`
	Notes        []string     `json:"notes,omitempty"`
}

const (
	sourceAttributes = "AICPA Audit Guide Audit Sampling, appendix A (tables A-1 and A-2); AS 2315 .31-.38; ISA 530.7 and appendix 2"
	sourceMonetary   = "AICPA Audit Guide Audit Sampling, appendix C (table C-1); AS 2315 .16-.23; ISA 530.7 and appendix 3"
)

// noteExtension is said by every plan of one stage, because testers like to "test a few more" after a deviation.
const noteExtension = "The risk holds for this size only. Extending the sample after seeing its result is not covered: plan the stages beforehand."

func formulaOf(d Distribution) string {
	switch d {
	case Hypergeometric:
		return "smallest n with P(X <= c) <= 1-C, X ~ Hypergeometric(N, K, n), K = ceil(T*N)"
	case Poisson:
		return "smallest n with P(X <= c) <= 1-C, X ~ Poisson(n*T)"
	}
	return "smallest n with P(X <= c) <= 1-C, X ~ Binomial(n, T)"
}
