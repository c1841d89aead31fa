package sampling

import (
	"math"
	"math/big"
	"strings"
	"testing"
)

// fuzzed rates and confidences, from whole numbers so that every input is a valid question.
func fuzzedRate(thousandths uint16) Decimal { return exact(big.NewRat(1+int64(thousandths)%999, 1000)) }

func fuzzedConfidence(n uint8) Decimal {
	return dec([]string{"0.8", "0.9", "0.95", "0.975", "0.99"}[int(n)%5])
}

func FuzzPlanIsTheSmallest(f *testing.F) {
	f.Add(uint8(2), uint16(49), uint16(9), uint8(0), uint16(0))
	f.Add(uint8(1), uint16(79), uint16(69), uint8(3), uint16(700))
	f.Fuzz(func(t *testing.T, conf uint8, tolerable, expected uint16, c uint8, population uint16) {
		alpha, _ := risk(fuzzedConfidence(conf))
		sizes := map[Distribution]int64{}
		for _, d := range []Distribution{Binomial, Poisson, Hypergeometric} {
			a := Attributes{Distribution: d, Confidence: fuzzedConfidence(conf), Tolerable: fuzzedRate(tolerable), Accept: int64(c)}
			if d == Hypergeometric {
				a.Population = 1 + int64(population)
			}
			if p, err := PlanAttributes(a); err == nil {
				sizes[d] = p.Size
				if !acceptable(p.Risk, alpha) || acceptable(p.RiskBefore, alpha) && p.Size > p.Accept+1 {
					t.Errorf("plan %+v is not the smallest", p)
				}
			}
			a.Expected = exact(new(big.Rat).Mul(a.Tolerable.Rat(), big.NewRat(int64(expected)%80, 100)))
			if p, err := PlanAttributes(a); err == nil {
				taken := new(big.Rat).Mul(big.NewRat(p.Size, 1), a.Expected.Rat())
				if !acceptable(p.Risk, alpha) || taken.Cmp(big.NewRat(p.Accept, 1)) > 0 {
					t.Errorf("plan %+v does not accept what is expected", p)
				}
			}
		}
		if h, feasible := sizes[Hypergeometric]; feasible && h > sizes[Binomial] {
			t.Errorf("hypergeometric size %d exceeds the binomial size %d", h, sizes[Binomial])
		}
		if sizes[Binomial] > sizes[Poisson] {
			t.Errorf("binomial size %d exceeds the Poisson size %d", sizes[Binomial], sizes[Poisson])
		}
	})
}

func FuzzBounds(f *testing.F) {
	f.Add(uint8(2), uint16(58), uint16(0), uint16(941))
	f.Add(uint8(0), uint16(30), uint16(30), uint16(0))
	f.Fuzz(func(t *testing.T, conf uint8, n, x, more uint16) {
		size := 1 + int64(n)
		s := AttributeSample{Confidence: fuzzedConfidence(conf), Size: size, Deviations: int64(x) % (size + 1), Population: size + int64(more)}
		results := map[Distribution]AttributeResult{}
		for _, d := range []Distribution{Binomial, Poisson, Hypergeometric} {
			s.Distribution = d
			var before AttributeResult
			for _, side := range []Side{Upper, Lower, Two} {
				s.Side = side
				r, err := EvaluateAttributes(s)
				if err != nil {
					t.Fatalf("evaluate %+v: %v", s, err)
				}
				if d != Hypergeometric && (r.Upper < r.Point || r.Lower > r.Point) {
					t.Errorf("%s: limits %g and %g do not hold the point %g", d, r.Lower, r.Upper, r.Point)
				}
				if d == Hypergeometric && (r.UpperCount < s.Deviations*s.Population/size || r.LowerCount > 1+s.Deviations*s.Population/size) {
					t.Errorf("hypergeometric limits %d and %d do not hold the projection of %d in %d", r.LowerCount, r.UpperCount, s.Deviations, size)
				}
				if side == Two && r.Upper < before.Upper && before.Side == Upper {
					t.Errorf("%s: the two-sided upper limit %g is below the one-sided %g", d, r.Upper, before.Upper)
				}
				if side == Upper {
					before, results[d] = r, r
				}
			}
			monotone(t, s, results[d])
		}
		hypergeometric, binomial, poisson := results[Hypergeometric].Upper, results[Binomial].Upper, results[Poisson].Upper
		// The hypergeometric tail is the thinner one only where it lies more than one item below its mean (Uhlmann 1966).
		thinner := float64(s.Deviations) <= float64(size)*binomial-1
		if thinner && hypergeometric > binomial+1e-12 || binomial > poisson+1e-12 {
			t.Errorf("upper limits %g, %g, %g are not in the order hypergeometric, binomial, Poisson", hypergeometric, binomial, poisson)
		}
	})
}

