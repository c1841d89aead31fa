"""Writes plan.json, evaluate.json and select.json: reference cases for the package, computed without it.

Probabilities of counts are exact fractions, sizes are found by trying every n, quantiles are scipy's, samples are drawn by
sorting whole frames with hashlib. Run: python3 generate.py (needs scipy).
"""

import json
import math
from fractions import Fraction as F
from hashlib import sha256
from math import comb

from scipy import stats

cases = []


def case(ident, method, inputs, expected, source="computed (exact fractions, scipy)"):
    cases.append({"id": ident, "method": method, "inputs": inputs, "expected": expected, "source": source})


# ---- plan -----------------------------------------------------------------------------------------------------------

def binom(c, n, t):
    return sum(comb(n, i) * t**i * (1 - t) ** (n - i) for i in range(min(c, n) + 1))


def hyper(c, n, k, size):
    return F(sum(comb(k, i) * comb(size - k, n - i) for i in range(min(c, n) + 1) if n - i <= size - k), comb(size, n))


def poisson(c, n, t):
    return stats.poisson.cdf(c, n * float(t))


def least(c, alpha, tail, limit=5000):
    for n in range(c + 1, limit + 1):
        if tail(c, n) <= alpha * (1 + F(1, 10**12)):
            return n
    return None


def attributes():
    grid = [("0.95", "0.05", 0), ("0.95", "0.06", 2), ("0.90", "0.08", 1), ("0.99", "0.10", 3), ("0.80", "0.03", 0), ("0.975", "0.5", 1)]
    for i, (conf, rate, c) in enumerate(grid):
        t, alpha = F(rate), 1 - F(conf)
        for name, tail in [("binomial", lambda c, n: binom(c, n, t)), ("poisson", lambda c, n: poisson(c, n, t))]:
            n = least(c, alpha, tail)
            case(f"{name}-accept-{i}", f"attr.{name}.accept", {"confidence": conf, "tolerable_rate": rate, "accept": c},
                 {"n": n, "risk": float(tail(c, n)), "risk_at_n_minus_1": float(tail(c, n - 1))})
        for size in (20, 60, 400, 2500):
            k = math.ceil(t * size)
            ident, inputs = f"hypergeometric-accept-{i}-{size}", {"confidence": conf, "population": size, "tolerable_rate": rate, "accept": c}
            if c >= k:
                case(ident, "attr.hypergeometric.accept", inputs, {"feasible": False})
                continue
            n = least(c, alpha, lambda c, n: hyper(c, n, k, size), size)
            case(ident, "attr.hypergeometric.accept", inputs,
                 {"n": n, "tolerable_count": k, "risk": float(hyper(c, n, k, size)), "risk_at_n_minus_1": float(hyper(c, n - 1, k, size))})


def expected():
    grid = [("0.95", "0.05", "0.0125"), ("0.90", "0.06", "0.02"), ("0.95", "0.10", "0.04"), ("0.85", "0.09", "0.05"), ("0.95", "0.05", "0")]
    for i, (conf, rate, e) in enumerate(grid):
        t, alpha = F(rate), 1 - F(conf)
        for name, tail in [("binomial", lambda c, n: binom(c, n, t)), ("poisson", lambda c, n: poisson(c, n, t)),
                           ("hypergeometric", lambda c, n: hyper(c, n, math.ceil(t * 700), 700))]:
            c = 0
            while (n := least(c, alpha, tail)) * F(e) > c:
                c += 1
            inputs = {"confidence": conf, "tolerable_rate": rate, "expected_rate": e} | ({"population": 700} if name == "hypergeometric" else {})
            case(f"{name}-expected-{i}", f"attr.{name}.expected", inputs, {"n": n, "accept": c, "risk": float(tail(c, n))})
    for name in ("binomial", "poisson"):
        case(f"{name}-expected-too-high", f"attr.{name}.expected", {"confidence": "0.95", "tolerable_rate": "0.05", "expected_rate": "0.06"}, {"feasible": False})
    case("hypergeometric-tie", "attr.hypergeometric.accept", {"confidence": "0.75", "population": 40, "tolerable_rate": "0.025", "accept": 0},
         {"n": 30, "tolerable_count": 1, "risk": 0.25, "risk_at_n_minus_1": 0.275}, "a probability equal to the risk is accepted")


