package sampling

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Quantiles are found by bisection down to neighbouring floating-point numbers: slower than Newton steps, and never wrong.

// solve finds the x in [low, high] at which the falling function f crosses the level.
func solve(f func(float64) float64, level, low, high float64) float64 {
	for range 2100 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if f(middle) > level {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// widen doubles high until the falling function f is at or below the level.
func widen(f func(float64) float64, level, high float64) float64 {
	for f(high) > level && high < 1e300 {
		high *= 2
	}
	return high
}

// betaUpper gives the x with 1 - I_x(a,b) = alpha.
func betaUpper(alpha, a, b float64) float64 {
	return solve(func(x float64) float64 { _, high := beta(a, b, x, 1-x); return high }, alpha, 0, 1)
}

// betaLower gives the x with I_x(a,b) = alpha. It solves for y = 1-x near 1 only through x, so small x keep all digits.
func betaLower(alpha, a, b float64) float64 {
	return solve(func(x float64) float64 { low, _ := beta(a, b, x, 1-x); return -low }, -alpha, 0, 1)
}

// gammaUpper gives the x with P(Gamma(a) > x) = alpha.
func gammaUpper(alpha, a float64) float64 {
	f := func(x float64) float64 { return mathext.GammaIncRegComp(a, x) }
	return solve(f, alpha, 0, widen(f, alpha, a+1))
}

// gammaLower gives the x with P(Gamma(a) <= x) = alpha.
func gammaLower(alpha, a float64) float64 {
	f := func(x float64) float64 { return -mathext.GammaIncReg(a, x) }
	return solve(f, -alpha, 0, widen(f, -alpha, a+1))
}

// studentUpper gives the t with P(T > t) = alpha; df may be a fraction.
func studentUpper(alpha, df float64) float64 {
	if alpha > 0.5 {
		return -studentUpper(1-alpha, df)
	}
	f := func(t float64) float64 {
		low, _ := beta(df/2, 0.5, df/(df+t*t), t*t/(df+t*t))
		return low / 2
	}
	return solve(f, alpha, 0, widen(f, alpha, 1))
}

// normalUpper gives the z with P(Z > z) = alpha.
func normalUpper(alpha float64) float64 {
	if alpha > 0.5 {
		return -normalUpper(1 - alpha)
	}
	return solve(func(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }, alpha, 0, 50)
}
