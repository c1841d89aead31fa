/*---
id: iam-review-coverage
version: 3
title: Rights that an access review left out, decided late, or did not judge independently
objective: Periodic reviews cover every account and right of the systems reviewed, on time, by an independent reviewer.
kind: operating
severity: high
reads: [access_review_item, entitlement]
optional: [account, hr_worker_span]
key: [campaign_id, system, account_id, entitlement_id]
params:
  months: {type: integer, default: 6, unit: months, aliases: [frequency], means: longest time between two reviews of a right}
  months_priv: {type: integer, default: 3, unit: months, means: the same for privileged rights}
  bulk_items: {type: integer, default: 100, unit: items, aliases: [bulk_n], means: decisions of one reviewer that are too many within bulk_secs}
  bulk_secs: {type: integer, default: 60, unit: seconds, means: time in which they are too many}
controls:
  nist-800-53r5: [AC-2, AC-6(7)]
  soc2-tsc-2017: [CC6.2, CC6.3]
  iso-27001-2022: [A.5.18]
  pci-dss-4.0.1: ["7.2.4", "7.2.5.1"]
reasons:
  R1: not in the campaign
  R2: not decided, or decided after the due date
  R3: decided by the holder, or by somebody who was not employed
  R4: decided in bulk
  R5: too long since the previous review
  R6: right of a service account that no campaign includes
  I1: decided, and when or by when is not known
  I2: who decided is not known
limits:
  - Where the export states only the day of a decision, R4 is not tested, for all decisions of a day would stand at one moment.
  - A campaign counts when its cutoff is in the period. Its scope is the systems of its items; a system that no item names is not seen.
  - The rights are those of the list of entitlements nearest before the cutoff, else the first after it. A list that the
    review tool made itself proves nothing about completeness.
  - Items of the campaign that the list of entitlements does not have are not in the population. A right that was renamed, or a nested
    group that the tool flattened, looks like one that was left out.
  - R3 needs the list of accounts and the HR register. The first campaign of a system in the evidence is not tested for R5.
---*/

-- +campaign: each campaign of the period and system that it reviews, with the one before it
SELECT campaign_id, system, cutoff_at, previous_at
FROM (
  SELECT
    campaign_id, system, MIN(population_cutoff_at) AS cutoff_at,
    LAG(MIN(population_cutoff_at)) OVER (PARTITION BY system ORDER BY MIN(population_cutoff_at), campaign_id) AS previous_at
  FROM access_review_item
  GROUP BY campaign_id, system
) AS ordered
WHERE cutoff_at >= $period_start AND cutoff_at < $period_end;

-- +extract: the list of entitlements for each of them
SELECT
  c.campaign_id, c.system, c.cutoff_at, c.previous_at,
  COALESCE(MAX(s.snapshot_at) FILTER (WHERE s.snapshot_at <= c.cutoff_at), MIN(s.snapshot_at)) AS snapshot_at
FROM campaign AS c
JOIN (SELECT DISTINCT system, snapshot_at FROM entitlement) AS s ON s.system = c.system
GROUP BY c.campaign_id, c.system, c.cutoff_at, c.previous_at;

-- +population: one row per campaign and right that was in force at its cutoff
SELECT
  x.campaign_id, e.system, e.account_id, e.entitlement_id, x.cutoff_at, x.previous_at, BOOL_OR(e.risk = 'priv') AS privileged
FROM extract AS x
JOIN entitlement AS e ON e.system = x.system AND e.snapshot_at IS NOT DISTINCT FROM x.snapshot_at
WHERE COALESCE(e.granted_at <= x.cutoff_at, TRUE)
  AND COALESCE(e.expires_at > x.cutoff_at, TRUE)
GROUP BY x.campaign_id, e.system, e.account_id, e.entitlement_id, x.cutoff_at, x.previous_at;

-- +decided: each decision, with those of its reviewer in the time up to it
SELECT
  campaign_id, item_id, reviewer_id, date_diff('second', TIMESTAMPTZ '1970-01-01', decided_at) AS second,
  COUNT(decision) OVER (
    PARTITION BY campaign_id, reviewer_id ORDER BY date_diff('second', TIMESTAMPTZ '1970-01-01', decided_at)
    RANGE BETWEEN $bulk_secs PRECEDING AND CURRENT ROW
  ) AS recent
FROM access_review_item
WHERE decided_at IS NOT NULL AND reviewer_id IS NOT NULL AND day_only IS DISTINCT FROM TRUE;

