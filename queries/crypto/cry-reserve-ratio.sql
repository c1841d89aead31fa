/*---
id: cry-reserve-ratio
version: 2
title: Reserves below customer liabilities
objective: For each asset, assets under control on the chain cover what customers are owed, at one instant.
kind: both
severity: critical
reads: [ledger_balance, chain_balance, wallet_address]
optional: [liability_node]
key: [snapshot_id, asset]
params:
  snapshot_at: {type: timestamp, means: "the snapshot; when not given, the last time until the audit date for which customers' balances are in the ledger"}
  min_ratio: {type: "decimal(9,6)", default: "1.00", means: least ratio of reserves to liabilities}
  skew_min: {type: integer, default: 10, unit: minutes, means: time between the block of a balance and the snapshot}
  snapshot_heights: {type: "text[]", default: [], means: "block heights that the auditor fixed for chains, such as ETH=21000000; they go before the time"}
  customer_classes: {type: "text[]", default: [customer, spot, margin, earn, futures, fiat, frozen, sub_account, dust, institutional], means: "classes of accounts, in lower case, that are customers'"}
  custody_entities: {type: "text[]", default: [customer custody, customer_custody, customer, client custody, client], means: "owners of addresses, in lower case, that hold for customers"}
  own_issued: {type: "text[]", default: [], means: assets that the organisation issues itself}
controls:
  ccss-8.0: ["2.03"]
  soc2-tsc-2017: [PI1.4]
reasons:
  R1: reserves are below liabilities
  R2: a balance is not of the time of the snapshot
  R3: an address is counted for several wallets
  R4: encumbered assets or assets of the organisation's own issue are included
  R5: a chain on which the asset is held has no balance
  R6: the amounts are too large to be added exactly
  I1: a customer's balance is missing
  I2: whether the reserves are enough depends on addresses whose control or owner is unknown
  I3: the time of a block is unknown
  I4: whether an address is encumbered is unknown
limits:
  - Assets are never added to one another. Liabilities are the positive net balances of each customer and asset; where the ledger has no such asset,
    the root of the liability tree of the snapshot counts.
  - Counted are addresses in use at the snapshot whose proof of control holds and whose owner holds for customers; balances at third parties
    count when a confirmation is recorded as valid proof. Of several sources at a height the least balance counts, an address counts once.
  - Which token wraps which, and which receipt stands for which stake, is in no export; an asset counted as itself and wrapped is not seen.
  - Amounts of an asset that add up to 90,000,000,000,000,000,000 units or more, on either side, are R6 and are not added; of such an asset nothing
    else is said.
  - A ratio at one moment says nothing about the day after or about debts outside the ledger.
  - CCSS 8.1 removed the aspect Proof of Reserve.
---*/

-- +moment: the snapshot
SELECT COALESCE($snapshot_at, MAX(as_of)) AS snapshot_at
FROM ledger_balance
WHERE as_of <= $as_of AND COALESCE(wallet_id, '') = '' AND list_contains($customer_classes, LOWER(account_class));

-- +too_large: assets whose amounts cannot be added without an overflow; the sizes are rounded to whole units
SELECT asset
FROM (
  SELECT b.asset, SUM(CAST(ABS(b.balance) AS DECIMAL(38, 0))) AS size
  FROM ledger_balance AS b
  JOIN moment AS m ON m.snapshot_at = b.as_of
  WHERE COALESCE(b.wallet_id, '') = '' AND list_contains($customer_classes, LOWER(b.account_class))
  GROUP BY b.asset
  UNION ALL
  SELECT asset, SUM(size) FROM (SELECT asset, MAX(CAST(ABS(balance) AS DECIMAL(38, 0))) AS size FROM chain_balance GROUP BY asset, chain, address) AS c GROUP BY asset
) AS s
GROUP BY asset
HAVING MAX(size) >= 90000000000000000000;

-- +owed: the net balance of each customer and asset at the snapshot
SELECT b.account_id, b.asset, CAST(SUM(b.balance) AS DECIMAL(38, 18)) AS net, COUNT(*) - COUNT(b.balance) AS missing
FROM ledger_balance AS b
JOIN moment AS m ON m.snapshot_at = b.as_of
LEFT JOIN too_large AS z ON z.asset = b.asset
WHERE z.asset IS NULL AND COALESCE(b.wallet_id, '') = '' AND list_contains($customer_classes, LOWER(b.account_class))
GROUP BY b.account_id, b.asset;

-- +tree: the root of the liability tree of the snapshot
SELECT n.snapshot_id, n.asset, MAX(n.balance) AS total
FROM liability_node AS n
JOIN (SELECT snapshot_id, MAX(level) AS level FROM liability_node GROUP BY snapshot_id) AS t ON t.snapshot_id = n.snapshot_id AND t.level = n.level
JOIN moment AS m ON n.snapshot_at >= date_add('minute', -$skew_min, m.snapshot_at) AND n.snapshot_at <= date_add('minute', $skew_min, m.snapshot_at)
GROUP BY n.snapshot_id, n.asset;

