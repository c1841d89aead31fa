/*---
id: iam-terminated-active
version: 2
title: Enabled accounts of people who are not employed
objective: Access ends with employment, so that nobody who has left, or has not started, holds an enabled account.
kind: design
severity: high
reads: [hr_worker_span, account]
optional: [ref_calendar]
key: [system, account_id]
params:
  grace_days: {type: integer, default: 1, unit: business days, means: time allowed to disable an account after employment ends}
  prehire_days: {type: integer, default: 7, unit: days, means: how long before the first day an account may be enabled}
  leave_policy: {type: boolean, default: false, means: whether policy has accounts disabled during a leave}
  leave_statuses: {type: "text[]", default: [suspended, garden_leave], means: HR statuses that are such a leave}
  hr_lag_days: {type: integer, default: 1, unit: days, means: how much older than the list of accounts the HR register may be}
  link_by_name: {type: boolean, default: true, means: "whether an account belongs to the worker whose e-mail address begins with its name"}
controls:
  nist-800-53r5: [AC-2, AC-2(3), PS-4]
  soc2-tsc-2017: [CC6.2, CC6.3]
  iso-27001-2022: [A.5.18, A.6.5]
  pci-dss-4.0.1: ["8.2.5"]
reasons:
  R1: enabled after employment ended
  R2: enabled too long before the first day
  R3: enabled during a leave in which policy has it disabled
  I1: the evidence does not say whether the account is enabled
  I2: the worker is not in the HR register
  I3: the list of accounts is older than the deadline
  I4: HR status is terminated without an end date
  I5: the HR register is older than the list of accounts
limits:
  - State at one moment. Whether leavers lost access in time during the period is the question of iam-leaver-timeliness.
  - Accounts without a worker are not seen; see iam-orphan. Where the list names no worker, the e-mail address of the account,
    or else its name, finds the worker if it is only one's.
  - An account of unknown type counts as a person's. Each system is judged alone, so a disabled sign-on does not hide a live local account.
  - A worker who left and starts again within prehire_days passes. Accounts under litigation hold need a waiver.
  - Non-business days are Saturday, Sunday and the holidays of every calendar in ref_calendar.
  - Accounts with privileges are not rated higher here.
---*/

-- +name: names that belong to exactly one worker: the e-mail address, and what stands before its @
SELECT name, MIN(worker_id) AS worker_id
FROM (
  SELECT worker_id, LOWER(TRIM(email)) AS name FROM hr_worker_span
  UNION ALL
  SELECT worker_id, split_part(LOWER(TRIM(email)), '@', 1) FROM hr_worker_span WHERE $link_by_name
) AS address
GROUP BY name
HAVING COUNT(DISTINCT worker_id) = 1;

-- +latest: the last list of accounts of each system at the audit date, or the first one after it
SELECT system, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM account
GROUP BY system;

-- +population: one row per account of a person who is linked to a worker
SELECT
  a.system, a.account_id, a.account_type, COALESCE(a.worker_id, n.worker_id) AS worker_id, a.enabled, a.snapshot_at
FROM account AS a
JOIN latest AS l ON l.system = a.system AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
LEFT JOIN name AS n ON n.name = LOWER(TRIM(COALESCE(a.email, a.username)))
WHERE (COALESCE(a.account_type, 'human') IN ('human', 'guest') OR a.auth_source = 'api') -- or a person's keys
  AND COALESCE(a.worker_id, n.worker_id) IS NOT NULL;

-- +worker: one row per worker with what HR says about the audit date
SELECT
  worker_id,
  BOOL_OR(covers) AS employed,
  BOOL_AND(contains($leave_statuses, status)) FILTER (WHERE covers) AS on_leave,
  BOOL_OR(status = 'terminated' AND end_at IS NULL) AS undated_end,
  MAX(end_at) FILTER (WHERE end_at <= $as_of) AS left_at,
  MIN(start_at) FILTER (WHERE start_at > $as_of) AS joins_at,
  MAX(snapshot_at) AS snapshot_at
FROM (
  SELECT
    worker_id, start_at, end_at, status, snapshot_at,
    start_at <= $as_of AND (end_at IS NULL OR end_at > $as_of) AS covers
  FROM hr_worker_span
) AS span
GROUP BY worker_id;

-- +deadline: for each end of employment, the moment when the grace in business days is over
SELECT left_at, due_at
FROM (
  SELECT
    w.left_at, date_add('day', n.days, w.left_at) AS due_at,
    ROW_NUMBER() OVER (PARTITION BY w.left_at ORDER BY n.days) AS nth
  FROM (SELECT DISTINCT left_at FROM worker) AS w
  CROSS JOIN generate_series(1, 2 * $grace_days + 14) AS n(days)
  LEFT JOIN (SELECT DISTINCT date FROM ref_calendar WHERE kind = 'holiday') AS h
    ON h.date = CAST(date_add('day', n.days, w.left_at) AS DATE)
  WHERE h.date IS NULL AND day_of_week(CAST(date_add('day', n.days, w.left_at) AS DATE)) < 6
) AS business_day
WHERE nth = $grace_days;

