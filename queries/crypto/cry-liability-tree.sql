/*---
id: cry-liability-tree
version: 5
title: Nodes of the liability tree that do not add up or do not hash
objective: The published root commits to the stated total, without negative, repeated or missing leaves.
kind: both
severity: high
reads: [liability_node]
optional: [ledger_balance, liability_proof]
key: [snapshot_id, asset, level, pos]
params:
  scheme: {type: text, default: okx-sha256, means: "how a parent is hashed: okx-sha256, SHA-256 of both child hashes, the balances as written and the parent's level; none when hashes are not tested"}
  published_totals: {type: "text[]", default: [], means: "published totals of liabilities, such as BTC=1234.5"}
  accounts_in_scope: {type: integer, unit: accounts, means: "number of accounts that must be in the tree; when not given, the customers of the ledger are counted"}
  leaves_per_account: {type: text, default: one, means: "one, or many when an account is split over several leaves"}
  customer_classes: {type: "text[]", default: [customer, spot, margin, earn, futures, fiat, frozen, sub_account, dust, institutional], means: "classes of accounts, in lower case, that are customers'"}
  skew_min: {type: integer, default: 10, unit: minutes, means: time between the snapshot and the ledger's balances}
controls:
  ccss-8.0: ["2.03"]
  soc2-tsc-2017: [PI1.4]
reasons:
  R1: the balance is not the sum of the two children
  R2: the balance is negative
  R3: the hash is not the hash of the children
  R4: the root is not the published total or the total of the ledger
  R5: the number of leaves is not the number of accounts
  R6: a leaf is there twice
  R7: proofs that customers were given do not lead to the tree
  I1: the balance or the hash is missing
  I2: there is no total or number of accounts to hold the root against
limits:
  - Parents are paired with children in the order of their level, after leaving out padding among the parents; either order of the two
    children is accepted in the hash, because files list levels from either side. Padding is not hashed.
  - Leaves are salted, so their hashes are recomputed only for customers who gave a proof. Proofs with zero knowledge need their own verifier.
  - R4, R5 and R7 are reported at the root. R5 asks for as many leaves as accounts, or with leaves_per_account many for no fewer; the ledger counts
    customers with a balance other than zero.
  - A list of leaves without parents is tested for R2 and R6 only.
  - CCSS 8.1 removed the aspect Proof of Reserve.
---*/

-- +population: one row per node and asset
SELECT
  snapshot_id, asset, level, pos, snapshot_at, LOWER(node_hash) AS node_hash, balance, balance_text, asset_no, COALESCE(is_padding, FALSE) AS is_padding,
  level = MIN(level) OVER (PARTITION BY snapshot_id) AS is_leaf,
  level = MAX(level) OVER (PARTITION BY snapshot_id) AND level > MIN(level) OVER (PARTITION BY snapshot_id) AS is_root
FROM liability_node;

-- +node: each node once, with its place among all and its number among those of its kind, padding or not
SELECT
  snapshot_id, level, pos, node_hash, balances, is_padding, is_leaf, is_root,
  row_number() OVER (PARTITION BY snapshot_id, level ORDER BY pos) - 1 AS place,
  row_number() OVER (PARTITION BY snapshot_id, level, is_padding ORDER BY pos) - 1 AS number
FROM (
  SELECT
    snapshot_id, level, pos, MIN(node_hash) AS node_hash, bool_and(is_padding) AS is_padding, bool_and(is_leaf) AS is_leaf, bool_and(is_root) AS is_root,
    CASE WHEN COUNT(*) = COUNT(balance_text) THEN string_agg(balance_text, '' ORDER BY asset_no, asset) END AS balances
  FROM population
  GROUP BY snapshot_id, level, pos
) AS n;

-- +family: every node that is no padding, with its two children
SELECT p.snapshot_id, p.level, p.pos, p.node_hash, p.balances, p.is_leaf, p.number, COUNT(c.pos) AS children, MIN(c.node_hash) FILTER (WHERE c.place % 2 = 0) AS first_hash,
  MIN(c.node_hash) FILTER (WHERE c.place % 2 = 1) AS second_hash
FROM node AS p
LEFT JOIN node AS c ON c.snapshot_id = p.snapshot_id AND c.level = p.level - 1 AND c.place // 2 = p.number
WHERE NOT p.is_padding
GROUP BY p.snapshot_id, p.level, p.pos, p.node_hash, p.balances, p.is_leaf, p.number;

-- +below: the sum of the children of each parent and asset
SELECT c.snapshot_id, c.level + 1 AS level, n.place // 2 AS number, c.asset, CAST(SUM(c.balance) AS DECIMAL(38, 18)) AS balance, COUNT(c.balance) AS children
FROM population AS c
JOIN node AS n USING (snapshot_id, level, pos)
GROUP BY c.snapshot_id, c.level, n.place // 2, c.asset;

-- +ledger: what the ledger owes customers at the time of the snapshot, by asset; what customers owe does not reduce it
SELECT n.snapshot_at, l.asset, CAST(SUM(GREATEST(l.balance, 0)) AS DECIMAL(38, 18)) AS total
FROM (SELECT DISTINCT snapshot_at FROM liability_node) AS n
JOIN (
  SELECT account_id, asset, as_of, CAST(SUM(balance) AS DECIMAL(38, 18)) AS balance
  FROM ledger_balance
  WHERE list_contains($customer_classes, LOWER(account_class))
  GROUP BY account_id, asset, as_of
) AS l ON l.as_of >= date_add('minute', -$skew_min, n.snapshot_at) AND l.as_of <= date_add('minute', $skew_min, n.snapshot_at)
GROUP BY n.snapshot_at, l.asset;

