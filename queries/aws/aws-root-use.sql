/*---
id: aws-root-use
version: 1
title: Root users with access keys, without a second factor, or in use
objective: The root user of every AWS account is locked away and used for nothing that another user can do.
kind: both
severity: critical
reads: [aws_credential, audit_event]
optional: [priv_grant]
key: [account, item]
params:
  allowed_actions: {type: "text[]", default: [], means: actions that policy lets the root user perform}
  skew_minutes: {type: integer, default: 5, unit: minutes, means: difference of clocks between AWS and the tool that grants access}
controls:
  nist-800-53r5: [IA-2(1), AC-6(5)]
  soc2-tsc-2017: [CC6.1]
  iso-27001-2022: [A.8.2]
  cis-aws-5.0: ["1.3", "1.4", "1.6"]
  cis-aws-7.0: ["2.4", "2.5", "2.7"]
reasons:
  R1: an access key of the root user is active
  R2: the root user can sign in and has no second factor
  R3: the root user acted in the period
  R4: a credential of the root user was used in the period without a grant
  I1: the report does not say whether an access key is active
  I2: the report does not say whether there is a second factor
limits:
  - An item is the root user of an account, named root (R1, R2, R4), or one event, named by its event_id (R3).
  - The credential report does not tell a hardware device from an application as second factor.
  - The report keeps the last use only; earlier uses are seen in the events. Attempts that failed are events too.
  - A grant counts for the root user when it names the account and the root user; see priv_grant.
  - An account without a root user in a credential report is not in the population, nor is one without a trail seen in events.
---*/

-- +latest: the last credential report of each account at the audit date, or the first one after it
SELECT account, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM aws_credential
GROUP BY account;

-- +root_user: one row per account with the credentials of its root user
SELECT
  c.account,
  BOOL_OR(c.active) FILTER (WHERE c.cred_type IN ('key1', 'key2')) AS has_key,
  BOOL_OR(c.active IS NULL) FILTER (WHERE c.cred_type IN ('key1', 'key2')) AS unknown_key,
  COALESCE(BOOL_OR(c.active) FILTER (WHERE c.cred_type = 'password'), TRUE) AS may_have_password,
  BOOL_AND(c.mfa_active) AS has_mfa
FROM aws_credential AS c
JOIN latest AS l ON l.account = c.account AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at
WHERE c.is_root
GROUP BY c.account;

-- +act: what the root user itself did in the period, not a service in its name
SELECT account_or_project AS account, event_id AS item, event_at, action, result, source_ip
FROM audit_event
WHERE provider = 'aws'
  AND actor_type = 'Root'
  AND invoked_by IS NULL
  AND COALESCE(event_type, '') <> 'AwsServiceEvent'
  AND event_at >= $period_start
  AND event_at < $period_end;

-- +population: one row per root user, and one per act of a root user in the period
SELECT account, 'root' AS item FROM root_user
UNION ALL
SELECT account, item FROM act;

-- +root_use: each use of a root credential in the period that the report keeps
SELECT c.account, c.cred_type, c.last_used_at
FROM aws_credential AS c
JOIN latest AS l ON l.account = c.account AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at
WHERE c.is_root
  AND c.last_used_at >= $period_start
  AND c.last_used_at < $period_end;

-- +granted: times for which somebody was granted the root user of an account
SELECT
  REPLACE(system, 'aws:', '') AS account,
  date_add('minute', -$skew_minutes, start_at) AS from_at,
  date_add('minute', $skew_minutes, end_at) AS to_at
FROM priv_grant
WHERE regexp_like(LOWER(concat(account_id, ' ', role_id)), '\broot\b|<root_account>');

-- +ungranted: uses that no grant covers, one row per account
SELECT u.account, MAX(u.last_used_at) AS used_at, string_agg(u.cred_type, ', ' ORDER BY u.cred_type) AS credentials
FROM root_use AS u
WHERE NOT EXISTS (
  SELECT 1 FROM granted AS g WHERE g.account = u.account AND g.from_at <= u.last_used_at AND g.to_at > u.last_used_at
)
GROUP BY u.account;

