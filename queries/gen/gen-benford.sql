/*---
id: gen-benford
version: 1
title: Amounts whose first digits depart from Benford's law
objective: Amounts come from many natural transactions and were not invented, rounded or fitted to a limit.
kind: pointer
severity: low
reads: [$table]
key: [row_key]
params:
  table: {type: table, means: the dataset to be tested}
  measure: {type: column, means: the amount}
  key_cols: {type: "column[]", default: [_load, _file, _row, _path], means: columns that name a record}
  digits: {type: integer, default: 1, unit: digits, means: "leading digits that are tested, 1 or 2"}
  mad_limit: {type: "decimal(9,6)", means: "mean absolute deviation above which the whole departs; when not given, Nigrini's 0.015 for one digit and 0.0022 for two"}
  z_limit: {type: "decimal(9,4)", default: "1.96", means: z above which a class of digits departs}
  min_n: {type: integer, unit: records, means: "records needed; when not given, 500 for one digit and 3000 for two"}
  min_orders: {type: integer, default: 2, unit: orders of magnitude, means: span of the amounts that is needed}
  min_excess_rows: {type: integer, default: 20, unit: records, means: excess of a class of digits that is reported}
controls:
  iia-2024: ["14.2"]
reasons:
  R1: the amounts as a whole depart, and this one is in the class with the greatest excess
  R2: the amount is in a class of digits that is too frequent
  I1: the amount is missing or is no number
  I2: there are too few amounts
  I3: the amounts span too few orders of magnitude
limits:
  - A departure is a pointer to where to look, not an exception of a control; assigned numbers, prices, fixed fees, capped amounts and crypto
    dust depart by nature, and currencies must not be mixed.
  - R1 is about the whole; it is reported at the amounts of the class with the greatest excess, so that there is something to look at.
  - Amounts of zero are not in the population.
  - Chi-square rejects every large population, so it is reported and not used.
---*/

-- +entry: every record with its amount as plain digits; an amount written with an exponent is no plain number
SELECT
  concat_ws(':', $key_cols) AS row_key, CAST($measure AS VARCHAR) AS amount,
  regexp_extract(CAST($measure AS VARCHAR), '^[-+]?(\d+\.?\d*|\.\d+)$', 1) AS plain,
  LTRIM(REPLACE(regexp_extract(CAST($measure AS VARCHAR), '^[-+]?(\d+\.?\d*|\.\d+)$', 1), '.', ''), '0') AS significant
FROM $table;

-- +population: one row per amount other than zero; place is 0 when the first digit stands for ones, 1 for tens, -1 for tenths
SELECT
  row_key, amount,
  CASE WHEN significant <> '' THEN CAST(LEFT(rpad(significant, 2, '0'), $digits) AS BIGINT) END AS digit,
  CASE
    WHEN significant = '' THEN NULL
    WHEN LTRIM(split_part(plain, '.', 1), '0') <> '' THEN LENGTH(LTRIM(split_part(plain, '.', 1), '0')) - 1
    ELSE LENGTH(LTRIM(split_part(plain, '.', 2), '0')) - LENGTH(split_part(plain, '.', 2)) - 1
  END AS place
FROM entry
WHERE COALESCE(plain, '') = '' OR significant <> '';

-- +whole: number and span of the amounts, and the limits that hold
SELECT
  COUNT(digit) AS n, COALESCE(MAX(place) - MIN(place), 0) AS orders,
  COALESCE($min_n, [500, 3000][$digits]) AS min_n,
  COALESCE($mad_limit, [0.015, 0.0022][$digits]) AS mad_limit
FROM population;

-- +class: each class of digits with what is observed and what Benford's law expects
SELECT
  d.digit, w.n, w.mad_limit, COALESCE(o.observed, 0) AS observed,
  CAST(log10(1 + CAST(1 AS DOUBLE) / d.digit) AS DECIMAL(18, 12)) AS expected_share,
  CAST(CAST(COALESCE(o.observed, 0) AS DOUBLE) / w.n AS DECIMAL(18, 12)) AS observed_share