def discovery():
    for size, k, n in [(100, 1, 60), (5000, 12, 250), (10**6, 3, 1000), (40, 30, 11), (40, 5, 0)]:
        none = hyper(0, n, k, size) if size < 10**6 else F(math.prod(size - n - i for i in range(k)), math.prod(size - i for i in range(k)))
        case(f"discovery-{size}-{k}-{n}", "attr.discovery.probability", {"population": size, "deviations": k, "n": n},
             {"p_none": float(none), "p_at_least_one": float(1 - none)})
    for conf, size, k in [("0.95", 300, 1), ("0.90", 1500, 6), ("0.99", 80, 80)]:
        case(f"discovery-size-{size}-{k}", "attr.discovery.size", {"confidence": conf, "population": size, "critical_count": k},
             {"n": least(0, 1 - F(conf), lambda c, n: hyper(c, n, k, size), size)})
    for name, conf, rate in [("binomial", "0.90", "0.04"), ("poisson", "0.95", "0.03"), ("poisson", "0.90", "0.06")]:
        tail = (lambda c, n: binom(c, n, F(rate))) if name == "binomial" else (lambda c, n: poisson(c, n, F(rate)))
        both = lambda m: tail(0, m) + (tail(1, m) - tail(0, m)) * tail(0, m)
        m = next(m for m in range(1, 1000) if both(m) <= 1 - F(conf))
        case(f"two-stage-{name}-{rate}", "attr.twostage", {"confidence": conf, "tolerable_rate": rate, "distribution": name},
             {"n_per_stage": m, "risk": float(both(m))})


def monetary():
    for i, (conf, book, tm, em) in enumerate([("0.95", "1000000", "40000", "0"), ("0.95", "2345678.90", "100000", "25000"),
                                              ("0.90", "500000", "30000", "12000.50"), ("0.63", "80000000", "1600000", "640000")]):
        r, conf_f = float(F(em) / F(tm)), float(conf)
        low, high = 0.0, 1e4
        for _ in range(200):
            mid = (low + high) / 2
            low, high = (mid, high) if stats.gamma.sf(mid, 1 + r * mid) > 1 - conf_f else (low, mid)
        real = high * float(F(book) / F(tm))
        n = math.ceil(real)
        case(f"monetary-{i}", "mus.poisson.plan", {"confidence": conf, "book_value": book, "tolerable": tm, "expected": em},
             {"n": n, "factor": high, "n_real": real, "expected_taint": float(n * F(em) / F(book)), "interval": float(F(book) / n)})
    case("monetary-infeasible", "mus.poisson.plan", {"confidence": "0.95", "book_value": "1000", "tolerable": "50", "expected": "50"}, {"feasible": False})
    for conf, k in [("0.95", 2), ("0.95", 3), ("0.80", 0), ("0.99", 7)]:
        f = stats.gamma.isf(float(1 - F(conf)), k + 1)
        case(f"factor-{conf}-{k}", "mus.poisson.factor", {"confidence": conf, "errors": k}, {"factor": f, "factor_rounded_up_2dp": math.ceil(f * 100) / 100})
    for i, (conf, book, tm, em) in enumerate([("0.95", 20000, 900, 300), ("0.90", 3000, 250, 60), ("0.80", 50000, 1000, 0)]):
        sizes, c = [], 0
        while True:
            sizes.append(least(c, 1 - F(conf), lambda c, n: hyper(c, n, tm, book), book))
            if sizes[c] * em <= c * book:
                break
            c += 1
        n = sizes[0]
        if c:
            d = sizes[c] - sizes[c - 1]
            n = math.ceil((c - 1 - F(sizes[c - 1], d)) / (F(em, book) - F(1, d)))
        case(f"monetary-units-{i}", "mus.hypergeometric.interpolated", {"confidence": conf, "book_value": str(book), "tolerable": str(tm), "expected": str(em)},
             {"n": n, "c": c})


