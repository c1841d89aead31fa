/*---
id: iam-priv-unauthorised
version: 2
title: Privileged access of people who are not on the authorised list
objective: Administrative access is held only by authorised, current and justified holders.
kind: design
severity: high
reads: [entitlement, account, ref_list]
optional: [group_edge, hr_worker_span]
key: [system, account_id, entitlement_id]
params:
  roster: {type: text, default: admin_roster, means: list of ref_list that names who is authorised}
  departments: {type: "text[]", default: [], means: "departments whose people may have privileges; none for all"}
  jobs: {type: "text[]", default: [], means: "job codes that may have privileges; none for all"}
  require_jit: {type: boolean, default: false, means: whether policy allows privileges for a time only}
  require_separate: {type: boolean, default: true, means: whether administrators need an account apart from the one of their daily work}
  daily: {type: text, default: "mailbox|e-?mail|exchange|outlook|gmail|slack|teams", means: pattern of entitlements that show daily work}
  max_admins: {type: integer, unit: accounts, means: "privileged accounts that a system may have; not tested when not given"}
controls:
  nist-800-53r5: [AC-6(1), AC-6(5), AC-2(7)]
  soc2-tsc-2017: [CC6.1, CC6.3]
  iso-27001-2022: [A.8.2]
  pci-dss-4.0.1: ["7.2.2", "7.2.3"]
reasons:
  R1: not on the list
  R2: holder of another department or job
  R3: permanent, where policy allows it for a time only
  R4: account of daily work
  R5: too many privileged accounts in the system
  I1: the list is not in the evidence
  I2: department or job of the holder is not known
  X1: a break-glass account
limits:
  - Privileged is what the list of entitlements marks as such. Privileges that come with another right, such as the right to grant
    roles, must be marked there. Eligibility that must be activated is not holding.
  - The list names an account, SYSTEM:ACCOUNT, SYSTEM:ACCOUNT:ENTITLEMENT, its user name or e-mail address, or the worker's number.
    It should come from the owner of the system and not from the administrators.
  - Groups are followed to all depths, as their members were when last listed. Disabled accounts hold nothing.
  - Support access of vendors needs a place on the list or a waiver.
---*/

-- +latest: per system the last lists of accounts, entitlements and groups at the audit date, or the first ones after it
SELECT kind, system, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM (
  SELECT 'account' AS kind, system, snapshot_at FROM account
  UNION ALL
  SELECT 'entitlement', system, snapshot_at FROM entitlement
  UNION ALL
  SELECT 'group', system, snapshot_at FROM group_edge
) AS extracts
GROUP BY kind, system;

-- +granted: entitlements that are in force at the audit date
SELECT e.system, e.account_id, e.entitlement_id, e.name, e.via, e.expires_at, e.risk
FROM entitlement AS e
JOIN latest AS l ON l.kind = 'entitlement' AND l.system = e.system AND l.snapshot_at IS NOT DISTINCT FROM e.snapshot_at
WHERE (e.expires_at IS NULL OR e.expires_at > $as_of)
  AND e.via IS DISTINCT FROM 'eligible';

-- +member: direct members of groups
SELECT g.system, g.group_id, g.member_id
FROM group_edge AS g
JOIN latest AS l ON l.kind = 'group' AND l.system = g.system AND l.snapshot_at IS NOT DISTINCT FROM g.snapshot_at;

-- +holder: whoever has a privileged entitlement, directly or through groups
WITH RECURSIVE reach AS (
  SELECT system, entitlement_id, via, expires_at, account_id AS holder_id FROM granted WHERE risk = 'priv'
  UNION
  SELECT r.system, r.entitlement_id, concat('group:', r.holder_id), r.expires_at, m.member_id
  FROM reach AS r
  JOIN member AS m ON m.system = r.system AND m.group_id = r.holder_id
)
SELECT
  system, entitlement_id, holder_id, string_agg(DISTINCT via, ', ' ORDER BY via) AS via,
  BOOL_OR(expires_at IS NULL AND via NOT IN ('jit', 'priv_grant')) AS permanent
FROM reach
GROUP BY system, entitlement_id, holder_id;

