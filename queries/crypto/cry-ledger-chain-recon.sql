/*---
id: cry-ledger-chain-recon
version: 5
title: Wallet ledgers that differ from the chain
objective: The books agree with the chain per wallet and asset, every day, and differences are explained in time.
kind: operating
severity: critical
reads: [ledger_balance, chain_balance, wallet_address]
optional: [chain_tx, withdrawal, asset_price, approval]
key: [wallet_id, asset, cut_off]
params:
  ledger: {type: text, default: "", means: the ledger whose wallets are compared; all together when empty}
  tol_units: {type: "decimal(38,18)", default: "0.00000001", unit: units of the asset, means: difference that is allowed}
  tol_usd: {type: "decimal(18,8)", default: "1", unit: USD, means: "the same by value, where a price is known"}
  price_hours: {type: integer, default: 24, unit: hours, means: age up to which a price counts}
  block_min: {type: integer, default: 60, unit: minutes, means: age of the last block with a balance before the cut-off}
  sla_hours: {type: integer, default: 48, unit: hours, means: time within which a reconciling item must be gone}
  cadence_days: {type: integer, default: 1, unit: days, means: time between cut-offs; 0 when days without a cut-off are not reported}
  confirmations: {type: "text[]", default: ["BTC=3", "ETH=64"], means: confirmations after which a deposit is credited}
  other_confirmations: {type: integer, default: 12, means: the same on other chains}
  native_assets: {type: "text[]", default: ["TRON=TRX", "ARBITRUM=ETH", "OPTIMISM=ETH", "BASE=ETH"], means: "asset in which a chain's fees are paid, where it does not have the chain's name"}
  min_nodes: {type: integer, default: 2, unit: nodes, means: independent sources of a balance}
controls:
  soc2-tsc-2017: [PI1.3, PI1.5]
  nist-800-53r5: [SI-7]
reasons:
  R1: ledger and chain differ by more than what is in flight
  R2: a reconciling item is older than allowed
  R3: the wallet is on one side only
  R4: a day was not reconciled
  R5: preparer and reviewer are one person
  R6: a balance was read from too few sources, or they disagree
  I1: the balance of the ledger is missing
  I2: addresses of the wallet have no balance at the cut-off
limits:
  - Cut-offs are the times of the wallets' ledger balances in the period; between the first and the last every day without one is a cut-off too.
  - A balance of the chain counts for the next cut-off, when its block is not older than block_min; orphaned blocks do not count. An address
    without a balance makes the wallet indeterminate, so empty addresses must be read as well. What is in a later block than the last one
    read of its chain is not in the balances, whatever the time of the block.
  - In flight may be unconfirmed deposits, withdrawals broadcast and not yet in a block, and within sla_hours network fees and transfers
    between own wallets that the ledger has not booked. Fees are those of failed transactions too. A ledger books in the order of time, so
    of fees and of transfers all of the last ones may be missing. A difference is explained when some of these kinds together are as large.
  - Withdrawals that never appear on the chain are the items that grow old; the other kinds end by themselves.
  - A sign-off is an approval of kind recon whose subject is WALLET/ASSET/YYYY-MM-DD; step 1 prepares, later steps review. R4 is also raised on
    a day without one, when the wallet has them on other days.
  - Rewards, airdrops and forked assets differ until they are booked.
---*/

-- +own: own addresses with their wallet
SELECT
  COALESCE(NULLIF(wallet_id, ''), '(no wallet)') AS wallet_id, chain, asset, address,
  MIN(COALESCE(active_from, to_timestamp(0))) AS active_from, CASE WHEN COUNT(*) = COUNT(active_to) THEN MAX(active_to) END AS active_to
FROM wallet_address
GROUP BY ALL;

-- +book: balances of wallets in the ledger, in the period
SELECT wallet_id, asset, as_of, CAST(SUM(balance) AS DECIMAL(38, 18)) AS balance, COUNT(*) - COUNT(balance) AS missing
FROM ledger_balance
WHERE COALESCE(wallet_id, '') <> '' AND ledger = COALESCE(NULLIF($ledger, ''), ledger) AND as_of >= $period_start AND as_of < $period_end
GROUP BY wallet_id, asset, as_of;

-- +cut: the cut-offs, and the days between them that have none
SELECT DISTINCT as_of AS cut_off FROM book
UNION
SELECT UNNEST(generate_series(date_add('day', $cadence_days, as_of), date_add('second', -1, CAST(CAST(next_at AS DATE) AS TIMESTAMP WITH TIME ZONE)), to_days(CAST(GREATEST($cadence_days, 1) AS INTEGER))))
FROM (SELECT as_of, LEAD(as_of) OVER (ORDER BY as_of) AS next_at FROM (SELECT DISTINCT as_of FROM book) AS d) AS g
WHERE $cadence_days > 0;

-- +counted: how many addresses each wallet and asset has from a time on
SELECT wallet_id, asset, ts, CAST(SUM(change) OVER (PARTITION BY wallet_id, asset ORDER BY ts) AS BIGINT) AS addresses
FROM (
  SELECT wallet_id, asset, active_from AS ts, 1 AS change FROM own
  UNION ALL
  SELECT wallet_id, asset, active_to, -1 FROM own WHERE active_to IS NOT NULL
) AS c
QUALIFY row_number() OVER (PARTITION BY wallet_id, asset, ts ORDER BY change) = 1;

-- +population: one row per wallet, asset and cut-off at which the wallet has addresses or a balance in the ledger
SELECT w.wallet_id, w.asset, w.cut_off, COALESCE(n.addresses, 0) AS addresses, b.balance AS ledger_balance, b.missing, b.wallet_id IS NOT NULL AS booked, w.ever_booked
FROM (
  SELECT p.wallet_id, p.asset, c.cut_off, p.ever_booked
  FROM (
    SELECT wallet_id, asset, bool_or(booked) AS ever_booked
    FROM (SELECT wallet_id, asset, FALSE AS booked FROM own UNION ALL SELECT wallet_id, asset, TRUE FROM book) AS a
    GROUP BY wallet_id, asset
  ) AS p
  CROSS JOIN cut AS c
) AS w
ASOF LEFT JOIN counted AS n ON n.wallet_id = w.wallet_id AND n.asset = w.asset AND n.ts <= w.cut_off
LEFT JOIN book AS b ON b.wallet_id = w.wallet_id AND b.asset = w.asset AND b.as_of = w.cut_off
WHERE n.addresses > 0 OR b.wallet_id IS NOT NULL;

