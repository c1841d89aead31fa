package sampling

import "auditql/analytics/fault"

// Stages asks for a stop-or-go plan of two equal stages.
type Stages struct {
	Distribution Distribution // as in [Attributes]
	Confidence   Decimal
	Tolerable    Decimal
	Population   int64
}

// PlanStages gives the smallest m for this rule: test m items; accept at 0 deviations; at exactly 1 test m more and accept if
// those have none; otherwise reject. m is the least with P(0) + P(1)*P(0) <= 1-C, where the hypergeometric second stage is
// drawn from the N-m items and K-1 deviations that are left. Plan.Size is m, the items of one stage.
//
// The two looks are part of the plan, so the risk covers both; extending a plain sample afterwards is not covered.
// Source: stop-or-go sampling as auditors know it; the values 61 (5 %) and 103 (3 %) at 95 % are those of jfa.
func PlanStages(s Stages) (Plan, error) {
	alpha, err := risk(s.Confidence)
	if err != nil {
		return Plan{}, err
	}
	d := s.Distribution.or(s.Population)
	l, count, err := newLaw(d, s.Tolerable, s.Population)
	if err != nil {
		return Plan{}, err
	}
	longest := l.longest()
	if d == Hypergeometric {
		longest = s.Population / 2
	}
	m := smallest(0, longest, func(m int64) bool { return acceptable(twoStage(l, m), alpha) })
	if m > longest {
		return Plan{}, fault.New(fault.Refused, "no two equal stages of up to %d items reach the confidence %s", longest, s.Confidence).
			Hint("plan one stage, or test all items")
	}
	p := Plan{Method: "attr.twostage", Distribution: d, Confidence: s.Confidence, Tolerable: s.Tolerable, Population: s.Population,
		Size: m, Accept: 1, Count: count, Risk: twoStage(l, m), RiskBefore: twoStage(l, m-1),
		Formula: "smallest m with P(0) + P(1)*P(0) <= 1-C: stop at 0 deviations, go on by m items at exactly 1, accept if they have none",
		Source:  "stop-or-go sampling with both stages planned; " + sourceAttributes}
	if s.Population > 0 && 2*m > s.Population {
		p.Notes = append(p.Notes, "Both stages together exceed the population: test all items instead.")
	}
	return p, nil
}

// twoStage gives the chance that a just tolerable population is accepted by two stages of m items.
func twoStage(l law, m int64) float64 {
	none, _ := l.tails(0, m)
	if m == 0 {
		return 1
	}
	atMostOne, _ := l.tails(1, m)
	next := none
	if h, ok := l.(hypergeometricLaw); ok {
		next, _ = hypergeometric(0, m, h.marked-1, h.population-m)
	}
	return none + (atMostOne-none)*next
}