-- +listed: the accounts as last listed
SELECT a.system, a.account_id, a.account_type, a.enabled, a.username, a.email, a.worker_id
FROM account AS a
JOIN latest AS l ON l.kind = 'account' AND l.system = a.system AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at;

-- +population: one row per account that may be enabled and privileged entitlement that it has
SELECT
  h.system, h.holder_id AS account_id, h.entitlement_id, h.via, h.permanent, a.account_type, a.username, a.email,
  COALESCE(a.worker_id, n.worker_id) AS worker_id
FROM holder AS h
LEFT JOIN (SELECT DISTINCT system, group_id FROM member) AS g ON g.system = h.system AND g.group_id = h.holder_id
LEFT JOIN listed AS a ON a.system = h.system AND a.account_id = h.holder_id
LEFT JOIN (
  SELECT LOWER(TRIM(email)) AS name, MIN(worker_id) AS worker_id
  FROM hr_worker_span
  GROUP BY LOWER(TRIM(email))
  HAVING COUNT(DISTINCT worker_id) = 1
) AS n ON n.name = LOWER(TRIM(COALESCE(a.email, a.username)))
WHERE g.group_id IS NULL
  AND a.enabled IS DISTINCT FROM FALSE;

-- +authorised: values of the list at the audit date
SELECT DISTINCT LOWER(TRIM(value)) AS value FROM ref_list
WHERE list_name = $roster AND valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of);

-- +found: items that are on the list under any of their names
SELECT DISTINCT p.system, p.account_id, p.entitlement_id
FROM population AS p
CROSS JOIN UNNEST([
  p.account_id, concat(p.system, ':', p.account_id), concat(p.system, ':', p.account_id, ':', p.entitlement_id),
  p.username, p.email, p.worker_id
]) AS u(name)
JOIN authorised AS a ON a.value = LOWER(u.name);

-- +post: department and job of each worker at the audit date
SELECT worker_id, MIN(dept_id) AS dept_id, MIN(job_code) AS job_code
FROM hr_worker_span
WHERE start_at <= $as_of AND (end_at IS NULL OR end_at > $as_of)
GROUP BY worker_id;

-- +daily_account: accounts that hold entitlements of daily work
SELECT DISTINCT system, account_id FROM granted WHERE regexp_like(LOWER(concat(entitlement_id, ' ', name)), $daily);

-- +facts: each item that is not of a break-glass account, with what speaks against it
SELECT
  p.system, p.account_id, p.entitlement_id, p.via, o.dept_id, o.job_code, c.accounts,
  r.listed_values = 0 AS no_list,
  r.listed_values > 0 AND f.system IS NULL AS unlisted,
  COALESCE(len($departments) > 0 AND NOT contains($departments, o.dept_id), FALSE)
    OR COALESCE(len($jobs) > 0 AND NOT contains($jobs, o.job_code), FALSE) AS elsewhere,
  len($departments) > 0 AND o.dept_id IS NULL OR len($jobs) > 0 AND o.job_code IS NULL AS unknown_post,
  $require_jit AND p.permanent AS permanent,
  $require_separate AND d.account_id IS NOT NULL AS daily,
  COALESCE(c.accounts > $max_admins, FALSE) AS crowded
FROM population AS p
LEFT JOIN found AS f
  ON f.system = p.system AND f.account_id = p.account_id AND f.entitlement_id = p.entitlement_id
LEFT JOIN post AS o ON o.worker_id = p.worker_id
LEFT JOIN daily_account AS d ON d.system = p.system AND d.account_id = p.account_id
JOIN (
  SELECT system, COUNT(DISTINCT account_id) AS accounts FROM population GROUP BY system
) AS c ON c.system = p.system
CROSS JOIN (SELECT COUNT(*) AS listed_values FROM authorised) AS r
WHERE p.account_type IS DISTINCT FROM 'breakglass';

-- +exceptions: privileged access that is not authorised, not justified or not apart
SELECT
  system, account_id, entitlement_id, 'R1' AS reason_code,
  concat('The account holds ', entitlement_id, ' (', via, ') and is not on the list ', $roster, '.') AS reason