-- +judged: each account with the facts about its worker and at most one code
SELECT
  p.system, p.account_id, p.worker_id, p.snapshot_at, w.snapshot_at AS hr_at,
  w.left_at, w.joins_at, COALESCE(d.due_at, w.left_at) AS due_at,
  CASE
    WHEN p.enabled IS NULL THEN 'I1'
    WHEN NOT p.enabled THEN NULL
    WHEN w.worker_id IS NULL THEN 'I2'
    WHEN w.employed AND w.undated_end THEN 'I4'
    WHEN w.employed AND $leave_policy AND w.on_leave THEN 'R3'
    WHEN w.employed AND w.snapshot_at < date_add('day', -$hr_lag_days, p.snapshot_at) THEN 'I5'
    WHEN w.employed THEN NULL
    WHEN w.joins_at <= date_add('day', $prehire_days, $as_of) THEN NULL -- starts, or starts again, soon
    WHEN w.left_at IS NULL THEN 'R2'
    WHEN COALESCE(d.due_at, w.left_at) > $as_of THEN NULL -- the grace is not over
    WHEN COALESCE(d.due_at, w.left_at) > p.snapshot_at THEN 'I3' -- it may have been disabled after the list was made
    ELSE 'R1'
  END AS code
FROM population AS p
LEFT JOIN worker AS w ON w.worker_id = p.worker_id
LEFT JOIN deadline AS d ON d.left_at = w.left_at;

-- +exceptions: enabled accounts whose worker is not employed, or is on a leave
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('The account is enabled; worker ', worker_id, ' left on ', substr(CAST(left_at AS VARCHAR), 1, 16),
      ' and the time to disable it ended on ', substr(CAST(due_at AS VARCHAR), 1, 16), '.')
    WHEN 'R2' THEN concat('The account is enabled; worker ', worker_id, ' does not start before ',
      substr(CAST(joins_at AS VARCHAR), 1, 16), '.')
    ELSE concat('The account is enabled while worker ', worker_id, ' is on a leave.')
  END AS reason,
  worker_id, left_at, due_at, joins_at
FROM judged
WHERE code IN ('R1', 'R2', 'R3');

-- +indeterminate: accounts that the evidence cannot decide
SELECT
  system, account_id, code AS reason_code,
  CASE code
    WHEN 'I1' THEN 'The list of accounts does not say whether the account is enabled.'
    WHEN 'I2' THEN concat('Worker ', worker_id, ' is not in the HR register.')
    WHEN 'I3' THEN concat('The list of accounts of ', substr(CAST(snapshot_at AS VARCHAR), 1, 16),
      ' is older than the deadline ', substr(CAST(due_at AS VARCHAR), 1, 16), ' for worker ', worker_id, '.')
    WHEN 'I4' THEN concat('HR gives worker ', worker_id, ' the status terminated and no end date.')
    ELSE concat('HR shows worker ', worker_id, ' as employed on ', substr(CAST(hr_at AS VARCHAR), 1, 16),
      ', before the list of accounts of ', substr(CAST(snapshot_at AS VARCHAR), 1, 16), '.')
  END AS reason,
  worker_id
FROM judged
WHERE code IN ('I1', 'I2', 'I3', 'I4', 'I5');

