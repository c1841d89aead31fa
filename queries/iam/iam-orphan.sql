/*---
id: iam-orphan
version: 4
title: Enabled accounts that nobody answers for
objective: Every account belongs to an identified person or to a service with an owner who is employed.
kind: design
severity: medium
reads: [account, hr_worker_span]
optional: [ref_list]
key: [system, account_id]
params:
  max_accounts: {type: integer, default: 2, unit: accounts, means: "enabled personal accounts that one worker may have in a system, such as a daily and an administrator's"}
  link_by_name: {type: boolean, default: true, means: "whether an account belongs to the worker whose e-mail address begins with its name"}
controls:
  nist-800-53r5: [AC-2, IA-4]
  soc2-tsc-2017: [CC6.2]
  iso-27001-2022: [A.5.16]
  pci-dss-4.0.1: ["8.2.1"]
reasons:
  R1: a person's account that belongs to no worker
  R2: a service, shared or break-glass account without an owner
  R3: the owner is not employed
  R4: one of too many accounts of a worker in the system
  I1: the evidence does not say whether the account is enabled
  I2: the worker or owner is not in the HR register
  X1: on the list of built-in accounts
  X2: an account of the system itself
limits:
  - A worker is found by the number that the list of accounts states, else by e-mail address, else by name, if it is only one's; the
    result says how. A name that happens to be a worker's hides an orphan.
  - Built-in accounts are those of ref_list, list builtin_accounts, as ACCOUNT or SYSTEM:ACCOUNT, at the audit date.
  - An account of unknown type counts as a person's. Auditors, regulators and others who are in no register need a waiver.
  - Whether the worker of a personal account is employed is the question of iam-terminated-active.
---*/

-- +name: names that belong to exactly one worker: the e-mail address, and what stands before its @
SELECT name, MIN(worker_id) AS worker_id, MIN(method) AS method
FROM (
  SELECT worker_id, LOWER(TRIM(email)) AS name, 'email' AS method FROM hr_worker_span
  UNION ALL
  SELECT worker_id, split_part(LOWER(TRIM(email)), '@', 1), 'name' FROM hr_worker_span WHERE $link_by_name
) AS address
GROUP BY name
HAVING COUNT(DISTINCT worker_id) = 1;

-- +worker: one row per worker, and whether employed at the audit date
SELECT
  worker_id, BOOL_OR(start_at <= $as_of AND (end_at IS NULL OR end_at > $as_of)) AS employed,
  MAX(end_at) FILTER (WHERE end_at <= $as_of) AS left_at
FROM hr_worker_span
GROUP BY worker_id;

-- +latest: the last list of accounts of each system at the audit date, or the first one after it
SELECT system, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM account
GROUP BY system;

-- +population: one row per account that is, or may be, enabled
SELECT
  a.system, a.account_id, a.enabled, COALESCE(a.account_type, 'human') AS account_type,
  COALESCE(a.account_type, 'human') IN ('human', 'guest') AS personal,
  COALESCE(a.worker_id, n.worker_id) AS worker_id,
  CASE WHEN a.worker_id IS NOT NULL THEN COALESCE(a.link_method, 'stated') ELSE n.method END AS link_method,
  COALESCE(o.worker_id, a.owner_worker_id) AS owner_id
FROM account AS a
JOIN latest AS l ON l.system = a.system AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
LEFT JOIN name AS n ON n.name = LOWER(TRIM(COALESCE(a.email, a.username)))
LEFT JOIN name AS o ON o.name = LOWER(TRIM(a.owner_worker_id))
WHERE a.enabled IS DISTINCT FROM FALSE;

-- +builtin: accounts that the auditor lists as built in
SELECT DISTINCT value FROM ref_list
WHERE list_name = 'builtin_accounts' AND valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of);

-- +crowd: workers with too many enabled personal accounts in a system
SELECT system, worker_id, COUNT(*) AS accounts
FROM population
WHERE personal AND enabled
GROUP BY system, worker_id
HAVING COUNT(*) > $max_accounts;

-- +judged: each account with at most one code
SELECT
  p.system, p.account_id, p.account_type, p.worker_id, p.owner_id, p.link_method, o.left_at, c.accounts,
  CASE
    WHEN b.value IS NOT NULL OR s.value IS NOT NULL THEN 'X1'
    WHEN p.account_type = 'system' THEN 'X2'
    WHEN p.enabled IS NULL THEN 'I1'
    WHEN p.personal AND p.worker_id IS NULL THEN 'R1'
    WHEN p.personal AND w.worker_id IS NULL THEN 'I2'
    WHEN p.personal AND c.accounts IS NOT NULL THEN 'R4'
    WHEN p.personal THEN NULL
    WHEN p.owner_id IS NULL THEN 'R2'
    WHEN o.worker_id IS NULL THEN 'I2'
    WHEN o.employed IS FALSE THEN 'R3'
  END AS code
