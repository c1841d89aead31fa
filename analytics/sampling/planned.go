package sampling

import (
	"encoding/json"
	"fmt"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Planned is what an evaluation takes from a plan, whatever its method: the JSON of a [Plan], [MonetaryPlan] or [MeanPlan].
type Planned struct {
	Method       string       `json:"method"`
	Distribution Distribution `json:"distribution"`
	Confidence   Decimal      `json:"confidence"`
	Rate         Decimal      `json:"tolerable_rate"`
	Misstatement Decimal      `json:"tolerable"`
	Size         int64        `json:"n"`
}

// ReadPlan reads a plan. Refused: what has no method, confidence or size.
func ReadPlan(text []byte) (Planned, error) {
	var p Planned
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fault.New(fault.Usage, "read plan: %w", err).Hint("auditql sample size --format json writes one")
	}
	if p.Method == "" || !p.Confidence.Given() || p.Size < 1 {
		return p, fault.New(fault.Usage, "the plan has method %.40q, confidence %q and n = %d, expected all three", p.Method, p.Confidence, p.Size).
			Hint("auditql sample size --format json writes one")
	}
	return p, nil
}

// Fill completes a question that is open by what was planned.
func (p Planned) Fill(q Question) Question {
	if !q.Confidence.Given() {
		q.Confidence = p.Confidence
	}
	if !q.Rate.Given() && !q.Misstatement.Given() {
		q.Misstatement = p.Misstatement
		if q.Estimator == "" {
			q.Rate = p.Rate
		}
	}
	switch {
	case q.Distribution != "" || q.Estimator != "":
	case strings.HasPrefix(p.Method, "mus.hypergeometric"):
		q.Distribution = Hypergeometric
	default:
		q.Distribution = p.Distribution
	}
	if q.Stage == 0 && p.Method == "attr.twostage" && q.Rate.Given() {
		q.Stage = p.Size
	}
	return q
}

// Departures says where a question and a selection of n items are not as planned. The risk of the plan does not hold then.
func (p Planned) Departures(q Question, n int64) (out []string) {
	differ := func(what string, planned, asked Decimal) {
		if planned.Given() && (!asked.Given() || planned.value.Cmp(asked.value) != 0) {
			out = append(out, fmt.Sprintf("The plan has %s %s, the evaluation %s.", what, planned, orNone(asked)))
		}
	}
	differ("confidence", p.Confidence, q.Confidence)
	differ("tolerable rate", p.Rate, q.Rate)
	differ("tolerable misstatement", p.Misstatement, q.Misstatement)
	if p.Method == "attr.twostage" && q.Stage != p.Size {
		out = append(out, fmt.Sprintf("The plan has two stages of %s, which the evaluation does not go by.", record.Counted(p.Size, "item")))
	}
	if p.Size > n {
		out = append(out, fmt.Sprintf("The plan has %s, the selection %d: the risk of the plan is not reached.", record.Counted(p.Size, "item"), n))
	}
	return out
}

func orNone(d Decimal) string {
	if !d.Given() {
		return "none"
	}
	return d.String()
}
