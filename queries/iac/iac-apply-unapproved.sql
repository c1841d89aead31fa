/*---
id: iac-apply-unapproved
version: 3
title: Infrastructure changes applied without an approved, identical plan
objective: Infrastructure changes are reviewed before they are applied, and what is applied is what was reviewed.
kind: operating
severity: high
reads: [iac_run, approval]
optional: [pull_request, commit]
key: [run_id]
params:
  prod_envs: {type: "text[]", default: [prod, production], means: environments that are production}
  prod_workspaces: {type: "text[]", default: [], means: "workspaces that are production, * for any text; without any, a run of unknown environment counts as production"}
  protected_branches: {type: "text[]", default: [main, master], means: "branches from which production is changed, * for any text"}
  pipeline_principals: {type: "text[]", default: [], means: identities of pipelines that apply through the command line}
  stateful_types:
    type: "text[]"
    default:
      ["aws_db_*", "aws_rds_*", "aws_dynamodb_table", "aws_s3_bucket", "aws_kms_key", "aws_ebs_volume", "aws_efs_file_system", "aws_eks_cluster", "aws_elasticache_*", "aws_opensearch_domain", "aws_redshift_cluster", "google_sql_*", "google_storage_bucket", "google_kms_*", "google_compute_disk", "google_container_cluster", "google_bigquery_*", "google_spanner_*", "azurerm_*_database", "azurerm_*_server", "azurerm_storage_account", "azurerm_key_vault*", "azurerm_managed_disk", "azurerm_kubernetes_cluster"]
    means: "types of resources that hold data or keys, * for any text"
controls:
  nist-800-53r5: [CM-3, CM-5]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.32]
  pci-dss-4.0.1: ["6.5.1"]
reasons:
  R1: not approved before it was applied
  R2: the commit was not on a protected branch when it was planned
  R3: applied without anybody confirming the plan
  R4: applied from a command line outside of a pipeline
  R5: the plan that was applied is not the one that was approved
  R6: policy checks failed or were overridden
  R7: resources that hold data or keys were destroyed without a second approval
  I1: the evidence does not say all of it
limits:
  - Approved is a run by an approval of the run, or of the pull request that brought its commit to a protected branch, by a person who is not the request's author. The last decision of each approver before the apply counts; whoever applies may have approved.
  - R2 is tested when pull requests are in the evidence. A commit came by the request whose merge commit it is, or to which dataset commit counts it; a branch that moved on after the plan is not seen.
  - R5 compares the hash of the plan with what approvals of the run name; an approval of a pull request names no plan.
  - A targeted apply looks like any other. An emergency apply needs a waiver.
  - HCP Terraform does not say which types are destroyed. A run of it that destroys something is I1 unless it is an exception, or a plan file
    named after it says so. Whoever confirms a run applies it; the confirmation alone is no approval.
---*/

-- +production: workspaces that are production by their name
SELECT DISTINCT w.workspace
FROM (SELECT DISTINCT workspace FROM iac_run) AS w
CROSS JOIN UNNEST($prod_workspaces) AS s(pattern)
WHERE glob_like(w.workspace, s.pattern);

-- +population: one row per run that was applied to production in the period
SELECT
  r.run_id, r.workspace, r.env, r.applied_at, r.applied_by, r.source, r.pipeline_run_id, r.auto_apply, r.policy_result,
  COALESCE(r.commit_sha, f.commit_sha) AS commit_sha,
  COALESCE(r.plan_hash, f.plan_hash) AS plan_hash,
  COALESCE(r.deletes, f.deletes) AS deletes,
  COALESCE(r.replaces, f.replaces) AS replaces,
  COALESCE(r.destructive_types, f.destructive_types) AS destructive_types,
  COALESCE(r.planned_at, f.planned_at, r.applied_at) AS planned_at
FROM iac_run AS r
LEFT JOIN iac_run AS f ON f.run_id = r.run_id AND f.record = 'plan' AND r.record IS DISTINCT FROM 'plan'
LEFT JOIN production AS p ON p.workspace = r.workspace
WHERE r.applied_at >= $period_start AND r.applied_at < $period_end
  AND (p.workspace IS NOT NULL OR contains($prod_envs, r.env) OR r.env IS NULL AND len($prod_workspaces) = 0);

