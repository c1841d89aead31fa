/*---
id: dat-row-recon
version: 1
title: Records that differ between source and target
objective: Each record of the source is in the target once and unchanged.
kind: operating
severity: high
reads: [$source, $target]
key: [record_key]
params:
  source: {type: table, means: the extract of the source}
  target: {type: table, means: the extract of the target}
  key_cols: {type: "column[]", means: "columns that name a record in both; all columns when records have no key"}
  compare_cols: {type: "column[]", means: columns whose values are compared}
  keyless: {type: boolean, default: "false", means: "records have no key: only how often a record is there is compared"}
  numeric_cols: {type: "text[]", default: [], means: "compared columns that are numbers, so that 1.5 and 1.50 are the same"}
  tol: {type: "decimal(38,18)", default: "0", means: difference of numbers that is allowed}
  time_cols: {type: "text[]", default: [], means: "compared columns that are times, so that the same instant in two zones is the same"}
  normaliser: {type: text, default: none, means: "how texts are compared: none, trim (without spaces around) or lower (and without case)"}
  empty_is_null: {type: boolean, default: "false", means: an empty text is the same as a missing one}
  deleted_col: {type: column, default: _load, means: "column that marks deleted records; _load when there is none"}
  deleted_values: {type: "text[]", default: [], means: "its values, in lower case, that mean deleted; such records are left out on both sides"}
  amount: {type: column, default: _load, means: "an amount to be shown; _load when there is none"}
controls:
  soc2-tsc-2017: [PI1.3, PI1.5]
  nist-800-53r5: [SI-7]
reasons:
  R1: the record is in the source and not in the target
  R2: the record is in the target and not in the source
  R3: values differ
  R4: the key is not unique
  R5: the record is not as often in the target as in the source
  I1: a part of the key is missing
limits:
  - Both extracts must be of the same partition and moment; records that changed between the two extracts differ rightly.
  - The columns have the same names in both. Transformations other than those of the parameters must be made when the extracts are loaded.
  - A record whose key is not unique is not compared value by value.
  - Times are kept to the microsecond; what differs below is not seen. Of a history with validity dates load the state of the moment.
---*/

-- +names: the names of the compared columns
SELECT MIN(json_keys(to_json(c))) AS names FROM (SELECT $compare_cols FROM $source) AS c;

-- +entry: the records of both sides that are not deleted
SELECT
  'source' AS side, CAST(json_array($key_cols) AS VARCHAR) AS record_key, CAST(json_array($compare_cols) AS VARCHAR) AS compared,
  list_count(CAST(json_array($key_cols) AS VARCHAR[])) < len(CAST(json_array($key_cols) AS VARCHAR[])) AS has_null,
  TRY_CAST(NULLIF(CAST($amount AS VARCHAR), _load) AS DECIMAL(38, 18)) AS amount
FROM $source
WHERE NOT COALESCE(list_contains($deleted_values, LOWER(CAST($deleted_col AS VARCHAR))), FALSE)
UNION ALL
SELECT
  'target', CAST(json_array($key_cols) AS VARCHAR), CAST(json_array($compare_cols) AS VARCHAR),
  list_count(CAST(json_array($key_cols) AS VARCHAR[])) < len(CAST(json_array($key_cols) AS VARCHAR[])),
  TRY_CAST(NULLIF(CAST($amount AS VARCHAR), _load) AS DECIMAL(38, 18))
FROM $target
WHERE NOT COALESCE(list_contains($deleted_values, LOWER(CAST($deleted_col AS VARCHAR))), FALSE);

-- +population: one row per key of either side
SELECT
  record_key, bool_or(has_null) AS has_null, COUNT(*) FILTER (WHERE side = 'source') AS in_source, COUNT(*) FILTER (WHERE side = 'target') AS in_target,
  MIN(compared) FILTER (WHERE side = 'source') AS source_values, MIN(compared) FILTER (WHERE side = 'target') AS target_values,
  MIN(amount) FILTER (WHERE side = 'source') AS source_amount, MIN(amount) FILTER (WHERE side = 'target') AS target_amount
