/*---
id: cry-withdrawal-recon
version: 5
title: Outflows that no authorised withdrawal stands behind
objective: Every outgoing transfer belongs to one authorised request or to a movement between own wallets, and every completed request was paid once.
kind: operating
severity: critical
reads: [chain_tx, withdrawal, ledger_entry, wallet_address]
key: [chain, txid, out_index, asset]
params:
  completed: {type: "text[]", default: [completed, confirmed, done, success, settled], means: "states, in lower case, of a withdrawal that was paid"}
  void: {type: "text[]", default: [rejected, failed, cancelled, canceled, blocked, timeout], means: "states, in lower case, of a withdrawal that must not be paid"}
  fee_handling: {type: text, default: excluded, means: "excluded when the amount requested arrives whole, included when the network fee is taken from it"}
  tol: {type: "decimal(38,18)", default: "0", unit: units of the asset, means: difference of amounts that is allowed}
  debit_ref: {type: text, default: withdrawal, means: "kind of reference, in lower case, by which a ledger entry names a withdrawal"}
controls:
  soc2-tsc-2017: [PI1.3, PI1.4]
  nist-800-53r5: [AU-10]
reasons:
  R1: an outflow without a withdrawal, to an address that is not an own one
  R2: a completed withdrawal without a transaction that stands
  R3: amount, asset or destination differ
  R4: two withdrawals claim one output, or one withdrawal was paid twice
  R5: the debit in the ledger is missing, or later than the broadcast
  R6: a transfer to an own address that was not in the inventory at that time
  I1: amount or destination of the withdrawal is missing
  I2: the chain data does not say whether the transaction stands
  I3: the time of the broadcast or of the debit is unknown
  I4: there is no chain data of the network
limits:
  - An item is an output that leaves own addresses in the period, or a completed withdrawal of the period; one without an output has the txid
    withdrawal:ID and the out_index -1. Outputs that return to the sending address or its wallet are change, and not in the population.
  - A withdrawal with an output number is matched by it; others by transaction, destination, asset and amount, then without the amount, then by
    the transaction alone, each output once. What is left over of the withdrawals of a transaction claims an output that is taken.
  - A withdrawal counts as paid twice when transactions of two of its revisions stand. A replaced transaction that does not stand does not count.
  - Change addresses that the inventory does not know look like outflows. Transfers inside contracts are seen only if the chain data has them.
  - Withdrawals in a state that must not be paid are no authority for an outflow.
---*/

-- +holder: the wallet of each own address, and the time it was in use
SELECT chain, address, MIN(NULLIF(wallet_id, '')) AS wallet_id, MIN(active_from) AS active_from, CASE WHEN COUNT(*) = COUNT(active_to) THEN MAX(active_to) END AS active_to
FROM wallet_address
GROUP BY chain, address;

-- +output: outputs that leave own addresses, without change and without what failed or was orphaned
SELECT
  chain, t.txid, t.out_index, t.asset, t.block_at, t.amount, t.fee, to_addr, t.canonical IS NULL OR t.status IS NULL AS uncertain, d.own AS to_own,
  d.active_from <= t.block_at AND COALESCE(d.active_to > t.block_at, TRUE) AS in_inventory
FROM chain_tx AS t
JOIN (SELECT chain, address AS from_addr, wallet_id FROM holder) AS f USING (chain, from_addr)
LEFT JOIN (SELECT chain, address AS to_addr, wallet_id, active_from, active_to, TRUE AS own FROM holder) AS d USING (chain, to_addr)
WHERE t.canonical IS DISTINCT FROM FALSE AND COALESCE(t.status, 'success') = 'success' AND COALESCE(t.amount, 0) <> 0
  AND from_addr IS DISTINCT FROM to_addr AND NOT COALESCE(f.wallet_id = d.wallet_id, FALSE);

-- +request: the last revision of each withdrawal
SELECT
  withdrawal_id, chain, asset, amount, dest_address, txid, out_index, broadcast_at, LOWER(status) AS status,
  COALESCE(broadcast_at, signed_at, requested_at) AS paid_at, list_contains($completed, LOWER(status)) AS paid
FROM withdrawal
WHERE NOT COALESCE(list_contains($void, LOWER(status)), FALSE)
QUALIFY row_number() OVER (PARTITION BY withdrawal_id ORDER BY revision DESC) = 1;

-- +numbered: withdrawals that name their output, in order when several name the same
SELECT
  w.withdrawal_id, chain, txid, out_index, o.asset,
  row_number() OVER (PARTITION BY chain, txid, out_index, o.asset ORDER BY (w.asset = o.asset) DESC, w.withdrawal_id) AS claim