FROM (SELECT UNNEST(generate_series([1, 10][$digits], [9, 99][$digits])) AS digit) AS d
JOIN whole AS w ON w.n >= w.min_n AND w.orders >= $min_orders
LEFT JOIN (SELECT digit, COUNT(*) AS observed FROM population GROUP BY digit) AS o ON o.digit = d.digit;

-- +deviation: each class with its excess and its z, with the correction for continuity
SELECT
  digit, n, mad_limit, observed, expected_share, observed_share,
  observed - CAST(n * expected_share AS DECIMAL(18, 6)) AS excess,
  CAST((ABS(observed_share - expected_share) - CAST(1 AS DOUBLE) / (2 * n)) / sqrt(expected_share * (1 - expected_share) / n) AS DECIMAL(18, 6)) AS z
FROM class;

-- +fit: how far the whole departs, and the class with the greatest excess
SELECT
  CAST(SUM(ABS(observed_share - expected_share)) / COUNT(*) AS DECIMAL(18, 9)) AS mad,
  CAST(SUM(CAST(CAST(excess AS DOUBLE) * CAST(excess AS DOUBLE) / (n * expected_share) AS DECIMAL(18, 6))) AS DECIMAL(38, 6)) AS chi_square,
  (SELECT digit FROM deviation ORDER BY excess DESC, digit LIMIT 1) AS top_digit
FROM deviation;

-- +pointed: each class with what it is a pointer to
SELECT
  d.digit, d.n, d.mad_limit, d.observed, d.excess, d.z, f.mad, f.chi_square,
  d.digit = f.top_digit AND f.mad > d.mad_limit AS whole_departs,
  d.z > $z_limit AND d.excess >= $min_excess_rows AS too_frequent
FROM deviation AS d
CROSS JOIN fit AS f;

-- +exceptions: amounts of the classes that are too frequent
SELECT
  p.row_key, 'R1' AS reason_code,
  concat('The mean absolute deviation is ', CAST(CAST(c.mad AS DECIMAL(18, 5)) AS VARCHAR), ', above ', CAST(c.mad_limit AS VARCHAR), ', and ', p.amount,
    ' begins with ', CAST(p.digit AS VARCHAR), ', the digits with the greatest excess.') AS reason,
  p.amount, p.digit, c.observed, c.z, c.chi_square
FROM population AS p
JOIN pointed AS c ON c.digit = p.digit AND c.whole_departs
UNION ALL
SELECT
  p.row_key, 'R2',
  concat(CAST(c.observed AS VARCHAR), ' of ', CAST(c.n AS VARCHAR), ' amounts begin with ', CAST(p.digit AS VARCHAR), ', ', CAST(CAST(c.excess AS DECIMAL(18, 1)) AS VARCHAR),
    ' more than expected; one of them is ', p.amount, '.'),
  p.amount, p.digit, c.observed, c.z, c.chi_square
FROM population AS p
JOIN pointed AS c ON c.digit = p.digit AND c.too_frequent;

-- +judged: each amount that the law cannot be held against, with its code
SELECT
  p.row_key, p.amount, w.n, w.min_n, w.orders,
  CASE WHEN p.digit IS NULL THEN 'I1' WHEN w.n < w.min_n THEN 'I2' WHEN w.orders < $min_orders THEN 'I3' END AS code
FROM population AS p
CROSS JOIN whole AS w;

-- +indeterminate: amounts that are no number, and populations that are too small or too narrow
SELECT
  row_key, code AS reason_code,
  CASE code
    WHEN 'I1' THEN COALESCE('"' || amount || '" is no plain number.', 'The amount is missing.')
    WHEN 'I2' THEN concat('There are ', CAST(n AS VARCHAR), ' amounts, fewer than ', CAST(min_n AS VARCHAR), '.')
    ELSE concat('The amounts span ', CAST(orders AS VARCHAR), ' orders of magnitude, fewer than ', CAST($min_orders AS VARCHAR), '.')
  END AS reason
FROM judged
WHERE code IS NOT NULL;