-- +accounts: how many customers the ledger has, and how many leaves the tree
SELECT s.snapshot_id, s.leaves, COALESCE($accounts_in_scope, l.accounts) AS accounts
FROM (SELECT snapshot_id, COUNT(*) AS leaves FROM node WHERE is_leaf AND NOT is_padding GROUP BY snapshot_id) AS s
JOIN (SELECT snapshot_id, MAX(snapshot_at) AS snapshot_at FROM liability_node GROUP BY snapshot_id) AS d ON d.snapshot_id = s.snapshot_id
LEFT JOIN (
  SELECT n.snapshot_at, COUNT(DISTINCT b.account_id) AS accounts
  FROM (SELECT DISTINCT snapshot_at FROM liability_node) AS n
  JOIN ledger_balance AS b ON b.as_of >= date_add('minute', -$skew_min, n.snapshot_at) AND b.as_of <= date_add('minute', $skew_min, n.snapshot_at)
  -- allow null-compare: an account without a balance is owed nothing
  WHERE b.balance <> 0 AND list_contains($customer_classes, LOWER(b.account_class))
  GROUP BY n.snapshot_at
) AS l ON l.snapshot_at = d.snapshot_at;

-- +proof: the nodes of the proofs with the balances below and including them, as they are written
SELECT
  proof_id, step, MIN(snapshot_id) AS snapshot_id, MIN(role) AS role, MIN(side) AS side, MIN(level) AS level, MIN(LOWER(node_hash)) AS node_hash, MIN(nonce) AS nonce,
  string_agg(balance_text, '' ORDER BY asset_no) AS balances,
  concat('{', string_agg(concat('"', asset, '":"', balance_text, '"'), ',' ORDER BY asset_no), '}') AS balances_json,
  string_agg(regexp_replace(CAST(running AS VARCHAR), '\.?0+$', ''), '' ORDER BY asset_no) AS running
FROM (
  SELECT
    proof_id, step, snapshot_id, role, side, level, node_hash, nonce, asset, asset_no, balance_text,
    CAST(SUM(CASE WHEN role IN ('self', 'sibling', 'leaf') THEN balance ELSE 0 END) OVER (PARTITION BY proof_id, asset ORDER BY step) AS DECIMAL(38, 18)) AS running
  FROM liability_proof
) AS b
GROUP BY proof_id, step;

-- +climbed: the hash that each path leads to, step by step
WITH RECURSIVE climb AS (
  SELECT proof_id, step, node_hash AS hash FROM proof WHERE role = 'self'
  UNION ALL
  SELECT c.proof_id, p.step, sha256(concat(CASE p.side WHEN 'left' THEN concat(p.node_hash, c.hash) ELSE concat(c.hash, p.node_hash) END, p.running, CAST(p.level + 1 AS VARCHAR)))
  FROM climb AS c
  JOIN proof AS p ON p.proof_id = c.proof_id AND p.step = c.step + 1 AND p.role = 'sibling'
)
SELECT proof_id, step, hash FROM climb;

-- +proven: each proof with what it should give
SELECT
  f.proof_id, f.snapshot_id,
  COALESCE(f.node_hash = sha256(concat(f.nonce, f.balances_json)), FALSE) AS salted,
  COALESCE(c.hash = r.node_hash AND c.running = r.balances, FALSE) AS leads_to_its_root, r.node_hash AS root_hash, f.role
FROM proof AS f
LEFT JOIN proof AS r ON r.proof_id = f.proof_id AND r.role = 'root'
LEFT JOIN (SELECT d.proof_id, d.step, d.hash, q.running FROM climbed AS d JOIN proof AS q USING (proof_id, step)) AS c ON c.proof_id = f.proof_id AND c.step = r.step - 1
WHERE f.role IN ('self', 'user');

-- +false_proof: proofs that fail, by snapshot; a proof that names no loaded snapshot is held against the only one
SELECT s.snapshot_id, COUNT(*) AS proofs, MIN(p.proof_id) AS proof_id
FROM proven AS p
CROSS JOIN (SELECT CASE WHEN COUNT(DISTINCT snapshot_id) = 1 THEN MIN(snapshot_id) END AS snapshot_id FROM liability_node) AS one
JOIN (SELECT DISTINCT snapshot_id FROM liability_node) AS s ON s.snapshot_id = COALESCE(one.snapshot_id, p.snapshot_id)
LEFT JOIN node AS t ON t.snapshot_id = s.snapshot_id AND t.is_root AND t.node_hash = p.root_hash
LEFT JOIN (
  SELECT l.proof_id, n.snapshot_id, COUNT(*) AS found
  FROM proof AS l
  JOIN proof AS u ON u.proof_id = l.proof_id AND u.role = 'user' AND sha256(concat(u.node_hash, l.balances)) = l.node_hash
  JOIN node AS n ON n.is_leaf AND n.node_hash = l.node_hash AND n.balances = l.balances
  WHERE l.role = 'leaf'
  GROUP BY l.proof_id, n.snapshot_id
) AS g ON g.proof_id = p.proof_id AND g.snapshot_id = s.snapshot_id
LEFT JOIN (
  SELECT l.proof_id, COUNT(*) AS leaves, first(l.running ORDER BY l.step DESC) AS total FROM proof AS l WHERE l.role = 'leaf' GROUP BY l.proof_id
) AS k ON k.proof_id = p.proof_id
LEFT JOIN proof AS o ON o.proof_id = p.proof_id AND o.role = 'user'
WHERE NOT p.salted
  OR p.role = 'self' AND (NOT p.leads_to_its_root OR t.node_hash IS NULL)
  OR p.role = 'user' AND (COALESCE(g.found, 0) <> COALESCE(k.leaves, 0) OR k.total IS DISTINCT FROM o.balances)
GROUP BY s.snapshot_id;

