/*---
id: iam-review-revoke-open
version: 4
title: Rights that a review revoked and that are still held
objective: Decisions of access reviews are carried out in time and last.
kind: operating
severity: high
reads: [access_review_item, entitlement]
optional: [access_request, account, group_edge]
key: [campaign_id, item_id]
params:
  sla_days: {type: integer, default: 14, unit: days, means: time allowed to take a right away}
  sla_days_priv: {type: integer, default: 3, unit: days, means: the same for privileged rights}
  regrant_days: {type: integer, default: 30, unit: days, aliases: [regrant_window], means: time after the deadline in which a new grant needs a request}
controls:
  nist-800-53r5: [AC-2, AC-6(7)]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.5.18]
  pci-dss-4.0.1: ["7.2.4"]
reasons:
  R1: still held after the deadline
  R2: granted again without a request
  R3: no list of entitlements was taken after the deadline
  I1: the decision has no date
limits:
  - Lists of entitlements show moments. A right that is missing from any list between decision and deadline, or from the first one
    after it, counts as taken away in time. One that was taken away after the deadline and before the first list is not seen.
  - A right counts as held by whatever way, so that taking away the direct grant of one that a group gives as well is not enough. Rights
    of groups are those of their members, to all depths, as the members were when last listed before the list of entitlements, or else
    first after it. The date of such a grant is that of the group's.
  - A deleted account holds nothing. A decision to modify counts as carried out when the right is gone.
  - A new grant is known by a date of grant after the decision, or by the right being missing from a list and back in a later one.
---*/

-- +population: one row per item of the period that was decided against the right
SELECT campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at
FROM access_review_item
WHERE decision IN ('revoke', 'modify')
  AND COALESCE(decided_at, due_at, population_cutoff_at, $period_start) >= $period_start
  AND COALESCE(decided_at, $period_start) < $period_end;

-- +membership: for each list of entitlements the list of members of groups that goes with it
SELECT e.system, e.snapshot_at, COALESCE(MAX(g.snapshot_at) FILTER (WHERE g.snapshot_at <= e.snapshot_at), MIN(g.snapshot_at)) AS members_at
FROM (SELECT DISTINCT system, snapshot_at FROM entitlement) AS e
JOIN (SELECT DISTINCT system, snapshot_at FROM group_edge) AS g ON g.system = e.system
GROUP BY e.system, e.snapshot_at;

-- +reach: every list in which somebody holds one of these rights, directly or through groups
WITH RECURSIVE reach AS (
  SELECT e.system, e.account_id, e.entitlement_id, e.snapshot_at, e.granted_at, e.risk
  FROM entitlement AS e
  JOIN (SELECT DISTINCT system, entitlement_id FROM population) AS p ON p.system = e.system AND p.entitlement_id = e.entitlement_id
  WHERE COALESCE(e.expires_at > e.snapshot_at, TRUE)
  UNION
  SELECT r.system, g.member_id, r.entitlement_id, r.snapshot_at, r.granted_at, r.risk
  FROM reach AS r
  JOIN membership AS m ON m.system = r.system AND m.snapshot_at = r.snapshot_at
  JOIN group_edge AS g ON g.system = r.system AND g.snapshot_at = m.members_at AND g.group_id = r.account_id
)
SELECT system, account_id, entitlement_id, snapshot_at, granted_at, risk FROM reach;

-- +priv: rights that a list of entitlements marks as privileged
SELECT DISTINCT system, account_id, entitlement_id FROM reach WHERE risk = 'priv';

-- +due: each item with its deadline
SELECT
  p.campaign_id, p.item_id, p.system, p.account_id, p.entitlement_id, p.decided_at,
  date_add('day', CASE WHEN v.system IS NULL THEN $sla_days ELSE $sla_days_priv END, p.decided_at) AS due_at
FROM population AS p
LEFT JOIN priv AS v ON v.system = p.system AND v.account_id = p.account_id AND v.entitlement_id = p.entitlement_id;

-- +held: every list in which an account holds a right, with the last date of grant
SELECT system, account_id, entitlement_id, snapshot_at, MAX(granted_at) AS granted_at
FROM reach
GROUP BY system, account_id, entitlement_id, snapshot_at;

-- +seen: each item with every later list of its system, and whether the right is in it
SELECT
  d.campaign_id, d.item_id, d.decided_at, d.due_at, s.snapshot_at, h.system IS NOT NULL AS holds,
  h.granted_at > d.decided_at AS granted_anew,
  CASE WHEN h.granted_at > d.decided_at THEN h.granted_at ELSE s.snapshot_at END AS since