FROM request AS w
JOIN output AS o USING (chain, txid, out_index);

-- +unnumbered: withdrawals of a transaction that do not name an output, and its outputs that nobody named
SELECT 'request' AS side, w.withdrawal_id, w.chain, w.txid, w.asset, w.amount, w.dest_address AS address, NULL AS out_index, NULL AS to_own
FROM request AS w
WHERE w.withdrawal_id NOT IN (SELECT withdrawal_id FROM numbered)
UNION ALL
SELECT 'output', NULL, chain, txid, asset, o.amount, o.to_addr, out_index, o.to_own
FROM output AS o
LEFT JOIN (SELECT chain, txid, out_index, asset, COUNT(*) AS claims FROM numbered GROUP BY ALL) AS n USING (chain, txid, out_index, asset)
WHERE n.claims IS NULL;

-- +ranked: both sides numbered alike, by destination, asset and amount
SELECT
  side, withdrawal_id, chain, txid, asset, amount, address, out_index,
  row_number() OVER (PARTITION BY side, chain, txid, asset, address, amount ORDER BY withdrawal_id, out_index) AS place
FROM unnumbered;

-- +equal: pairs that agree in destination, asset and amount
SELECT w.withdrawal_id, chain, txid, o.out_index, asset
FROM ranked AS w
JOIN ranked AS o USING (chain, txid, asset, address, amount, place)
WHERE w.side = 'request' AND o.side = 'output';

-- +left_by_address: what is left, numbered by destination and asset
SELECT
  u.side, withdrawal_id, chain, txid, asset, u.address, out_index, u.to_own, row_number() OVER (PARTITION BY u.side, chain, txid, asset, u.address ORDER BY withdrawal_id, out_index) AS place
FROM unnumbered AS u
LEFT JOIN (SELECT withdrawal_id, TRUE AS taken FROM equal) AS w USING (withdrawal_id)
LEFT JOIN (SELECT chain, txid, out_index, asset, TRUE AS taken FROM equal) AS o USING (chain, txid, out_index, asset)
WHERE w.taken IS NULL AND o.taken IS NULL;

-- +alike: pairs that agree in destination and asset
SELECT w.withdrawal_id, chain, txid, o.out_index, asset
FROM left_by_address AS w
JOIN left_by_address AS o USING (chain, txid, asset, address, place)
WHERE w.side = 'request' AND o.side = 'output';

-- +left_by_tx: what is left, numbered by transaction; outputs to own addresses need no withdrawal
SELECT
  u.side, withdrawal_id, chain, txid, asset, out_index, row_number() OVER (PARTITION BY u.side, chain, txid ORDER BY withdrawal_id, out_index, asset) AS place
FROM left_by_address AS u
LEFT JOIN (SELECT withdrawal_id, TRUE AS taken FROM alike) AS w USING (withdrawal_id)
LEFT JOIN (SELECT chain, txid, out_index, asset, TRUE AS taken FROM alike) AS o USING (chain, txid, out_index, asset)
WHERE w.taken IS NULL AND o.taken IS NULL AND u.to_own IS NULL;

-- +matched: each withdrawal with its output
SELECT withdrawal_id, chain, txid, out_index, asset, claim FROM numbered
UNION ALL
SELECT withdrawal_id, chain, txid, out_index, asset, 1 FROM equal
UNION ALL
SELECT withdrawal_id, chain, txid, out_index, asset, 1 FROM alike
UNION ALL
SELECT w.withdrawal_id, chain, txid, o.out_index, o.asset, 1
FROM left_by_tx AS w
JOIN left_by_tx AS o USING (chain, txid, place)
WHERE w.side = 'request' AND o.side = 'output';

-- +population: one row per outgoing output and per completed withdrawal without one
SELECT
  chain, txid, out_index, o.asset, o.block_at, o.amount, o.fee, o.to_addr, o.uncertain, o.to_own, o.in_inventory, m.withdrawal_id, COALESCE(m.claims, 0) AS claims,
  w.asset AS asked_asset, w.amount AS asked_amount, w.dest_address AS asked_address, w.broadcast_at, NULL AS asked_txid, TRUE AS has_output
