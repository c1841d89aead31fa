package sampling

import (
	"math/big"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

// dec reads a decimal that the test itself wrote.
func dec(text string) Decimal {
	d, err := ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return d
}

func refusedAs(t *testing.T, err error, kind fault.Kind, part string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), part) {
		t.Errorf("got %v, want a fault of kind %d that says %q", err, kind, part)
	}
}

func TestDecimalsAreExact(t *testing.T) {
	if k := tolerableCount(dec("0.07"), 100); k != 7 {
		t.Errorf("ceil(0.07*100) = %d, want 7", k)
	}
	if a, b := dec("3.5%"), dec("0.035"); a.Rat().Cmp(b.Rat()) != 0 || a.String() != "0.035" {
		t.Errorf("3.5%% is %s, want 0.035", a)
	}
	if u := Units(-125005, 2); u.String() != "-1250.05" {
		t.Errorf("Units = %s, want -1250.05", u)
	}
	for _, text := range []string{"", "1e3", "1/3", "0x1", ".5", "5.", "NaN", "+1", "1_000", " 1", strings.Repeat("9", 41)} {
		if d, err := ParseDecimal(text); err == nil {
			t.Errorf("ParseDecimal(%q) = %s, want a refusal", text, d)
		}
	}
}

func TestPlanAttributes(t *testing.T) {
	for _, c := range []struct {
		in        Attributes
		n, accept int64
	}{
		{Attributes{Confidence: dec("0.95"), Tolerable: dec("0.05")}, 59, 0},
		{Attributes{Confidence: dec("0.90"), Tolerable: dec("0.05"), Expected: dec("0.035")}, 400, 14},
		{Attributes{Confidence: dec("0.95"), Tolerable: dec("0.05"), Population: 20}, 19, 0}, // a tie: P is 0.05 exactly
		{Attributes{Confidence: dec("0.95"), Tolerable: dec("1")}, 1, 0},
		{Attributes{Confidence: dec("0.95"), Tolerable: dec("0.05"), Distribution: Poisson, Accept: 1}, 95, 1},
		{Attributes{Confidence: dec("0.95"), Tolerable: dec("0.05"), Population: 40, Distribution: Binomial}, 40, 0}, // capped
		{Attributes{Confidence: dec("0.95"), Tolerable: dec("0.0000003"), Population: 10_000_000}, 6_315_968, 0},
	} {
		p, err := PlanAttributes(c.in)
		if err != nil || p.Size != c.n || p.Accept != c.accept {
			t.Errorf("plan %+v: n %d, c %d, %v; want n %d, c %d", c.in, p.Size, p.Accept, err, c.n, c.accept)
		}
	}
}

func TestInfeasiblePlansAreRefused(t *testing.T) {
	conf, rate := dec("0.95"), dec("0.05")
	for _, c := range []struct {
		in   Attributes
		kind fault.Kind
		says string
	}{
		{Attributes{Tolerable: rate}, fault.Usage, "confidence is missing"},
		{Attributes{Confidence: dec("1"), Tolerable: rate}, fault.Usage, "confidence is 1"},
		{Attributes{Confidence: conf}, fault.Usage, "tolerable rate"},
		{Attributes{Confidence: conf, Tolerable: dec("1.01")}, fault.Usage, "tolerable rate"},
		{Attributes{Confidence: conf, Tolerable: rate, Distribution: "normal"}, fault.Usage, "distribution"},
		{Attributes{Confidence: conf, Tolerable: rate, Distribution: Hypergeometric}, fault.Usage, "population"},
		{Attributes{Confidence: conf, Tolerable: rate, Population: -1}, fault.Usage, "population"},
		{Attributes{Confidence: conf, Tolerable: rate, Accept: -1}, fault.Usage, "accept number"},
		{Attributes{Confidence: conf, Tolerable: rate, Expected: rate}, fault.Refused, "not below the tolerable rate"},
		{Attributes{Confidence: conf, Tolerable: rate, Expected: dec("-0.01")}, fault.Usage, "expected rate"},
		{Attributes{Confidence: conf, Tolerable: dec("0.02"), Population: 100, Accept: 2}, fault.Refused, "tolerable count"},
		{Attributes{Confidence: conf, Tolerable: rate, Population: 20, Expected: dec("0.04")}, fault.Refused, "too close"},
		{Attributes{Confidence: conf, Tolerable: dec("0.000000001")}, fault.Refused, "would exceed"},
		{Attributes{Confidence: conf, Tolerable: rate, Expected: dec("0.04999999999")}, fault.Refused, "would exceed"},
		{Attributes{Confidence: conf, Tolerable: rate, Population: 20, Distribution: Binomial, Accept: 1}, fault.Refused, "already the tolerable rate"},
	} {
		_, err := PlanAttributes(c.in)
		refusedAs(t, err, c.kind, c.says)
	}
}

