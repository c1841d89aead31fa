package sampling

import (
	"math"
	"math/big"
	"testing"
)

// exactHypergeometric sums fractions of binomial coefficients.
func exactHypergeometric(x, n, K, N int64) *big.Rat {
	sum := new(big.Int)
	for i := max(0, n-(N-K)); i <= min(x, n, K); i++ {
		sum.Add(sum, new(big.Int).Mul(new(big.Int).Binomial(K, i), new(big.Int).Binomial(N-K, n-i)))
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Binomial(N, n))
}

func exactBinomial(x, n int64, p *big.Rat) *big.Rat {
	q := new(big.Rat).Sub(big.NewRat(1, 1), p)
	power := func(r *big.Rat, e int64) *big.Rat {
		k := big.NewInt(e)
		return new(big.Rat).SetFrac(new(big.Int).Exp(r.Num(), k, nil), new(big.Int).Exp(r.Denom(), k, nil))
	}
	sum := new(big.Rat)
	for i := int64(0); i <= min(x, n); i++ {
		term := new(big.Rat).SetInt(new(big.Int).Binomial(n, i))
		sum.Add(sum, term.Mul(term, new(big.Rat).Mul(power(p, i), power(q, n-i))))
	}
	return sum
}

func near(t *testing.T, what string, got float64, want *big.Rat, part float64) {
	t.Helper()
	w, _ := want.Float64()
	if w < 1e-250 { // too small to hold all digits
		return
	}
	if math.Abs(got-w) > part*w {
		t.Errorf("%s = %.17g, want %.17g", what, got, w)
	}
}

func TestHypergeometricTailsAgainstFractions(t *testing.T) {
	one := big.NewRat(1, 1)
	for _, N := range []int64{1, 2, 7, 30, 211, 1500} {
		for _, K := range []int64{0, 1, N / 10, N / 2, N - 1, N} {
			for _, n := range []int64{0, 1, N / 3, N - 1, N} {
				for _, x := range []int64{0, 1, n * K / N, n / 2, n} {
					atMost, above := hypergeometric(x, n, K, N)
					want := exactHypergeometric(x, n, K, N)
					near(t, "P(X<=x)", atMost, want, 1e-12)
					if above < 0.4 { // the larger tail is the complement of the smaller
						near(t, "P(X>x)", above, new(big.Rat).Sub(one, want), 1e-12)
					}
				}
			}
		}
	}
}

func TestBinomialTailsAgainstFractions(t *testing.T) {
	for _, rate := range []string{"0.001", "0.05", "0.5", "0.93"} {
		p, _ := ParseDecimal(rate)
		l, _, err := newLaw(Binomial, p, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int64{1, 2, 19, 150} {
			for x := int64(0); x < n; x += 1 + n/7 {
				atMost, above := l.tails(x, n)
				want := exactBinomial(x, n, p.Rat())
				near(t, "P(X<=x)", atMost, want, 1e-12)
				near(t, "P(X>x)", above, new(big.Rat).Sub(big.NewRat(1, 1), want), 1e-12)
			}
		}
	}
}

// The expectations were computed with Boost through scipy; common implementations keep 8 digits of them.
func TestIncompleteBetaOfManyItems(t *testing.T) {
	for _, c := range []struct{ a, b, x, want float64 }{
		{500000, 9.5e6, 0.05, 0.5001736538940081},
		{1, 1e7, 1e-7, 0.6321205772225305},
		{1e6, 1e6, 0.4995, 0.07864957758091215},
		{5000, 95000, 0.05, 0.5017365431465761},
	} {
		if got, _ := beta(c.a, c.b, c.x, 1-c.x); math.Abs(got-c.want) > 1e-11*c.want {
			t.Errorf("I_%g(%g, %g) = %.16g, want %.16g", c.x, c.a, c.b, got, c.want)
		}
	}
}

func TestQuantilesInvertTheirTails(t *testing.T) {
	for _, alpha := range []float64{1e-6, 0.01, 0.05, 0.2, 0.5, 0.9} {
		for _, n := range []float64{1, 2.5, 60, 4000} {
			x := betaUpper(alpha, 1, n)
			if want := -math.Expm1(math.Log(alpha) / n); math.Abs(x-want) > 1e-12*want {
				t.Errorf("upper limit of 0 in %g at %g is %.16g, want %.16g", n, alpha, x, want)
			}
		}
		if got, want := gammaUpper(alpha, 1), -math.Log(alpha); math.Abs(got-want) > 1e-13*want {
			t.Errorf("upper limit of 0 by Poisson at %g is %.16g, want %.16g", alpha, got, want)
		}
		if got, want := studentUpper(alpha, 1), 1/math.Tan(math.Pi*alpha); math.Abs(got-want) > 1e-11*math.Abs(want)+1e-12 {
			t.Errorf("t of 1 degree of freedom at %g is %.16g, want %.16g", alpha, got, want)
		}
		if got := math.Erfc(normalUpper(alpha)/math.Sqrt2) / 2; math.Abs(got-alpha) > 1e-14 {
			t.Errorf("normal quantile at %g has the tail %g", alpha, got)
		}
	}
}
