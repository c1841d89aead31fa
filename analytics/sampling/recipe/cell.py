
positions = [k * rest + draw("cell", k, rest) for k in range(n)]