def others():
    for conf, size, e, s in [("0.95", 1200, "2.5", "14"), ("0.90", 90, "3", "11.5"), ("0.99", 100000, "0.4", "6")]:
        n0 = (stats.norm.isf((1 - float(conf)) / 2) * float(s) / float(e)) ** 2
        case(f"mean-{size}", "variables.size.mean", {"confidence": conf, "population": size, "precision_of_mean": e, "std_dev": s},
             {"n": math.ceil(n0 / (1 + n0 / size))})
    case("allocation-equal-remainders", "alloc.proportional", {"n": 10, "N": [40, 40, 40], "min_per_stratum": 1}, {"allocation": [4, 3, 3]}, "by hand")
    case("allocation-neyman", "alloc.neyman", {"n": 20, "N": [100, 50], "sd": ["3", "9"], "min_per_stratum": 2}, {"allocation": [8, 12]}, "by hand")
    case("allocation-cap", "alloc.by-value", {"n": 12, "N": [100, 5, 50], "value": ["100", "800", "100"], "min_per_stratum": 2}, {"allocation": [4, 5, 3]}, "by hand")
    case("allocation-too-large", "alloc.proportional", {"n": 151, "N": [100, 50]}, {"feasible": False}, "by hand")
    case("detection-risk", "risk.detection", {"audit_risk": "0.05", "inherent_risk": "1", "control_risk": "0.5", "analytical_risk": "0.4"},
         {"detection_risk": 0.25, "confidence": 0.75}, "by hand")


# ---- evaluate -------------------------------------------------------------------------------------------------------

def upper(dist, alpha, n, x, size=None):
    if dist == "poisson":
        return stats.gamma.isf(alpha, x + 1) / n
    if dist == "binomial":
        return 1.0 if x == n else stats.beta.isf(alpha, x + 1, n - x)
    return max(k for k in range(x, size - n + x + 1) if hyper(x, n, k, size) > alpha) / size


def lower(dist, alpha, n, x, size=None):
    if x == 0:
        return 0.0
    if dist == "poisson":
        return stats.gamma.ppf(alpha, x) / n
    if dist == "binomial":
        return stats.beta.ppf(alpha, x, n - x + 1)
    return min(k for k in range(x, size - n + x + 1) if 1 - hyper(x - 1, n, k, size) > alpha) / size


def bounds():
    for i, (conf, size, n, x) in enumerate([("0.95", 300, 40, 2), ("0.90", 90, 30, 0), ("0.95", 60, 60, 3), ("0.80", 45, 12, 12), ("0.99", 500, 25, 24)]):
        alpha = 1 - F(conf)
        for dist in ("binomial", "poisson", "hypergeometric"):
            for sided, a in (("upper", alpha), ("lower", alpha), ("two", alpha / 2)):
                a = a if dist == "hypergeometric" else float(a)
                want = {"point": x / n}
                if sided != "lower":
                    want["upper"] = upper(dist, a, n, x, size)
                if sided != "upper":
                    want["lower"] = lower(dist, a, n, x, size)
                if dist == "hypergeometric":
                    want |= {f"{s}_count": round(want[s] * size) for s in ("upper", "lower") if s in want}
                inputs = {"confidence": conf, "n": n, "deviations": x, "sided": sided} | ({"population": size} if dist == "hypergeometric" else {})
                case(f"bound-{dist}-{sided}-{i}", f"attr.{dist}.bound", inputs, want)
    case("pvalue-binomial", "attr.binomial.pvalue", {"tolerable_rate": "0.07", "n": 90, "deviations": 2}, {"p_value": float(binom(2, 90, F("0.07")))})
    case("pvalue-hypergeometric", "attr.hypergeometric.pvalue", {"tolerable_rate": "0.07", "population": 210, "n": 90, "deviations": 2},
         {"p_value": float(hyper(2, 90, 15, 210))})


