/*---
id: iam-provision-unapproved
version: 4
title: Access granted without prior approval
objective: New and changed access is authorised by the right person before it is granted.
kind: operating
severity: high
reads: [entitlement, account, access_request, approval, hr_worker_span]
optional: [ref_list]
key: [system, account_id, entitlement_id, granted_at]
params:
  match_days: {type: integer, default: 30, unit: days, aliases: [match_window], means: time after a request in which it may be carried out}
  skew_minutes: {type: integer, default: 5, unit: minutes, aliases: [clock_skew], means: difference of clocks between the systems}
  required_roles: {type: "text[]", default: [manager, system_owner], means: "roles of which one must approve; none for any"}
  requester_may_approve: {type: boolean, default: true, means: whether somebody may approve what he or she asked for on behalf of another}
controls:
  nist-800-53r5: [AC-2]
  soc2-tsc-2017: [CC6.2, CC6.3]
  iso-27001-2022: [A.5.18]
  pci-dss-4.0.1: ["7.2.3", "8.2.4"]
reasons:
  R1: no request that is not used up by another grant
  R2: the request was not approved by a required role
  R3: the request was approved after the access was granted
  R4: approved by the beneficiary, by the requester where policy forbids it, or by somebody who was not employed
  I1: the holder of the account is not known
  I2: the role of the approver, or the approver, is not known
  X1: access that comes with the job
limits:
  - A grant is known by its date, or by being in a list of entitlements and not in the one before it; then it happened by the date
    of the list. Migrations and renamed entitlements look like grants.
  - A request is for one worker and one entitlement and serves one grant. Each grant takes the open request that expires first. A request
    for a role that stands for several entitlements must be listed once for each. R5 of the catalogue, more access
    than was approved, shows as no request (R1), for no export says how much of a right was approved.
  - One required role is enough; where several approved, the last of them counts. An approver's last decision counts, and a
    rejection by any approver is none.
  - Approvers and requesters are known by worker number or e-mail address. Delegation is not seen.
  - Access that comes with the job is ref_list, list birthright, as ENTITLEMENT or SYSTEM:ENTITLEMENT.
---*/

-- +name: e-mail addresses that belong to exactly one worker
SELECT LOWER(TRIM(email)) AS name, MIN(worker_id) AS worker_id
FROM hr_worker_span
GROUP BY LOWER(TRIM(email))
HAVING COUNT(DISTINCT worker_id) = 1;

-- +listed: every right of every list, with the list before it, and the list before it that has the right
SELECT
  e.system, e.account_id, e.entitlement_id, e.granted_at, e.snapshot_at, x.previous_at,
  LAG(e.snapshot_at) OVER (PARTITION BY e.system, e.account_id, e.entitlement_id ORDER BY e.snapshot_at) AS seen_at
FROM (
  SELECT system, account_id, entitlement_id, snapshot_at, MAX(granted_at) AS granted_at
  FROM entitlement
  WHERE via IS DISTINCT FROM 'eligible'
  GROUP BY system, account_id, entitlement_id, snapshot_at
) AS e
JOIN (
  SELECT system, snapshot_at, LAG(snapshot_at) OVER (PARTITION BY system ORDER BY snapshot_at) AS previous_at
  FROM (SELECT DISTINCT system, snapshot_at FROM entitlement) AS lists
) AS x ON x.system = e.system AND x.snapshot_at IS NOT DISTINCT FROM e.snapshot_at;

-- +granted: every grant by its date, each way to the right for itself, or else by the list in which it is new
SELECT system, account_id, entitlement_id, granted_at
FROM entitlement
WHERE via IS DISTINCT FROM 'eligible' AND granted_at IS NOT NULL
UNION
SELECT system, account_id, entitlement_id, snapshot_at AS granted_at
FROM listed
WHERE granted_at IS NULL AND seen_at IS DISTINCT FROM previous_at;

-- +population: one row per grant of the period, with the worker who holds the account
SELECT g.system, g.account_id, g.entitlement_id, g.granted_at, MAX(COALESCE(a.worker_id, n.worker_id)) AS worker_id
FROM granted AS g
LEFT JOIN account AS a ON a.system = g.system AND a.account_id = g.account_id
LEFT JOIN name AS n ON n.name = LOWER(TRIM(COALESCE(a.email, a.username)))
WHERE g.granted_at >= $period_start AND g.granted_at < $period_end
GROUP BY g.system, g.account_id, g.entitlement_id, g.granted_at;

