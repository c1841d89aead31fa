/*---
id: gen-duplicates
version: 1
title: Records that are in the data more than once
objective: Each event is recorded and processed once.
kind: operating
severity: medium
reads: [$table]
key: [group_hash]
params:
  table: {type: table, means: the dataset to be tested}
  match_cols: {type: "column[]", means: columns that make two records the same}
  id: {type: column, default: _row, means: the identifier that a reversal refers to}
  reverses: {type: column, default: _load, means: "the identifier of the record that is reversed; _load when there is none"}
  amount: {type: column, default: _load, means: "the amount; _load when amounts are not compared"}
  ts: {type: column, default: _load, means: "the time; _load when times are not compared"}
  text_col: {type: column, default: _load, means: "the text that may be spelt differently; _load when none is compared"}
  block_cols: {type: "column[]", default: [_load, _file, _row, _path], means: "columns in which near duplicates agree; without them only exact duplicates are found"}
  amt_tol: {type: "decimal(38,18)", default: "0", unit: unit of the amount, means: difference of amounts of near duplicates}
  window: {type: integer, default: 7, unit: days, means: time between near duplicates}
  sim: {type: "decimal(4,3)", default: "0.92", means: Jaro-Winkler similarity from which two texts are alike}
  max_block: {type: integer, default: 500, unit: records, means: size of a block above which its records are not compared in pairs}
controls:
  iia-2024: ["14.2"]
  soc2-tsc-2017: [PI1.3]
reasons:
  R1: several records are equal in the columns compared
  R2: a record is nearly equal to another one
  I1: several records are equal, and a column compared is empty
  I2: the block is too large to be compared in pairs
  X1: the records are an original and its reversal
limits:
  - An item is a group of records that agree in match_cols; empty counts as equal to empty, and such groups are reported as indeterminate.
  - A near duplicate is reported for the later record, and only between records that are not equal. Texts are compared in lower case and
    without what is no letter or digit; amounts, times and texts that are missing in one of two records are not compared.
  - A reversal is known by its reference to the original and by the opposite amount; without a reference it is not recognised.
  - Standing orders repeat rightly; put the date into match_cols.
---*/

-- +entry: every record with its group, its block and what near duplicates are compared by
SELECT
  concat_ws(':', _load, CAST(_file AS VARCHAR), CAST(_row AS VARCHAR), _path) AS row_id,
  concat_ws(':', _load, lpad(CAST(_file AS VARCHAR), 9, '0'), lpad(CAST(_row AS VARCHAR), 18, '0'), _path) AS place,
  CAST(json_array($match_cols) AS VARCHAR) AS match_values,
  list_count(CAST(json_array($match_cols) AS VARCHAR[])) < len(CAST(json_array($match_cols) AS VARCHAR[])) AS has_null,
  CAST(json_array($block_cols) AS VARCHAR) AS block,
  CAST($id AS VARCHAR) AS id,
  NULLIF(CAST($reverses AS VARCHAR), _load) AS reverses,
  TRY_CAST(NULLIF(CAST($amount AS VARCHAR), _load) AS DECIMAL(38, 18)) AS amount,
  TRY_CAST(NULLIF(CAST($ts AS VARCHAR), _load) AS TIMESTAMP WITH TIME ZONE) AS ts,
  NULLIF(regexp_replace(LOWER(NULLIF(CAST($text_col AS VARCHAR), _load)), '[^\p{L}\p{N}]', '', 'g'), '') AS words
FROM $table;

-- +reversed: records that are reversed, and their reversals
SELECT DISTINCT UNNEST([o.row_id, r.row_id]) AS row_id FROM entry AS r JOIN entry AS o ON o.id = r.reverses AND o.amount = -r.amount;

-- +sized: every record with the size of its block, and whether it stands
SELECT
  e.row_id, e.place, e.match_values, e.has_null, e.block, e.amount, e.ts, e.words, COUNT(*) OVER (PARTITION BY e.block) AS block_entries, v.row_id IS NULL AS stands
FROM entry AS e
LEFT JOIN reversed AS v ON v.row_id = e.row_id;

-- +near: the first earlier record that each record is nearly equal to
SELECT later.match_values, later.row_id, later.place, min_by(early.row_id, early.place) AS other_row
FROM sized AS later
JOIN sized AS early
  ON early.block = later.block
  AND early.place < later.place
  AND early.match_values <> later.match_values
  AND early.stands AND later.stands
  AND early.block_entries <= $max_block
  AND COALESCE(ABS(early.amount - later.amount) <= $amt_tol, TRUE)
  AND COALESCE(early.ts BETWEEN date_add('day', -$window, later.ts) AND date_add('day', $window, later.ts), TRUE)
  AND COALESCE(CAST(jaro_winkler_similarity(early.words, later.words) AS DECIMAL(9, 6)) >= $sim, TRUE)
GROUP BY later.match_values, later.row_id, later.place;

