
pool = {key: x for key, x, _ in rows if x > 0}
X = sum(pool.values())
positions, n = [draw("random", k, X) for k in range(N)], 1
