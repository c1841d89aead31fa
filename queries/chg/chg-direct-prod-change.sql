/*---
id: chg-direct-prod-change
version: 5
title: Manual changes in production outside the pipeline
objective: Production is changed only through the controlled pipeline, or by somebody with an approved change or a grant for the time.
kind: operating
severity: high
reads: [audit_event]
optional: [change_ticket, change_task, approval, priv_grant, account]
key: [provider, event_id]
params:
  prod_accounts: {type: "text[]", default: [], means: "accounts, projects and clusters that are production, * for any text; none for all"}
  providers: {type: "text[]", default: [aws, gcp, k8s], means: logs that are judged}
  pipeline_principals: {type: "text[]", default: [], means: "identities and roles of pipelines, * for any text"}
  critical_actions:
    type: "text[]"
    default: ["*Policy*", "*Role*", "*User*", "*AccessKey*", "*SecurityGroup*", "*NetworkAcl*", "*PutKeyPolicy*", "*ScheduleKeyDeletion*", "*DisableKey*", "*BucketAcl*", "*PublicAccessBlock*", "*DBParameterGroup*", "*ModifyDBInstance*", "*ResourceRecordSets*", "*SetIamPolicy*", "*firewalls.*", "*CryptoKey*", "*clusterrole*", "*rolebinding*", "* deployments*", "* daemonsets*", "* statefulsets*"]
    means: "actions on access, networks, keys, databases, names and workloads, * for any text"
  noise_actions:
    type: "text[]"
    default: [ConsoleLogin, CheckMfa, GetSigninToken, SwitchRole, ExitRole, RenewRole, "AssumeRole*", GetSessionToken, GetFederationToken, CreateCloudShellSession, "StartQuery*", StopQuery, "Lookup*", UpdateConsolePreferences, "create selfsubjectaccessreviews*", "create selfsubjectrulesreviews*", "create subjectaccessreviews*", "create tokenreviews*"]
    means: "actions that programs do for people and that change nothing of the system, * for any text"
  dead_statuses: {type: "text[]", default: [cancelled, rejected, declined, draft, new], means: statuses in which a ticket authorises nothing}
  skew: {type: integer, default: 5, unit: minutes, means: difference of clocks between the systems}
controls:
  nist-800-53r5: [CM-3, CM-5, CM-5(1)]
  soc2-tsc-2017: [CC7.1, CC8.1]
  iso-27001-2022: [A.8.9, A.8.32]
  pci-dss-4.0.1: ["6.5.1", "10.2.1.2"]
reasons:
  R1: no approved change or grant covers the actor at the time
  R2: the actor has no owner
  R3: no approved change or grant covers an action on the critical list
  I1: it is not known whether the action succeeded
  I2: it is not known whether the actor is a person
  I3: the log does not say in which account, project or cluster it was
  X1: the action changes nothing of the system
limits:
  - An event that does not say whether it only read counts as a write.
  - People are IAM users, the root user, sessions of IAM Identity Center, other AWS sessions whose name is an e-mail address or that come
    from the console, Google accounts that are no service accounts, and Kubernetes users outside of system,
    with system:admin and system:anonymous. Another AWS session is I2.
  - A change covers its requester and assignee from its planned start, or its implementation, to its planned end, or its closing. It must
    not be dead, and must be approved before the act when the evidence has approvals of changes. A grant covers its account.
  - Who is assigned an implementation task of such a change is covered in the same way, from the planned start of the task, or its begin,
    to its planned end, or its closing; what the task does not say is taken from its change. A cancelled task covers nobody.
  - People are the same when identity, readable name, user name or e-mail address is. An incident names no people, so it covers nobody
    unless a change or grant does; emergencies need a ticket.
  - R2 is tested when the evidence has accounts. R3 comes with R1.
  - CloudTrail's event history holds 90 days and management events only.
---*/