// monotone checks that one more item without a deviation does not raise the upper limit.
func monotone(t *testing.T, s AttributeSample, before AttributeResult) {
	t.Helper()
	s.Side, s.Size = Upper, s.Size+1
	if s.Size > s.Population {
		return // the sample was a census
	}
	after, err := EvaluateAttributes(s)
	if err != nil || after.Upper > before.Upper+1e-12 {
		t.Errorf("%s: one more item raises the upper limit from %g to %g (%v)", s.Distribution, before.Upper, after.Upper, err)
	}
}

func FuzzStringer(f *testing.F) {
	f.Add(uint8(2), uint16(60), []byte{100, 50, 10})
	f.Add(uint8(0), uint16(3), []byte{1, 1, 1, 1})
	f.Fuzz(func(t *testing.T, conf uint8, n uint16, raw []byte) {
		in := Taints{Confidence: fuzzedConfidence(conf), Book: dec("123456"), Size: 1 + int64(n)%500}
		for _, b := range raw[:min(len(raw), 40)] {
			in.Taints = append(in.Taints, Units(int64(b), 2))
		}
		for _, d := range []Distribution{Poisson, Binomial, Hypergeometric} {
			in.Distribution = d
			stringer, err := StringerBound(in)
			if int64(len(in.Taints)) > in.Size {
				if err == nil {
					t.Errorf("%d taints in %d hits were accepted", len(in.Taints), in.Size)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if stringer.Limit < stringer.Projected*(1-1e-9)-1 || math.IsNaN(stringer.Limit) {
				t.Errorf("%s: limit %g is below the projection %g", d, stringer.Limit, stringer.Projected)
			}
			if sum := stringer.Basic + stringer.Projected + stringer.Increment; math.Abs(sum-stringer.Limit) > 1e-6*stringer.Limit {
				t.Errorf("%s: parts sum to %g, not to the limit %g", d, sum, stringer.Limit)
			}
		}
	})
}

func FuzzValidate(f *testing.F) {
	for _, seed := range []string{
		`[{"id":"a","method":"attr.binomial.accept","inputs":{"confidence":"0.95","tolerable_rate":0.05,"accept":0},"expected":{"n":59}}]`,
		`[{"id":"a","method":"select.srs","inputs":{"seed":"s","scope":"","keys":["a",null,3],"n":1},"expected":{"feasible":false}}]`,
		`[{"id":"a","method":"alloc.neyman","inputs":{"n":9,"N":[5,6],"sd":["1","2"]},"expected":{"allocation":[3,6]}}]`,
		`[{"id":"a","method":"mus.stringer.full","inputs":{"items":[{"book":"1"}]},"expected":{}}] trailing`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 || strings.Contains(text, "range") || strings.Contains(text, "formula") {
			return // a short text may ask for a long selection
		}
		r, err := Validate(strings.NewReader(text))
		if err == nil && r.Passed+r.Failed != len(r.Cases) {
			t.Errorf("%d passed and %d failed of %d cases", r.Passed, r.Failed, len(r.Cases))
		}
	})
}

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"0.05", "-12.50", "5 %", "1e9", "", "٣"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDecimal(text)
		if err != nil {
			return
		}
		again, err := ParseDecimal(d.String())
		if err != nil || again.Rat().Cmp(d.Rat()) != 0 {
			t.Errorf("%q became %q, which is %v, %v", text, d, again, err)
		}
	})
}

func FuzzKey(f *testing.F) {
	f.Add("text", "a", "integer", "-7")
	f.Add("decimal(12,2)", "0.50", "timestamp", "2024-02-29T23:59:59Z")
	f.Fuzz(func(t *testing.T, type1, text1, type2, text2 string) {
		key, err := Key(Part{Type: type1, Text: text1}, Part{Type: type2, Text: text2})
		if err != nil {
			return
		}
		if parts := SplitKey(string(key)); len(parts) != 2 || parts[0] != text1 || parts[1] != text2 {
			t.Errorf("key %q does not split into %q and %q", key, text1, text2)
		}
	})
}
