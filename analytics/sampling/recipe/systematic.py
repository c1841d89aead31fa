
keys = sorted(key for key, _, _ in rows)
start = draw("start", 0, len(keys))
show("sample", [keys[(start + k * len(keys)) // N] for k in range(N)])
