package sampling

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

// deviating completes a worksheet with x deviations among the items that count; their audited amount is half of
// the book amount, or 1 less where that is not above 0.
func deviating(w Worksheet, x int) Worksheet {
	w = complete(w)
	for i := range w.Rows {
		if w.Rows[i].Group == SampleGroup && x > 0 {
			w.Rows[i].Status, x = Deviation, x-1
			half := w.Rows[i].Book.Rat()
			if half.Sign() > 0 {
				half.Quo(half, dec("2").Rat())
			} else {
				half.Sub(half, dec("1").Rat())
			}
			w.Rows[i].Audited = exact(half)
		}
	}
	return w
}

func TestVerdicts(t *testing.T) {
	srs := Draw{Method: SRS, Size: 20}
	for name, c := range map[string]struct {
		draw Draw
		q    Question
		x    int
		want Verdict
		says string
	}{
		"nothing tolerable":  {srs, Question{}, 3, NoConclusion, "3 of 20 items deviate, 15 %"},
		"within":             {srs, Question{Rate: dec("0.15")}, 0, Supported, "supports the planned reliance"},
		"limit above":        {srs, Question{Rate: dec("0.15")}, 1, NotSupported, "The sample rate is within the tolerable rate of 15 %, the limit is not"},
		"rate above":         {srs, Question{Rate: dec("0.15")}, 4, NotSupported, "The sample rate itself exceeds"},
		"two-sided":          {srs, Question{Rate: dec("0.15"), Side: Two}, 0, Supported, "At 97.5 % confidence"},
		"lower":              {srs, Question{Rate: dec("0.15"), Side: Lower}, 9, NoConclusion, "9 of 20"},
		"unsound":            {srs, Question{Rate: dec("0.15"), Unsound: []string{"rows are missing"}}, 0, NotAssertable, "nothing is asserted about it: rows are missing."},
		"first stage, 0":     {srs, Question{Rate: dec("0.15"), Stage: 20}, 0, Supported, "covers both looks"},
		"first stage, 1":     {srs, Question{Rate: dec("0.15"), Stage: 20}, 1, NextStage, "goes on by 20 items"},
		"first stage, 2":     {srs, Question{Rate: dec("0.15"), Stage: 20}, 2, NotSupported, "does not accept"},
		"both stages, 1":     {srs, Question{Rate: dec("0.15"), Stage: 10}, 1, Supported, "covers both looks"},
		"other stage":        {srs, Question{Rate: dec("0.15"), Stage: 15}, 0, NotSupported, "does not cover this sample"},
		"monetary, within":   {Draw{Method: Sieve, Size: 20}, Question{Misstatement: dec("100000")}, 0, Supported, "within the tolerable misstatement of 100000"},
		"monetary, above":    {Draw{Method: Sieve, Size: 20}, Question{Misstatement: dec("1")}, 2, NotSupported, "exceeds the tolerable misstatement of 1"},
		"estimate, above":    {srs, Question{Misstatement: dec("1"), Estimator: MeanPerUnit, Amounts: true}, 0, NotSupported, "deviate"},
		"estimate, no limit": {srs, Question{Estimator: Difference, Amounts: true}, 5, NoConclusion, "projected to the population"},
	} {
		s, w := worksheetOf(t, c.draw)
		c.q.Confidence, c.q.Scale = dec("0.95"), 2
		e, err := Evaluate(c.q, s, deviating(w, c.x))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if said := strings.Join(e.Conclusion.Statements, " "); e.Verdict != c.want || e.Conclusion.Supported != (c.want == Supported) || !strings.Contains(said, c.says) {
			t.Errorf("%s: %s, want %s and %q in %q", name, e.Verdict, c.want, c.says, said)
		}
		if len(e.Conclusion.Judgement) == 0 || len(e.Conclusion.References) == 0 {
			t.Errorf("%s: nothing is left to judgement", name)
		}
	}
}

func TestQuestionsThatDoNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		method Method
		q      Question
		kind   fault.Kind
		says   string
	}{
		"no confidence":     {SRS, Question{}, fault.Usage, "confidence is missing"},
		"rate of amounts":   {Sieve, Question{Confidence: dec("0.9"), Rate: dec("0.1")}, fault.Usage, "no rate of items"},
		"estimator of hits": {Sieve, Question{Confidence: dec("0.9"), Estimator: Ratio, Amounts: true}, fault.Usage, "no rate of items"},
		"no estimator":      {SRS, Question{Confidence: dec("0.9"), Misstatement: dec("1")}, fault.Usage, "but no estimator"},
		"no amounts":        {SRS, Question{Confidence: dec("0.9"), Estimator: Ratio}, fault.Usage, "no book amounts"},
		"both":              {SRS, Question{Confidence: dec("0.9"), Estimator: Ratio, Amounts: true, Rate: dec("0.1")}, fault.Usage, "expected one question"},
		"negative":          {Sieve, Question{Confidence: dec("0.9"), Misstatement: dec("-1")}, fault.Usage, "expected an amount above 0"},
		"stage alone":       {SRS, Question{Confidence: dec("0.9"), Stage: 3}, fault.Usage, "needs a tolerable rate"},
		"method":            {"guess", Question{Confidence: dec("0.9")}, fault.Usage, "cannot be evaluated"},
		"distribution":      {SRS, Question{Confidence: dec("0.9"), Distribution: "normal"}, fault.Usage, "normal"},
		"few differences":   {SRS, Question{Confidence: dec("0.9"), Estimator: Ratio, Amounts: true}, fault.Refused, "expected at least 3"},
	} {
		d := Draw{Method: c.method, Size: 5}
		if c.method == "guess" {
			d.Method = SRS
		}
		s, w := worksheetOf(t, d)
		s.Method = c.method
		_, err := Evaluate(c.q, s, deviating(w, 2))
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		refusedAs(t, err, c.kind, c.says)
	}
}

// What is written into a record must be read from it again as it was.
func TestEvaluationIsItsRecord(t *testing.T) {
	for _, d := range []Draw{{Method: SRS, Size: 9}, {Method: Sieve, Size: 9}, {Method: Stratified, Allocation: map[string]int64{"it's A": 4, "B": 2, "Ω": 2}}} {
		s, w := worksheetOf(t, d)
		q := Question{Confidence: dec("0.9"), Amounts: true, Scale: 2}
		if d.Method == SRS {
			q.Estimator = Difference
		}
		e, err := Evaluate(q, s, deviating(w, 4))
		if err != nil {
			t.Fatalf("%s: %v", d.Method, err)
		}
		one, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var again Evaluation
		if err := json.Unmarshal(one, &again); err != nil {
			t.Fatal(err)
		}
		if two, err := json.Marshal(again); err != nil || string(one) != string(two) {
			t.Errorf("%s: %v\n%s\n%s", d.Method, err, one, two)
		}
	}
}

// Whatever testers find: no panic, no limit below its estimate, and more deviations never look better.
func FuzzEvaluate(f *testing.F) {
	f.Add(uint8(0), uint8(9), uint8(2), uint8(95), uint8(10))
	f.Add(uint8(1), uint8(20), uint8(1), uint8(50), uint8(1))
	f.Add(uint8(2), uint8(3), uint8(0), uint8(99), uint8(90))
	f.Add(uint8(4), uint8(30), uint8(30), uint8(5), uint8(50))
	all := []Method{SRS, Sieve, Interval, Cells, Random, Systematic}
	f.Fuzz(func(t *testing.T, method, size, x, confidence, tolerable uint8) {
		d := Draw{Method: all[int(method)%len(all)], Size: int64(size%50) + 1}
		s, w := worksheetOf(t, d)
		q := Question{Confidence: exact(big.NewRat(int64(confidence%99)+1, 100)), Scale: 2}
		if OnAmounts(d.Method) {
			q.Misstatement = exact(big.NewRat(int64(tolerable)+1, 1))
		} else {
			q.Rate = exact(big.NewRat(int64(tolerable%100)+1, 100))
		}
		few, more := int(x)%int(d.Size+1), int(x)%int(d.Size+1)+1
		a, err := Evaluate(q, s, deviating(w, few))
		if err != nil {
			t.Fatal(err)
		}
		b, err := Evaluate(q, s, deviating(w, more))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []Evaluation{a, b} {
			if _, err := json.Marshal(e); err != nil {
				t.Error(err)
			}
			for _, r := range e.Rates {
				if r.Upper < r.Point-1/float64(r.Population) && confidence%99 >= 50 { // the limit is a whole number of items
					t.Errorf("limit %g below the rate %g: %+v", r.Upper, r.Point, r)
				}
			}
			if m := e.Monetary; m != nil && confidence%99 >= 75 && (m.Over.Limit < m.Over.Projected*(1-1e-9) || m.UpperNet < m.MostLikelyNet*(1-1e-9)) {
				t.Errorf("limit below the projection: %+v", m)
			}
		}
		if len(a.Rates) > 0 && b.Rates[0].Upper < a.Rates[0].Upper-1e-12 || b.Verdict == Supported && a.Verdict == NotSupported && !OnAmounts(d.Method) {
			t.Errorf("%d deviations look better than %d: %+v, %+v", more, few, b.Rates, a.Rates)
		}
		if a.Monetary != nil && b.Monetary.Over.Limit < a.Monetary.Over.Limit*(1-1e-9) {
			t.Errorf("%d misstatements look better than %d: %g, %g", more, few, b.Monetary.Over.Limit, a.Monetary.Over.Limit)
		}
	})
}
