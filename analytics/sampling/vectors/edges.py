"""Writes edges.json: cases at the edges of the methods, computed without the package.

Counts are exact fractions, where every n is tried or bisected; quantiles are mpmath's, at 25 digits. Of each grid every few cases
are kept. Run: python3 edges.py (needs mpmath).
"""

import json
from fractions import Fraction as F
from math import comb

import mpmath as mp

mp.mp.dps = 25
RATES = ["0.05", "0.07", "0.1", "0.35", "0.5", "0.99", "1"]
LEVELS = ["0.5", "0.8", "0.9", "0.95", "0.999"]
cases, grid = [], []


def case(method, inputs, expected):
    grid.append({"method": method, "inputs": inputs, "expected": expected})


def keep(every):
    for c in grid[::every]:
        cases.append({"id": "edge-%03d" % (len(cases) + 1), **c, "source": "computed (exact fractions, mpmath)"})
    grid.clear()


def ceil(q): return -(-q.numerator // q.denominator)
def real(q): return mp.mpf(q.numerator) / q.denominator
def near(alpha): return alpha * (1 + F(1, 10**12))


def hyper(c, n, k, size):
    return F(sum(comb(k, i) * comb(size - k, n - i) for i in range(min(c, n, k) + 1) if n - i <= size - k), comb(size, n))


def binom(c, n, t): return sum(comb(n, i) * t**i * (1 - t) ** (n - i) for i in range(min(c, n) + 1))


def bisect(low, high, enough, steps=85):
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def gamma_quantile(p, a): return bisect(mp.mpf(0), mp.mpf(4 * a + 60), lambda x: mp.gammainc(a, 0, x, regularized=True) >= p)
def beta_quantile(p, a, b): return bisect(mp.mpf(0), mp.mpf(1), lambda x: mp.betainc(a, b, 0, x, regularized=True) >= p)


def least(c, count, size, alpha):
    low, high = c + 1, size
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if hyper(c, middle, count, size) <= near(alpha) else (middle + 1, high)
    return low


def accept_numbers():
    for size in (1, 2, 3, 7, 20, 41):
        for rate in RATES:
            for level in LEVELS:
                for c in (0, 1, 3):
                    count = ceil(F(rate) * size)
                    expected = {"feasible": False}
                    if c < count:
                        n = least(c, count, size, 1 - F(level))
                        expected = {"n": n, "tolerable_count": count, "risk": float(hyper(c, n, count, size))}
                    case("attr.hypergeometric.accept", {"confidence": level, "population": size, "tolerable_rate": rate, "accept": c}, expected)
    keep(9)
    for rate in RATES:
        for level in LEVELS:
            for c in (0, 1, 5):
                n, t, alpha = c + 1, F(rate), 1 - F(level)
                while binom(c, n, t) > near(alpha):
                    n += 1
                case("attr.binomial.accept", {"confidence": level, "tolerable_rate": rate, "accept": c}, {"n": n, "risk": float(binom(c, n, t))})
                mean = gamma_quantile(real(F(level)), c + 1)
                case("attr.poisson.accept", {"confidence": level, "tolerable_rate": rate, "accept": c}, {"n": max(1, int(mp.ceil(mean / real(t) * (1 - mp.mpf(10) ** -13))))})
    keep(7)


def bounds():
    for size in (1, 2, 5, 17, 40):
        for n in range(1, size + 1, 1 if size < 6 else 4):
            for x in sorted({0, 1, n // 2, n - 1, n} & set(range(n + 1))):
                for level in ("0.5", "0.9", "0.999"):
                    for side in ("upper", "lower", "two"):
                        alpha, expected = (1 - F(level)) / (2 if side == "two" else 1), {"point": x / n}
                        counts = range(x, size - n + x + 1)
                        if side != "lower":
                            expected["upper_count"] = max(k for k in counts if hyper(x, n, k, size) > alpha)
                        if side != "upper":
                            expected["lower_count"] = min(k for k in counts if x == 0 or 1 - hyper(x - 1, n, k, size) > alpha)
                        case("attr.hypergeometric.bound", {"confidence": level, "population": size, "n": n, "deviations": x, "sided": side}, expected)
    keep(11)
    for n, x in ((1, 0), (1, 1), (2, 1), (25, 25), (60, 60), (150, 3)):
        for level in ("0.5", "0.95", "0.999"):
            p = real(F(level))
            case("attr.binomial.bound", {"confidence": level, "n": n, "deviations": x, "sided": "upper"}, {"upper": 1.0 if x == n else float(beta_quantile(p, x + 1, n - x))})
            case("attr.poisson.bound", {"confidence": level, "n": n, "deviations": x, "sided": "upper"}, {"upper": float(gamma_quantile(p, x + 1) / n)})
    keep(1)


def monetary():
    for level in ("0.5", "0.75", "0.9", "0.95", "0.999"):
        for book, most, error in (("7654321.10", "123456.70", "12345.67"), ("1000", "1000", "0"), ("1000", "1000", "500"), ("1000", "999.99", "1"),
                                  ("0.02", "0.01", "0.005"), ("99999999999.99", "1000000", "600000"), ("100", "7", "6")):
            ratio, p = real(F(error) / F(most)), real(F(level))
            factor = bisect(mp.mpf(0), mp.mpf(4000), lambda x: mp.gammainc(1 + ratio * x, 0, x, regularized=True) >= p)
            size = int(mp.ceil(factor * real(F(book) / F(most))))
            case("mus.poisson.plan", {"confidence": level, "book_value": book, "tolerable": most, "expected": error}, {"n": size, "factor": float(factor)})
    keep(1)
    for book in (20, 100, 500, 1500):
        for most in (book // 20, book // 10, book // 4, book // 2):
            for tenths in (0, 1, 5):
                for level in ("0.5", "0.8", "0.95"):
                    case("mus.hypergeometric.interpolated", {"confidence": level, "book_value": str(book), "tolerable": str(most), "expected": str(most * tenths / 10)},
                         interpolated(book, most, F(most * tenths, 10), 1 - F(level)))
    keep(3)


def interpolated(book, most, error, alpha):
    sizes = []
    for c in range(most):
        sizes.append(least(c, most, book, alpha))
        if sizes[c] * error <= c * book:
            if c == 0:
                return {"n": sizes[0], "c": 0}
            step = sizes[c] - sizes[c - 1]
            return {"n": ceil((c - 1 - F(sizes[c - 1], step)) / (error / book - F(1, step))), "c": c}
    return {"feasible": False}


accept_numbers()
bounds()
monetary()
with open("edges.json", "w", encoding="utf-8") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
