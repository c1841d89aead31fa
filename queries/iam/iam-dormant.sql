/*---
id: iam-dormant
version: 1
title: Enabled accounts that nobody uses
objective: Accounts that are no longer used are disabled.
kind: design
severity: medium
reads: [account]
optional: [auth_event]
key: [system, account_id]
params:
  human_days: {type: integer, default: 90, unit: days, aliases: [limit_days], means: time that a person's account may stay unused}
  console_days: {type: integer, default: 45, unit: days, means: the same where the account opens a cloud console}
  service_days: {type: integer, default: 180, unit: days, means: time that a service account may stay unused}
  console_systems: {type: text, default: "^(aws|gcp|azure)", means: pattern of the names of systems with a cloud console}
controls:
  nist-800-53r5: [AC-2(3)]
  soc2-tsc-2017: [CC6.2, CC6.3]
  iso-27001-2022: [A.5.18]
  pci-dss-4.0.1: ["8.2.6"]
  cis-github-1.2.0: ["1.3.1"]
reasons:
  R1: last used before the limit
  R2: never used and older than the limit
  I1: the evidence does not say whether the account is enabled
  I2: neither a use nor the age of the account is known
  X1: younger than the limit
  X2: a break-glass account, which should not be used
limits:
  - Systems mean different things by the last sign-in. Active Directory replicates it up to 14 days late, applications behind a
    single sign-on may never update it, and AWS keeps the first use in 15 minutes.
  - An account of unknown type counts as a person's. Shared and system accounts are not in the population.
  - A long leave of the holder is not seen.
---*/

-- +latest: the last list of accounts of each system at the audit date, or the first one after it
SELECT system, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM account
GROUP BY system;

-- +population: one row per account of a person or service that is, or may be, enabled
SELECT
  a.system, a.account_id, a.account_type, a.enabled, a.created_at, a.last_login_at, a.last_activity_at,
  date_add('day', -CASE
    WHEN a.account_type = 'service' THEN $service_days
    WHEN regexp_like(LOWER(a.system), $console_systems) THEN $console_days
    ELSE $human_days
  END, $as_of) AS used_since
FROM account AS a
JOIN latest AS l ON l.system = a.system AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
WHERE COALESCE(a.account_type, 'human') IN ('human', 'guest', 'service', 'breakglass')
  AND a.enabled IS DISTINCT FROM FALSE;

-- +last_use: the last sign of use of each account, from the list and from the logs
SELECT system, account_id, MAX(used_at) AS used_at
FROM (
  SELECT system, account_id, last_login_at AS used_at FROM population
  UNION ALL
  SELECT system, account_id, last_activity_at FROM population
  UNION ALL
  SELECT system, account_id, event_at FROM auth_event WHERE result = 'success' AND event_at <= $as_of
) AS sign_of_use
GROUP BY system, account_id;

-- +judged: each account with at most one code
SELECT
  p.system, p.account_id, p.created_at, u.used_at, p.used_since,
  CASE
    WHEN p.account_type = 'breakglass' THEN 'X2'
    WHEN p.enabled IS NULL THEN 'I1'
    WHEN p.created_at >= p.used_since THEN 'X1'
    WHEN u.used_at < p.used_since THEN 'R1'
    WHEN u.used_at IS NOT NULL THEN NULL
    WHEN p.created_at IS NULL THEN 'I2'
    ELSE 'R2'
  END AS code
FROM population AS p
JOIN last_use AS u ON u.system = p.system AND u.account_id = p.account_id;

-- +exceptions: enabled accounts without use within the limit
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('The account is enabled and was last used on ', substr(CAST(used_at AS VARCHAR), 1, 10),
      ', before ', substr(CAST(used_since AS VARCHAR), 1, 10), '.')
    ELSE concat('The account is enabled, was created on ', substr(CAST(created_at AS VARCHAR), 1, 10),
      ' and was never used.')
  END AS reason,
  used_at, created_at
FROM judged
WHERE code IN ('R1', 'R2');

-- +indeterminate: accounts whose state or use is unknown
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'I1' THEN 'The list of accounts does not say whether the account is enabled.'
    ELSE 'The account has no date of use and no date of creation.'
  END AS reason
FROM judged
WHERE code IN ('I1', 'I2');

-- +excluded: new accounts and break-glass accounts
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'X1' THEN concat('The account was created on ', substr(CAST(created_at AS VARCHAR), 1, 10), ', not before ',
      substr(CAST(used_since AS VARCHAR), 1, 10), '.')
    ELSE 'Break-glass accounts are judged by their use, not by the lack of it.'
  END AS reason