-- +merged: requests that brought a commit to a protected branch
SELECT p.repo, p.pr_number, p.author_id, p.merged_at, s.sha
FROM pull_request AS p
JOIN (
  SELECT repo, pr_number, merge_sha AS sha FROM pull_request
  UNION
  SELECT repo, pr_number, sha FROM commit
) AS s ON s.repo = p.repo AND s.pr_number = p.pr_number
WHERE p.merged_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM UNNEST($protected_branches) AS b(pattern) WHERE glob_like(p.base_ref, b.pattern));

-- +request: the requests that brought the commit of each run
SELECT DISTINCT r.run_id, r.applied_at, r.planned_at, m.repo, m.pr_number, m.author_id, m.merged_at
FROM population AS r
JOIN merged AS m ON m.sha = r.commit_sha;

-- +decision: decisions of people about each run, or about its request, before it was applied
SELECT r.run_id, a.subject_type, a.subject_id, a.approver_id, a.decision, a.decided_at, a.step_no, a.subject_rev
FROM population AS r
JOIN approval AS a ON a.subject_type = 'iac_run' AND a.subject_id = r.run_id AND a.decided_at <= r.applied_at
WHERE a.decision <> 'commented' AND a.is_bot IS DISTINCT FROM TRUE
UNION ALL
SELECT q.run_id, a.subject_type, a.subject_id, a.approver_id, a.decision, a.decided_at, a.step_no, NULL AS subject_rev
FROM request AS q
JOIN approval AS a ON a.subject_type = 'pr' AND a.subject_id = concat(q.repo, '#', q.pr_number) AND a.decided_at <= q.applied_at
WHERE a.decision <> 'commented' AND a.is_bot IS DISTINCT FROM TRUE AND a.approver_id IS DISTINCT FROM q.author_id;

-- +approved: approvals that stood when the run was applied
SELECT run_id, subject_type, approver_id, subject_rev
FROM (
  SELECT
    run_id, subject_type, approver_id, subject_rev, decision,
    ROW_NUMBER() OVER (
      PARTITION BY run_id, subject_type, subject_id, approver_id ORDER BY decided_at DESC, step_no DESC, decision
    ) AS nth
  FROM decision
) AS last_first
WHERE nth = 1 AND decision = 'approved';

-- +judged: each run with what is true of it
SELECT
  r.run_id, r.workspace, r.commit_sha, r.plan_hash, r.planned_at, r.applied_at, r.applied_by, r.source, r.policy_result, r.auto_apply,
  COALESCE(a.approvers, 0) AS approvers,
  a.approved_plans,
  q.run_id IS NOT NULL AS is_merged,
  EXISTS (SELECT 1 FROM pull_request) AS has_requests,
  r.source = 'cli' AND r.pipeline_run_id IS NULL AND NOT COALESCE(contains($pipeline_principals, r.applied_by), FALSE) AS is_manual,
  NOT contains(a.approved_plans, r.plan_hash) AS is_other_plan,
  d.types AS destroyed,
  concat_ws(', ',
    CASE WHEN r.commit_sha IS NULL THEN 'commit' END,
    CASE WHEN r.auto_apply IS NULL THEN 'confirmation' END,
    CASE WHEN r.source IS NULL AND r.pipeline_run_id IS NULL THEN 'source' END,
    CASE WHEN r.policy_result IS NULL THEN 'policy result' END,
    CASE WHEN r.plan_hash IS NULL AND a.approved_plans IS NOT NULL THEN 'plan' END,
    CASE WHEN r.destructive_types IS NULL AND COALESCE(r.deletes, 1) + COALESCE(r.replaces, 0) > 0 AND COALESCE(a.approvers, 0) < 2 THEN 'destroyed types' END
  ) AS missing
