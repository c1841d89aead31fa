package sampling

import "encoding/json"

func (p Plan) values() map[string]any {
	return map[string]any{"n": p.Size, "accept": p.Accept, "tolerable_count": p.Count, "risk": p.Risk, "risk_at_n_minus_1": p.RiskBefore}
}

func attributesCase(d Distribution) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in struct {
			Confidence number `json:"confidence"`
			Tolerable  number `json:"tolerable_rate"`
			Expected   number `json:"expected_rate"`
			Accept     whole  `json:"accept"`
			Population whole  `json:"population"`
		}
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		p, err := PlanAttributes(Attributes{Distribution: d, Confidence: in.Confidence.Decimal, Tolerable: in.Tolerable.Decimal,
			Expected: in.Expected.Decimal, Accept: int64(in.Accept), Population: int64(in.Population)})
		return p.values(), err
	}
}

func discoveryCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Population whole `json:"population"`
		Deviations whole `json:"deviations"`
		Size       whole `json:"n"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	c, err := DiscoveryChance(int64(in.Population), int64(in.Deviations), int64(in.Size))
	return map[string]any{"p_at_least_one": c.AtLeastOne, "p_none": c.None}, err
}

func discoverySizeCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Confidence number `json:"confidence"`
		Population whole  `json:"population"`
		Critical   whole  `json:"critical_count"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	p, err := PlanDiscovery(Discovery{Confidence: in.Confidence.Decimal, Population: int64(in.Population), Critical: int64(in.Critical)})
	return p.values(), err
}

func stagesCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Confidence   number  `json:"confidence"`
		Tolerable    number  `json:"tolerable_rate"`
		Distribution lawName `json:"distribution"`
		Population   whole   `json:"population"`
		Rule         string  `json:"rule"` // in words; there is only one
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	p, err := PlanStages(Stages{Distribution: Distribution(in.Distribution), Confidence: in.Confidence.Decimal, Tolerable: in.Tolerable.Decimal, Population: int64(in.Population)})
	values := p.values()
	values["n_per_stage"] = p.Size
	return values, err
}

func monetaryCase(plan func(Monetary) (MonetaryPlan, error)) computation {
	return func(inputs json.RawMessage) (map[string]any, error) {
		var in struct {
			Confidence number `json:"confidence"`
			Book       number `json:"book_value"`
			Tolerable  number `json:"tolerable"`
			Expected   number `json:"expected"`
		}
		if err := read(inputs, &in); err != nil {
			return nil, err
		}
		p, err := plan(Monetary{Confidence: in.Confidence.Decimal, Book: in.Book.Decimal, Tolerable: in.Tolerable.Decimal, Expected: in.Expected.Decimal})
		return map[string]any{"n": p.Size, "c": p.Accept, "factor": p.Factor, "n_real": p.Real, "expected_taint": p.Taint,
			"interval": p.Interval, "risk": p.Risk, "risk_at_n_minus_1": p.RiskBefore}, err
	}
}

func factorCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Confidence number `json:"confidence"`
		Errors     whole  `json:"errors"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	f, err := ReliabilityFactor(in.Confidence.Decimal, int64(in.Errors))
	return map[string]any{"factor": f.Exact, "factor_rounded_up_2dp": f.RoundedUp}, err
}

func meanCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Confidence number `json:"confidence"`
		Population whole  `json:"population"`
		Precision  number `json:"precision_of_mean"`
		Deviation  number `json:"std_dev"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	p, err := PlanMean(Mean{Confidence: in.Confidence.Decimal, Population: int64(in.Population), Precision: in.Precision.Decimal, Deviation: in.Deviation.Decimal})
	return map[string]any{"n": p.Size, "z": p.Normal, "n0": p.Unlimited}, err
}

func allocationCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Size       whole    `json:"n"`
		Population []whole  `json:"N"`
		Deviation  []number `json:"sd"`
		Value      []number `json:"value"`
		Least      *whole   `json:"min_per_stratum"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	items, err := Allocate(Allocation{Size: int64(in.Size), Population: integers(in.Population), Deviation: decimals(in.Deviation), Value: decimals(in.Value), Least: (*int64)(in.Least)})
	return map[string]any{"allocation": items}, err
}

func riskCase(inputs json.RawMessage) (map[string]any, error) {
	var in struct {
		Audit      number `json:"audit_risk"`
		Inherent   number `json:"inherent_risk"`
		Control    number `json:"control_risk"`
		Analytical number `json:"analytical_risk"`
	}
	if err := read(inputs, &in); err != nil {
		return nil, err
	}
	detection, confidence, err := DetectionRisk(AuditRisk{Audit: in.Audit.Decimal, Inherent: in.Inherent.Decimal,
		Control: in.Control.Decimal, Analytical: in.Analytical.Decimal})
	return map[string]any{"detection_risk": detection.Float(), "confidence": confidence.Float()}, err
}
