/*---
id: iac-drift
version: 2
title: Deployed configuration that differs from its code
objective: Infrastructure is as its approved definition says, and differences are found and removed.
kind: both
severity: medium
reads: [iac_resource]
optional: [audit_event]
key: [workspace, address]
params:
  workspaces: {type: "text[]", default: [], means: "workspaces and stacks in scope, * for any text; empty stands for all"}
  ignored_fields: {type: "text[]", default: [tags.LastModified, tags_all.LastModified, desired_capacity], means: "attributes whose difference does not matter, * for any text"}
  critical_types:
    type: "text[]"
    default:
      ["aws_iam_*", "aws_security_group*", "aws_vpc_security_group_*", "aws_kms_*", aws_s3_bucket_policy, aws_s3_bucket_public_access_block, "aws_db_*", "aws_rds_*", "google_*_iam_*", "google_compute_firewall*", "google_kms_*", "google_sql_*", "azurerm_role_*", "azurerm_network_security_*", "azurerm_key_vault*", "azurerm_mssql_*", "AWS::IAM::*", "AWS::EC2::SecurityGroup*", "AWS::KMS::*", "AWS::S3::BucketPolicy", "AWS::RDS::*"]
    means: "types of resources whose difference matters most, * for any text"
  sla_days: {type: integer, default: 7, unit: days, means: time in which a difference is removed}
  freq_days: {type: integer, default: 7, unit: days, means: time in which differences are looked for again}
  max_recurrences: {type: integer, default: 2, means: how often a difference may come back before it counts as an exception by itself}
controls:
  nist-800-53r5: [CM-2, CM-3, CM-6]
  soc2-tsc-2017: [CC7.1, CC8.1]
  iso-27001-2022: [A.8.9]
reasons:
  R1: it differs from its code
  R2: it differs from its code and is of a critical type
  R3: the difference was not removed in time, or keeps coming back
  R4: nobody looked for a difference in time
  I1: nobody looked for a difference, as far as the evidence shows
limits:
  - A plan with -refresh=false shows no difference, and what lifecycle.ignore_changes names is none for Terraform. Upgrades of providers make differences that mean nothing.
  - A resource is in the population when it is in the last plan or state of its workspace at the audit date, or the first one after it; of CloudFormation, when it was ever checked.
  - A difference is as old as the first check that found it without a clean check since, or as the source says. Between two checks nothing is seen.
  - A difference of a critical type is R1 as well.
  - Who changed a resource last is shown where audit_event names the resource by the same identifier.
---*/

-- +scope: resources of the workspaces in scope
SELECT r.workspace, r.address, r.source, r.type, r.resource_id, r.drift_fields, r.drift_detected_at, r.snapshot_at
FROM iac_resource AS r
WHERE len($workspaces) = 0
  OR r.workspace IN (
    SELECT w.workspace
    FROM (SELECT DISTINCT workspace FROM iac_resource) AS w
    CROSS JOIN UNNEST($workspaces) AS s(pattern)
    WHERE glob_like(w.workspace, s.pattern)
  );

-- +latest: the last plan or state of each workspace at the audit date, or the first one after it
SELECT workspace, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM scope
WHERE source <> 'drift_check'
GROUP BY workspace;

-- +population: one row per resource of those plans and states, and of checked stacks
SELECT s.workspace, s.address, MIN(s.type) AS type, MIN(s.resource_id) AS resource_id
FROM scope AS s
LEFT JOIN latest AS l ON l.workspace = s.workspace AND l.snapshot_at IS NOT DISTINCT FROM s.snapshot_at
WHERE s.source = 'drift_check' OR l.workspace IS NOT NULL
GROUP BY s.workspace, s.address;

-- +horizon: the last check of each resource at the audit date, or the first one after it
SELECT workspace, address, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS checked_at
FROM scope
WHERE drift_fields IS NOT NULL
GROUP BY workspace, address;

