/*---
id: aws-key-age
version: 1
title: Active access keys that were not rotated
objective: Long-lived access keys are rotated in time, and no user keeps two of them or gets one unasked at creation.
kind: design
severity: medium
reads: [aws_credential]
key: [account, user, slot]
params:
  limit_days: {type: integer, default: 90, unit: days, means: age that an active key may reach}
  overlap_days: {type: integer, default: 7, unit: days, means: how long both keys of a user may be active during a rotation}
  setup_seconds: {type: integer, default: 10, unit: seconds, means: a key made this soon after its user was made during the set-up of the user}
controls:
  nist-800-53r5: [IA-5]
  soc2-tsc-2017: [CC6.1]
  iso-27001-2022: [A.5.17]
  pci-dss-4.0.1: ["8.6.3"]
  cis-aws-5.0: ["1.12", "1.13"]
  cis-aws-7.0: ["2.12"]
reasons:
  R1: active and older than the limit
  R2: both keys of the user active beyond the overlap
  R3: made at the set-up of a user who has a console password
  R4: the date of the last rotation is missing
  I1: the report does not say whether the key is active
limits:
  - The credential report may be up to four hours old. It gives the creation or last change of status of a key as its rotation.
  - The report shows two keys per user; credentials beyond those are not seen.
  - Keys of the root user are in the population as well; their existence is judged by aws-root-use.
---*/

-- +latest: the last credential report of each account at the audit date, or the first one after it
SELECT account, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM aws_credential
GROUP BY account;

-- +credential: the credentials of that report
SELECT
  c.account, c.user, c.cred_type, c.active, c.rotated_at, COALESCE(c.created_at, c.rotated_at) AS made_at, c.user_created_at
FROM aws_credential AS c
JOIN latest AS l ON l.account = c.account AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at;

-- +population: one row per key slot of a user that is, or may be, active
SELECT c.account, c.user, c.cred_type AS slot, c.active, c.rotated_at, c.made_at, c.user_created_at
FROM credential AS c
WHERE c.cred_type IN ('key1', 'key2') AND c.active IS DISTINCT FROM FALSE;

-- +holder: one row per user: console password, and keys older than the overlap
SELECT
  c.account, c.user,
  BOOL_OR(c.active) FILTER (WHERE c.cred_type = 'password') AS has_password,
  COUNT(*) FILTER (
    WHERE c.cred_type IN ('key1', 'key2') AND c.active AND c.rotated_at < date_add('day', -$overlap_days, $as_of)
  ) AS settled_keys
FROM credential AS c
GROUP BY c.account, c.user;

-- +exceptions: keys too old, kept in pairs, or made at set-up
SELECT
  p.account, p.user, p.slot, 'R1' AS reason_code,
  concat('The key is active and was last rotated on ', substr(CAST(p.rotated_at AS VARCHAR), 1, 10), ', more than ',
    CAST($limit_days AS VARCHAR), ' days before ', substr(CAST($as_of AS VARCHAR), 1, 10), '.') AS reason,
  p.rotated_at
FROM population AS p
WHERE p.active AND p.rotated_at < date_add('day', -$limit_days, $as_of)
UNION ALL
SELECT
  p.account, p.user, p.slot, 'R2' AS reason_code,
  concat('Both keys of the user are active; this one was last rotated on ', substr(CAST(p.rotated_at AS VARCHAR), 1, 10),
    ' and neither within ', CAST($overlap_days AS VARCHAR), ' days.') AS reason,
  p.rotated_at
FROM population AS p
JOIN holder AS h ON h.account = p.account AND h.user = p.user
WHERE p.active AND h.settled_keys = 2
UNION ALL
SELECT
  p.account, p.user, p.slot, 'R3' AS reason_code,
  concat('The key was made on ', substr(CAST(p.made_at AS VARCHAR), 1, 19), ', the user, who has a console password, on ',
    substr(CAST(p.user_created_at AS VARCHAR), 1, 19), '.') AS reason,
  p.rotated_at
FROM population AS p
JOIN holder AS h ON h.account = p.account AND h.user = p.user
WHERE p.active
  AND h.has_password
  AND p.made_at <= date_add('second', $setup_seconds, p.user_created_at);

-- +indeterminate: keys whose state or age is not in the report
SELECT
  p.account, p.user, p.slot, CASE WHEN p.active THEN 'R4' ELSE 'I1' END AS reason_code,
  CASE
    WHEN p.active THEN 'The report gives no date of rotation for the active key.'
    ELSE 'The report does not say whether the key is active.'
  END AS reason
FROM population AS p
LEFT JOIN exceptions AS e ON e.account = p.account AND e.user = p.user AND e.slot = p.slot
WHERE (p.active IS NULL OR p.rotated_at IS NULL) AND e.account IS NULL;