FROM facts
WHERE unlisted
UNION ALL
SELECT
  system, account_id, entitlement_id, 'R2' AS reason_code,
  concat('The holder of ', entitlement_id, ' works in department ', COALESCE(dept_id, 'unknown'), ' as ',
    COALESCE(job_code, 'unknown'), '.') AS reason
FROM facts
WHERE elsewhere
UNION ALL
SELECT
  system, account_id, entitlement_id, 'R3' AS reason_code,
  concat('The account holds ', entitlement_id, ' (', via, ') without an end.') AS reason
FROM facts
WHERE permanent
UNION ALL
SELECT
  system, account_id, entitlement_id, 'R4' AS reason_code,
  concat('The account holds ', entitlement_id, ' and entitlements of daily work.') AS reason
FROM facts
WHERE daily
UNION ALL
SELECT
  system, account_id, entitlement_id, 'R5' AS reason_code,
  concat(system, ' has ', CAST(accounts AS VARCHAR), ' privileged accounts, more than ', CAST($max_admins AS VARCHAR),
    '.') AS reason
FROM facts
WHERE crowded;

-- +indeterminate: items for which the list or the holder's post is missing
SELECT
  system, account_id, entitlement_id, CASE WHEN no_list THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN no_list THEN concat('The list ', $roster, ' has no value at the audit date.')
    ELSE 'Department or job of the holder is not in the HR register.'
  END AS reason
FROM facts
WHERE NOT (unlisted OR elsewhere OR permanent OR daily OR crowded)
  AND (no_list OR unknown_post);

-- +excluded: break-glass accounts, which have a test of their own
SELECT
  system, account_id, entitlement_id, 'X1' AS reason_code,
  concat('The account that holds ', entitlement_id, ' is a break-glass account.') AS reason
FROM population
WHERE account_type = 'breakglass';

