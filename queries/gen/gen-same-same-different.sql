/*---
id: gen-same-same-different
version: 1
title: One fact that belongs to several parties
objective: What should belong to one party, such as an invoice, a bank account or an address, belongs to one.
kind: operating
severity: medium
reads: [$table]
key: [same_hash]
params:
  table: {type: table, means: the dataset to be tested}
  same_cols: {type: "column[]", means: columns that name the fact}
  diff_col: {type: column, means: the column that names the party}
  ts: {type: column, default: _load, means: "the time, for the first and last use; _load when there is none"}
  min_different: {type: integer, default: 2, unit: parties, means: number of parties from which a fact is reported}
  normaliser: {type: text, default: none, means: "how values are compared: none, lower, alnum (letters and digits only, in lower case), address_checksum (0x addresses in lower case)"}
controls:
  iia-2024: ["14.2"]
reasons:
  R1: several parties have the fact in common
  I1: no record of the fact names its party
  I2: the normaliser is unknown
limits:
  - Records with an empty column among same_cols are in no group and not in the population.
  - A record without a party counts as a party of its own when others name one, because it may belong to anybody.
  - Deposit addresses of exchanges and custodians, corporate cards and joint accounts are rightly shared. On chains with a memo or tag
    (XRP, XLM, TON, EOS) the address alone is no fact; name the tag too.
  - Addresses of Ethereum and its kin are the same in upper and lower case; those of Bitcoin are not.
---*/

-- +entry: records that name the whole fact; the party stands last in the list of values
-- The text of a JSON array is cut by pattern, because a JSON reader would turn its decimals into floats.
SELECT val[:-2] AS same, val[-1] AS diff, ts
FROM (
  SELECT
    list_transform(
      list_transform(regexp_extract_all(CAST(json_array($same_cols, $diff_col) AS VARCHAR), '"(?:[^"\\]|\\.)*"|[^\[\],"]+'),
        lambda v: CASE WHEN v LIKE '"%' THEN json_extract_string(v, '$') ELSE NULLIF(v, 'null') END),
      lambda v: CASE
        WHEN $normaliser = 'lower' THEN LOWER(TRIM(v))
        WHEN $normaliser = 'alnum' THEN regexp_replace(LOWER(v), '[^\p{L}\p{N}]', '', 'g')
        WHEN $normaliser = 'address_checksum' AND regexp_like(v, '^0[xX][0-9a-fA-F]+$') THEN LOWER(v)
        ELSE v END) AS val,
    TRY_CAST(NULLIF(CAST($ts AS VARCHAR), _load) AS TIMESTAMP WITH TIME ZONE) AS ts
  FROM $table
) AS taken
WHERE list_count(val[:-2]) = len(val) - 1;

-- +population: one row per fact
SELECT
  sha256(CAST(to_json(same) AS VARCHAR)) AS same_hash, CAST(to_json(same) AS VARCHAR) AS same_values, COUNT(*) AS entries,
  COUNT(DISTINCT COALESCE(diff, '∅')) AS parties, COUNT(diff) AS named,
  array_join(list_sort(list_distinct(list(COALESCE(diff, '∅') ORDER BY diff)))[1:20], ', ') AS party_list,
  MIN(ts) AS first_ts, MAX(ts) AS last_ts
FROM entry
GROUP BY same;

-- +judged: each fact with at most one code
SELECT
  same_hash, same_values, entries, parties, party_list, first_ts, last_ts,
  CASE
    WHEN $normaliser NOT IN ('none', 'lower', 'alnum', 'address_checksum') THEN 'I2'
    WHEN named = 0 THEN 'I1'
    WHEN parties >= $min_different THEN 'R1'
  END AS code
FROM population;

-- +exceptions: facts of several parties
SELECT
  same_hash, code AS reason_code,
  concat(same_values, ' belongs to ', CAST(parties AS VARCHAR), ' parties in ', CAST(entries AS VARCHAR), ' records, among them ', party_list, '.') AS reason,
  same_values, parties, entries, first_ts, last_ts
FROM judged
WHERE code = 'R1';

-- +indeterminate: facts whose party nobody names
SELECT
  same_hash, code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat('None of the ', CAST(entries AS VARCHAR), ' records of ', same_values, ' names its party.')
    ELSE concat('The normaliser "', $normaliser, '" is none of none, lower, alnum and address_checksum.')
  END AS reason,
  same_values
FROM judged
WHERE code IN ('I1', 'I2');