FROM due AS d
JOIN (SELECT DISTINCT system, snapshot_at FROM entitlement) AS s ON s.system = d.system AND s.snapshot_at > d.decided_at
LEFT JOIN held AS h
  ON h.system = d.system AND h.account_id = d.account_id AND h.entitlement_id = d.entitlement_id
  AND h.snapshot_at = s.snapshot_at;

-- +course: per item the lists that decide: the first after the deadline, the first without the right, the first where it is back
SELECT
  campaign_id, item_id,
  MIN(snapshot_at) FILTER (WHERE snapshot_at >= due_at) AS first_after,
  MIN(snapshot_at) FILTER (WHERE gone_at = snapshot_at) AS gone_at,
  MIN(snapshot_at) FILTER (
    WHERE holds AND (granted_anew OR snapshot_at > gone_at) AND since <= date_add('day', $regrant_days, due_at)
  ) AS back_at
FROM (
  SELECT
    campaign_id, item_id, due_at, snapshot_at, holds, granted_anew, since,
    MIN(snapshot_at) FILTER (WHERE NOT holds OR granted_anew) OVER (PARTITION BY campaign_id, item_id) AS gone_at
  FROM seen
) AS lists
GROUP BY campaign_id, item_id;

-- +requested: items for whose holder the right was asked for again after the decision
SELECT DISTINCT d.campaign_id, d.item_id
FROM due AS d
JOIN account AS a ON a.system = d.system AND a.account_id = d.account_id
JOIN access_request AS r ON r.beneficiary_worker_id = a.worker_id AND r.entitlement_id = d.entitlement_id
JOIN course AS c ON c.campaign_id = d.campaign_id AND c.item_id = d.item_id
WHERE r.action IN ('grant', 'modify')
  AND COALESCE(r.system = d.system, TRUE)
  AND r.requested_at > d.decided_at
  AND r.requested_at <= c.back_at;

-- +judged: each item with at most one code
SELECT
  d.campaign_id, d.item_id, d.account_id, d.entitlement_id, d.decided_at, d.due_at, c.first_after, c.back_at,
  CASE
    WHEN d.decided_at IS NULL THEN 'I1'
    WHEN c.back_at IS NOT NULL AND q.item_id IS NULL THEN 'R2'
    WHEN c.gone_at <= COALESCE(c.first_after, c.gone_at) THEN NULL
    WHEN c.first_after IS NULL THEN 'R3'
    ELSE 'R1'
  END AS code
FROM due AS d
LEFT JOIN course AS c ON c.campaign_id = d.campaign_id AND c.item_id = d.item_id
LEFT JOIN requested AS q ON q.campaign_id = d.campaign_id AND q.item_id = d.item_id;

-- +exceptions: rights that are still held, or held again
SELECT
  campaign_id, item_id, code AS reason_code,
  CASE code
    WHEN 'R1' THEN concat('Decided on ', substr(CAST(decided_at AS VARCHAR), 1, 10), ' and due on ',
      substr(CAST(due_at AS VARCHAR), 1, 10), '; ', account_id, ' held ', entitlement_id, ' on ',
      substr(CAST(first_after AS VARCHAR), 1, 10), '.')
    ELSE concat('Decided on ', substr(CAST(decided_at AS VARCHAR), 1, 10), '; ', account_id, ' held ', entitlement_id,
      ' again on ', substr(CAST(back_at AS VARCHAR), 1, 10), ' without a request.')
  END AS reason,
  account_id, entitlement_id, due_at
FROM judged
WHERE code IN ('R1', 'R2');

-- +indeterminate: items without a date or without a later list
SELECT
  campaign_id, item_id, code AS reason_code,
  CASE code
    WHEN 'R3' THEN concat('No list of entitlements of the system was taken after the deadline ',
      substr(CAST(due_at AS VARCHAR), 1, 10), '.')
    ELSE 'The decision has no date.'
  END AS reason
FROM judged
WHERE code IN ('R3', 'I1');

