
frame = {key: x for key, x, _ in rows if x > 0}
X = sum(frame.values())
certain, rest, n = set(), X, N
while move := {key for key, x in frame.items() if key not in certain and x * n >= rest}:
    certain |= move
    rest = X - sum(frame[key] for key in certain)
    n = -(-rest * N // X)
pool = {key: x for key, x in frame.items() if key not in certain}
show("certainty", sorted(certain))