// The search for the accept number skips; this tries every one.
func TestLeastAcceptTriesNoneTooFew(t *testing.T) {
	for _, rate := range []string{"0.02", "0.05", "0.11", "0.4"} {
		for _, part := range []int64{10, 35, 50, 70, 85} {
			for _, conf := range []string{"0.4", "0.8", "0.95"} {
				for _, N := range []int64{0, 90, 1000} {
					e := new(big.Rat).Mul(dec(rate).Rat(), big.NewRat(part, 100))
					alpha, _ := risk(dec(conf))
					l, _, err := newLaw(Distribution("").or(N), dec(rate), N)
					if err != nil {
						t.Fatal(err)
					}
					wantC, wantN, wantErr := everyAccept(l, alpha, e)
					c, n, err := leastAccept(l, alpha, e)
					if c != wantC || n != wantN || (err == nil) != (wantErr == nil) {
						t.Errorf("T %s, e %s, C %s, N %d: c %d, n %d, %v; want c %d, n %d, %v", rate, e.FloatString(4), conf, N, c, n, err, wantC, wantN, wantErr)
					}
				}
			}
		}
	}
}

func everyAccept(l law, alpha float64, e *big.Rat) (c, n int64, err error) {
	for c = 0; ; c++ {
		if n, err = sizeFor(l, c, alpha); err != nil {
			return 0, 0, err
		}
		if new(big.Rat).Mul(e, big.NewRat(n, 1)).Cmp(big.NewRat(c, 1)) <= 0 {
			return c, n, nil
		}
	}
}

func TestLargePlans(t *testing.T) {
	for _, a := range []Attributes{
		{Confidence: dec("0.95"), Tolerable: dec("0.05"), Expected: dec("0.0499")},
		{Confidence: dec("0.95"), Tolerable: dec("0.05"), Expected: dec("0.049"), Population: 1_000_000_000},
		{Confidence: dec("0.99"), Tolerable: dec("0.5"), Expected: dec("0.4999"), Distribution: Poisson},
	} {
		p, err := PlanAttributes(a)
		if err != nil || p.Size < 50_000 || p.Risk > 0.05 || p.RiskBefore <= 0.01 {
			t.Errorf("plan %+v: %+v, %v", a, p, err)
		}
	}
}

func TestStagesCoverBothLooks(t *testing.T) {
	for _, c := range []struct {
		in Stages
		m  int64
	}{
		{Stages{Confidence: dec("0.95"), Tolerable: dec("0.03")}, 103},
		{Stages{Confidence: dec("0.95"), Tolerable: dec("0.03"), Distribution: Poisson}, 105},
		{Stages{Confidence: dec("0.95"), Tolerable: dec("0.05"), Population: 1_000_000}, 61},
	} {
		p, err := PlanStages(c.in)
		if err != nil || p.Size != c.m || p.Risk > 0.05 || p.RiskBefore <= 0.05 {
			t.Errorf("stages %+v: %+v, %v; want %d", c.in, p, err, c.m)
		}
	}
	small, err := PlanStages(Stages{Confidence: dec("0.95"), Tolerable: dec("0.1"), Population: 60})
	if err != nil || small.Size > 30 || bruteTwoStage(small.Size, small.Count, 60) > 0.05 || bruteTwoStage(small.Size-1, small.Count, 60) <= 0.05 {
		t.Errorf("stages of 60 items: %+v, %v", small, err)
	}
	_, err = PlanStages(Stages{Confidence: dec("0.95"), Tolerable: dec("0.05"), Population: 20})
	refusedAs(t, err, fault.Refused, "no two equal stages")
}

func bruteTwoStage(m, K, N int64) float64 {
	zero, one := exactHypergeometric(0, m, K, N), exactHypergeometric(1, m, K, N)
	f, _ := new(big.Rat).Add(zero, new(big.Rat).Mul(one.Sub(one, zero), exactHypergeometric(0, m, K-1, N-m))).Float64()
	return f
}

func TestMonetaryPlansAreRefused(t *testing.T) {
	conf := dec("0.95")
	for _, c := range []struct {
		in   Monetary
		kind fault.Kind
		says string
	}{
		{Monetary{Confidence: conf, Book: dec("100"), Tolerable: dec("10"), Expected: dec("10")}, fault.Refused, "not below"},
		{Monetary{Confidence: conf, Book: dec("100"), Tolerable: dec("101")}, fault.Refused, "exceeds the book value"},
		{Monetary{Confidence: conf, Book: dec("100"), Tolerable: dec("0")}, fault.Usage, "above 0"},
		{Monetary{Confidence: conf, Tolerable: dec("1")}, fault.Usage, "book value"},
		{Monetary{Confidence: conf, Book: dec("100"), Tolerable: dec("10"), Expected: dec("9.9999999999999")}, fault.Refused, "too close"},
	} {
		for _, plan := range []func(Monetary) (MonetaryPlan, error){PlanMonetary, PlanMonetaryUnits, PlanMonetaryACL} {
			_, err := plan(c.in)
			if c.says == "too close" {
				if err == nil || fault.KindOf(err) != fault.Refused {
					t.Errorf("plan %+v: %v, want a refusal", c.in, err)
				}
				continue
			}
			refusedAs(t, err, c.kind, c.says)
		}
	}
}