-- +difference: attributes that differ in each check and matter
SELECT DISTINCT s.workspace, s.address, s.snapshot_at, d.field
FROM scope AS s
CROSS JOIN UNNEST(s.drift_fields) AS d(field)
WHERE NOT EXISTS (SELECT 1 FROM UNNEST($ignored_fields) AS i(pattern) WHERE glob_like(d.field, i.pattern));

-- +checked: every check until then, with what differed
SELECT
  s.workspace, s.address, s.snapshot_at, h.checked_at, s.detected_at, f.fields,
  f.fields IS NOT NULL AS differs
FROM (
  SELECT workspace, address, snapshot_at, MIN(drift_detected_at) AS detected_at
  FROM scope
  WHERE drift_fields IS NOT NULL
  GROUP BY workspace, address, snapshot_at
) AS s
JOIN horizon AS h ON h.workspace = s.workspace AND h.address = s.address
LEFT JOIN (
  SELECT workspace, address, snapshot_at, string_agg(field, ', ' ORDER BY field) AS fields
  FROM difference
  GROUP BY workspace, address, snapshot_at
) AS f ON f.workspace = s.workspace AND f.address = s.address AND f.snapshot_at = s.snapshot_at
WHERE s.snapshot_at <= h.checked_at;

-- +turned: the checks, each with whether the one before found a difference
SELECT
  workspace, address, snapshot_at, checked_at, differs, fields, detected_at,
  LAG(differs) OVER (PARTITION BY workspace, address ORDER BY snapshot_at) AS differed
FROM checked;

-- +history: since when each resource differs, and how often the difference came back
SELECT
  workspace, address,
  MAX(checked_at) AS checked_at,
  BOOL_OR(differs AND snapshot_at = checked_at) AS differs,
  MAX(fields) FILTER (WHERE snapshot_at = checked_at) AS fields,
  MAX(LEAST(snapshot_at, COALESCE(detected_at, snapshot_at))) FILTER (WHERE differs AND differed IS DISTINCT FROM TRUE) AS since,
  GREATEST(COUNT(*) FILTER (WHERE differs AND differed IS DISTINCT FROM TRUE) - 1, 0) AS recurrences
FROM turned
GROUP BY workspace, address;

-- +changed: the last successful change of each resource that the audit log names
SELECT resource, actor_id, event_at
FROM (
  SELECT resource, actor_id, event_at, ROW_NUMBER() OVER (PARTITION BY resource ORDER BY event_at DESC, event_id, provider) AS nth
  FROM audit_event
  WHERE result = 'success' AND read_only IS DISTINCT FROM TRUE AND event_at <= $as_of
) AS acts
WHERE nth = 1;

-- +judged: each resource with its history
SELECT
  p.workspace, p.address, p.type, p.resource_id, h.checked_at, h.differs, h.fields, h.since, h.recurrences,
  c.actor_id AS changed_by, c.event_at AS changed_at,
  EXISTS (SELECT 1 FROM UNNEST($critical_types) AS t(pattern) WHERE glob_like(p.type, t.pattern)) AS is_critical
FROM population AS p
LEFT JOIN history AS h ON h.workspace = p.workspace AND h.address = p.address
LEFT JOIN changed AS c ON c.resource = p.resource_id;

-- +exceptions: resources that differ, still or again, and resources that nobody looks at
SELECT
  workspace, address, 'R1' AS reason_code,
  concat('The check of ', substr(CAST(checked_at AS VARCHAR), 1, 16), ' found a difference in ', fields, '.') AS reason,
  type, resource_id, since, recurrences, changed_by, changed_at
FROM judged
WHERE differs
UNION ALL
SELECT
  workspace, address, 'R2' AS reason_code,
  concat('A resource of the type ', type, ' differs in ', fields, '.') AS reason,
  type, resource_id, since, recurrences, changed_by, changed_at
