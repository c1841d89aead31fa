package sampling

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

func close9(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

func TestConclusionAgreesWithThePlan(t *testing.T) {
	for _, population := range []int64{0, 400, 60} {
		for c := range int64(3) {
			a := Attributes{Confidence: dec("0.95"), Tolerable: dec("0.10"), Accept: c, Population: population}
			p, err := PlanAttributes(a)
			if err != nil {
				t.Fatal(err)
			}
			for x := range c + 3 {
				r, err := EvaluateAttributes(AttributeSample{Confidence: a.Confidence, Tolerable: a.Tolerable, Population: population, Size: p.Size, Deviations: x})
				if err != nil || r.Conclusion.Supported != (x <= c) {
					t.Errorf("plan of %d accepting %d of %d items: %d deviations supported %v (%v)", p.Size, c, population, x, r.Conclusion.Supported, err)
				}
			}
		}
	}
}

func TestConclusionsSayWhatTheNumbersSay(t *testing.T) {
	for _, c := range []struct {
		n, x int64
		side Side
		says string
	}{
		{59, 0, Upper, "at most 4.96 %, within the tolerable rate of 5 %: the sample supports"},
		{59, 1, Upper, "The sample rate is within the tolerable rate of 5 %, the limit is not"},
		{59, 6, Upper, "The sample rate itself exceeds the tolerable rate of 5 %"},
		{80, 0, Two, "At 97.5 % confidence the deviation rate of the population is at most 4.51 %"},
	} {
		r, err := EvaluateAttributes(AttributeSample{Confidence: dec("0.95"), Tolerable: dec("0.05"), Side: c.side, Size: c.n, Deviations: c.x})
		if err != nil || !strings.Contains(strings.Join(r.Conclusion.Statements, " "), c.says) || len(r.Conclusion.Judgement) == 0 {
			t.Errorf("%d of %d: %v, %v; want %q", c.x, c.n, r.Conclusion.Statements, err, c.says)
		}
	}
	lower, err := EvaluateAttributes(AttributeSample{Confidence: dec("0.95"), Side: Lower, Size: 59, Deviations: 6})
	if err != nil || lower.Upper != 1 || !close9(lower.Lower, 0.0452226417026452) || lower.Conclusion.Supported {
		t.Errorf("lower limit: %+v, %v", lower, err)
	}
}

func TestAttributeSamplesAreRefused(t *testing.T) {
	conf := dec("0.95")
	for _, c := range []struct {
		in   AttributeSample
		says string
	}{
		{AttributeSample{Size: 10}, "confidence"},
		{AttributeSample{Confidence: conf}, "0 deviations in a sample of 0"},
		{AttributeSample{Confidence: conf, Size: 10, Deviations: 11}, "11 deviations in a sample of 10"},
		{AttributeSample{Confidence: conf, Size: 10, Deviations: -1}, "-1 deviations"},
		{AttributeSample{Confidence: conf, Size: 10, Population: 9}, "does not fit a population of 9"},
		{AttributeSample{Confidence: conf, Size: 10, Side: "left"}, "side is"},
		{AttributeSample{Confidence: conf, Size: 10, Distribution: Hypergeometric}, "number of items in the population"},
		{AttributeSample{Confidence: conf, Size: 10, Distribution: "normal"}, "distribution is"},
		{AttributeSample{Confidence: conf, Size: 10, Tolerable: dec("0")}, "tolerable rate"},
	} {
		_, err := EvaluateAttributes(c.in)
		refusedAs(t, err, fault.Usage, c.says)
	}
}

func TestCustomarySizesAreWeak(t *testing.T) {
	rows, err := CustomarySizes(dec("0.90"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{7. / 12, 18. / 52, 34. / 250, 20. / 250} {
		if rows[i].Upper != want {
			t.Errorf("%s, %d of %d: %g, want %g", rows[i].Control, rows[i].Size, rows[i].Population, rows[i].Upper, want)
		}
	}
}

func TestEvaluateMonetary(t *testing.T) {
	s := MonetarySample{Confidence: dec("0.95"), Book: dec("1000000"), Size: 100, Tolerable: dec("60000"), Items: []MonetaryItem{
		{Key: "a", Book: dec("100"), Audit: dec("0"), Hits: 2},
		{Key: "b", Book: dec("50"), Audit: dec("60")},
		{Key: "c", Book: dec("10"), Audit: dec("10")},
	}, Certainty: []Decimal{dec("500"), dec("-100")}}
	r, err := EvaluateMonetary(s)
	if err != nil {
		t.Fatal(err)
	}
	if r.Overstated != 2 || r.Understated != 1 || r.CertaintyNet != 400 || !close9(r.MostLikelyNet, 20000-2000+400) {
		t.Errorf("hits over %d, under %d, certainty %g, most likely %g", r.Overstated, r.Understated, r.CertaintyNet, r.MostLikelyNet)
	}
	if !close9(r.UpperNet, r.Over.Limit-2000+400) || !close9(r.LowerNet, -r.Under.Limit+20000+400) {
		t.Errorf("net limits %g and %g do not follow from their parts", r.LowerNet, r.UpperNet)
	}
	if sum := r.Over.Basic + r.Over.Projected + r.Over.Increment; !close9(sum, r.Over.Limit) || r.OverCell.Limit > r.Over.Limit {
		t.Errorf("parts sum to %g, limit %g, cell %g", sum, r.Over.Limit, r.OverCell.Limit)
	}
	if r.Conclusion.Supported || !strings.Contains(r.Conclusion.Statements[1], "the limit is not") {
		t.Errorf("conclusion %+v, want one that the limit exceeds what is tolerable", r.Conclusion)
	}
	s.Tolerable = dec("70000")
	if r, _ = EvaluateMonetary(s); !r.Conclusion.Supported {
		t.Errorf("conclusion %v at a limit of %g, want support", r.Conclusion.Statements, r.UpperNet)
	}
}

func TestTaintsAboveOne(t *testing.T) {
	s := MonetarySample{Confidence: dec("0.95"), Book: dec("1000"), Size: 20, Items: []MonetaryItem{
		{Book: dec("10"), Audit: dec("-5")}, {Book: dec("10"), Audit: dec("30")}}}
	r, err := EvaluateMonetary(s)
	if err != nil {
		t.Fatal(err)
	}
	p := func(j float64) float64 { return gammaUpper(0.05, j+1) / 20 }
	if !close9(r.Over.Limit, 1000*p(1)) || r.ClippedTaints != 1 || !close9(r.ExcessOfTaints, 0.5) {
		t.Errorf("overstatement limit %g with %d clipped by %g, want %g, 1, 0.5", r.Over.Limit, r.ClippedTaints, r.ExcessOfTaints, 1000*p(1))
	}
	if want := 1000 * (2*p(0) + 2*(p(1)-p(0))); !close9(r.Under.Limit, want) || !close9(r.Under.Basic, 2000*p(0)) {
		t.Errorf("understatement limit %g, basic precision %g, want %g and %g", r.Under.Limit, r.Under.Basic, want, 2000*p(0))
	}
}

func TestMonetarySamplesAreRefused(t *testing.T) {
	good := MonetarySample{Confidence: dec("0.95"), Book: dec("1000"), Size: 3, Items: []MonetaryItem{{Book: dec("10"), Audit: dec("5"), Hits: 2}}}
	for _, c := range []struct {
		change func(*MonetarySample)
		kind   fault.Kind
		says   string
	}{
		{func(s *MonetarySample) { s.Items[0].Book = dec("0") }, fault.Refused, "not in a monetary frame"},
		{func(s *MonetarySample) { s.Items[0].Book = dec("-3") }, fault.Refused, "not in a monetary frame"},
		{func(s *MonetarySample) { s.Items[0].Audit = Decimal{} }, fault.Refused, "audited value"},
		{func(s *MonetarySample) { s.Items[0].Hits = 4 }, fault.Usage, "more hits than the sample"},
		{func(s *MonetarySample) { s.Book = dec("0") }, fault.Usage, "book value of the frame"},
		{func(s *MonetarySample) { s.Distribution = "normal" }, fault.Usage, "distribution"},
		{func(s *MonetarySample) { s.Distribution, s.Book = Hypergeometric, dec("2") }, fault.Refused, "do not fit a frame of 2"},
		{func(s *MonetarySample) { s.Distribution, s.Book = Hypergeometric, dec("99999999999999999") }, fault.Refused, "too large"},
		{func(s *MonetarySample) { s.Confidence = dec("0") }, fault.Usage, "confidence"},
	} {
		s := good
		s.Items = slices.Clone(good.Items)
		c.change(&s)
		_, err := EvaluateMonetary(s)
		refusedAs(t, err, c.kind, c.says)
	}
	_, err := StringerBound(Taints{Confidence: dec("0.95"), Book: dec("9"), Size: 1, Taints: []Decimal{dec("1"), dec("1")}})
	refusedAs(t, err, fault.Usage, "one taint per hit")
	_, _, err = TaintSumBound(TaintSum{Confidence: dec("0.95"), Size: 5, Sum: dec("5.1")})
	refusedAs(t, err, fault.Usage, "up to the number of hits")
	_, err = MeanTaint(Taints{Confidence: dec("0.95"), Book: dec("9"), Size: 5, Taints: []Decimal{dec("1")}}, Two)
	refusedAs(t, err, fault.Refused, "at least 2")
	_, err = TableBound(TableFactors{Interval: dec("1"), Factors: []Decimal{dec("3")}, Taints: []Decimal{dec("1")}})
	refusedAs(t, err, fault.Usage, "one more factor")
}

func samplePairs(differing int) []Pair {
	var pairs []Pair
	for i := range int64(10) {
		p := Pair{Book: Units(100+17*i, 0), Audit: Units(100+17*i, 0)}
		if int(i) < differing {
			p.Audit = Units(90+17*i-i*i, 0)
		}
		pairs = append(pairs, p)
	}
	return pairs
}

func TestEstimatorsAreRefused(t *testing.T) {
	good := VariablesSample{Estimator: Difference, Confidence: dec("0.95"), Population: 100, Book: dec("20000"), Sums: SumPairs(samplePairs(5))}
	for _, c := range []struct {
		change func(*VariablesSample)
		kind   fault.Kind
		says   string
	}{
		{func(s *VariablesSample) { s.Sums = SumPairs(samplePairs(2)) }, fault.Refused, "2 items differ"},
		{func(s *VariablesSample) { s.Estimator, s.Sums = Ratio, SumPairs(samplePairs(0)) }, fault.Refused, "0 items differ"},
		{func(s *VariablesSample) { s.Sums = Sums{N: 1} }, fault.Refused, "too small"},
		{func(s *VariablesSample) { s.Estimator, s.Sums = Regression, Sums{N: 2} }, fault.Refused, "too small"},
		{func(s *VariablesSample) { s.Estimator, s.Sums = Regression, Sums{N: 5} }, fault.Refused, "all book values"},
		{func(s *VariablesSample) { s.Estimator, s.Sums = Ratio, Sums{N: 5} }, fault.Refused, "no ratio"},
		{func(s *VariablesSample) { s.Population = 9 }, fault.Usage, "does not fit"},
		{func(s *VariablesSample) { s.Estimator, s.Book = MeanPerUnit, Decimal{} }, fault.Usage, "book value of the population"},
		{func(s *VariablesSample) { s.Estimator = "bayes" }, fault.Usage, "estimator is"},
		{func(s *VariablesSample) { s.Side = "one" }, fault.Usage, "side is"},
		{func(s *VariablesSample) { s.Sums.Book2 = dec("0") }, fault.Usage, "contradict"},
	} {
		s := good
		c.change(&s)
		_, err := EvaluateVariables(s)
		refusedAs(t, err, c.kind, c.says)
	}
}

func TestCensusHasNoError(t *testing.T) {
	for _, e := range []Estimator{MeanPerUnit, Difference, Ratio, Regression} {
		pairs := samplePairs(5)
		book, audit := new(big.Rat), new(big.Rat)
		for _, p := range pairs {
			book.Add(book, p.Book.Rat())
			audit.Add(audit, p.Audit.Rat())
		}
		r, err := EvaluateVariables(VariablesSample{Estimator: e, Confidence: dec("0.95"), Population: 10, Book: exact(book), Sums: SumPairs(pairs), Tolerable: dec("1")})
		want, _ := new(big.Rat).Sub(book, audit).Float64()
		if err != nil || r.StandardError != 0 || !close9(r.Misstatement, want) || r.Conclusion.Supported {
			t.Errorf("%s of a census: %+v, %v; want exactly %g", e, r, err, want)
		}
	}
}

// One stratum is no stratification, and the strata of a census have no error.
func TestStrataSumTheirProjections(t *testing.T) {
	s := VariablesSample{Estimator: Difference, Confidence: dec("0.95"), Population: 100, Book: dec("20000"), Sums: SumPairs(samplePairs(5)), Tolerable: dec("900")}
	alone, err := EvaluateVariables(s)
	if err != nil {
		t.Fatal(err)
	}
	one, err := EvaluateStrata(s, []VariablesSample{s})
	if err != nil || !close9(one.Upper, alone.Upper) || !close9(one.DF, alone.DF) || !close9(one.Lower, alone.Lower) {
		t.Errorf("one stratum gives %+v, %v; want %+v", one, err, alone)
	}
	two, err := EvaluateStrata(s, []VariablesSample{s, s})
	if err != nil || !close9(two.Misstatement, 2*alone.Misstatement) || !close9(two.DF, 2*alone.DF) || !close9(two.StandardError, math.Sqrt2*alone.StandardError) {
		t.Errorf("two equal strata give %+v, %v", two, err)
	}
	_, err = EvaluateStrata(s, nil)
	refusedAs(t, err, fault.Usage, "no stratum")
	total, err := EvaluateStrataMeans(dec("0.95"), Two, []StratumMean{{1, 1, dec("5"), Decimal{}}, {4, 4, dec("2.5"), dec("1")}})
	if err != nil || total.Total != 15 || total.StandardError != 0 || total.Upper != 15 {
		t.Errorf("census by strata: %+v, %v; want exactly 15", total, err)
	}
	_, err = EvaluateStrataMeans(dec("0.95"), Two, []StratumMean{{7, 1, dec("5"), dec("0")}})
	refusedAs(t, err, fault.Refused, "1 of 7 items")
}