/*--- cases
- name: one digit; a class with the greatest excess, a second one with a smaller excess, zeros, no numbers
  params: {table: entry_list, measure: amount, key_cols: [id], min_n: 20, min_excess_rows: 2}
  given:
    entry_list: |
      id:text, amount:text
      r1,    1
      r2,    -12
      r3,    150.5
      r4,    2
      r5,    0.02
      r6,    3
      r7,    4
      r8,    40
      r9,    -44.5
      r10,   410
      r11,   0.4
      r12,   4.04
      r13,   45
      r14,   4999
      r15,   0.0041
      r16,   +4
      r17,   7
      r18,   71
      r19,   700
      r20,   0.7
      x1,    0
      x2,    0.00
      x3,
      x4,    1e5
  expect:
    population: 22
    exceptions: |
      row_key, reason_code, digit, reason
      r7,      R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 4 begins with 4, the digits with the greatest excess."
      r7,      R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 4."
      r8,      R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 40 begins with 4, the digits with the greatest excess."
      r8,      R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 40."
      r9,      R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and -44.5 begins with 4, the digits with the greatest excess."
      r9,      R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is -44.5."
      r10,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 410 begins with 4, the digits with the greatest excess."
      r10,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 410."
      r11,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 0.4 begins with 4, the digits with the greatest excess."
      r11,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 0.4."
      r12,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 4.04 begins with 4, the digits with the greatest excess."
      r12,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 4.04."
      r13,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 45 begins with 4, the digits with the greatest excess."
      r13,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 45."
      r14,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 4999 begins with 4, the digits with the greatest excess."
      r14,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 4999."
      r15,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and 0.0041 begins with 4, the digits with the greatest excess."
      r15,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is 0.0041."
      r16,     R1,          4,     "The mean absolute deviation is 0.12113, above 0.015000, and +4 begins with 4, the digits with the greatest excess."
      r16,     R2,          4,     "10 of 20 amounts begin with 4, 8.1 more than expected; one of them is +4."
      r17,     R2,          7,     "4 of 20 amounts begin with 7, 2.8 more than expected; one of them is 7."
      r18,     R2,          7,     "4 of 20 amounts begin with 7, 2.8 more than expected; one of them is 71."
      r19,     R2,          7,     "4 of 20 amounts begin with 7, 2.8 more than expected; one of them is 700."
      r20,     R2,          7,     "4 of 20 amounts begin with 7, 2.8 more than expected; one of them is 0.7."
    indeterminate: |
      row_key, reason_code, reason
      x3,      I1,          The amount is missing.
      x4,      I1,          """1e5"" is no plain number."

- name: an excess that is too small in z or in number is no pointer; the whole departs all the same
  params: {table: entry_list, measure: amount, key_cols: [id], min_n: 20, min_excess_rows: 9, mad_limit: "0.09"}
  given:
    entry_list: |
      id:text, amount:decimal
      r1,    1
      r2,    -12
      r3,    150.5
      r4,    2
      r5,    0.02
      r6,    3
      r7,    4
      r8,    40
      r9,    -44.5
      r10,   410
      r11,   0.4
      r12,   4.04
      r13,   45
      r14,   4999
      r15,   0.0041
      r16,   +4
      r17,   7
      r18,   71
      r19,   700
      r20,   0.7
  expect:
    population: 20
    exceptions: |
      row_key, reason_code, reason
      r7,      R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 4.000000000000000000 begins with 4, the digits with the greatest excess."
      r8,      R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 40.000000000000000000 begins with 4, the digits with the greatest excess."
      r9,      R1,          "The mean absolute deviation is 0.12113, above 0.0900, and -44.500000000000000000 begins with 4, the digits with the greatest excess."
      r10,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 410.000000000000000000 begins with 4, the digits with the greatest excess."
      r11,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 0.400000000000000000 begins with 4, the digits with the greatest excess."
      r12,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 4.040000000000000000 begins with 4, the digits with the greatest excess."
      r13,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 45.000000000000000000 begins with 4, the digits with the greatest excess."
      r14,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 4999.000000000000000000 begins with 4, the digits with the greatest excess."
      r15,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 0.004100000000000000 begins with 4, the digits with the greatest excess."
      r16,     R1,          "The mean absolute deviation is 0.12113, above 0.0900, and 4.000000000000000000 begins with 4, the digits with the greatest excess."

- name: the whole does not depart; a class does only in number
  params: {table: entry_list, measure: amount, key_cols: [id], min_n: 20, min_excess_rows: 1, mad_limit: "0.03"}
  given:
    entry_list: |
      id:text, amount:integer
      r1,    1
      r2,    10
      r3,    100
      r4,    11
      r5,    12
      r6,    23
      r7,    2
      r8,    20
      r9,    200
      r10,   21
      r11,   3
      r12,   30
      r13,   4
      r14,   40
      r15,   5
      r16,   50
      r17,   6
      r18,   70
      r19,   8
      r20,   900
  expect:
    population: 20

- name: two digits; a single digit is followed by zero
  params: {table: entry_list, measure: amount, key_cols: [id], digits: 2, min_n: 17, min_excess_rows: 2, z_limit: "6"}
  given:
    entry_list: |
      id:text, amount:text
      r1,    10
      r2,    100
      r3,    11
      r4,    12
      r5,    13
      r6,    14
      r7,    2
      r8,    20
      r9,    30
      r10,   99
      r11,   9.9
      r12,   0.99
      r13,   990
      r14,   0.0099
      r15,   9
      r16,   90
      r17,   91
  expect:
    population: 17
    exceptions: |
      row_key, reason_code, digit, reason
      r10,     R1,          99,    "The mean absolute deviation is 0.01721, above 0.002200, and 99 begins with 99, the digits with the greatest excess."
      r10,     R2,          99,    "5 of 17 amounts begin with 99, 4.9 more than expected; one of them is 99."
      r11,     R1,          99,    "The mean absolute deviation is 0.01721, above 0.002200, and 9.9 begins with 99, the digits with the greatest excess."
      r11,     R2,          99,    "5 of 17 amounts begin with 99, 4.9 more than expected; one of them is 9.9."
      r12,     R1,          99,    "The mean absolute deviation is 0.01721, above 0.002200, and 0.99 begins with 99, the digits with the greatest excess."
      r12,     R2,          99,    "5 of 17 amounts begin with 99, 4.9 more than expected; one of them is 0.99."
      r13,     R1,          99,    "The mean absolute deviation is 0.01721, above 0.002200, and 990 begins with 99, the digits with the greatest excess."
      r13,     R2,          99,    "5 of 17 amounts begin with 99, 4.9 more than expected; one of them is 990."
      r14,     R1,          99,    "The mean absolute deviation is 0.01721, above 0.002200, and 0.0099 begins with 99, the digits with the greatest excess."
      r14,     R2,          99,    "5 of 17 amounts begin with 99, 4.9 more than expected; one of them is 0.0099."

- name: too few amounts, with the numbers that hold when none is given
  params: {table: entry_list, measure: amount, key_cols: [id]}
  given:
    entry_list: |
      id:text, amount:text
      r1,      1
      r2,      1000
      r3,
  expect:
    population: 3
    indeterminate: |
      row_key, reason_code, reason
      r1,      I2,          "There are 2 amounts, fewer than 500."
      r2,      I2,          "There are 2 amounts, fewer than 500."
      r3,      I1,          The amount is missing.

- name: amounts of one order of magnitude
  params: {table: entry_list, measure: amount, key_cols: [id], min_n: 2}
  given:
    entry_list: |
      id:text, amount:text
      r1,      0.5
      r2,      9.9
  expect:
    population: 2
    indeterminate: |
      row_key, reason_code, reason
      r1,      I3,          "The amounts span 1 orders of magnitude, fewer than 2."
      r2,      I3,          "The amounts span 1 orders of magnitude, fewer than 2."

- name: two orders of magnitude are enough
  params: {table: entry_list, measure: amount, key_cols: [id], min_n: 2, mad_limit: "0.5"}
  given:
    entry_list: |
      id:text, amount:text
      r1,      0.50
      r2,      5.9
      r3,      .05
  expect:
    population: 3

- name: no amount at all
  params: {table: entry_list, measure: amount, key_cols: [id]}
  given:
    entry_list: |
      id:text, amount:text
      r1,
  expect:
    population: 1
    indeterminate: |
      row_key, reason_code, reason
      r1,      I1,          The amount is missing.
---*/