-- +vote: the last decision of each approver of a request
SELECT request_id, decision, role, decided_at, worker_id
FROM (
  SELECT
    a.subject_id AS request_id, a.decision, LOWER(a.approver_role) AS role, a.decided_at,
    COALESCE(n.worker_id, a.approver_id) AS worker_id,
    ROW_NUMBER() OVER (PARTITION BY a.subject_id, a.approver_id ORDER BY a.decided_at DESC, a.decision DESC) AS nth
  FROM approval AS a
  LEFT JOIN name AS n ON n.name = LOWER(TRIM(a.approver_id))
  WHERE a.subject_type = 'request' AND a.decision <> 'commented'
) AS ranked
WHERE nth = 1;

-- +sanction: per request whether and when it was approved by a required role, and by whom not
SELECT
  r.request_id,
  BOOL_OR(v.decision <> 'approved') AS rejected,
  MAX(v.decided_at) FILTER (WHERE v.decision = 'approved' AND v.needed) AS approved_at,
  BOOL_OR(v.worker_id = r.beneficiary_worker_id
    OR NOT $requester_may_approve AND v.worker_id = COALESCE(n.worker_id, r.requested_by)
    OR k.worker_id IS NOT NULL AND s.worker_id IS NULL
  ) FILTER (WHERE v.decision = 'approved' AND v.needed) AS improper,
  BOOL_OR(v.needed IS NULL OR v.needed AND k.worker_id IS NULL) FILTER (WHERE v.decision = 'approved') AS doubtful
FROM (SELECT DISTINCT request_id, beneficiary_worker_id, requested_by FROM access_request) AS r
JOIN (
  SELECT
    request_id, decision, decided_at, worker_id, len($required_roles) = 0 OR contains($required_roles, role) AS needed
  FROM vote
) AS v ON v.request_id = r.request_id
LEFT JOIN name AS n ON n.name = LOWER(TRIM(r.requested_by))
LEFT JOIN (SELECT DISTINCT worker_id FROM hr_worker_span) AS k ON k.worker_id = v.worker_id
LEFT JOIN hr_worker_span AS s
  ON s.worker_id = v.worker_id AND s.start_at <= v.decided_at AND (s.end_at IS NULL OR s.end_at > v.decided_at)
GROUP BY r.request_id;

-- +asked: each request for access with what it is worth; clocks may differ
SELECT
  r.request_id, e.system, e.entitlement_id, r.beneficiary_worker_id AS worker_id, r.requested_at, s.approved_at,
  date_add('minute', -$skew_minutes, r.requested_at) AS from_at,
  date_add('minute', -$skew_minutes, s.approved_at) AS approved_by,
  date_add('day', $match_days, r.requested_at) AS expires_at,
  CASE
    WHEN s.rejected THEN 'R2'
    WHEN s.improper THEN 'R4'
    WHEN s.doubtful THEN 'I2'
    WHEN s.approved_at IS NULL THEN 'R2'
    ELSE 'sound'
  END AS worth
FROM access_request AS r
JOIN (SELECT DISTINCT system, entitlement_id FROM entitlement) AS e
  ON e.entitlement_id = r.entitlement_id AND COALESCE(r.system = e.system, TRUE)
LEFT JOIN sanction AS s ON s.request_id = r.request_id
WHERE r.action IN ('grant', 'modify');

-- +event: per worker and right the sound requests when they are ready, and the grants, numbered in time
SELECT
  worker_id, system, entitlement_id, account_id, granted_at, request,
  ROW_NUMBER() OVER (
    PARTITION BY worker_id, system, entitlement_id ORDER BY moment, granted_at NULLS FIRST, request, account_id
  ) AS step
FROM (
  SELECT
    worker_id, system, entitlement_id, CAST(NULL AS VARCHAR) AS account_id, CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS granted_at,
    GREATEST(from_at, approved_by) AS moment, concat(CAST(expires_at AS VARCHAR), ' ', request_id) AS request
  FROM asked
  WHERE worth = 'sound'
  UNION ALL
  SELECT worker_id, system, entitlement_id, account_id, granted_at, granted_at, NULL
  FROM population
) AS events;

