package sampling

import (
	"math"
	"math/big"

	"gonum.org/v1/gonum/mathext"

	"auditql/analytics/fault"
)

// Monetary asks for the size of a monetary-unit sample, in which every unit of currency has the same chance.
type Monetary struct {
	Confidence Decimal
	Book       Decimal // BV, the book value of the frame, in currency
	Tolerable  Decimal // TM, the tolerable misstatement, in currency
	Expected   Decimal // EM, the expected misstatement, in currency; not given means 0
}

// MonetaryPlan is the size of a monetary-unit sample.
type MonetaryPlan struct {
	Method     string   `json:"method"`
	Confidence Decimal  `json:"confidence"`
	Book       Decimal  `json:"book_value"`
	Tolerable  Decimal  `json:"tolerable"`
	Expected   Decimal  `json:"expected"`
	Size       int64    `json:"n"`
	Accept     int64    `json:"c"`              // whole errors next above the expected taints
	Factor     float64  `json:"factor"`         // n*TM/BV before rounding
	Real       float64  `json:"n_real"`         // n before rounding
	Taint      float64  `json:"expected_taint"` // sum of taints up to which the plan accepts
	Interval   float64  `json:"interval"`       // currency per hit
	Risk       float64  `json:"risk"`
	RiskBefore float64  `json:"risk_at_n_minus_1"`
	Formula    string   `json:"formula"`
	Source     string   `json:"source"`
	Notes      []string `json:"notes,omitempty"`
}

// PlanMonetary gives the size of a monetary-unit sample by the Poisson distribution, the default.
//
// With r = EM/TM the factor F solves F = qgamma(C, 1 + r*F); n = ceil(F*BV/TM); interval = BV/n; tolerable taints = n*EM/BV.
// The factor is not rounded: rounding it up to two decimals first gives other sizes than the published table in 16 cells.
// Risk is P(Gamma(1 + n*EM/BV) > n*TM/BV). Refused: EM not below TM, TM above BV, more than a thousand million hits.
//
// Source: AICPA Audit Guide Audit Sampling, table C-1, of which all 418 cells are met.
func PlanMonetary(m Monetary) (MonetaryPlan, error) {
	alpha, err := m.check()
	if err != nil {
		return MonetaryPlan{}, err
	}
	r, _ := new(big.Rat).Quo(m.Expected.Rat(), m.Tolerable.value).Float64()
	shortfall := func(f float64) float64 { return mathext.GammaIncRegComp(1+r*f, f) }
	if shortfall(largestSample) > alpha {
		return MonetaryPlan{}, fault.New(fault.Refused, "the expected misstatement %s is too close to the tolerable misstatement %s: "+
			"the sample would exceed %d hits", m.Expected, m.Tolerable, largestSample)
	}
	factor := solve(shortfall, alpha, 0, widen(shortfall, alpha, 1))
	hits, _ := new(big.Rat).Quo(m.Book.value, m.Tolerable.value).Float64()
	p, err := m.plan("mus.poisson.plan", factor, factor*hits)
	if err != nil {
		return MonetaryPlan{}, err
	}
	p.Accept = int64(math.Ceil(p.Taint))
	p.Risk, p.RiskBefore = m.poissonRisk(p.Size), m.poissonRisk(p.Size-1)
	p.Formula = "n = ceil(F*BV/TM), F = qgamma(C, 1 + F*EM/TM)"
	return p, nil
}

func (m Monetary) check() (alpha float64, err error) {
	if alpha, err = risk(m.Confidence); err != nil {
		return 0, err
	}
	if !m.Book.Given() || !m.Tolerable.Given() || m.Book.value.Sign() <= 0 || m.Tolerable.value.Sign() <= 0 || m.Expected.Rat().Sign() < 0 {
		return 0, fault.New(fault.Usage, "book value is %q, tolerable misstatement %q and expected misstatement %q, expected amounts above 0",
			m.Book, m.Tolerable, m.Expected)
	}
	if m.Tolerable.value.Cmp(m.Book.value) > 0 {
		return 0, fault.New(fault.Refused, "tolerable misstatement %s exceeds the book value %s: no overstatement of this frame could be intolerable",
			m.Tolerable, m.Book)
	}
	if m.Expected.Rat().Cmp(m.Tolerable.value) >= 0 {
		return 0, fault.New(fault.Refused, "expected misstatement %s is not below the tolerable misstatement %s: no sample could accept the balance",
			m.Expected, m.Tolerable).Hint("ask for an adjustment of the balance first, or test it in full")
	}
	return alpha, nil
}

// plan rounds the size up and fills what follows from it.
func (m Monetary) plan(method string, factor, size float64) (MonetaryPlan, error) {
	if size > largestSample {
		return MonetaryPlan{}, fault.New(fault.Refused, "the sample would need %.0f hits, expected at most %d", size, largestSample)
	}
	p := MonetaryPlan{Method: method, Confidence: m.Confidence, Book: m.Book, Tolerable: m.Tolerable, Expected: m.Expected,
		Factor: factor, Real: size, Size: int64(math.Ceil(size)), Source: sourceMonetary, Notes: []string{noteExtension}}
	p.Taint, _ = new(big.Rat).Mul(big.NewRat(p.Size, 1), m.expectedRate()).Float64()
	p.Interval, _ = new(big.Rat).Quo(m.Book.value, big.NewRat(p.Size, 1)).Float64()
	return p, nil
}

// expectedRate gives EM/BV.
func (m Monetary) expectedRate() *big.Rat { return new(big.Rat).Quo(m.Expected.Rat(), m.Book.value) }

func (m Monetary) poissonRisk(n int64) float64 {
	if n < 1 {
		return 1
	}
	taint, _ := new(big.Rat).Mul(big.NewRat(n, 1), m.expectedRate()).Float64()
	mean, _ := new(big.Rat).Quo(new(big.Rat).Mul(big.NewRat(n, 1), m.Tolerable.value), m.Book.value).Float64()
	return mathext.GammaIncRegComp(1+taint, mean)
}