-- +seen: the balances of the chain with the cut-off they count for, by address and block
SELECT b.chain, b.asset, b.address, b.block_height, b.block_at, c.cut_off, b.least, b.nodes < $min_nodes OR b.least <> b.most AS doubtful
FROM (
  SELECT chain, asset, address, block_height, block_at, COUNT(DISTINCT source_node) AS nodes, MIN(balance) AS least, MAX(balance) AS most
  FROM chain_balance
  LEFT JOIN (SELECT chain, block_hash, COUNT(*) AS orphans FROM chain_tx WHERE canonical IS FALSE GROUP BY chain, block_hash) AS o USING (chain, block_hash)
  WHERE o.orphans IS NULL
  GROUP BY chain, asset, address, block_height, block_at
) AS b
ASOF JOIN cut AS c ON c.cut_off >= b.block_at
WHERE b.block_at >= date_add('minute', -$block_min, c.cut_off)
QUALIFY row_number() OVER (PARTITION BY b.chain, b.asset, b.address, c.cut_off ORDER BY b.block_at DESC, b.block_height DESC) = 1;

-- +held: what the chain has for each wallet, asset and cut-off
SELECT
  o.wallet_id, asset, s.cut_off, COUNT(s.least) AS addresses, CAST(SUM(s.least) AS DECIMAL(38, 18)) AS balance, COUNT(*) FILTER (WHERE s.doubtful) AS doubtful,
  MIN(address) FILTER (WHERE s.doubtful) AS doubtful_address
FROM seen AS s
JOIN own AS o USING (chain, asset, address)
WHERE o.active_from <= s.cut_off AND COALESCE(o.active_to > s.cut_off, TRUE)
GROUP BY o.wallet_id, asset, s.cut_off;

-- +holder: the wallet of each own address
SELECT chain, address, MIN(wallet_id) AS wallet_id FROM own GROUP BY chain, address;

-- +moved: transfers that stand, with the wallets at both ends, and those that failed, which cost a fee
SELECT chain, t.asset, t.txid, t.block_height, t.block_at, t.amount, t.fee, t.failed, f.wallet_id AS from_wallet, d.wallet_id AS to_wallet
FROM (
  SELECT chain, asset, txid, block_height, block_at, amount, fee, COALESCE(status, 'success') <> 'success' AS failed, from_addr, to_addr
  FROM chain_tx
  WHERE canonical IS DISTINCT FROM FALSE
) AS t
LEFT JOIN (SELECT chain, address AS from_addr, wallet_id FROM holder) AS f USING (chain, from_addr)
LEFT JOIN (SELECT chain, address AS to_addr, wallet_id FROM holder) AS d USING (chain, to_addr);

-- +tip: the last block of each chain whose balances count for a cut-off
SELECT chain, cut_off, MAX(block_height) AS height FROM seen GROUP BY chain, cut_off;

-- +flight: deposits and withdrawals in flight at each cut-off; positive when the ledger is too high because of them
SELECT w.wallet_id, w.asset, cut_off, 'deposits' AS kind, -CAST(SUM(w.amount) AS DECIMAL(38, 18)) AS amount, MIN(w.block_at) AS since
FROM (
  SELECT m.to_wallet AS wallet_id, m.asset, m.chain, m.block_height, m.block_at, m.amount, c.cut_off
  FROM moved AS m
  ASOF JOIN cut AS c ON c.cut_off >= m.block_at
  WHERE m.from_wallet IS NULL AND NOT m.failed
) AS w
JOIN tip AS t USING (chain, cut_off)
LEFT JOIN (SELECT split_part(item, '=', 1) AS chain, CAST(split_part(item, '=', 2) AS BIGINT) AS need FROM (SELECT UNNEST($confirmations) AS item) AS u) AS k USING (chain)
WHERE w.block_height <= t.height AND t.height - w.block_height + 1 < COALESCE(k.need, $other_confirmations)
GROUP BY w.wallet_id, w.asset, cut_off
UNION ALL
SELECT w.wallet_id, w.asset, c.cut_off, 'withdrawals', -CAST(SUM(w.amount) AS DECIMAL(38, 18)), MIN(w.broadcast_at)
FROM (
  SELECT wallet_id, asset, chain, txid, amount, broadcast_at
  FROM withdrawal
  WHERE status NOT IN ('rejected', 'failed', 'cancelled', 'canceled', 'blocked')
  QUALIFY row_number() OVER (PARTITION BY withdrawal_id ORDER BY revision DESC) = 1
) AS w
LEFT JOIN (SELECT chain, txid, MIN(block_at) AS block_at, MIN(block_height) AS block_height FROM moved WHERE NOT failed GROUP BY chain, txid) AS m USING (chain, txid)
JOIN cut AS c ON c.cut_off >= w.broadcast_at
LEFT JOIN tip AS t ON t.chain = w.chain AND t.cut_off = c.cut_off
WHERE COALESCE(c.cut_off < m.block_at, TRUE) OR COALESCE(m.block_height > t.height, FALSE)
GROUP BY w.wallet_id, w.asset, c.cut_off;

-- +unbooked: fees and transfers between own wallets before each cut-off that the ledger may not have booked
SELECT f.wallet_id, f.asset, c.cut_off, f.block_at, f.fee AS fees, 0 AS transfers
FROM (
  SELECT m.from_wallet AS wallet_id, COALESCE(n.asset, chain) AS asset, chain, m.txid, MAX(m.fee) AS fee, MIN(m.block_at) AS block_at, MIN(m.block_height) AS block_height
  FROM moved AS m
  LEFT JOIN (SELECT split_part(item, '=', 1) AS chain, split_part(item, '=', 2) AS asset FROM (SELECT UNNEST($native_assets) AS item) AS u) AS n USING (chain)
  GROUP BY m.from_wallet, COALESCE(n.asset, chain), chain, m.txid
) AS f
JOIN cut AS c ON c.cut_off >= f.block_at AND c.cut_off < date_add('hour', $sla_hours, f.block_at)
LEFT JOIN tip AS t ON t.chain = f.chain AND t.cut_off = c.cut_off
WHERE COALESCE(f.block_height <= t.height, TRUE)
UNION ALL
SELECT s.wallet_id, s.asset, c.cut_off, s.block_at, 0, s.amount
FROM (
  SELECT from_wallet AS wallet_id, chain, asset, block_height, block_at, amount FROM moved WHERE to_wallet IS NOT NULL AND NOT failed
  UNION ALL
  SELECT to_wallet, chain, asset, block_height, block_at, -amount FROM moved WHERE from_wallet IS NOT NULL AND NOT failed
) AS s
JOIN cut AS c ON c.cut_off >= s.block_at AND c.cut_off < date_add('hour', $sla_hours, s.block_at)
LEFT JOIN tip AS t ON t.chain = s.chain AND t.cut_off = c.cut_off
WHERE COALESCE(s.block_height <= t.height, TRUE);