FROM judged
WHERE code IN ('X1', 'X2');

/*--- cases
- name: limits per kind of account, on the day and after it; new and break-glass accounts
  given:
    account: |
      system,  account_id, account_type, enabled, created_at, last_login_at,        last_activity_at
      okta,    used,       human,        true,    2020-01-01, 2026-04-02,
      okta,    idle,       human,        true,    2020-01-01, 2026-04-01T23:59:59Z,
      okta,    works,      guest,        true,    2020-01-01, 2025-01-01,           2026-06-30
      okta,    off,        human,        false,   2020-01-01, 2025-01-01,
      okta,    glass,      breakglass,   ,        2020-01-01, ,
      okta,    team,       shared,       true,    2020-01-01, ,
      okta,    untyped,    ,             true,    2020-01-01, 2025-01-01,
      AWS:111, console,    human,        true,    ,           2026-05-17,
      AWS:111, idle,       human,        true,    ,           2026-05-16T23:59:59Z,
      AWS:111, robot,      service,      true,    2020-01-01, ,                     2026-01-02
      AWS:111, idle-robot, service,      true,    2020-01-01, ,                     2026-01-01T23:59:59Z
      okta,    never,      human,        true,    2026-04-01, ,
      okta,    new,        human,        true,    2026-04-02, ,
      okta,    new-used,   human,        true,    2026-06-01, 2026-06-02,
      okta,    unknown,    human,        ,        2020-01-01, 2020-01-01,
      okta,    no-dates,   human,        true,    ,           ,
  expect:
    population: 14
    exceptions: |
      system,  account_id, reason_code, reason
      okta,    idle,       R1,          "The account is enabled and was last used on 2026-04-01, before 2026-04-02."
      okta,    untyped,    R1,          "The account is enabled and was last used on 2025-01-01, before 2026-04-02."
      AWS:111, idle,       R1,          "The account is enabled and was last used on 2026-05-16, before 2026-05-17."
      AWS:111, idle-robot, R1,          "The account is enabled and was last used on 2026-01-01, before 2026-01-02."
      okta,    never,      R2,          "The account is enabled, was created on 2026-04-01 and was never used."
    indeterminate: |
      system,  account_id, reason_code, reason
      okta,    unknown,    I1,          The list of accounts does not say whether the account is enabled.
      okta,    no-dates,   I2,          The account has no date of use and no date of creation.
    excluded: |
      system,  account_id, reason_code, reason
      okta,    new,        X1,          "The account was created on 2026-04-02, not before 2026-04-02."
      okta,    new-used,   X1,          "The account was created on 2026-06-01, not before 2026-04-02."
      okta,    glass,      X2,          "Break-glass accounts are judged by their use, not by the lack of it."

- name: a sign-in of the logs counts as use, if it succeeded and was before the audit date; the last list counts
  given:
    account: |
      system, account_id, account_type, enabled, created_at, last_login_at, snapshot_at
      app,    sso,        human,        true,    2020-01-01, 2020-01-01,    2026-07-01
      app,    failed,     human,        true,    2020-01-01, 2020-01-01,    2026-07-01
      app,    after,      human,        true,    2020-01-01, 2020-01-01,    2026-07-01
      app,    sso,        human,        true,    2020-01-01, 2020-01-01,    2026-06-01
      app,    gone,       human,        true,    2020-01-01, 2020-01-01,    2026-06-01
      vpn,    later,      human,        true,    2020-01-01, 2020-01-01,    2026-07-02
      vpn,    last,       human,        true,    2020-01-01, 2020-01-01,    2026-07-03
    auth_event: |
      system, event_id, account_id, event_at,             result
      app,    1,        sso,        2026-07-01,           success
      app,    2,        sso,        2020-06-01,           success
      app,    3,        failed,     2026-06-01,           failure
      app,    4,        after,      2026-07-01T00:00:01Z, success
      vpn,    5,        failed,     2026-06-01,           success
  expect:
    population: 4
    exceptions: |
      system, account_id, reason_code, reason
      app,    failed,     R1,          "The account is enabled and was last used on 2020-01-01, before 2026-04-02."
      app,    after,      R1,          "The account is enabled and was last used on 2020-01-01, before 2026-04-02."
      vpn,    later,      R1,          "The account is enabled and was last used on 2020-01-01, before 2026-04-02."
---*/
