/*---
id: gen-sequence-gaps
version: 2
title: Gaps, duplicates and resets in a numbered sequence
objective: Populations that are numbered beforehand are complete.
kind: operating
severity: medium
reads: [$table]
key: [sequence, gap_start]
params:
  table: {type: table, means: the dataset to be tested}
  seq: {type: column, means: "the number: digits, or a prefix and digits"}
  partition_cols: {type: "column[]", default: [_load], means: "columns that each have a sequence of their own, such as branch or year; a prefix always has; _load when there is one sequence over all loads"}
  ts: {type: column, default: _load, means: "the time in which numbers rise; _load when it is not to be tested"}
  ts_tolerance: {type: integer, default: 24, unit: hours, means: time by which a higher number may be earlier than the one before}
  declared_first: {type: "decimal(38,0)", means: first number that the register declares}
  declared_last: {type: "decimal(38,0)", means: last number that the register declares}
controls:
  iia-2024: ["14.1"]
  soc2-tsc-2017: [PI1.2]
reasons:
  R1: numbers are missing
  R2: a number is there several times
  R3: a number is earlier than the one before it
  R4: the number cannot be read
  R5: the sequence does not begin or end as declared
limits:
  - "An item is the number that is expected next: gap_start is the number after the one before, and a gap is one item whatever its size."
  - A declared first or last number holds for every sequence of the dataset.
  - Databases hand out numbers in blocks and lose some at a restart or rollback, so gaps in technical keys prove nothing. Gaps also come
    from exports that were filtered by state, and from sequences that several tables share.
  - Leading zeros count for nothing, because spreadsheets lose them.
---*/

-- +entry: every record with its number taken apart
SELECT
  NULLIF(CAST(json_array($partition_cols) AS VARCHAR), CAST(json_array(_load) AS VARCHAR)) AS part,
  NULLIF(CAST($seq AS VARCHAR), '') AS raw,
  regexp_extract(CAST($seq AS VARCHAR), '^(.*?)(\d{1,38})$', 1) AS prefix,
  TRY_CAST(regexp_extract(CAST($seq AS VARCHAR), '^(.*?)(\d{1,38})$', 2) AS DECIMAL(38, 0)) AS seq,
  TRY_CAST(NULLIF(CAST($ts AS VARCHAR), _load) AS TIMESTAMP WITH TIME ZONE) AS ts
FROM $table;

-- +number: one row per sequence and number
SELECT concat_ws(' ', part, NULLIF(prefix, '')) AS sequence, seq, COUNT(*) AS entries, MIN(ts) AS first_ts, MAX(ts) AS last_ts
FROM entry
WHERE seq IS NOT NULL
GROUP BY part, prefix, seq;

-- +step: every number with the one before and after it
SELECT
  sequence, seq, entries, first_ts,
  LAG(seq) OVER (PARTITION BY sequence ORDER BY seq) AS previous,
  LEAD(seq) OVER (PARTITION BY sequence ORDER BY seq) AS following,
  LAG(last_ts) OVER (PARTITION BY sequence ORDER BY seq) AS previous_ts
FROM number;

-- +population: one row per number that is expected next, and one per text that is no number
SELECT
  sequence, CAST(COALESCE(previous + 1, $declared_first, seq) AS VARCHAR) AS gap_start, seq, previous, entries, first_ts, previous_ts, following,
  COALESCE(previous + 1, $declared_first, seq) AS expected
FROM step
UNION ALL
SELECT concat_ws(' ', part, '?'), COALESCE(raw, '(empty)'), NULL, NULL, COUNT(*), NULL, NULL, NULL, NULL
FROM entry
WHERE seq IS NULL
GROUP BY part, raw;

-- +exceptions: gaps, repeated numbers, numbers out of time, ends that differ from the register
SELECT
  sequence, gap_start, 'R1' AS reason_code,
  concat('The numbers ', gap_start, ' to ', CAST(seq - 1 AS VARCHAR), ' are missing, ', CAST(seq - expected AS VARCHAR), ' in all.') AS reason,
  expected AS first_number, seq - 1 AS last_number, seq - expected AS numbers
FROM population
WHERE seq > previous + 1
UNION ALL
SELECT
  sequence, gap_start, 'R2', concat('The number ', CAST(seq AS VARCHAR), ' is there ', CAST(entries AS VARCHAR), ' times.'), seq, seq, entries
FROM population
WHERE entries > 1 AND seq IS NOT NULL
UNION ALL
SELECT
  sequence, gap_start, 'R3',
  concat('The number ', CAST(seq AS VARCHAR), ' is of ', CAST(first_ts AS VARCHAR), ', the number ', CAST(previous AS VARCHAR), ' before it of ',
    CAST(previous_ts AS VARCHAR), '.'),
  seq, seq, 1