-- +exceptions: root users with keys, without a second factor or used, and their acts
SELECT account, 'root' AS item, 'R1' AS reason_code, 'An access key of the root user is active.' AS reason
FROM root_user
WHERE has_key
UNION ALL
SELECT account, 'root' AS item, 'R2' AS reason_code, 'The root user can sign in and has no second factor.' AS reason
FROM root_user
WHERE NOT has_mfa AND (may_have_password OR has_key)
UNION ALL
SELECT
  account, item, 'R3' AS reason_code,
  concat('The root user did ', action, ' on ', substr(CAST(event_at AS VARCHAR), 1, 19), ' from ',
    COALESCE(source_ip, 'an unknown address'), '; the result was ', result, '.') AS reason
FROM act
WHERE NOT contains($allowed_actions, action)
UNION ALL
SELECT
  account, 'root' AS item, 'R4' AS reason_code,
  concat('The root user''s ', credentials, ' was last used on ', substr(CAST(used_at AS VARCHAR), 1, 16),
    ' and no grant covers that time.') AS reason
FROM ungranted;

-- +indeterminate: root users whose keys or second factor are not in the report
SELECT
  r.account, 'root' AS item, CASE WHEN r.unknown_key THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN r.unknown_key THEN 'The report does not say whether an access key of the root user is active.'
    ELSE 'The report does not say whether the root user has a second factor.'
  END AS reason
FROM root_user AS r
LEFT JOIN exceptions AS e ON e.account = r.account AND e.item = 'root'
WHERE e.account IS NULL
  AND (r.unknown_key OR r.has_mfa IS NULL);