-- +write: every act of the period in production that is not only reading
SELECT
  e.provider, e.event_id, e.account_or_project, e.event_at, e.actor_id, e.actor_name, e.action, e.resource, e.result,
  len($prod_accounts) > 0 AND e.account_or_project IS NULL AS placeless,
  CASE
    WHEN e.invoked_by IS NOT NULL OR e.actor_type IN ('AWSService', 'ServiceAccount', 'system', 'serviceAccount') THEN FALSE
    WHEN e.provider = 'gcp' THEN COALESCE(e.actor_name, e.actor_id) NOT LIKE '%gserviceaccount.com'
    WHEN e.provider = 'k8s' THEN e.actor_id NOT LIKE 'system:%' OR e.actor_id IN ('system:admin', 'system:anonymous')
    WHEN e.actor_type IN ('Root', 'IAMUser', 'IdentityCenterUser', 'SAMLUser') THEN TRUE
    WHEN e.session_issuer LIKE '%AWSReservedSSO%' OR e.actor_id LIKE '%AWSReservedSSO%' OR e.actor_name LIKE '%@%'
      OR e.user_agent LIKE '%Mozilla%' OR LOWER(e.user_agent) LIKE '%console%' THEN TRUE
    WHEN e.session_issuer LIKE '%AWSServiceRole%' OR e.actor_id LIKE '%AWSServiceRole%' THEN FALSE
  END AS person
FROM audit_event AS e
WHERE e.event_at >= $period_start AND e.event_at < $period_end
  AND contains($providers, e.provider)
  AND e.read_only IS DISTINCT FROM TRUE
  AND e.result <> 'failure'
  AND (len($prod_accounts) = 0 OR e.account_or_project IS NULL OR EXISTS (SELECT 1 FROM UNNEST($prod_accounts) AS a(pattern) WHERE glob_like(e.account_or_project, a.pattern)))
  AND NOT EXISTS (
    SELECT 1 FROM UNNEST($pipeline_principals) AS p(pattern)
    WHERE glob_like(e.actor_id, p.pattern) OR glob_like(COALESCE(e.session_issuer, ''), p.pattern) OR glob_like(COALESCE(e.actor_name, ''), p.pattern)
  );

-- +population: one row per write by somebody who is a person, or may be
SELECT provider, event_id, account_or_project, event_at, actor_id, actor_name, action, resource, result, placeless, person
FROM write
WHERE person IS DISTINCT FROM FALSE;

-- +excluded: acts that change nothing of the system
SELECT provider, event_id, 'X1' AS reason_code, concat(action, ' changes nothing of the system.') AS reason
FROM population
WHERE EXISTS (SELECT 1 FROM UNNEST($noise_actions) AS n(pattern) WHERE glob_like(action, n.pattern));

-- +actor: the names of each actor, those of the account behind it too
SELECT DISTINCT p.actor_id, LOWER(TRIM(n.name)) AS name
FROM (SELECT DISTINCT actor_id, actor_name FROM population) AS p
CROSS JOIN UNNEST([p.actor_id, p.actor_name, split_part(p.actor_id, '/', -1)]) AS n(name)
UNION
SELECT p.actor_id, LOWER(TRIM(n.name))
FROM (
  SELECT DISTINCT actor_id, LOWER(u.key) AS key
  FROM population CROSS JOIN UNNEST([actor_id, actor_name, split_part(actor_id, '/', -1)]) AS u(key)
) AS p
JOIN (
  SELECT DISTINCT LOWER(u.key) AS key, a.account_id, a.username, a.email, a.worker_id
  FROM account AS a CROSS JOIN UNNEST([a.account_id, a.username, a.email]) AS u(key)
) AS a ON a.key = p.key
CROSS JOIN UNNEST([a.account_id, a.username, a.email, a.worker_id]) AS n(name);

-- +sanctioned: when each change was approved
SELECT UPPER(TRIM(subject_id)) AS number, MIN(decided_at) AS approved_at
FROM approval
WHERE subject_type = 'change' AND decision = 'approved'
GROUP BY UPPER(TRIM(subject_id));

-- +assigned: per change the people who carry it out, and when
SELECT UPPER(TRIM(t.ticket_id)) AS number, t.status, u.person, COALESCE(t.planned_start_at, t.implemented_at) AS start_at,
  COALESCE(t.planned_end_at, t.closed_at) AS end_at
FROM change_ticket AS t
CROSS JOIN UNNEST([t.requester_id, t.assignee_id]) AS u(person)
UNION
SELECT UPPER(TRIM(t.ticket_id)), t.status, k.assignee_id, COALESCE(k.planned_start_at, k.started_at, t.planned_start_at, t.implemented_at),
  COALESCE(k.planned_end_at, k.closed_at, t.planned_end_at, t.closed_at)