-- +burst: each decision, with the most of its reviewer in any such time that includes it
SELECT
  campaign_id, item_id,
  MAX(recent) OVER (
    PARTITION BY campaign_id, reviewer_id ORDER BY second RANGE BETWEEN CURRENT ROW AND $bulk_secs FOLLOWING
  ) AS decisions
FROM decided;

-- +owner: the worker of each account, and what kind of account it is
SELECT
  system, account_id, MAX(COALESCE(worker_id, owner_worker_id)) AS worker_id,
  BOOL_OR(account_type = 'service') AS service
FROM account
GROUP BY system, account_id;

-- +absent: items whose reviewer was not employed when deciding
SELECT i.campaign_id, i.item_id
FROM access_review_item AS i
JOIN hr_worker_span AS h ON h.worker_id = i.reviewer_id
GROUP BY i.campaign_id, i.item_id, i.decided_at
HAVING NOT BOOL_OR(h.start_at <= i.decided_at AND (h.end_at IS NULL OR h.end_at > i.decided_at));

-- +answer: per right of a campaign what became of its items
SELECT
  i.campaign_id, i.system, i.account_id, i.entitlement_id,
  BOOL_OR(i.decision IS NULL OR COALESCE(i.decided_at > i.due_at, FALSE)) AS late,
  BOOL_OR(i.decided_at IS NULL OR i.due_at IS NULL) AS undated,
  BOOL_OR(i.reviewer_id IS NULL) AS unsigned,
  BOOL_OR(i.decision IS NOT NULL AND (COALESCE(i.reviewer_id = o.worker_id, FALSE) OR a.item_id IS NOT NULL)) AS dependent,
  MAX(b.decisions) AS decisions,
  string_agg(DISTINCT i.reviewer_id, ', ' ORDER BY i.reviewer_id) AS reviewers,
  MAX(i.decided_at) AS decided_at, MAX(i.due_at) AS due_at
FROM access_review_item AS i
LEFT JOIN owner AS o ON o.system = i.system AND o.account_id = i.account_id
LEFT JOIN absent AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id
LEFT JOIN burst AS b ON b.campaign_id = i.campaign_id AND b.item_id = i.item_id
GROUP BY i.campaign_id, i.system, i.account_id, i.entitlement_id;

-- +facts: each right with what became of it
SELECT
  p.campaign_id, p.system, p.account_id, p.entitlement_id, p.cutoff_at, p.previous_at,
  a.decided_at, a.due_at, a.reviewers, a.decisions, a.late, a.dependent, a.undated, a.unsigned,
  a.campaign_id IS NULL AS missing,
  o.service AND e.account_id IS NULL AS never_included,
  COALESCE(a.decisions > $bulk_items, FALSE) AS bulk,
  COALESCE(
    p.cutoff_at > date_add('month', CASE WHEN p.privileged THEN $months_priv ELSE $months END, p.previous_at), FALSE
  ) AS rare
FROM population AS p
LEFT JOIN answer AS a
  ON a.campaign_id = p.campaign_id AND a.system = p.system AND a.account_id = p.account_id
  AND a.entitlement_id = p.entitlement_id
LEFT JOIN owner AS o ON o.system = p.system AND o.account_id = p.account_id
LEFT JOIN (SELECT DISTINCT system, account_id FROM access_review_item) AS e
  ON e.system = p.system AND e.account_id = p.account_id;

-- +exceptions: rights left out, late, or without an independent judgement
SELECT
  campaign_id, system, account_id, entitlement_id, CASE WHEN never_included THEN 'R6' ELSE 'R1' END AS reason_code,
  concat('The right was in force on ', substr(CAST(cutoff_at AS VARCHAR), 1, 10), ' and is not in the campaign.') AS reason
FROM facts
WHERE missing
UNION ALL
SELECT
  campaign_id, system, account_id, entitlement_id, 'R2' AS reason_code,
  concat('Decided on ', COALESCE(substr(CAST(decided_at AS VARCHAR), 1, 16), 'no date'), ', due on ',
    COALESCE(substr(CAST(due_at AS VARCHAR), 1, 16), 'no date'), '.') AS reason
FROM facts
WHERE late
UNION ALL
SELECT
  campaign_id, system, account_id, entitlement_id, 'R3' AS reason_code,
  concat('Decided by ', reviewers, ', who holds the account or was not employed on ',
    COALESCE(substr(CAST(decided_at AS VARCHAR), 1, 16), 'that day'), '.') AS reason
