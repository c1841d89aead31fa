/*---
id: aws-cred-unused
version: 1
title: Enabled passwords and access keys that are not used
objective: Credentials of IAM users that are not used are disabled.
kind: design
severity: medium
reads: [aws_credential]
key: [account, user, cred_type]
params:
  limit_days: {type: integer, default: 45, unit: days, means: time that an active credential may stay unused}
controls:
  nist-800-53r5: [AC-2(3)]
  soc2-tsc-2017: [CC6.2]
  iso-27001-2022: [A.5.18]
  pci-dss-4.0.1: ["8.2.6"]
  cis-aws-5.0: ["1.11"]
  cis-aws-7.0: ["2.11"]
reasons:
  R1: last used before the limit
  R2: never used and older than the limit
  I1: the report does not say whether the credential is active
  I2: the report says neither when the credential was used nor that it was not
  I3: never used, and its age is not in the report
  X1: never used and younger than the limit
limits:
  - AWS records the first use in 15 minutes only, and not the use of every service. A use before October 2014 counts as never used.
  - The root user is not in the population; see aws-root-use. Users of Identity Center are not in the report.
---*/

-- +latest: the last credential report of each account at the audit date, or the first one after it
SELECT account, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM aws_credential
GROUP BY account;

-- +population: one row per password or key of an IAM user that is, or may be, active
SELECT
  c.account, c.user, c.cred_type, c.active, c.last_used_at, c.never_used,
  COALESCE(c.rotated_at, c.user_created_at) AS made_at
FROM aws_credential AS c
JOIN latest AS l ON l.account = c.account AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at
WHERE c.cred_type IN ('password', 'key1', 'key2')
  AND c.is_root IS DISTINCT FROM TRUE
  AND c.active IS DISTINCT FROM FALSE;

-- +judged: each credential with at most one code
SELECT
  p.account, p.user, p.cred_type, p.last_used_at, p.made_at,
  CASE
    WHEN active IS NULL THEN 'I1'
    WHEN last_used_at < date_add('day', -$limit_days, $as_of) THEN 'R1'
    WHEN last_used_at IS NOT NULL THEN NULL
    WHEN never_used IS DISTINCT FROM TRUE THEN 'I2'
    WHEN made_at IS NULL THEN 'I3'
    WHEN made_at < date_add('day', -$limit_days, $as_of) THEN 'R2'
    ELSE 'X1'
  END AS code
FROM population AS p;

-- +exceptions: active credentials without use within the limit
SELECT
  j.account, j.user, j.cred_type, j.code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('The ', cred_type, ' is active and was last used on ',
      substr(CAST(last_used_at AS VARCHAR), 1, 10), '.')
    ELSE concat('The ', cred_type, ' is active, dates from ', substr(CAST(made_at AS VARCHAR), 1, 10),
      ' and was never used.')
  END AS reason,
  last_used_at, made_at
FROM judged AS j
WHERE code IN ('R1', 'R2');

-- +indeterminate: credentials whose state, use or age is not in the report
SELECT
  j.account, j.user, j.cred_type, j.code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat('The report does not say whether the ', cred_type, ' is active.')
    WHEN 'I2' THEN concat('The report gives no last use of the active ', cred_type, ' and does not say that there was none.')
    ELSE concat('The ', cred_type, ' was never used, and the report gives neither its age nor its user''s.')
  END AS reason
FROM judged AS j
WHERE code IN ('I1', 'I2', 'I3');

-- +excluded: new credentials that were not used yet
SELECT
  j.account, j.user, j.cred_type, j.code AS reason_code,
  concat('The ', cred_type, ' dates from ', substr(CAST(made_at AS VARCHAR), 1, 10), ' and was not used yet.') AS reason
FROM judged AS j
WHERE code = 'X1';

/*--- cases
- name: used, unused, on the limit; the second key is looked at whatever the first one is; root is not here
  given:
    aws_credential: |
      account, user, cred_type, active, last_used_at,         is_root
      111,     ann,  password,  true,   2026-05-17,           false
      111,     ann,  key1,      false,  2020-01-01,           false
      111,     ann,  key2,      true,   2026-05-16T23:59:59Z, false
      111,     ann,  cert1,     true,   2020-01-01,           false
      111,     root, password,  true,   2020-01-01,           true
      111,     eve,  key1,      true,   2026-06-30,
  expect:
    population: 3
    exceptions: |
      account, user, cred_type, reason_code, reason
      111,     ann,  key2,      R1,          The key2 is active and was last used on 2026-05-16.

- name: never used is an exception with age and excluded when new; NULL evidence
  given:
    aws_credential: |
      account, user, cred_type, active, never_used, rotated_at,           user_created_at, last_used_at
      111,     old,  key1,      true,   true,       2026-05-16T23:59:59Z, 2020-01-01,
      111,     new,  key1,      true,   true,       2026-05-17,           2020-01-01,
      111,     user, password,  true,   true,       ,                     2020-01-01,
      111,     n1,   key1,      ,       false,      2020-01-01,           2020-01-01,      2020-01-01
      111,     n2,   key1,      true,   ,           2020-01-01,           2020-01-01,
      111,     n3,   key1,      true,   true,       ,                     ,
  expect:
    exceptions: |
      account, user, cred_type, reason_code, reason
      111,     old,  key1,      R2,          "The key1 is active, dates from 2026-05-16 and was never used."
      111,     user, password,  R2,          "The password is active, dates from 2020-01-01 and was never used."
    indeterminate: |
      account, user, cred_type, reason_code, reason
      111,     n1,   key1,      I1,          The report does not say whether the key1 is active.
      111,     n2,   key1,      I2,          The report gives no last use of the active key1 and does not say that there was none.
      111,     n3,   key1,      I3,          "The key1 was never used, and the report gives neither its age nor its user's."
    excluded: |
      account, user, cred_type, reason_code, reason
      111,     new,  key1,      X1,          The key1 dates from 2026-05-17 and was not used yet.

- name: the last report at the audit date counts
  given:
    aws_credential: |
      account, user, cred_type, active, last_used_at, snapshot_at
      111,     ann,  key1,      true,   2020-01-01,   2026-01-01
      111,     ann,  key1,      true,   2026-06-30,   2026-07-01
      111,     ann,  key1,      true,   2020-01-01,   2026-07-02
      222,     ann,  key1,      true,   2020-01-01,   2026-07-03
      222,     ann,  key1,      false,  2020-01-01,   2026-07-04
  expect:
    exceptions: |
      account, user, cred_type, reason_code, reason
      222,     ann,  key1,      R1,          The key1 is active and was last used on 2020-01-01.
---*/