FROM output AS o
LEFT JOIN (
  SELECT chain, txid, out_index, asset, COUNT(*) AS claims, first(withdrawal_id ORDER BY claim, withdrawal_id) AS withdrawal_id FROM matched GROUP BY chain, txid, out_index, asset
) AS m USING (chain, txid, out_index, asset)
LEFT JOIN request AS w ON w.withdrawal_id = m.withdrawal_id
WHERE o.block_at >= $period_start AND o.block_at < $period_end OR w.paid AND w.paid_at >= $period_start AND w.paid_at < $period_end
UNION ALL
SELECT
  COALESCE(w.chain, '(none)'), concat('withdrawal:', w.withdrawal_id), -1, COALESCE(w.asset, '(none)'), NULL, NULL, NULL, NULL, FALSE, NULL, NULL, w.withdrawal_id, 0, w.asset, w.amount,
  w.dest_address, w.broadcast_at, w.txid, FALSE
FROM request AS w
LEFT JOIN matched AS m ON m.withdrawal_id = w.withdrawal_id
WHERE m.txid IS NULL AND w.paid AND w.paid_at >= $period_start AND w.paid_at < $period_end;

-- +second: transactions of a revision of a withdrawal that another transaction pays
SELECT chain, txid, withdrawal_id
FROM withdrawal AS r
JOIN (SELECT withdrawal_id, txid AS paid_txid FROM matched) AS m USING (withdrawal_id)
-- allow null-compare: a revision without a transaction is no second one
WHERE m.paid_txid <> txid;

-- +debit: the first debit of each withdrawal in the ledger
SELECT ref_id AS withdrawal_id, COUNT(*) AS entries, MIN(created_at) AS created_at
FROM ledger_entry
WHERE LOWER(ref_type) = $debit_ref AND amount_signed < 0
GROUP BY ref_id;

-- +judged: each item with what speaks against it
SELECT
  chain, txid, p.out_index, p.asset, p.amount, p.to_addr, p.block_at, p.withdrawal_id, p.claims, p.asked_asset, p.asked_amount, p.asked_address, asked_txid, p.broadcast_at, d.created_at,
  s.second_of,
  p.has_output AND p.withdrawal_id IS NULL AND p.to_own IS NULL AND s.second_of IS NULL AS unasked,
  NOT p.has_output AND t.outputs IS NULL AND k.transfers IS NOT NULL AS unpaid,
  -- allow null-compare: what was asked and is not known is I1
  p.asked_asset <> p.asset OR p.asked_address <> p.to_addr
    OR ABS(p.asked_amount - CASE WHEN $fee_handling = 'included' THEN COALESCE(p.fee, 0) ELSE 0 END - p.amount) > $tol AS differs,
  p.claims > 1 OR s.second_of IS NOT NULL AND p.withdrawal_id IS NULL OR NOT p.has_output AND t.outputs IS NOT NULL AS twice,
  p.withdrawal_id IS NOT NULL AND (d.entries IS NULL OR d.created_at > p.broadcast_at) AS no_debit,
  p.withdrawal_id IS NULL AND NOT p.in_inventory AS not_listed,
  CASE
    WHEN k.transfers IS NULL THEN 'I4'
    WHEN p.withdrawal_id IS NOT NULL AND (p.asked_amount IS NULL OR p.asked_address IS NULL) THEN 'I1'
    WHEN p.uncertain THEN 'I2'
    WHEN p.withdrawal_id IS NOT NULL AND (p.broadcast_at IS NULL OR d.created_at IS NULL) THEN 'I3'
  END AS unknown
FROM population AS p
LEFT JOIN debit AS d ON d.withdrawal_id = p.withdrawal_id
LEFT JOIN (SELECT chain, txid, MIN(withdrawal_id) AS second_of FROM second GROUP BY chain, txid) AS s USING (chain, txid)
LEFT JOIN (SELECT chain, COUNT(*) AS transfers FROM chain_tx GROUP BY chain) AS k USING (chain)
LEFT JOIN (SELECT chain, txid AS asked_txid, COUNT(*) AS outputs FROM output GROUP BY chain, txid) AS t USING (chain, asked_txid);

-- +exceptions: outflows and withdrawals that do not belong together
SELECT
  chain, txid, out_index, asset, 'R1' AS reason_code,
  concat(CAST(amount AS VARCHAR), ' ', asset, ' went to ', COALESCE(to_addr, 'no address'), ' at ', CAST(block_at AS VARCHAR), ' without a withdrawal.') AS reason, withdrawal_id
FROM judged
WHERE unasked
UNION ALL
SELECT
  chain, txid, out_index, asset, 'R2', concat('The withdrawal ', withdrawal_id, ' is completed, and ', COALESCE('no output of its transaction ' || asked_txid || ' from an own address stands', 'names no transaction'), '.'), withdrawal_id