/*--- cases
- name: keys and second factor; central root access; a password that older reports do not tell
  given:
    aws_credential: |
      account, user,           cred_type, active, mfa_active, is_root, last_used_at
      1,       <root_account>, password,  true,   true,       true,    2025-12-31
      1,       <root_account>, key1,      false,  true,       true,
      1,       ann,            key1,      true,   false,      false,   2026-06-30
      2,       <root_account>, password,  true,   true,       true,
      2,       <root_account>, key1,      false,  true,       true,
      2,       <root_account>, key2,      true,   true,       true,
      2,       <root_account>, cert1,     ,       true,       true,
      3,       <root_account>, password,  ,       false,      true,
      3,       <root_account>, key1,      false,  false,      true,
      4,       <root_account>, password,  false,  false,      true,
      4,       <root_account>, key1,      false,  false,      true,
      5,       <root_account>, password,  true,   true,       true,
      5,       <root_account>, key1,      ,       true,       true,
      5,       <root_account>, key2,      false,  true,       true,
      5,       <root_account>, cert1,     true,   true,       true,
      6,       <root_account>, password,  true,   ,           true,
      6,       <root_account>, key1,      false,  ,           true,
      7,       <root_account>, password,  false,  false,      true,
      7,       <root_account>, key1,      true,   false,      true,
      7,       <root_account>, key2,      ,       false,      true,
  expect:
    population: 7
    exceptions: |
      account, item, reason_code, reason
      2,       root, R1,          An access key of the root user is active.
      3,       root, R2,          The root user can sign in and has no second factor.
      7,       root, R1,          An access key of the root user is active.
      7,       root, R2,          The root user can sign in and has no second factor.
    indeterminate: |
      account, item, reason_code, reason
      5,       root, I1,          The report does not say whether an access key of the root user is active.
      6,       root, I2,          The report does not say whether the root user has a second factor.

- name: acts of the root user; acts of services in its name and allowed ones are none
  params: {allowed_actions: [CloseAccount]}
  given:
    audit_event: |
      provider, event_id, account_or_project, event_at,             actor_type, invoked_by,            event_type,       action,       result
      aws,      e1,       1,                  2026-01-01,           Root,       ,                      AwsApiCall,       CreateUser,   success
      aws,      e2,       1,                  2026-06-30T23:59:59Z, Root,       ,                      AwsConsoleSignIn, ConsoleLogin, failure
      aws,      e3,       1,                  2026-02-01,           Root,       ,                      ,                 ListUsers,    success
      aws,      service,  1,                  2026-02-01,           Root,       support.amazonaws.com, AwsApiCall,       ListUsers,    success
      aws,      event,    1,                  2026-02-01,           Root,       ,                      AwsServiceEvent,  RotateKey,    success
      aws,      allowed,  1,                  2026-02-01,           Root,       ,                      AwsApiCall,       CloseAccount, success
      aws,      user,     1,                  2026-02-01,           IAMUser,    ,                      AwsApiCall,       CreateUser,   success
      db,       other,    1,                  2026-02-01,           Root,       ,                      ,                 CreateUser,   success
      aws,      before,   1,                  2025-12-31,           Root,       ,                      AwsApiCall,       CreateUser,   success
      aws,      after,    1,                  2026-07-01,           Root,       ,                      AwsApiCall,       CreateUser,   success
  expect:
    population: 4
    exceptions: |
      account, item, reason_code, reason
      1,       e1,   R3,          The root user did CreateUser on 2026-01-01 00:00:00 from an unknown address; the result was success.
      1,       e2,   R3,          The root user did ConsoleLogin on 2026-06-30 23:59:59 from an unknown address; the result was failure.
      1,       e3,   R3,          The root user did ListUsers on 2026-02-01 00:00:00 from an unknown address; the result was success.

- name: uses that the report keeps, with and without a grant of the root user at that time, in the last report
  given:
    aws_credential: |
      account, user,           cred_type, active, mfa_active, is_root, last_used_at,         snapshot_at
      1,       <root_account>, password,  true,   true,       true,    2026-01-01,           2026-07-01
      1,       <root_account>, password,  true,   true,       true,    2026-05-01,           2026-08-01
      1,       <root_account>, password,  true,   false,      true,    2026-02-01,           2026-06-01
      2,       <root_account>, password,  true,   true,       true,    2026-03-01T10:05:00Z, 2026-07-01
      3,       <root_account>, password,  true,   true,       true,    2026-03-01T09:05:00Z, 2026-07-01
      3,       <root_account>, key1,      false,  true,       true,    2026-03-01T08:54:59Z, 2026-07-01
      3,       ann,            key1,      true,   false,      false,   2026-05-01,           2026-07-01
      4,       <root_account>, password,  true,   true,       true,    2026-03-01T08:55:00Z, 2026-07-01
      5,       <root_account>, password,  true,   true,       true,    2026-03-01T09:05:00Z, 2026-07-01
      6,       <root_account>, password,  true,   true,       true,    2026-07-01,           2026-07-02
      6,       <root_account>, password,  true,   false,      true,    2026-07-01,           2026-07-03
    priv_grant: |
      grant_id, system, account_id,     role_id,   start_at,             end_at
      g2,       aws:2,  <root_account>, ,          2026-03-01T09:00:00Z, 2026-03-01T10:00:00Z
      g3,       aws:3,  ann,            root,      2026-03-01T09:00:00Z, 2026-03-01T10:00:00Z
      g4,       aws:4,  ann,            AWS Root,  2026-03-01T09:00:00Z, 2026-03-01T10:00:00Z
      g5,       aws:5,  ann,            rootcause, 2026-03-01T09:00:00Z, 2026-03-01T10:00:00Z
  expect:
    population: 6
    exceptions: |
      account, item, reason_code, reason
      1,       root, R4,          "The root user's password was last used on 2026-01-01 00:00 and no grant covers that time."
      2,       root, R4,          "The root user's password was last used on 2026-03-01 10:05 and no grant covers that time."
      3,       root, R4,          "The root user's key1 was last used on 2026-03-01 08:54 and no grant covers that time."
      5,       root, R4,          "The root user's password was last used on 2026-03-01 09:05 and no grant covers that time."
---*/
