package sampling

import (
	"math/big"

	"auditql/analytics/fault"
)

// AuditRisk holds the risks of the audit risk model, each above 0 and at most 1; one that is not given counts as 1.
type AuditRisk struct {
	Audit      Decimal // AR, the risk to be reached
	Inherent   Decimal // IR
	Control    Decimal // CR
	Analytical Decimal // AP, the risk that analytical and other procedures miss the misstatement
}

// DetectionRisk gives the risk that a test of details may bear, AR/(IR*CR*AP), and the confidence 1 - AR/(IR*CR*AP) to plan
// it with, both exact. The model is a way to think, not a measurement. Refused: a detection risk of 1 or more, because then
// the other evidence alone reaches the audit risk and no confidence is left to plan with.
//
// Source: AS 2315 appendix, where 0.05/(1*0.5*0.3) = 0.33.
func DetectionRisk(a AuditRisk) (detection, confidence Decimal, err error) {
	one := big.NewRat(1, 1)
	quotient := new(big.Rat)
	for i, d := range []Decimal{a.Audit, a.Inherent, a.Control, a.Analytical} {
		switch {
		case i > 0 && !d.Given():
			continue
		case !d.Given() || d.value.Sign() <= 0 || d.value.Cmp(one) > 0:
			name := [...]string{"audit", "inherent", "control", "analytical"}[i]
			return Decimal{}, Decimal{}, fault.New(fault.Usage, "%s risk is %q, expected a number above 0 and at most 1", name, d)
		case i == 0:
			quotient.Set(d.value)
		default:
			quotient.Quo(quotient, d.value)
		}
	}
	if quotient.Cmp(one) >= 0 {
		return Decimal{}, Decimal{}, fault.New(fault.Refused, "detection risk is %s, not below 1: the other evidence already reaches the audit risk %s",
			quotient.FloatString(4), a.Audit)
	}
	return exact(quotient), exact(new(big.Rat).Sub(one, quotient)), nil
}
