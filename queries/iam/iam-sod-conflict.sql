/*---
id: iam-sod-conflict
version: 2
title: Workers who hold conflicting duties
objective: Incompatible duties are held by different people, or a control compensates for it.
kind: design
severity: high
reads: [account, entitlement, ref_sod_rule]
optional: [group_edge, hr_worker_span]
key: [worker_id, rule_id]
params:
  include_owned: {type: boolean, default: true, means: whether a worker holds what the service accounts hold that he or she owns}
  link_by_name: {type: boolean, default: true, means: "whether an account belongs to the worker whose e-mail address begins with its name"}
controls:
  nist-800-53r5: [AC-5]
  soc2-tsc-2017: [CC6.3]
  iso-27001-2022: [A.5.3]
reasons:
  R1: holds both duties
  R2: holds both duties, and the rule names a control that lessens it
  I1: holds both duties only through accounts that may be disabled
limits:
  - An item is a worker and a rule. Workers are those to whom an account leads that may be enabled, in any system.
  - A rule's patterns are compared with ENTITLEMENT and with SYSTEM:ENTITLEMENT, without case. A pattern that matches nothing finds
    nothing, and nobody says so. A role that holds both duties by itself conflicts when it matches both sides.
  - What belongs to a legal entity or environment is not in the evidence; rules of that scope want both duties in one system.
  - Groups are followed to all depths, as their members were when last listed. Rights that have ended are not held, nor are those
    that one is only eligible for. Whether a control that lessens the conflict works is not seen.
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

-- +name: names that belong to exactly one worker: the e-mail address, and what stands before its @
SELECT name, MIN(worker_id) AS worker_id
FROM (
  SELECT worker_id, LOWER(TRIM(email)) AS name FROM hr_worker_span
  UNION ALL
  SELECT worker_id, split_part(LOWER(TRIM(email)), '@', 1) FROM hr_worker_span WHERE $link_by_name
) AS address
GROUP BY name
HAVING COUNT(DISTINCT worker_id) = 1;

-- +hand: each account that may be enabled, with the worker who uses it or owns it
SELECT system, account_id, enabled, worker_id
FROM (
  SELECT
    a.system, a.account_id, COALESCE(a.enabled, FALSE) AS enabled,
    COALESCE(a.worker_id, n.worker_id, CASE WHEN $include_owned THEN a.owner_worker_id END) AS worker_id
  FROM account AS a
  JOIN latest AS l ON l.kind = 'account' AND l.system = a.system AND l.snapshot_at IS NOT DISTINCT FROM a.snapshot_at
  LEFT JOIN name AS n ON n.name = LOWER(TRIM(COALESCE(a.email, a.username)))
  WHERE a.enabled IS DISTINCT FROM FALSE
) AS linked
WHERE worker_id IS NOT NULL;

-- +population: one row per worker and rule
SELECT w.worker_id, r.rule_id
FROM (SELECT DISTINCT worker_id FROM hand) AS w
CROSS JOIN ref_sod_rule AS r;

-- +duty: each side of each rule with the entitlements that it means
SELECT p.rule_id, p.side, p.anywhere, e.system, e.entitlement_id
FROM (
  SELECT r.rule_id, 'a' AS side, COALESCE(r.scope_level, 'company') = 'company' AS anywhere, TRIM(u.pattern) AS pattern
  FROM ref_sod_rule AS r CROSS JOIN UNNEST(split(r.side_a, '|')) AS u(pattern)
  UNION ALL
  SELECT r.rule_id, 'b', COALESCE(r.scope_level, 'company') = 'company', TRIM(u.pattern)
  FROM ref_sod_rule AS r CROSS JOIN UNNEST(split(r.side_b, '|')) AS u(pattern)
) AS p
JOIN (SELECT DISTINCT system, entitlement_id FROM entitlement) AS e
  ON glob_like(e.entitlement_id, p.pattern) OR glob_like(concat(e.system, ':', e.entitlement_id), p.pattern);

-- +member: direct members of groups
SELECT g.system, g.group_id, g.member_id
FROM group_edge AS g
JOIN latest AS l ON l.kind = 'group' AND l.system = g.system AND l.snapshot_at IS NOT DISTINCT FROM g.snapshot_at;

-- +holding: whoever has one of these entitlements, directly or through groups
WITH RECURSIVE reach AS (
  SELECT e.system, e.entitlement_id, e.via, e.account_id AS holder_id
  FROM entitlement AS e
  JOIN latest AS l ON l.kind = 'entitlement' AND l.system = e.system AND l.snapshot_at IS NOT DISTINCT FROM e.snapshot_at
  JOIN (SELECT DISTINCT system, entitlement_id FROM duty) AS d ON d.system = e.system AND d.entitlement_id = e.entitlement_id
  WHERE COALESCE(e.expires_at > $as_of, TRUE) AND e.via IS DISTINCT FROM 'eligible'
  UNION
  SELECT r.system, r.entitlement_id, concat('group:', r.holder_id), m.member_id
  FROM reach AS r
  JOIN member AS m ON m.system = r.system AND m.group_id = r.holder_id
)
SELECT system, entitlement_id, via, holder_id FROM reach;

-- +held: each duty that a worker holds, and where; rules for the whole company have one place
SELECT
  h.worker_id, d.rule_id, d.side, CASE WHEN d.anywhere THEN '' ELSE g.system END AS place, h.enabled,
  concat(g.entitlement_id, ' (', g.system, ' account ', h.account_id, ', ', g.via, ')') AS evidence
FROM holding AS g
JOIN hand AS h ON h.system = g.system AND h.account_id = g.holder_id
JOIN duty AS d ON d.system = g.system AND d.entitlement_id = g.entitlement_id;

-- +conflict: workers who hold both sides of a rule in one place, and whether by enabled accounts
SELECT
  worker_id, rule_id, place,
  BOOL_OR(enabled) FILTER (WHERE side = 'a') AND BOOL_OR(enabled) FILTER (WHERE side = 'b') AS certain,
  string_agg(DISTINCT evidence, ', ' ORDER BY evidence) FILTER (WHERE side = 'a') AS one_duty,
  string_agg(DISTINCT evidence, ', ' ORDER BY evidence) FILTER (WHERE side = 'b') AS other_duty
FROM held
GROUP BY worker_id, rule_id, place
HAVING COUNT(DISTINCT side) = 2;

-- +found: one row per worker and rule, from the first place where the conflict is certain, or else may be
SELECT worker_id, rule_id, certain, one_duty, other_duty
FROM (
  SELECT
    worker_id, rule_id, certain, one_duty, other_duty,
    ROW_NUMBER() OVER (PARTITION BY worker_id, rule_id ORDER BY certain DESC, place) AS nth
  FROM conflict
) AS ranked
WHERE nth = 1;

-- +exceptions: workers who hold both duties of a rule
SELECT
  f.worker_id, f.rule_id, CASE WHEN r.mitigating_control IS NULL THEN 'R1' ELSE 'R2' END AS reason_code,
  concat('Holds ', f.one_duty, ' and ', f.other_duty,
    '; the rule names control ' || r.mitigating_control, '.') AS reason,
  f.one_duty, f.other_duty, r.title, r.mitigating_control
FROM found AS f
JOIN ref_sod_rule AS r ON r.rule_id = f.rule_id
WHERE f.certain;

-- +indeterminate: workers whose accounts may be disabled
SELECT
  worker_id, rule_id, 'I1' AS reason_code,
  concat('Holds ', one_duty, ' and ', other_duty, '; one of the accounts may be disabled.') AS reason
FROM found
WHERE NOT certain;

/*--- cases
- name: two accounts of one person, a group in a group with a cycle, a role with both duties; expired, eligible and display-only roles
  given:
    ref_sod_rule: |
      rule_id, side_a,             side_b,     scope_level, mitigating_control
      S1,      pay.create*|vendor, bank:APPROVE, company,
      S2,      pay.create*,        bank:appr*, ,            C-7
    account: |
      system, account_id, account_type, worker_id, owner_worker_id, enabled, snapshot_at
      app,    one,        human,        W1,        ,                true,    2026-07-01
      bank,   one,        human,        W1,        ,                true,    2026-07-01
      app,    two,        human,        W2,        ,                true,    2026-07-01
      bank,   two-adm,    human,        W2,        ,                true,    2026-07-01
      app,    three,      human,        W3,        ,                true,    2026-07-01
      bank,   three,      human,        W3,        ,                true,    2026-07-01
      app,    four,       human,        W4,        ,                true,    2026-07-01
      bank,   four,       human,        W4,        ,                false,   2026-07-01
      bank,   five,       human,        W5,        ,                true,    2026-07-01
      app,    five,       human,        W5,        ,                ,        2026-07-01
      app,    svc,        service,      ,          W6,              true,    2026-07-01
      bank,   six,        human,        W6,        ,                true,    2026-07-01
      bank,   other,      human,        W7,        ,                true,    2026-07-01
      bank,   nobody,     human,        ,          ,                true,    2026-07-01
      app,    nobody,     human,        ,          ,                true,    2026-07-01
      app,    four,       human,        W8,        ,                true,    2026-06-01
      later,  late,       human,        W4,        ,                true,    2026-07-02
      crm,    ten,        human,        W2,        ,                true,    2026-06-10
      bank,   half,       human,        W7,        ,                ,        2026-07-01
      app,    half,       human,        W7,        ,                true,    2026-07-01
      later,  later,      human,        W9,        ,                true,    2026-07-03
    entitlement: |
      system, account_id, entitlement_id, via,      expires_at,           snapshot_at
      app,    one,        Pay.Create.EU,  direct,   ,                     2026-07-01
      bank,   one,        view,           direct,   ,                     2026-07-01
      app,    two,        pay.create,     direct,   2026-07-01T00:00:01Z, 2026-07-01
      bank,   payers,     approve,        direct,   ,                     2026-07-01
      app,    three,      pay.create,     direct,   2026-07-01,           2026-07-01
      bank,   three,      approve,        direct,   ,                     2026-07-01
      app,    three,      vendor,         eligible, ,                     2026-07-01
      app,    four,       vendor,         direct,   ,                     2026-07-01
      bank,   four,       approve,        direct,   ,                     2026-07-01
      app,    five,       vendor,         direct,   ,                     2026-07-01
      bank,   five,       approve,        direct,   ,                     2026-07-01
      app,    svc,        vendor,         direct,   ,                     2026-07-01
      bank,   six,        approve,        direct,   ,                     2026-07-01
      app,    one,        approve,        direct,   ,                     2026-07-01
      bank,   one,        approve,        direct,   ,                     2026-06-01
      bank,   nobody,     approve,        direct,   ,                     2026-07-01
      app,    nobody,     vendor,         direct,   ,                     2026-07-01
      crm,    writers,    vendor,         direct,   ,                     2026-06-15
      bank,   half,       approve,        direct,   ,                     2026-07-01
      app,    half,       pay.create,     direct,   ,                     2026-07-01
    group_edge: |
      system, group_id, member_type, member_id, snapshot_at
      bank,   payers,   group,       inner,     2026-07-01
      bank,   inner,    group,       payers,    2026-07-01
      bank,   inner,    account,     two-adm,   2026-07-01
      bank,   inner,    account,     one,       2026-06-01
      app,    payers,   account,     one,       2026-07-01
      crm,    writers,  account,     ten,       2026-06-20
  expect:
    population: 14
    exceptions: |
      worker_id, rule_id, reason_code, one_duty, other_duty,                                                                                                           reason
      W2,        S1,      R1,          "pay.create (app account two, direct), vendor (crm account ten, group:writers)", "approve (bank account two-adm, group:inner)", "Holds pay.create (app account two, direct), vendor (crm account ten, group:writers) and approve (bank account two-adm, group:inner)."
      W2,        S2,      R2,          "pay.create (app account two, direct)", "approve (bank account two-adm, group:inner)",                                          "Holds pay.create (app account two, direct) and approve (bank account two-adm, group:inner); the rule names control C-7."
      W6,        S1,      R1,          "vendor (app account svc, direct)", "approve (bank account six, direct)",                                                       "Holds vendor (app account svc, direct) and approve (bank account six, direct)."
    indeterminate: |
      worker_id, rule_id, reason_code, reason
      W5,        S1,      I1,          "Holds vendor (app account five, direct) and approve (bank account five, direct); one of the accounts may be disabled."
      W7,        S1,      I1,          "Holds pay.create (app account half, direct) and approve (bank account half, direct); one of the accounts may be disabled."
      W7,        S2,      I1,          "Holds pay.create (app account half, direct) and approve (bank account half, direct); one of the accounts may be disabled."

- name: rules for one system; a role that holds both duties; linked by address or name; owned accounts left out
  params: {include_owned: false}
  given:
    ref_sod_rule: |
      rule_id, side_a,   side_b,   scope_level
      S1,      dev,      deploy,   environment
      S2,      dev,      deploy,   company
      S3,      *admin*,  prod-*,   legal_entity
    hr_worker_span: |
      worker_id, span_no, start_at,   email
      W1,        1,       2020-01-01, ann@ex.com
      W2,        1,       2020-01-01, team@ex.com
      W3,        1,       2020-01-01, team@ex.com
    account: |
      system, account_id, worker_id, owner_worker_id, enabled, email,       username
      test,   ann,        ,          ,                true,    Ann@ex.com,
      prod,   ann,        ,          ,                true,    ,            ann
      test,   bob,        W4,        ,                true,    ,
      test,   bob2,       W4,        ,                true,    ,
      prod,   bob,        W4,        ,                ,        ,
      test,   team,       ,          ,                true,    team@ex.com,
      test,   svc,        ,          W5,              true,    ,
      prod,   five,       W5,        ,                true,    ,
    entitlement: |
      system, account_id, entitlement_id, via
      test,   ann,        dev,            direct
      prod,   ann,        deploy,         direct
      prod,   ann,        prod-admin,     direct
      test,   bob,        dev,            direct
      test,   bob2,       deploy,         direct
      prod,   bob,        deploy,         direct
      prod,   bob,        dev,            direct
      test,   team,       dev,            direct
      test,   team,       deploy,         direct
      test,   svc,        dev,            direct
      prod,   five,       deploy,         direct
  expect:
    population: 9
    exceptions: |
      worker_id, rule_id, reason_code, reason
      W1,        S2,      R1,          "Holds dev (test account ann, direct) and deploy (prod account ann, direct)."
      W1,        S3,      R1,          "Holds prod-admin (prod account ann, direct) and prod-admin (prod account ann, direct)."
      W4,        S1,      R1,          "Holds dev (test account bob, direct) and deploy (test account bob2, direct)."
      W4,        S2,      R1,          "Holds dev (prod account bob, direct), dev (test account bob, direct) and deploy (prod account bob, direct), deploy (test account bob2, direct)."

- name: without linking by name
  params: {link_by_name: false}
  given:
    ref_sod_rule: |
      rule_id, side_a, side_b
      S1,      dev,    deploy
    hr_worker_span: |
      worker_id, span_no, start_at,   email
      W1,        1,       2020-01-01, ann@ex.com
    account: |
      system, account_id, enabled, username
      test,   ann,        true,    ann
      prod,   ann,        true,    ann@ex.com
    entitlement: |
      system, account_id, entitlement_id, via
      test,   ann,        dev,            direct
      prod,   ann,        deploy,         direct
  expect: {population: 1}

- name: each system's own last lists count, of accounts, rights and groups apart; lists without a time; a pattern for one system
  given:
    ref_sod_rule: |
      rule_id, side_a, side_b,       mitigating_control
      S1,      dev,    bank:approve, C-7
      S2,      none,   app:approve,
      S3,      dev,    deploy,
    account: |
      system, account_id, worker_id, enabled, snapshot_at
      app,    a-old,      W1,        true,    2026-06-15
      app,    a1,         W2,        true,    2026-07-01
      bank,   b1,         W2,        true,    2026-06-29
      bank,   b-next,     W3,        true,    2026-07-03
      later,  l1,         W4,        true,    2026-07-03
      plain,  p1,         W5,        true,
      plain,  p2,         W6,        true,
    entitlement: |
      system, account_id, entitlement_id, via,    snapshot_at
      app,    a1,         dev,            direct, 2026-06-15
      app,    a1,         approve,        direct, 2026-06-15
      bank,   b1,         approve,        direct, 2026-06-29
      bank,   b1,         view,           direct, 2026-06-30
      bank,   b1,         approve,        direct, 2026-07-03
      later,  l1,         dev,            direct, 2026-07-03
      later,  l1,         deploy,         direct, 2026-07-03
      app,    ops,        deploy,         direct, 2026-06-15
      plain,  p1,         dev,            ,
      plain,  devs,       dev,            ,
      plain,  p2,         deploy,         direct,
      bank,   ops,        deploy,         direct, 2026-06-30
    group_edge: |
      system, group_id, member_type, member_id, snapshot_at
      app,    ops,      account,     a1,        2026-06-15
      app,    ops,      account,     other,     2026-06-20
      bank,   ops,      account,     b1,        2026-07-03
      bank,   ops,      account,     other,     2026-06-30
      later,  ops,      account,     l1,        2026-07-03
      plain,  devs,     account,     p2,
  expect:
    population: 12
    exceptions: |
      worker_id, rule_id, reason_code, reason
      W4,        S3,      R1,          "Holds dev (later account l1, direct) and deploy (later account l1, direct)."
      W6,        S3,      R1,          "Holds dev (plain account p2, group:devs) and deploy (plain account p2, direct)."

- name: a control that the rule names is in the reason; one duty alone is no conflict, whatever is not known of the account
  given:
    ref_sod_rule: |
      rule_id, side_a, side_b, mitigating_control
      S1,      dev,    deploy, C-7
    account: |
      system, account_id, worker_id, enabled
      app,    a,          W1,        true
      app,    b,          ,          true
      app,    c,          W2,
    entitlement: |
      system, account_id, entitlement_id, via
      app,    c,          deploy,         direct
      app,    a,          dev,            direct
      app,    a,          deploy,         direct
      app,    b,          dev,            direct
  expect:
    exceptions: |
      worker_id, rule_id, reason_code, reason
      W1,        S1,      R2,          "Holds dev (app account a, direct) and deploy (app account a, direct); the rule names control C-7."
---*/