-- +lag: what the ledger has not booked at each cut-off if it has booked up to a moment; nothing when it has booked all
SELECT wallet_id, asset, cut_off, SUM(fees) OVER since AS fees, SUM(transfers) OVER since AS transfers
FROM (
  SELECT wallet_id, asset, cut_off, block_at, CAST(COALESCE(SUM(fees), 0) AS DECIMAL(38, 18)) AS fees, CAST(COALESCE(SUM(transfers), 0) AS DECIMAL(38, 18)) AS transfers
  FROM unbooked
  GROUP BY wallet_id, asset, cut_off, block_at
) AS u
WINDOW since AS (PARTITION BY wallet_id, asset, cut_off ORDER BY block_at DESC)
UNION ALL
SELECT wallet_id, asset, cut_off, 0, 0 FROM population;

-- +compared: each item with both balances and the price
SELECT
  wallet_id, p.asset, cut_off, p.addresses, p.ledger_balance, p.missing, p.booked, p.ever_booked, h.balance AS chain_balance, COALESCE(h.addresses, 0) AS read_addresses,
  COALESCE(h.doubtful, 0) AS doubtful, h.doubtful_address,
  CASE WHEN p.missing = 0 AND h.addresses >= p.addresses THEN p.ledger_balance - h.balance END AS difference,
  CASE WHEN r.price_at >= date_add('hour', -$price_hours, p.cut_off) THEN NULLIF(TRY_CAST(r.price AS DECIMAL(20, 12)), 0) END AS price
FROM population AS p
LEFT JOIN held AS h USING (wallet_id, asset, cut_off)
ASOF LEFT JOIN (
  SELECT asset, price_at, MAX(price) AS price FROM asset_price WHERE quote = 'USD' GROUP BY asset, price_at
) AS r ON r.asset = p.asset AND r.price_at <= p.cut_off;