/*--- cases
- name: several parties, one party, no party, an incomplete fact; case counts
  params: {table: payout, same_cols: [bank, account], diff_col: employee, ts: paid_at}
  given:
    payout: |
      _load:text, bank:text, account:integer, employee:text, paid_at:timestamp
      L,          B1,        1,               E1,            2026-02-01
      L,          B1,        1,               E2,            2026-01-01
      L,          B1,        1,               E2,            2026-03-01
      L,          B1,        2,               E1,
      L,          B1,        2,               E1,
      L,          b1,        1,               E3,
      L,          B1,        3,               ,
      L,          B1,        3,               ,
      L,          B1,        4,               E5,
      L,          B1,        4,               ,
      L,          B1,        ,                E1,
      L,          B1,        ,                E2,
      L,          B-1,       1,               E4,
      L,          0xA1,      1,               E5,
      L,          0xa1,      1,               E6,
  expect:
    population: 8
    exceptions: |
      same_values,       reason_code, parties, entries, reason,                                                                 first_ts,                      last_ts
      "[""B1"",""1""]",  R1,          2,       3,       "[""B1"",""1""] belongs to 2 parties in 3 records, among them E1, E2.", 2026-01-01 00:00:00.000000+00, 2026-03-01 00:00:00.000000+00
      "[""B1"",""4""]",  R1,          2,       2,       "[""B1"",""4""] belongs to 2 parties in 2 records, among them E5, ∅.",,
    indeterminate: |
      same_values,       reason_code, reason
      "[""B1"",""3""]",  I1,          "None of the 2 records of [""B1"",""3""] names its party."

- name: the number of parties from which a fact is reported
  params: {table: payout, same_cols: [account], diff_col: employee, min_different: 3}
  given:
    payout: |
      _load:text, account:decimal,       employee:text
      L,          1.000000000000000001, E1
      L,          1.000000000000000002, E2
      L,          1.000000000000000002, E4
      L,          2,                    E1
      L,          2,                    E2
      L,          2,                    E3
      L,          3,                    E1
      L,          3,
  expect:
    population: 4
    exceptions: |
      same_values,                    reason_code, reason,                                                                                 entries, parties, first_ts, last_ts
      "[""2.000000000000000000""]",   R1,          "[""2.000000000000000000""] belongs to 3 parties in 3 records, among them E1, E2, E3.", 3,       3,,

- name: addresses of Ethereum are the same in any case, those of Bitcoin are not
  params: {table: withdrawal_list, same_cols: [address], diff_col: customer, normaliser: address_checksum}
  given:
    withdrawal_list: |
      _load:text, address:text, customer:text
      L,          0xABcd,       C1
      L,          0xabCD,       C2
      L,          1AbC,         C1
      L,          1aBC,         C2
      L,          0xEE,         0xAA
      L,          0xee,         0Xaa
  expect:
    population: 4
    exceptions: |
      same_values,     reason_code, reason,                                                               entries, parties, first_ts, last_ts
      "[""0xabcd""]",  R1,          "[""0xabcd""] belongs to 2 parties in 2 records, among them C1, C2.", 2,       2,,

- name: spaces and case do not count
  params: {table: vendor_list, same_cols: [iban], diff_col: vendor, normaliser: lower}
  given:
    vendor_list: |
      _load:text, iban:text, vendor:text
      L,          "CH1 ",    Acme
      L,          ch1,       "ACME "
      L,          ch2,       Acme
      L,          CH2,       Bolt
      L,          ch-2,      Crow
  expect:
    population: 3
    exceptions: |
      same_values,  reason_code, reason,                                                                entries, parties, first_ts, last_ts
      "[""ch2""]",  R1,          "[""ch2""] belongs to 2 parties in 2 records, among them acme, bolt.", 2,       2,,

- name: only letters and digits count
  params: {table: vendor_list, same_cols: [iban], diff_col: vendor, normaliser: alnum}
  given:
    vendor_list: |
      _load:text, iban:text, vendor:text
      L,          CH-1,      Acme Ltd.
      L,          ch 1,      ACME LTD
      L,          ch.2,      Acme
      L,          CH2,       Bolt
  expect:
    population: 2
    exceptions: |
      same_values,  reason_code, reason,                                                                entries, parties, first_ts, last_ts
      "[""ch2""]",  R1,          "[""ch2""] belongs to 2 parties in 2 records, among them acme, bolt.", 2,       2,,

- name: an unknown normaliser decides nothing
  params: {table: vendor_list, same_cols: [iban], diff_col: vendor, normaliser: soundex}
  given:
    vendor_list: |
      _load:text, iban:text, vendor:text
      L,          A,         Acme
      L,          A,         Bolt
  expect:
    population: 1
    indeterminate: |
      same_values,  reason_code, reason
      "[""A""]",    I2,          "The normaliser ""soundex"" is none of none, lower, alnum and address_checksum."
---*/