-- +served: grants that use up a sound request: of the open ones, which are kept by expiry, the first that has not expired
WITH RECURSIVE walk AS (
  SELECT
    worker_id, system, entitlement_id, CAST(NULL AS VARCHAR) AS account_id, CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS granted_at,
    CAST(0 AS BIGINT) AS step, CAST([] AS VARCHAR[]) AS open, FALSE AS served
  FROM (SELECT DISTINCT worker_id, system, entitlement_id FROM event WHERE granted_at IS NOT NULL) AS pair
  UNION ALL
  SELECT
    e.worker_id, e.system, e.entitlement_id, e.account_id, e.granted_at, e.step,
    CASE
      WHEN e.granted_at IS NULL THEN list_sort(list_append(w.open, e.request))
      ELSE list_filter(w.open, lambda r: r >= CAST(e.granted_at AS VARCHAR))[2:]
    END,
    COALESCE(w.open[-1] >= CAST(e.granted_at AS VARCHAR), FALSE)
  FROM walk AS w
  JOIN event AS e
    ON e.worker_id = w.worker_id AND e.system = w.system AND e.entitlement_id = w.entitlement_id AND e.step = w.step + 1
)
SELECT system, account_id, entitlement_id, granted_at FROM walk WHERE served;

-- +near: per grant what is wrong with the requests that were made for it in time
SELECT
  p.system, p.account_id, p.entitlement_id, p.granted_at, BOOL_OR(a.worth = 'I2') AS doubtful,
  MAX(CASE WHEN a.worth <> 'sound' THEN a.worth WHEN a.approved_by > p.granted_at THEN 'R3' ELSE 'R1' END) AS code
FROM population AS p
JOIN asked AS a ON a.worker_id = p.worker_id AND a.system = p.system AND a.entitlement_id = p.entitlement_id
WHERE a.from_at <= p.granted_at AND a.expires_at >= p.granted_at
GROUP BY p.system, p.account_id, p.entitlement_id, p.granted_at;

-- +birthright: access that comes with the job at the audit date
SELECT DISTINCT value FROM ref_list
WHERE list_name = 'birthright' AND valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of);

-- +judged: each grant with at most one code
SELECT
  p.system, p.account_id, p.entitlement_id, p.granted_at, p.worker_id,
  CASE
    WHEN b.value IS NOT NULL OR q.value IS NOT NULL THEN 'X1'
    WHEN p.worker_id IS NULL THEN 'I1'
    WHEN t.system IS NOT NULL THEN NULL
    WHEN n.doubtful THEN 'I2'
    ELSE COALESCE(n.code, 'R1')
  END AS code
FROM population AS p
LEFT JOIN served AS t
  ON t.system = p.system AND t.account_id = p.account_id AND t.entitlement_id = p.entitlement_id
  AND t.granted_at = p.granted_at
LEFT JOIN near AS n
  ON n.system = p.system AND n.account_id = p.account_id AND n.entitlement_id = p.entitlement_id
  AND n.granted_at = p.granted_at
LEFT JOIN birthright AS b ON b.value = p.entitlement_id
LEFT JOIN birthright AS q ON q.value = concat(p.system, ':', p.entitlement_id);

-- +exceptions: grants without a request that was approved in time by the right person
SELECT
  system, account_id, entitlement_id, granted_at, code AS reason_code,
  concat(entitlement_id, ' was granted to worker ', worker_id, ' on ', substr(CAST(granted_at AS VARCHAR), 1, 16), CASE code
    WHEN 'R1' THEN ' and no request for it is left.'
    WHEN 'R2' THEN '; the request was not approved.'
    WHEN 'R3' THEN '; the request was approved after that.'
    ELSE '; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed.'
  END) AS reason,
  worker_id
FROM judged
WHERE code IN ('R1', 'R2', 'R3', 'R4');

-- +indeterminate: grants whose holder or approver is not known
SELECT
  system, account_id, entitlement_id, granted_at, code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat('No worker is known for account ', account_id, '.')
    ELSE 'The role of the approver is not in the evidence, or the approver is not in the HR register.'
  END AS reason
FROM judged
WHERE code IN ('I1', 'I2');

-- +excluded: access that comes with the job
SELECT
  system, account_id, entitlement_id, granted_at, 'X1' AS reason_code,
  concat(entitlement_id, ' comes with the job.') AS reason
FROM judged
WHERE code = 'X1';