FROM change_task AS k
JOIN change_ticket AS t ON UPPER(TRIM(t.ticket_id)) = UPPER(TRIM(k.ticket_id))
WHERE k.kind = 'implementation' AND k.status <> 'cancelled';

-- +cover: the times for which somebody may change production, and why
SELECT LOWER(TRIM(account_id)) AS name, start_at, end_at FROM priv_grant
UNION
SELECT LOWER(TRIM(a.person)), greatest(a.start_at, s.approved_at), a.end_at
FROM assigned AS a
LEFT JOIN sanctioned AS s ON s.number = a.number
WHERE NOT contains($dead_statuses, a.status)
  AND a.start_at IS NOT NULL
  AND (s.number IS NOT NULL OR (SELECT COUNT(*) FROM sanctioned) = 0);

-- +covered: acts that a change or grant covers
SELECT DISTINCT p.provider, p.event_id
FROM population AS p
JOIN actor AS a ON a.actor_id = p.actor_id
JOIN cover AS c ON c.name = a.name
WHERE c.start_at <= date_add('minute', $skew, p.event_at)
  AND (c.end_at IS NULL OR c.end_at > date_add('minute', -$skew, p.event_at));

-- +owned: actors with an account that a worker has or answers for
SELECT DISTINCT a.actor_id
FROM actor AS a
JOIN (
  SELECT DISTINCT LOWER(TRIM(u.key)) AS name
  FROM account CROSS JOIN UNNEST([account_id, username, email]) AS u(key)
  WHERE COALESCE(worker_id, owner_worker_id, CASE WHEN account_type = 'human' THEN email END) IS NOT NULL
) AS o ON o.name = a.name;

-- +judged: each act that is not excluded, and what is true of it
SELECT
  p.provider, p.event_id, p.account_or_project, p.event_at, COALESCE(p.actor_name, p.actor_id, 'an unnamed actor') AS actor, p.action, p.resource,
  p.result, p.placeless, p.person, c.event_id IS NOT NULL AS covered,
  o.actor_id IS NULL AND EXISTS (SELECT 1 FROM account) AS unowned,
  EXISTS (SELECT 1 FROM UNNEST($critical_actions) AS k(pattern) WHERE glob_like(p.action, k.pattern)) AS critical
FROM population AS p
LEFT JOIN excluded AS x ON x.provider = p.provider AND x.event_id = p.event_id
LEFT JOIN covered AS c ON c.provider = p.provider AND c.event_id = p.event_id
LEFT JOIN owned AS o ON o.actor_id = p.actor_id
WHERE x.event_id IS NULL;

-- +exceptions: writes by people that nothing covers, or by people nobody knows
SELECT
  provider, event_id, 'R1' AS reason_code,
  concat(actor, ' did ', action, ' on ', substr(CAST(event_at AS VARCHAR), 1, 16), ' without an approved change or grant.') AS reason,
  account_or_project, action, resource, event_at
FROM judged
WHERE person AND result = 'success' AND NOT placeless AND NOT covered
UNION ALL
SELECT
  provider, event_id, 'R2' AS reason_code, concat('No account with an owner belongs to ', actor, '.') AS reason,
  account_or_project, action, resource, event_at
FROM judged
WHERE person AND result = 'success' AND NOT placeless AND unowned
UNION ALL
SELECT
  provider, event_id, 'R3' AS reason_code, concat(action, ' is on the critical list and nothing covers it.') AS reason,
  account_or_project, action, resource, event_at
FROM judged
WHERE person AND result = 'success' AND NOT placeless AND critical AND NOT covered;

-- +indeterminate: acts whose outcome, actor or place is not known
SELECT
  provider, event_id, CASE WHEN person IS NULL THEN 'I2' WHEN result = 'unknown' THEN 'I1' ELSE 'I3' END AS reason_code,
  CASE
    WHEN person IS NULL THEN concat('The log does not tell whether ', actor, ' is a person.')
    WHEN result = 'unknown' THEN 'The log does not say whether the action succeeded.'
    ELSE 'The log does not say where it was, so that it may have been in production.'
  END AS reason
