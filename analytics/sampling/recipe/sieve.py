
def rank(key):
    t = ticket(key)
    return ((int(t[:15], 16) + 1) * 2**64 // pool[key], t, key)

ranked = sorted(pool, key=rank)
show("sample", ranked[:n])
show("spare", ranked[n:n + SPARES])