FROM population AS r
LEFT JOIN (
  SELECT run_id, COUNT(DISTINCT approver_id) AS approvers, list(subject_rev ORDER BY subject_rev) FILTER (WHERE subject_rev IS NOT NULL) AS approved_plans
  FROM approved
  GROUP BY run_id
) AS a ON a.run_id = r.run_id
LEFT JOIN (SELECT DISTINCT run_id FROM request WHERE merged_at <= planned_at) AS q ON q.run_id = r.run_id
LEFT JOIN (
  SELECT p.run_id, string_agg(DISTINCT t.type, ', ' ORDER BY t.type) AS types
  FROM population AS p
  CROSS JOIN UNNEST(p.destructive_types) AS t(type)
  WHERE EXISTS (SELECT 1 FROM UNNEST($stateful_types) AS s(pattern) WHERE glob_like(t.type, s.pattern))
  GROUP BY p.run_id
) AS d ON d.run_id = r.run_id;

-- +weakness: each code of a run with what it is about
SELECT run_id, 'R1' AS code, 'no approval of the run or of a merged request is on record until then' AS what
FROM judged
WHERE approvers = 0
UNION ALL
SELECT run_id, 'R2', concat('no request had brought commit ', commit_sha, ' to a protected branch by ', substr(CAST(planned_at AS VARCHAR), 1, 16))
FROM judged
WHERE commit_sha IS NOT NULL AND has_requests AND NOT is_merged
UNION ALL
SELECT run_id, 'R3', 'it was applied without confirmation'
FROM judged
WHERE auto_apply
UNION ALL
SELECT run_id, 'R4', concat('it was applied from a command line by ', COALESCE(applied_by, 'somebody unknown'))
FROM judged
WHERE is_manual
UNION ALL
SELECT run_id, 'R5', concat('plan ', plan_hash, ' was applied, and ', array_join(approved_plans, ', '), ' approved')
FROM judged
WHERE is_other_plan
UNION ALL
SELECT run_id, 'R6', concat('its policy checks were ', policy_result)
FROM judged
WHERE policy_result IN ('failed', 'overridden')
UNION ALL
SELECT run_id, 'R7', concat('it destroyed or replaced ', destroyed, ' with ', approvers, ' approvals')
FROM judged
WHERE destroyed IS NOT NULL AND approvers < 2;

-- +exceptions: runs that were applied without approval, confirmation or checks
SELECT
  j.run_id, w.code AS reason_code,
  concat('Run ', j.run_id, ' was applied to ', COALESCE(j.workspace, 'an unknown workspace'), ' on ', substr(CAST(j.applied_at AS VARCHAR), 1, 16), '; ', w.what, '.') AS reason,
  j.workspace, j.commit_sha, j.applied_at, j.applied_by
FROM judged AS j
JOIN weakness AS w ON w.run_id = j.run_id;

-- +indeterminate: runs without a weakness of which something is not known
SELECT
  j.run_id, 'I1' AS reason_code,
  concat('The evidence does not hold for run ', j.run_id, ': ', j.missing, '.') AS reason
FROM judged AS j
LEFT JOIN (SELECT DISTINCT run_id FROM weakness) AS w ON w.run_id = j.run_id
WHERE w.run_id IS NULL AND j.missing <> '';