FROM judged
WHERE (person IS NULL OR result = 'unknown' OR placeless) AND NOT covered;

/*--- cases
- name: people and programs of three logs; grants, changes and clocks; housekeeping, reading and failures are not judged
  params: {prod_accounts: ["1*", p], pipeline_principals: ["*/deployer/*"]}
  given:
    audit_event: |
      provider, event_id, account_or_project, event_at,             actor_id,                          actor_name, actor_type,     session_issuer,               invoked_by, user_agent, action,             result,  read_only
      aws,      1,        111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           RunInstances,       success, false
      aws,      2,        111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           PutBucketPolicy,    success,
      aws,      3,        111,                2026-02-10T10:00:00Z, arn:user/bob,                      bob,        IAMUser,        ,                             ,           ,           RunInstances,       success, false
      aws,      4,        111,                2026-02-10T12:05:00Z, arn:user/bob,                      bob,        IAMUser,        ,                             ,           ,           RunInstances,       success, false
      aws,      5,        111,                2026-02-10T10:00:00Z, arn:user/cy,                       cy,         IAMUser,        ,                             ,           ,           RunInstances,       success, false
      aws,      6,        111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           ConsoleLogin,       success, false
      aws,      7,        111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           RunInstances,       failure, false
      aws,      8,        111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           RunInstances,       success, true
      aws,      9,        222,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           RunInstances,       success, false
      aws,      10,       111,                2026-02-10T10:00:00Z, arn:assumed-role/deployer/x,       x,          AssumedRole,    ,                             ,           ,           RunInstances,       success, false
      aws,      11,       111,                2026-02-10T10:00:00Z, arn:assumed-role/app/i-1,          i-1,        AssumedRole,    ,                             ,           ,           RunInstances,       success, false
      aws,      12,       111,                2026-02-10T10:00:00Z, arn:assumed-role/AWSServiceRoleX/y, y,         AssumedRole,    ,                             ,           ,           RunInstances,       success, false
      aws,      13,       111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             autoscaling.amazonaws.com, , RunInstances, success, false
      aws,      14,       111,                2026-02-10T10:00:00Z, arn:assumed-role/x/dee@corp,       dee@corp,   AssumedRole,    arn:role/AWSReservedSSO_Admin, ,          ,           RunInstances,       success, false
      aws,      15,       111,                2026-02-10T10:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           RunInstances,       unknown, false
      gcp,      16,       p,                  2026-02-10T10:00:00Z, eve@corp,                          eve@corp,   ,               ,                             ,           ,           v1.compute.firewalls.insert, success, false
      gcp,      17,       p,                  2026-02-10T10:00:00Z, s@x.iam.gserviceaccount.com,       ,           serviceAccount, ,                             ,           ,           v1.compute.firewalls.insert, success, false
      k8s,      18,       p,                  2026-02-10T10:00:00Z, fay,                               fay,        User,           ,                             ,           ,           patch deployments,  success, false
      k8s,      19,       p,                  2026-02-10T10:00:00Z, system:node:1,                     ,           system,         ,                             ,           ,           patch deployments,  success, false
      db,       20,       p,                  2026-02-10T10:00:00Z, ann,                               ann,        User,           ,                             ,           ,           DELETE,             success, false
      aws,      21,       111,                2026-07-01T00:00:00Z, arn:user/ann,                      ann,        IAMUser,        ,                             ,           ,           RunInstances,       success, false
      aws,      22,       111,                2026-02-10T12:04:59Z, arn:user/bob,                      bob,        IAMUser,        ,                             ,           ,           RunInstances,       success, false
    priv_grant: |
      grant_id, system, account_id, start_at,             end_at
      g1,       aws,    Bob,        2026-02-10T10:05:00Z, 2026-02-10T12:00:00Z
    change_ticket: |
      ticket_id, status, assignee_id, planned_start_at, planned_end_at
      C-1,       closed, cy,          2026-02-10,       2026-02-11
      C-2,       new,    eve@corp,    2026-02-10,       2026-02-11
  expect:
    population: 12
    exceptions: |
      provider, event_id, reason_code, reason
      aws,      1,        R1,          ann did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws,      2,        R1,          ann did PutBucketPolicy on 2026-02-10 10:00 without an approved change or grant.
      aws,      2,        R3,          PutBucketPolicy is on the critical list and nothing covers it.
      aws,      4,        R1,          bob did RunInstances on 2026-02-10 12:05 without an approved change or grant.
      aws,      14,       R1,          dee@corp did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      gcp,      16,       R1,          eve@corp did v1.compute.firewalls.insert on 2026-02-10 10:00 without an approved change or grant.
      gcp,      16,       R3,          v1.compute.firewalls.insert is on the critical list and nothing covers it.
      k8s,      18,       R1,          fay did patch deployments on 2026-02-10 10:00 without an approved change or grant.
      k8s,      18,       R3,          patch deployments is on the critical list and nothing covers it.
    indeterminate: |
      provider, event_id, reason_code, reason
      aws,      11,       I2,          The log does not tell whether i-1 is a person.
      aws,      15,       I1,          The log does not say whether the action succeeded.
    excluded: |
      provider, event_id, reason_code, reason
      aws,      6,        X1,          ConsoleLogin changes nothing of the system.

- name: changes that were approved in time, by whom the account belongs to; actors nobody knows
  given:
    audit_event: |
      provider, event_id, event_at,             actor_id,     actor_name, actor_type, action,       result
      aws,      1,        2026-02-10T10:00:00Z, arn:user/ann, ann,        IAMUser,    RunInstances, success
      aws,      2,        2026-02-12T10:00:00Z, arn:user/ann, ann,        IAMUser,    RunInstances, success
      aws,      3,        2026-02-14T10:00:00Z, arn:user/ann, ann,        IAMUser,    RunInstances, success
      aws,      4,        2026-02-10T10:00:00Z, arn:user/zoe, zoe,        IAMUser,    RunInstances, success
    account: |
      system, account_id,   username, email,    worker_id
      aws,    arn:user/ann, ann,      ann@corp, E1
      aws,    arn:user/zoe, zoe,      ,
    change_ticket: |
      ticket_id, status, requester_id, planned_start_at, implemented_at, planned_end_at, closed_at
      C-1,       closed, Ann@corp,     2026-02-10,       ,               2026-02-11,
      C-2,       closed, E1,           ,                 2026-02-12,     ,               2026-02-13
      C-3,       closed, ann,          2026-02-14,       ,               2026-02-15,
      C-4,       closed, zoe,          ,                 ,               2026-02-15,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       c-1,        1,       bob,         approved, 2026-02-09
      change,       C-2,        1,       bob,         approved, 2026-02-12T11:00:00Z
      change,       C-3,        1,       bob,         rejected, 2026-02-09
      change,       C-4,        1,       bob,         approved, 2026-02-09
  expect:
    exceptions: |
      provider, event_id, reason_code, reason
      aws,      2,        R1,          ann did RunInstances on 2026-02-12 10:00 without an approved change or grant.
      aws,      3,        R1,          ann did RunInstances on 2026-02-14 10:00 without an approved change or grant.
      aws,      4,        R1,          zoe did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws,      4,        R2,          No account with an owner belongs to zoe.

- name: where an act was is not known, and production is named
  params: {prod_accounts: [c1]}
  given:
    audit_event: |
      provider, event_id, account_or_project, event_at,   actor_id, action,             result
      k8s,      e1,       ,                   2026-02-10, ann,      delete pods/a,      success
      k8s,      e2,       ,                   2026-02-10, bob,      delete pods/a,      success
      k8s,      e3,       c1,                 2026-02-10, ann,      delete pods/a,      success
      k8s,      e4,       c2,                 2026-02-10, ann,      delete pods/a,      success
    priv_grant: |
      system, account_id, start_at,   end_at
      c1,     bob,        2026-02-01, 2026-03-01
  expect:
    population: 3
    exceptions: |
      event_id, reason_code, reason
      e3,       R1,          ann did delete pods/a on 2026-02-10 00:00 without an approved change or grant.
    indeterminate: |
      event_id, reason_code, reason
      e1,       I3,          "The log does not say where it was, so that it may have been in production."

- name: who is a person, by each sign of each log; pipelines by any of their names
  params: {pipeline_principals: ["*pipe*"]}
  given:
    audit_event: |
      provider, event_id, event_at,             actor_id,                            actor_name,              actor_type,     session_issuer,        invoked_by, user_agent,                action,       result
      gcp,      1,        2026-02-10T10:00:00Z, x@p.iam.gserviceaccount.com,         ,                        ,               ,                      ,           ,                          insert,       success
      gcp,      2,        2026-02-10T10:00:00Z, 1234,                                y@p.iam.gserviceaccount.com, ,           ,                      ,           ,                          insert,       success
      gcp,      3,        2026-02-10T10:00:00Z, z@corp,                              ,                        serviceAccount, ,                      ,           ,                          insert,       success
      gcp,      4,        2026-02-10T10:00:00Z, z@corp,                              ,                        Root,           ,                      ,           ,                          insert,       success
      gcp,      5,        2026-02-10T10:00:00Z, q@p.iam.gserviceaccount.com,         ,                        IAMUser,        ,                      ,           ,                          insert,       success
      k8s,      6,        2026-02-10T10:00:00Z, "system:serviceaccount:ci:x",        ,                        IAMUser,        ,                      ,           ,                          create pods,  success
      aws,      7,        2026-02-10T10:00:00Z, arn:user/ann,                        ann,                     IAMUser,        arn:AWSServiceRole,    ,           ,                          RunInstances, success
      aws,      8,        2026-02-10T10:00:00Z, arn:r/1,                             r1,                      AssumedRole,    arn:AWSReservedSSO_A,  ,           ,                          RunInstances, success
      aws,      9,        2026-02-10T10:00:00Z, arn:AWSReservedSSO_B/2,              r2,                      AssumedRole,    ,                      ,           ,                          RunInstances, success
      aws,      10,       2026-02-10T10:00:00Z, arn:r/3,                             dee@corp,                AssumedRole,    ,                      ,           ,                          RunInstances, success
      aws,      11,       2026-02-10T10:00:00Z, arn:r/4,                             r4,                      AssumedRole,    ,                      ,           "Mozilla/5.0 (X11)",       RunInstances, success
      aws,      12,       2026-02-10T10:00:00Z, arn:r/5,                             r5,                      AssumedRole,    ,                      ,           "AWS Console",             RunInstances, success
      aws,      13,       2026-02-10T10:00:00Z, arn:r/6,                             r6,                      AssumedRole,    arn:AWSServiceRoleX,   ,           ,                          RunInstances, success
      aws,      14,       2026-02-10T10:00:00Z, arn:r/7,                             r7,                      AssumedRole,    ,                      ,           aws-sdk-go,                RunInstances, success
      aws,      15,       2026-02-10T10:00:00Z, arn:AWSServiceRoleY/8,               r8@corp,                 AssumedRole,    ,                      ,           ,                          RunInstances, success
      aws,      16,       2026-02-10T10:00:00Z, arn:r/9,                             r9,                      AssumedRole,    arn:role/pipe,         ,           "Mozilla/5.0",             RunInstances, success
      aws,      17,       2026-02-10T10:00:00Z, arn:r/10,                            pipe,                    AssumedRole,    ,                      ,           "Mozilla/5.0",             RunInstances, success
      aws,      18,       2026-02-10T10:00:00Z, arn:pipe/11,                         ,                        IAMUser,        ,                      ,           ,                          RunInstances, success
      aws,      19,       2026-01-01T00:00:00Z, arn:user/ann,                        ann,                     IAMUser,        ,                      ,           ,                          RunInstances, success
      aws,      20,       2025-12-31T23:59:59Z, arn:user/ann,                        ann,                     IAMUser,        ,                      ,           ,                          RunInstances, success
      aws,      21,       2026-02-10T10:00:00Z, arn:svc/12,                          s12,                     AWSService,     ,                      ,           "Mozilla/5.0",             RunInstances, success
      k8s,      22,       2026-02-10T10:00:00Z, fay,                                 ,                        ,               ,                      ,           ,                          create pods,  success
      k8s,      23,       2026-02-10T10:00:00Z, system:anonymous,                    ,                        User,           ,                      ,           ,                          create pods,  success
      k8s,      24,       2026-02-10T10:00:00Z, system:admin,                        ,                        User,           ,                      ,           ,                          create pods,  success
  expect:
    population: 13
    exceptions: |
      provider, event_id, reason_code, reason
      aws, 10, R1,                     dee@corp did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 11, R1,                     r4 did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 12, R1,                     r5 did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 15, R1,                     r8@corp did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 19, R1,                     ann did RunInstances on 2026-01-01 00:00 without an approved change or grant.
      aws, 7, R1,                      ann did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 8, R1,                      r1 did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 9, R1,                      r2 did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      gcp, 4, R1,                      z@corp did insert on 2026-02-10 10:00 without an approved change or grant.
      k8s, 22, R1,                     fay did create pods on 2026-02-10 10:00 without an approved change or grant.
      k8s, 23, R1,                     system:anonymous did create pods on 2026-02-10 10:00 without an approved change or grant.
      k8s, 24, R1,                     system:admin did create pods on 2026-02-10 10:00 without an approved change or grant.
    indeterminate: |
      provider, event_id, reason_code, reason
      aws, 14, I2,                     The log does not tell whether r7 is a person.

- name: grants without an end, changes by when they were planned or made, accounts by whom they belong to, acts of unknown outcome or actor
  given:
    audit_event: |
      provider, event_id, event_at,             actor_id,      actor_name, actor_type,  user_agent, action,          result
      aws,      1,        2026-02-10T10:00:00Z, arn:user/open, open,       IAMUser,     ,           RunInstances,    success
      aws,      2,        2026-02-10T10:00:00Z, arn:user/plan, plan,       IAMUser,     ,           RunInstances,    success
      aws,      3,        2026-02-10T10:00:00Z, arn:user/made, made,       IAMUser,     ,           PutBucketPolicy, success
      aws,      4,        2026-02-10T10:00:00Z, arn:user/own,  own,        IAMUser,     ,           RunInstances,    success
      aws,      5,        2026-02-10T10:00:00Z, arn:user/hum,  hum,        IAMUser,     ,           RunInstances,    success
      aws,      6,        2026-02-10T10:00:00Z, arn:user/svc,  svc,        IAMUser,     ,           RunInstances,    success
      aws,      7,        2026-02-10T10:00:00Z, arn:role/a,    a,          AssumedRole, ,           RunInstances,    success
      aws,      8,        2026-02-10T10:00:00Z, arn:role/b,    b,          AssumedRole, ,           PutBucketPolicy, success
      aws,      9,        2026-02-10T10:00:00Z, arn:user/unk,  unk,        IAMUser,     ,           PutBucketPolicy, unknown
      aws,      10,       2026-02-10T10:00:00Z, arn:user/cov,  cov,        IAMUser,     ,           PutBucketPolicy, success
      aws,      11,       2026-02-10T10:00:00Z, arn:user/cov,  cov,        IAMUser,     ,           RunInstances,    unknown
      gcp,      4,        2026-02-10T10:00:00Z, open,          open,       ,            ,           ConsoleLogin,    success
      gcp,      6,        2026-02-10T10:00:00Z, nobody,        nobody,     ,            ,           insert,          success
      aws,      12,       2026-02-10T10:00:00Z, arn:user/oth,  oth,        IAMUser,     ,           RunInstances,    success
    priv_grant: |
      grant_id, system, account_id, start_at,             end_at
      g1,       aws,    open,       2026-02-10T09:00:00Z,
      g2,       aws,    cov,        2026-02-10T09:00:00Z, 2026-02-10T11:00:00Z
      g3,       aws,    own,        2026-02-10T09:00:00Z, 2026-02-10T11:00:00Z
      g4,       aws,    hum,        2026-02-10T09:00:00Z, 2026-02-10T11:00:00Z
      g5,       aws,    svc,        2026-02-10T09:00:00Z, 2026-02-10T11:00:00Z
      g6,       aws,    b,          2026-02-10T09:00:00Z, 2026-02-10T11:00:00Z
    account: |
      system, account_id, username, email,    account_type, worker_id, owner_worker_id
      aws,    open,       ,         ,         human,        E1,
      aws,    plan,       ,         ,         human,        E2,
      aws,    made,       ,         ,         human,        E3,
      aws,    own,        ,         ,         service,      ,          E4
      aws,    x5,         hum,      hum@corp, human,        ,
      aws,    x6,         svc,      svc@corp, service,      ,
      aws,    cov,        ,         ,         human,        E7,
      aws,    x8,         oth,      ,         human,        E8,
    change_ticket: |
      ticket_id, status, requester_id, assignee_id, planned_start_at,     implemented_at,       planned_end_at
      C-1,       closed, plan,         ,            2026-02-10T09:00:00Z, 2026-02-10T12:00:00Z, 2026-02-10T13:00:00Z
      C-2,       closed, made,         ,            2026-02-10T12:00:00Z, 2026-02-10T09:00:00Z, 2026-02-10T13:00:00Z
      C-3,       closed, oth,          ,            2026-02-10T09:00:00Z, ,                     2026-02-10T13:00:00Z
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       C-1,        1,       bob,         approved, 2026-02-09
      change,       C-2,        1,       bob,         approved, 2026-02-09
      request,      C-3,        1,       bob,         approved, 2026-02-09
  expect:
    population: 14
    exceptions: |
      provider, event_id, reason_code, reason
      aws, 12, R1,                     oth did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws, 3, R1,                      made did PutBucketPolicy on 2026-02-10 10:00 without an approved change or grant.
      aws, 3, R3,                      PutBucketPolicy is on the critical list and nothing covers it.
      aws, 6, R2,                      No account with an owner belongs to svc.
      gcp, 6, R1,                      nobody did insert on 2026-02-10 10:00 without an approved change or grant.
      gcp, 6, R2,                      No account with an owner belongs to nobody.
    indeterminate: |
      provider, event_id, reason_code, reason
      aws, 7, I2,                      The log does not tell whether a is a person.
      aws, 9, I1,                      The log does not say whether the action succeeded.
    excluded: |
      provider, event_id, reason_code, reason
      gcp, 4, X1,                      ConsoleLogin changes nothing of the system.

- name: who carries out an implementation task of an approved change is covered for the time of the task, or of the change
  given:
    audit_event: |
      provider, event_id, event_at,             actor_id, actor_type, action,       result
      aws,      1,        2026-02-10T10:00:00Z, bo,       IAMUser,    RunInstances, success
      aws,      2,        2026-02-11T10:00:00Z, bo,       IAMUser,    RunInstances, success
      aws,      3,        2026-02-11T10:00:00Z, cy,       IAMUser,    RunInstances, success
      aws,      4,        2026-02-10T10:00:00Z, di,       IAMUser,    RunInstances, success
      aws,      5,        2026-02-10T10:00:00Z, ed,       IAMUser,    RunInstances, success
      aws,      6,        2026-02-10T10:00:00Z, fay,      IAMUser,    RunInstances, success
      aws,      7,        2026-02-10T10:00:00Z, gus,      IAMUser,    RunInstances, success
    change_ticket: |
      ticket_id, status, planned_start_at, planned_end_at
      C-1,       closed, 2026-02-10,       2026-02-12
      C-2,       new,    2026-02-10,       2026-02-12
      C-3,       closed, 2026-02-10,       2026-02-12
    change_task: |
      task_id, ticket_id, kind,           status,    assignee_id, planned_start_at, planned_end_at
      K-1,     c-1,       implementation, closed,    Bo,          2026-02-10,       2026-02-11
      K-2,     C-1,       implementation, open,      cy,          ,
      K-3,     C-1,       implementation, cancelled, di,          ,
      K-4,     C-1,       testing,        closed,    ed,          ,
      K-5,     C-2,       implementation, closed,    fay,         ,
      K-6,     C-3,       implementation, closed,    gus,         ,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       C-1,        1,       ann,         approved, 2026-02-09
      change,       C-2,        1,       ann,         approved, 2026-02-09
  expect:
    exceptions: |
      provider, event_id, reason_code, reason
      aws,      2,        R1,          bo did RunInstances on 2026-02-11 10:00 without an approved change or grant.
      aws,      4,        R1,          di did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws,      5,        R1,          ed did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws,      6,        R1,          fay did RunInstances on 2026-02-10 10:00 without an approved change or grant.
      aws,      7,        R1,          gus did RunInstances on 2026-02-10 10:00 without an approved change or grant.
---*/