FROM population AS p
LEFT JOIN worker AS w ON w.worker_id = p.worker_id
LEFT JOIN worker AS o ON o.worker_id = p.owner_id
LEFT JOIN crowd AS c ON c.system = p.system AND c.worker_id = p.worker_id
LEFT JOIN builtin AS b ON b.value = p.account_id
LEFT JOIN builtin AS s ON s.value = concat(p.system, ':', p.account_id);

-- +exceptions: accounts without a worker or owner, or one too many
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('The ', account_type, ' account is enabled and belongs to no worker.')
    WHEN 'R2' THEN concat('The ', account_type, ' account is enabled and has no owner.')
    WHEN 'R3' THEN concat('The owner of the ', account_type, ' account, worker ', owner_id, ', is not employed',
      ' since ' || substr(CAST(left_at AS VARCHAR), 1, 10), '.')
    ELSE concat('Worker ', worker_id, ' has ', CAST(accounts AS VARCHAR), ' enabled accounts in ', system, '.')
  END AS reason,
  account_type, worker_id, owner_id, link_method
FROM judged
WHERE code IN ('R1', 'R2', 'R3', 'R4');

-- +indeterminate: accounts whose state or owner cannot be told
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'I1' THEN 'The list of accounts does not say whether the account is enabled.'
    ELSE concat('Worker ', COALESCE(worker_id, owner_id), ' is not in the HR register.')
  END AS reason
FROM judged
WHERE code IN ('I1', 'I2');

-- +excluded: accounts that come with the system
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'X1' THEN 'The account is on the list of built-in accounts.' ELSE 'The account belongs to the system itself.'
  END AS reason
FROM judged
WHERE code IN ('X1', 'X2');