/*--- cases
- name: approved through the run or through its request; who decides, when and about what
  given:
    pull_request: |
      repo,       pr_number, author_id, base_ref, merge_sha, merged_at
      corp/infra, 1,         ann,       main,     s1,        2026-02-01T08:00:00Z
      corp/infra, 2,         ann,       main,     s2,        2026-02-01T08:00:00Z
      corp/infra, 3,         ann,       main,     s3,        2026-02-01T08:00:00Z
      corp/infra, 4,         ann,       main,     s4,        2026-02-01T08:00:00Z
      corp/infra, 5,         ann,       main,     s5,        2026-02-01T08:00:00Z
      corp/infra, 6,         ann,       main,     s6,        2026-02-01T08:00:00Z
    commit: |
      repo,       sha,   pr_number
      corp/infra, inner, 1
      corp/infra, loose, 0
    approval: |
      subject_type, subject_id,   step_no, approver_id, decision,  decided_at,           is_bot
      pr,           corp/infra#1, 1,       bo,          approved,  2026-02-01T07:00:00Z,
      pr,           corp/infra#2, 1,       ann,         approved,  2026-02-01T07:00:00Z, false
      pr,           corp/infra#2, 1,       bot,         approved,  2026-02-01T07:00:00Z, true
      pr,           corp/infra#2, 1,       cy,          commented, 2026-02-01T07:00:00Z, false
      pr,           corp/infra#3, 1,       bo,          approved,  2026-02-01T07:00:00Z, false
      pr,           corp/infra#3, 2,       bo,          dismissed, 2026-02-01T07:30:00Z, false
      pr,           corp/infra#4, 1,       bo,          approved,  2026-02-01T09:00:01Z, false
      pr,           corp/infra#5, 1,       bo,          approved,  2026-02-01T09:00:00Z, false
      pr,           corp/infra#5, 2,       bo,          commented, 2026-02-01T09:00:00Z, false
      change,       corp/infra#6, 1,       bo,          approved,  2026-02-01T07:00:00Z, false
      pr,           run-only,     1,       bo,          approved,  2026-02-01T07:30:00Z, false
      iac_run,      run-ok,       1,       bo,          approved,  2026-02-01T09:00:00Z, false
      iac_run,      run-late,     1,       bo,          approved,  2026-02-01T09:00:01Z, false
      iac_run,      run-no,       1,       bo,          rejected,  2026-02-01T08:30:00Z, false
      iac_run,      run-bot,      1,       bo,          approved,  2026-02-01T08:30:00Z, true
      iac_run,      run-note,     1,       bo,          commented, 2026-02-01T08:30:00Z, false
      iac_run,      run-turned,   1,       bo,          approved,  2026-02-01T08:30:00Z, false
      iac_run,      run-turned,   1,       bo,          rejected,  2026-02-01T08:20:00Z, false
      iac_run,      run-turned,   1,       bo,          rejected,  2026-02-01T09:30:00Z, false
      iac_run,      run-twice,    1,       bo,          approved,  2026-02-01T08:30:00Z, false
      iac_run,      run-twice,    2,       bo,          rejected,  2026-02-01T08:30:00Z, false
    iac_run: |
      run_id,       workspace, env,  commit_sha, planned_at,           applied_at,           applied_by, source, auto_apply, destructive_types, policy_result
      by-request,   w,         prod, s1,         2026-02-01T08:00:00Z, 2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                passed
      by-commit,    w,         prod, inner,      ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      author,       w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      dismissed,    w,         prod, s3,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-ok,       w,         prod, s2,         ,                     2026-02-01T09:00:00Z, bo,         vcs,    false,      [],                none
      run-late,     w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-no,       w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-bot,      w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-note,     w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-only,     w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-turned,   w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      run-twice,    w,         prod, s2,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      late-request, w,         prod, s4,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      just-in-time, w,         prod, s5,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      change-only,  w,         prod, s6,         ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
  expect:
    population: 15
    exceptions: |
      run_id,       reason_code, reason
      author,       R1,          Run author was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      dismissed,    R1,          Run dismissed was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      run-late,     R1,          Run run-late was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      run-no,       R1,          Run run-no was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      run-bot,      R1,          Run run-bot was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      run-note,     R1,          Run run-note was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      run-only,     R1,          Run run-only was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      run-twice,    R1,          Run run-twice was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      late-request, R1,          Run late-request was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.
      change-only,  R1,          Run change-only was applied to w on 2026-02-01 09:00; no approval of the run or of a merged request is on record until then.

- name: the commit on a protected branch, on another, merged after the plan, never merged, not known
  params: {protected_branches: [main, "release/*"]}
  given:
    pull_request: |
      repo,       pr_number, author_id, base_ref,  merge_sha, merged_at
      corp/infra, 1,         ann,       Release/1, rel,       2026-02-01T08:00:00Z
      corp/infra, 2,         ann,       develop,   dev,       2026-02-01T08:00:00Z
      corp/infra, 3,         ann,       main,      late,      2026-02-01T08:00:01Z
      corp/infra, 4,         ann,       main,      open,
      corp/infra, 5,         ann,       main,      after,     2026-02-01T09:00:01Z
    commit: |
      repo,       sha,     pr_number
      corp/other, foreign, 1
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      iac_run,      rel,        1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      dev,        1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      late,       1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      open,       1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      after,      1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      lost,       1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      foreign,    1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      unknown,    1,       bo,          approved, 2026-02-01T08:30:00Z
    iac_run: |
      run_id,  workspace, env,  commit_sha, planned_at,           applied_at,           applied_by, source, auto_apply, destructive_types, policy_result
      rel,     w,         prod, rel,        2026-02-01T08:00:00Z, 2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      dev,     w,         prod, dev,        2026-02-01T08:00:00Z, 2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      late,    w,         prod, late,       2026-02-01T08:00:00Z, 2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      open,    w,         prod, open,       2026-02-01T08:00:00Z, 2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      after,   w,         prod, after,      ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      lost,    ,          prod, lost,       ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      foreign, w,         prod, foreign,    ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
      unknown, w,         prod, ,           ,                     2026-02-01T09:00:00Z, ci,         vcs,    false,      [],                none
  expect:
    exceptions: |
      run_id,  reason_code, reason
      dev,     R2,          Run dev was applied to w on 2026-02-01 09:00; no request had brought commit dev to a protected branch by 2026-02-01 08:00.
      late,    R2,          Run late was applied to w on 2026-02-01 09:00; no request had brought commit late to a protected branch by 2026-02-01 08:00.
      open,    R2,          Run open was applied to w on 2026-02-01 09:00; no request had brought commit open to a protected branch by 2026-02-01 08:00.
      after,   R2,          Run after was applied to w on 2026-02-01 09:00; no request had brought commit after to a protected branch by 2026-02-01 09:00.
      lost,    R2,          Run lost was applied to an unknown workspace on 2026-02-01 09:00; no request had brought commit lost to a protected branch by 2026-02-01 09:00.
      foreign, R2,          Run foreign was applied to w on 2026-02-01 09:00; no request had brought commit foreign to a protected branch by 2026-02-01 09:00.
    indeterminate: |
      run_id,  reason_code, reason
      unknown, I1,          "The evidence does not hold for run unknown: commit."

- name: confirmation, command line, plan, policy; without requests the branch is not judged
  params: {pipeline_principals: [deployer]}
  given:
    approval: |
      subject_type, subject_id, subject_rev, step_no, approver_id, decision, decided_at
      iac_run,      ok,         h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      auto,       h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      laptop,     h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      nobody,     h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      robot,      h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      piped,      h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      other,      h0,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      other,      h2,          1,       cy,          approved, 2026-02-01T08:30:00Z
      iac_run,      second,     h0,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      second,     h1,          1,       cy,          approved, 2026-02-01T08:30:00Z
      iac_run,      unnamed,    ,            1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      failed,     h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      over,       h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
    iac_run: |
      run_id,  workspace, env,  commit_sha, plan_hash, applied_at,           applied_by, source, pipeline_run_id, auto_apply, destructive_types, policy_result
      ok,      w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        ui,     ,                false,      [],                passed
      auto,    w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    ,                true,       [],                passed
      laptop,  w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        cli,    ,                false,      [],                passed
      nobody,  w,         prod, s,          h1,        2026-02-01T09:00:00Z, ,           cli,    ,                false,      [],                passed
      robot,   w,         prod, s,          h1,        2026-02-01T09:00:00Z, deployer,   cli,    ,                false,      [],                passed
      piped,   w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        cli,    77,              false,      [],                passed
      other,   w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    ,                false,      [],                passed
      second,  w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    ,                false,      [],                passed
      unnamed, w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    ,                false,      [],                passed
      failed,  w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    ,                false,      [],                failed
      over,    w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    ,                false,      [],                overridden
  expect:
    population: 11
    exceptions: |
      run_id, reason_code, reason
      auto,   R3,          Run auto was applied to w on 2026-02-01 09:00; it was applied without confirmation.
      laptop, R4,          Run laptop was applied to w on 2026-02-01 09:00; it was applied from a command line by ann.
      nobody, R4,          Run nobody was applied to w on 2026-02-01 09:00; it was applied from a command line by somebody unknown.
      other,  R5,          "Run other was applied to w on 2026-02-01 09:00; plan h1 was applied, and h0, h2 approved."
      failed, R6,          Run failed was applied to w on 2026-02-01 09:00; its policy checks were failed.
      over,   R6,          Run over was applied to w on 2026-02-01 09:00; its policy checks were overridden.

- name: data and keys destroyed with one approval and with two, by the same person twice, and types that hold none
  given:
    approval: |
      subject_type, subject_id,  step_no, approver_id, decision, decided_at
      iac_run,      one,         1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      two,         1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      two,         2,       cy,          approved, 2026-02-01T08:30:00Z
      iac_run,      same,        1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      same,        2,       bo,          approved, 2026-02-01T08:40:00Z
      iac_run,      plain,       1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      hcp,         1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      hcp-two,     1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      hcp-two,     1,       cy,          approved, 2026-02-01T08:30:00Z
      iac_run,      hcp-none,    1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      hcp-swap,    1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      hcp-unknown, 1,       bo,          approved, 2026-02-01T08:30:00Z
    iac_run: |
      run_id,      workspace, env,  commit_sha, applied_at,           applied_by, source, auto_apply, deletes, replaces, destructive_types,                                   policy_result
      one,         w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      1,       0,        "[""AWS_DB_instance"",""aws_vpc"",""aws_kms_key""]", none
      two,         w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      0,       1,        "[""aws_s3_bucket""]",                               none
      same,        w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      0,       1,        "[""aws_s3_bucket""]",                               none
      plain,       w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      5,       5,        "[""aws_s3_bucket_policy"",""aws_route""]",          none
      hcp,         w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      1,       ,         ,                                                    none
      hcp-two,     w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      1,       ,         ,                                                    none
      hcp-none,    w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      0,       ,         ,                                                    none
      hcp-swap,    w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      0,       1,        ,                                                    none
      hcp-unknown, w,         prod, s,          2026-02-01T09:00:00Z, ann,        vcs,    false,      ,        ,         ,                                                    none
  expect:
    population: 9
    exceptions: |
      run_id, reason_code, reason
      one,    R7,          "Run one was applied to w on 2026-02-01 09:00; it destroyed or replaced AWS_DB_instance, aws_kms_key with 1 approvals."
      same,   R7,          Run same was applied to w on 2026-02-01 09:00; it destroyed or replaced aws_s3_bucket with 1 approvals.
    indeterminate: |
      run_id,      reason_code, reason
      hcp,         I1,          "The evidence does not hold for run hcp: destroyed types."
      hcp-swap,    I1,          "The evidence does not hold for run hcp-swap: destroyed types."
      hcp-unknown, I1,          "The evidence does not hold for run hcp-unknown: destroyed types."

- name: production by environment, in the period; a plan that was never applied; what is not known
  given:
    approval: |
      subject_type, subject_id, subject_rev, step_no, approver_id, decision, decided_at
      iac_run,      start,      ,            1,       bo,          approved, 2025-12-31
      iac_run,      nulls,      h1,          1,       bo,          approved, 2025-12-31
      iac_run,      known,      ,            1,       bo,          approved, 2025-12-31
      iac_run,      no-policy,  ,            1,       bo,          approved, 2025-12-31
      iac_run,      no-source,  ,            1,       bo,          approved, 2025-12-31
      iac_run,      piped,      ,            1,       bo,          approved, 2025-12-31
    iac_run: |
      run_id,    workspace, env,        commit_sha, planned_at, applied_at,           source, pipeline_run_id, auto_apply, deletes, destructive_types, policy_result
      start,     w,         production, s,          ,           2026-01-01,           vcs,    ,                false,      0,       ,                  none
      before,    w,         prod,       s,          ,           2025-12-31T23:59:59Z, vcs,    ,                false,      0,       ,                  none
      end,       w,         prod,       s,          ,           2026-07-01,           vcs,    ,                false,      0,       ,                  none
      planned,   w,         prod,       s,          2026-02-01, ,                     vcs,    ,                false,      0,       ,                  none
      dev,       w,         dev,        s,          ,           2026-02-01,           vcs,    ,                false,      0,       ,                  none
      nulls,     w,         ,           ,           ,           2026-02-01,           ,       ,                ,           0,       [],
      known,     w,         prod,       s,          ,           2026-02-01,           vcs,    ,                ,           0,       [],                none
      no-policy, w,         prod,       s,          ,           2026-02-01,           vcs,    ,                false,      0,       [],
      no-source, w,         prod,       s,          ,           2026-02-01,           ,       ,                false,      0,       [],                none
      piped,     w,         prod,       s,          ,           2026-02-01,           ,       7,               false,      0,       [],                none
  expect:
    population: 6
    indeterminate: |
      run_id,    reason_code, reason
      nulls,     I1,          "The evidence does not hold for run nulls: commit, confirmation, source, policy result, plan."
      known,     I1,          "The evidence does not hold for run known: confirmation."
      no-policy, I1,          "The evidence does not hold for run no-policy: policy result."
      no-source, I1,          "The evidence does not hold for run no-source: source."

- name: production by the name of the workspace
  params: {prod_workspaces: ["*-prod"]}
  given:
    iac_run: |
      run_id,  workspace,   env,  applied_at
      named,   Ledger-Prod, ,     2026-02-01
      env,     ledger,      prod, 2026-02-01
      neither, ledger-dev,  ,     2026-02-01
  expect:
    population: 2
    exceptions: |
      run_id, reason_code, reason
      named,  R1,          Run named was applied to Ledger-Prod on 2026-02-01 00:00; no approval of the run or of a merged request is on record until then.
      env,    R1,          Run env was applied to ledger on 2026-02-01 00:00; no approval of the run or of a merged request is on record until then.

- name: the plan file that was kept with a run says what the run's own record does not
  given:
    approval: |
      subject_type, subject_id, subject_rev, step_no, approver_id, decision, decided_at
      iac_run,      data,       ,            1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      plain,      ,            1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      other,      h9,          1,       bo,          approved, 2026-02-01T08:30:00Z
      iac_run,      own,        h1,          1,       bo,          approved, 2026-02-01T08:30:00Z
    iac_run: |
      run_id,  record, workspace, env,  commit_sha, plan_hash, applied_at,           applied_by, source, auto_apply, deletes, replaces, destructive_types,       policy_result
      data,    run,    w,         prod, s,          ,          2026-02-01T09:00:00Z, ann,        vcs,    false,      1,       ,         ,                        none
      data,    plan,   data,      ,     ,           h,         ,                     ,           ,       ,           0,       1,        "[""aws_db_instance""]",
      plain,   run,    w,         prod, ,           ,          2026-02-01T09:00:00Z, ann,        vcs,    false,      1,       ,         ,                        none
      plain,   plan,   plain,     ,     s,          h,         ,                     ,           ,       ,           1,       0,        "[""aws_vpc""]",
      other,   run,    w,         prod, s,          ,          2026-02-01T09:00:00Z, ann,        vcs,    false,      0,       ,         [],                      none
      other,   plan,   other,     ,     ,           h2,        ,                     ,           ,       ,           0,       0,        [],
      own,     run,    w,         prod, s,          h1,        2026-02-01T09:00:00Z, ann,        vcs,    false,      0,       ,         [],                      none
      own,     plan,   own,       ,     ,           h2,        ,                     ,           ,       ,           1,       0,        "[""aws_db_instance""]",
      planned, plan,   planned,   ,     s,          h,         ,                     ,           ,       ,           1,       0,        "[""aws_db_instance""]",
  expect:
    population: 4
    exceptions: |
      run_id, reason_code, reason
      data,   R7,          Run data was applied to w on 2026-02-01 09:00; it destroyed or replaced aws_db_instance with 1 approvals.
      other,  R5,          "Run other was applied to w on 2026-02-01 09:00; plan h2 was applied, and h9 approved."
---*/
