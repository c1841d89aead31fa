import csv, sys
from hashlib import sha256

SEED, SCOPE, N, SPARES = {{.Seed}}, {{.Scope}}, {{.Size}}, {{.Spares}}
rows = [(r["key"], int(r.get("amount") or 0), r.get("stratum")) for r in csv.DictReader(open(sys.argv[1], encoding="utf-8", newline=""))]
sys.stdout.reconfigure(encoding="utf-8", newline="\n")

def sha(*parts): return sha256("\n".join(parts).encode()).hexdigest()
def ticket(key): return sha("ASEL1", SEED, SCOPE, key)
def draw(label, k, m): return int(sha("ASEL1#", SEED, SCOPE, label, str(k)), 16) * m >> 256
def show(kind, keys):
    for key in keys: print(kind, key)