-- +population: one row per group of records that are equal in the columns compared
SELECT
  sha256(match_values) AS group_hash, match_values, bool_or(has_null) AS has_null, COUNT(*) AS entries, COUNT(*) FILTER (WHERE stands) AS standing,
  -- allow ties: no two records have the same place
  min_by(row_id, place) AS first_row, max_by(row_id, place) AS last_row, MAX(block_entries) AS block_entries
FROM sized
GROUP BY match_values;

-- +judged: each group with what speaks against it; an exception goes before what is not known, and that before a reversal
SELECT
  p.group_hash, p.match_values, p.entries, p.standing, p.first_row, p.last_row, p.block_entries, n.row_id, n.other_row,
  p.standing > 1 AND NOT p.has_null AS repeated,
  CASE
    WHEN p.standing > 1 AND NOT p.has_null OR n.row_id IS NOT NULL THEN NULL
    WHEN p.standing > 1 THEN 'I1'
    WHEN p.block_entries > $max_block THEN 'I2'
    WHEN p.entries > p.standing THEN 'X1'
  END AS code
FROM population AS p
-- allow ties: no two records have the same place
LEFT JOIN (SELECT match_values, min_by(row_id, place) AS row_id, min_by(other_row, place) AS other_row FROM near GROUP BY match_values) AS n
  ON n.match_values = p.match_values;

-- +exceptions: groups of several records, and records nearly equal to an earlier one
SELECT
  group_hash, 'R1' AS reason_code,
  concat(CAST(standing AS VARCHAR), ' records have the values ', match_values, ', the first is ', first_row, ' and the last ', last_row, '.') AS reason,
  match_values, entries, first_row, last_row
FROM judged
WHERE repeated
UNION ALL
SELECT
  group_hash, 'R2',
  concat('The record ', row_id, ' with the values ', match_values, ' is nearly equal to the record ', other_row, '.'),
  match_values, entries, other_row, row_id
FROM judged
WHERE row_id IS NOT NULL;

-- +indeterminate: groups with an empty column, and groups that were not compared in pairs
SELECT
  group_hash, code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat(CAST(standing AS VARCHAR), ' records have the values ', match_values, ', of which one or more are empty.')
    ELSE concat('The record is in a block of ', CAST(block_entries AS VARCHAR), ' records, more than ', CAST($max_block AS VARCHAR), '.')
  END AS reason,
  match_values
FROM judged
WHERE code IN ('I1', 'I2');

-- +excluded: originals and their reversals
SELECT
  group_hash, code AS reason_code,
  concat(CAST(entries - standing AS VARCHAR), ' of ', CAST(entries AS VARCHAR), ' records with the values ', match_values, ' are originals and reversals.') AS reason,
  match_values
FROM judged
WHERE code = 'X1';