-- +explained: for each difference the kinds in flight that explain most of it, as few as possible
-- The bits of kinds stand for deposits (1), withdrawals (2), fees (4) and transfers (8).
SELECT
  f.wallet_id, f.asset, f.cut_off, k.kinds, f.withdrawn_since,
  f.difference - f.deposits * (k.kinds % 2) - f.withdrawals * (k.kinds // 2 % 2) - l.fees * (k.kinds // 4 % 2) - l.transfers * (k.kinds // 8) AS residual
FROM (
  SELECT
    wallet_id, asset, cut_off, c.difference,
    CAST(COALESCE(SUM(x.amount) FILTER (WHERE x.kind = 'deposits'), 0) AS DECIMAL(38, 18)) AS deposits,
    CAST(COALESCE(SUM(x.amount) FILTER (WHERE x.kind = 'withdrawals'), 0) AS DECIMAL(38, 18)) AS withdrawals,
    MIN(x.since) FILTER (WHERE x.kind = 'withdrawals') AS withdrawn_since
  FROM compared AS c
  LEFT JOIN flight AS x USING (wallet_id, asset, cut_off)
  WHERE COALESCE(c.difference, 0) <> 0
  GROUP BY wallet_id, asset, cut_off, c.difference
) AS f
JOIN lag AS l USING (wallet_id, asset, cut_off)
CROSS JOIN (SELECT UNNEST(generate_series(0, 15)) AS kinds) AS k
WHERE f.deposits <> 0 OR f.withdrawals <> 0 OR k.kinds % 4 = 0 -- kinds that are not there need not be tried
QUALIFY row_number() OVER (PARTITION BY f.wallet_id, f.asset, f.cut_off ORDER BY ABS(residual), bit_count(CAST(k.kinds AS INTEGER)), k.kinds) = 1;

-- +signed: who prepared and reviewed each reconciliation
SELECT subject_id, COUNT(DISTINCT LOWER(approver_id)) AS people, COUNT(DISTINCT step_no) AS steps, MIN(approver_id) AS person
FROM approval
WHERE subject_type = 'recon' AND decision = 'approved'
GROUP BY subject_id;

-- +judged: each item with what speaks against it
-- For the value of a difference whole units and the rest are multiplied apart, since the product of two amounts of 38 digits does not fit.
SELECT
  wallet_id, asset, cut_off, c.ledger_balance, c.chain_balance, c.difference, c.read_addresses, c.addresses, c.doubtful, c.doubtful_address, x.residual, x.withdrawn_since, s.person,
  ABS(x.residual) > $tol_units AND COALESCE(
    CAST(TRY_CAST(TRUNC(ABS(x.residual)) AS DECIMAL(18, 0)) * c.price AS DECIMAL(38, 12))
      + CAST(CAST(ABS(x.residual) - TRUNC(ABS(x.residual)) AS DECIMAL(18, 18)) * c.price AS DECIMAL(38, 12)) > $tol_usd, TRUE) AS differs,
  x.kinds // 2 % 2 = 1 AND x.withdrawn_since < date_add('hour', -$sla_hours, c.cut_off) AS old_item,
  c.addresses = 0 OR NOT c.ever_booked AS one_sided,
  c.ever_booked AND NOT c.booked OR s.subject_id IS NULL AND e.signed_days > 0 AS no_day,
  s.people = 1 AND s.steps > 1 AS one_person,
  CASE
    WHEN c.missing > 0 THEN 'I1'
    WHEN c.booked AND c.read_addresses < c.addresses THEN 'I2'
  END AS unknown
FROM compared AS c
LEFT JOIN explained AS x USING (wallet_id, asset, cut_off)
LEFT JOIN signed AS s ON s.subject_id = concat(wallet_id, '/', asset, '/', CAST(CAST(c.cut_off AS DATE) AS VARCHAR))
LEFT JOIN (
  SELECT split_part(subject_id, '/', 1) AS wallet_id, split_part(subject_id, '/', 2) AS asset, COUNT(*) AS signed_days FROM signed GROUP BY ALL
) AS e USING (wallet_id, asset);

-- +exceptions: wallets that do not agree with the chain, or were not reconciled as they must
SELECT
  wallet_id, asset, cut_off, 'R1' AS reason_code,
  concat('The ledger has ', CAST(ledger_balance AS VARCHAR), ' and the chain ', CAST(chain_balance AS VARCHAR), '; of the difference ', CAST(residual AS VARCHAR), ' is not in flight.') AS reason,
  ledger_balance, chain_balance, residual
FROM judged
WHERE differs
UNION ALL
SELECT
  wallet_id, asset, cut_off, 'R2',
  concat('The difference of ', CAST(difference AS VARCHAR), ' is explained by a withdrawal broadcast at ', CAST(withdrawn_since AS VARCHAR), ' that is in no block.'), ledger_balance, chain_balance, residual
FROM judged
WHERE old_item
UNION ALL
SELECT
  wallet_id, asset, cut_off, 'R3',
  CASE WHEN addresses = 0 THEN 'The ledger has the wallet and the inventory has no address of it.' ELSE 'The inventory has the wallet and the ledger has no account for it.' END,
  ledger_balance, chain_balance, residual
FROM judged
WHERE one_sided
UNION ALL
SELECT
  wallet_id, asset, cut_off, 'R4', concat('The wallet was not reconciled on ', CAST(CAST(cut_off AS DATE) AS VARCHAR), '.'), ledger_balance, chain_balance, residual
FROM judged
WHERE no_day
UNION ALL
SELECT wallet_id, asset, cut_off, 'R5', concat(person, ' prepared and reviewed the reconciliation.'), ledger_balance, chain_balance, residual
FROM judged
WHERE one_person
UNION ALL
SELECT
  wallet_id, asset, cut_off, 'R6',
  concat(CAST(doubtful AS VARCHAR), ' addresses were read from fewer than ', CAST($min_nodes AS VARCHAR), ' sources, or from sources that disagree, such as ', doubtful_address, '.'),
  ledger_balance, chain_balance, residual
FROM judged
WHERE doubtful > 0;

-- +indeterminate: wallets that do not fail and cannot be compared
SELECT
  wallet_id, asset, cut_off, j.unknown AS reason_code,
  CASE j.unknown WHEN 'I1' THEN 'The balance of the ledger is missing.'
    ELSE concat('Of ', CAST(j.addresses AS VARCHAR), ' addresses ', CAST(j.read_addresses AS VARCHAR), ' have a balance at the cut-off.') END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (wallet_id, asset, cut_off)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL;

/*--- cases
- name: half a coin of a high price, many units of a low one, and of one that is too low to be a price
  params: {cadence_days: 0, tol_usd: "1", min_nodes: 1}
  given:
    ledger_balance: |
      ledger, account_id, asset, wallet_id, as_of,                balance
      ex,     "",         BTC,   dear,      2026-03-02T00:00:00Z, 3
      ex,     "",         SHIB,  many,      2026-03-02T00:00:00Z, 9000000000000
      ex,     "",         BABY,  tiny,      2026-03-02T00:00:00Z, 2000000000
      ex,     "",         BABY,  dust,      2026-03-02T00:00:00Z, 600000001
      ex,     "",         NIL,   none,      2026-03-02T00:00:00Z, 1.5
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   b1,      "",  dear,      2025-01-01
      ETH,   SHIB,  0xa1,    "",  many,      2025-01-01
      BSC,   BABY,  0xb1,    "",  tiny,      2025-01-01
      BSC,   BABY,  0xb2,    "",  dust,      2025-01-01
      BSC,   NIL,   0xb3,    "",  none,      2025-01-01
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   b1,      100,          2026-03-01T23:59:00Z, 3.5,     n1
      ETH,   SHIB,  0xa1,    100,          2026-03-01T23:59:00Z, 1,       n1
      BSC,   BABY,  0xb1,    100,          2026-03-01T23:59:00Z, 1,       n1
      BSC,   BABY,  0xb2,    100,          2026-03-01T23:59:00Z, 1,       n1
      BSC,   NIL,   0xb3,    100,          2026-03-01T23:59:00Z, 1,       n1
    asset_price: |
      asset, quote, price,    price_at,             source
      BABY,  USD,   0.0000000015, 2026-03-01T12:00:00Z, p
      NIL,   USD,   0.0000000000001, 2026-03-01T12:00:00Z, p
      BTC,   USD,   80000,    2026-03-01T12:00:00Z, p
      SHIB,  USD,   0.00001,  2026-03-01T12:00:00Z, p
  expect:
    population: 5
    exceptions: |
      wallet_id, asset, reason_code, reason
      dear,      BTC,   R1,          The ledger has 3.000000000000000000 and the chain 3.500000000000000000; of the difference -0.500000000000000000 is not in flight.
      many,      SHIB,  R1,          The ledger has 9000000000000.000000000000000000 and the chain 1.000000000000000000; of the difference 8999999999999.000000000000000000 is not in flight.
      tiny,      BABY,  R1,          The ledger has 2000000000.000000000000000000 and the chain 1.000000000000000000; of the difference 1999999999.000000000000000000 is not in flight.
      none,      NIL,   R1,          The ledger has 1.500000000000000000 and the chain 1.000000000000000000; of the difference 0.500000000000000000 is not in flight.

- name: equal within the tolerance in units or by value; a missing balance on either side; a wallet on one side; too few sources
  params: {cadence_days: 0, tol_usd: "1"}
  given:
    ledger_balance: |
      ledger, account_id, asset, wallet_id, as_of,                balance
      ex,     "",         BTC,   even,      2026-03-02T00:00:00Z, 10
      ex,     "",         LTC,   even,      2026-03-02T00:00:00Z, 7
      ex,     "",         BTC,   dust,      2026-03-02T00:00:00Z, 1.00000001
      ex,     "",         BTC,   off,       2026-03-02T00:00:00Z, 1.00000002
      ex,     "",         SHIB,  cheap,     2026-03-02T00:00:00Z, 100000
      ex,     "",         SHIB,  dear,      2026-03-02T00:00:00Z, 100001
      ex,     "",         OLD,   stale,     2026-03-02T00:00:00Z, 2
      ex,     "",         BTC,   null,      2026-03-02T00:00:00Z,
      ex,     more,       BTC,   null,      2026-03-02T00:00:00Z, 5
      ex,     "",         BTC,   part,      2026-03-02T00:00:00Z, 1
      ex,     "",         BTC,   ghost,     2026-03-02T00:00:00Z, 1
      ex,     "",         BTC,   ended,     2026-03-02T00:00:00Z, 1
      ex,     "",         BTC,   single,    2026-03-02T00:00:00Z, 1
      ex,     "",         BTC,   split,     2026-03-02T00:00:00Z, 1
      ex,     "",         BTC,   unread,    2026-03-02T00:00:00Z, 1
      ex,     "",         BTC,   later,     2026-07-01T00:00:00Z, 1
      ex,     c1,         BTC,   "",        2026-03-02T00:00:00Z, 1
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from, active_to
      BTC,   BTC,   even1,   "",  even,      2026-03-02T00:00:00Z,
      LTC,   LTC,   even9,   "",  even,      2025-01-01,
      BTC,   BTC,   even2,   "",  even,      2025-01-01,  2026-03-02T00:00:01Z
      BTC,   BTC,   even3,   "",  even,      2026-03-02T00:00:01Z,
      BTC,   BTC,   dust1,   "",  dust,      2025-01-01,
      BTC,   BTC,   off1,    "",  off,       2025-01-01,
      ETH,   SHIB,  0xa1,    "",  cheap,     2025-01-01,
      ETH,   SHIB,  0xa2,    "",  dear,      2025-01-01,
      ETH,   OLD,   0xa3,    "",  stale,     2025-01-01,
      BTC,   BTC,   null1,   "",  null,      2025-01-01,
      BTC,   BTC,   part1,   "",  part,      2025-01-01,
      BTC,   BTC,   part2,   "",  part,      2025-01-01,
      BTC,   BTC,   ended1,  "",  ended,     2025-01-01,  2026-03-02T00:00:00Z
      BTC,   BTC,   single1, "",  single,    2025-01-01,
      BTC,   BTC,   split1,  "",  split,     2025-01-01,
      BTC,   BTC,   unread1, "",  unread,    2025-01-01,
      BTC,   BTC,   unbook1, "",  unbooked,  2025-01-01,
      BTC,   BTC,   nowal1,  "",  "",        2025-01-01,
      BTC,   BTC,   future1, "",  future,    2026-03-02T00:00:01Z,
    chain_balance: |
      chain, asset, address, block_height, block_hash, block_at,             balance, source_node
      BTC,   BTC,   even1,   100,          ,           2026-03-01T23:59:00Z, 4,       n1
      LTC,   LTC,   even9,   100,          ,           2026-03-01T23:59:00Z, 7,       n1
      LTC,   LTC,   even9,   100,          ,           2026-03-01T23:59:00Z, 7,       n2
      BTC,   BTC,   even1,   100,          ,           2026-03-01T23:59:00Z, 4,       n2
      BTC,   BTC,   even1,   99,           ,           2026-03-01T23:50:00Z, 3,       n1
      BTC,   BTC,   even1,   101,          ,           2026-03-02T00:00:01Z, 3,       n1
      BTC,   BTC,   even2,   100,          ,           2026-03-01T23:00:00Z, 6,       n1
      BTC,   BTC,   even2,   100,          ,           2026-03-01T23:00:00Z, 6,       n2
      BTC,   BTC,   even3,   100,          ,           2026-03-01T23:59:00Z, 9,       n1
      BTC,   BTC,   dust1,   100,          ,           2026-03-01T23:59:00Z, 1,       n1
      BTC,   BTC,   dust1,   100,          ,           2026-03-01T23:59:00Z, 1,       n2
      BTC,   BTC,   off1,    100,          ,           2026-03-01T23:59:00Z, 1,       n1
      BTC,   BTC,   off1,    100,          ,           2026-03-01T23:59:00Z, 1,       n2
      ETH,   SHIB,  0xa1,    100,          ,           2026-03-01T23:59:00Z, 0,       n1
      ETH,   SHIB,  0xa1,    100,          ,           2026-03-01T23:59:00Z, 0,       n2
      ETH,   SHIB,  0xa2,    100,          ,           2026-03-01T23:59:00Z, 0,       n1
      ETH,   SHIB,  0xa2,    100,          ,           2026-03-01T23:59:00Z, 0,       n2
      ETH,   OLD,   0xa3,    100,          ,           2026-03-01T23:59:00Z, 1,       n1
      ETH,   OLD,   0xa3,    100,          ,           2026-03-01T23:59:00Z, 1,       n2
      BTC,   BTC,   null1,   100,          ,           2026-03-01T23:59:00Z, 1,       n1
      BTC,   BTC,   null1,   100,          ,           2026-03-01T23:59:00Z, 1,       n2
      BTC,   BTC,   part1,   100,          ,           2026-03-01T23:59:00Z, 9,       n1
      BTC,   BTC,   part1,   100,          ,           2026-03-01T23:59:00Z, 9,       n2
      BTC,   BTC,   part2,   100,          ,           2026-03-01T22:59:59Z, 1,       n1
      BTC,   BTC,   ended1,  100,          ,           2026-03-01T23:59:00Z, 1,       n1
      BTC,   BTC,   single1, 100,          ,           2026-03-01T23:59:00Z, 1,       n1
      BTC,   BTC,   split1,  100,          ,           2026-03-01T23:59:00Z, 1,       n1
      BTC,   BTC,   split1,  100,          ,           2026-03-01T23:59:00Z, 2,       n2
    asset_price: |
      asset, quote, price,   price_at,             source
      BTC,   USD,   90000000, 2026-03-01T00:00:00Z, p
      SHIB,  USD,   0.00001, 2026-03-02T00:00:00Z, p
      SHIB,  EUR,   9,       2026-03-02T00:00:00Z, p
      SHIB,  USD,   9,       2026-03-02T00:00:01Z, p
      OLD,   USD,   0.5,     2026-02-28T23:59:59Z, p
  expect:
    population: 16
    exceptions: |
      wallet_id,   asset, reason_code, residual,   reason
      off,         BTC,   R1,          0.00000002, The ledger has 1.000000020000000000 and the chain 1.000000000000000000; of the difference 0.000000020000000000 is not in flight.
      dear,        SHIB,  R1,          100001,     The ledger has 100001.000000000000000000 and the chain 0.000000000000000000; of the difference 100001.000000000000000000 is not in flight.
      stale,       OLD,   R1,          1,          The ledger has 2.000000000000000000 and the chain 1.000000000000000000; of the difference 1.000000000000000000 is not in flight.
      ghost,       BTC,   R3,          ,           The ledger has the wallet and the inventory has no address of it.
      ended,       BTC,   R3,          ,           The ledger has the wallet and the inventory has no address of it.
      unbooked,    BTC,   R3,          ,           The inventory has the wallet and the ledger has no account for it.
      (no wallet), BTC,   R3,          ,           The inventory has the wallet and the ledger has no account for it.
      single,      BTC,   R6,          ,           "1 addresses were read from fewer than 2 sources, or from sources that disagree, such as single1."
      split,       BTC,   R6,          ,           "1 addresses were read from fewer than 2 sources, or from sources that disagree, such as split1."
    indeterminate: |
      wallet_id,   asset, reason_code, reason
      null,        BTC,   I1,          The balance of the ledger is missing.
      part,        BTC,   I2,          Of 2 addresses 1 have a balance at the cut-off.
      unread,      BTC,   I2,          Of 1 addresses 0 have a balance at the cut-off.

- name: unconfirmed deposits, withdrawals in no block, fees and transfers that are not booked; too old or too much is not explained
  params: {cadence_days: 0, min_nodes: 1, tol_usd: "0"}
  given:
    ledger_balance: |
      ledger, account_id, asset, wallet_id, as_of,                balance
      ex,     "",         BTC,   dep,       2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   conf,      2026-03-02T00:00:00Z, 10
      ex,     "",         ETH,   depeth,    2026-03-02T00:00:00Z, 10
      ex,     "",         LTC,   depltc,    2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wd,        2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wdold,     2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wddone,    2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wdnext,    2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wdrej,     2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wdlate,    2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   a,         2026-03-02T00:00:00Z, 10.001
      ex,     "",         BTC,   b,         2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   agone,     2026-03-02T00:00:00Z, 12.001
      ex,     "",         TRX,   tron,      2026-03-02T00:00:00Z, 10.5
      ex,     "",         BTC,   mix,       2026-03-02T00:00:00Z, 6
      ex,     "",         BTC,   ext,       2026-03-02T00:00:00Z, 11
      ex,     "",         BTC,   wdnow,     2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   aft,       2026-03-02T00:00:00Z, 11.25
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   dep,     "",  dep,       2025-01-01
      BTC,   BTC,   conf,    "",  conf,      2025-01-01
      ETH,   ETH,   0xee,    "",  depeth,    2025-01-01
      LTC,   LTC,   depltc,  "",  depltc,    2025-01-01
      BTC,   BTC,   wd,      "",  wd,        2025-01-01
      BTC,   BTC,   wdold,   "",  wdold,     2025-01-01
      BTC,   BTC,   wddone,  "",  wddone,    2025-01-01
      BTC,   BTC,   wdnext,  "",  wdnext,    2025-01-01
      BTC,   BTC,   wdrej,   "",  wdrej,     2025-01-01
      BTC,   BTC,   wdlate,  "",  wdlate,    2025-01-01
      BTC,   BTC,   a,       "",  a,         2025-01-01
      BTC,   BTC,   b,       "",  b,         2025-01-01
      BTC,   BTC,   agone,   "",  agone,     2025-01-01
      TRON,  TRX,   tron,    "",  tron,      2025-01-01
      BTC,   BTC,   mix,     "",  mix,       2025-01-01
      BTC,   BTC,   ext,     "",  ext,       2025-01-01
      BTC,   BTC,   wdnow,   "",  wdnow,     2025-01-01
      BTC,   BTC,   aft,     "",  aft,       2025-01-01
    chain_balance: |
      chain, asset, address, block_height, block_hash, block_at,             balance, source_node
      BTC,   BTC,   dep,     100,          h100,       2026-03-01T23:59:00Z, 13,      n1
      BTC,   BTC,   dep,     101,          orphan,     2026-03-01T23:59:30Z, 99,      n1
      BTC,   BTC,   conf,    100,          ,           2026-03-01T23:59:00Z, 13,      n1
      ETH,   ETH,   0xee,    100,          ,           2026-03-01T23:59:00Z, 13,      n1
      LTC,   LTC,   depltc,  100,          ,           2026-03-01T23:59:00Z, 13,      n1
      BTC,   BTC,   wd,      100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   wdold,   100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   wddone,  100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   wdnext,  100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   wdrej,   100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   wdlate,  100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   a,       100,          ,           2026-03-01T23:59:00Z, 7,       n1
      BTC,   BTC,   b,       100,          ,           2026-03-01T23:59:00Z, 13,      n1
      BTC,   BTC,   agone,   100,          ,           2026-03-01T23:59:00Z, 10,      n1
      TRON,  TRX,   tron,    100,          ,           2026-03-01T23:59:00Z, 10,      n1
      BTC,   BTC,   mix,     100,          ,           2026-03-01T23:59:00Z, 10,      n1
      BTC,   BTC,   ext,     100,          ,           2026-03-01T23:59:00Z, 10,      n1
      BTC,   BTC,   wdnow,   100,          ,           2026-03-01T23:59:00Z, 11,      n1
      BTC,   BTC,   aft,     100,          ,           2026-03-01T23:59:00Z, 10,      n1
    chain_tx: |
      chain, asset, txid, out_index, block_height, block_hash, block_at,             from_addr, to_addr, amount, fee,   status,  canonical
      BTC,   BTC,   d1,   0,         99,           ,           2026-03-02T00:00:00Z, x,         dep,     3,      ,      success, true
      BTC,   BTC,   d1x,  0,         101,          orphan,     2026-03-01T23:30:00Z, x,         dep,     86,     ,      success, false
      BTC,   BTC,   d1f,  0,         99,           ,           2026-03-01T23:30:00Z, x,         dep,     7,      ,      failed,  true
      BTC,   BTC,   d2,   0,         98,           ,           2026-03-01T23:30:00Z, x,         conf,    3,      ,      success, true
      ETH,   ETH,   d3,   0,         38,           ,           2026-03-01T23:30:00Z, x,         0xee,    3,      ,      ,
      LTC,   LTC,   d4,   0,         90,           ,           2026-03-01T23:30:00Z, x,         depltc,  3,      ,      success, true
      BTC,   BTC,   w3,   0,         100,          ,           2026-03-02T00:00:00Z, wddone,    x,       1,      ,      success, true
      BTC,   BTC,   w4,   0,         102,          ,           2026-03-02T00:30:00Z, wdnext,    x,       1,      ,      success, true
      BTC,   BTC,   s1,   0,         100,          ,           2026-02-28T00:00:01Z, a,         b,       3,      0.001, success, true
      BTC,   BTC,   s1,   1,         100,          ,           2026-02-28T00:00:01Z, a,         a,       9,      0.001, success, true
      BTC,   BTC,   s2,   0,         100,          ,           2026-02-28T00:00:00Z, agone,     x,       2,      0.001, success, true
      BTC,   BTC,   s3,   0,         100,          ,           2026-02-28T00:00:00Z, agone,     dep,     2,      ,      success, true
      TRON,  USDT,  f1,   0,         100,          ,           2026-03-02T00:00:00Z, tron,      x,       2,      0.5,   success, true
      TRON,  USDT,  f1,   1,         100,          ,           2026-03-02T00:00:00Z, tron,      y,       2,      0.5,   success, true
      BTC,   BTC,   d5,   0,         100,          ,           2026-03-01T23:58:00Z, x,         mix,     1,      ,      success, true
      BTC,   BTC,   x1,   0,         100,          ,           2026-03-01T12:00:00Z, ext,       x,       1,      ,      success, true
      BTC,   BTC,   x2,   0,         102,          ,           2026-03-02T00:30:00Z, aft,       b,       1,      0.25,  success, true
    withdrawal: |
      withdrawal_id, revision, asset, chain, amount, wallet_id, txid, status,       broadcast_at
      1,             1,        BTC,   BTC,   9,      wd,        w1,   broadcasting, 2026-02-28T00:00:00Z
      1,             2,        BTC,   BTC,   1,      wd,        w1,   broadcasting, 2026-02-28T00:00:00Z
      8,             1,        BTC,   BTC,   1,      wdnow,     ,     broadcasting, 2026-03-02T00:00:00Z
      2,             1,        BTC,   BTC,   1,      wdold,     ,     broadcasting, 2026-02-27T23:59:59Z
      3,             1,        BTC,   BTC,   1,      wddone,    w3,   completed,    2026-03-01T12:00:00Z
      4,             1,        BTC,   BTC,   1,      wdnext,    w4,   completed,    2026-03-01T12:00:00Z
      5,             1,        BTC,   BTC,   1,      wdrej,     ,     rejected,     2026-03-01T12:00:00Z
      6,             1,        BTC,   BTC,   1,      wdlate,    ,     broadcasting, 2026-03-02T00:00:01Z
      7,             1,        BTC,   BTC,   3,      mix,       ,     broadcasting, 2026-03-01T12:00:00Z
  expect:
    population: 18
    exceptions: |
      wallet_id, asset, reason_code, residual, reason
      conf,      BTC,   R1,          -3,       The ledger has 10.000000000000000000 and the chain 13.000000000000000000; of the difference -3.000000000000000000 is not in flight.
      wdold,     BTC,   R2,          0,        The difference of -1.000000000000000000 is explained by a withdrawal broadcast at 2026-02-27 23:59:59+00 that is in no block.
      wddone,    BTC,   R1,          -1,       The ledger has 10.000000000000000000 and the chain 11.000000000000000000; of the difference -1.000000000000000000 is not in flight.
      wdrej,     BTC,   R1,          -1,       The ledger has 10.000000000000000000 and the chain 11.000000000000000000; of the difference -1.000000000000000000 is not in flight.
      wdlate,    BTC,   R1,          -1,       The ledger has 10.000000000000000000 and the chain 11.000000000000000000; of the difference -1.000000000000000000 is not in flight.
      agone,     BTC,   R1,          2.001,    The ledger has 12.001000000000000000 and the chain 10.000000000000000000; of the difference 2.001000000000000000 is not in flight.
      ext,       BTC,   R1,          1,        The ledger has 11.000000000000000000 and the chain 10.000000000000000000; of the difference 1.000000000000000000 is not in flight.
      aft,       BTC,   R1,          1.25,     The ledger has 11.250000000000000000 and the chain 10.000000000000000000; of the difference 1.250000000000000000 is not in flight.

- name: days without a reconciliation, and who prepared and reviewed it
  params: {min_nodes: 1, ledger: ex}
  given:
    ledger_balance: |
      ledger, account_id, asset, wallet_id, as_of,                balance
      ex,     "",         BTC,   w,         2026-01-01T00:00:00Z, 1
      ex,     "",         BTC,   w,         2026-03-01T06:00:00Z, 1
      gl,     "",         BTC,   w,         2026-03-01T06:00:00Z, 5
      ex,     "",         BTC,   w,         2026-03-03T06:00:00Z, 1
      ex,     "",         BTC,   v,         2026-03-01T06:00:00Z, 1
      ex,     "",         BTC,   w,         2025-12-31T06:00:00Z, 1
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   w1,      "",  w,         2026-03-01
      BTC,   BTC,   v1,      "",  v,         2026-03-01
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   w1,      1,            2026-03-01T06:00:00Z, 1,       n1
      BTC,   BTC,   v1,      1,            2026-03-01T06:00:00Z, 1,       n1
      BTC,   BTC,   w1,      3,            2026-03-03T06:00:00Z, 1,       n1
    approval: |
      subject_type, subject_id,       step_no, approver_id, decision, decided_at
      recon,        w/BTC/2026-03-01, 1,       ann,         approved, 2026-03-01
      recon,        w/BTC/2026-03-01, 2,       Ann,         approved, 2026-03-01
      recon,        w/BTC/2026-03-03, 1,       ann,         approved, 2026-03-03
      recon,        w/BTC/2026-03-03, 2,       bob,         approved, 2026-03-03
      recon,        v/BTC/2026-03-03, 1,       bob,         approved, 2026-03-03
      recon,        v/BTC/2026-03-03, 1,       bob,         approved, 2026-03-04
      recon,        v/BTC/2026-03-01, 2,       bob,         rejected, 2026-03-03
      change,       v/BTC/2026-03-01, 2,       bob,         approved, 2026-03-03
  expect:
    population: 7
    exceptions: |
      wallet_id, cut_off,              reason_code, reason
      w,         2026-01-01T00:00:00Z, R3,          The ledger has the wallet and the inventory has no address of it.
      w,         2026-01-01T00:00:00Z, R4,          The wallet was not reconciled on 2026-01-01.
      w,         2026-03-01T06:00:00Z, R5,          Ann prepared and reviewed the reconciliation.
      w,         2026-03-02T06:00:00Z, R4,          The wallet was not reconciled on 2026-03-02.
      v,         2026-03-01T06:00:00Z, R4,          The wallet was not reconciled on 2026-03-01.
      v,         2026-03-02T06:00:00Z, R4,          The wallet was not reconciled on 2026-03-02.
      v,         2026-03-03T06:00:00Z, R4,          The wallet was not reconciled on 2026-03-03.

- name: kinds in flight together, of which the ledger booked some; fees of failed transactions; what is left of a mixture
  params: {min_nodes: 1, tol_usd: "0", cadence_days: 0}
  given:
    ledger_balance: |
      ledger, account_id, asset, wallet_id, as_of,                balance
      ex,     "",         BTC,   h,         2026-03-02T00:00:00Z, 5.4
      ex,     "",         BTC,   c,         2026-03-02T00:00:00Z, 30
      ex,     "",         BTC,   h,         2026-03-03T00:00:00Z, 4.6
      ex,     "",         BTC,   c,         2026-03-03T00:00:00Z, 30
      ex,     "",         ETH,   e,         2026-03-03T00:00:00Z, 8
      ex,     "",         BTC,   w,         2026-03-03T00:00:00Z, 5
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   h1,      "",  h,         2025-01-01T00:00:00Z
      BTC,   BTC,   c1,      "",  c,         2025-01-01T00:00:00Z
      ETH,   ETH,   0xe,     "",  e,         2026-03-02T06:00:00Z
      BTC,   BTC,   w1,      "",  w,         2026-03-02T06:00:00Z
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   h1,      100,          2026-03-01T23:59:00Z, 5.9,     n1
      BTC,   BTC,   c1,      100,          2026-03-01T23:59:00Z, 30,      n1
      BTC,   BTC,   h1,      200,          2026-03-02T23:59:00Z, 3.5,     n1
      BTC,   BTC,   c1,      200,          2026-03-02T23:59:00Z, 32,      n1
      ETH,   ETH,   0xe,     900,          2026-03-02T23:59:00Z, 7.75,    n1
      BTC,   BTC,   w1,      200,          2026-03-02T23:59:00Z, 6.6,     n1
    chain_tx: |
      chain, asset, txid, out_index, block_height, block_at,             from_addr, to_addr, amount, fee,   status,  canonical
      BTC,   BTC,   p1,   0,         90,           2026-03-01T12:00:00Z, h1,        x,       1,      0.5,   success, true
      BTC,   BTC,   d1,   0,         100,          2026-03-01T23:58:00Z, x,         h1,      1,      ,      success, true
      BTC,   BTC,   p2,   0,         ,             2026-03-02T12:00:00Z, h1,        c1,      2,      0.4,   success, true
      ETH,   ETH,   f1,   0,         800,          2026-03-02T12:00:00Z, 0xe,       x,       3,      0.25,  failed,  true
      BTC,   BTC,   p3,   0,         191,          2026-03-02T12:30:00Z, c1,        h1,      7,      ,      failed,  true
      BTC,   BTC,   d2,   0,         200,          2026-03-02T23:58:00Z, x,         w1,      1,      ,      success, true
    withdrawal: |
      withdrawal_id, revision, asset, chain, amount, wallet_id, txid, status,       broadcast_at
      1,             1,        BTC,   BTC,   1.3,    h,         ,     broadcasting, 2026-03-02T20:00:00Z
      2,             1,        BTC,   BTC,   0.5,    w,         ,     broadcasting, 2026-03-02T20:00:00Z
  expect:
    population: 6
    exceptions: |
      wallet_id, asset, cut_off,              reason_code, residual, reason
      w,         BTC,   2026-03-03T00:00:00Z, R1,          -0.1,     The ledger has 5.000000000000000000 and the chain 6.600000000000000000; of the difference -0.100000000000000000 is not in flight.

- name: what is in a block after the last one that was read is in no balance
  params: {min_nodes: 1, tol_usd: "0", cadence_days: 0}
  given:
    ledger_balance: |
      ledger, account_id, asset, wallet_id, as_of,                balance
      ex,     "",         BTC,   dep,       2026-03-02T00:00:00Z, 10
      ex,     "",         BTC,   wd,        2026-03-02T00:00:00Z, 9
      ex,     "",         BTC,   fee,       2026-03-02T00:00:00Z, 10.1
      ex,     "",         BTC,   a,         2026-03-02T00:00:00Z, 12
      ex,     "",         BTC,   b,         2026-03-02T00:00:00Z, 8
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   dep,     "",  dep,       2025-01-01
      BTC,   BTC,   wd,      "",  wd,        2025-01-01
      BTC,   BTC,   fee,     "",  fee,       2025-01-01
      BTC,   BTC,   a,       "",  a,         2025-01-01
      BTC,   BTC,   b,       "",  b,         2025-01-01
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   dep,     100,          2026-03-01T23:30:00Z, 11,      n1
      BTC,   BTC,   wd,      100,          2026-03-01T23:30:00Z, 10,      n1
      BTC,   BTC,   fee,     100,          2026-03-01T23:30:00Z, 10,      n1
      BTC,   BTC,   a,       100,          2026-03-01T23:30:00Z, 10,      n1
      BTC,   BTC,   b,       100,          2026-03-01T23:30:00Z, 10,      n1
    chain_tx: |
      chain, asset, txid, out_index, block_height, block_at,             from_addr, to_addr, amount, fee, status,  canonical
      BTC,   BTC,   d1,   0,         100,          2026-03-01T23:30:00Z, x,         dep,     1,      ,    success, true
      BTC,   BTC,   d2,   0,         101,          2026-03-01T23:50:00Z, x,         dep,     7,      ,    success, true
      BTC,   BTC,   w1,   0,         101,          2026-03-01T23:50:00Z, wd,        x,       1,      ,    success, true
      BTC,   BTC,   f1,   0,         100,          2026-03-01T23:30:00Z, fee,       x,       3,      0.1, success, true
      BTC,   BTC,   f2,   0,         101,          2026-03-01T23:50:00Z, fee,       x,       3,      0.2, success, true
      BTC,   BTC,   s1,   0,         100,          2026-03-01T23:30:00Z, a,         b,       2,      ,    success, true
      BTC,   BTC,   s2,   0,         101,          2026-03-01T23:50:00Z, a,         b,       5,      ,    success, true
    withdrawal: |
      withdrawal_id, revision, asset, chain, amount, wallet_id, txid, status,    broadcast_at
      1,             1,        BTC,   BTC,   1,      wd,        w1,   completed, 2026-03-01T23:40:00Z
  expect:
    population: 5
    exceptions: none
---*/