FROM entry
GROUP BY record_key;

-- +differing: records of both sides that are not written alike, with their values taken apart
-- The text of a JSON array is cut by pattern, because a JSON reader would turn its decimals into floats.
SELECT
  record_key,
  list_transform(regexp_extract_all(source_values, '"(?:[^"\\]|\\.)*"|[^\[\],"]+'),
    lambda v: CASE WHEN v LIKE '"%' THEN json_extract_string(v, '$') ELSE NULLIF(v, 'null') END) AS s,
  list_transform(regexp_extract_all(target_values, '"(?:[^"\\]|\\.)*"|[^\[\],"]+'),
    lambda v: CASE WHEN v LIKE '"%' THEN json_extract_string(v, '$') ELSE NULLIF(v, 'null') END) AS t
FROM population
WHERE source_values <> target_values;

-- +pair: their values, one row per column
SELECT record_key, names[i] AS name, s[i] AS s, t[i] AS t
FROM (SELECT d.record_key, d.s, d.t, n.names, UNNEST(generate_series(1, len(n.names))) AS i FROM differing AS d CROSS JOIN names AS n) AS numbered;

-- +different: the values that differ after the declared transformations
SELECT record_key, name, s, t
FROM (
  SELECT
    record_key, name, s, t,
    CASE $normaliser WHEN 'lower' THEN LOWER(TRIM(s)) WHEN 'trim' THEN TRIM(s) ELSE s END AS s_text,
    CASE $normaliser WHEN 'lower' THEN LOWER(TRIM(t)) WHEN 'trim' THEN TRIM(t) ELSE t END AS t_text
  FROM pair
) AS v
WHERE CASE WHEN $empty_is_null THEN NULLIF(s_text, '') ELSE s_text END IS DISTINCT FROM CASE WHEN $empty_is_null THEN NULLIF(t_text, '') ELSE t_text END
  AND NOT COALESCE(list_contains($numeric_cols, name) AND ABS(TRY_CAST(s AS DECIMAL(38, 18)) - TRY_CAST(t AS DECIMAL(38, 18))) <= $tol, FALSE)
  AND NOT COALESCE(list_contains($time_cols, name) AND TRY_CAST(s AS TIMESTAMP WITH TIME ZONE) = TRY_CAST(t AS TIMESTAMP WITH TIME ZONE), FALSE);

-- +judged: each key with its code
SELECT
  p.record_key, p.in_source, p.in_target, p.source_amount, p.target_amount, d.what,
  CASE
    WHEN $keyless AND p.in_source <> p.in_target THEN 'R5'
    WHEN $keyless THEN NULL
    WHEN p.has_null THEN 'I1'
    WHEN p.in_source > 1 OR p.in_target > 1 THEN 'R4'
    WHEN p.in_target = 0 THEN 'R1'
    WHEN p.in_source = 0 THEN 'R2'
    WHEN d.what IS NOT NULL THEN 'R3'
  END AS code
FROM population AS p
LEFT JOIN (
  SELECT record_key, string_agg(concat(name, ' is ', COALESCE('"' || s || '"', 'missing'), ' in the source and ', COALESCE('"' || t || '"', 'missing'), ' in the target'), '; ' ORDER BY name) AS what
  FROM different
  GROUP BY record_key
) AS d ON d.record_key = p.record_key;

-- +exceptions: records that are not on both sides once and unchanged
SELECT
  record_key, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('The record ', record_key, ' of the source is not in the target.')
    WHEN 'R2' THEN concat('The record ', record_key, ' of the target is not in the source.')
    WHEN 'R3' THEN concat(what, '.')
    ELSE concat('The record ', record_key, ' is ', CAST(in_source AS VARCHAR), ' times in the source and ', CAST(in_target AS VARCHAR), ' times in the target.')
  END AS reason,
  in_source, in_target, source_amount, target_amount