-- +population: one row per asset that customers are owed
SELECT
  COALESCE(s.snapshot_id, CAST(m.snapshot_at AS VARCHAR)) AS snapshot_id, asset, m.snapshot_at, COALESCE(o.total, t.total) AS liabilities, COALESCE(o.missing, 0) AS missing
FROM (
  SELECT asset, CAST(SUM(GREATEST(net, 0)) AS DECIMAL(38, 18)) AS total, CAST(SUM(missing) AS BIGINT) AS missing
  FROM owed
  GROUP BY asset
  UNION ALL
  SELECT l.asset, NULL, 0
  FROM too_large AS z
  JOIN ledger_balance AS l ON l.asset = z.asset
  JOIN moment AS m ON m.snapshot_at = l.as_of
  WHERE COALESCE(l.wallet_id, '') = '' AND list_contains($customer_classes, LOWER(l.account_class))
  GROUP BY l.asset
) AS o
FULL JOIN tree AS t USING (asset)
CROSS JOIN moment AS m
LEFT JOIN (SELECT MIN(snapshot_id) AS snapshot_id FROM tree) AS s ON TRUE
LEFT JOIN too_large AS z USING (asset)
WHERE COALESCE(o.total, t.total) > 0 OR COALESCE(o.missing, 0) > 0 OR z.asset IS NOT NULL;

-- +held: addresses in use at the snapshot; sure is what certainly counts, possible what may count
SELECT
  w.chain, w.asset, w.address,
  bool_and(COALESCE(w.proof_valid AND list_contains($custody_entities, LOWER(w.owner_entity)), FALSE)) AS sure,
  bool_or(COALESCE(w.proof_valid, TRUE) AND COALESCE(list_contains($custody_entities, LOWER(w.owner_entity)), TRUE)) AS possible,
  bool_or(w.encumbered) AS encumbered, bool_and(w.encumbered IS NOT NULL) AS encumbrance_known, MAX(w.wallets) AS wallets
FROM (
  SELECT
    a.chain, a.asset, a.address, a.proof_valid, a.owner_entity, a.encumbered,
    COUNT(DISTINCT NULLIF(a.wallet_id, '')) OVER (PARTITION BY a.chain, a.asset, a.address, a.tag) AS wallets
  FROM wallet_address AS a
  JOIN moment AS m ON COALESCE(a.active_from <= m.snapshot_at, TRUE) AND COALESCE(a.active_to > m.snapshot_at, TRUE)
) AS w
GROUP BY w.chain, w.asset, w.address;

-- +read_at: the balance of each address at the height fixed or nearest to the snapshot; of several sources the least
SELECT
  chain, asset, address, block_height, height_fixed, MIN(balance) AS balance, MAX(block_at) AS block_at, MAX(skew) AS skew
FROM (
  SELECT
    b.chain, b.asset, b.address, b.block_height, b.balance, b.block_at,
    b.block_height = h.height AS height_fixed, ABS(date_diff('second', m.snapshot_at, b.block_at)) AS skew
  FROM chain_balance AS b
  CROSS JOIN moment AS m
  LEFT JOIN (SELECT split_part(item, '=', 1) AS chain, CAST(split_part(item, '=', 2) AS BIGINT) AS height FROM (SELECT UNNEST($snapshot_heights) AS item) AS u) AS h
    ON h.chain = b.chain
) AS r
GROUP BY chain, asset, address, block_height, height_fixed
QUALIFY row_number() OVER (PARTITION BY chain, asset, address ORDER BY COALESCE(height_fixed, FALSE) DESC, MAX(skew), block_height DESC) = 1;

-- +reserve: what each asset has on its addresses, and what speaks against counting it
SELECT
  h.asset,
  CAST(SUM(CASE WHEN h.sure THEN r.balance ELSE 0 END) AS DECIMAL(38, 18)) AS sure,
  CAST(SUM(CASE WHEN h.possible THEN r.balance ELSE 0 END) AS DECIMAL(38, 18)) AS possible,
  COUNT(*) FILTER (WHERE r.balance IS NOT NULL AND COALESCE(NOT r.height_fixed, r.skew > 60 * $skew_min)) AS off_time,
  COUNT(*) FILTER (WHERE r.balance IS NOT NULL AND r.height_fixed IS NULL AND r.skew IS NULL) AS no_time,
  MIN(h.address) FILTER (WHERE h.wallets > 1) AS shared_address, MAX(h.wallets) AS wallets,
  MIN(h.address) FILTER (WHERE h.encumbered AND r.balance > 0) AS encumbered_address,
  COUNT(*) FILTER (WHERE NOT h.encumbrance_known AND NOT COALESCE(h.encumbered, FALSE) AND r.balance > 0) AS encumbrance_unknown