/*--- cases
- name: with and without a worker or owner; built-in and system accounts; unknown workers
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,               email
      E1,        1,       2020-01-01, ,                     ann@ex.com
      E2,        1,       2020-01-01, 2026-07-01,           bob@ex.com
      E3,        1,       2026-07-01, 2026-07-01T00:00:01Z,
      E4,        1,       2026-07-01T00:00:01Z, ,
      E5,        1,       2020-01-01, 2025-01-01,
      E5,        2,       2025-06-01, ,
    account: |
      system,  account_id, account_type, worker_id, owner_worker_id, enabled, email
      okta,    ok,         human,        E1,        ,                true,
      okta,    guest,      guest,        ,          ,                true,
      okta,    untyped,    ,             ,          ,                true,
      okta,    off,        human,        ,          ,                false,
      okta,    state,      human,        ,          ,                ,
      okta,    foreign,    human,        C7,        ,                true,
      okta,    svc-ok,     service,      ,          E1,              true,
      okta,    svc-mail,   service,      ,          Ann@ex.com,      true,
      okta,    svc,        service,      ,          ,                true,
      okta,    team,       shared,       ,          ,                true,
      okta,    glass,      breakglass,   ,          ,                true,
      okta,    left,       service,      ,          E2,              true,
      okta,    starts,     service,      ,          E3,              true,
      okta,    future,     service,      ,          E4,              true,
      okta,    rehired,    service,      ,          E5,              true,
      okta,    svc-who,    service,      ,          C7,              true,
      okta,    daemon,     system,       ,          ,                true,
      okta,    built-in,   service,      ,          ,                true,
      aws:1,   root,       breakglass,   ,          ,                true,
      aws:2,   root,       breakglass,   ,          ,                true,
      okta,    was-listed, service,      ,          ,                true,
      okta,    to-list,    service,      ,          ,                true,
      okta,    other-list, service,      ,          ,                true,
    ref_list: |
      list_name,        value,      valid_from,           valid_to
      builtin_accounts, built-in,   2026-07-01,           2026-07-02
      builtin_accounts, aws:1:root, 2020-01-01,
      builtin_accounts, was-listed, 2020-01-01,           2026-07-01
      builtin_accounts, to-list,    2026-07-01T00:00:01Z,
      admin_roster,     other-list, 2020-01-01,
  expect:
    population: 22
    exceptions: |
      system,  account_id, reason_code, reason
      okta,    guest,      R1,          The guest account is enabled and belongs to no worker.
      okta,    untyped,    R1,          The human account is enabled and belongs to no worker.
      okta,    svc,        R2,          The service account is enabled and has no owner.
      okta,    team,       R2,          The shared account is enabled and has no owner.
      okta,    glass,      R2,          The breakglass account is enabled and has no owner.
      aws:2,   root,       R2,          The breakglass account is enabled and has no owner.
      okta,    was-listed, R2,          The service account is enabled and has no owner.
      okta,    to-list,    R2,          The service account is enabled and has no owner.
      okta,    other-list, R2,          The service account is enabled and has no owner.
      okta,    left,       R3,          "The owner of the service account, worker E2, is not employed since 2026-07-01."
      okta,    future,     R3,          "The owner of the service account, worker E4, is not employed."
    indeterminate: |
      system,  account_id, reason_code, reason
      okta,    state,      I1,          The list of accounts does not say whether the account is enabled.
      okta,    foreign,    I2,          Worker C7 is not in the HR register.
      okta,    svc-who,    I2,          Worker C7 is not in the HR register.
    excluded: |
      system,  account_id, reason_code, reason
      okta,    built-in,   X1,          The account is on the list of built-in accounts.
      aws:1,   root,       X1,          The account is on the list of built-in accounts.
      okta,    daemon,     X2,          The account belongs to the system itself.

- name: too many accounts of one worker, counted per system and linked by any means
  params: {max_accounts: 1}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   email
      E1,        1,       2020-01-01, ann@ex.com
      E2,        1,       2020-01-01, bob@ex.com
      E2,        2,       2021-01-01, bob@ex.com
      E3,        1,       2020-01-01, team@ex.com
      E4,        1,       2020-01-01, team@ex.com
    account: |
      system, account_id, account_type, worker_id, enabled, email,       username, link_method, snapshot_at
      okta,   ann,        human,        E1,        true,    ,            ,         employee_id, 2026-07-01
      okta,   ann-adm,    human,        ,          true,    Ann@ex.com,  ,         ,            2026-07-01
      app,    ann,        human,        ,          true,    ,            ann,      ,            2026-07-01
      okta,   bob,        human,        E2,        true,    ,            ,         ,            2026-07-01
      okta,   bob-off,    human,        E2,        false,   ,            ,         ,            2026-07-01
      okta,   bob-null,   human,        E2,        ,        ,            ,         ,            2026-07-01
      okta,   bob-svc,    service,      E2,        true,    ,            ,         ,            2026-07-01
      okta,   team,       human,        ,          true,    team@ex.com, ,         ,            2026-07-01
      okta,   bob-old,    human,        E2,        true,    ,            ,         ,            2026-06-01
      gcp,    next,       human,        ,          true,    ,            ,         ,            2026-07-02
      gcp,    next,       human,        E1,        true,    ,            ,         ,            2026-07-03
  expect:
    population: 8
    exceptions: |
      system, account_id, reason_code, link_method, reason
      okta,   ann,        R4,          employee_id, Worker E1 has 2 enabled accounts in okta.
      okta,   ann-adm,    R4,          email,       Worker E1 has 2 enabled accounts in okta.
      okta,   bob-svc,    R2,          stated,      The service account is enabled and has no owner.
      okta,   team,       R1,,                      The human account is enabled and belongs to no worker.
      gcp,    next,       R1,,                      The human account is enabled and belongs to no worker.
    indeterminate: |
      system, account_id, reason_code, reason
      okta,   bob-null,   I1,          The list of accounts does not say whether the account is enabled.

- name: without linking by name
  params: {link_by_name: false}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   email
      E1,        1,       2020-01-01, ann@ex.com
    account: |
      system, account_id, account_type, enabled, username
      app,    ann,        human,        true,    ann
  expect:
    exceptions: |
      system, account_id, reason_code, reason
      app,    ann,        R1,          The human account is enabled and belongs to no worker.

- name: the reason says since when an owner is not employed, where one was; an end that is to come is none
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at
      E1,        1,       2020-01-01, 2026-07-01
      E2,        1,       2026-08-01, 2026-12-31
    account: |
      system, account_id, account_type, owner_worker_id, enabled
      app,    left,       service,      E1,              true
      app,    future,     service,      E2,              true
  expect:
    exceptions: |
      account_id, reason_code, reason
      left,       R3,          "The owner of the service account, worker E1, is not employed since 2026-07-01."
      future,     R3,          "The owner of the service account, worker E2, is not employed."
---*/
