
start = draw("start", 0, rest) if n else 0
positions = [start + k * rest for k in range(n)]