-- +judged: each node and asset with what speaks against it
SELECT
  p.snapshot_id, p.asset, p.level, p.pos, p.balance, p.node_hash, b.balance AS children_balance, f.children, t.total AS published, l.total AS ledger_total, a.leaves, a.accounts,
  CASE WHEN p.is_leaf AND NOT p.is_padding THEN w.copies END AS copies, CASE WHEN p.is_root THEN x.proofs END AS proofs, x.proof_id, p.is_root,
  NOT p.is_padding AND NOT p.is_leaf AND (f.children <> 2 OR b.children <> 2 OR b.children IS NULL OR p.balance <> b.balance) OR h.number IS NULL AND NOT p.is_root AND m.has_parents AS no_sum,
  p.balance < 0 AS negative,
  NOT p.is_padding AND NOT p.is_leaf AND f.children = 2 AND $scheme = 'okx-sha256' AND p.node_hash NOT IN (
    sha256(f.first_hash || f.second_hash || f.balances || CAST(p.level AS VARCHAR)), sha256(f.second_hash || f.first_hash || f.balances || CAST(p.level AS VARCHAR))) AS no_hash,
  p.is_root AND (p.balance <> t.total OR p.balance <> l.total) AS other_total,
  -- allow null-compare: a number that is not known is I2
  p.is_root AND CASE $leaves_per_account WHEN 'many' THEN a.leaves < a.accounts ELSE a.leaves <> a.accounts END AS other_count,
  CASE
    WHEN p.balance IS NULL OR p.node_hash IS NULL OR p.balance_text IS NULL AND NOT p.is_leaf AND NOT p.is_padding AND $scheme = 'okx-sha256' THEN 'I1'
    WHEN p.is_root AND (COALESCE(t.total, l.total) IS NULL OR a.accounts IS NULL) THEN 'I2'
  END AS unknown
FROM population AS p
JOIN node AS n ON n.snapshot_id = p.snapshot_id AND n.level = p.level AND n.pos = p.pos
JOIN (SELECT snapshot_id, MAX(level) > MIN(level) AS has_parents FROM node GROUP BY snapshot_id) AS m ON m.snapshot_id = p.snapshot_id
LEFT JOIN family AS f ON f.snapshot_id = p.snapshot_id AND f.level = p.level AND f.pos = p.pos
LEFT JOIN family AS h ON h.snapshot_id = p.snapshot_id AND h.level = p.level + 1 AND h.number = n.place // 2
LEFT JOIN below AS b ON b.snapshot_id = p.snapshot_id AND b.level = p.level AND b.number = f.number AND b.asset = p.asset
LEFT JOIN (SELECT split_part(item, '=', 1) AS asset, CAST(split_part(item, '=', 2) AS DECIMAL(38, 18)) AS total FROM (SELECT UNNEST($published_totals) AS item) AS u) AS t ON t.asset = p.asset
LEFT JOIN ledger AS l ON l.snapshot_at = p.snapshot_at AND l.asset = p.asset
LEFT JOIN accounts AS a ON a.snapshot_id = p.snapshot_id
LEFT JOIN (SELECT snapshot_id, node_hash, COUNT(*) AS copies FROM node WHERE is_leaf AND NOT is_padding GROUP BY snapshot_id, node_hash) AS w
  ON w.snapshot_id = p.snapshot_id AND w.node_hash = p.node_hash
LEFT JOIN false_proof AS x ON x.snapshot_id = p.snapshot_id;

-- +exceptions: nodes that do not hold
SELECT
  snapshot_id, asset, level, pos, 'R1' AS reason_code,
  CASE
    WHEN children_balance IS NULL THEN 'The node has no parent, or no two children.'
    ELSE concat('The balance is ', CAST(balance AS VARCHAR), ' and that of its children ', CAST(children_balance AS VARCHAR), '.')
  END AS reason,
  node_hash, balance
FROM judged
WHERE no_sum
UNION ALL
SELECT snapshot_id, asset, level, pos, 'R2', concat('The balance is ', CAST(balance AS VARCHAR), '.'), node_hash, balance FROM judged WHERE negative
UNION ALL
SELECT snapshot_id, asset, level, pos, 'R3', concat('The hash ', node_hash, ' is not that of the children, the balances and the level.'), node_hash, balance FROM judged WHERE no_hash
UNION ALL
SELECT
  snapshot_id, asset, level, pos, 'R4',
  concat('The root has ', CAST(balance AS VARCHAR), ', published is ', COALESCE(CAST(published AS VARCHAR), 'nothing'), ' and the ledger has ', COALESCE(CAST(ledger_total AS VARCHAR), 'nothing'), '.'),
  node_hash, balance
FROM judged
WHERE other_total
UNION ALL
SELECT
  snapshot_id, asset, level, pos, 'R5', concat('The tree has ', CAST(leaves AS VARCHAR), ' leaves and ', CAST(accounts AS VARCHAR), ' accounts are in scope.'), node_hash, balance
FROM judged
WHERE other_count
UNION ALL
SELECT snapshot_id, asset, level, pos, 'R6', concat('The leaf ', node_hash, ' is there ', CAST(copies AS VARCHAR), ' times.'), node_hash, balance FROM judged WHERE copies > 1
UNION ALL
SELECT
  snapshot_id, asset, level, pos, 'R7', concat(CAST(proofs AS VARCHAR), ' proofs of customers do not lead to this root, such as ', proof_id, '.'), node_hash, balance
FROM judged
WHERE proofs > 0;

-- +indeterminate: nodes that do not fail and cannot be judged in full
SELECT
  snapshot_id, asset, level, pos, j.unknown AS reason_code,
  CASE j.unknown WHEN 'I1' THEN 'The balance or the hash of the node is missing.' ELSE 'There is no published total or ledger, or no number of accounts, to hold the root against.' END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x USING (snapshot_id, asset, level, pos)