FROM held AS h
LEFT JOIN read_at AS r USING (chain, asset, address)
LEFT JOIN too_large AS z USING (asset)
WHERE h.possible AND z.asset IS NULL
GROUP BY h.asset;

-- +unread: chains on which an asset is held and that have no balance at all
SELECT asset, string_agg(chain, ', ' ORDER BY chain) AS chains
FROM (
  SELECT h.asset, h.chain
  FROM held AS h
  LEFT JOIN read_at AS r USING (chain, asset, address)
  WHERE h.possible
  GROUP BY h.asset, h.chain
  HAVING COUNT(r.balance) = 0
) AS c
GROUP BY asset;

-- +judged: each asset with what speaks against it
SELECT
  p.snapshot_id, asset, p.snapshot_at, p.liabilities, COALESCE(r.sure, 0) AS sure, COALESCE(r.possible, 0) AS possible, r.off_time, r.shared_address, r.wallets, r.encumbered_address, u.chains,
  COALESCE(r.possible, 0) - p.liabilities < ($min_ratio - 1) * CAST(p.liabilities AS DECIMAL(28, 8)) AS short,
  r.encumbered_address IS NOT NULL OR list_contains($own_issued, asset) AS not_free,
  CASE
    WHEN p.missing > 0 THEN 'I1'
    WHEN COALESCE(r.sure, 0) - p.liabilities < ($min_ratio - 1) * CAST(p.liabilities AS DECIMAL(28, 8)) THEN 'I2'
    WHEN r.no_time > 0 THEN 'I3'
    WHEN r.encumbrance_unknown > 0 THEN 'I4'
  END AS unknown
FROM population AS p
LEFT JOIN reserve AS r USING (asset)
LEFT JOIN unread AS u USING (asset)
LEFT JOIN too_large AS z USING (asset)
WHERE z.asset IS NULL;

-- +exceptions: assets that are not covered, or whose cover is not what it seems
SELECT
  snapshot_id, asset, 'R1' AS reason_code,
  concat('Reserves of ', CAST(possible AS VARCHAR), ' ', asset, ' stand against liabilities of ', CAST(liabilities AS VARCHAR), ' ', asset, '; the least ratio is ', CAST(CAST($min_ratio AS DECIMAL(9, 6)) AS VARCHAR), '.') AS reason,
  possible AS reserves, liabilities
FROM judged
WHERE short
UNION ALL
SELECT
  snapshot_id, asset, 'R2', concat(CAST(off_time AS VARCHAR), ' addresses have a balance of another time or height than the snapshot of ', CAST(snapshot_at AS VARCHAR), '.'),
  possible, liabilities
FROM judged
WHERE off_time > 0
UNION ALL
SELECT
  snapshot_id, asset, 'R3', concat('The address ', shared_address, ' is counted for ', CAST(wallets AS VARCHAR), ' wallets.'), possible, liabilities
FROM judged
WHERE shared_address IS NOT NULL
UNION ALL
SELECT
  snapshot_id, asset, 'R4',
  COALESCE('The address ' || encumbered_address || ' is encumbered and counted.', concat(asset, ' is issued by the organisation itself.')), possible, liabilities
FROM judged
WHERE not_free
UNION ALL
SELECT snapshot_id, asset, 'R5', concat('There is no balance of ', asset, ' on ', chains, '.'), possible, liabilities
FROM judged
WHERE chains IS NOT NULL
UNION ALL
SELECT p.snapshot_id, z.asset, 'R6', concat('The amounts of ', z.asset, ' are too large to be added exactly.'), NULL, NULL
FROM too_large AS z
JOIN population AS p ON p.asset = z.asset;

-- +indeterminate: assets that do not fail and whose cover is not certain
SELECT
  snapshot_id, asset, j.unknown AS reason_code,
  CASE j.unknown
    WHEN 'I1' THEN concat('Balances of customers in ', asset, ' are missing.')
    WHEN 'I2' THEN concat('Of ', CAST(j.possible AS VARCHAR), ' ', asset, ' only ', CAST(j.sure AS VARCHAR), ' are on addresses with valid proof and a known owner, against liabilities of ',
      CAST(j.liabilities AS VARCHAR), '.')
    WHEN 'I3' THEN 'The time of the block of a balance is unknown, and no height was fixed.'
    ELSE 'The inventory does not say whether an address is encumbered.'
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (snapshot_id, asset)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL;