/*--- cases
- name: each slot is a row of its own; age on the limit passes
  given:
    aws_credential: |
      account, user, cred_type, active, rotated_at,           user_created_at
      111,     ann,  password,  false,  2020-01-01,           2020-01-01
      111,     ann,  key1,      true,   2026-04-02,           2020-01-01
      111,     ann,  key2,      false,  2020-01-01,           2020-01-01
      111,     bob,  password,  false,  2020-01-01,           2020-01-01
      111,     bob,  key1,      false,  2020-01-01,           2020-01-01
      111,     bob,  key2,      true,   2026-04-01T23:59:59Z, 2020-01-01
      222,     bob,  key1,      ,       2020-01-01,           2020-01-01
      222,     bob,  key2,      true,   ,                     2020-01-01
  expect:
    population: 4
    exceptions: |
      account, user, slot, reason_code, reason
      111,     bob,  key2, R1,          "The key is active and was last rotated on 2026-04-01, more than 90 days before 2026-07-01."
    indeterminate: |
      account, user, slot, reason_code, reason
      222,     bob,  key1, I1,          The report does not say whether the key is active.
      222,     bob,  key2, R4,          The report gives no date of rotation for the active key.

- name: two active keys are an exception after the overlap of a rotation
  given:
    aws_credential: |
      account, user, cred_type, active, rotated_at
      111,     ann,  key1,      true,   2026-06-20
      111,     ann,  key2,      true,   2026-06-23
      111,     bob,  key1,      true,   2026-06-20
      111,     bob,  key2,      true,   2026-06-24
      111,     eve,  key1,      true,   2026-06-20
      111,     eve,  key2,      ,       2026-06-20
      111,     kim,  key1,      true,   2026-06-20
      111,     kim,  key2,      false,  2026-06-20
      111,     kim,  password,  true,   2026-06-20
      222,     kim,  key1,      true,   2026-06-20
  expect:
    exceptions: |
      account, user, slot, reason_code, reason
      111,     ann,  key1, R2,          Both keys of the user are active; this one was last rotated on 2026-06-20 and neither within 7 days.
      111,     ann,  key2, R2,          Both keys of the user are active; this one was last rotated on 2026-06-23 and neither within 7 days.
    indeterminate: |
      account, user, slot, reason_code, reason
      111,     eve,  key2, I1,          The report does not say whether the key is active.

- name: a key made with a user who has a console password, by its creation or else its rotation
  given:
    aws_credential: |
      account, user, cred_type, active, created_at,           rotated_at,           user_created_at
      111,     ann,  password,  true,   ,                     2026-06-01,           2026-06-01
      111,     ann,  key1,      true,   ,                     2026-06-01T00:00:10Z, 2026-06-01
      111,     bob,  password,  true,   ,                     2026-06-01,           2026-06-01
      111,     bob,  key1,      true,   ,                     2026-06-01T00:00:11Z, 2026-06-01
      111,     eve,  password,  false,  ,                     2026-06-01,           2026-06-01
      111,     eve,  key1,      true,   ,                     2026-06-01,           2026-06-01
      111,     kim,  password,  true,   ,                     2026-06-01,           2026-06-01
      111,     kim,  key1,      true,   2026-06-01T00:00:09Z, ,                     2026-06-01
      111,     kim,  key2,      ,       2026-06-01T00:00:09Z, 2020-01-01,           2026-06-01
  expect:
    exceptions: |
      account, user, slot, reason_code, reason
      111,     ann,  key1, R3,          "The key was made on 2026-06-01 00:00:10, the user, who has a console password, on 2026-06-01 00:00:00."
      111,     kim,  key1, R3,          "The key was made on 2026-06-01 00:00:09, the user, who has a console password, on 2026-06-01 00:00:00."
    indeterminate: |
      account, user, slot, reason_code, reason
      111,     kim,  key2, I1,          The report does not say whether the key is active.

- name: the last report at the audit date counts
  given:
    aws_credential: |
      account, user, cred_type, active, rotated_at, snapshot_at
      111,     ann,  key1,      true,   2020-01-01, 2026-01-01
      111,     ann,  key1,      true,   2026-06-01, 2026-07-01
      111,     ann,  key1,      true,   2020-01-01, 2026-07-02
      222,     ann,  key1,      true,   2020-01-01, 2026-07-03
      222,     ann,  key1,      false,  2020-01-01, 2026-07-04
  expect:
    exceptions: |
      account, user, slot, reason_code, reason
      222,     ann,  key1, R1,          "The key is active and was last rotated on 2020-01-01, more than 90 days before 2026-07-01."
---*/
