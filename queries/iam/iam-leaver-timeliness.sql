/*---
id: iam-leaver-timeliness
version: 1
title: Leavers' accounts disabled late or not at all
objective: Throughout the period the access of people who left was disabled in time.
kind: operating
severity: high
reads: [hr_worker_span, account]
optional: [audit_event, entitlement]
key: [worker_id, span_no, system, account_id]
params:
  sla_hours: {type: integer, default: 24, unit: hours, means: time allowed to disable an account}
  sla_hours_urgent: {type: integer, default: 1, unit: hours, means: the same for privileged accounts and people who did not leave by choice}
  hr_sla_hours: {type: integer, default: 24, unit: hours, means: time that HR has to record that somebody left}
  rehire_hours: {type: integer, default: 24, unit: hours, aliases: [exclude_rehired_within], means: gap between two employments that is no leave}
  involuntary: {type: text, default: "involuntary|dismiss|misconduct|for cause", means: pattern of the reasons that are not by choice}
  urgent_systems: {type: "text[]", default: [], means: systems whose accounts are all privileged}
  disable_actions: {type: "text[]", default: [user.lifecycle.suspend, user.lifecycle.deactivate, user.lifecycle.delete.initiated, DeleteUser, org.remove_member, Disable account, Delete user, SUSPEND_USER, DELETE_USER], means: events that disable or delete a whole account}
  enable_actions: {type: "text[]", default: [user.lifecycle.activate, user.lifecycle.unsuspend, user.lifecycle.reactivate, CreateUser, org.add_member, Enable account, UNSUSPEND_USER], means: events that enable it}
  link_by_name: {type: boolean, default: true, means: "whether an account belongs to the worker whose e-mail address begins with its name"}
controls:
  nist-800-53r5: [PS-4, AC-2]
  soc2-tsc-2017: [CC6.2, CC6.3]
  iso-27001-2022: [A.5.18, A.6.5]
  pci-dss-4.0.1: ["8.2.5"]
reasons:
  R1: disabled after the deadline
  R2: not disabled
  R3: HR recorded the leave late
  R4: disabled, and when is not known
  I1: the evidence does not say whether the account is enabled
  I2: the last list of accounts that shows it enabled is older than the deadline
  I3: the holder has returned, and whether the account was disabled between is not known
  X1: another employment covers the end, or begins soon after it
  X2: the time allowed is not over
limits:
  - R1 and R2 count from the end of employment, whoever caused the delay; R3 beside them says that HR recorded it late, and is
    an exception on its own, too.
  - An account is in the population when any list of accounts shows it. One that was deleted before the first list is not
    seen; one that is missing from the last list counts as disabled.
  - Where the list names no worker, the e-mail address of the account, or else its name, finds the worker if it is only one's.
  - An account without a date of creation counts as one that existed when its holder left.
  - Where the list does not say when an account was disabled, the first event that disabled it for good counts. AWS users whose
    keys and password were taken away one by one, without being deleted, have no such event.
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

-- +seen: each person's account as the last list that has it shows it; one that a later list has not counts as disabled
SELECT system, account_id, worker_id, username, email, created_at, disabled_at, enabled, seen_at
FROM (
  SELECT
    a.system, a.account_id, COALESCE(a.worker_id, n.worker_id) AS worker_id, a.username, a.email, a.created_at,
    a.disabled_at, a.snapshot_at AS seen_at,
    CASE WHEN a.snapshot_at < l.snapshot_at THEN FALSE ELSE a.enabled END AS enabled,
    ROW_NUMBER() OVER (PARTITION BY a.system, a.account_id ORDER BY a.snapshot_at DESC) AS nth
  FROM account AS a
  JOIN latest AS l ON l.system = a.system AND l.snapshot_at >= a.snapshot_at
  LEFT JOIN name AS n ON n.name = LOWER(TRIM(COALESCE(a.email, a.username)))
  WHERE COALESCE(a.account_type, 'human') IN ('human', 'guest') OR a.auth_source = 'api'
) AS listed
WHERE nth = 1;

-- +privileged: accounts that a list shows with a privileged entitlement
SELECT DISTINCT system, account_id FROM entitlement WHERE risk = 'priv';

-- +return: when the next employment of the same worker begins that lasts longer
SELECT h.worker_id, h.span_no, MIN(o.start_at) AS start_at
FROM hr_worker_span AS h
JOIN hr_worker_span AS o ON o.worker_id = h.worker_id AND COALESCE(o.end_at > h.end_at, TRUE)
GROUP BY h.worker_id, h.span_no;

-- +population: one row per employment that ended in the period and account that its holder had then
SELECT
  h.worker_id, h.span_no, s.system, s.account_id, h.start_at, h.end_at, h.term_entered_at, r.start_at AS returns_at,
  s.enabled, s.seen_at, s.username, s.email,
  CASE WHEN COALESCE(s.disabled_at < r.start_at, TRUE) THEN s.disabled_at END AS disabled_at,
  date_add('hour', CASE
    WHEN regexp_like(LOWER(h.term_reason), $involuntary) OR contains($urgent_systems, s.system) OR v.account_id IS NOT NULL
    THEN $sla_hours_urgent ELSE $sla_hours
  END, h.end_at) AS due_at
FROM hr_worker_span AS h
JOIN seen AS s ON s.worker_id = h.worker_id AND COALESCE(s.created_at <= h.end_at, TRUE)
LEFT JOIN return AS r ON r.worker_id = h.worker_id AND r.span_no = h.span_no
LEFT JOIN privileged AS v ON v.system = s.system AND v.account_id = s.account_id
WHERE h.end_at >= $period_start AND h.end_at < $period_end;

-- +switch: events that disabled or enabled an account, under any name that it has
SELECT DISTINCT
  p.worker_id, p.span_no, p.system, p.account_id, e.event_at, contains($disable_actions, e.action) AS disables
FROM (
  SELECT worker_id, span_no, system, account_id, start_at, returns_at, LOWER(account_id) AS name FROM population
  UNION
  SELECT worker_id, span_no, system, account_id, start_at, returns_at, LOWER(username) FROM population
  UNION
  SELECT worker_id, span_no, system, account_id, start_at, returns_at, LOWER(email) FROM population
) AS p
JOIN (
  SELECT provider, account_or_project, action, event_at, LOWER(resource) AS name FROM audit_event WHERE result = 'success'
  UNION ALL
  SELECT provider, account_or_project, action, event_at, LOWER(resource_name) FROM audit_event WHERE result = 'success'
) AS e ON e.name = p.name
WHERE e.event_at >= p.start_at
  AND COALESCE(e.event_at < p.returns_at, TRUE)
  AND (contains($disable_actions, e.action) OR contains($enable_actions, e.action))
  AND p.system IN (e.provider, e.account_or_project, concat(e.provider, ':', e.account_or_project));

-- +disabled: the first event that disabled an account after the last one that enabled it
SELECT worker_id, span_no, system, account_id, MIN(event_at) AS event_at
FROM (
  SELECT
    worker_id, span_no, system, account_id, event_at, disables,
    MAX(event_at) FILTER (WHERE NOT disables) OVER (PARTITION BY worker_id, span_no, system, account_id) AS enabled_at
  FROM switch
) AS history
WHERE disables AND COALESCE(event_at > enabled_at, TRUE)
GROUP BY worker_id, span_no, system, account_id;

-- +dated: each item with the moment when the account was disabled, from the list or else from events
SELECT
  p.worker_id, p.span_no, p.system, p.account_id, p.end_at, p.due_at, p.seen_at, p.term_entered_at, p.returns_at, p.enabled,
  COALESCE(p.disabled_at, d.event_at) AS off_at,
  p.returns_at <= p.seen_at AS returned
FROM population AS p
LEFT JOIN disabled AS d
  ON d.worker_id = p.worker_id AND d.span_no = p.span_no AND d.system = p.system AND d.account_id = p.account_id;

-- +judged: each item with at most one code, and whether HR was late
SELECT
  worker_id, span_no, system, account_id, end_at, due_at, seen_at, term_entered_at, returns_at, off_at,
  COALESCE(term_entered_at > date_add('hour', $hr_sla_hours, end_at), FALSE) AS hr_late,
  CASE
    WHEN returns_at <= date_add('hour', $rehire_hours, end_at) THEN 'X1'
    WHEN off_at > due_at AND (returned OR NOT enabled) THEN 'R1'
    WHEN off_at IS NOT NULL AND (returned OR NOT enabled) THEN NULL
    WHEN returned THEN 'I3'
    WHEN enabled IS NULL THEN 'I1'
    WHEN NOT enabled THEN 'R4'
    WHEN due_at > $as_of THEN 'X2'
    WHEN due_at > seen_at THEN 'I2'
    ELSE 'R2'
  END AS code
FROM dated;

-- +exceptions: accounts that were disabled late or not at all, and leaves that HR recorded late
SELECT
  worker_id, span_no, system, account_id, code AS reason_code,
  concat('Worker ', worker_id, ' left on ', substr(CAST(end_at AS VARCHAR), 1, 16), ', the account was to be disabled by ',
    substr(CAST(due_at AS VARCHAR), 1, 16), ' and was ', CASE code
      WHEN 'R1' THEN concat('disabled on ', substr(CAST(off_at AS VARCHAR), 1, 16), '.')
      ELSE concat('still enabled on ', substr(CAST(seen_at AS VARCHAR), 1, 16), '.')
    END) AS reason,
  end_at, due_at, off_at
FROM judged
WHERE code IN ('R1', 'R2')
UNION ALL
SELECT
  worker_id, span_no, system, account_id, 'R3' AS reason_code,
  concat('Worker ', worker_id, ' left on ', substr(CAST(end_at AS VARCHAR), 1, 16), ' and HR recorded it on ',
    substr(CAST(term_entered_at AS VARCHAR), 1, 16), '.') AS reason,
  end_at, due_at, off_at
FROM judged
WHERE hr_late AND COALESCE(code, '') NOT IN ('X1', 'X2');

-- +indeterminate: accounts of which it is not known whether or when they were disabled
SELECT
  worker_id, span_no, system, account_id, code AS reason_code,
  CASE code
    WHEN 'R4' THEN concat('The account is disabled or gone; when that was is in no list or event. Worker ', worker_id,
      ' left on ', substr(CAST(end_at AS VARCHAR), 1, 16), '.')
    WHEN 'I1' THEN 'The list of accounts does not say whether the account is enabled.'
    WHEN 'I2' THEN concat('The account was enabled on ', substr(CAST(seen_at AS VARCHAR), 1, 16),
      ', before the deadline ', substr(CAST(due_at AS VARCHAR), 1, 16), '; there is no later list.')
    ELSE concat('Worker ', worker_id, ' left on ', substr(CAST(end_at AS VARCHAR), 1, 16), ' and returned on ',
      substr(CAST(returns_at AS VARCHAR), 1, 16), '; whether the account was disabled between is in no list or event.')
  END AS reason
FROM judged
WHERE code IN ('R4', 'I1', 'I2', 'I3') AND NOT hr_late;

-- +excluded: ends of employment that are no leave, and leaves whose time is not over
SELECT
  worker_id, span_no, system, account_id, code AS reason_code,
  CASE code
    WHEN 'X1' THEN concat('The employment ended on ', substr(CAST(end_at AS VARCHAR), 1, 16), '; another one goes on since ',
      substr(CAST(returns_at AS VARCHAR), 1, 16), '.')
    ELSE concat('The time to disable the account ends on ', substr(CAST(due_at AS VARCHAR), 1, 16), '.')
  END AS reason
FROM judged
WHERE code IN ('X1', 'X2');

/*--- cases
- name: disabled in time, early, late and not at all; urgent ones; other periods and later accounts are not here
  params: {urgent_systems: [vault]}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,               term_reason
      E1,        1,       2020-01-01, 2026-03-02T17:00:00Z, resignation (voluntary)
      E2,        1,       2020-01-01, 2026-03-02T17:00:00Z, Dismissed
      E3,        1,       2020-01-01, 2026-01-01,
      E4,        1,       2020-01-01, 2026-07-01,
      E5,        1,       2020-01-01, 2025-12-31,
      E6,        1,       2020-01-01, 2026-06-30T12:00:00Z,
      E7,        1,       2020-01-01, 2026-06-20,
    account: |
      system, account_id, worker_id, account_type, enabled, created_at,           disabled_at,          auth_source, snapshot_at
      okta,   on-time,    E1,        human,        false,   2026-03-02T17:00:00Z, 2026-03-03T17:00:00Z, ,            2026-07-01
      okta,   late,       E1,        guest,        false,   ,                     2026-03-03T17:00:01Z, ,            2026-07-01
      okta,   later,      E1,        human,        true,    2026-03-02T17:00:01Z, ,                     ,            2026-07-01
      aws:1,  keys,       E1,        service,      false,   ,                     2026-03-03T17:00:01Z, api,         2026-07-01
      aws:1,  robot,      E1,        service,      true,    ,                     ,                     ,            2026-07-01
      vault,  vault,      E1,        human,        false,   ,                     2026-03-02T18:00:00Z, ,            2026-07-01
      vault,  vault-late, E1,        human,        false,   ,                     2026-03-02T18:00:01Z, ,            2026-07-01
      okta,   dismissed,  E2,        ,             false,   ,                     2026-03-02T18:00:01Z, ,            2026-07-01
      okta,   early,      E3,        human,        false,   ,                     2025-12-24,           ,            2026-07-01
      app,    admin,      E3,        human,        false,   ,                     2026-01-01T01:00:01Z, ,            2026-07-01
      okta,   alive,      E3,        human,        true,    ,                     ,                     ,            2026-07-01
      okta,   unknown,    E3,        human,        ,        ,                     ,                     ,            2026-07-01
      okta,   next,       E4,        human,        true,    ,                     ,                     ,            2026-07-01
      okta,   before,     E5,        human,        true,    ,                     ,                     ,            2026-07-01
      okta,   not-due,    E6,        human,        true,    ,                     ,                     ,            2026-07-01
      okta,   done,       E6,        human,        false,   ,                     2026-06-30T12:00:00Z, ,            2026-07-01
      old,    old-list,   E7,        human,        true,    ,                     ,                     ,            2026-06-20
    entitlement: |
      system, account_id, entitlement_id, risk
      app,    admin,      root,           priv
      okta,   on-time,    reader,         low
      aws:1,  on-time,    root,           priv
  expect:
    population: 13
    exceptions: |
      account_id, reason_code, reason
      late,       R1,          "Worker E1 left on 2026-03-02 17:00, the account was to be disabled by 2026-03-03 17:00 and was disabled on 2026-03-03 17:00."
      keys,       R1,          "Worker E1 left on 2026-03-02 17:00, the account was to be disabled by 2026-03-03 17:00 and was disabled on 2026-03-03 17:00."
      vault-late, R1,          "Worker E1 left on 2026-03-02 17:00, the account was to be disabled by 2026-03-02 18:00 and was disabled on 2026-03-02 18:00."
      dismissed,  R1,          "Worker E2 left on 2026-03-02 17:00, the account was to be disabled by 2026-03-02 18:00 and was disabled on 2026-03-02 18:00."
      admin,      R1,          "Worker E3 left on 2026-01-01 00:00, the account was to be disabled by 2026-01-01 01:00 and was disabled on 2026-01-01 01:00."
      alive,      R2,          "Worker E3 left on 2026-01-01 00:00, the account was to be disabled by 2026-01-02 00:00 and was still enabled on 2026-07-01 00:00."
    indeterminate: |
      account_id, reason_code, reason
      unknown,    I1,          The list of accounts does not say whether the account is enabled.
      old-list,   I2,          "The account was enabled on 2026-06-20 00:00, before the deadline 2026-06-21 00:00; there is no later list."
    excluded: |
      account_id, reason_code, reason
      not-due,    X2,          The time to disable the account ends on 2026-07-01 12:00.

- name: HR was late; a retroactive termination
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,     term_entered_at, email
      E1,        1,       2020-01-01, 2026-03-02, 2026-03-03,      ann@ex.com
      E2,        1,       2020-01-01, 2026-03-02, 2026-03-20,      team@ex.com
      E3,        1,       2020-01-01, 2026-06-30, 2026-07-15,      team@ex.com
      E4,        1,       2020-01-01, 2026-03-02, 2026-03-20,      team@ex.com
      E4,        2,       2026-03-02, ,           ,                team@ex.com
    account: |
      system, account_id, username, email,       worker_id, account_type, enabled, disabled_at, snapshot_at
      gh,     by-mail,    x,        Ann@ex.com,  ,          human,        true,    ,            2026-07-01
      gh,     by-name,    ann,      ,            ,          human,        true,    ,            2026-07-01
      gh,     shared,     team,     team@ex.com, ,          human,        true,    ,            2026-07-01
      okta,   in-time,    ,         ,            E1,        human,        false,   2026-03-02,  2026-07-01
      okta,   retro,      ,         ,            E2,        human,        false,   2026-03-20,  2026-07-01
      app,    retro-ok,   ,         ,            E2,        human,        false,   2026-03-02,  2026-07-01
      db,     no-date,    ,         ,            E2,        human,        false,   ,            2026-07-01
      okta,   undue,      ,         ,            E3,        human,        true,    ,            2026-06-30
      okta,   moved,      ,         ,            E4,        human,        true,    ,            2026-07-01
  expect:
    exceptions: |
      account_id, reason_code, reason
      by-mail,    R2,          "Worker E1 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was still enabled on 2026-07-01 00:00."
      by-name,    R2,          "Worker E1 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was still enabled on 2026-07-01 00:00."
      retro,      R1,          "Worker E2 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was disabled on 2026-03-20 00:00."
      retro,      R3,          Worker E2 left on 2026-03-02 00:00 and HR recorded it on 2026-03-20 00:00.
      retro-ok,   R3,          Worker E2 left on 2026-03-02 00:00 and HR recorded it on 2026-03-20 00:00.
      no-date,    R3,          Worker E2 left on 2026-03-02 00:00 and HR recorded it on 2026-03-20 00:00.
      undue,      R3,          Worker E3 left on 2026-06-30 00:00 and HR recorded it on 2026-07-15 00:00.
    excluded: |
      account_id, reason_code, reason
      moved,      X1,          The employment ended on 2026-03-02 00:00; another one goes on since 2026-03-02 00:00.

- name: rehires and transfers
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,             end_at
      E1,        1,       2020-01-01,           2026-03-02
      E1,        2,       2026-03-03,           2026-12-31
      E2,        1,       2020-01-01,           2026-03-02
      E2,        2,       2026-03-03T00:00:01Z,
      E3,        1,       2020-01-01,           2026-03-02
      E3,        2,       2021-01-01,           2026-03-02
      E4,        1,       2020-01-01,           2026-03-02
      E4,        2,       2026-09-01,
      E4,        3,       2026-12-01,
    account: |
      system, account_id, worker_id, account_type, enabled, disabled_at, snapshot_at
      okta,   rehired,    E1,        human,        true,    ,            2026-07-01
      okta,   returned,   E2,        human,        true,    ,            2026-07-01
      new,    returned,   E2,        human,        true,    ,            2026-03-03T00:00:01Z
      db,     off,        E2,        human,        false,   2026-03-02,  2026-07-01
      gh,     off-later,  E2,        human,        false,   2026-05-02,  2026-07-01
      okta,   both-end,   E3,        human,        false,   2026-03-02,  2026-07-01
      okta,   next-year,  E4,        human,        true,    ,            2026-07-01
  expect:
    population: 8
    exceptions: |
      account_id, reason_code, reason
      next-year,  R2,          "Worker E4 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was still enabled on 2026-07-01 00:00."
    indeterminate: |
      system, account_id, reason_code, reason
      okta,   returned,   I3,          Worker E2 left on 2026-03-02 00:00 and returned on 2026-03-03 00:00; whether the account was disabled between is in no list or event.
      new,    returned,   I3,          Worker E2 left on 2026-03-02 00:00 and returned on 2026-03-03 00:00; whether the account was disabled between is in no list or event.
      gh,     off-later,  I3,          Worker E2 left on 2026-03-02 00:00 and returned on 2026-03-03 00:00; whether the account was disabled between is in no list or event.
    excluded: |
      account_id, reason_code, reason
      rehired,    X1,          The employment ended on 2026-03-02 00:00; another one goes on since 2026-03-03 00:00.

- name: accounts that are gone, and events that tell when an account was disabled for good
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at
      E1,        1,       2020-01-01, 2026-03-02
      E2,        1,       2020-01-01, 2026-02-01
      E2,        2,       2026-03-01, 2026-05-01
    account: |
      system, account_id, username, email,      worker_id, account_type, enabled, snapshot_at
      okta,   00u1,       ann,      Ann@ex.com, E1,        human,        false,   2026-07-01
      okta,   00u2,       eve,      ,           E1,        human,        false,   2026-07-01
      okta,   00u3,       kim,      ,           E1,        human,        false,   2026-07-01
      okta,   00u4,       lea,      ,           E2,        human,        false,   2026-07-01
      okta,   00u5,       mia,      ,           E2,        human,        true,    2026-07-01
      aws:1,  ann,        ann,      ,           E1,        human,        false,   2026-05-01
      aws:1,  ann,        ann,      ,           E1,        human,        true,    2026-06-01
      aws:1,  eve,        ,         ,           E9,        human,        true,    2026-07-01
      aws:2,  ann,        ann,      ,           E1,        human,        true,    2026-06-01
      aws:2,  ann,        ann,      ,           E1,        human,        false,   2026-07-01
      aws:2,  ann,        ann,      ,           E1,        human,        true,    2026-07-02
      corp,   a-1,        annlee,   ,           E1,        human,        false,   2026-07-01
      db,     ann,        ann,      ,           E1,        human,        false,   2026-07-01
      later,  ann,        ann,      ,           E1,        human,        true,    2026-07-02
      later,  ann,        ann,      ,           E1,        human,        false,   2026-07-03
    audit_event: |
      event_id, provider, account_or_project, event_at,             action,                    resource, resource_name, result
      1,        okta,     acme,               2026-02-01,           user.lifecycle.suspend,    00U1,     x,             success
      2,        okta,     acme,               2026-02-02,           user.lifecycle.unsuspend,  x,        ann@EX.com,    success
      3,        okta,     acme,               2026-03-02,           user.lifecycle.suspend,    x,        ANN@ex.com,    success
      4,        okta,     acme,               2026-04-02,           user.lifecycle.deactivate, 00u1,     ann@ex.com,    success
      5,        okta,     acme,               2019-01-01,           user.lifecycle.deactivate, 00u2,     x,             success
      6,        okta,     acme,               2020-01-01,           user.lifecycle.activate,   00u2,     x,             success
      7,        okta,     acme,               2026-04-02,           user.lifecycle.deactivate, 00u2,     x,             success
      8,        okta,     acme,               2026-04-03,           user.session.start,        00u2,     x,             success
      9,        okta,     acme,               2026-01-10,           user.lifecycle.suspend,    00u3,     x,             success
      10,       okta,     acme,               2026-01-11,           user.lifecycle.unsuspend,  00u3,     x,             success
      11,       okta,     acme,               2026-01-20,           user.lifecycle.suspend,    00u3,     x,             success
      12,       okta,     acme,               2026-01-21,           user.lifecycle.unsuspend,  00u3,     x,             success
      13,       okta,     acme,               2026-04-02,           user.lifecycle.deactivate, 00u3,     x,             success
      14,       okta,     acme,               2026-02-01,           user.lifecycle.suspend,    00u4,     x,             success
      15,       okta,     acme,               2026-03-01,           user.lifecycle.unsuspend,  00u4,     x,             success
      16,       okta,     acme,               2026-06-01,           user.lifecycle.suspend,    00u4,     x,             success
      17,       okta,     acme,               2026-05-01,           user.lifecycle.suspend,    00u5,     x,             success
      18,       aws,      1,                  2026-03-02,           DeleteUser,                ann,      ,              failure
      19,       aws,      1,                  2026-03-02,           DeleteUser,                x,        ann,           failure
      20,       aws,      1,                  2026-03-03T00:00:01Z, DeleteUser,                Ann,      ,              success
      21,       aws,      9,                  2026-03-02,           DeleteUser,                ann,      ,              success
      22,       github,   corp,               2026-03-02,           org.remove_member,         corp,     AnnLee,        success
  expect:
    population: 12
    exceptions: |
      worker_id, span_no, system, account_id, reason_code, reason
      E1,        1,       okta,   00u2,       R1,          "Worker E1 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was disabled on 2026-04-02 00:00."
      E1,        1,       okta,   00u3,       R1,          "Worker E1 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was disabled on 2026-04-02 00:00."
      E2,        2,       okta,   00u4,       R1,          "Worker E2 left on 2026-05-01 00:00, the account was to be disabled by 2026-05-02 00:00 and was disabled on 2026-06-01 00:00."
      E2,        2,       okta,   00u5,       R2,          "Worker E2 left on 2026-05-01 00:00, the account was to be disabled by 2026-05-02 00:00 and was still enabled on 2026-07-01 00:00."
      E1,        1,       aws:1,  ann,        R1,          "Worker E1 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was disabled on 2026-03-03 00:00."
      E1,        1,       later,  ann,        R2,          "Worker E1 left on 2026-03-02 00:00, the account was to be disabled by 2026-03-03 00:00 and was still enabled on 2026-07-02 00:00."
    indeterminate: |
      worker_id, span_no, system, account_id, reason_code, reason
      E2,        1,       okta,   00u5,       I3,          Worker E2 left on 2026-02-01 00:00 and returned on 2026-03-01 00:00; whether the account was disabled between is in no list or event.
      E1,        1,       aws:2,  ann,        R4,          The account is disabled or gone; when that was is in no list or event. Worker E1 left on 2026-03-02 00:00.
      E1,        1,       db,     ann,        R4,          The account is disabled or gone; when that was is in no list or event. Worker E1 left on 2026-03-02 00:00.
---*/