def taints():
    for i, (conf, book, n, values) in enumerate([("0.95", 800, 50, ["1", "0.4", "0.15"]), ("0.90", 3000, 25, []), ("0.95", 640, 12, ["0.5"] * 12)]):
        alpha, ts = 1 - F(conf), sorted(map(float, values), reverse=True)
        for dist in ("poisson", "binomial", "hypergeometric"):
            p = [upper(dist, alpha if dist == "hypergeometric" else float(alpha), n, j, book) for j in range(len(ts) + 1)]
            rate = p[0] + sum((p[j + 1] - p[j]) * t for j, t in enumerate(ts))
            inputs = {"confidence": conf, "distribution": dist, "book_value": str(book), "n": n, "taints": values}
            case(f"stringer-{dist}-{i}", "mus.stringer", inputs, {"ub_rate": rate, "mle_rate": sum(ts) / n, "basic_precision": p[0] * book,
                 "projected": sum(ts) / n * book, "incremental": (rate - p[0]) * book - sum(ts) / n * book, "upper_limit": rate * book})
            s = p[0]
            for j, t in enumerate(ts):
                s = max(s + t / n, p[j + 1] * sum(ts[:j + 1]) / (j + 1))
            case(f"cell-{dist}-{i}", "mus.cell", inputs, {"ub_rate": s, "mle_rate": sum(ts) / n, "upper_limit": s * book, "projected": sum(ts) / n * book})
    p = [upper("poisson", 0.05, 40, j) for j in range(4)]
    over = 50000 * (p[0] + (p[1] - p[0]) * 1 + (p[2] - p[1]) * 0.25 + (p[3] - p[2]) * 0.25)
    under = 50000 * (p[0] * 1.5 + (p[1] - p[0]) * 1.5)
    case("monetary-sample", "mus.stringer.full", {"confidence": "0.95", "distribution": "poisson", "sampled_book_value": "50000", "n": 40, "items": [
        {"book": "200.00", "audit": "150.00", "hits": 2}, {"book": "80.00", "audit": "-10.00", "hits": 1}, {"book": "40.00", "audit": "100.00", "hits": 1}],
        "certainty_misstatements": ["-75", "300.50"]},
        {"over_projected": 50000 / 40 * 1.5, "under_projected": 50000 / 40 * 1.5, "over_upper_gross": over, "under_upper_gross": under,
         "certainty_net": 225.5, "most_likely_net": 225.5, "upper_net": over - 1875 + 225.5})
    case("taint-sum-poisson", "mus.taint-sum", {"confidence": "0.90", "distribution": "poisson", "n": 80, "taint_sum": "2.3"},
         {"upper_rate": stats.gamma.isf(0.1, 3.3) / 80, "mle_rate": 2.3 / 80})
    case("taint-sum-binomial", "mus.taint-sum", {"confidence": "0.90", "distribution": "binomial", "n": 80, "taint_sum": "2.3"},
         {"upper_rate": stats.beta.isf(0.1, 3.3, 77.7), "mle_rate": 2.3 / 80})
    ts = [0.2, -0.1, 0.5, 1.0] + [0.0] * 26
    mean, sd = sum(ts) / 30, stats.tstd(ts)
    se = 9000 * sd / math.sqrt(30)
    case("mean-taint", "mus.mean-taint", {"confidence": "0.90", "sided": "two", "book_value": "9000", "n": 30, "taints": ["0.2", "-0.1", "0.5", "1"]},
         {"estimate_misstatement": 9000 * mean, "standard_error": se, "df": 3, "lower": 9000 * mean - stats.t.isf(0.05, 3) * se,
          "upper": 9000 * mean + stats.t.isf(0.05, 3) * se})


