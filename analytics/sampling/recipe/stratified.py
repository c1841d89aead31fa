
samples, spares = [], []
for stratum, n in {{.Strata}}:
    ranked = sorted((key for key, _, s in rows if s == stratum), key=lambda key: (ticket(key), key))
    samples += ranked[:n]
    spares += ranked[n:n + SPARES]
show("sample", samples)
show("spare", spares)