FROM facts
WHERE dependent
UNION ALL
SELECT
  campaign_id, system, account_id, entitlement_id, 'R4' AS reason_code,
  concat('One of ', CAST(decisions AS VARCHAR), ' decisions of ', reviewers, ' within ', CAST($bulk_secs AS VARCHAR),
    ' seconds.') AS reason
FROM facts
WHERE bulk
UNION ALL
SELECT
  campaign_id, system, account_id, entitlement_id, 'R5' AS reason_code,
  concat('Reviewed as of ', substr(CAST(cutoff_at AS VARCHAR), 1, 10), ', before that as of ',
    substr(CAST(previous_at AS VARCHAR), 1, 10), '.') AS reason
FROM facts
WHERE rare;

-- +indeterminate: decisions without their times or their reviewer
SELECT
  f.campaign_id, f.system, f.account_id, f.entitlement_id, CASE WHEN f.undated THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN f.undated THEN 'The decision or its due date has no time.' ELSE 'The decision names no reviewer.'
  END AS reason
FROM facts AS f
WHERE (f.undated OR f.unsigned)
  AND NOT (f.late OR f.dependent OR f.bulk OR f.rare);

/*--- cases
- name: in and out of the campaign, open, late, undated; rights that began, ended or were listed at another time
  given:
    entitlement: |
      system, account_id, entitlement_id, via,    granted_at,           expires_at,           snapshot_at
      app,    ann,        r1,             direct, 2026-03-01,           2026-03-01T00:00:01Z, 2026-03-01
      app,    ann,        r1,             group:x, ,                    ,                     2026-03-01
      app,    ann,        r3,             direct, 2026-03-01,           2026-03-01T00:00:01Z, 2026-03-01
      app,    ann,        twice,          direct, ,                     ,                     2026-03-01
      app,    ann,        r2,             direct, ,                     ,                     2026-03-01
      app,    ann,        open,           direct, ,                     ,                     2026-03-01
      app,    ann,        late,           direct, ,                     ,                     2026-03-01
      app,    ann,        undated,        direct, ,                     ,                     2026-03-01
      app,    ann,        no-due,         direct, ,                     ,                     2026-03-01
      app,    ann,        unsigned,       direct, ,                     ,                     2026-03-01
      app,    ann,        newer,          direct, 2026-03-01T00:00:01Z, ,                     2026-03-01
      app,    ann,        ended,          direct, ,                     2026-03-01,           2026-03-01
      app,    ann,        former,         direct, ,                     ,                     2026-02-01
      app,    ann,        next,           direct, ,                     ,                     2026-04-01
      app,    robot,      r1,             direct, ,                     ,                     2026-03-01
      app,    robot2,     r1,             direct, ,                     ,                     2026-03-01
      app,    robot2,     r2,             direct, ,                     ,                     2026-03-01
      db,     ann,        r1,             direct, ,                     ,                     2026-03-01
      crm,    ann,        r1,             direct, ,                     ,                     2026-03-02
      crm,    ann,        r2,             direct, ,                     ,                     2026-03-03
    account: |
      system, account_id, account_type
      app,    robot,      service
      app,    robot2,     service
      crm,    robot,      human
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, reviewer_id, decision, decided_at,           due_at,     population_cutoff_at
      C1,          1,       app,    ann,        r1,             M1,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2,       app,    ann,        open,           M1,          ,         ,                     2026-03-15, 2026-03-01
      C1,          2a,      app,    ann,        open,           M2,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2b,      app,    ann,        late,           M2,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2c,      app,    ann,        undated,        M2,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2d,      app,    ann,        unsigned,       M2,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2e,      app,    ann,        r3,             M2,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2f,      app,    ann,        twice,          M1,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2g,      app,    ann,        twice,          M2,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          2h,      db,     ann,        r2,             M2,          keep,     2026-03-15,           2026-03-15, 2026-02-28
      C1,          3,       app,    ann,        late,           M1,          revoke,   2026-03-15T00:00:01Z, 2026-03-15, 2026-03-01
      C1,          4,       app,    ann,        undated,        M1,          keep,     ,                     2026-03-15, 2026-03-01
      C1,          5,       app,    ann,        no-due,         M1,          keep,     2026-03-15,           ,           2026-03-01
      C1,          6,       app,    ann,        unsigned,       ,            keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          7,       app,    robot2,     r1,             M1,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C1,          8,       crm,    ann,        r1,             M1,          keep,     2026-03-15,           2026-03-15, 2026-03-01
      C2,          1,       app,    ann,        r2,             M1,          keep,     2025-12-31,           2026-03-15, 2025-12-31
      C3,          1,       app,    ann,        r1,             M1,          keep,     2026-07-02,           2026-07-15, 2026-07-01
  expect:
    population: 14
    exceptions: |
      campaign_id, system, account_id, entitlement_id, reason_code, reason
      C1,          app,    ann,        r2,             R1,          The right was in force on 2026-03-01 and is not in the campaign.
      C1,          db,     ann,        r1,             R1,          The right was in force on 2026-02-28 and is not in the campaign.
      C1,          app,    robot2,     r2,             R1,          The right was in force on 2026-03-01 and is not in the campaign.
      C1,          app,    robot,      r1,             R6,          The right was in force on 2026-03-01 and is not in the campaign.
      C1,          app,    ann,        open,           R2,          "Decided on 2026-03-15 00:00, due on 2026-03-15 00:00."
      C1,          app,    ann,        late,           R2,          "Decided on 2026-03-15 00:00, due on 2026-03-15 00:00."
    indeterminate: |
      campaign_id, system, account_id, entitlement_id, reason_code, reason
      C1,          app,    ann,        undated,        I1,          The decision or its due date has no time.
      C1,          app,    ann,        no-due,         I1,          The decision or its due date has no time.
      C1,          app,    ann,        unsigned,       I2,          The decision names no reviewer.

- name: decided by the holder, by the owner, by somebody who had left; in bulk
  params: {bulk_items: 2}
  given:
    entitlement: |
      system, account_id, entitlement_id, via
      app,    ann,        r1,             direct
      app,    svc,        r1,             direct
      app,    bob,        left,           direct
      app,    bob,        not-yet,        direct
      app,    bob,        present,        direct
      app,    bob,        stranger,       direct
      app,    bob,        b1,             direct
      app,    bob,        b2,             direct
      app,    bob,        b3,             direct
      app,    bob,        b4,             direct
      app,    bob,        o1,             direct
      app,    bob,        n1,             direct
      app,    bob,        u1,             direct
      app,    bob,        open,           direct
    account: |
      system, account_id, account_type, worker_id, owner_worker_id
      app,    ann,        human,        W1,        W8
      app,    svc,        service,      ,          W1
      app,    bob,        human,        W2,
      db,     bob,        human,        W1,
    hr_worker_span: |
      worker_id, span_no, start_at,             end_at
      W1,        1,       2020-01-01,           2026-03-15T00:00:01Z
      W3,        1,       2020-01-01,           2026-03-15
      W4,        1,       2026-03-15T00:00:01Z,
      W5,        1,       2020-01-01,           2021-01-01
      W5,        2,       2026-03-15,
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, reviewer_id, decision, decided_at,           due_at,     population_cutoff_at
      C1,          1,       app,    ann,        r1,             W1,          keep,     2026-03-15,           2026-04-01, 2026-01-01
      C1,          2,       app,    svc,        r1,             W1,          keep,     2026-03-15T00:30:00Z, 2026-04-01, 2026-01-01
      C1,          3,       app,    bob,        left,           W3,          keep,     2026-03-15,           2026-04-01, 2026-01-01
      C1,          3a,      app,    bob,        left,           W5,          keep,     2026-03-15,           2026-04-01, 2026-01-01
      C1,          3b,      app,    bob,        b1,             W5,          keep,     2026-03-16,           2026-04-01, 2026-01-01
      C1,          3c,      app,    ann,        r1,             W5,          keep,     2026-03-17,           2026-04-01, 2026-01-01
      C1,          3d,      app,    bob,        n1,             ,            keep,     2026-03-17,           2026-04-01, 2026-01-01
      C1,          3e,      app,    bob,        n2,             ,            keep,     2026-03-17,           2026-04-01, 2026-01-01
      C1,          3f,      app,    bob,        n3,             ,            keep,     2026-03-17,           2026-04-01, 2026-01-01
      C1,          3g,      app,    bob,        u1,             W5,          keep,     ,                     2026-04-01, 2026-01-01
      C1,          3h,      app,    bob,        u2,             W5,          keep,     ,                     2026-04-01, 2026-01-01
      C1,          3i,      app,    bob,        u3,             W5,          keep,     ,                     2026-04-01, 2026-01-01
      C1,          3j,      app,    bob,        open,           W2,          ,         2026-03-15,           2026-04-01, 2026-01-01
      C1,          4,       app,    bob,        not-yet,        W4,          keep,     2026-03-15,           2026-04-01, 2026-01-01
      C1,          5,       app,    bob,        present,        W5,          keep,     2026-03-15,           2026-04-01, 2026-01-01
      C1,          6,       app,    bob,        stranger,       W7,          keep,     2026-03-15,           2026-04-01, 2026-01-01
      C1,          7,       app,    bob,        b1,             W9,          keep,     2026-03-15T10:00:00Z, 2026-04-01, 2026-01-01
      C1,          8,       app,    bob,        b2,             W9,          keep,     2026-03-15T10:00:59Z, 2026-04-01, 2026-01-01
      C1,          9,       app,    bob,        b3,             W9,          keep,     2026-03-15T10:01:00Z, 2026-04-01, 2026-01-01
      C1,          10,      app,    bob,        b4,             W9,          keep,     2026-03-15T10:02:01Z, 2026-04-01, 2026-01-01
      C1,          11,      app,    bob,        o1,             W6,          keep,     2026-03-15T10:00:30Z, 2026-04-01, 2026-01-01
      C2,          1,       app,    bob,        r9,             W9,          keep,     2026-03-15T10:02:02Z, 2026-04-01, 2025-12-01
      C2,          2,       app,    bob,        r8,             W9,          ,         2026-03-15T10:02:02Z, 2026-04-01, 2025-12-01
      C2,          3,       app,    bob,        r7,             ,            keep,     2026-03-15T10:02:02Z, 2026-04-01, 2025-12-01
      C2,          4,       app,    bob,        r6,             W9,          keep,     ,                     2026-04-01, 2025-12-01
      C3,          1,       app,    bob,        present,        W3,          keep,     2026-03-16,           2026-04-01, 2025-11-01
  expect:
    population: 14
    exceptions: |
      account_id, entitlement_id, reason_code, reason
      bob,        open,           R2,          "Decided on 2026-03-15 00:00, due on 2026-04-01 00:00."
      ann,        r1,             R3,          "Decided by W1, W5, who holds the account or was not employed on 2026-03-17 00:00."
      svc,        r1,             R3,          "Decided by W1, who holds the account or was not employed on 2026-03-15 00:30."
      bob,        left,           R3,          "Decided by W3, W5, who holds the account or was not employed on 2026-03-15 00:00."
      bob,        not-yet,        R3,          "Decided by W4, who holds the account or was not employed on 2026-03-15 00:00."
      bob,        b1,             R4,          "One of 3 decisions of W5, W9 within 60 seconds."
      bob,        b2,             R4,          One of 3 decisions of W9 within 60 seconds.
      bob,        b3,             R4,          One of 3 decisions of W9 within 60 seconds.
    indeterminate: |
      account_id, entitlement_id, reason_code, reason
      bob,        n1,             I2,          The decision names no reviewer.
      bob,        u1,             I1,          The decision or its due date has no time.

- name: the time since the previous campaign of the same system
  given:
    entitlement: |
      system, account_id, entitlement_id, via,    risk, snapshot_at
      app,    ann,        user,           direct, low,  2026-01-01
      app,    ann,        admin,          direct, priv, 2026-01-01
      db,     ann,        user,           direct, low,  2026-01-01
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, reviewer_id, decision, decided_at, due_at,     population_cutoff_at
      C0,          1,       app,    ann,        user,           M1,          keep,     2025-07-01, 2025-08-01, 2025-07-01
      C0,          2,       db,     ann,        user,           M1,          keep,     2025-07-01, 2025-08-01, 2025-06-30
      C1,          1,       app,    ann,        user,           M1,          keep,     2026-01-02, 2026-02-01, 2026-01-01
      C1,          2,       app,    ann,        admin,          ,            keep,     2026-01-02, 2026-02-01, 2026-01-01
      C1,          3,       db,     ann,        user,           M1,          keep,     2026-01-02, 2026-02-01, 2026-01-01
      C2,          1,       app,    ann,        user,           M1,          keep,     2026-04-02, 2026-05-01, 2026-04-01
      C2,          2,       app,    ann,        admin,          M1,          keep,     2026-04-02, 2026-05-01, 2026-04-01
  expect:
    population: 5
    exceptions: |
      campaign_id, system, account_id, entitlement_id, reason_code, reason
      C1,          app,    ann,        admin,          R5,          "Reviewed as of 2026-01-01, before that as of 2025-07-01."
      C1,          db,     ann,        user,           R5,          "Reviewed as of 2026-01-01, before that as of 2025-06-30."

- name: decisions of which only the day is stated are not taken as made in bulk
  params: {bulk_items: 1}
  given:
    entitlement: |
      system, account_id, entitlement_id, via,    snapshot_at
      s,      a1,         r,              direct, 2026-03-01
      s,      a2,         r,              direct, 2026-03-01
      s,      a3,         r,              direct, 2026-03-01
      s,      a4,         r,              direct, 2026-03-01
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, reviewer_id, decision, decided_at,           due_at,               population_cutoff_at, day_only
      Q1,          1,       s,      a1,         r,              E1,          keep,     2026-03-05T23:59:59Z, 2026-03-31T23:59:59Z, 2026-03-01,           true
      Q1,          2,       s,      a2,         r,              E1,          keep,     2026-03-05T23:59:59Z, 2026-03-31T23:59:59Z, 2026-03-01,           true
      Q1,          3,       s,      a3,         r,              E2,          keep,     2026-03-05T23:59:59Z, 2026-03-31T23:59:59Z, 2026-03-01,           false
      Q1,          4,       s,      a4,         r,              E2,          keep,     2026-03-05T23:59:59Z, 2026-03-31T23:59:59Z, 2026-03-01,
    account: |
      system, account_id, account_type
      s,      a1,         human
  expect:
    exceptions: |
      campaign_id, system, account_id, entitlement_id, reason_code, reason
      Q1,          s,      a3,         r,              R4,          One of 2 decisions of E2 within 60 seconds.
      Q1,          s,      a4,         r,              R4,          One of 2 decisions of E2 within 60 seconds.

- name: one account name in two systems, one item number in two campaigns; decisions without a date of their own that fail for another reason
  params: {bulk_items: 1}
  given:
    entitlement: |
      system, account_id, entitlement_id, via
      app,    bob,        r1,             direct
      db,     bob,        r1,             direct
      app,    bot,        r1,             direct
      app,    kim,        r1,             direct
      app,    lou,        r1,             direct
      app,    mia,        r1,             direct
      app,    new,        r1,             direct
    account: |
      system, account_id, account_type, worker_id
      app,    bob,        human,        W1
      db,     bob,        human,        W2
      app,    bot,        human,        W3
      db,     bot,        service,      W4
      app,    kim,        human,        W5
      app,    lou,        human,        W6
      app,    new,        human,        W7
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at
      GONE,      1,       2020-01-01, 2021-01-01
    access_review_item: |
      campaign_id, item_id, system, account_id, entitlement_id, reviewer_id, decision, decided_at,           due_at,     population_cutoff_at
      C1,          1,       app,    bob,        r1,             W2,          keep,     2026-03-15,           2026-04-01, 2026-03-01
      C1,          2,       db,     bob,        r1,             W9,          keep,     2026-03-16,           2026-04-01, 2026-03-01
      C1,          3,       app,    kim,        r1,             W5,          keep,     ,                     2026-04-01, 2026-03-01
      C1,          4,       app,    lou,        r1,             W8,          ,         ,                     ,           2026-03-01
      C1,          5,       app,    mia,        r1,             M1,          keep,     2026-03-17T10:00:00Z, ,           2026-03-01
      C1,          6,       app,    off,        r1,             M1,          keep,     2026-03-17T10:00:00Z, ,           2026-03-01
      C0,          1,       web,    bob,        r1,             GONE,        keep,     2026-01-05,           2026-04-01, 2026-01-01
  expect:
    population: 7
    exceptions: |
      system, account_id, reason_code, reason
      app,    bot,        R1,          The right was in force on 2026-03-01 and is not in the campaign.
      app,    new,        R1,          The right was in force on 2026-03-01 and is not in the campaign.
      app,    kim,        R3,          "Decided by W5, who holds the account or was not employed on that day."
      app,    lou,        R2,          "Decided on no date, due on no date."
      app,    mia,        R4,          One of 2 decisions of M1 within 60 seconds.
    indeterminate: none
---*/