FROM judged
WHERE unpaid
UNION ALL
SELECT
  chain, txid, out_index, asset, 'R3',
  concat('The withdrawal ', withdrawal_id, ' asks for ', CAST(asked_amount AS VARCHAR), ' ', asked_asset, ' to ', asked_address, ', and ', CAST(amount AS VARCHAR), ' ', asset, ' went to ', to_addr, '.'),
  withdrawal_id
FROM judged
WHERE differs
UNION ALL
SELECT
  chain, txid, out_index, asset, 'R4',
  CASE
    WHEN claims > 1 THEN concat(CAST(claims AS VARCHAR), ' withdrawals claim the output, ', withdrawal_id, ' among them.')
    WHEN second_of IS NOT NULL THEN concat('The withdrawal ', second_of, ' was paid by another transaction as well.')
    ELSE concat('The withdrawal ', withdrawal_id, ' claims an output of ', asked_txid, ', and all of them are other withdrawals''.')
  END,
  withdrawal_id
FROM judged
WHERE twice
UNION ALL
SELECT
  chain, txid, out_index, asset, 'R5',
  concat('The withdrawal ', withdrawal_id, COALESCE(' was broadcast at ' || CAST(broadcast_at AS VARCHAR) || ' and debited at ' || CAST(created_at AS VARCHAR), ' has no debit in the ledger'), '.'), withdrawal_id
FROM judged
WHERE no_debit
UNION ALL
SELECT
  chain, txid, out_index, asset, 'R6', concat('The own address ', to_addr, ' was not in the inventory at ', CAST(block_at AS VARCHAR), '.'), withdrawal_id
FROM judged
WHERE not_listed;

-- +indeterminate: items that do not fail and cannot be judged in full
SELECT
  chain, txid, out_index, asset, j.unknown AS reason_code,
  CASE j.unknown
    WHEN 'I1' THEN concat('The withdrawal ', j.withdrawal_id, ' has no amount or no destination.')
    WHEN 'I2' THEN 'The chain data does not say whether the transaction succeeded and stands.'
    WHEN 'I3' THEN concat('The time of the broadcast or of the debit of the withdrawal ', j.withdrawal_id, ' is unknown.')
    ELSE concat('The evidence has no transfers on ', chain, '.')
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (chain, txid, out_index, asset)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL;