FROM judged
WHERE code IN ('R1', 'R2', 'R3', 'R4', 'R5');

-- +indeterminate: records that cannot be matched
SELECT record_key, code AS reason_code, concat('The key ', record_key, ' has an empty part, in ', CAST(in_source + in_target AS VARCHAR), ' records.') AS reason
FROM judged
WHERE code = 'I1';

/*--- cases
- name: missing on either side, a changed value, a key that is not unique, a key with an empty part
  params: {source: core_extract, target: dwh_extract, key_cols: [id, line], compare_cols: [amount, state], amount: amount}
  given:
    core_extract: |
      _load:text, id:text, line:integer, amount:decimal, state:text
      L,          a,       1,            10,             open
      L,          a,       2,            10,             open
      L,          b,       1,            10,             open
      L,          c,       1,            10,
      L,          d,       1,            10,             open
      L,          d,       1,            10,             open
      L,          e,       ,             10,             open
      L,          f,       1,            10,             "O,p""e[n"
      L,          g,       1,            10,             ""
      L,          h,       1,            10,
    dwh_extract: |
      _load:text, id:text, line:integer, amount:decimal, state:text
      M,          a,       1,            10,             open
      M,          b,       1,            10.000000000000000001, shut
      M,          c,       1,            10,             open
      M,          d,       1,            10,             open
      M,          e,       ,             10,             open
      M,          f,       1,            10,             "o,p""e[n"
      M,          g,       1,            10,
      M,          h,       1,            10,
      M,          z,       1,            99,             open
      M,          y,       1,            10,             open
      M,          y,       1,            11,             open
  expect:
    population: 11
    exceptions: |
      record_key,      reason_code, source_amount, target_amount, reason
      "[""a"",2]",     R1,          10,            ,              "The record [""a"",2] of the source is not in the target."
      "[""z"",1]",     R2,          ,              99,            "The record [""z"",1] of the target is not in the source."
      "[""b"",1]",     R3,          10,            10.000000000000000001, "amount is ""10.000000000000000000"" in the source and ""10.000000000000000001"" in the target; state is ""open"" in the source and ""shut"" in the target."
      "[""c"",1]",     R3,          10,            10,            "state is missing in the source and ""open"" in the target."
      "[""f"",1]",     R3,          10,            10,            "state is ""O,p""e[n"" in the source and ""o,p""e[n"" in the target."
      "[""g"",1]",     R3,          10,            10,            "state is """" in the source and missing in the target."
      "[""d"",1]",     R4,          10,            10,            "The record [""d"",1] is 2 times in the source and 1 times in the target."
      "[""y"",1]",     R4,          ,              10,            "The record [""y"",1] is 0 times in the source and 2 times in the target."
    indeterminate: |
      record_key,      reason_code, reason
      "[""e"",null]",  I1,          "The key [""e"",null] has an empty part, in 2 records."

- name: declared transformations - numbers, times, spaces and case, empty texts; leading zeros count in texts
  params: {source: core_extract, target: dwh_extract, key_cols: [id], compare_cols: [amount, at_time, name, code], numeric_cols: [amount], tol: "0.01", time_cols: [at_time], normaliser: lower, empty_is_null: true}
  given:
    core_extract: |
      _load:text, id:text, amount:text, at_time:text,              name:text, code:text
      L,          a,       1.5,         2026-03-01T02:00:00+02:00, " Ann ",   007
      L,          b,       1.5,         2026-03-01T02:00:00+02:00, ann,       007
      L,          c,       1.50,        2026-03-01 02:00:00Z,      ann,       7
      L,          d,       1.52,        2026-03-01T00:00:00Z,      ann,       1
      L,          e,       x,           noon,                      ann,       1
      L,          f,       x,           noon,                      ann,       1
    dwh_extract: |
      _load:text, id:text, amount:text, at_time:text,              name:text, code:text
      M,          a,       1.500,       2026-03-01T00:00:00Z,      ann,       007
      M,          b,       1.51,        2026-03-01 00:00:00+00,    "ANN",     7
      M,          c,       1.49,        2026-03-01T00:00:00Z,      ann,       7
      M,          d,       1.5,         2026-03-01T00:00:00Z,      "",        1
      M,          e,       x,           noon,                      ann,       1.0
      M,          f,       y,           night,                     ann,       1
  expect:
    population: 6
    exceptions: |
      record_key,   reason_code, reason
      "[""b""]",    R3,          "code is ""007"" in the source and ""7"" in the target."
      "[""c""]",    R3,          "at_time is ""2026-03-01 02:00:00Z"" in the source and ""2026-03-01T00:00:00Z"" in the target."
      "[""d""]",    R3,          "amount is ""1.52"" in the source and ""1.5"" in the target; name is ""ann"" in the source and """" in the target."
      "[""e""]",    R3,          "code is ""1"" in the source and ""1.0"" in the target."
      "[""f""]",    R3,          "amount is ""x"" in the source and ""y"" in the target; at_time is ""noon"" in the source and ""night"" in the target."

- name: spaces do not count and case does; an empty text is the same as a missing one
  params: {source: core_extract, target: dwh_extract, key_cols: [id], compare_cols: [name], normaliser: trim, empty_is_null: true}
  given:
    core_extract: |
      _load:text, id:text, name:text
      L,          a,       " Ann"
      L,          b,       Ann
      L,          c,       " "
      L,          d,
    dwh_extract: |
      _load:text, id:text, name:text
      M,          a,       "Ann "
      M,          b,       ann
      M,          c,
      M,          d,       ""
  expect:
    population: 4
    exceptions: |
      record_key,   reason_code, reason
      "[""b""]",    R3,          "name is ""Ann"" in the source and ""ann"" in the target."

- name: records without a key are counted
  params: {source: core_extract, target: dwh_extract, key_cols: [day, amount], compare_cols: [day, amount], keyless: "true"}
  given:
    core_extract: |
      _load:text, day:date,   amount:integer
      L,          2026-03-01, 5
      L,          2026-03-01, 5
      L,          2026-03-01, 6
      L,          2026-03-01, 7
      L,          2026-03-01, 7
      L,          2026-03-01,
    dwh_extract: |
      _load:text, day:date,   amount:integer
      M,          2026-03-01, 5
      M,          2026-03-01, 5
      M,          2026-03-01, 7
      M,          2026-03-01,
      M,          2026-03-01,
  expect:
    population: 4
    exceptions: |
      record_key,             reason_code, in_source, in_target, reason
      "[""2026-03-01"",6]",    R5,          1,         0,        "The record [""2026-03-01"",6] is 1 times in the source and 0 times in the target."
      "[""2026-03-01"",7]",    R5,          2,         1,        "The record [""2026-03-01"",7] is 2 times in the source and 1 times in the target."
      "[""2026-03-01"",null]", R5,          1,         2,        "The record [""2026-03-01"",null] is 1 times in the source and 2 times in the target."

- name: deleted records are left out on both sides
  params: {source: core_extract, target: dwh_extract, key_cols: [id], compare_cols: [id], deleted_col: op, deleted_values: [d, "true"]}
  given:
    core_extract: |
      _load:text, id:text, op:text
      L,          a,       D
      L,          b,       u
      L,          c,
      L,          e,       "true"
    dwh_extract: |
      _load:text, id:text, op:text
      M,          b,
      M,          c,
      M,          e,
      M,          f,       d
  expect:
    population: 3
    exceptions: |
      record_key, reason_code, reason
      "[""e""]",  R2,          "The record [""e""] of the target is not in the source."
---*/
