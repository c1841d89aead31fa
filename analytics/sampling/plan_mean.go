package sampling

import (
	"math"

	"auditql/analytics/fault"
)

// Mean asks for the size of a sample that estimates a mean to a wanted precision.
type Mean struct {
	Confidence Decimal
	Population int64   // N in items; 0 when unknown, which leaves the finite population correction out
	Precision  Decimal // E, half the width of the two-sided interval of the mean, in the unit of the values
	Deviation  Decimal // s, the standard deviation guessed beforehand, in the same unit
}

// MeanPlan is the size of a sample for a mean.
type MeanPlan struct {
	Method     string  `json:"method"`
	Confidence Decimal `json:"confidence"`
	Population int64   `json:"population,omitzero"`
	Precision  Decimal `json:"precision_of_mean"`
	Deviation  Decimal `json:"std_dev"`
	Size       int64   `json:"n"`
	Unlimited  float64 `json:"n_without_correction"`
	Normal     float64 `json:"z"`
	Formula    string  `json:"formula"`
	Source     string  `json:"source"`
}

// PlanMean gives n = ceil(n0/(1 + n0/N)) with n0 = (z*s/E)^2, z the two-sided normal quantile of the confidence.
//
// To estimate a total to a precision A, use E = A/N. The size is at least 2, so that a standard deviation can be computed,
// and at most N. Source: Cochran, Sampling Techniques, 3rd edition, section 4.6.
func PlanMean(m Mean) (MeanPlan, error) {
	alpha, err := risk(m.Confidence)
	if err != nil {
		return MeanPlan{}, err
	}
	if m.Precision.Rat().Sign() <= 0 || m.Deviation.Rat().Sign() <= 0 || m.Population < 0 {
		return MeanPlan{}, fault.New(fault.Usage, "precision is %q, standard deviation %q and population %d, expected numbers above 0",
			m.Precision, m.Deviation, m.Population)
	}
	z := normalUpper(alpha / 2)
	root := z * m.Deviation.Float() / m.Precision.Float()
	unlimited, n := root*root, root*root
	if m.Population > 0 {
		n = unlimited / (1 + unlimited/float64(m.Population))
	}
	if n > largestSample {
		return MeanPlan{}, fault.New(fault.Refused, "the sample would need %.0f items, expected at most %d", n, largestSample)
	}
	size := max(2, int64(math.Ceil(n)))
	if m.Population > 0 {
		size = min(size, m.Population)
	}
	return MeanPlan{Method: "variables.size.mean", Confidence: m.Confidence, Population: m.Population, Precision: m.Precision, Deviation: m.Deviation,
		Size: size, Unlimited: unlimited, Normal: z,
		Formula: "n = ceil(n0/(1 + n0/N)), n0 = (z*s/E)^2", Source: "Cochran, Sampling Techniques, 3rd edition, section 4.6"}, nil
}