FROM judged
WHERE differs AND is_critical
UNION ALL
SELECT
  workspace, address, 'R3' AS reason_code,
  CASE
    WHEN differs AND since < date_add('day', -$sla_days, $as_of) THEN concat('It differs in ', fields, ' since ', substr(CAST(since AS VARCHAR), 1, 16), '.')
    ELSE concat('A difference came back ', recurrences, ' times.')
  END AS reason,
  type, resource_id, since, recurrences, changed_by, changed_at
FROM judged
WHERE differs AND since < date_add('day', -$sla_days, $as_of) OR recurrences >= $max_recurrences
UNION ALL
SELECT
  workspace, address, 'R4' AS reason_code,
  concat('The last check was on ', substr(CAST(checked_at AS VARCHAR), 1, 16), '.') AS reason,
  type, resource_id, since, recurrences, changed_by, changed_at
FROM judged
WHERE checked_at < date_add('day', -$freq_days, $as_of);

-- +indeterminate: resources without any check in the evidence
SELECT
  workspace, address, 'I1' AS reason_code,
  'The evidence holds no check of the resource against its code.' AS reason
FROM judged
WHERE differs IS NULL;

/*--- cases
- name: a clean resource, a difference, one that does not matter, one of a critical type, one that was deleted
  given:
    iac_resource: |
      workspace, address, source, type,                    resource_id, drift_fields,                                   snapshot_at
      w,         clean,   plan,   aws_vpc,                 ,            [],                                             2026-07-01
      w,         tags,    plan,   aws_s3_bucket,           ,            "[""tags.LastModified"",""DESIRED_CAPACITY""]", 2026-07-01
      w,         acl,     plan,   aws_s3_bucket,           ,            "[""acl"",""tags.LastModified"",""Acl2""]",     2026-07-01
      w,         sg,      plan,   aws_security_group_rule, ,            "[""cidr_blocks""]",                            2026-07-01
      w,         gone,    plan,   aws_sqs_queue,           ,            "[""*""]",                                      2026-07-01
      w,         role,    plan,   aws_iam_role,            ,            [],                                             2026-07-01
      v,         acl,     plan,   aws_s3_bucket,           ,            [],                                             2026-07-01
      v,         sg,      plan,   aws_vpc,                 ,            [],                                             2026-07-01
  expect:
    population: 8
    exceptions: |
      workspace, address, reason_code, reason,                                                                 since
      w,         acl,     R1,          "The check of 2026-07-01 00:00 found a difference in Acl2, acl.",       2026-07-01 00:00:00.000000+00
      w,         sg,      R1,          The check of 2026-07-01 00:00 found a difference in cidr_blocks.,       2026-07-01 00:00:00.000000+00
      w,         sg,      R2,          A resource of the type aws_security_group_rule differs in cidr_blocks., 2026-07-01 00:00:00.000000+00
      w,         gone,    R1,          The check of 2026-07-01 00:00 found a difference in *.,                 2026-07-01 00:00:00.000000+00

- name: how long it differs - within the time, on the last day, longer, removed since, begun anew, as old as the source says
  given:
    iac_resource: |
      workspace, address, source, type, drift_fields, drift_detected_at, snapshot_at
      w,         old,     plan,   t,    "[""a""]",    ,                  2026-06-20
      w,         old,     plan,   t,    "[""b""]",    ,                  2026-06-28
      w,         old,     plan,   t,    "[""b""]",    ,                  2026-07-01
      w,         young,   plan,   t,    [],           ,                  2026-06-20
      w,         young,   plan,   t,    "[""a""]",    ,                  2026-06-28
      w,         young,   plan,   t,    "[""a""]",    ,                  2026-07-01
      w,         at,      plan,   t,    "[""a""]",    ,                  2026-06-24
      w,         at,      plan,   t,    "[""a""]",    ,                  2026-07-01
      w,         over,    plan,   t,    "[""a""]",    ,                  2026-06-23T23:59:59Z
      w,         over,    plan,   t,    "[""a""]",    ,                  2026-07-01
      w,         fixed,   plan,   t,    "[""a""]",    ,                  2026-06-01
      w,         fixed,   plan,   t,    [],           ,                  2026-07-01
      w,         again,   plan,   t,    "[""a""]",    ,                  2026-06-01
      w,         again,   plan,   t,    [],           ,                  2026-06-20
      w,         again,   plan,   t,    "[""a""]",    ,                  2026-07-01
      w,         stated,  plan,   t,    "[""a""]",    2026-06-02,        2026-07-01
      w,         late,    plan,   t,    "[""a""]",    2026-07-02,        2026-07-01
  expect:
    population: 8
    exceptions: |
      workspace, address, reason_code, since,                recurrences, reason
      w,         old,     R1,          2026-06-20,           0,           The check of 2026-07-01 00:00 found a difference in b.
      w,         old,     R3,          2026-06-20,           0,           It differs in b since 2026-06-20 00:00.
      w,         young,   R1,          2026-06-28,           0,           The check of 2026-07-01 00:00 found a difference in a.
      w,         at,      R1,          2026-06-24,           0,           The check of 2026-07-01 00:00 found a difference in a.
      w,         over,    R1,          2026-06-23T23:59:59Z, 0,           The check of 2026-07-01 00:00 found a difference in a.
      w,         over,    R3,          2026-06-23T23:59:59Z, 0,           It differs in a since 2026-06-23 23:59.
      w,         again,   R1,          2026-07-01,           1,           The check of 2026-07-01 00:00 found a difference in a.
      w,         stated,  R1,          2026-06-02,           0,           The check of 2026-07-01 00:00 found a difference in a.
      w,         stated,  R3,          2026-06-02,           0,           It differs in a since 2026-06-02 00:00.
      w,         late,    R1,          2026-07-01,           0,           The check of 2026-07-01 00:00 found a difference in a.

- name: a difference that keeps coming back, also when it is gone at the moment
  given:
    iac_resource: |
      workspace, address, source, type, drift_fields,              snapshot_at
      w,         back,    plan,   t,    "[""a""]",                 2026-04-24
      w,         back,    plan,   t,    [],                        2026-05-01
      w,         back,    plan,   t,    "[""a""]",                 2026-05-08
      w,         back,    plan,   t,    [],                        2026-05-15
      w,         back,    plan,   t,    "[""a""]",                 2026-05-22
      w,         back,    plan,   t,    "[""a""]",                 2026-05-29
      w,         back,    plan,   t,    [],                        2026-07-01
      w,         once,    plan,   t,    "[""a""]",                 2026-05-01
      w,         once,    plan,   t,    [],                        2026-05-15
      w,         once,    plan,   t,    "[""a""]",                 2026-05-22
      w,         once,    plan,   t,    "[""tags.LastModified""]", 2026-07-01
  expect:
    exceptions: |
      workspace, address, reason_code, reason,                          since
      w,         back,    R3,          A difference came back 2 times., 2026-05-22 00:00:00.000000+00

- name: checks that are too old, on the day, or missing; a state says nothing about differences
  given:
    iac_resource: |
      workspace, address,     source,      type, drift_fields, snapshot_at
      w,         never,       state,       t,    ,             2026-07-01
      w,         once,        state,       t,    ,             2026-07-01
      w,         once,        plan,        t,    [],           2026-06-24
      w,         stale,       state,       t,    ,             2026-07-01
      w,         stale,       plan,        t,    [],           2026-06-23T23:59:59Z
      s,         cfn,         drift_check, t,    [],           2026-06-30
      s,         not-checked, drift_check, t,    ,             2026-06-30
      s,         cfn-old,     drift_check, t,    "[""a""]",    2026-06-01
      s,         cfn-old,     drift_check, t,    "[""z""]",    2026-05-20
  expect:
    population: 6
    exceptions: |
      workspace, address, reason_code, reason,                                                 since
      w,         stale,   R4,          The last check was on 2026-06-23 23:59.,
      s,         cfn-old, R1,          The check of 2026-06-01 00:00 found a difference in a., 2026-05-20 00:00:00.000000+00
      s,         cfn-old, R3,          It differs in a since 2026-05-20 00:00.,                2026-05-20 00:00:00.000000+00
      s,         cfn-old, R4,          The last check was on 2026-06-01 00:00.,                2026-05-20 00:00:00.000000+00
    indeterminate: |
      workspace, address,     reason_code, reason
      w,         never,       I1,          The evidence holds no check of the resource against its code.
      s,         not-checked, I1,          The evidence holds no check of the resource against its code.

- name: what came after the audit date does not count, unless nothing came before; what is no longer in the code is out
  given:
    iac_resource: |
      workspace, address,    source,      type, drift_fields, snapshot_at
      w,         kept,       plan,        t,    [],           2026-06-30
      w,         removed,    plan,        t,    "[""a""]",    2026-06-20
      w,         kept,       plan,        t,    "[""a""]",    2026-07-02
      v,         later,      plan,        t,    "[""a""]",    2026-07-02
      v,         later,      plan,        t,    [],           2026-07-03
      v,         much-later, plan,        t,    "[""a""]",    2026-07-03
      s,         cfn,        drift_check, t,    "[""a""]",    2026-07-02
      w,         kept,       plan,        t,    [],           2026-07-03
      w,         kept,       plan,        t,    "[""a""]",    2026-07-04
      w,         kept,       plan,        t,    [],           2026-07-05
      w,         kept,       plan,        t,    "[""a""]",    2026-07-06
  expect:
    population: 3
    exceptions: |
      workspace, address, reason_code, since,      reason
      v,         later,   R1,          2026-07-02, The check of 2026-07-02 00:00 found a difference in a.
      s,         cfn,     R1,          2026-07-02, The check of 2026-07-02 00:00 found a difference in a.

- name: only workspaces in scope; who changed the resource last
  params: {workspaces: ["prod-*", core]}
  given:
    audit_event: |
      event_id, provider, event_at,             action, resource,  actor_id, result,  read_only
      1,        aws,      2026-06-28,           Put,    arn:r,     ann,      success, false
      2,        aws,      2026-06-29,           Put,    arn:r,     bo,       success,
      3,        aws,      2026-06-29T01:00:00Z, Put,    arn:r,     cy,       failure, false
      4,        aws,      2026-06-29T01:00:00Z, Get,    arn:r,     dee,      success, true
      5,        aws,      2026-07-02,           Put,    arn:r,     ed,       success, false
      6,        aws,      2026-06-30,           Put,    arn:other, flo,      success, false
      7,        aws,      2026-06-29,           Put,    arn:r,     gus,      success, false
      8,        aws,      2026-07-01,           Put,    arn:s,     hal,      success, false
    iac_resource: |
      workspace, address, source, type, resource_id, drift_fields, snapshot_at
      prod-a,    x,       plan,   t,    arn:r,       "[""a""]",    2026-07-01
      CORE,      x,       plan,   t,    arn:s,       "[""a""]",    2026-07-01
      core-dev,  x,       plan,   t,    arn:r,       "[""a""]",    2026-07-01
      dev,       x,       plan,   t,    arn:r,       "[""a""]",    2026-07-01
  expect:
    population: 2
    exceptions: |
      workspace, address, reason_code, changed_by, changed_at, reason,                                                 since
      prod-a,    x,       R1,          bo,         2026-06-29, The check of 2026-07-01 00:00 found a difference in a., 2026-07-01 00:00:00.000000+00
      CORE,      x,       R1,          hal,        2026-07-01, The check of 2026-07-01 00:00 found a difference in a., 2026-07-01 00:00:00.000000+00
---*/