/*--- cases
- name: outflows with and without a withdrawal, own addresses, change, failed and orphaned transactions
  given:
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from, active_to
      BTC,   BTC,   hot1,    "",  hot,       2025-01-01,
      BTC,   BTC,   hot2,    "",  hot,       2025-01-01,
      BTC,   BTC,   cold,    "",  cold,      2025-01-01,
      BTC,   BTC,   old,     "",  cold,      2025-01-01,  2026-03-02T00:00:00Z
      BTC,   BTC,   new,     "",  cold,      2026-03-02T00:00:01Z,
      BTC,   BTC,   lone1,   "",  "",        2025-01-01,
      BTC,   BTC,   lone2,   "",  "",        2025-01-01,
    chain_tx: |
      chain, asset, txid, out_index, block_at,             from_addr, to_addr, amount, status,  canonical
      BTC,   BTC,   t1,   0,         2026-03-02T00:00:00Z, hot1,      c1,      1,      success, true
      BTC,   BTC,   t1,   1,         2026-03-02T00:00:00Z, hot1,      c2,      2,      success, true
      BTC,   BTC,   t1,   2,         2026-03-02T00:00:00Z, hot1,      hot2,    3,      success, true
      BTC,   BTC,   t1,   3,         2026-03-02T00:00:00Z, hot1,      hot1,    3,      success, true
      BTC,   BTC,   t1,   4,         2026-03-02T00:00:00Z, hot1,      c2,      0,      success, true
      BTC,   BTC,   t2,   0,         2026-03-02T00:00:00Z, hot1,      cold,    5,      success, true
      BTC,   BTC,   t2,   1,         2026-03-02T00:00:00Z, hot1,      old,     5,      success, true
      BTC,   BTC,   t2,   2,         2026-03-02T00:00:00Z, hot1,      new,     5,      success, true
      BTC,   BTC,   t3,   0,         2026-03-02T00:00:00Z, hot1,      c3,      1,      failed,  true
      BTC,   BTC,   t4,   0,         2026-03-02T00:00:00Z, hot1,      c4,      1,      success, false
      BTC,   BTC,   t5,   0,         2026-03-02T00:00:00Z, hot1,      c5,      1,      ,        true
      BTC,   BTC,   t6,   0,         2026-03-02T00:00:00Z, hot1,      c6,      1,      success,
      BTC,   BTC,   t7,   0,         2026-03-02T00:00:00Z, cust,      c7,      1,      success, true
      BTC,   BTC,   t8,   0,         2025-12-31T23:59:59Z, hot1,      c8,      1,      success, true
      BTC,   BTC,   t9,   0,         2026-07-01T00:00:00Z, hot1,      c9,      1,      success, true
      BTC,   BTC,   t10,  0,         2026-01-01T00:00:00Z, hot1,      c10,     1,      success, true
      BTC,   BTC,   t11,  0,         2026-07-01T00:00:00Z, hot1,      c11,     1,      success, true
      BTC,   BTC,   t12,  0,         2026-03-02T00:00:00Z, lone1,     lone2,   1,      success, true
      BTC,   BTC,   t13,  0,         2026-03-02T00:00:00Z, hot1,      c13,     1,      success, true
      BTC,   BTC,   t14,  0,         2026-07-01T00:00:00Z, hot1,      c14,     1,      success, true
      BTC,   BTC,   t15,  0,         2025-12-31T00:00:00Z, hot1,      c15,     1,      success, true
      BTC,   BTC,   t16,  0,         2026-03-02T00:00:01Z, hot1,      new,     5,      success, true
    withdrawal: |
      withdrawal_id, revision, chain, asset, amount, dest_address, txid, out_index, status,       broadcast_at,         signed_at
      1,             1,        BTC,   BTC,   1,      c1,           t1,   0,         Completed,    2026-03-01T23:00:00Z,
      5,             1,        BTC,   BTC,   1,      c5,           t5,   0,         completed,    2026-03-01T23:00:00Z,
      6,             1,        BTC,   BTC,   1,      c6,           t6,   0,         broadcasting, 2026-03-01T23:00:00Z,
      10,            1,        BTC,   BTC,   1,      c10,          t10,  0,         broadcasting, 2025-12-31T23:00:00Z,
      11,            1,        BTC,   BTC,   1,      c11,          t11,  0,         completed,    2026-06-30T23:00:00Z,
      8,             1,        BTC,   BTC,   1,      c8,           t8,   0,         completed,    2025-12-31T23:00:00Z,
      9,             1,        BTC,   BTC,   1,      c9,           t9,   0,         completed,    2026-07-01T00:00:00Z,
      14,            1,        BTC,   BTC,   1,      c14,          t14,  0,         broadcasting, 2026-06-30T23:00:00Z,
      15,            1,        BTC,   BTC,   1,      c15,          t15,  0,         completed,    2026-01-01T00:00:00Z,
      16,            1,        BTC,   BTC,   5,      out16,        t16,  0,         completed,    2026-03-01T00:00:00Z,
      13,            1,        BTC,   BTC,   1,      c13,          t13,  0,         Rejected,     2026-03-01T23:00:00Z,
    ledger_entry: |
      entry_id, ref_type,   ref_id, amount_signed, created_at
      e1,       Withdrawal, 1,      -1,            2026-03-01T23:00:00Z
      e5,       withdrawal, 5,      -1,            2026-03-01T22:00:00Z
      e6,       withdrawal, 6,      -1,            2026-03-01T22:00:00Z
      e10,      withdrawal, 10,     -1,            2025-12-31T22:00:00Z
      e11,      withdrawal, 11,     -1,            2026-06-30T22:00:00Z
      e15,      withdrawal, 15,     -1,            2025-06-30T22:00:00Z
      e16,      withdrawal, 16,     -1,            2025-06-30T22:00:00Z
  expect:
    population: 13
    exceptions: |
      txid, out_index, reason_code, reason
      t16,  0,         R3,          "The withdrawal 16 asks for 5.000000000000000000 BTC to out16, and 5.000000000000000000 BTC went to new."
      t1,   1,         R1,          2.000000000000000000 BTC went to c2 at 2026-03-02 00:00:00+00 without a withdrawal.
      t13,  0,         R1,          1.000000000000000000 BTC went to c13 at 2026-03-02 00:00:00+00 without a withdrawal.
      t2,   1,         R6,          The own address old was not in the inventory at 2026-03-02 00:00:00+00.
      t2,   2,         R6,          The own address new was not in the inventory at 2026-03-02 00:00:00+00.
    indeterminate: |
      txid, out_index, reason_code, reason
      t5,   0,         I2,          The chain data does not say whether the transaction succeeded and stands.
      t6,   0,         I2,          The chain data does not say whether the transaction succeeded and stands.

- name: completed withdrawals without a transaction that stands; debits; what is missing
  given:
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      ETH,   ETH,   0xh,     "",  hot,       2025-01-01
    chain_tx: |
      chain, asset, txid, out_index, block_at,             from_addr, to_addr, amount, status,  canonical
      ETH,   ETH,   0xf,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      failed,  true
      ETH,   ETH,   0xo,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, false
      ETH,   ETH,   0xd,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, true
      ETH,   ETH,   0xl,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, true
      ETH,   ETH,   0xt,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, true
      ETH,   ETH,   0xn,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, true
      ETH,   ETH,   0xa,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, true
      ETH,   ETH,   0xc,  0,         2026-03-02T00:00:00Z, 0xh,       c,       1,      success, true
    withdrawal: |
      withdrawal_id, revision, chain, asset, amount, dest_address, txid, out_index, status,    broadcast_at,         signed_at,            requested_at
      none,          1,        ETH,   ETH,   1,      c,            ,     ,          completed, 2026-03-02T00:00:00Z, ,                     2025-01-01
      failed,        1,        ETH,   ETH,   1,      c,            0xf,  ,          completed, 2026-03-02T00:00:00Z, ,                     2025-01-01
      orphan,        1,        ETH,   ETH,   1,      c,            0xo,  0,         completed, ,                     2026-03-02T00:00:00Z, 2025-01-01
      before,        1,        ETH,   ETH,   1,      c,            ,     ,          completed, ,                     ,                     2025-12-31T23:59:59Z
      after,         1,        ETH,   ETH,   1,      c,            ,     ,          completed, ,                     ,                     2026-07-01T00:00:00Z
      start,         1,        ETH,   ETH,   1,      c,            ,     ,          completed, ,                     ,                     2026-01-01T00:00:00Z
      pending,       1,        ETH,   ETH,   1,      c,            ,     ,          signing,   ,                     ,                     2026-03-02T00:00:00Z
      nochain,       1,        SOL,   SOL,   1,      c,            sig,  ,          completed, 2026-03-02T00:00:00Z, ,                     2025-01-01
      nodebit,       1,        ETH,   ETH,   1,      c,            0xd,  0,         completed, 2026-03-02T00:00:00Z, ,                     2025-01-01
      latedebit,     1,        ETH,   ETH,   1,      c,            0xl,  0,         completed, 2026-03-02T00:00:00Z, ,                     2025-01-01
      notime,        1,        ETH,   ETH,   1,      c,            0xt,  0,         completed, ,                     ,                     2026-03-02T00:00:00Z
      nodate,        1,        ETH,   ETH,   1,      c,            0xn,  0,         completed, 2026-03-02T00:00:00Z, ,                     2026-03-02T00:00:00Z
      noamount,      1,        ETH,   ETH,   ,       c,            0xa,  0,         completed, 2026-03-02T00:00:00Z, ,                     2026-03-02T00:00:00Z
      nodest,        1,        ETH,   ETH,   1,      ,             0xc,  0,         completed, 2026-03-02T00:00:00Z, ,                     2026-03-02T00:00:00Z
    ledger_entry: |
      entry_id, ref_type,   ref_id,    amount_signed, created_at
      e1,       withdrawal, none,      -1,            2026-03-01T00:00:00Z
      e2,       withdrawal, failed,    -1,            2026-03-01T00:00:00Z
      e3,       withdrawal, orphan,    -1,            2026-03-01T00:00:00Z
      e4,       withdrawal, start,     -1,            2026-03-01T00:00:00Z
      e5,       withdrawal, nochain,   -1,            2026-03-01T00:00:00Z
      e6,       withdrawal, nodebit,   1,             2026-03-01T00:00:00Z
      e6b,      withdrawal, nodebit,   0,             2026-03-01T00:00:00Z
      e7,       fee,        nodebit,   -1,            2026-03-01T00:00:00Z
      e8,       withdrawal, latedebit, -1,            2026-03-02T00:00:01Z
      e9,       withdrawal, notime,    -1,            2026-03-01T00:00:00Z
      e10,      withdrawal, nodate,    -1,
      e11,      withdrawal, noamount,  -1,            2026-03-01T00:00:00Z
      e12,      withdrawal, nodest,    -1,            2026-03-01T00:00:00Z
  expect:
    population: 11
    exceptions: |
      txid,              reason_code, reason
      withdrawal:none,   R2,          "The withdrawal none is completed, and names no transaction."
      withdrawal:failed, R2,          "The withdrawal failed is completed, and no output of its transaction 0xf from an own address stands."
      withdrawal:orphan, R2,          "The withdrawal orphan is completed, and no output of its transaction 0xo from an own address stands."
      withdrawal:start,  R2,          "The withdrawal start is completed, and names no transaction."
      0xd,               R5,          The withdrawal nodebit has no debit in the ledger.
      0xl,               R5,          The withdrawal latedebit was broadcast at 2026-03-02 00:00:00+00 and debited at 2026-03-02 00:00:01+00.
    indeterminate: |
      txid,               reason_code, reason
      withdrawal:nochain, I4,          The evidence has no transfers on SOL.
      0xt,                I3,          The time of the broadcast or of the debit of the withdrawal notime is unknown.
      0xn,                I3,          The time of the broadcast or of the debit of the withdrawal nodate is unknown.
      0xa,                I1,          The withdrawal noamount has no amount or no destination.
      0xc,                I1,          The withdrawal nodest has no amount or no destination.

- name: batches with and without output numbers, differing amounts, destinations and assets
  params: {tol: "0.1"}
  given:
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   hot,     "",  hot,       2025-01-01
      BTC,   BTC,   cold,    "",  cold,      2025-01-01
    chain_tx: |
      chain, asset, txid, out_index, block_at,   from_addr, to_addr, amount, fee,  status,  canonical
      BTC,   BTC,   b1,   0,         2026-03-02, hot,       a,       1,       0.5,  success, true
      BTC,   BTC,   b1,   1,         2026-03-02, hot,       a,       1,       0.5,  success, true
      BTC,   BTC,   b1,   2,         2026-03-02, hot,       a,       2,       0.5,  success, true
      BTC,   BTC,   b1,   3,         2026-03-02, hot,       b,       1,       0.5,  success, true
      BTC,   BTC,   b2,   0,         2026-03-02, hot,       a,       5,       0.5,  success, true
      BTC,   BTC,   b2,   1,         2026-03-02, hot,       a,       6,       0.5,  success, true
      BTC,   BTC,   b2,   2,         2026-03-02, hot,       evil,    7,       0.5,  success, true
      BTC,   BTC,   b2,   3,         2026-03-02, hot,       cold,    8,       0.5,  success, true
      BTC,   BTC,   b3,   0,         2026-03-02, hot,       a,       1.1,     0.5,  success, true
      BTC,   BTC,   b3,   1,         2026-03-02, hot,       a,       1.2,     0.5,  success, true
      BTC,   RUNE,  b3,   2,         2026-03-02, hot,       a,       1,       0.5,  success, true
      BTC,   BTC,   b4,   0,         2026-03-02, hot,       a,       3,       0.5,  success, true
      BTC,   BTC,   b5,   0,         2026-03-02, hot,       cold,    3,       0.5,  success, true
      BTC,   BTC,   b5,   1,         2026-03-02, hot,       q,       3,       0.5,  success, true
    withdrawal: |
      withdrawal_id, revision, chain, asset, amount, dest_address, txid, out_index, status,    broadcast_at
      1,             1,        BTC,   BTC,   1,      a,            b1,   ,          completed, 2026-03-02
      2,             1,        BTC,   BTC,   1,      a,            b1,   ,          completed, 2026-03-02
      3,             1,        BTC,   BTC,   2,      a,            b1,   2,         completed, 2026-03-02
      4,             1,        BTC,   BTC,   1,      b,            b1,   ,          completed, 2026-03-02
      5,             1,        BTC,   BTC,   6,      a,            b2,   ,          completed, 2026-03-02
      6,             1,        BTC,   BTC,   4,      a,            b2,   ,          completed, 2026-03-02
      7,             1,        BTC,   BTC,   7,      good,         b2,   ,          completed, 2026-03-02
      8,             1,        BTC,   BTC,   1,      a,            b3,   0,         completed, 2026-03-02
      9,             1,        BTC,   BTC,   1,      a,            b3,   1,         completed, 2026-03-02
      10,            1,        BTC,   BTC,   1,      a,            b3,   2,         completed, 2026-03-02
      11,            1,        BTC,   BTC,   3,      a,            b4,   0,         completed, 2026-03-02
      12,            1,        BTC,   BTC,   3,      a,            b4,   0,         completed, 2026-03-02
      13,            1,        BTC,   BTC,   9,      z,            b1,   ,          completed, 2026-03-02
      14,            1,        BTC,   BTC,   3,      good,         b5,   ,          completed, 2026-03-02
    ledger_entry: |
      entry_id, ref_type,   ref_id, amount_signed, created_at
      e1,       withdrawal, 1,      -1,            2026-03-01
      e2,       withdrawal, 2,      -1,            2026-03-01
      e3,       withdrawal, 3,      -1,            2026-03-01
      e4,       withdrawal, 4,      -1,            2026-03-01
      e5,       withdrawal, 5,      -1,            2026-03-01
      e6,       withdrawal, 6,      -1,            2026-03-01
      e7,       withdrawal, 7,      -1,            2026-03-01
      e8,       withdrawal, 8,      -1,            2026-03-01
      e9,       withdrawal, 9,      -1,            2026-03-01
      e10,      withdrawal, 10,     -1,            2026-03-01
      e11,      withdrawal, 11,     -1,            2026-03-01
      e12,      withdrawal, 12,     -1,            2026-03-01
      e13,      withdrawal, 13,     -1,            2026-03-01
      e14,      withdrawal, 14,     -1,            2026-03-01
  expect:
    population: 15
    exceptions: |
      txid,          out_index, reason_code, withdrawal_id, reason
      b5,            1,         R3,          14,            "The withdrawal 14 asks for 3.000000000000000000 BTC to good, and 3.000000000000000000 BTC went to q."
      b2,            0,         R3,          6,             "The withdrawal 6 asks for 4.000000000000000000 BTC to a, and 5.000000000000000000 BTC went to a."
      b2,            2,         R3,          7,             "The withdrawal 7 asks for 7.000000000000000000 BTC to good, and 7.000000000000000000 BTC went to evil."
      b3,            1,         R3,          9,             "The withdrawal 9 asks for 1.000000000000000000 BTC to a, and 1.200000000000000000 BTC went to a."
      b3,            2,         R3,          10,            "The withdrawal 10 asks for 1.000000000000000000 BTC to a, and 1.000000000000000000 RUNE went to a."
      b4,            0,         R4,          11,            "2 withdrawals claim the output, 11 among them."
      withdrawal:13, -1,        R4,          13,            "The withdrawal 13 claims an output of b1, and all of them are other withdrawals'."

- name: replaced transactions, a withdrawal paid twice, fees taken from the amount
  params: {fee_handling: included}
  given:
    wallet_address: |
      chain, asset, address, tag, wallet_id, active_from
      BTC,   BTC,   hot,     "",  hot,       2025-01-01
    chain_tx: |
      chain, asset, txid, out_index, block_at,   from_addr, to_addr, amount, fee, status,  canonical
      BTC,   BTC,   r1,   0,         2026-03-02, hot,       a,       0.9,    0.1, success, false
      BTC,   BTC,   r2,   0,         2026-03-02, hot,       a,       0.9,    0.1, success, true
      BTC,   BTC,   p1,   0,         2026-03-02, hot,       b,       2,      ,    success, true
      BTC,   BTC,   p2,   0,         2026-03-02, hot,       b,       2,      ,    success, true
      BTC,   BTC,   x1,   0,         2026-03-02, hot,       c,       3,      0.1, success, true
    withdrawal: |
      withdrawal_id, revision, chain, asset, amount, dest_address, txid, out_index, status,    broadcast_at
      1,             1,        BTC,   BTC,   1,      a,            r1,   0,         completed, 2026-03-02
      1,             2,        BTC,   BTC,   1,      a,            r2,   0,         completed, 2026-03-02
      2,             1,        BTC,   BTC,   2,      b,            p1,   0,         completed, 2026-03-02
      2,             2,        BTC,   BTC,   2,      b,            p2,   0,         completed, 2026-03-02
      3,             1,        BTC,   BTC,   3,      c,            x1,   0,         completed, 2026-03-02
    ledger_entry: |
      entry_id, ref_type,   ref_id, amount_signed, created_at
      e1,       withdrawal, 1,      -1,            2026-03-01
      e2,       withdrawal, 2,      -1,            2026-03-01
      e3,       withdrawal, 3,      -1,            2026-03-01
  expect:
    population: 4
    exceptions: |
      txid, out_index, reason_code, reason
      p1,   0,         R4,          The withdrawal 2 was paid by another transaction as well.
      x1,   0,         R3,          "The withdrawal 3 asks for 3.000000000000000000 BTC to c, and 3.000000000000000000 BTC went to c."
---*/