/*--- cases
- name: equal records, a reversal, an empty column, a single record
  params: {table: payment, match_cols: [vendor, invoice], id: id, reverses: reverses, amount: amount}
  given:
    payment: |
      _load:text, _file:integer, _row:integer, _path:text, id:text, vendor:text, invoice:text, amount:decimal, reverses:text
      L, 1, 1, , p1, ACME, 100, 10.00,
      L, 1, 2, , p2, ACME, 100, 10.00,
      L, 1, 3, , p3, ACME, 101, 20.00,
      L, 1, 4, , p4, ACME, 101, -20.00, p3
      L, 1, 5, , p5, ACME, , 7.00,
      L, 1, 6, , p6, ACME, , 7.00,
      L, 1, 7, , p7, ACME, 102, 10.00,
      L, 1, 8, , p8, BOLT, , 7.00,
      L, 1, 9, , p9, BOLT, 103, 5.00,
      L, 1, 10, , p10, BOLT, 103, -4.00, p9
      L, 1, 11, , p11, BOLT, 104, 5.00,
      L, 1, 12, , p12, BOLT, 104, -5.00, p11
      L, 1, 13, , p13, BOLT, 104, 5.00,
      L, 1, 14, , p14, BOLT, 104, 5.00,
  expect:
    population: 7
    exceptions: |
      match_values,            reason_code, entries, reason
      "[""ACME"",""100""]",    R1,          2,       "2 records have the values [""ACME"",""100""], the first is L:1:1 and the last L:1:2."
      "[""BOLT"",""103""]",    R1,          2,       "2 records have the values [""BOLT"",""103""], the first is L:1:9 and the last L:1:10."
      "[""BOLT"",""104""]",    R1,          4,       "2 records have the values [""BOLT"",""104""], the first is L:1:11 and the last L:1:14."
    indeterminate: |
      match_values,            reason_code, reason
      "[""ACME"",null]",       I1,          "2 records have the values [""ACME"",null], of which one or more are empty."
    excluded: |
      match_values,            reason_code, reason
      "[""ACME"",""101""]",    X1,          "2 of 2 records with the values [""ACME"",""101""] are originals and reversals."

- name: near duplicates are in one block, near in amount and time, and alike in text
  params: {table: payment, match_cols: [id], amount: amount, ts: paid_at, text_col: vendor, block_cols: [account], amt_tol: "0.05", window: 7, sim: "0.92"}
  given:
    payment: |
      _load:text, _file:integer, _row:integer, _path:text, id:text, account:text, vendor:text, amount:decimal, paid_at:timestamp
      L, 1, 1, , a1, A, Northwind Ltd., 10.00, 2026-03-01
      L, 1, 2, , a2, A, NORTHWIND LTD,  10.05, 2026-03-08
      L, 1, 3, , b1, B, Northwind Ltd,  10.00, 2026-03-01
      L, 1, 4, , c1, C, Northwind Ltd,  10.00, 2026-03-01
      L, 1, 5, , c2, C, Northwind Ltd,  10.06, 2026-03-01
      L, 1, 6, , d1, D, Northwind Ltd,  10.00, 2026-03-01
      L, 1, 7, , d2, D, Northwind Ltd,  10.00, 2026-03-08T00:00:01Z
      L, 1, 8, , e1, E, Northwind Ltd,  10.00, 2026-03-01
      L, 1, 9, , e2, E, Contoso,        10.00, 2026-03-01
      L, 2, 1, , f2, F, Nortwind Ltd,   10.00, 2026-03-01
      L, 2, 2, , f1, F, Northwind Ltd,  ,      2026-03-05
      L, 2, 3, , f3, F, Nortwind,       10.00,
      L, 2, 4, , g1, G, Northwind Ltd,  10.00, 2026-03-01
      L, 2, 5, , g1, G, Northwind Ltd,  10.00, 2026-03-01
      L, 2, 6, , h1, H, Northwind Ltd,  10.00, 2026-03-09
      L, 2, 7, , h2, H, ,               9.95,  2026-03-02
      L, 2, 8, , h1, H, ,               9.95,  2026-03-20
  expect:
    population: 15
    exceptions: |
      match_values, reason_code, first_row, last_row, reason,                                                                           entries
      "[""a2""]",   R2,          L:1:1,     L:1:2,    "The record L:1:2 with the values [""a2""] is nearly equal to the record L:1:1.", 1
      "[""f1""]",   R2,          L:2:1,     L:2:2,    "The record L:2:2 with the values [""f1""] is nearly equal to the record L:2:1.", 1
      "[""f3""]",   R2,          L:2:1,     L:2:3,    "The record L:2:3 with the values [""f3""] is nearly equal to the record L:2:1.", 1
      "[""g1""]",   R1,          L:2:4,     L:2:5,    "2 records have the values [""g1""], the first is L:2:4 and the last L:2:5.",     2
      "[""h1""]",   R1,          L:2:6,     L:2:8,    "2 records have the values [""h1""], the first is L:2:6 and the last L:2:8.",     2
      "[""h2""]",   R2,          L:2:6,     L:2:7,    "The record L:2:7 with the values [""h2""] is nearly equal to the record L:2:6.", 1

- name: reversed records are near nothing; a record is named with the first one that it is near to
  params: {table: payment, match_cols: [id], id: id, reverses: reverses, amount: amount, block_cols: [account], sim: "1.0"}
  given:
    payment: |
      _load:text, _file:integer, _row:integer, _path:text, id:text, account:text, amount:decimal, reverses:text
      L, 1, 1, , a1, A, 10,
      L, 1, 2, , a2, A, -10, a1
      L, 1, 3, , a3, A, 10,
      L, 1, 4, , a4, A, 10,
      L, 1, 5, , a5, A, 10,
      L, 1, 6, , a5, A, -10,
      L, 1, 7, , a6, A, -10, a5
  expect:
    population: 6
    exceptions: |
      match_values, reason_code, first_row, last_row, reason,                                                                           entries
      "[""a4""]",   R2,          L:1:3,     L:1:4,    "The record L:1:4 with the values [""a4""] is nearly equal to the record L:1:3.", 1
    excluded: |
      match_values, reason_code, reason
      "[""a1""]",   X1,          "1 of 1 records with the values [""a1""] are originals and reversals."
      "[""a2""]",   X1,          "1 of 1 records with the values [""a2""] are originals and reversals."
      "[""a5""]",   X1,          "1 of 2 records with the values [""a5""] are originals and reversals."
      "[""a6""]",   X1,          "1 of 1 records with the values [""a6""] are originals and reversals."

- name: without anything to compare, records of a block are alike; a large block is not compared, its equal records are found all the same
  params: {table: payment, match_cols: [id], block_cols: [account], max_block: 2}
  given:
    payment: |
      _load:text, _file:integer, _row:integer, _path:text, id:text, account:text
      L, 1, 1, , a1, A
      L, 1, 2, , a2, A
      L, 1, 3, , b1, B
      L, 1, 4, , b1, B
      L, 1, 5, , b2, B
  expect:
    population: 4
    exceptions: |
      match_values, reason_code, reason,                                                                           entries
      "[""a2""]",   R2,          "The record L:1:2 with the values [""a2""] is nearly equal to the record L:1:1.", 1
      "[""b1""]",   R1,          "2 records have the values [""b1""], the first is L:1:3 and the last L:1:4.",     2
    indeterminate: |
      match_values, reason_code, reason
      "[""b2""]",   I2,          "The record is in a block of 3 records, more than 2."
---*/