def estimators():
    x = [120.0, 80.5, 230.25, 40.0, 310.0, 95.75, 150.0, 60.0]
    y = [120.0, 75.5, 230.25, 42.0, 290.0, 95.75, 144.5, 60.0]
    n, size, book = 8, 150, 21000.0
    mx, my = sum(x) / n, sum(y) / n
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    ratio, slope = sum(y) / sum(x), sxy / sxx
    d = [a - b for a, b in zip(x, y)]
    forms = {
        "mpu": (book - size * my, syy / (n - 1), n - 1),
        "difference": (size * sum(d) / n, stats.tvar(d), n - 1),
        "ratio": (book * (1 - ratio), sum((b - ratio * a) ** 2 for a, b in zip(x, y)) / (n - 1), n - 1),
        "regression": (book - size * (my + slope * (book / size - mx)), sum((b - my - slope * (a - mx)) ** 2 for a, b in zip(x, y)) / (n - 2), n - 2)}
    for name, (estimate, v, df) in forms.items():
        for sided, fpc in (("two", True), ("one", False)):
            se = size * math.sqrt(v / n * (1 - n / size if fpc else 1))
            t = stats.t.isf(0.05 / (2 if sided == "two" else 1), df)
            case(f"{name}-{sided}", f"est.{name}", {"confidence": "0.95", "sided": sided, "fpc": fpc, "population_items": size,
                 "population_book_value": "21000", "book": [str(a) for a in x], "audit": [str(b) for b in y]},
                 {"estimate_misstatement": estimate, "estimate_audit_value": book - estimate, "standard_error": se, "df": df, "t": t,
                  "precision": t * se, "lower": estimate - t * se, "upper": estimate + t * se})
    strata = [(60, 10, 12.5, 3.1), (30, 30, 50.0, 8.0), (200, 25, 4.2, 1.7)]
    v = [N * (N - m) * s * s / m for N, m, _, s in strata]
    df = sum(v) ** 2 / sum(a * a / (m - 1) for a, (_, m, _, _) in zip(v, strata))
    total, half = sum(N * mean for N, _, mean, _ in strata), stats.t.isf(0.05, df) * math.sqrt(sum(v))
    case("strata", "est.stratified.mean-total", {"confidence": "0.90", "sided": "two", "strata": [{"N": N, "n": m, "mean": str(a), "sd": str(s)} for N, m, a, s in strata]},
         {"total": total, "standard_error": math.sqrt(sum(v)), "df_satterthwaite": df, "lower": total - half, "upper": total + half})


# ---- select ---------------------------------------------------------------------------------------------------------

SEED, SCOPE = "4711 by two dice", "Kreditoren/Zahlläufe"


def ticket(key):
    return sha256(f"ASEL1\n{SEED}\n{SCOPE}\n{key}".encode()).hexdigest()


def draw(label, k, m):
    return int(sha256(f"ASEL1#\n{SEED}\n{SCOPE}\n{label}\n{k}".encode()).hexdigest(), 16) * m >> 256


