
ends, cum = [], 0
for key in sorted(pool, key=lambda key: {{.Order}}):
    cum += pool[key]
    ends.append((cum * n, key))
show("hit", [next(key for end, key in ends if p < end) for p in positions])