/*--- cases
- name: approved before, not asked for, not approved, approved too late; approvals that do not count
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at,     email
      W1,        1,       2020-01-01, ,           w1@ex.com
      M1,        1,       2020-01-01, ,           boss@ex.com
      M2,        1,       2020-01-01, 2026-02-01,
      M3,        1,       2026-02-01T00:00:01Z, ,
    account: |
      system, account_id, worker_id, email
      app,    a,          W1,
      app,    b,          ,          W1@ex.com
      app,    c,          ,
      db,     a,          W9,
    entitlement: |
      system, account_id, entitlement_id, via,      granted_at
      app,    a,          good,           direct,   2026-01-01
      app,    b,          good-2,         direct,   2026-02-10
      app,    a,          none,           direct,   2026-02-10
      app,    a,          no-vote,        direct,   2026-02-10
      app,    a,          wrong-role,     direct,   2026-02-10
      app,    a,          rejected,       direct,   2026-02-10
      app,    a,          changed,        direct,   2026-02-10
      app,    a,          late,           direct,   2026-02-10T09:54:59Z
      app,    a,          in-skew,        direct,   2026-02-10T09:55:00Z
      app,    a,          self,           direct,   2026-02-10
      app,    a,          left,           direct,   2026-02-10
      app,    a,          joins,          direct,   2026-02-10
      app,    a,          role-null,      direct,   2026-02-10
      app,    a,          stranger,       direct,   2026-02-10
      app,    a,          by-mail,        direct,   2026-02-10
      app,    a,          old,            direct,   2026-03-03T00:00:01Z
      app,    a,          last-day,       direct,   2026-03-03
      app,    a,          future,         direct,   2026-01-31T23:54:59Z
      app,    a,          other-sys,      direct,   2026-02-10
      app,    a,          revoke,         direct,   2026-02-10
      app,    a,          change-appr,    direct,   2026-02-10
      app,    c,          good,           direct,   2026-02-10
      app,    a,          base,           direct,   2026-02-10
      db,     a,          mail,           direct,   2026-02-10
      app,    a,          mail,           direct,   2026-02-10
      app,    a,          was-base,       direct,   2026-02-10
      app,    a,          eligible,       eligible, 2026-02-10
      app,    a,          before,         direct,   2025-12-31
      app,    a,          after,          direct,   2026-07-01
    access_request: |
      request_id, system, beneficiary_worker_id, entitlement_id, action, requested_by, requested_at
      1,          app,    W1,                    good,           grant,  W1,           2025-12-30
      2,          ,       W1,                    good-2,         modify, M1,           2026-02-01
      3,          app,    W1,                    no-vote,        grant,  W1,           2026-02-01
      4,          app,    W1,                    wrong-role,     grant,  W1,           2026-02-01
      5,          app,    W1,                    rejected,       grant,  W1,           2026-02-01
      6,          app,    W1,                    changed,        grant,  W1,           2026-02-01
      7,          app,    W1,                    late,           grant,  W1,           2026-02-01
      8,          app,    W1,                    in-skew,        grant,  W1,           2026-02-01
      9,          app,    W1,                    self,           grant,  W1,           2026-02-01
      10,         app,    W1,                    left,           grant,  W1,           2026-02-01
      10a,        app,    W1,                    joins,          grant,  W1,           2026-02-01
      11,         app,    W1,                    role-null,      grant,  W1,           2026-02-01
      12,         app,    W1,                    stranger,       grant,  W1,           2026-02-01
      13,         app,    W1,                    by-mail,        grant,  W1,           2026-02-01
      14,         app,    W1,                    old,            grant,  W1,           2026-02-01
      15,         app,    W1,                    last-day,       grant,  W1,           2026-02-01
      16,         app,    W1,                    future,         grant,  W1,           2026-02-01
      17,         db,     W1,                    other-sys,      grant,  W1,           2026-02-01
      18,         app,    W1,                    revoke,         revoke, W1,           2026-02-01
      19,         app,    W1,                    change-appr,    grant,  W1,           2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, decision,  decided_at
      request,      1,          1,       M1,          Manager,       approved,  2025-12-31
      request,      2,          1,       M1,          system_owner,  approved,  2026-02-01
      request,      3,          1,       M1,          manager,       commented, 2026-02-01
      request,      4,          1,       M1,          colleague,     approved,  2026-02-01
      request,      5,          1,       M1,          manager,       approved,  2026-02-01
      request,      5,          2,       W1,          manager,       rejected,  2026-02-01
      request,      6,          1,       M1,          manager,       rejected,  2026-02-01
      request,      6,          2,       M1,          manager,       approved,  2026-02-02
      request,      7,          1,       M1,          manager,       approved,  2026-02-10T10:00:00Z
      request,      8,          1,       M1,          manager,       approved,  2026-02-10T10:00:00Z
      request,      9,          1,       W1,          manager,       approved,  2026-02-01
      request,      10,         1,       M2,          manager,       approved,  2026-02-01
      request,      10a,        1,       M3,          manager,       approved,  2026-02-01
      request,      11,         1,       M1,          ,              approved,  2026-02-01
      request,      12,         1,       M9,          manager,       approved,  2026-02-01
      request,      12,         2,       M8,          colleague,     approved,  2026-02-01
      request,      13,         1,       Boss@ex.com, manager,       approved,  2026-02-01
      request,      14,         1,       M1,          manager,       approved,  2026-02-01
      request,      15,         1,       M1,          manager,       approved,  2026-02-01
      request,      16,         1,       M1,          manager,       approved,  2026-01-30
      request,      17,         1,       M1,          manager,       approved,  2026-02-01
      request,      18,         1,       M1,          manager,       approved,  2026-02-01
      change,       19,         1,       M1,          manager,       approved,  2026-02-01
    ref_list: |
      list_name,  value,    valid_from, valid_to
      birthright, base,     2026-07-01, 2026-07-01T00:00:01Z
      birthright, db:mail,  2020-01-01,
      birthright, was-base, 2020-01-01, 2026-07-01
      birthright, after,    2026-07-02,
      other,      none,     2020-01-01,
  expect:
    population: 26
    exceptions: |
      system, account_id, entitlement_id, reason_code, reason
      app,    a,          none,           R1,          none was granted to worker W1 on 2026-02-10 00:00 and no request for it is left.
      app,    a,          no-vote,        R2,          no-vote was granted to worker W1 on 2026-02-10 00:00; the request was not approved.
      app,    a,          wrong-role,     R2,          wrong-role was granted to worker W1 on 2026-02-10 00:00; the request was not approved.
      app,    a,          rejected,       R2,          rejected was granted to worker W1 on 2026-02-10 00:00; the request was not approved.
      app,    a,          late,           R3,          late was granted to worker W1 on 2026-02-10 09:54; the request was approved after that.
      app,    a,          self,           R4,          "self was granted to worker W1 on 2026-02-10 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."
      app,    a,          left,           R4,          "left was granted to worker W1 on 2026-02-10 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."
      app,    a,          joins,          R4,          "joins was granted to worker W1 on 2026-02-10 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."
      app,    a,          old,            R1,          old was granted to worker W1 on 2026-03-03 00:00 and no request for it is left.
      app,    a,          future,         R1,          future was granted to worker W1 on 2026-01-31 23:54 and no request for it is left.
      app,    a,          other-sys,      R1,          other-sys was granted to worker W1 on 2026-02-10 00:00 and no request for it is left.
      app,    a,          revoke,         R1,          revoke was granted to worker W1 on 2026-02-10 00:00 and no request for it is left.
      app,    a,          change-appr,    R2,          change-appr was granted to worker W1 on 2026-02-10 00:00; the request was not approved.
      app,    a,          mail,           R1,          mail was granted to worker W1 on 2026-02-10 00:00 and no request for it is left.
      app,    a,          was-base,       R1,          was-base was granted to worker W1 on 2026-02-10 00:00 and no request for it is left.
    indeterminate: |
      system, account_id, entitlement_id, reason_code, reason
      app,    c,          good,           I1,          No worker is known for account c.
      app,    a,          role-null,      I2,          "The role of the approver is not in the evidence, or the approver is not in the HR register."
      app,    a,          stranger,       I2,          "The role of the approver is not in the evidence, or the approver is not in the HR register."
    excluded: |
      system, account_id, entitlement_id, reason_code, reason
      app,    a,          base,           X1,          base comes with the job.
      db,     a,          mail,           X1,          mail comes with the job.

- name: one request serves one grant, the one that expires first is used first, and grants without a date are new in a list
  params: {required_roles: [], requester_may_approve: false, match_days: 10, skew_minutes: 0}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   email
      W1,        1,       2020-01-01,
      M1,        1,       2020-01-01, boss@ex.com
    account: |
      system, account_id, worker_id
      app,    a,          W1
    entitlement: |
      system, account_id, entitlement_id, via,     granted_at, snapshot_at
      app,    a,          twice,          direct,  2026-02-05, 2026-03-01
      app,    a,          twice,          group:x, 2026-02-01, 2026-03-01
      app,    a,          twice,          direct,  2026-02-08, 2026-04-01
      app,    a,          order,          direct,  2026-02-08, 2026-03-01
      app,    a,          order,          direct,  2026-02-13, 2026-04-01
      app,    a,          before,         direct,  2026-02-01, 2026-03-01
      app,    a,          before,         direct,  2026-02-05, 2026-04-01
      app,    a,          by-req,         direct,  2026-02-05, 2026-03-01
      app,    a,          by-mail,        direct,  2026-02-05, 2026-03-01
      app,    a,          always,         direct,  ,           2026-03-01
      app,    a,          always,         direct,  ,           2026-04-01
      app,    a,          new,            direct,  ,           2026-04-01
      app,    a,          new,            direct,  ,           2026-05-01
      app,    a,          back,           direct,  ,           2026-03-01
      app,    a,          back,           direct,  ,           2026-05-01
    access_request: |
      request_id, system, beneficiary_worker_id, entitlement_id, action, requested_by, requested_at
      1,          app,    W1,                    twice,          grant,  W1,           2026-02-01
      2,          app,    W1,                    order,          grant,  W1,           2026-02-01
      3,          app,    W1,                    order,          grant,  W1,           2026-02-05
      4,          app,    W1,                    before,         grant,  W1,           2026-02-02
      5,          app,    W1,                    by-req,         grant,  M1,           2026-02-01
      6,          app,    W1,                    by-mail,        grant,  boss@ex.com,  2026-02-01
      7,          app,    W1,                    new,            grant,  W1,           2026-03-22
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      request,      1,          1,       M1,          approved, 2026-02-01
      request,      2,          1,       M1,          approved, 2026-02-07
      request,      3,          1,       M1,          approved, 2026-02-06
      request,      4,          1,       M1,          approved, 2026-02-02
      request,      5,          1,       M1,          approved, 2026-02-01
      request,      6,          1,       M1,          approved, 2026-02-01
      request,      7,          1,       M1,          approved, 2026-04-01
  expect:
    population: 11
    exceptions: |
      entitlement_id, granted_at, reason_code, reason
      twice,          2026-02-05, R1,          twice was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
      twice,          2026-02-08, R1,          twice was granted to worker W1 on 2026-02-08 00:00 and no request for it is left.
      before,         2026-02-01, R1,          before was granted to worker W1 on 2026-02-01 00:00 and no request for it is left.
      by-req,         2026-02-05, R4,          "by-req was granted to worker W1 on 2026-02-05 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."
      by-mail,        2026-02-05, R4,          "by-mail was granted to worker W1 on 2026-02-05 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."
      back,           2026-05-01, R1,          back was granted to worker W1 on 2026-05-01 00:00 and no request for it is left.

- name: several approvers, of whom the last in a required role counts; a changed mind, comments, and the first and last day of an approver
  params: {required_roles: [manager], match_days: 10, skew_minutes: 0}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   end_at
      W1,        1,       2020-01-01,
      M1,        1,       2020-01-01,
      M2,        1,       2026-02-01,
      M3,        1,       2020-01-01, 2026-02-02
    account: |
      system, account_id, worker_id
      app,    a,          W1
    entitlement: |
      system, account_id, entitlement_id, via,    granted_at
      app,    a,          no-via,         ,       2026-02-05
      app,    a,          new-boss,       direct, 2026-02-05
      app,    a,          old-boss,       direct, 2026-02-05
      app,    a,          tie,            direct, 2026-02-05
      app,    a,          commented,      direct, 2026-02-05
      app,    a,          last-late,      direct, 2026-02-05
      app,    a,          peer-late,      direct, 2026-02-05
      app,    a,          self-too,       direct, 2026-02-05
      app,    a,          self-peer,      direct, 2026-02-05
      app,    a,          peer-unknown,   direct, 2026-02-05
      app,    a,          self-rejected,  direct, 2026-02-05
      app,    a,          self-doubt,     direct, 2026-02-05
    access_request: |
      request_id, system, beneficiary_worker_id, entitlement_id, action, requested_by, requested_at
      1,          app,    W1,                    no-via,         grant,  W1,           2026-02-01
      2,          app,    W1,                    new-boss,       grant,  W1,           2026-02-01
      3,          app,    W1,                    old-boss,       grant,  W1,           2026-02-01
      4,          app,    W1,                    tie,            grant,  W1,           2026-02-01
      5,          app,    W1,                    commented,      grant,  W1,           2026-02-01
      6,          app,    W1,                    last-late,      grant,  W1,           2026-02-01
      7,          app,    W1,                    peer-late,      grant,  W1,           2026-02-01
      8,          app,    W1,                    self-too,       grant,  W1,           2026-02-01
      9,          app,    W1,                    self-peer,      grant,  W1,           2026-02-01
      10,         app,    W1,                    peer-unknown,   grant,  W1,           2026-02-01
      11,         app,    W1,                    self-rejected,  grant,  W1,           2026-02-01
      12,         app,    W1,                    self-doubt,     grant,  W1,           2026-02-01
    approval: |
      subject_type, subject_id, approver_id, approver_role, decision,  decided_at
      request,      1,          M1,          manager,       approved,  2026-02-01
      request,      2,          M2,          manager,       approved,  2026-02-01
      request,      3,          M3,          manager,       approved,  2026-02-01
      request,      4,          M1,          manager,       approved,  2026-02-02
      request,      4,          M1,          manager,       rejected,  2026-02-02
      request,      5,          M1,          manager,       approved,  2026-02-01
      request,      5,          M1,          manager,       commented, 2026-02-02
      request,      6,          M1,          manager,       approved,  2026-02-01
      request,      6,          M2,          manager,       approved,  2026-02-08
      request,      7,          M1,          manager,       approved,  2026-02-01
      request,      7,          M2,          colleague,     approved,  2026-02-08
      request,      8,          M1,          manager,       approved,  2026-02-01
      request,      8,          W1,          manager,       approved,  2026-02-01
      request,      9,          M1,          manager,       approved,  2026-02-01
      request,      9,          W1,          colleague,     approved,  2026-02-01
      request,      10,         M1,          manager,       approved,  2026-02-01
      request,      10,         X9,          colleague,     approved,  2026-02-01
      request,      11,         W1,          manager,       approved,  2026-02-01
      request,      11,         M1,          manager,       rejected,  2026-02-01
      request,      12,         W1,          manager,       approved,  2026-02-01
      request,      12,         M1,          ,              approved,  2026-02-01
  expect:
    population: 12
    exceptions: |
      system, account_id, entitlement_id, granted_at,            reason_code, reason
      app,    a,          tie,            2026-02-05,            R2,          tie was granted to worker W1 on 2026-02-05 00:00; the request was not approved.
      app,    a,          last-late,      2026-02-05,            R3,          last-late was granted to worker W1 on 2026-02-05 00:00; the request was approved after that.
      app,    a,          self-too,       2026-02-05,            R4,          "self-too was granted to worker W1 on 2026-02-05 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."
      app,    a,          self-rejected,  2026-02-05,            R2,          self-rejected was granted to worker W1 on 2026-02-05 00:00; the request was not approved.
      app,    a,          self-doubt,     2026-02-05,            R4,          "self-doubt was granted to worker W1 on 2026-02-05 00:00; the request was approved by the beneficiary, by a requester who may not, or by somebody not employed."

- name: a request is for one worker and one system, and serves one account; requests that are out of time; holders who are not known
  params: {required_roles: [manager], match_days: 10, skew_minutes: 0}
  given:
    hr_worker_span: |
      worker_id, span_no, start_at,   email
      W1,        1,       2020-01-01, w1@ex.com
      W2,        1,       2020-01-01, team@ex.com
      W3,        1,       2020-01-01, team@ex.com
      M1,        1,       2020-01-01,
    account: |
      system, account_id, worker_id, username
      app,    a,          W1,
      app,    by-name,    ,          w1@ex.com
      app,    team,       ,          team@ex.com
      app,    w2,         W2,
      db,     a,          W1,
    entitlement: |
      system, account_id, entitlement_id, via,    granted_at
      app,    w2,         shared,         direct, 2026-02-03
      app,    a,          shared,         direct, 2026-02-05
      app,    by-name,    shared,         direct, 2026-02-06
      app,    a,          of-other,       direct, 2026-02-05
      app,    a,          of-system,      direct, 2026-02-05
      db,     a,          of-system,      direct, 2026-02-05
      app,    a,          two-systems,    direct, 2026-02-05
      db,     a,          two-systems,    direct, 2026-02-05
      app,    a,          two-accounts,   direct, 2026-02-05
      app,    by-name,    two-accounts,   direct, 2026-02-05
      app,    a,          expired,        direct, 2026-02-11T00:00:01Z
      app,    a,          in-time,        direct, 2026-02-11
      app,    a,          at-once,        direct, 2026-02-01
      app,    a,          doubt,          direct, 2026-02-05
      app,    a,          served,         direct, 2026-02-05
      app,    a,          future-base,    direct, 2026-02-05
      app,    ghost,      base,           direct, 2026-02-05
      app,    ghost,      right,          direct, 2026-02-05
      app,    team,       right,          direct, 2026-02-05
    access_request: |
      request_id, system, beneficiary_worker_id, entitlement_id, action, requested_by, requested_at
      1,          app,    W2,                    shared,         grant,  W2,           2026-02-01
      2,          app,    W2,                    of-other,       grant,  W2,           2026-02-01
      3,          db,     W1,                    of-system,      grant,  W1,           2026-02-01
      4,          app,    W1,                    two-systems,    grant,  W1,           2026-02-01
      5,          app,    W1,                    two-accounts,   grant,  W1,           2026-02-01
      6,          app,    W1,                    expired,        grant,  W1,           2026-02-01
      7,          app,    W1,                    in-time,        grant,  W1,           2026-02-01
      8,          app,    W1,                    at-once,        grant,  W1,           2026-02-01
      9,          app,    W1,                    doubt,          grant,  W1,           2026-02-01
      10,         app,    W1,                    doubt,          grant,  W1,           2026-02-01
      11,         app,    W1,                    served,         grant,  W1,           2026-02-01
      12,         app,    W1,                    served,         grant,  W1,           2026-02-01
    approval: |
      subject_type, subject_id, approver_id, approver_role, decision,  decided_at
      request,      1,          M1,          manager,       approved,  2026-02-01
      request,      4,          M1,          manager,       approved,  2026-02-01
      request,      5,          M1,          manager,       approved,  2026-02-01
      request,      9,          M1,          ,              approved,  2026-02-01
      request,      11,         M1,          manager,       approved,  2026-02-01
      request,      12,         M1,          ,              approved,  2026-02-01
    ref_list: |
      list_name,  value,       valid_from
      birthright, base,        2020-01-01
      birthright, future-base, 2026-07-01T00:00:01Z
  expect:
    population: 19
    exceptions: |
      system, account_id, entitlement_id, granted_at,            reason_code, reason
      app,    a,          shared,         2026-02-05,            R1,          shared was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
      app,    by-name,    shared,         2026-02-06,            R1,          shared was granted to worker W1 on 2026-02-06 00:00 and no request for it is left.
      app,    a,          of-other,       2026-02-05,            R1,          of-other was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
      app,    a,          of-system,      2026-02-05,            R1,          of-system was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
      db,     a,          of-system,      2026-02-05,            R2,          of-system was granted to worker W1 on 2026-02-05 00:00; the request was not approved.
      db,     a,          two-systems,    2026-02-05,            R1,          two-systems was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
      app,    by-name,    two-accounts,   2026-02-05,            R1,          two-accounts was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
      app,    a,          expired,        2026-02-11T00:00:01Z,  R1,          expired was granted to worker W1 on 2026-02-11 00:00 and no request for it is left.
      app,    a,          in-time,        2026-02-11,            R2,          in-time was granted to worker W1 on 2026-02-11 00:00; the request was not approved.
      app,    a,          at-once,        2026-02-01,            R2,          at-once was granted to worker W1 on 2026-02-01 00:00; the request was not approved.
      app,    a,          future-base,    2026-02-05,            R1,          future-base was granted to worker W1 on 2026-02-05 00:00 and no request for it is left.
    indeterminate: |
      system, account_id, entitlement_id, granted_at,            reason_code, reason
      app,    a,          doubt,          2026-02-05,            I2,          "The role of the approver is not in the evidence, or the approver is not in the HR register."
      app,    ghost,      right,          2026-02-05,            I1,          No worker is known for account ghost.
      app,    team,       right,          2026-02-05,            I1,          No worker is known for account team.
    excluded: |
      system, account_id, entitlement_id, granted_at,            reason_code, reason
      app,    ghost,      base,           2026-02-05,            X1,          base comes with the job.

- name: the same right granted directly and later through a group is two grants, and one request serves one of them
  given:
    entitlement: |
      system, account_id, entitlement_id, via,       granted_at,           snapshot_at
      erp,    a1,         pay,            direct,    2026-02-10T10:00:00Z, 2026-06-30
      erp,    a1,         pay,            group:fin, 2026-02-25T10:00:00Z, 2026-06-30
      erp,    a1,         pay,            eligible,  2026-03-25T10:00:00Z, 2026-06-30
    account: |
      system, account_id, worker_id, snapshot_at
      erp,    a1,         E1,        2026-06-30
    access_request: |
      request_id, system, beneficiary_worker_id, entitlement_id, action, requested_by, requested_at
      r1,         erp,    E1,                    pay,            grant,  E1,           2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, decision, decided_at
      request,      r1,         1,       M1,          manager,       approved, 2026-02-02
    hr_worker_span: |
      worker_id, start_at
      E1,        2020-01-01
      M1,        2020-01-01
  expect:
    population: 2
    exceptions: |
      system, account_id, entitlement_id, granted_at,             reason_code, reason
      erp,    a1,         pay,            2026-02-25T10:00:00Z,   R1,          pay was granted to worker E1 on 2026-02-25 10:00 and no request for it is left.
    indeterminate: none
---*/