/*--- cases
- name: granted again by its date within the time, and first listed after it; and granted again after it
  params: {sla_days: 14, regrant_days: 30}
  given:
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at,           due_at,               population_cutoff_at
      C,           1,       s,      a,          r,              revoke,   2026-03-10T09:00:00Z, 2026-03-31T00:00:00Z, 2026-02-28T00:00:00Z
      C,           2,       s,      b,          r,              revoke,   2026-03-10T09:00:00Z, 2026-03-31T00:00:00Z, 2026-02-28T00:00:00Z
    entitlement: |
      system, account_id, entitlement_id, via,    granted_at,           snapshot_at
      s,      a,          r,              direct, 2026-04-10T09:00:00Z, 2026-04-30T00:00:00Z
      s,      b,          r,              direct, 2026-04-25T09:00:00Z, 2026-04-30T00:00:00Z
  expect:
    population: 2
    exceptions: |
      campaign_id, item_id, reason_code, reason
      C,           1,       R2,          Decided on 2026-03-10; a held r again on 2026-04-30 without a request.

- name: taken away in time, still held, held by another way, privileged, no later list, no date; a deleted account holds nothing
  given:
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at, population_cutoff_at
      C,           done,    app,    ann,        r1,             revoke,   2026-03-01, 2026-02-01
      C,           modify,  app,    ann,        r2,             modify,   2026-03-01, 2026-02-01
      C,           group,   app,    ann,        r3,             revoke,   2026-03-01, 2026-02-01
      C,           deleted, app,    bob,        r1,             revoke,   2026-03-01, 2026-02-01
      C,           keep,    app,    kim,        r1,             keep,     2026-03-01, 2026-02-01
      C,           priv,    app,    ann,        root,           revoke,   2026-03-10, 2026-02-01
      C,           not-due, app,    ann,        r4,             revoke,   2026-03-10, 2026-02-01
      C,           early,   app,    ann,        r5,             revoke,   2026-03-10, 2026-02-01
      C,           expired, app,    ann,        r6,             revoke,   2026-03-01, 2026-02-01
      C,           no-date, app,    ann,        r1,             revoke,   ,           2026-02-01
      C,           other,   db,     ann,        r1,             revoke,   2026-03-01, 2026-02-01
      C,           last,    app,    ann,        r9,             revoke,   2026-06-30, 2026-02-01
      C,           first,   app,    ann,        r9,             revoke,   2026-01-01, 2025-12-01
      C,           before,  app,    ann,        r2,             revoke,   2025-12-31, 2025-12-01
      C,           after,   app,    ann,        r2,             revoke,   2026-07-01, 2026-06-01
      C,           past,    app,    ann,        r2,             revoke,   ,           2025-06-01
    entitlement: |
      system, account_id, entitlement_id, via,     risk, expires_at,           snapshot_at
      app,    ann,        r1,             direct,  low,  ,                     2026-03-01
      app,    ann,        root,           direct,  priv, ,                     2026-03-01
      app,    ann,        r5,             direct,  low,  ,                     2026-03-01
      app,    ann,        r2,             direct,  low,  ,                     2026-03-15
      app,    ann,        r3,             group:x, low,  ,                     2026-03-15
      app,    ann,        r4,             direct,  low,  ,                     2026-03-15
      app,    ann,        r6,             direct,  low,  2026-03-15,           2026-03-15
      app,    ann,        root,           direct,  ,     2026-03-15T00:00:01Z, 2026-03-15
      db,     kim,        r1,             direct,  low,  ,                     2026-02-01
  expect:
    population: 12
    exceptions: |
      item_id, reason_code, reason
      modify,  R1,          "Decided on 2026-03-01 and due on 2026-03-15; ann held r2 on 2026-03-15."
      group,   R1,          "Decided on 2026-03-01 and due on 2026-03-15; ann held r3 on 2026-03-15."
      priv,    R1,          "Decided on 2026-03-10 and due on 2026-03-13; ann held root on 2026-03-15."
    indeterminate: |
      item_id, reason_code, reason
      not-due, R3,          No list of entitlements of the system was taken after the deadline 2026-03-24.
      no-date, I1,          The decision has no date.
      other,   R3,          No list of entitlements of the system was taken after the deadline 2026-03-15.
      last,    R3,          No list of entitlements of the system was taken after the deadline 2026-07-14.

- name: granted again, with and without a request, within the time and after it
  params: {regrant_days: 20}
  given:
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at
      C,           again,   app,    a,          r1,             revoke,   2026-03-01
      C,           asked,   app,    b,          r1,             revoke,   2026-03-01
      C,           older,   app,    c,          r1,             revoke,   2026-03-01
      C,           newer,   app,    d,          r1,             revoke,   2026-03-01
      C,           later,   app,    e,          r1,             revoke,   2026-03-01
      C,           dated,   app,    f,          r1,             revoke,   2026-03-01
      C,           other,   app,    g,          r1,             revoke,   2026-03-01
      C,           system,  app,    h,          r1,             revoke,   2026-03-01
      C,           revoke,  app,    i,          r1,             revoke,   2026-03-01
      C,           tardy,   app,    j,          r1,             revoke,   2026-03-01
      C,           held,    app,    k,          r1,             revoke,   2026-03-01
      D,           asked,   app,    x,          r1,             revoke,   2026-03-01
    entitlement: |
      system, account_id, entitlement_id, via,    granted_at,           snapshot_at
      app,    j,          r1,             direct, ,                     2026-03-10
      app,    f,          r1,             direct, 2026-03-05,           2026-03-10
      app,    k,          r1,             direct, 2026-03-01,           2026-03-10
      app,    j,          r1,             direct, ,                     2026-03-20
      app,    k,          r1,             direct, 2026-03-01,           2026-03-20
      app,    a,          r1,             direct, ,                     2026-04-04
      app,    b,          r1,             direct, ,                     2026-04-04
      app,    c,          r1,             direct, ,                     2026-04-04
      app,    d,          r1,             direct, ,                     2026-04-04
      app,    g,          r1,             direct, ,                     2026-04-04
      app,    h,          r1,             direct, ,                     2026-04-04
      app,    i,          r1,             direct, ,                     2026-04-04
      app,    x,          r1,             direct, ,                     2026-04-04
      app,    e,          r1,             direct, ,                     2026-04-05
      app,    k,          r1,             direct, ,                     2026-04-05
    account: |
      system, account_id, worker_id
      app,    b,          W2
      app,    c,          W3
      app,    d,          W4
      app,    g,          W7
      app,    h,          W8
      app,    i,          W9
    access_request: |
      request_id, system, beneficiary_worker_id, entitlement_id, action, requested_at
      2,          app,    W2,                    r1,             modify, 2026-03-01T00:00:01Z
      2a,         ,       W2,                    r1,             grant,  2026-04-04
      3,          app,    W3,                    r1,             grant,  2026-03-01
      4,          app,    W4,                    r1,             grant,  2026-04-04T00:00:01Z
      7,          app,    W7,                    r2,             grant,  2026-03-02
      8,          crm,    W8,                    r1,             grant,  2026-03-02
      9,          app,    W9,                    r1,             revoke, 2026-03-02
  expect:
    exceptions: |
      campaign_id, item_id, reason_code, reason
      C,           again,   R2,          Decided on 2026-03-01; a held r1 again on 2026-04-04 without a request.
      C,           older,   R2,          Decided on 2026-03-01; c held r1 again on 2026-04-04 without a request.
      C,           newer,   R2,          Decided on 2026-03-01; d held r1 again on 2026-04-04 without a request.
      C,           dated,   R2,          Decided on 2026-03-01; f held r1 again on 2026-03-10 without a request.
      C,           other,   R2,          Decided on 2026-03-01; g held r1 again on 2026-04-04 without a request.
      C,           system,  R2,          Decided on 2026-03-01; h held r1 again on 2026-04-04 without a request.
      C,           revoke,  R2,          Decided on 2026-03-01; i held r1 again on 2026-04-04 without a request.
      C,           tardy,   R1,          Decided on 2026-03-01 and due on 2026-03-15; j held r1 on 2026-03-20.
      C,           held,    R1,          Decided on 2026-03-01 and due on 2026-03-15; k held r1 on 2026-03-20.
      D,           asked,   R2,          Decided on 2026-03-01; x held r1 again on 2026-04-04 without a request.

- name: one name in two systems, one item number in two campaigns, requests for any system and at the moment of the grant
  params: {regrant_days: 40}
  given:
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at
      C,           one,     app,    ann,        r1,             revoke,   2026-03-01
      C,           two,     db,     ann,        r1,             revoke,   2026-03-01
      C,           three,   app,    bob,        r2,             revoke,   2026-03-01
      D,           three,   app,    cat,        r3,             revoke,   2026-03-01
      C,           five,    app,    dan,        r4,             revoke,   2026-03-01
      C,           six,     app,    eve,        r5,             revoke,   2026-03-01
      C,           seven,   app,    fay,        r6,             revoke,   2026-03-01
    entitlement: |
      system, account_id, entitlement_id, via,     risk, granted_at, snapshot_at
      db,     ann,        r1,             direct,  priv, ,           2026-03-06
      app,    kim,        r1,             direct,  priv, ,           2026-03-06
      app,    fay,        r6,             direct,  low,  2026-01-01, 2026-03-06
      app,    bob,        r2,             direct,  low,  ,           2026-04-01
      app,    dan,        r4,             direct,  low,  ,           2026-04-01
      app,    eve,        r5,             direct,  low,  ,           2026-04-01
      app,    fay,        r6,             direct,  low,  2026-01-01, 2026-04-01
      app,    fay,        r6,             group:x, low,  2026-03-20, 2026-04-01
      app,    ann,        r1,             direct,  low,  ,           2026-04-15
      app,    cat,        r3,             direct,  low,  ,           2026-04-15
    account: |
      system, account_id, worker_id
      app,    ann,        W1
      db,     ann,        W9
      app,    bob,        W2
      app,    dan,        W4
      app,    eve,        W5
    access_request: |
      request_id, beneficiary_worker_id, system, entitlement_id, action, requested_at
      q1,         W9,                    ,       r1,             grant,  2026-03-20
      q2,         W2,                    app,    r2,             grant,  2026-04-10
      q4,         W4,                    ,       r4,             grant,  2026-03-20
      q5,         W5,                    app,    r5,             grant,  2026-04-01
  expect:
    population: 7
    exceptions: |
      campaign_id, item_id, reason_code, reason
      C,           one,     R2,          Decided on 2026-03-01; ann held r1 again on 2026-04-15 without a request.
      C,           two,     R1,          "Decided on 2026-03-01 and due on 2026-03-04; ann held r1 on 2026-03-06."
      C,           three,   R2,          Decided on 2026-03-01; bob held r2 again on 2026-04-01 without a request.
      D,           three,   R2,          Decided on 2026-03-01; cat held r3 again on 2026-04-15 without a request.
      C,           seven,   R2,          Decided on 2026-03-01; fay held r6 again on 2026-04-01 without a request.

- name: rights of groups are held by their members, as they were at the time of the list
  given:
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at
      c,           in,      app,    ann,        pay,            revoke,   2026-03-01
      c,           deep,    app,    bob,        pay,            revoke,   2026-03-01
      c,           left,    app,    cy,         pay,            revoke,   2026-03-01
      c,           other,   crm,    ann,        pay,            revoke,   2026-03-01
      c,           priv,    app,    ann,        root,           revoke,   2026-03-01
    entitlement: |
      system, account_id, entitlement_id, via,    snapshot_at, risk
      app,    ann,        pay,            direct, 2026-02-01,
      app,    g1,         pay,            direct, 2026-02-01,
      app,    g1,         pay,            direct, 2026-03-20,
      app,    g2,         root,           direct, 2026-03-10,  priv
      app,    g1,         pay,            direct, 2026-03-10,
      crm,    zoe,        pay,            direct, 2026-03-20,
    group_edge: |
      system, group_id, member_type, member_id, snapshot_at
      app,    g1,       account,     cy,        2026-02-01
      app,    g1,       account,     ann,       2026-03-19
      app,    g1,       group,       g2,        2026-03-19
      app,    g2,       account,     bob,       2026-03-19
      app,    g2,       group,       g1,        2026-03-19
      app,    g1,       account,     ann,       2026-03-05
      app,    g1,       group,       g2,        2026-03-05
      app,    g2,       account,     bob,       2026-03-05
      app,    g2,       account,     ann,       2026-03-05
      crm,    g1,       account,     ann,       2026-03-20
      app,    g1,       account,     cy,        2026-03-21
  expect:
    exceptions: |
      campaign_id, item_id, reason_code, reason
      c,           in,      R1,          "Decided on 2026-03-01 and due on 2026-03-15; ann held pay on 2026-03-20."
      c,           deep,    R1,          "Decided on 2026-03-01 and due on 2026-03-15; bob held pay on 2026-03-20."
      c,           priv,    R1,          "Decided on 2026-03-01 and due on 2026-03-04; ann held root on 2026-03-10."
    indeterminate: none

- name: members that were listed only after the rights count
  given:
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, decision, decided_at
      c,           1,       app,    ann,        pay,            revoke,   2026-03-01
    entitlement: |
      system, account_id, entitlement_id, via,    snapshot_at
      app,    g1,         pay,            direct, 2026-03-20
    group_edge: |
      system, group_id, member_type, member_id, snapshot_at
      app,    g1,       account,     ann,       2026-03-21
      app,    g1,       account,     zoe,       2026-03-22
  expect:
    exceptions: |
      campaign_id, item_id, reason_code
      c,           1,       R1
---*/
