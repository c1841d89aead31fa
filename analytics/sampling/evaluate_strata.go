package sampling

import (
	"math"

	"auditql/analytics/fault"
)

// StratumMean is the sample of one stratum as its mean and standard deviation.
type StratumMean struct {
	Population int64   `json:"N"`
	Size       int64   `json:"n"`
	Mean       Decimal `json:"mean"`
	Deviation  Decimal `json:"sd"`
}

// Total is an estimated total over strata, in the unit of the values.
type Total struct {
	Total         float64 `json:"total"`
	StandardError float64 `json:"standard_error"`
	DF            float64 `json:"df_satterthwaite"`
	T             float64 `json:"t"`
	Precision     float64 `json:"precision"`
	Lower         float64 `json:"lower"`
	Upper         float64 `json:"upper"`
}

// EvaluateStrataMeans estimates a total as sum N_h*mean_h with the variance sum N_h^2 * s_h^2/n_h * (1 - n_h/N_h) and
// Satterthwaite's degrees of freedom. A stratum that was tested in full adds no variance. Refused: a stratum with one item of
// several, whose standard deviation is unknown. Source: Cochran, Sampling Techniques, 3rd edition, section 5.4.
func EvaluateStrataMeans(confidence Decimal, side Side, strata []StratumMean) (Total, error) {
	alpha, err := risk(confidence)
	if err != nil {
		return Total{}, err
	}
	var sum float64
	var parts []part
	for _, h := range strata {
		if h.Size < 1 || h.Size > h.Population || h.Size == 1 && h.Population > 1 || h.Deviation.Rat().Sign() < 0 {
			return Total{}, fault.New(fault.Refused, "a stratum has %d of %d items tested and standard deviation %q, expected at least 2 tested items",
				h.Size, h.Population, h.Deviation)
		}
		N, n, s := float64(h.Population), float64(h.Size), h.Deviation.Float()
		sum += N * h.Mean.Float()
		parts = append(parts, part{N * (N - n) * s * s / n, n - 1})
	}
	e, err := combine(parts, Estimate{Misstatement: sum, Side: side.or(Two)}, alpha)
	return Total{e.Misstatement, e.StandardError, e.DF, e.T, e.Precision, e.Lower, e.Upper}, err
}

// EvaluateStrata projects each stratum separately and sums the projections (AS 2315 footnote 5), each with its own finite
// population correction, with Satterthwaite's degrees of freedom. Confidence, side and tolerable misstatement are those given
// here; those of the strata are not used.
func EvaluateStrata(total VariablesSample, strata []VariablesSample) (Estimate, error) {
	alpha, err := risk(total.Confidence)
	if err != nil {
		return Estimate{}, err
	}
	sum := Estimate{Estimator: "stratified", Side: total.Side.or(Two)}
	var parts []part
	for _, h := range strata {
		e, v, err := h.estimate()
		if err != nil {
			return Estimate{}, err
		}
		sum.Misstatement += e.Misstatement
		sum.Audit += e.Audit
		parts = append(parts, part{v, e.DF})
	}
	if sum, err = combine(parts, sum, alpha); err != nil {
		return Estimate{}, err
	}
	sum.Conclusion = concludeMisstatement(sum.Misstatement, sum.Lower, sum.Upper, total.Tolerable, total.Confidence)
	return sum, nil
}

// part is what one stratum adds: the variance of its total, and its degrees of freedom.
type part struct{ variance, df float64 }

func combine(parts []part, e Estimate, alpha float64) (Estimate, error) {
	var v, w float64
	for _, p := range parts {
		v += p.variance
		if p.variance > 0 {
			w += p.variance * p.variance / p.df
		}
	}
	if len(parts) == 0 {
		return Estimate{}, fault.New(fault.Usage, "no stratum is given, expected at least one")
	}
	e.StandardError = math.Sqrt(v)
	if v == 0 { // every stratum was tested in full, or does not vary
		e.Lower, e.Upper = e.Misstatement, e.Misstatement
		return e, nil
	}
	e.DF = v * v / w
	return e.interval(alpha), nil
}
