package sampling

import (
	"math/big"
	"testing"
)

// worstChance gives the largest P(sum of the deviations found <= x) over every way to spread marked items over the strata.
func worstChance(strata []StratumOutcome, marked, x int64) float64 {
	var worst float64
	var spread func(i int, left int64, found []float64)
	spread = func(i int, left int64, found []float64) {
		if i == len(strata) {
			if left == 0 {
				sum := 0.0
				for k := int64(0); k <= x && k < int64(len(found)); k++ {
					sum += found[k]
				}
				worst = max(worst, sum)
			}
			return
		}
		h := strata[i]
		for k := range min(left, h.Population) + 1 {
			next := make([]float64, int64(len(found))+h.Size)
			for a, p := range found {
				for b := range h.Size + 1 {
					next[int64(a)+b] += p * hypergeometricMass(b, h.Size, k, h.Population)
				}
			}
			spread(i+1, left-k, next)
		}
	}
	spread(0, marked, []float64{1})
	return worst
}

// The joint limit holds however the deviations are spread over the strata.
func TestJointLimitHoldsForEverySpread(t *testing.T) {
	judged := 0
	for _, strata := range [][]StratumOutcome{
		{{Population: 12, Size: 6}, {Population: 18, Size: 9}}, {{Population: 20, Size: 5}, {Population: 10, Size: 5}},
		{{Population: 3, Size: 2}, {Population: 6, Size: 4}, {Population: 6, Size: 4}}, {{Population: 8, Size: 8}, {Population: 16, Size: 4}},
	} {
		o := Outcome{Strata: strata}
		items := int64(0)
		for _, h := range strata {
			items, o.Size = items+h.Population, o.Size+h.Size
		}
		for marked := int64(1); marked <= items; marked++ {
			for x := int64(0); x < 4; x++ {
				o.Deviations = x
				q := Question{Confidence: dec("0.9"), Rate: exact(big.NewRat(marked, items))}
				r, known, err := o.jointLimit(q, items, 0)
				if err != nil {
					t.Fatal(err)
				}
				if !known {
					continue
				}
				judged++
				worst := worstChance(strata, marked, x)
				if r.PValue < worst*(1-1e-9) {
					t.Errorf("%+v, %d of %d deviate, %d found: p-value %g, but one spread has %g", strata, marked, items, x, r.PValue, worst)
				}
				if above := float64(marked) > r.Upper*float64(items)*(1+1e-9); above && worst > 0.1*(1+1e-9) {
					t.Errorf("%+v, %d of %d deviate, %d found: limit %g excludes it, but one spread has %g", strata, marked, items, x, r.Upper, worst)
				}
			}
		}
	}
	if judged < 200 {
		t.Errorf("%d cases were judged, expected at least 200", judged)
	}
}

// With the same fraction in each stratum the joint limit is Clopper and Pearson's of the whole sample.
func TestJointLimitOfProportionalStrata(t *testing.T) {
	o := Outcome{Size: 60, Deviations: 1, Strata: []StratumOutcome{{Population: 400, Size: 40}, {Population: 200, Size: 20}}}
	r, known, err := o.jointLimit(Question{Confidence: dec("0.95"), Rate: dec("0.08")}, 600, 1.0/60)
	if err != nil || !known || !close9(r.Upper, betaUpper(0.05, 2, 59)) || !r.Conclusion.Supported {
		t.Errorf("%+v, %v, %v", r, known, err)
	}
	o.Strata[1].Size, o.Size = 0, 40
	if _, known, err := o.jointLimit(Question{Confidence: dec("0.95")}, 600, 0); known || err != nil {
		t.Errorf("a stratum was not sampled, but there is a joint limit: %v", err)
	}
}