WHERE j.unknown IS NOT NULL AND x.reason_code IS NULL;

/*--- cases
- name: a tree with padding that holds, listed from right to left, and proofs that lead to it
  params: {published_totals: [BTC=1.75, USDT=12.25000001], accounts_in_scope: 3}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, asset_no, level, pos, node_hash,                                                        balance,     balance_text, is_padding
      S,           2026-06-30,  BTC,   1,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  USDT,  2,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  BTC,   1,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 0,           0,            false
      S,           2026-06-30,  USDT,  2,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 2.25,        2.25,         false
      S,           2026-06-30,  BTC,   1,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 10,          10,           false
      S,           2026-06-30,  BTC,   1,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        2,     1,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        2,     1,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 12.25,       12.25,        false
      S,           2026-06-30,  BTC,   1,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 1.75,        1.75,         false
      S,           2026-06-30,  USDT,  2,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 12.25000001, 12.25000001,  false
    liability_proof: |
      proof_id, snapshot_id, step, role,    side,  level, node_hash,                                                        nonce, asset, asset_no, balance,     balance_text
      p,        S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      p,        S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      p,        S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p,        S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      p,        S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p,        S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p,        S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      p,        S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
      u,        ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    BTC,   1,        1.25,        1.25
      u,        ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    USDT,  2,        2.25000001,  2.25000001
      u,        ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      u,        ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      u,        ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      BTC,   1,        1.25,        1.25
      u,        ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      USDT,  2,        0.00000001,  0.00000001
  expect:
    population: 14

- name: the same tree listed from left to right, and a proof of another customer whose path is on the right
  params: {published_totals: [BTC=1.75, USDT=12.25000001], accounts_in_scope: 3}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, asset_no, level, pos, node_hash,                                                        balance,     balance_text, is_padding
      S,           2026-06-30,  BTC,   1,        1,     0,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        1,     0,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 10,          10,           false
      S,           2026-06-30,  BTC,   1,        1,     1,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 0,           0,            false
      S,           2026-06-30,  USDT,  2,        1,     1,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 2.25,        2.25,         false
      S,           2026-06-30,  BTC,   1,        1,     2,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        1,     2,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        1,     3,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  USDT,  2,        1,     3,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  BTC,   1,        2,     0,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        2,     0,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 12.25,       12.25,        false
      S,           2026-06-30,  BTC,   1,        2,     1,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        2,     1,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 1.75,        1.75,         false
      S,           2026-06-30,  USDT,  2,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 12.25000001, 12.25000001,  false
    liability_proof: |
      proof_id, snapshot_id, step, role,    side,  level, node_hash,                                                        nonce, asset, asset_no, balance,     balance_text
      p,        S,           0,    self,    right, 1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      p,        S,           0,    self,    right, 1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      p,        S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p,        S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      p,        S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p,        S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p,        S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      p,        S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
  expect:
    population: 14

- name: a hash that was changed fails at the node and at its parent; a balance that is not as written cannot be hashed
  params: {published_totals: [BTC=1.75, USDT=12.25000001], accounts_in_scope: 3}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, asset_no, level, pos, node_hash,                                                        balance,     balance_text, is_padding
      S,           2026-06-30,  BTC,   1,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  USDT,  2,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  BTC,   1,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 0,           0,            false
      S,           2026-06-30,  USDT,  2,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 2.25,        2.25,         false
      S,           2026-06-30,  BTC,   1,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 10,          10,           false
      S,           2026-06-30,  BTC,   1,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 1.25,        ,             false
      S,           2026-06-30,  USDT,  2,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        2,     1,   ff8199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        2,     1,   ff8199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 12.25,       12.25,        false
      S,           2026-06-30,  BTC,   1,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 1.75,        1.75,         false
      S,           2026-06-30,  USDT,  2,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 12.25000001, 12.25000001,  false
  expect:
    population: 14
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   2,     1,   R3,          "The hash ff8199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb is not that of the children, the balances and the level."
      S,           USDT,  2,     1,   R3,          "The hash ff8199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb is not that of the children, the balances and the level."
      S,           BTC,   3,     0,   R3,          "The hash 210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3 is not that of the children, the balances and the level."
      S,           USDT,  3,     0,   R3,          "The hash 210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3 is not that of the children, the balances and the level."
    indeterminate: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   2,     0,   I1,          The balance or the hash of the node is missing.

- name: sums per asset with padding anywhere, a negative and a repeated leaf, a missing hash
  params: {scheme: none, published_totals: [BTC=7, ETH=10], accounts_in_scope: 5}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   a,         1,       false
      S,           2026-06-30,  ETH,   1,     0,   a,         5,       false
      S,           2026-06-30,  BTC,   1,     1,   b,         -2,      false
      S,           2026-06-30,  ETH,   1,     1,   b,         0,       false
      S,           2026-06-30,  BTC,   1,     2,   c,         3,       false
      S,           2026-06-30,  ETH,   1,     2,   c,         1,       false
      S,           2026-06-30,  BTC,   1,     3,   c,         0,       true
      S,           2026-06-30,  ETH,   1,     3,   c,         0,       true
      S,           2026-06-30,  BTC,   1,     4,   d,         4,       false
      S,           2026-06-30,  ETH,   1,     4,   d,         2,       false
      S,           2026-06-30,  BTC,   1,     5,   d,         1,       false
      S,           2026-06-30,  ETH,   1,     5,   d,         1,       false
      S,           2026-06-30,  BTC,   2,     0,   p1,        -1,      false
      S,           2026-06-30,  ETH,   2,     0,   p1,        5,       false
      S,           2026-06-30,  BTC,   2,     1,   p1,        0,       true
      S,           2026-06-30,  ETH,   2,     1,   p1,        0,       true
      S,           2026-06-30,  BTC,   2,     2,   p2,        3,       false
      S,           2026-06-30,  ETH,   2,     2,   p2,        2,       false
      S,           2026-06-30,  BTC,   2,     3,   p3,        5,       false
      S,           2026-06-30,  ETH,   2,     3,   p3,        3,       false
      S,           2026-06-30,  BTC,   3,     0,   q1,        -1,      false
      S,           2026-06-30,  ETH,   3,     0,   q1,        5,       false
      S,           2026-06-30,  BTC,   3,     1,   q2,        8,       false
      S,           2026-06-30,  ETH,   3,     1,   q2,        5,       false
      S,           2026-06-30,  BTC,   4,     0,   ,          7,       false
      S,           2026-06-30,  ETH,   4,     0,   ,          10,      false
  expect:
    population: 26
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   1,     1,   R2,          The balance is -2.000000000000000000.
      S,           BTC,   1,     4,   R6,          The leaf d is there 2 times.
      S,           ETH,   1,     4,   R6,          The leaf d is there 2 times.
      S,           BTC,   1,     5,   R6,          The leaf d is there 2 times.
      S,           ETH,   1,     5,   R6,          The leaf d is there 2 times.
      S,           BTC,   2,     0,   R2,          The balance is -1.000000000000000000.
      S,           ETH,   2,     2,   R1,          The balance is 2.000000000000000000 and that of its children 1.000000000000000000.
      S,           BTC,   3,     0,   R2,          The balance is -1.000000000000000000.
    indeterminate: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   4,     0,   I1,          The balance or the hash of the node is missing.
      S,           ETH,   4,     0,   I1,          The balance or the hash of the node is missing.

- name: a leaf without a parent, a parent with one child, a child without a balance
  params: {scheme: none, published_totals: [BTC=15], accounts_in_scope: 5}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   a,         1,       false
      S,           2026-06-30,  BTC,   1,     1,   b,         2,       false
      S,           2026-06-30,  BTC,   1,     2,   c,         4,       false
      S,           2026-06-30,  BTC,   1,     3,   d,         8,       false
      S,           2026-06-30,  BTC,   1,     4,   e,         16,      false
      S,           2026-06-30,  BTC,   2,     0,   p,         3,       false
      S,           2026-06-30,  BTC,   2,     1,   q,         12,      false
      S,           2026-06-30,  BTC,   3,     0,   r,         15,      false
      T,           2026-06-30,  BTC,   1,     0,   a,         1,       false
      T,           2026-06-30,  BTC,   2,     0,   p,         1,       false
      U,           2026-06-30,  BTC,   1,     0,   a,         1,       false
      U,           2026-06-30,  BTC,   1,     1,   b,         ,        false
      U,           2026-06-30,  BTC,   2,     0,   p,         1,       false
  expect:
    population: 13
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   1,     4,   R1,          "The node has no parent, or no two children."
      T,           BTC,   2,     0,   R1,          The balance is 1.000000000000000000 and that of its children 1.000000000000000000.
      T,           BTC,   2,     0,   R4,          "The root has 1.000000000000000000, published is 15.000000000000000000 and the ledger has nothing."
      T,           BTC,   2,     0,   R5,          The tree has 1 leaves and 5 accounts are in scope.
      U,           BTC,   2,     0,   R1,          The balance is 1.000000000000000000 and that of its children 1.000000000000000000.
      U,           BTC,   2,     0,   R4,          "The root has 1.000000000000000000, published is 15.000000000000000000 and the ledger has nothing."
      U,           BTC,   2,     0,   R5,          The tree has 2 leaves and 5 accounts are in scope.
    indeterminate: |
      snapshot_id, asset, level, pos, reason_code, reason
      U,           BTC,   1,     1,   I1,          The balance or the hash of the node is missing.

- name: the root against the ledger at the time of the snapshot; what a customer owes does not reduce it; no ledger at another time
  params: {scheme: none}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   Sa,        1,       false
      S,           2026-06-30,  BTC,   1,     1,   Sb,        2,       false
      S,           2026-06-30,  BTC,   2,     0,   Sr,        3,       false
      S,           2026-06-30,  ETH,   1,     0,   Sa,        0,       false
      S,           2026-06-30,  ETH,   1,     1,   Sb,        5,       false
      S,           2026-06-30,  ETH,   2,     0,   Sr,        5,       false
      X,           2026-06-30,  BTC,   1,     0,   Xa,        1,       false
      X,           2026-06-30,  BTC,   1,     1,   Xb,        3,       false
      X,           2026-06-30,  BTC,   2,     0,   Xr,        4,       false
      X,           2026-06-30,  ETH,   1,     0,   Xa,        0,       false
      X,           2026-06-30,  ETH,   1,     1,   Xb,        5,       false
      X,           2026-06-30,  ETH,   2,     0,   Xr,        5,       false
      N,           2026-05-31,  BTC,   1,     0,   Na,        1,       false
      N,           2026-05-31,  BTC,   1,     1,   Nb,        2,       false
      N,           2026-05-31,  BTC,   2,     0,   Nr,        3,       false
      N,           2026-05-31,  ETH,   1,     0,   Na,        0,       false
      N,           2026-05-31,  ETH,   1,     1,   Nb,        5,       false
      N,           2026-05-31,  ETH,   2,     0,   Nr,        5,       false
      O,           ,            BTC,   1,     0,   Oa,        1,       false
      O,           ,            BTC,   1,     1,   Ob,        2,       false
      O,           ,            BTC,   2,     0,   Or,        3,       false
      O,           ,            ETH,   1,     0,   Oa,        0,       false
      O,           ,            ETH,   1,     1,   Ob,        5,       false
      O,           ,            ETH,   2,     0,   Or,        5,       false
    ledger_balance: |
      ledger,   account_id, account_class, asset, wallet_id, as_of,                balance
      exchange, c1,         Customer,      BTC,   "",        2026-06-30T00:00:00Z, 4
      exchange, c1,         spot,          BTC,   "",        2026-06-30T00:00:00Z, -1
      exchange, c2,         margin,        BTC,   "",        2026-06-30T00:00:00Z, -7
      exchange, c2,         spot,          ETH,   "",        2026-06-30T00:00:00Z, 5
      exchange, h1,         house,         BTC,   "",        2026-06-30T00:00:00Z, 90
      exchange, c3,         customer,      BTC,   "",        2026-06-30T00:00:00Z, 0
      exchange, c4,         customer,      BTC,   "",        2026-06-29T23:49:59Z, 50
      exchange, c4,         customer,      BTC,   "",        2026-06-30T00:10:01Z, 50
  expect:
    population: 24
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      X,           BTC,   2,     0,   R4,          "The root has 4.000000000000000000, published is nothing and the ledger has 3.000000000000000000."
    indeterminate: |
      snapshot_id, asset, level, pos, reason_code, reason
      N,           BTC,   2,     0,   I2,          "There is no published total or ledger, or no number of accounts, to hold the root against."
      N,           ETH,   2,     0,   I2,          "There is no published total or ledger, or no number of accounts, to hold the root against."
      O,           BTC,   2,     0,   I2,          "There is no published total or ledger, or no number of accounts, to hold the root against."
      O,           ETH,   2,     0,   I2,          "There is no published total or ledger, or no number of accounts, to hold the root against."

- name: the root against published totals; an asset without one
  params: {scheme: none, published_totals: [BTC=3.5], accounts_in_scope: 2}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   Sa,        1,       false
      S,           2026-06-30,  BTC,   1,     1,   Sb,        2,       false
      S,           2026-06-30,  BTC,   2,     0,   Sr,        3,       false
      S,           2026-06-30,  ETH,   1,     0,   Sa,        0,       false
      S,           2026-06-30,  ETH,   1,     1,   Sb,        5,       false
      S,           2026-06-30,  ETH,   2,     0,   Sr,        5,       false
  expect:
    population: 6
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   2,     0,   R4,          "The root has 3.000000000000000000, published is 3.500000000000000000 and the ledger has nothing."
    indeterminate: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           ETH,   2,     0,   I2,          "There is no published total or ledger, or no number of accounts, to hold the root against."

- name: fewer and more leaves than accounts, the edges of the time allowed
  params: {scheme: none, published_totals: [BTC=3, ETH=5]}
  given:
    liability_node: |
      snapshot_id, snapshot_at,          asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30T00:00:00Z, BTC,   1,     0,   Sa,        1,       false
      S,           2026-06-30T00:00:00Z, BTC,   1,     1,   Sb,        2,       false
      S,           2026-06-30T00:00:00Z, BTC,   2,     0,   Sr,        3,       false
      S,           2026-06-30T00:00:00Z, ETH,   1,     0,   Sa,        0,       false
      S,           2026-06-30T00:00:00Z, ETH,   1,     1,   Sb,        5,       false
      S,           2026-06-30T00:00:00Z, ETH,   2,     0,   Sr,        5,       false
      E,           2026-06-29T23:50:00Z, BTC,   1,     0,   Ea,        1,       false
      E,           2026-06-29T23:50:00Z, BTC,   1,     1,   Eb,        2,       false
      E,           2026-06-29T23:50:00Z, BTC,   2,     0,   Er,        3,       false
      E,           2026-06-29T23:50:00Z, ETH,   1,     0,   Ea,        0,       false
      E,           2026-06-29T23:50:00Z, ETH,   1,     1,   Eb,        5,       false
      E,           2026-06-29T23:50:00Z, ETH,   2,     0,   Er,        5,       false
    ledger_balance: |
      ledger,   account_id, account_class, asset, wallet_id, as_of,                balance
      exchange, c1,         Customer,      BTC,   "",        2026-06-30T00:00:00Z, 4
      exchange, c1,         spot,          BTC,   "",        2026-06-30T00:00:00Z, -1
      exchange, c2,         margin,        BTC,   "",        2026-06-30T00:00:00Z, -7
      exchange, c2,         spot,          ETH,   "",        2026-06-30T00:00:00Z, 5
      exchange, h1,         house,         BTC,   "",        2026-06-30T00:00:00Z, 90
      exchange, c3,         customer,      BTC,   "",        2026-06-30T00:00:00Z, 0
      exchange, c4,         customer,      DOT,   "",        2026-06-29T23:50:00Z, 50
  expect:
    population: 12
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   2,     0,   R5,          The tree has 2 leaves and 3 accounts are in scope.
      S,           ETH,   2,     0,   R5,          The tree has 2 leaves and 3 accounts are in scope.
      E,           BTC,   2,     0,   R5,          The tree has 2 leaves and 3 accounts are in scope.
      E,           ETH,   2,     0,   R5,          The tree has 2 leaves and 3 accounts are in scope.

- name: accounts that are split over several leaves
  params: {scheme: none, published_totals: [BTC=3, ETH=5], accounts_in_scope: 1, leaves_per_account: many}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   Sa,        1,       false
      S,           2026-06-30,  BTC,   1,     1,   Sb,        2,       false
      S,           2026-06-30,  BTC,   2,     0,   Sr,        3,       false
      S,           2026-06-30,  ETH,   1,     0,   Sa,        0,       false
      S,           2026-06-30,  ETH,   1,     1,   Sb,        5,       false
      S,           2026-06-30,  ETH,   2,     0,   Sr,        5,       false
  expect:
    population: 6

- name: more accounts than leaves, where accounts are split
  params: {scheme: none, published_totals: [BTC=3, ETH=5], accounts_in_scope: 3, leaves_per_account: many}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   Sa,        1,       false
      S,           2026-06-30,  BTC,   1,     1,   Sb,        2,       false
      S,           2026-06-30,  BTC,   2,     0,   Sr,        3,       false
      S,           2026-06-30,  ETH,   1,     0,   Sa,        0,       false
      S,           2026-06-30,  ETH,   1,     1,   Sb,        5,       false
      S,           2026-06-30,  ETH,   2,     0,   Sr,        5,       false
  expect:
    population: 6
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   2,     0,   R5,          The tree has 2 leaves and 3 accounts are in scope.
      S,           ETH,   2,     0,   R5,          The tree has 2 leaves and 3 accounts are in scope.

- name: a list of leaves alone
  params: {scheme: none}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, level, pos, node_hash, balance, is_padding
      S,           2026-06-30,  BTC,   1,     0,   a,         1,       false
      S,           2026-06-30,  BTC,   1,     1,   b,         -1,      false
      S,           2026-06-30,  BTC,   1,     2,   b,         2,       false
  expect:
    population: 3
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   1,     1,   R2,          The balance is -1.000000000000000000.
      S,           BTC,   1,     1,   R6,          The leaf b is there 2 times.
      S,           BTC,   1,     2,   R6,          The leaf b is there 2 times.

- name: proofs with another salt, root, balance of a sibling or of the root; leaves that are not in the tree, not all, of another balance, or somebody else's
  params: {published_totals: [BTC=1.75, USDT=12.25000001], accounts_in_scope: 3}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, asset_no, level, pos, node_hash,                                                        balance,     balance_text, is_padding
      S,           2026-06-30,  BTC,   1,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  USDT,  2,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  BTC,   1,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 0,           0,            false
      S,           2026-06-30,  USDT,  2,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 2.25,        2.25,         false
      S,           2026-06-30,  BTC,   1,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 10,          10,           false
      S,           2026-06-30,  BTC,   1,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        2,     1,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        2,     1,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 12.25,       12.25,        false
      S,           2026-06-30,  BTC,   1,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 1.75,        1.75,         false
      S,           2026-06-30,  USDT,  2,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 12.25000001, 12.25000001,  false
    liability_proof: |
      proof_id, snapshot_id, step, role,    side,  level, node_hash,                                                        nonce, asset, asset_no, balance,     balance_text
      p1,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n9,    BTC,   1,        0.5,         0.5
      p1,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n9,    USDT,  2,        10,          10
      p1,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p1,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      p1,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p1,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p1,       S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      p1,       S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
      p2,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      p2,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      p2,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p2,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      p2,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p2,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p2,       S,           3,    root,    ,      3,     abababababababababababababababababababababababababababababababab, ,      BTC,   1,        1.75,        1.75
      p2,       S,           3,    root,    ,      3,     abababababababababababababababababababababababababababababababab, ,      USDT,  2,        12.25000001, 12.25000001
      p3,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      p3,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      p3,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p3,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.5,         2.5
      p3,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p3,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p3,       S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      p3,       S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
      p4,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      p4,       S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      p4,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p4,       S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      p4,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p4,       S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p4,       S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      p4,       S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        13,          13
      u1,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    BTC,   1,        1.25,        1.25
      u1,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    USDT,  2,        2.25000001,  2.25000001
      u1,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      u1,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      u1,       ,            2,    leaf,    ,      1,     118a863116ec4cd654a7224cb43974daa03a15e4295999578a88654329e9ac28, ,      BTC,   1,        1.25,        1.25
      u1,       ,            2,    leaf,    ,      1,     118a863116ec4cd654a7224cb43974daa03a15e4295999578a88654329e9ac28, ,      USDT,  2,        0,           0
      u2,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    BTC,   1,        1.25,        1.25
      u2,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    USDT,  2,        2.25000001,  2.25000001
      u2,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      u2,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      u3,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    BTC,   1,        1.25,        1.25
      u3,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    USDT,  2,        2.25000001,  2.25000001
      u3,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      u3,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        1.25,        1.25
      u3,       ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      BTC,   1,        1.25,        1.25
      u3,       ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      USDT,  2,        0.00000001,  0.00000001
      u4,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n8,    BTC,   1,        1.25,        1.25
      u4,       ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n8,    USDT,  2,        2.25000001,  2.25000001
      u4,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      u4,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      u4,       ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      BTC,   1,        1.25,        1.25
      u4,       ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      USDT,  2,        0.00000001,  0.00000001
      u5,       ,            0,    user,    ,      ,      cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, n2,    BTC,   1,        1.25,        1.25
      u5,       ,            0,    user,    ,      ,      cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, n2,    USDT,  2,        2.25000001,  2.25000001
      u5,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      u5,       ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      u5,       ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      BTC,   1,        1.25,        1.25
      u5,       ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      USDT,  2,        0.00000001,  0.00000001
      u6,       ,            0,    user,    ,      ,      d3e4086e7550d668ac7f95c31157c1b49fb80aae1f1eb6c32374ce7d42600a11, n6,    BTC,   1,        0.5,         0.5
      u6,       ,            0,    user,    ,      ,      d3e4086e7550d668ac7f95c31157c1b49fb80aae1f1eb6c32374ce7d42600a11, n6,    USDT,  2,        10,          10
      u6,       ,            1,    leaf,    ,      1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, ,      BTC,   1,        0.5,         0.5
      u6,       ,            1,    leaf,    ,      1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, ,      USDT,  2,        10,          10
      fine,     S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      fine,     S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      fine,     S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      fine,     S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      fine,     S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      fine,     S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      fine,     S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      fine,     S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
      good,     ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    BTC,   1,        1.25,        1.25
      good,     ,            0,    user,    ,      ,      06b00e1c21690a8921c1360d3bb6a0382b5e794323437399b3924b0c04067ddb, n2,    USDT,  2,        2.25000001,  2.25000001
      good,     ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      good,     ,            1,    leaf,    ,      1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      good,     ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      BTC,   1,        1.25,        1.25
      good,     ,            2,    leaf,    ,      1,     c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, ,      USDT,  2,        0.00000001,  0.00000001
  expect:
    population: 14
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      S,           BTC,   3,     0,   R7,          "10 proofs of customers do not lead to this root, such as p1."
      S,           USDT,  3,     0,   R7,          "10 proofs of customers do not lead to this root, such as p1."

- name: with two snapshots a proof is held against the one that it names
  params: {published_totals: [BTC=1.75, USDT=12.25000001], accounts_in_scope: 3, scheme: none}
  given:
    liability_node: |
      snapshot_id, snapshot_at, asset, asset_no, level, pos, node_hash,                                                        balance,     balance_text, is_padding
      S,           2026-06-30,  BTC,   1,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  USDT,  2,        1,     0,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      S,           2026-06-30,  BTC,   1,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        1,     1,   c2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 0,           0,            false
      S,           2026-06-30,  USDT,  2,        1,     2,   0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 2.25,        2.25,         false
      S,           2026-06-30,  BTC,   1,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        1,     3,   97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 10,          10,           false
      S,           2026-06-30,  BTC,   1,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 1.25,        1.25,         false
      S,           2026-06-30,  USDT,  2,        2,     0,   42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 0.00000001,  0.00000001,   false
      S,           2026-06-30,  BTC,   1,        2,     1,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 0.5,         0.5,          false
      S,           2026-06-30,  USDT,  2,        2,     1,   738199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 12.25,       12.25,        false
      S,           2026-06-30,  BTC,   1,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 1.75,        1.75,         false
      S,           2026-06-30,  USDT,  2,        3,     0,   210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 12.25000001, 12.25000001,  false
      Z,           2026-06-30,  BTC,   1,        1,     0,   z2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      Z,           2026-06-30,  USDT,  2,        1,     0,   z2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0,           0,            true
      Z,           2026-06-30,  BTC,   1,        1,     1,   z2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 1.25,        1.25,         false
      Z,           2026-06-30,  USDT,  2,        1,     1,   z2f43ebcca199e6f0c9843129d4f8bbbd778af244b64cab3d56c3d239d97d0b5, 0.00000001,  0.00000001,   false
      Z,           2026-06-30,  BTC,   1,        1,     2,   zf1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 0,           0,            false
      Z,           2026-06-30,  USDT,  2,        1,     2,   zf1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, 2.25,        2.25,         false
      Z,           2026-06-30,  BTC,   1,        1,     3,   z7624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 0.5,         0.5,          false
      Z,           2026-06-30,  USDT,  2,        1,     3,   z7624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, 10,          10,           false
      Z,           2026-06-30,  BTC,   1,        2,     0,   z2e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 1.25,        1.25,         false
      Z,           2026-06-30,  USDT,  2,        2,     0,   z2e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, 0.00000001,  0.00000001,   false
      Z,           2026-06-30,  BTC,   1,        2,     1,   z38199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 0.5,         0.5,          false
      Z,           2026-06-30,  USDT,  2,        2,     1,   z38199c0e1a0d2a933828dd29a07040ed0c1367d77a1821114d673d9f58c97fb, 12.25,       12.25,        false
      Z,           2026-06-30,  BTC,   1,        3,     0,   z10e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 1.75,        1.75,         false
      Z,           2026-06-30,  USDT,  2,        3,     0,   z10e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, 12.25000001, 12.25000001,  false
    liability_proof: |
      proof_id, snapshot_id, step, role,    side,  level, node_hash,                                                        nonce, asset, asset_no, balance,     balance_text
      p,        S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      p,        S,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      p,        S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      p,        S,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      p,        S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      p,        S,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      p,        S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      p,        S,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
      q,        Z,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    BTC,   1,        0.5,         0.5
      q,        Z,           0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n1,    USDT,  2,        10,          10
      q,        Z,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      q,        Z,           1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      q,        Z,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      q,        Z,           2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      q,        Z,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      q,        Z,           3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
      x,        unknown,     0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n9,    BTC,   1,        0.5,         0.5
      x,        unknown,     0,    self,    left,  1,     97624594d70f5a607c52b7bf940b7881c06801e50411257bbb4d52f9cd5a7ddf, n9,    USDT,  2,        10,          10
      x,        unknown,     1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      BTC,   1,        0,           0
      x,        unknown,     1,    sibling, right, 1,     0f1c2dd2dec19d8f13fab854575120ec01ebb40d60b9ba196fdc53340f227583, ,      USDT,  2,        2.25,        2.25
      x,        unknown,     2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      BTC,   1,        1.25,        1.25
      x,        unknown,     2,    sibling, right, 2,     42e9b11e72b9e3c2a6803fda11bd3bc384d75cee09e1ec17a3e3b2feb70c5ce8, ,      USDT,  2,        0.00000001,  0.00000001
      x,        unknown,     3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      BTC,   1,        1.75,        1.75
      x,        unknown,     3,    root,    ,      3,     210e8fc39a692fa739ae02566c6184163f9569bd9cbf0f8874e00b7bf63082e3, ,      USDT,  2,        12.25000001, 12.25000001
  expect:
    population: 28
    exceptions: |
      snapshot_id, asset, level, pos, reason_code, reason
      Z,           BTC,   3,     0,   R7,          "1 proofs of customers do not lead to this root, such as q."
      Z,           USDT,  3,     0,   R7,          "1 proofs of customers do not lead to this root, such as q."
---*/
