package sampling

import "math"

// The tails of the binomial and hypergeometric distributions are computed here to about 1e-13 relative, also for samples
// of ten million items, where common implementations of the incomplete beta function keep only eight digits. The mass is
// C. Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000), which loses nothing to
// the cancellation of large logarithms of factorials.

// stirlingError gives ln(z!) - ln(sqrt(2 pi z) (z/e)^z).
func stirlingError(z float64) float64 {
	if z < 16 {
		lg, _ := math.Lgamma(z + 1)
		return lg - (z+0.5)*math.Log(z) + z - 0.5*math.Log(2*math.Pi)
	}
	coefficients := [...]float64{1. / 12, -1. / 360, 1. / 1260, -1. / 1680, 1. / 1188, -691. / 360360, 1. / 156}
	sum, power := 0.0, 1/z
	for _, c := range coefficients {
		sum += c * power
		power /= z * z
	}
	return sum
}

// deviance gives x ln(x/m) + m - x without cancellation when x is near m.
func deviance(x, m float64) float64 {
	if math.Abs(x-m) >= 0.1*(x+m) {
		return x*math.Log(x/m) + m - x
	}
	v := (x - m) / (x + m)
	sum, term := (x-m)*v, 2*x*v
	for j := 3.0; ; j += 2 {
		term *= v * v
		next := sum + term/j
		if next == sum {
			return sum
		}
		sum = next
	}
}

// mass gives Gamma(n+1)/(Gamma(x+1) Gamma(n-x+1)) p^x q^(n-x) for real 0 <= x <= n, with q = 1-p given apart.
func mass(x, n, p, q float64) float64 {
	switch {
	case p <= 0 || q <= 0:
		if (p <= 0 && x == 0) || (q <= 0 && x == n) {
			return 1
		}
		return 0
	case x == 0:
		return math.Exp(n * logOf(q, p))
	case x == n:
		return math.Exp(n * logOf(p, q))
	}
	lc := stirlingError(n) - stirlingError(x) - stirlingError(n-x) - deviance(x, n*p) - deviance(n-x, n*q)
	return math.Exp(lc-0.5*math.Log(2*math.Pi*x)) / math.Sqrt((n-x)/n)
}

// logOf gives ln(a), where b = 1-a is the more exact of the two when it is small.
func logOf(a, b float64) float64 {
	if b < a {
		return math.Log1p(-b)
	}
	return math.Log(a)
}

// beta gives the regularized incomplete beta function I_x(a,b) and its complement; y = 1-x is given apart.
func beta(a, b, x, y float64) (low, high float64) {
	switch {
	case x <= 0:
		return 0, 1
	case y <= 0:
		return 1, 0
	case x > (a+1)/(a+b+2):
		high, low = beta(b, a, y, x)
		return low, high
	}
	low = mass(a, a+b, x, y) * b / (a + b) * betaFraction(a, b, x)
	return low, 1 - low
}

// betaFraction evaluates the continued fraction of DLMF 8.17.22 by Lentz's method. Near the mean it needs about sqrt(a+b)
// steps; the limit only guards against numbers that are not finite.
func betaFraction(a, b, x float64) float64 {
	const tiny = 1e-300
	c, d := 1.0, 1/nonzero(1-(a+b)*x/(a+1), tiny)
	f := d
	for m := 1.0; m < 1e7; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / nonzero(1+even*d, tiny)
		c = nonzero(1+even/c, tiny)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / nonzero(1+odd*d, tiny)
		c = nonzero(1+odd/c, tiny)
		f *= d * c
		if math.Abs(d*c-1) < 1e-16 {
			break
		}
	}
	return f
}

func nonzero(v, tiny float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}

// hypergeometricMass gives P(X = x) among n items drawn from N, of which K are marked.
func hypergeometricMass(x, n, K, N int64) float64 {
	if x < 0 || x > n || x > K || n-x > N-K {
		return 0
	}
	p, q := float64(n)/float64(N), float64(N-n)/float64(N)
	return mass(float64(x), float64(K), p, q) * mass(float64(n-x), float64(N-K), p, q) / mass(float64(n), float64(N), p, q)
}

// hypergeometric gives P(X <= x) and P(X > x). It sums the tail that does not hold the mean, all terms positive.
func hypergeometric(x, n, K, N int64) (atMost, above float64) {
	least, most := max(0, n-(N-K)), min(n, K)
	switch {
	case x < least:
		return 0, 1
	case x >= most:
		return 1, 0
	}
	if float64(x) <= float64(n)*float64(K)/float64(N) {
		atMost = min(1, sumDown(x, n, K, N))
		return atMost, 1 - atMost
	}
	// Counting what is not in the sample from above is the same distribution counted from below.
	above = min(1, sumDown(n-x-1, n, N-K, N))
	return 1 - above, above
}

func sumDown(x, n, K, N int64) float64 {
	first := hypergeometricMass(x, n, K, N)
	sum, term := 1.0, 1.0
	for ; x > 0; x-- {
		rest := N - K - n + x
		if rest <= 0 {
			break
		}
		term *= float64(x) / float64(K-x+1) * float64(rest) / float64(n-x+1)
		if sum+term == sum {
			break
		}
		sum += term
	}
	return first * sum
}