/*--- cases
- name: on the list under any name, not on it, no longer on it; groups in groups; eligible, expired and disabled hold nothing
  given:
    entitlement: |
      system, account_id, entitlement_id, via,      risk, expires_at,           snapshot_at
      okta,   ann,        admin,          direct,   priv, ,                     2026-07-01
      okta,   ann,        reader,         direct,   low,  ,                     2026-07-01
      okta,   bob,        admin,          direct,   priv, ,                     2026-07-01
      okta,   bob,        admin,          jit,      priv, 2026-07-02,           2026-07-01
      okta,   c1,         admin,          direct,   priv, ,                     2026-07-01
      okta,   d1,         admin,          direct,   priv, ,                     2026-07-01
      okta,   e1,         admin,          direct,   priv, ,                     2026-07-01
      okta,   e1,         super,          direct,   priv, ,                     2026-07-01
      okta,   f1,         admin,          direct,   priv, ,                     2026-07-01
      okta,   was,        admin,          direct,   priv, ,                     2026-07-01
      okta,   will,       admin,          direct,   priv, ,                     2026-07-01
      okta,   eligible,   admin,          eligible, priv, ,                     2026-07-01
      okta,   expired,    admin,          direct,   priv, 2026-07-01,           2026-07-01
      okta,   disabled,   admin,          direct,   priv, ,                     2026-07-01
      okta,   former,     admin,          direct,   priv, ,                     2026-06-01
      okta,   glass,      admin,          direct,   priv, ,                     2026-07-01
      okta,   ops,        cluster,        direct,   priv, ,                     2026-07-01
      app,    first,      admin,          direct,   priv, ,                     2026-07-02
      app,    second,     admin,          direct,   priv, ,                     2026-07-03
      app,    admins,     super,          direct,   priv, ,                     2026-07-02
    account: |
      system, account_id, account_type, enabled, username, email,      worker_id, snapshot_at
      okta,   c1,         human,        true,    Cat,      ,           ,          2026-07-01
      okta,   d1,         human,        true,    ,         Dan@ex.com, ,          2026-07-01
      okta,   f1,         human,        true,    ,         ,           W9,        2026-07-01
      okta,   disabled,   human,        false,   ,         ,           ,          2026-07-01
      okta,   bob,        human,        false,   ,         ,           ,          2026-06-01
      okta,   glass,      breakglass,   true,    ,         ,           ,          2026-07-01
    group_edge: |
      system, group_id, member_type, member_id, snapshot_at
      okta,   ops,      group,       sre,       2026-07-01
      okta,   sre,      group,       ops,       2026-07-01
      okta,   sre,      account,     ann,       2026-07-01
      okta,   sre,      account,     kim,       2026-07-01
      okta,   sre,      account,     past,      2026-06-01
      app,    admins,   account,     kit,       2026-07-02
      app,    admins,   account,     kat,       2026-07-03
    ref_list: |
      list_name,    value,         valid_from,           valid_to
      admin_roster, ANN,           2026-07-01,           2026-07-01T00:00:01Z
      admin_roster, okta:e1:admin, 2020-01-01,
      admin_roster, cat,           2020-01-01,
      admin_roster, dan@ex.com,    2020-01-01,
      admin_roster, w9,            2020-01-01,
      admin_roster, was,           2020-01-01,           2026-07-01
      admin_roster, will,          2026-07-01T00:00:01Z,
      admin_roster, app:first,     2020-01-01,
      other,        bob,           2020-01-01,
  expect:
    population: 14
    exceptions: |
      system, account_id, entitlement_id, reason_code, reason
      app,    kit,        super,          R1,          "The account holds super (group:admins) and is not on the list admin_roster."
      okta,   bob,        admin,          R1,          "The account holds admin (direct, jit) and is not on the list admin_roster."
      okta,   e1,         super,          R1,          "The account holds super (direct) and is not on the list admin_roster."
      okta,   was,        admin,          R1,          "The account holds admin (direct) and is not on the list admin_roster."
      okta,   will,       admin,          R1,          "The account holds admin (direct) and is not on the list admin_roster."
      okta,   kim,        cluster,        R1,          "The account holds cluster (group:sre) and is not on the list admin_roster."
    excluded: |
      system, account_id, entitlement_id, reason_code, reason
      okta,   glass,      admin,          X1,          The account that holds admin is a break-glass account.

- name: department and job of the holder, and daily work
  params: {departments: [it], jobs: [admin]}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,             end_at,     dept_id, job_code, email
      W1,        1,       2020-01-01,           ,           it,      admin,
      W2,        1,       2020-01-01,           2026-01-01, it,      admin,
      W2,        2,       2026-01-01,           ,           sales,   admin,
      W3,        1,       2020-01-01,           2026-07-01, it,      admin,
      W3,        2,       2026-07-01,           2026-07-02, it,      clerk,
      W4,        1,       2020-01-01,           ,           it,      ,
      W5,        1,       2020-01-01,           ,           ,        admin,
      W6,        1,       2020-01-01,           ,           sales,   admin,    ann@ex.com
      W7,        1,       2020-01-01,           ,           sales,   admin,    team@ex.com
      W8,        1,       2020-01-01,           ,           sales,   admin,    team@ex.com
      W9,        1,       2026-07-01T00:00:01Z, ,           it,      admin,
    account: |
      system, account_id, enabled, worker_id, email
      gh,     1,          true,    W1,
      gh,     2,          true,    W2,
      gh,     3,          true,    W3,
      gh,     4,          true,    W4,
      gh,     5,          true,    W5,
      gh,     6,          true,    ,          Ann@ex.com
      gh,     7,          true,    ,          team@ex.com
      gh,     9,          true,    W9,
      gh,     x,          true,    W1,
    entitlement: |
      system, account_id, entitlement_id, name,    via,    risk
      gh,     1,          owner,          ,        direct, priv
      gh,     2,          owner,          ,        direct, priv
      gh,     3,          owner,          ,        direct, priv
      gh,     4,          owner,          ,        direct, priv
      gh,     5,          owner,          ,        direct, priv
      gh,     6,          owner,          ,        direct, priv
      gh,     7,          owner,          ,        direct, priv
      gh,     9,          owner,          ,        direct, priv
      gh,     x,          owner,          ,        direct, priv
      gh,     x,          app1,           Mailbox, direct, low
      app,    1,          mailbox,        ,        direct, low
    ref_list: |
      list_name,    value, valid_from
      admin_roster, 1,     2020-01-01
      admin_roster, 2,     2020-01-01
      admin_roster, 3,     2020-01-01
      admin_roster, 4,     2020-01-01
      admin_roster, 5,     2020-01-01
      admin_roster, 6,     2020-01-01
      admin_roster, 7,     2020-01-01
      admin_roster, 9,     2020-01-01
      admin_roster, x,     2020-01-01
  expect:
    exceptions: |
      account_id, reason_code, reason
      2,          R2,          The holder of owner works in department sales as admin.
      3,          R2,          The holder of owner works in department it as clerk.
      6,          R2,          The holder of owner works in department sales as admin.
      x,          R4,          The account holds owner and entitlements of daily work.
    indeterminate: |
      account_id, reason_code, reason
      4,          I2,          Department or job of the holder is not in the HR register.
      5,          I2,          Department or job of the holder is not in the HR register.
      7,          I2,          Department or job of the holder is not in the HR register.
      9,          I2,          Department or job of the holder is not in the HR register.

- name: privileges for a time only, too many of them, daily work allowed, and no list
  params: {require_jit: true, require_separate: false, max_admins: 2, roster: admins}
  given:
    account: |
      system, account_id, account_type, enabled
      app,    c,          human,        true
      app,    g,          breakglass,   true
    entitlement: |
      system, account_id, entitlement_id, via,    risk, expires_at
      app,    a,          owner,          direct, priv, 2026-08-01
      app,    a,          mailbox,        direct, low,
      app,    b,          owner,          jit,    priv,
      app,    b,          root,           jit,    priv,
      db,     c,          owner,          direct, priv,
      db,     d,          owner,          direct, priv, 2026-08-01
      db,     e,          owner,          direct, priv, 2026-08-01
      app,    g,          owner,          direct, priv,
  expect:
    population: 7
    exceptions: |
      system, account_id, entitlement_id, reason_code, reason
      app,    a,          owner,          R5,          "app has 3 privileged accounts, more than 2."
      app,    b,          owner,          R5,          "app has 3 privileged accounts, more than 2."
      app,    b,          root,           R5,          "app has 3 privileged accounts, more than 2."
      db,     c,          owner,          R3,          The account holds owner (direct) without an end.
      db,     c,          owner,          R5,          "db has 3 privileged accounts, more than 2."
      db,     d,          owner,          R5,          "db has 3 privileged accounts, more than 2."
      db,     e,          owner,          R5,          "db has 3 privileged accounts, more than 2."
    excluded: |
      system, account_id, entitlement_id, reason_code, reason
      app,    g,          owner,          X1,          The account that holds owner is a break-glass account.

- name: no list, and nothing else against it
  given:
    entitlement: |
      system, account_id, entitlement_id, via,    risk
      app,    a,          owner,          direct, priv
    ref_list: |
      list_name, value, valid_from
      other,     a,     2020-01-01
  expect:
    indeterminate: |
      system, account_id, entitlement_id, reason_code, reason
      app,    a,          owner,          I1,          The list admin_roster has no value at the audit date.

- name: each system's own last lists count, of accounts, rights and groups apart; lists without a time; unknown kinds of grant
  params: {require_jit: true}
  given:
    account: |
      system, account_id, enabled, username, email, worker_id, snapshot_at
      app,    a,          false,   ,         ,      ,          2026-07-01
      app,    b,          true,    bee,      b@x,   ,          2026-07-01
      app,    b,          false,   ,         ,      ,          2026-06-15
      bank,   c,          false,   ,         ,      ,          2026-07-01
      bank,   c,          true,    ,         ,      ,          2026-06-30
      bank,   d,          false,   ,         ,      ,          2026-07-03
      later,  a,          true,    ,         ,      W1,        2026-07-03
    hr_worker_span: |
      worker_id, span_no, start_at,   dept_id, job_code
      W1,        1,       2020-01-01, sales,   clerk
    entitlement: |
      system, account_id, entitlement_id, via,    risk, expires_at, snapshot_at
      app,    b,          owner,          jit,    priv, ,           2026-06-15
      app,    a,          owner,          jit,    priv, ,           2026-06-15
      bank,   c,          owner,          jit,    priv, ,           2026-06-30
      bank,   d,          owner,          jit,    priv, ,           2026-06-29
      bank,   d,          owner,          jit,    priv, ,           2026-07-03
      later,  a,          owner,          jit,    priv, ,           2026-07-03
      app,    grp,        root,           jit,    priv, ,           2026-06-15
      plain,  p,          owner,          ,       priv, ,
      plain,  grp,        root,           jit,    priv, ,
      plain,  q,          owner,          jit,    priv, ,
      plain,  q,          owner,          direct, priv, ,
    group_edge: |
      system, group_id, member_type, member_id, snapshot_at
      app,    grp,      account,     b,         2026-06-15
      app,    grp,      account,     e,         2026-06-20
      plain,  grp,      account,     r,
      bank,   other,    account,     c,         2026-06-30
    ref_list: |
      list_name,    value, valid_from
      admin_roster, b,     2020-01-01
      admin_roster, a,     2020-01-01
      admin_roster, p,     2020-01-01
      admin_roster, q,     2020-01-01
      admin_roster, r,     2020-01-01
      admin_roster, e,     2020-01-01
  expect:
    population: 6
    exceptions: |
      system, account_id, entitlement_id, reason_code, reason
      app,    e,          root,           R3,          The account holds root (group:grp) without an end.
      plain,  r,          root,           R3,          The account holds root (group:grp) without an end.
      plain,  q,          owner,          R3,          "The account holds owner (direct, jit) without an end."

- name: an account that was never listed is judged by name alone; what is not known of the post is said
  params: {departments: [it]}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   dept_id, job_code, email
      W1,        1,       2020-01-01, sales,   ,         ann@ex.com
      W1,        2,       2026-01-01, sales,   ,         ann@ex.com
    account: |
      system, account_id, enabled, username
      app,    a,          true,    Ann@ex.com
      db,     a,          true,    other
    entitlement: |
      system, account_id, entitlement_id, via,    risk
      app,    a,          owner,          direct, priv
      db,     a,          owner,          direct, priv
      app,    mail,       owner,          direct, priv
    ref_list: |
      list_name,    value,    valid_from
      admin_roster, a,        2020-01-01
      admin_roster, app:mail, 2020-01-01
  expect:
    exceptions: |
      system, account_id, entitlement_id, reason_code, reason
      app,    a,          owner,          R2,          "The holder of owner works in department sales as unknown."
    indeterminate: |
      system, account_id, entitlement_id, reason_code, reason
      db,     a,          owner,          I2,          Department or job of the holder is not in the HR register.
      app,    mail,       owner,          I2,          Department or job of the holder is not in the HR register.

- name: what speaks against an access is an exception, whatever else is not known of its holder
  params: {departments: [it], jobs: [admin], require_jit: true, max_admins: 4}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   dept_id
      W1,        1,       2020-01-01, sales
    account: |
      system, account_id, enabled, worker_id
      app,    elsewhere,  true,    W1
    entitlement: |
      system, account_id, entitlement_id, via,    risk
      app,    unlisted,   owner,          jit,    priv
      app,    elsewhere,  owner,          jit,    priv
      app,    permanent,  owner,          direct, priv
      app,    daily,      owner,          jit,    priv
      app,    daily,      mailbox,        direct, low
    ref_list: |
      list_name,    value,     valid_from
      admin_roster, elsewhere, 2020-01-01
      admin_roster, permanent, 2020-01-01
      admin_roster, daily,     2020-01-01
  expect:
    exceptions: |
      account_id, reason_code, reason
      unlisted,   R1,          The account holds owner (jit) and is not on the list admin_roster.
      elsewhere,  R2,          The holder of owner works in department sales as unknown.
      permanent,  R3,          The account holds owner (direct) without an end.
      daily,      R4,          The account holds owner and entitlements of daily work.
---*/