/*--- cases
- name: reserves and liabilities of each asset at the snapshot; debts of customers, the house and other times do not count
  params: {own_issued: [OWN]}
  given:
    ledger_balance: |
      ledger, account_id, account_class, asset, wallet_id, as_of,                balance
      ex,     c1,         Customer,      BTC,   "",        2026-06-30T00:00:00Z, 5
      ex,     c1,         margin,        BTC,   "",        2026-06-30T00:00:00Z, -0.9
      ex,     "",         customer,      BTC,   W1,        2026-06-30T12:00:00Z, 50
      ex,     h,          house,         BTC,   "",        2026-06-30T13:00:00Z, 50
      ex,     c2,         margin,        BTC,   "",        2026-06-30T00:00:00Z, -3
      ex,     h,          house,         BTC,   "",        2026-06-30T00:00:00Z, 50
      ex,     "",         customer,      BTC,   W1,        2026-06-30T00:00:00Z, 50
      ex,     c1,         customer,      BTC,   "",        2026-06-29T00:00:00Z, 50
      ex,     c1,         customer,      BTC,   "",        2026-07-01T00:00:01Z, 50
      ex,     c1,         spot,          ETH,   "",        2026-06-30T00:00:00Z, 10
      ex,     c2,         spot,          ETH,   "",        2026-06-30T00:00:00Z, 0.000000000000000001
      ex,     c3,         spot,          DOT,   "",        2026-06-30T00:00:00Z, -5
      ex,     c3,         spot,          OWN,   "",        2026-06-30T00:00:00Z, 1
      ex,     c3,         spot,          LTC,   "",        2026-06-30T00:00:00Z, 1
      ex,     c3,         spot,          XRP,   "",        2026-06-30T00:00:00Z,
    wallet_address: |
      chain, asset, address, tag, wallet_id, owner_entity,     encumbered, active_from, active_to,  proof_valid
      BTC,   BTC,   b1,      "",  W1,        Customer Custody, false,      2025-01-01,  ,           true
      BTC,   BTC,   b2,      "",  W1,        customer custody, false,      2025-01-01,  2026-06-30, true
      BTC,   BTC,   b3,      "",  W1,        customer custody, false,      2026-06-30T00:00:01Z, ,  true
      BTC,   BTC,   b4,      "",  W1,        house,            false,      2025-01-01,  ,           true
      BTC,   BTC,   b5,      "",  W1,        customer custody, false,      2025-01-01,  ,           false
      ETH,   ETH,   0xaa,    "",  W2,        customer custody, false,      2025-01-01,  ,           true
      OWN,   OWN,   o1,      "",  W3,        customer custody, false,      2025-01-01,  ,           true
      XRP,   XRP,   x1,      "",  W4,        customer custody, false,      2025-01-01,  ,           true
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   b1,      100,          2026-06-30T00:00:00Z, 4,       n1
      BTC,   BTC,   b1,      100,          2026-06-30T00:00:00Z, 4.5,     n2
      BTC,   BTC,   b1,      99,           2026-06-29T23:55:00Z, 90,      n1
      BTC,   BTC,   b1,      101,          2026-06-30T00:01:00Z, 90,      n1
      BTC,   BTC,   b2,      100,          2026-06-30T00:00:00Z, 7,       n1
      BTC,   BTC,   b3,      100,          2026-06-30T00:00:00Z, 7,       n1
      BTC,   BTC,   b4,      100,          2026-06-30T00:00:00Z, 7,       n1
      BTC,   BTC,   b5,      100,          2026-06-30T00:00:00Z, 7,       n1
      BTC,   BTC,   bx,      100,          2026-06-30T00:00:00Z, 7,       n1
      ETH,   ETH,   0xaa,    50,           2026-06-29T23:50:00Z, 10,      n1
      OWN,   OWN,   o1,      50,           2026-06-30T00:10:00Z, 1,       n1
      XRP,   XRP,   x1,      50,           2026-06-30T00:10:00Z, 1,       n1
  expect:
    population: 5
    exceptions: |
      asset, reason_code, reserves, liabilities,           reason
      BTC,   R1,          4,        4.1,                   Reserves of 4.000000000000000000 BTC stand against liabilities of 4.100000000000000000 BTC; the least ratio is 1.000000.
      ETH,   R1,          10,       10.000000000000000001, Reserves of 10.000000000000000000 ETH stand against liabilities of 10.000000000000000001 ETH; the least ratio is 1.000000.
      OWN,   R4,          1,        1,                     OWN is issued by the organisation itself.
      LTC,   R1,          0,        1,                     Reserves of 0.000000000000000000 LTC stand against liabilities of 1.000000000000000000 LTC; the least ratio is 1.000000.
    indeterminate: |
      asset, reason_code, reason
      XRP,   I1,          Balances of customers in XRP are missing.

- name: balances of another time or height; one address for several wallets; encumbrance; a chain without balance
  params: {snapshot_heights: [ETH=50, TRON=7], min_ratio: "1.1"}
  given:
    ledger_balance: |
      ledger, account_id, account_class, asset, wallet_id, as_of,                balance
      ex,     c1,         spot,          BTC,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          LTC,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          ETH,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          USDT,  "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          XRP,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          ADA,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          SOL,   "",        2026-06-30T00:00:00Z, 10
    wallet_address: |
      chain, asset, address, tag, wallet_id, owner_entity, encumbered, active_from, proof_valid
      BTC,   BTC,   b1,      "",  W1,        customer,     false,      2025-01-01,  true
      LTC,   LTC,   l1,      "",  W1,        customer,     false,      2025-01-01,  true
      ETH,   ETH,   0xaa,    "",  W1,        customer,     false,      2025-01-01,  true
      ETH,   USDT,  0xaa,    "",  W1,        customer,     false,      2025-01-01,  true
      ETH,   USDT,  0xaa,    "",  W2,        customer,     false,      2025-01-01,  true
      TRON,  USDT,  T1,      "",  W1,        customer,     false,      2025-01-01,  true
      SOLC,  USDT,  S1,      "",  W1,        customer,     false,      2025-01-01,  true
      ARB,   USDT,  A1,      "",  W1,        house,        false,      2025-01-01,  true
      XRP,   XRP,   x1,      1,   W1,        customer,     false,      2025-01-01,  true
      XRP,   XRP,   x1,      2,   W2,        customer,     false,      2025-01-01,  true
      ADA,   ADA,   a1,      "",  W1,        customer,     true,       2025-01-01,  true
      ADA,   ADA,   a2,      "",  W1,        customer,     false,      2025-01-01,  true
      SOL,   SOL,   s1,      "",  W1,        customer,     true,       2025-01-01,  true
      SOL,   SOL,   s2,      "",  W1,        customer,     false,      2025-01-01,  true
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   b1,      100,          2026-06-29T23:49:59Z, 11,      n1
      LTC,   LTC,   l1,      100,          2026-06-30T00:10:01Z, 10.99,   n1
      ETH,   ETH,   0xaa,    50,           ,                     10.99,   n1
      ETH,   ETH,   0xaa,    51,           2026-06-30T00:00:00Z, 99,      n1
      ETH,   USDT,  0xaa,    50,           ,                     6,       n1
      TRON,  USDT,  T1,      8,            2026-06-30T00:00:00Z, 6,       n1
      XRP,   XRP,   x1,      8,            2026-06-30T00:00:00Z, 11,      n1
      ADA,   ADA,   a1,      8,            2026-06-30T00:00:00Z, 5,       n1
      ADA,   ADA,   a2,      8,            2026-06-30T00:00:00Z, 6,       n1
      SOL,   SOL,   s1,      8,            2026-06-30T00:00:00Z, 0,       n1
      SOL,   SOL,   s2,      8,            2026-06-30T00:00:00Z, 11,      n1
  expect:
    population: 7
    exceptions: |
      asset, reason_code, reserves, reason
      BTC,   R2,          11,       1 addresses have a balance of another time or height than the snapshot of 2026-06-30 00:00:00+00.
      LTC,   R1,          10.99,    "Reserves of 10.990000000000000000 LTC stand against liabilities of 10.000000000000000000 LTC; the least ratio is 1.100000."
      LTC,   R2,          10.99,    1 addresses have a balance of another time or height than the snapshot of 2026-06-30 00:00:00+00.
      USDT,  R2,          12,       1 addresses have a balance of another time or height than the snapshot of 2026-06-30 00:00:00+00.
      USDT,  R3,          12,       The address 0xaa is counted for 2 wallets.
      USDT,  R5,          12,       There is no balance of USDT on SOLC.
      ETH,   R1,          10.99,    "Reserves of 10.990000000000000000 ETH stand against liabilities of 10.000000000000000000 ETH; the least ratio is 1.100000."
      ADA,   R4,          11,       The address a1 is encumbered and counted.

- name: unverified proofs, unknown owners, blocks without a time, unknown encumbrance
  as_of: 2026-06-30T00:00:00Z
  given:
    ledger_balance: |
      ledger, account_id, account_class, asset, wallet_id, as_of,                balance
      ex,     c1,         spot,          BTC,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          LTC,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          ETH,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          ADA,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          XRP,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          SOL,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          DOT,   "",        2026-06-30T00:00:00Z, 10
    wallet_address: |
      chain, asset, address, tag, wallet_id, owner_entity, encumbered, active_from, proof_valid
      BTC,   BTC,   b1,      "",  W1,        customer,     false,      2025-01-01,  true
      BTC,   BTC,   b2,      "",  W1,        customer,     false,      2025-01-01,
      LTC,   LTC,   l1,      "",  W1,        ,             false,      2025-01-01,  true
      ETH,   ETH,   e1,      "",  "",        customer,     false,      ,            true
      ADA,   ADA,   a1,      "",  W1,        customer,     ,           2025-01-01,  true
      XRP,   XRP,   x1,      "",  W1,        customer,     ,           2025-01-01,
      XRP,   XRP,   x2,      "",  W1,        customer,     false,      2025-01-01,  true
      SOL,   SOL,   s1,      "",  W1,        customer,     ,           2025-01-01,  true
      SOL,   SOL,   s2,      "",  W1,        customer,     false,      2025-01-01,  true
      DOT,   DOT,   d1,      "",  W1,        customer,     false,      2025-01-01,
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   b1,      1,            2026-06-30T00:00:00Z, 9,       n1
      BTC,   BTC,   b2,      1,            2026-06-30T00:00:00Z, 1,       n1
      LTC,   LTC,   l1,      1,            2026-06-30T00:00:00Z, 10,      n1
      ETH,   ETH,   e1,      1,            ,                     10,      n1
      ADA,   ADA,   a1,      1,            2026-06-30T00:00:00Z, 10,      n1
      XRP,   XRP,   x1,      1,            2026-06-30T00:00:00Z, 0,       n1
      XRP,   XRP,   x2,      1,            2026-06-30T00:00:00Z, 10,      n1
      SOL,   SOL,   s1,      1,            2026-06-30T00:00:00Z, 1,       n1
      SOL,   SOL,   s2,      1,            2026-06-30T00:00:00Z, 9,       n1
      DOT,   DOT,   d1,      1,            2026-06-30T00:00:00Z, 9.9,     n1
  expect:
    population: 7
    exceptions: |
      asset, reason_code, reason
      DOT,   R1,          Reserves of 9.900000000000000000 DOT stand against liabilities of 10.000000000000000000 DOT; the least ratio is 1.000000.
    indeterminate: |
      asset, reason_code, reason
      BTC,   I2,          "Of 10.000000000000000000 BTC only 9.000000000000000000 are on addresses with valid proof and a known owner, against liabilities of 10.000000000000000000."
      LTC,   I2,          "Of 10.000000000000000000 LTC only 0.000000000000000000 are on addresses with valid proof and a known owner, against liabilities of 10.000000000000000000."
      ETH,   I3,          "The time of the block of a balance is unknown, and no height was fixed."
      ADA,   I4,          The inventory does not say whether an address is encumbered.
      SOL,   I4,          The inventory does not say whether an address is encumbered.

- name: the root of the tree where the ledger has no such asset; a snapshot that is given
  params: {snapshot_at: "2026-06-30T00:00:00Z"}
  given:
    ledger_balance: |
      ledger, account_id, account_class, asset, wallet_id, as_of,                balance
      ex,     c1,         spot,          BTC,   "",        2026-06-30T00:00:00Z, 10
      ex,     c1,         spot,          BTC,   "",        2026-06-30T12:00:00Z, 90
    liability_node: |
      snapshot_id, snapshot_at,          asset, level, pos, balance
      por-6,       2026-06-30T00:10:00Z, BTC,   2,     0,   50
      por-6,       2026-06-30T00:10:00Z, ETH,   2,     0,   5
      por-6,       2026-06-30T00:10:00Z, ETH,   1,     0,   9
      por-6,       2026-06-30T00:10:00Z, DOT,   2,     0,   0
      por-5,       2026-06-29T23:49:59Z, SOL,   1,     0,   9
      por-7,       2026-06-30T00:10:01Z, ADA,   1,     0,   9
    wallet_address: |
      chain, asset, address, tag, wallet_id, owner_entity, encumbered, active_from, proof_valid
      BTC,   BTC,   b1,      "",  W1,        customer,     false,      2025-01-01,  true
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   b1,      1,            2026-06-30T00:00:00Z, 10,      n1
  expect:
    population: 2
    exceptions: |
      snapshot_id, asset, reason_code, liabilities, reason
      por-6,       ETH,   R1,          5,           Reserves of 0.000000000000000000 ETH stand against liabilities of 5.000000000000000000 ETH; the least ratio is 1.000000.

- name: amounts that cannot be added exactly, of customers, on the chain or in the tree, do not stop the other assets
  given:
    ledger_balance: |
      ledger, account_id, account_class, asset, wallet_id, as_of,                balance
      ex,     c1,         spot,          BTC,   "",        2026-06-30T00:00:00Z, 1
      ex,     c1,         spot,          SHIB,  "",        2026-06-30T00:00:00Z, 80000000000000000000
      ex,     c2,         spot,          SHIB,  "",        2026-06-30T00:00:00Z, 80000000000000000000
      ex,     c3,         spot,          SHIB,  "",        2026-06-30T00:00:00Z, 80000000000000000000
      ex,     c1,         spot,          PEPE,  "",        2026-06-30T00:00:00Z, 1
      ex,     c1,         spot,          MAX,   "",        2026-06-30T00:00:00Z, 89000000000000000000
      ex,     h,          house,         BIG,   "",        2026-06-30T00:00:00Z, 90000000000000000000
      ex,     c1,         spot,          MAX,   "",        2026-06-29T00:00:00Z, 80000000000000000000
    liability_node: |
      snapshot_id, snapshot_at,          asset, level, pos, node_hash, balance
      s1,          2026-06-30T00:00:00Z, BTC,   1,     0,   r,         1
      s1,          2026-06-30T00:00:00Z, TREE,  1,     0,   r,         1
    wallet_address: |
      chain, asset, address, tag, wallet_id, owner_entity,     encumbered, active_from, proof_valid
      BTC,   BTC,   b1,      "",  W1,        customer custody, false,      2025-01-01,  true
      ETH,   SHIB,  s1,      "",  W1,        customer custody, false,      2025-01-01,  true
      ETH,   PEPE,  p1,      "",  W1,        customer custody, false,      2025-01-01,  true
      ETH,   PEPE,  p2,      "",  W1,        customer custody, false,      2025-01-01,  true
      ETH,   TREE,  t1,      "",  W1,        customer custody, false,      2025-01-01,  true
      ETH,   TREE,  t2,      "",  W1,        customer custody, true,       2025-01-01,  true
      ETH,   MAX,   m1,      "",  W1,        customer custody, false,      2025-01-01,  true
      ETH,   HUGE,  h1,      "",  W1,        customer custody, false,      2025-01-01,  true
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance,              source_node
      BTC,   BTC,   b1,      100,          2026-06-30T00:00:00Z, 1,                    n1
      ETH,   PEPE,  p1,      100,          2026-06-30T00:00:00Z, 90000000000000000000, n1
      ETH,   PEPE,  p2,      100,          2026-06-30T00:00:00Z, 90000000000000000000, n1
      ETH,   TREE,  t1,      100,          2026-06-30T00:00:00Z, 90000000000000000000, n1
      ETH,   MAX,   m1,      100,          2026-06-30T00:00:00Z, 88999999999999999999, n1
      ETH,   MAX,   m1,      100,          2026-06-30T00:00:00Z, 89000000000000000000, n2
      ETH,   HUGE,  h1,      100,          2026-06-30T00:00:00Z, 90000000000000000000, n1
  expect:
    population: 5
    exceptions: |
      snapshot_id, asset, reason_code, reason
      s1,          SHIB,  R6,          The amounts of SHIB are too large to be added exactly.
      s1,          PEPE,  R6,          The amounts of PEPE are too large to be added exactly.
      s1,          TREE,  R6,          The amounts of TREE are too large to be added exactly.
      s1,          MAX,   R1,          "Reserves of 88999999999999999999.000000000000000000 MAX stand against liabilities of 89000000000000000000.000000000000000000 MAX; the least ratio is 1.000000."

- name: addresses listed more than once, of unknown owners, and read at several heights; edges of the snapshot; what is unknown of more than one kind
  params: {snapshot_heights: [LTC=100, XLM=5]}
  given:
    ledger_balance: |
      ledger, account_id, account_class, asset, wallet_id, as_of,                balance
      ex,     c1,         spot,          BTC,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          ETH,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          SOL,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          ADA,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          DOT,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          LTC,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          XLM,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          TRX,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          BCH,   ,          2026-06-30T00:00:00Z,
      ex,     c1,         spot,          ALG,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          KSM,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          EOS,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          XTZ,   ,          2026-06-30T00:00:00Z, 5
      ex,     c1,         spot,          DCR,   ,          2026-06-30T00:00:00Z, 5
    liability_node: |
      snapshot_id, snapshot_at,          asset, level, pos, node_hash, balance
      s1,          2026-06-29T23:50:00Z, ZEC,   1,     0,   a,         5
      s1,          2026-06-29T23:50:00Z, ZEC,   2,     0,   r,         5
    wallet_address: |
      chain, asset, address, tag, wallet_id, owner_entity, encumbered, active_from,          active_to, proof_valid
      BTC,   BTC,   b1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      BTC,   BTC,   b1,      "",  "",        house,        false,      2025-01-01,           ,          true
      ETH,   ETH,   e1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      ETH,   ETH,   e1,      "",  "",        client,       true,       2025-01-01,           ,          true
      SOL,   SOL,   s1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      SOL,   SOL,   s1,      "",  W1,        client,       ,           2025-01-01,           ,          true
      ADA,   ADA,   a1,      "",  W1,        client,       false,      2026-06-30T00:00:00Z, ,          true
      DOT,   DOT,   d1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      DOT,   DOT,   d2,      "",  W1,        house,        false,      2025-01-01,           ,          true
      LTC,   LTC,   l1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      XLM,   XLM,   x1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      TRX,   TRX,   t1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      TRX,   TRX,   t2,      "",  W1,        client,       true,       2025-01-01,           ,          true
      BCH,   BCH,   h1,      "",  W1,        client,       false,      2025-01-01,           ,
      ALG,   ALG,   g1,      "",  W1,        client,       false,      2025-01-01,           ,
      KSM,   KSM,   k1,      "",  W1,        client,       ,           2025-01-01,           ,          true
      EOS,   EOS,   o1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      EOS,   EOS,   o2,      "",  W1,        house,        false,      2025-01-01,           ,          true
      XTZ,   XTZ,   z1,      "",  W1,        ,             false,      2025-01-01,           ,          true
      DCR,   DCR,   r1,      "",  W1,        client,       false,      2025-01-01,           ,          true
      DCR,   DCR,   r2,      "",  W1,        client,       ,           2025-01-01,           ,          true
      ZEC,   ZEC,   y1,      "",  W1,        client,       false,      2025-01-01,           ,          true
    chain_balance: |
      chain, asset, address, block_height, block_at,             balance, source_node
      BTC,   BTC,   b1,      1,            2026-06-30T00:00:00Z, 9,       n
      ETH,   ETH,   e1,      1,            2026-06-30T00:00:00Z, 9,       n
      SOL,   SOL,   s1,      1,            2026-06-30T00:00:00Z, 9,       n
      ADA,   ADA,   a1,      1,            2026-06-30T00:00:00Z, 9,       n
      DOT,   DOT,   d1,      1,            2026-06-30T00:00:00Z, 4,       n
      DOT,   DOT,   d2,      1,            2026-06-30T00:00:00Z, 9,       n
      LTC,   LTC,   l1,      99,           2026-06-30T00:00:00Z, 1,       n
      LTC,   LTC,   l1,      100,          2026-06-29T22:00:00Z, 9,       n
      XLM,   XLM,   x1,      4,            2026-06-30T00:00:00Z, 9,       n
      TRX,   TRX,   t1,      1,            2026-06-30T00:05:00Z, 9,       n
      TRX,   TRX,   t1,      2,            2026-06-29T23:55:00Z, 1,       n
      TRX,   TRX,   t2,      1,            2026-06-30T00:00:00Z, 0,       n
      BCH,   BCH,   h1,      1,            ,                     9,       n
      ALG,   ALG,   g1,      1,            ,                     9,       n
      KSM,   KSM,   k1,      1,            ,                     9,       n
      EOS,   EOS,   o1,      1,            2026-06-30T00:00:00Z, 9,       n
      EOS,   EOS,   o2,      1,            2026-06-29T00:00:00Z, 9,       n
      XTZ,   XTZ,   z1,      1,            2026-06-30T00:00:00Z, 9,       n
      DCR,   DCR,   r1,      1,            2026-06-30T00:00:00Z, 9,       n
      DCR,   DCR,   r2,      1,            2026-06-30T00:00:00Z, 0,       n
      ZEC,   ZEC,   y1,      1,            2026-06-30T00:00:00Z, 9,       n
  expect:
    population: 15
    exceptions: |
      snapshot_id, asset, reason_code, reason
      s1,          DOT,   R1,          Reserves of 4.000000000000000000 DOT stand against liabilities of 5.000000000000000000 DOT; the least ratio is 1.000000.
      s1,          ETH,   R4,          The address e1 is encumbered and counted.
      s1,          TRX,   R1,          Reserves of 1.000000000000000000 TRX stand against liabilities of 5.000000000000000000 TRX; the least ratio is 1.000000.
      s1,          XLM,   R2,          1 addresses have a balance of another time or height than the snapshot of 2026-06-30 00:00:00+00.
    indeterminate: |
      snapshot_id, asset, reason_code, reason
      s1,          ALG,   I2,          "Of 9.000000000000000000 ALG only 0.000000000000000000 are on addresses with valid proof and a known owner, against liabilities of 5.000000000000000000."
      s1,          BCH,   I1,          Balances of customers in BCH are missing.
      s1,          BTC,   I2,          "Of 9.000000000000000000 BTC only 0.000000000000000000 are on addresses with valid proof and a known owner, against liabilities of 5.000000000000000000."
      s1,          KSM,   I3,          "The time of the block of a balance is unknown, and no height was fixed."
      s1,          SOL,   I4,          The inventory does not say whether an address is encumbered.
      s1,          XTZ,   I2,          "Of 9.000000000000000000 XTZ only 0.000000000000000000 are on addresses with valid proof and a known owner, against liabilities of 5.000000000000000000."
---*/