/*--- cases
- name: employed, left, not yet started; NULL evidence; a contractor of another register; sign-on disabled and local account alive
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,     status,     snapshot_at
      E1,        1,       2020-01-01, ,           active,     2026-06-30
      E2,        1,       2020-01-01, 2026-03-02, terminated, 2026-07-01
      E3,        1,       2026-07-08, ,           active,     2026-07-01
      E4,        1,       2026-07-09, ,           active,     2026-07-01
      E5,        1,       2020-01-01, 2026-06-22, terminated, 2026-07-01
      E6,        1,       2020-01-01, ,           terminated, 2026-07-01
      E7,        1,       2026-07-01, ,           suspended,  2026-06-29
      E8,        1,       2020-01-01, 2026-03-02, terminated, 2026-06-01
      E9,        1,       2020-01-01, ,           terminated, 2026-07-01
      E9,        2,       2021-01-01, ,           active,     2026-07-01
    account: |
      system, account_id, account_type, worker_id, enabled, snapshot_at
      okta,   pass,       human,        E1,        true,    2026-07-01
      okta,   off,        human,        E2,        false,   2026-07-01
      okta,   off-gone,   human,        C9,        false,   2026-07-01
      okta,   off-kept,   human,        E6,        false,   2026-07-01
      aws,    left,       guest,        E2,        true,    2026-06-23
      okta,   untyped,    ,             E2,        true,    2026-07-01
      okta,   soon,       human,        E3,        true,    2026-07-01
      okta,   early,      human,        E4,        true,    2026-07-01
      okta,   robot,      service,      E2,        true,    2026-07-01
      okta,   nobody,     human,        ,          true,    2026-07-01
      okta,   unknown,    human,        E1,        ,        2026-07-01
      okta,   contractor, human,        C9,        true,    2026-07-01
      gcp,    old-list,   human,        E5,        true,    2026-06-22
      gh,     at-due,     human,        E5,        true,    2026-06-23
      okta,   undated,    human,        E6,        true,    2026-07-01
      okta,   old-hr,     human,        E7,        true,    2026-07-01
      okta,   left-old,   human,        E8,        true,    2026-07-01
      okta,   undated-2,  human,        E9,        true,    2026-07-01
  expect:
    population: 16
    exceptions: |
      system, account_id, reason_code, reason
      aws,    left,       R1,          The account is enabled; worker E2 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
      okta,   untyped,    R1,          The account is enabled; worker E2 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
      okta,   early,      R2,          The account is enabled; worker E4 does not start before 2026-07-09 00:00.
      okta,   left-old,   R1,          The account is enabled; worker E8 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
      gh,     at-due,     R1,          The account is enabled; worker E5 left on 2026-06-22 00:00 and the time to disable it ended on 2026-06-23 00:00.
    indeterminate: |
      system, account_id, reason_code, reason
      okta,   unknown,    I1,          The list of accounts does not say whether the account is enabled.
      okta,   contractor, I2,          Worker C9 is not in the HR register.
      gcp,    old-list,   I3,          The list of accounts of 2026-06-22 00:00 is older than the deadline 2026-06-23 00:00 for worker E5.
      okta,   undated,    I4,          HR gives worker E6 the status terminated and no end date.
      okta,   undated-2,  I4,          HR gives worker E9 the status terminated and no end date.
      okta,   old-hr,     I5,          "HR shows worker E7 as employed on 2026-06-29 00:00, before the list of accounts of 2026-07-01 00:00."

- name: rehires, transfers between legal entities, and a gap that ends soon
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,     status
      E1,        1,       2020-01-01, 2025-05-01, terminated
      E1,        2,       2026-02-01, ,           active
      E2,        1,       2020-01-01, 2026-03-31, terminated
      E2,        2,       2026-03-31, 2026-12-31, active
      E3,        1,       2020-01-01, 2025-06-01, terminated
      E3,        2,       2026-07-06, ,           active
      E4,        1,       2020-01-01, 2026-06-01, terminated
      E4,        2,       2026-09-01, 2026-12-31, active
      E4,        3,       2027-01-01, ,           active
      E5,        1,       2020-01-01, 2025-06-01, terminated
      E5,        2,       2026-01-01, 2026-07-01, terminated
    account: |
      system, account_id, account_type, worker_id, enabled
      okta,   rehired,    human,        E1,        true
      okta,   moved,      human,        E2,        true
      okta,   returns,    human,        E3,        true
      okta,   later,      human,        E4,        true
      okta,   left-again, human,        E5,        true
  expect:
    exceptions: |
      system, account_id, reason_code, left_at,    joins_at,   reason
      okta,   later,      R1,          2026-06-01, 2026-09-01, The account is enabled; worker E4 left on 2026-06-01 00:00 and the time to disable it ended on 2026-06-02 00:00.

- name: a leave is an exception where policy says so, and only if no other employment is active
  params: {leave_policy: true}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,     status
      E1,        1,       2020-01-01, 2021-01-01, active
      E1,        2,       2022-01-01, ,           garden_leave
      E2,        1,       2020-01-01, ,           suspended
      E2,        2,       2021-01-01, ,           active
    account: |
      system, account_id, account_type, worker_id, enabled
      okta,   leave,      human,        E1,        true
      okta,   second,     human,        E2,        true
  expect:
    exceptions: |
      system, account_id, reason_code, reason
      okta,   leave,      R3,          The account is enabled while worker E1 is on a leave.

- name: without such a policy a leave passes
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   status
      E1,        1,       2020-01-01, suspended
    account: |
      system, account_id, account_type, worker_id, enabled
      okta,   leave,      human,        E1,        true
  expect: {population: 1}

- name: the grace is counted in business days, without holidays
  as_of: 2026-07-06T17:00:00Z
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at
      E1,        1,       2020-01-01, 2026-07-03T17:00:00Z
      E2,        1,       2020-01-01, 2026-07-03T17:00:01Z
      E3,        1,       2020-01-01, 2026-07-01T17:00:00Z
      E4,        1,       2020-01-01, 2026-06-30T16:00:00Z
    ref_calendar: |
      calendar, date,       kind
      us,       2026-07-01, holiday
      us,       2026-07-02, freeze
    account: |
      system, account_id, account_type, worker_id, enabled, snapshot_at
      okta,   friday,     human,        E1,        true,    2026-07-06T18:00:00Z
      okta,   in-grace,   human,        E2,        true,    2026-07-06T18:00:00Z
      aws,    no-holiday, human,        E3,        true,    2026-07-02T17:00:00Z
      gh,     holiday,    human,        E4,        true,    2026-07-02T15:00:00Z
  expect:
    exceptions: |
      system, account_id, reason_code, reason
      okta,   friday,     R1,          The account is enabled; worker E1 left on 2026-07-03 17:00 and the time to disable it ended on 2026-07-06 17:00.
      aws,    no-holiday, R1,          The account is enabled; worker E3 left on 2026-07-01 17:00 and the time to disable it ended on 2026-07-02 17:00.
    indeterminate: |
      system, account_id, reason_code, reason
      gh,     holiday,    I3,          The list of accounts of 2026-07-02 15:00 is older than the deadline 2026-07-02 16:00 for worker E4.

- name: without grace the end itself is the deadline
  params: {grace_days: 0}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at
      E1,        1,       2020-01-01, 2026-07-01
      E2,        1,       2020-01-01, 2026-07-01T00:00:01Z
    account: |
      system, account_id, account_type, worker_id, enabled, snapshot_at
      okta,   a1,         human,        E1,        true,
      okta,   a2,         human,        E2,        true,
      aws,    a3,         human,        E1,        true,    2026-06-30
  expect:
    exceptions: |
      system, account_id, reason_code, reason
      okta,   a1,         R1,          The account is enabled; worker E1 left on 2026-07-01 00:00 and the time to disable it ended on 2026-07-01 00:00.
    indeterminate: |
      system, account_id, reason_code, reason
      aws,    a3,         I3,          The list of accounts of 2026-06-30 00:00 is older than the deadline 2026-07-01 00:00 for worker E1.

- name: linked by an address or name that only one worker has, in the last list before the audit date; keys without a password
  given:
    hr_worker_span: |
      worker_id, span_no, email,         start_at,   end_at
      E1,        1,       Ann@ex.com,    2020-01-01, 2026-03-02
      E2,        1,       team@ex.com,   2020-01-01, 2026-03-02
      E3,        1,       team@ex.com,   2020-01-01,
      E4,        1,       kim@ex.com,    2020-01-01, 2026-03-02
      E5,        1,       kim@other.com, 2020-01-01, 2026-03-02
    account: |
      system, account_id, username,   email,       account_type, auth_source, enabled, snapshot_at
      okta,   by-mail,    x,          ann@ex.com,  human,        ,            true,    2026-07-01
      aws,    by-name,    ANN,        ,            human,        ,            false,   2026-06-15
      aws,    by-name,    ANN,        ,            human,        ,            true,    2026-07-01
      aws,    by-name,    ANN,        ,            human,        ,            false,   2026-07-02
      aws,    keys,       ann,        ,            service,      api,         true,    2026-07-01
      aws,    robot,      ann,        ,            service,      local,       true,    2026-07-01
      gcp,    later,      ann@ex.com, ,            human,        ,            true,    2026-07-03
      gcp,    later,      ann@ex.com, ,            human,        ,            false,   2026-07-04
      okta,   shared,     team,       team@ex.com, human,        ,            true,    2026-07-01
      okta,   two-kims,   kim,        ,            human,        ,            true,    2026-07-01
      okta,   other-mail, ann,        x@ex.com,    human,        ,            true,    2026-07-01
  expect:
    population: 4
    exceptions: |
      system, account_id, reason_code, reason
      okta,   by-mail,    R1,          The account is enabled; worker E1 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
      aws,    by-name,    R1,          The account is enabled; worker E1 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
      aws,    keys,       R1,          The account is enabled; worker E1 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
      gcp,    later,      R1,          The account is enabled; worker E1 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.

- name: without linking by name
  params: {link_by_name: false}
  given:
    hr_worker_span: |
      worker_id, span_no, email,      start_at,   end_at
      E1,        1,       ann@ex.com, 2020-01-01, 2026-03-02
    account: |
      system, account_id, username,   account_type, enabled
      aws,    by-name,    ann,        human,        true
      aws,    by-mail,    ann@ex.com, human,        true
  expect:
    exceptions: |
      system, account_id, reason_code, reason
      aws,    by-mail,    R1,          The account is enabled; worker E1 left on 2026-03-02 00:00 and the time to disable it ended on 2026-03-03 00:00.
---*/
