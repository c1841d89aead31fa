
ranked = sorted((key for key, _, _ in rows), key=lambda key: (ticket(key), key))
show("sample", ranked[:N])
show("spare", ranked[N:N + SPARES])