func TestMonetaryPlanKeepsItsRisk(t *testing.T) {
	p, err := PlanMonetary(Monetary{Confidence: dec("0.95"), Book: dec("100000000"), Tolerable: dec("5000000"), Expected: dec("1000000")})
	if err != nil || p.Size != 93 || p.Risk > 0.05 || p.RiskBefore <= 0.05 {
		t.Errorf("plan %+v, %v; want 93 hits with a risk of at most 0.05, and more at 92", p, err)
	}
}

func TestDetectionRisk(t *testing.T) {
	detection, confidence, err := DetectionRisk(AuditRisk{Audit: dec("0.05"), Inherent: dec("1"), Control: dec("0.5"), Analytical: dec("0.3")})
	if err != nil || detection.Rat().Cmp(big.NewRat(1, 3)) != 0 || confidence.Rat().Cmp(big.NewRat(2, 3)) != 0 {
		t.Errorf("detection risk %s, confidence %s, %v; want 1/3 and 2/3", detection, confidence, err)
	}
	_, _, err = DetectionRisk(AuditRisk{Audit: dec("0.05"), Control: dec("0.05")})
	refusedAs(t, err, fault.Refused, "already reaches")
	_, _, err = DetectionRisk(AuditRisk{Audit: dec("0.05"), Control: dec("0")})
	refusedAs(t, err, fault.Usage, "control risk")
}

func TestAttributeTable(t *testing.T) {
	table, err := AttributeTable(Attributes{Confidence: dec("0.95")}, []Decimal{dec("0%"), dec("1%"), dec("6%")}, []Decimal{dec("5%"), dec("10%")})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]TableCell{{{Size: 59}, {Size: 29}}, {{Size: 93, Accept: 1}, {Size: 46, Accept: 1}}, {{}, {Size: 179, Accept: 11}}}
	for r, row := range want {
		for c, cell := range row {
			got := table.Cells[r][c]
			if got.Size != cell.Size || got.Size > 0 && got.Accept != cell.Accept || (got.Size == 0) != (got.Reason != "") {
				t.Errorf("row %d, column %d: %+v, want %+v", r, c, got, cell)
			}
		}
	}
	_, err = AttributeTable(Attributes{}, []Decimal{dec("0")}, []Decimal{dec("0.05")})
	refusedAs(t, err, fault.Usage, "confidence")
	monetary, err := MonetaryTable(Monetary{Confidence: dec("0.95"), Book: dec("1")}, []Decimal{dec("0.01")}, []Decimal{dec("0.05")})
	if err != nil || monetary.Cells[0][0].Size != 93 {
		t.Errorf("monetary table %+v, %v; want 93", monetary, err)
	}
}

func TestMonetaryTableInShares(t *testing.T) {
	table, err := MonetaryShareTable(dec("0.95"), []Decimal{dec("0"), dec("20%"), dec("100%")}, []Decimal{dec("5%"), dec("1%")})
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range [][]int64{{60, 300}, {93, 463}, {0, 0}} {
		for c, n := range want {
			if got := table.Cells[r][c]; got.Size != n || (n == 0) != (got.Reason != "") {
				t.Errorf("row %d, column %d: %+v, want %d", r, c, got, n)
			}
		}
	}
}

func TestAllocationsSumAndStayInBounds(t *testing.T) {
	zero := int64(0)
	for _, a := range []Allocation{
		{Size: 60, Population: []int64{100000, 500, 12, 3}},
		{Size: 7, Population: []int64{3, 3, 3}, Deviation: []Decimal{dec("0"), dec("0"), dec("0")}},
		{Size: 30, Population: []int64{100, 5}, Deviation: []Decimal{dec("0"), dec("10")}}, // the weighted stratum is too small
		{Size: 9, Population: []int64{3, 3, 3}, Value: []Decimal{dec("1"), dec("2"), dec("0")}},
		{Size: 1, Population: []int64{5, 5}, Least: &zero},
		{Size: 50, Population: []int64{20, 0, 400, 37}, Value: []Decimal{dec("900"), dec("0"), dec("90"), dec("10")}},
	} {
		items, err := Allocate(a)
		if err != nil {
			t.Errorf("allocate %+v: %v", a, err)
			continue
		}
		sum := int64(0)
		for h, n := range items {
			sum += n
			if least := int64(2); a.Least == nil && n < min(least, a.Population[h]) || n > a.Population[h] {
				t.Errorf("allocate %+v: stratum %d gets %d", a, h+1, n)
			}
		}
		if sum != a.Size {
			t.Errorf("allocate %+v: %v sums to %d", a, items, sum)
		}
	}
	_, err := Allocate(Allocation{Size: 3, Population: []int64{10, 10}})
	refusedAs(t, err, fault.Refused, "the strata take 4 to 20")
	_, err = Allocate(Allocation{Size: 3, Population: []int64{10, 10}, Value: []Decimal{dec("1")}})
	refusedAs(t, err, fault.Usage, "one number per stratum")
}