FROM population
WHERE first_ts < date_add('hour', -$ts_tolerance, previous_ts)
UNION ALL
SELECT sequence, gap_start, 'R5', ends, seq, seq, 1
FROM (
  SELECT
    sequence, gap_start, seq,
    concat_ws(' ',
      CASE WHEN previous IS NULL AND seq <> $declared_first
        THEN concat('The first number is ', CAST(seq AS VARCHAR), ' and ', CAST($declared_first AS VARCHAR), ' is declared.') END,
      CASE WHEN following IS NULL AND seq <> $declared_last
        THEN concat('The last number is ', CAST(seq AS VARCHAR), ' and ', CAST($declared_last AS VARCHAR), ' is declared.') END) AS ends
  FROM population
) AS judged
WHERE ends <> '';

-- +indeterminate: texts that are no number
SELECT sequence, gap_start, 'R4' AS reason_code, concat('"', gap_start, '" of ', CAST(entries AS VARCHAR), ' records ends in no number.') AS reason
FROM population
WHERE seq IS NULL;

/*--- cases
- name: a gap, a repeated number, a prefix and a branch of their own, leading zeros, no number
  params: {table: invoice, seq: num, partition_cols: [branch]}
  given:
    invoice: |
      _load:text, branch:text, num:text
      L,          N,           INV-0001
      L,          N,           INV-2
      L,          N,           INV-5
      M,          N,           INV-5
      L,          N,           INV-6
      L,          N,           CR-9
      L,          S,           INV-40
      L,          S,           INV-42
      L,          S,           INV-x
      L,          S,           INV-x
      L,          S,
      L,          S,           ""
  expect:
    population: 9
    exceptions: |
      sequence,         gap_start, reason_code, first_number, last_number, numbers, reason
      "[""N""] INV-",   3,         R1,          3,            4,           2,       "The numbers 3 to 4 are missing, 2 in all."
      "[""N""] INV-",   3,         R2,          5,            5,           2,       The number 5 is there 2 times.
      "[""S""] INV-",   41,        R1,          41,           41,          1,       "The numbers 41 to 41 are missing, 1 in all."
    indeterminate: |
      sequence,         gap_start, reason_code, reason
      "[""S""] ?",      INV-x,     R4,          """INV-x"" of 2 records ends in no number."
      "[""S""] ?",      (empty),   R4,          """(empty)"" of 2 records ends in no number."

- name: without columns of partition the loads are one sequence, also where they meet
  params: {table: invoice, seq: num}
  given:
    invoice: |
      _load:text, num:text
      L,          1
      L,          2
      M,          4
      M,          2
      M,          A-1
      M,          none
  expect:
    population: 5
    exceptions: |
      sequence, gap_start, reason_code, first_number, last_number, reason
      "",       2,         R2,          2,            2,           The number 2 is there 2 times.
      "",       3,         R1,          3,            3,           "The numbers 3 to 3 are missing, 1 in all."
    indeterminate: |
      sequence, gap_start, reason_code, reason
      ?,        none,      R4,          """none"" of 1 records ends in no number."

- name: numbers rise with time within the tolerance; a missing time is not judged
  params: {table: invoice, seq: num, ts: issued_at, ts_tolerance: 24}
  given:
    invoice: |
      _load:text, num:integer, issued_at:timestamp
      L,          1,          2026-03-02T00:00:00Z
      L,          2,          2026-03-01T00:00:00Z
      L,          3,          2026-03-05T00:00:00Z
      L,          4,          2026-03-03T23:59:59Z
      L,          5,
      L,          6,          2026-03-01T00:00:00Z
      L,          6,          2026-03-02T13:00:00Z
      L,          7,          2026-03-01T12:00:00Z
      L,          7,          2026-03-09T00:00:00Z
      L,          8,          2026-03-07T12:00:00Z
  expect:
    population: 8
    exceptions: |
      sequence,    gap_start, reason_code, reason
      ""      ,  4,         R3,            "The number 4 is of 2026-03-03 23:59:59+00, the number 3 before it of 2026-03-05 00:00:00+00."
      ""      ,  6,         R2,            The number 6 is there 2 times.
      ""      ,  7,         R2,            The number 7 is there 2 times.
      ""      ,  7,         R3,            "The number 7 is of 2026-03-01 12:00:00+00, the number 6 before it of 2026-03-02 13:00:00+00."
      ""      ,  8,         R3,            "The number 8 is of 2026-03-07 12:00:00+00, the number 7 before it of 2026-03-09 00:00:00+00."

- name: a sequence begins and ends as declared
  params: {table: cheque, seq: num, partition_cols: [book], declared_first: "100", declared_last: "102"}
  given:
    cheque: |
      _load:text, book:text, num:text
      L,          good,      100
      L,          good,      101
      L,          good,      102
      L,          short,     101
      L,          short,     102
      L,          cut,       100
      L,          cut,       101
      L,          one,       7
  expect:
    population: 8
    exceptions: |
      sequence,        gap_start, reason_code, reason
      "[""short""]",  100,       R5,           The first number is 101 and 100 is declared.
      "[""cut""]",    101,       R5,           The last number is 101 and 102 is declared.
      "[""one""]",    100,       R5,           The first number is 7 and 100 is declared. The last number is 7 and 102 is declared.
---*/