def select():
    base = {"seed": SEED, "scope": SCOPE}
    keys = [f"PAY-{i:03d}" for i in range(1, 41)]
    ranked = sorted(keys, key=lambda k: (ticket(k), k))
    for key in ("PAY-001", "ÄÖ/漢字", "2024\x1f7", "-12"):
        t = ticket(key)
        case(f"ticket-{key}", "select.ticket", base | {"key": key, "amount": 987654321}, {"ticket": t, "t60": str(int(t[:15], 16)),
             "score": str((int(t[:15], 16) + 1) * 2**64 // 987654321)}, "hashlib")
    for label, k, m in (("start", 0, 10**18), ("cell", 3, 977), ("random", 12, 2**200)):
        case(f"draw-{label}", "select.draw", base | {"label": label, "index": k, "modulus": str(m)}, {"value": str(draw(label, k, m))}, "hashlib")
    case("srs", "select.srs", base | {"keys": keys, "n": 6, "spares": 3}, {"selected": ranked[:6], "spares": ranked[6:9], "last_ticket": ticket(ranked[5])}, "hashlib")
    case("srs-all", "select.srs", base | {"keys": keys[::-1], "n": 40}, {"selected": ranked}, "hashlib")
    case("srs-range", "select.srs.range", base | {"key_range": [1, 5000], "n": 4},
         {"selected": sorted(map(str, range(1, 5001)), key=ticket)[:4]}, "hashlib")
    for name, refused in (("twice", keys + keys[:1]), ("null", keys + [None]), ("too-few", keys[:5])):
        case(f"srs-{name}", "select.srs", base | {"keys": refused, "n": 6}, {"feasible": False}, "refused")
    strata = [[k, "even" if i % 2 else "odd"] for i, k in enumerate(keys)]
    case("stratified", "select.stratified", base | {"rows": strata, "allocation": {"even": 3, "odd": 5}},
         {"selected": {s: [k for k in ranked if [k, s] in strata][:n] for s, n in (("even", 3), ("odd", 5))}}, "hashlib")
    s = draw("start", 0, 40)
    case("systematic", "select.systematic", base | {"keys": keys[::-1], "n": 7, "order": "key"},
         {"start_numerator": s, "selected": [keys[(s + k * 40) // 7] for k in range(7)]}, "hashlib")
    amounts(base, keys)


def amounts(base, keys):
    frame = {k: (i * i * 7919) % 5003 * (40 if i % 13 == 0 else 1) - 300 for i, k in enumerate(keys, 1)}
    frame["PAY-007"] = 0
    positive = {k: x for k, x in frame.items() if x > 0}
    rows = [[k, str(x)] for k, x in frame.items()]
    total = sum(positive.values())
    aside = {"zero": [k for k in keys if frame[k] == 0], "negative": [k for k in keys if frame[k] < 0]}
    for n in (5, 11, 39):
        certain, rest, left = set(), total, n
        while more := {k for k, x in positive.items() if k not in certain and x * left >= rest}:
            certain |= more
            rest = total - sum(positive[k] for k in certain)
            left = -(-rest * n // total)
        common = {"certainty": sorted(certain), "n_sampled": left, "sampled_frame_value": rest} | aside
        pool = {k: x for k, x in positive.items() if k not in certain}
        score = lambda k: ((int(ticket(k)[:15], 16) + 1) * 2**64 // pool[k], ticket(k), k)
        case(f"sieve-{n}", "select.mus.sieve", base | {"rows": rows, "n": n}, common | {"sampled": sorted(pool, key=score)[:left]}, "hashlib")
        for order, by in (("ticket", ticket), ("key", str)):
            cum, ends = 0, []
            for k in sorted(pool, key=by):
                cum += pool[k]
                ends.append((cum * left, k))
            at = lambda p: next(k for end, k in ends if p < end)
            s = draw("start", 0, rest)
            case(f"interval-{order}-{n}", "select.mus.interval", base | {"rows": rows, "n": n, "order": order},
                 common | {"start_numerator": s, "hits": [at(s + k * rest) for k in range(left)]}, "hashlib")
            case(f"cell-{order}-{n}", "select.mus.cell", base | {"rows": rows, "n": n, "order": order},
                 common | {"hits": [at(k * rest + draw("cell", k, rest)) for k in range(left)]}, "hashlib")
        cum, ends = 0, []
        for k in sorted(positive):
            cum += positive[k]
            ends.append((cum, k))
        positions = [draw("random", k, total) for k in range(n)]
        case(f"random-{n}", "select.mus.random", base | {"rows": rows, "n": n},
             {"positions": positions, "hits": [next(k for end, k in ends if p < end) for p in positions]}, "hashlib")
    case("fixed-start", "select.mus.interval.fixed-start", {"items": [["a", "10"], ["b", "0"], ["c", "2.5"], ["d", "20"]], "n": 3, "start": "10",
         "interval": "10.5", "rule": "item with cum_before < start + k*interval <= cum"}, {"hits": ["a", "d", "d"]}, "by hand")


def write(name, *parts):
    cases.clear()
    for part in parts:
        part()
    with open(name, "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]\n")
    print(name, len(cases))


write("plan.json", attributes, expected, discovery, monetary, others)
write("evaluate.json", bounds, taints, estimators)
write("select.json", select)
