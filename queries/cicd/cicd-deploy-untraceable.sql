/*---
id: cicd-deploy-untraceable
version: 4
title: Deployments that no reviewed and tested commit explains
objective: Production runs what was built from a protected branch with passing checks.
kind: operating
severity: high
reads: [deployment, commit, ci_run]
optional: [pull_request, approval, repo_protection]
key: [deploy_id]
params:
  required_checks: {type: "text[]", default: [], means: "checks that must pass in every repository, besides those that branch protection requires"}
  skew: {type: integer, default: 2, unit: minutes, means: difference of clocks between the systems}
  branches: {type: text, default: "^(main|master|trunk|production|prod|release.*|hotfix.*)$", means: pattern of the protected branches}
  production: {type: text, default: "^(prod|production|prd|live)([-_/. ].*)?$", means: pattern of the names of production environments}
controls:
  nist-800-53r5: [CM-3, SI-7, SR-4]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.32]
  pci-dss-4.0.1: ["6.5.1"]
  cis-github-1.2.0: ["1.1.9"]
  slsa-1.2: [Build L1]
  owasp-cicd-2022: [CICD-SEC-1, CICD-SEC-9]
reasons:
  R1: the commit is not stated or not known
  R2: the commit was not on a protected branch
  R3: the required checks had not passed
  R5: the approval of the environment is missing or by whoever set it off
  R6: deployed by hand
  I1: the export does not say whether the deployment succeeded
  I2: the evidence has no commits, branches or runs of the repository
  I3: a run of the commit does not say when it ended
limits:
  - R4, a digest other than the one that the run produced, is not tested; no dataset holds what a run produced.
  - On a protected branch is what a pull request merged into one brought by the deployment, what a run on a push to one built, what was
    deployed from one by its name, and every ancestor of these. A branch made for a repair counts when its name matches the pattern.
  - Required are the checks of the parameter and of the active protection of the repository's branches as exported, not as they were at the
    time. Where none is required, one run that succeeded is needed and none whose last attempt failed.
  - That GitLab wants the pipeline of a merge request to succeed names no check, and is met by any run that succeeded.
  - Skipped and neutral checks pass, as in GitHub. Of several attempts the last that ended before the deployment counts.
  - A run without the time of its end, as in GitLab's list of pipelines, may have passed or failed before the deployment unless it began
    after it. A later export of the same run that states the end settles it.
  - R5 is tested when the evidence has approvals of environments; they are for the deployment or for its run. GitHub's list of a run's
    approvals states neither run nor time, so they come as approvals of any system.
---*/

-- +population: one row per production deployment of the period that succeeded, or may have
SELECT
  deploy_id, repo, commit_sha, ref, deployed_at, status, method, run_id, LOWER(COALESCE(trigger_actor_id, deployer_id)) AS actor
FROM deployment
WHERE regexp_like(LOWER(environment), $production)
  AND COALESCE(status, 'success') = 'success'
  AND deployed_at >= $period_start AND deployed_at < $period_end;

-- +graph: each commit with its parents
SELECT DISTINCT repo, sha, parent_shas FROM commit;

-- +tip: commits that are known to be on a protected branch, and since when
SELECT repo, sha, MIN(since) AS since
FROM (
  SELECT repo, merge_sha AS sha, merged_at AS since FROM pull_request
  WHERE merge_sha IS NOT NULL AND merged_at IS NOT NULL AND regexp_like(COALESCE(base_ref, 'main'), $branches)
  UNION ALL
  SELECT repo, head_sha, started_at FROM ci_run
  WHERE COALESCE(event, 'push') IN ('push', 'schedule', 'merge_group') AND regexp_like(head_ref, $branches) AND head_sha IS NOT NULL
  UNION ALL
  SELECT repo, commit_sha, deployed_at FROM population WHERE regexp_like(ref, $branches)
) AS known
GROUP BY repo, sha;

-- +branch: every ancestor of them
WITH RECURSIVE back AS (
  SELECT repo, sha FROM tip
  UNION
  SELECT b.repo, u.sha
  FROM back AS b
  JOIN graph AS g ON g.repo = b.repo AND g.sha = b.sha
  CROSS JOIN UNNEST(g.parent_shas) AS u(sha)
)
SELECT repo, sha FROM back;

-- +pending: commits of pull requests, with when the first of these was merged
SELECT c.repo, c.sha, MIN(p.merged_at) AS merged_at
FROM commit AS c
JOIN pull_request AS p ON p.repo = c.repo AND p.pr_number = c.pr_number
GROUP BY c.repo, c.sha;

-- +needed: the checks that each repository requires
SELECT DISTINCT r.repo, c.check_name
FROM (SELECT DISTINCT repo FROM population) AS r
CROSS JOIN UNNEST($required_checks) AS c(check_name)
UNION
SELECT p.repo, u.check_name
FROM repo_protection AS p
CROSS JOIN UNNEST(p.required_checks) AS u(check_name)
WHERE p.source <> 'approvals' AND COALESCE(p.enforcement, 'active') = 'active' AND (p.ref_pattern LIKE '~%' OR regexp_like(p.ref_pattern, $branches));

-- +result: the last result of each check of a deployed commit that was there at the deployment
SELECT deploy_id, check_name, conclusion
FROM (
  SELECT
    p.deploy_id, r.check_name, LOWER(r.conclusion) AS conclusion,
    ROW_NUMBER() OVER (PARTITION BY p.deploy_id, r.check_name ORDER BY r.completed_at DESC, r.attempt DESC, r.run_id DESC) AS nth
  FROM population AS p
  JOIN ci_run AS r ON r.repo = p.repo AND r.head_sha = p.commit_sha
  WHERE r.completed_at <= date_add('minute', $skew, p.deployed_at)
    AND r.conclusion IS NOT NULL AND r.run_id IS DISTINCT FROM p.run_id
) AS ranked
WHERE nth = 1;

-- +undated: runs of a deployed commit that may have ended before the deployment, for no export says when they did
SELECT
  p.deploy_id, r.check_name,
  CASE
    WHEN BOOL_AND(LOWER(r.conclusion) IN ('success', 'skipped', 'neutral')) THEN 'passed'
    WHEN BOOL_OR(LOWER(r.conclusion) IN ('success', 'skipped', 'neutral')) THEN 'either'
    ELSE 'failed'
  END AS outcome
FROM population AS p
JOIN ci_run AS r ON r.repo = p.repo AND r.head_sha = p.commit_sha
LEFT JOIN (SELECT DISTINCT repo, run_id, attempt FROM ci_run WHERE completed_at IS NOT NULL) AS d
  ON d.repo = r.repo AND d.run_id = r.run_id AND d.attempt = r.attempt
WHERE r.completed_at IS NULL AND d.run_id IS NULL
  AND COALESCE(r.started_at <= date_add('minute', $skew, p.deployed_at), TRUE)
  AND r.conclusion IS NOT NULL AND r.run_id IS DISTINCT FROM p.run_id
GROUP BY p.deploy_id, r.check_name;

-- +doubtful: checks whose last result before the deployment cannot be told, and whether it may have been a pass
SELECT u.deploy_id, u.check_name, u.outcome <> 'failed' AS may_pass
FROM undated AS u
LEFT JOIN result AS r ON r.deploy_id = u.deploy_id AND r.check_name = u.check_name
WHERE u.outcome IS DISTINCT FROM CASE WHEN r.conclusion IN ('success', 'skipped', 'neutral') THEN 'passed' WHEN r.deploy_id IS NOT NULL THEN 'failed' END;

-- +tested: per deployment what had passed, what had not, and whether an undated run may have passed
SELECT
  p.deploy_id,
  COUNT(r.deploy_id) FILTER (WHERE r.conclusion = 'success') AS green,
  string_agg(r.check_name, ', ' ORDER BY r.check_name)
    FILTER (WHERE d.deploy_id IS NULL AND r.conclusion IN ('failure', 'timed_out', 'cancelled', 'action_required')) AS red,
  EXISTS (SELECT 1 FROM doubtful AS m WHERE m.deploy_id = p.deploy_id AND m.may_pass) AS may_pass
FROM population AS p
LEFT JOIN result AS r ON r.deploy_id = p.deploy_id
LEFT JOIN doubtful AS d ON d.deploy_id = r.deploy_id AND d.check_name = r.check_name
GROUP BY p.deploy_id;

-- +lacking: per deployment the required checks, those that had not passed, and those of which that cannot be told
SELECT
  p.deploy_id, COUNT(*) AS needed, COUNT(d.deploy_id) AS doubtful,
  string_agg(n.check_name, ', ' ORDER BY n.check_name) FILTER (WHERE r.deploy_id IS NULL AND NOT COALESCE(d.may_pass, FALSE)) AS missing
FROM population AS p
JOIN needed AS n ON n.repo = p.repo
LEFT JOIN result AS r ON r.deploy_id = p.deploy_id AND r.check_name = n.check_name AND r.conclusion IN ('success', 'skipped', 'neutral')
LEFT JOIN doubtful AS d ON d.deploy_id = p.deploy_id AND d.check_name = n.check_name
GROUP BY p.deploy_id;

-- +permitted: the approvals of the environment for each deployment before it was done
SELECT p.deploy_id, BOOL_OR(LOWER(a.approver_id) <> p.actor OR p.actor IS NULL) AS independent
FROM (
  SELECT deploy_id, deploy_id AS subject_id, actor, deployed_at FROM population
  UNION
  SELECT deploy_id, run_id, actor, deployed_at FROM population
) AS p
JOIN approval AS a ON a.subject_type = 'deploy_env' AND a.subject_id = p.subject_id
WHERE a.decision = 'approved' AND a.decided_at <= date_add('minute', $skew, p.deployed_at)
GROUP BY p.deploy_id;

-- +judged: each deployment and what explains it
SELECT
  p.deploy_id, p.repo, p.commit_sha, p.deployed_at, p.status, p.method, p.actor,
  g.sha IS NOT NULL AS known, kc.repo IS NOT NULL AS has_commits, kr.repo IS NOT NULL AS has_runs, kt.repo IS NOT NULL AS has_tips,
  b.sha IS NOT NULL AND COALESCE(t.since <= date_add('minute', $skew, p.deployed_at), TRUE)
    AND NOT COALESCE(q.merged_at > date_add('minute', $skew, p.deployed_at) AND t.sha IS NULL, FALSE) AS on_branch,
  s.green, s.red, s.may_pass, l.needed, l.missing,
  CASE WHEN l.needed > 0 THEN l.doubtful > 0 ELSE EXISTS (SELECT 1 FROM doubtful AS d WHERE d.deploy_id = p.deploy_id) END AS undated,
  e.deploy_id IS NOT NULL AS permitted, COALESCE(e.independent, FALSE) AS independent,
  EXISTS (SELECT 1 FROM approval WHERE subject_type = 'deploy_env') AS has_permits
FROM population AS p
LEFT JOIN graph AS g ON g.repo = p.repo AND g.sha = p.commit_sha
LEFT JOIN (SELECT DISTINCT repo FROM commit) AS kc ON kc.repo = p.repo
LEFT JOIN (SELECT DISTINCT repo FROM ci_run) AS kr ON kr.repo = p.repo
LEFT JOIN (SELECT DISTINCT repo FROM tip) AS kt ON kt.repo = p.repo
LEFT JOIN branch AS b ON b.repo = p.repo AND b.sha = p.commit_sha
LEFT JOIN tip AS t ON t.repo = p.repo AND t.sha = p.commit_sha
LEFT JOIN pending AS q ON q.repo = p.repo AND q.sha = p.commit_sha
JOIN tested AS s ON s.deploy_id = p.deploy_id
LEFT JOIN lacking AS l ON l.deploy_id = p.deploy_id
LEFT JOIN permitted AS e ON e.deploy_id = p.deploy_id;

-- +exceptions: deployments that no commit, branch, check or approval explains
SELECT deploy_id, 'R1' AS reason_code,
  CASE WHEN commit_sha IS NULL THEN 'The deployment names no commit.' ELSE concat('The commit ', commit_sha, ' is not in the repository.') END AS reason,
  deployed_at
FROM judged
WHERE status = 'success' AND (commit_sha IS NULL OR has_commits AND NOT known)
UNION ALL
SELECT deploy_id, 'R2' AS reason_code, concat('The commit ', commit_sha, ' was on no protected branch on ', substr(CAST(deployed_at AS VARCHAR), 1, 16), '.'), deployed_at
FROM judged
WHERE status = 'success' AND known AND has_tips AND NOT on_branch
UNION ALL
SELECT deploy_id, 'R3' AS reason_code,
  CASE
    WHEN missing IS NOT NULL THEN concat('Not passed by ', substr(CAST(deployed_at AS VARCHAR), 1, 16), ': ', missing, '.')
    WHEN red IS NOT NULL THEN concat('Failed by ', substr(CAST(deployed_at AS VARCHAR), 1, 16), ': ', red, '.')
    ELSE concat('No run of the commit had succeeded by ', substr(CAST(deployed_at AS VARCHAR), 1, 16), '.')
  END,
  deployed_at
FROM judged
WHERE status = 'success' AND commit_sha IS NOT NULL AND has_runs AND (missing IS NOT NULL OR needed IS NULL AND (green = 0 AND NOT may_pass OR red IS NOT NULL))
UNION ALL
SELECT deploy_id, 'R5' AS reason_code,
  CASE WHEN permitted THEN concat('The environment was approved by ', actor, ', who set the deployment off.') ELSE 'Nobody approved the environment before the deployment.' END,
  deployed_at
FROM judged
WHERE status = 'success' AND has_permits AND NOT independent
UNION ALL
SELECT deploy_id, 'R6' AS reason_code, 'The deployment was made by hand.', deployed_at FROM judged WHERE status = 'success' AND method = 'manual';

-- +indeterminate: deployments of unknown outcome, of repositories that are not in the evidence, or with runs that do not say when they ended
SELECT
  j.deploy_id, CASE WHEN j.status IS NULL THEN 'I1' WHEN j.undated THEN 'I3' ELSE 'I2' END AS reason_code,
  CASE
    WHEN j.status IS NULL THEN 'The export does not say whether the deployment succeeded.'
    WHEN j.undated THEN 'The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment.'
    ELSE concat('The evidence has no ', CASE WHEN NOT j.has_commits THEN 'commits' WHEN NOT j.has_tips THEN 'branches' ELSE 'runs' END, ' of the repository.')
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS e ON e.deploy_id = j.deploy_id
WHERE e.deploy_id IS NULL AND (j.status IS NULL OR NOT j.has_commits OR NOT j.has_runs OR NOT j.has_tips OR j.undated);

/*--- cases
- name: commits unknown, on no branch, merged too late, failed, untested, re-run; skipped checks pass; by hand
  params: {required_checks: [build]}
  given:
    deployment: |
      deploy_id, repo,  environment, status,  deployed_at,          commit_sha, ref,  method
      good,      o/p,   prod,        success, 2026-02-10T10:00:00Z, m1,         ,     pipeline
      ancestor,  o/p,   prod,        success, 2026-02-10T10:00:00Z, m0,         ,
      none,      o/p,   prod,        success, 2026-02-10T10:00:00Z, ,           ,
      unknown,   o/p,   prod,        success, 2026-02-10T10:00:00Z, zz,         ,
      side,      o/p,   prod,        success, 2026-02-10T10:00:00Z, s1,         fix,
      early,     o/p,   prod,        success, 2026-02-10T10:00:00Z, m2,         ,
      before,    o/p,   prod,        success, 2026-02-10T10:00:00Z, b2,         ,
      red,       o/p,   prod,        success, 2026-02-10T10:00:00Z, m3,         main,
      rerun,     o/p,   prod,        success, 2026-02-10T10:00:00Z, m4,         main,
      skipped,   o/p,   prod,        success, 2026-02-10T10:00:00Z, m5,         main,
      skew,      o/p,   prod,        success, 2026-02-10T10:00:00Z, m6,         main,
      hand,      o/p,   prod,        success, 2026-02-10T10:00:00Z, m1,         ,     manual
      maybe,     o/p,   prod,        ,        2026-02-10T10:00:00Z, ,           ,
      foreign,   o/q,   prod,        success, 2026-02-10T10:00:00Z, q1,         ,
      failed,    o/p,   prod,        failure, 2026-02-10T10:00:00Z, ,           ,
      staging,   o/p,   staging,     success, 2026-02-10T10:00:00Z, ,           ,
      after,     o/p,   prod,        success, 2026-07-01,           ,           ,
    commit: |
      repo, sha, pr_number, parent_shas
      o/p,  m0,  0,         "[]"
      o/p,  m1,  0,         "[""m0""]"
      o/p,  s1,  0,         "[""m0""]"
      o/p,  m2,  0,         "[""m1"",""b2""]"
      o/p,  b2,  2,         "[""m1""]"
      o/p,  m3,  0,         "[""m2""]"
      o/p,  m4,  0,         "[""m3""]"
      o/p,  m5,  0,         "[""m4""]"
      o/p,  m6,  0,         "[""m5""]"
    pull_request: |
      repo, pr_number, base_ref, merge_sha, merged_at
      o/p,  1,         main,     m1,        2026-02-01
      o/p,  2,         main,     m2,        2026-02-10T10:02:01Z
      o/p,  3,         feature,  s1,        2026-02-01
    ci_run: |
      system, run_id, attempt, repo, check_name, head_sha, event,        head_ref, conclusion, started_at,           completed_at
      github, 1,      1,       o/p,  build,      m1,       pull_request, x,        success,    2026-02-01,           2026-02-01
      github, 2,      1,       o/p,  build,      m0,       pull_request, x,        success,    2026-02-01,           2026-02-01
      github, 3,      1,       o/p,  build,      s1,       pull_request, main,     success,    2026-02-01,           2026-02-01
      github, 4,      1,       o/p,  build,      m2,       pull_request, x,        success,    2026-02-01,           2026-02-01
      github, 5,      1,       o/p,  build,      b2,       pull_request, x,        success,    2026-02-01,           2026-02-01
      github, 6,      1,       o/p,  build,      m3,       pull_request, x,        failure,    2026-02-01,           2026-02-01
      github, 6,      2,       o/p,  build,      m3,       pull_request, x,        success,    2026-02-10T11:00:00Z, 2026-02-10T11:00:00Z
      github, 7,      1,       o/p,  build,      m4,       pull_request, x,        failure,    2026-02-01,           2026-02-01
      github, 7,      2,       o/p,  build,      m4,       pull_request, x,        success,    2026-02-02,           2026-02-02
      github, 8,      1,       o/p,  build,      m5,       pull_request, x,        skipped,    2026-02-01,           2026-02-01
      github, 9,      1,       o/p,  build,      m6,       pull_request, x,        success,    2026-02-01,           2026-02-10T10:02:00Z
  expect:
    population: 14
    exceptions: |
      deploy_id, reason_code, reason
      none,      R1,          The deployment names no commit.
      unknown,   R1,          The commit zz is not in the repository.
      unknown,   R3,          Not passed by 2026-02-10 10:00: build.
      side,      R2,          The commit s1 was on no protected branch on 2026-02-10 10:00.
      early,     R2,          The commit m2 was on no protected branch on 2026-02-10 10:00.
      before,    R2,          The commit b2 was on no protected branch on 2026-02-10 10:00.
      red,       R3,          Not passed by 2026-02-10 10:00: build.
      hand,      R6,          The deployment was made by hand.
    indeterminate: |
      deploy_id, reason_code, reason
      maybe,     I1,          The export does not say whether the deployment succeeded.
      foreign,   I2,          The evidence has no commits of the repository.

- name: checks of the branch protection, or any run; branches known by a run on a push; approvals of environments
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, commit_sha, run_id, deployer_id, trigger_actor_id
      ok,        o/p,  prod,        success, 2026-02-10,  c1,         r1,     bot,         ann
      own,       o/p,  prod,        success, 2026-02-10,  c1,         r2,     ,            Ann
      missing,   o/p,  prod,        success, 2026-02-10,  c1,         r3,     ,            ann
      late,      o/p,  prod,        success, 2026-02-10,  c1,         r4,     ,            ann
      untested,  o/p,  prod,        success, 2026-02-10,  c2,         r1,     ,            ann
      any,       o/q,  prod,        success, 2026-02-10,  d1,         r1,     ,            ann
      anyred,    o/q,  prod,        success, 2026-02-10,  d2,         r1,     ,            ann
      self,      o/q,  prod,        success, 2026-02-10,  d3,         r1,     ,            ann
    commit: |
      repo, sha, pr_number, parent_shas
      o/p,  c1,  0,         "[]"
      o/p,  c2,  0,         "[]"
      o/q,  d1,  0,         "[]"
      o/q,  d2,  0,         "[]"
      o/q,  d3,  0,         "[]"
    repo_protection: |
      repo, ref_pattern, source,  source_id, enforcement, required_checks
      o/p,  main,        branch,  branch,    active,      "[""lint""]"
      o/p,  main,        ruleset, 1,         evaluate,    "[""slow""]"
      o/p,  feature,     branch,  branch,    active,      "[""other""]"
      o/p,  ~ALL,        approvals, project, active,      "[""pipeline""]"
    ci_run: |
      system, run_id, attempt, repo, check_name, head_sha, event, head_ref, conclusion, started_at, completed_at
      github, 1,      1,       o/p,  lint,       c1,       push,  main,     neutral,    2026-02-01, 2026-02-01
      github, 2,      1,       o/p,  build,      c2,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 3,      1,       o/q,  build,      d1,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 4,      1,       o/q,  build,      d2,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 5,      1,       o/q,  lint,       d2,       push,  main,     failure,    2026-02-01, 2026-02-01
      github, r1,     1,       o/q,  deploy,     d3,       push,  main,     success,    2026-02-01, 2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      deploy_env,   r1,         1,       bob,         approved, 2026-02-09
      deploy_env,   own,        1,       ann,         approved, 2026-02-09
      deploy_env,   r3,         1,       bob,         rejected, 2026-02-09
      deploy_env,   r4,         1,       bob,         approved, 2026-02-11
  expect:
    exceptions: |
      deploy_id, reason_code, reason
      own,       R5,          "The environment was approved by ann, who set the deployment off."
      missing,   R5,          Nobody approved the environment before the deployment.
      late,      R5,          Nobody approved the environment before the deployment.
      untested,  R3,          Not passed by 2026-02-10 00:00: lint.
      anyred,    R3,          Failed by 2026-02-10 00:00: lint.
      self,      R3,          No run of the commit had succeeded by 2026-02-10 00:00.

- name: runs without the time of their end may have passed before the deployment, unless they began after it or another export dates them
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at,          commit_sha, ref,  run_id
      passed,    g/p,  prod,        success, 2026-02-10T10:00:00Z, c1,         main, 90
      failed,    g/p,  prod,        success, 2026-02-10T10:00:00Z, c2,         main, 90
      begun,     g/p,  prod,        success, 2026-02-10T10:00:00Z, c3,         main, 90
      dated,     g/p,  prod,        success, 2026-02-10T10:00:00Z, c4,         main, 90
      both,      g/p,  prod,        success, 2026-02-10T10:00:00Z, c5,         main, 90
      turned,    g/p,  prod,        success, 2026-02-10T10:00:00Z, c6,         main, 90
      redone,    g/p,  prod,        success, 2026-02-10T10:00:00Z, c7,         main, 90
      running,   g/p,  prod,        success, 2026-02-10T10:00:00Z, c8,         main, 90
      itself,    g/p,  prod,        success, 2026-02-10T10:00:00Z, c9,         main, 90
      mixed,     g/p,  prod,        success, 2026-02-10T10:00:00Z, c10,        main, 90
      still,     g/p,  prod,        success, 2026-02-10T10:00:00Z, c11,        main, 90
      unstarted, g/p,  prod,        success, 2026-02-10T10:00:00Z, c12,        main, 90
      skipped,   g/p,  prod,        success, 2026-02-10T10:00:00Z, c13,        main, 90
      other,     g/p,  prod,        success, 2026-02-10T10:00:00Z, c14,        main, 90
    commit: |
      repo, sha, pr_number, parent_shas
      g/p,  c1,  0,         "[]"
      g/p,  c2,  0,         "[]"
      g/p,  c3,  0,         "[]"
      g/p,  c4,  0,         "[]"
      g/p,  c5,  0,         "[]"
      g/p,  c6,  0,         "[]"
      g/p,  c7,  0,         "[]"
      g/p,  c8,  0,         "[]"
      g/p,  c9,  0,         "[]"
      g/p,  c10, 0,         "[]"
      g/p,  c11, 0,         "[]"
      g/p,  c12, 0,         "[]"
      g/p,  c13, 0,         "[]"
      g/p,  c14, 0,         "[]"
    ci_run: |
      system, run_id, attempt, repo, check_name, head_sha, event, head_ref, conclusion, started_at,           completed_at
      gitlab, 1,      1,       g/p,  pipeline,   c1,       push,  main,     success,    2026-02-10T09:00:00Z,
      gitlab, 2,      1,       g/p,  pipeline,   c2,       push,  main,     failure,    2026-02-10T09:00:00Z,
      gitlab, 3,      1,       g/p,  pipeline,   c3,       push,  main,     success,    2026-02-10T10:02:01Z,
      gitlab, 4,      1,       g/p,  pipeline,   c4,       push,  main,     success,    2026-02-10T09:00:00Z,
      gitlab, 4,      1,       g/p,  named,      c4,       push,  main,     success,    2026-02-10T09:00:00Z, 2026-02-10T11:00:00Z
      gitlab, 5,      1,       g/p,  pipeline,   c5,       push,  main,     success,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 50,     1,       g/p,  pipeline,   c5,       push,  main,     success,    2026-02-10T09:00:00Z,
      gitlab, 6,      1,       g/p,  pipeline,   c6,       push,  main,     success,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 60,     1,       g/p,  pipeline,   c6,       push,  main,     failure,    2026-02-10T09:00:00Z,
      gitlab, 7,      1,       g/p,  pipeline,   c7,       push,  main,     failure,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 70,     1,       g/p,  pipeline,   c7,       push,  main,     success,    2026-02-10T09:00:00Z,
      gitlab, 8,      1,       g/p,  pipeline,   c8,       push,  main,     ,           2026-02-10T09:00:00Z,
      gitlab, 90,     1,       g/p,  pipeline,   c9,       push,  main,     success,    2026-02-10T09:00:00Z,
      gitlab, 10,     1,       g/p,  pipeline,   c10,      push,  main,     success,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 100,    1,       g/p,  pipeline,   c10,      push,  main,     success,    2026-02-10T09:00:00Z,
      gitlab, 101,    1,       g/p,  pipeline,   c10,      push,  main,     failure,    2026-02-10T09:00:00Z,
      gitlab, 11,     1,       g/p,  pipeline,   c11,      push,  main,     failure,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 110,    1,       g/p,  pipeline,   c11,      push,  main,     failure,    2026-02-10T09:00:00Z,
      gitlab, 12,     1,       g/p,  pipeline,   c12,      push,  main,     success,    ,
      gitlab, 13,     1,       g/p,  pipeline,   c13,      push,  main,     skipped,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 130,    1,       g/p,  pipeline,   c13,      push,  main,     neutral,    2026-02-10T09:00:00Z,
      gitlab, 131,    1,       g/p,  lint,       c13,      push,  main,     success,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 14,     1,       g/p,  lint,       c14,      push,  main,     success,    2026-02-10T08:00:00Z, 2026-02-10T08:10:00Z
      gitlab, 140,    1,       g/p,  pipeline,   c14,      push,  main,     failure,    2026-02-10T09:00:00Z,
  expect:
    exceptions: |
      deploy_id, reason_code, reason
      failed,    R3,          No run of the commit had succeeded by 2026-02-10 10:00.
      begun,     R3,          No run of the commit had succeeded by 2026-02-10 10:00.
      dated,     R3,          No run of the commit had succeeded by 2026-02-10 10:00.
      running,   R3,          No run of the commit had succeeded by 2026-02-10 10:00.
      itself,    R3,          No run of the commit had succeeded by 2026-02-10 10:00.
      still,     R3,          Failed by 2026-02-10 10:00: pipeline.
    indeterminate: |
      deploy_id, reason_code, reason
      passed,    I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      turned,    I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      redone,    I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      mixed,     I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      unstarted, I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      other,     I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."

- name: required checks whose runs state no end
  params: {required_checks: [build, lint]}
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, commit_sha, ref
      open,      g/p,  prod,        success, 2026-02-10,  c1,         main
      failed,    g/p,  prod,        success, 2026-02-10,  c2,         main
      spare,     g/p,  prod,        success, 2026-02-10,  c3,         main
      half,      g/p,  prod,        success, 2026-02-10,  c4,         main
    commit: |
      repo, sha, pr_number, parent_shas
      g/p,  c1,  0,         "[]"
      g/p,  c2,  0,         "[]"
      g/p,  c3,  0,         "[]"
      g/p,  c4,  0,         "[]"
    ci_run: |
      system, run_id, attempt, repo, check_name, head_sha, event, head_ref, conclusion, started_at, completed_at
      github, 1,      1,       g/p,  build,      c1,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 2,      1,       g/p,  lint,       c1,       push,  main,     success,    2026-02-01,
      github, 3,      1,       g/p,  build,      c2,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 4,      1,       g/p,  lint,       c2,       push,  main,     failure,    2026-02-01,
      github, 5,      1,       g/p,  build,      c3,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 6,      1,       g/p,  lint,       c3,       push,  main,     success,    2026-02-01, 2026-02-01
      github, 7,      1,       g/p,  slow,       c3,       push,  main,     failure,    2026-02-01,
      github, 8,      1,       g/p,  build,      c4,       push,  main,     success,    2026-02-01,
  expect:
    exceptions: |
      deploy_id, reason_code, reason
      failed,    R3,          "Not passed by 2026-02-10 00:00: lint."
      half,      R3,          "Not passed by 2026-02-10 00:00: lint."
    indeterminate: |
      deploy_id, reason_code, reason
      open,      I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."

- name: which commits are on a branch and since when, which run of a check was the last one, what belongs to another repository or is not in the evidence
  given:
    deployment: |
      deploy_id,   repo, environment, status,  deployed_at,          commit_sha, ref, method
      first,       o/p,  prod,        success, 2026-01-01,           a1,         ,    pipeline
      before,      o/p,  prod,        success, 2025-12-31T23:59:59Z, a2,         ,    pipeline
      unmerged,    o/p,  prod,        success, 2026-02-10T10:00:00Z, u1,         ,    pipeline
      nobase,      o/p,  prod,        success, 2026-02-10T10:00:00Z, n1,         ,    pipeline
      noevent,     o/p,  prod,        success, 2026-02-10T10:00:00Z, n2,         ,    pipeline
      feature,     o/p,  prod,        success, 2026-02-10T10:00:00Z, f1,         ,    pipeline
      otherrepo,   o/p,  prod,        success, 2026-02-10T10:00:00Z, x1,         ,    pipeline
      otherpr,     o/p,  prod,        success, 2026-02-10T10:00:00Z, b5,         ,    pipeline
      attempt,     o/p,  prod,        success, 2026-02-10T10:00:00Z, e1,         ,    pipeline
      runs,        o/p,  prod,        success, 2026-02-10T10:00:00Z, e2,         ,    pipeline
      later,       o/p,  prod,        success, 2026-02-10T10:00:00Z, e3,         ,    pipeline
      open,        o/p,  prod,        success, 2026-02-10T10:00:00Z, e4,         ,    pipeline
      either,      o/p,  prod,        success, 2026-02-10T10:00:00Z, e5,         ,    pipeline
      elsewhere,   o/p,  prod,        success, 2026-02-10T10:00:00Z, e6,         ,    pipeline
      second,      o/p,  prod,        success, 2026-02-10T10:00:00Z, e7,         ,    pipeline
      juststarted, o/p,  prod,        success, 2026-02-10T10:00:00Z, e8,         ,    pipeline
      running,     o/p,  prod,        success, 2026-02-10T10:00:00Z, e9,         ,    pipeline
      onlyskipped, o/p,  prod,        success, 2026-02-10T10:00:00Z, e10,        ,    pipeline
      onebad,      o/p,  prod,        success, 2026-02-10T10:00:00Z, e11,        ,    pipeline
      justmerged,  o/p,  prod,        success, 2026-02-10T10:00:00Z, g1,         ,    pipeline
      justmerged2, o/p,  prod,        success, 2026-02-10T10:00:00Z, g3,         ,    pipeline
      twoways,     o/p,  prod,        success, 2026-02-10T10:00:00Z, k1,         ,    pipeline
      notours,     o/p,  prod,        success, 2026-02-10T10:00:00Z, z9,         ,    pipeline
      maybe,       o/p,  prod,        ,        2026-02-10T10:00:00Z, f1,         ,    manual
      maybe2,      o/p,  prod,        ,        2026-02-10T10:00:00Z, e5,         ,    pipeline
      notips,      o/n,  prod,        success, 2026-02-10T10:00:00Z, t1,         ,    pipeline
      noruns,      o/r,  prod,        success, 2026-02-10T10:00:00Z, t2,         ,    pipeline
      nocommits,   o/c,  prod,        success, 2026-02-10T10:00:00Z, t3,         ,    pipeline
    commit: |
      repo, sha, pr_number, parent_shas
      o/p,  a1,  0,
      o/p,  a2,  0,
      o/p,  u1,  0,
      o/p,  n1,  0,
      o/p,  n2,  0,
      o/p,  f1,  0,
      o/p,  m1,  0,         "[""m0""]"
      o/z,  m1,  0,         "[""x1""]"
      o/p,  x1,  0,
      o/p,  m9,  0,         "[""m1"",""b5""]"
      o/p,  b5,  5,         "[""m1""]"
      o/p,  e1,  0,
      o/p,  e2,  0,
      o/p,  e3,  0,
      o/p,  e4,  0,
      o/p,  e5,  0,
      o/p,  e6,  0,
      o/p,  e7,  0,
      o/p,  e8,  0,
      o/p,  e9,  0,
      o/p,  e10, 0,
      o/p,  e11, 0,
      o/p,  g1,  0,
      o/p,  g2,  0,         "[""g3""]"
      o/p,  g3,  7,
      o/p,  k1,  9,
      o/z,  z9,  0,
      o/n,  t1,  0,
      o/r,  t2,  0,
    pull_request: |
      repo, pr_number, base_ref, merge_sha, merged_at
      o/p,  500,       main,     a1,        2025-12-01
      o/p,  501,       main,     a2,        2026-02-01
      o/p,  1,         main,     u1,
      o/p,  2,         ,         n1,        2026-02-01
      o/p,  3,         main,     m1,        2026-02-01
      o/p,  4,         main,     m9,        2026-02-01
      o/z,  5,         main,     z5,        2026-03-01
      o/p,  507,       main,     e1,        2026-02-01
      o/p,  508,       main,     e2,        2026-02-01
      o/p,  509,       main,     e3,        2026-02-01
      o/p,  510,       main,     e4,        2026-02-01
      o/p,  511,       main,     e5,        2026-02-01
      o/p,  512,       main,     e6,        2026-02-01
      o/p,  513,       main,     e7,        2026-02-01
      o/p,  514,       main,     e8,        2026-02-01
      o/p,  515,       main,     e9,        2026-02-01
      o/p,  516,       main,     e10,       2026-02-01
      o/p,  517,       main,     e11,       2026-02-01
      o/p,  6,         main,     g1,        2026-02-10T10:02:00Z
      o/p,  7,         main,     g2,        2026-02-10T10:02:00Z
      o/p,  8,         main,     k1,        2026-02-01
      o/p,  9,         main,     k9,        2026-03-01
      o/r,  1,         main,     t2,        2026-02-01
      o/c,  1,         main,     t3,        2026-02-01
    ci_run: |
      system, run_id, attempt, repo, check_name, head_sha, event,        head_ref, conclusion, started_at,           completed_at
      github, 101,    1,       o/p,  ci,         a1,       pull_request, x,        success,    2026-02-01,           2025-12-31
      github, 102,    1,       o/p,  ci,         a2,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 103,    1,       o/p,  ci,         u1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 104,    1,       o/p,  ci,         n1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 105,    1,       o/z,  ci,         n1,       pull_request, x,        failure,    2026-02-01,           2026-02-02
      github, 106,    1,       o/p,  ci,         n2,       ,             main,     success,    2026-02-01,           2026-02-02
      github, 107,    1,       o/p,  ci,         f1,       push,         feature,  success,    2026-02-01,           2026-02-02
      github, 108,    1,       o/p,  ci,         x1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 109,    1,       o/p,  ci,         b5,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 11,     1,       o/p,  ci,         e1,       pull_request, x,        failure,    2026-02-01,           2026-02-02
      github, 11,     2,       o/p,  ci,         e1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 12,     1,       o/p,  ci,         e2,       pull_request, x,        failure,    2026-02-01,           2026-02-02
      github, 13,     1,       o/p,  ci,         e2,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 114,    1,       o/p,  ci,         e3,       pull_request, x,        failure,    2026-02-01,           2026-02-01
      github, 115,    1,       o/p,  ci,         e3,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 116,    1,       o/p,  ci,         e4,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 117,    1,       o/p,  ci,         e4,       pull_request, x,        ,           2026-02-01,           2026-02-03
      github, 118,    1,       o/p,  ci,         e5,       pull_request, x,        success,    2026-02-01,
      github, 119,    1,       o/p,  ci,         e5,       pull_request, x,        failure,    2026-02-01,
      github, 20,     1,       o/p,  ci,         e6,       pull_request, x,        success,    2026-02-01,
      github, 20,     1,       o/z,  ci,         q,        pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 21,     1,       o/p,  ci,         e7,       pull_request, x,        failure,    2026-02-01,           2026-02-02
      github, 21,     2,       o/p,  ci,         e7,       pull_request, x,        success,    2026-02-01,
      github, 124,    1,       o/p,  ci,         e8,       pull_request, x,        success,    2026-02-10T10:02:00Z,
      github, 125,    1,       o/p,  ci,         e9,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 126,    1,       o/p,  ci,         e9,       pull_request, x,        ,           2026-02-01,
      github, 127,    1,       o/p,  ci,         e10,      pull_request, x,        skipped,    2026-02-01,           2026-02-02
      github, 128,    1,       o/p,  A,          e11,      pull_request, x,        success,    2026-02-01,
      github, 129,    1,       o/p,  B,          e11,      pull_request, x,        failure,    2026-02-01,           2026-02-02
      github, 130,    1,       o/p,  C,          e11,      pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 131,    1,       o/p,  ci,         g1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 132,    1,       o/p,  ci,         g3,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 133,    1,       o/p,  ci,         k1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 134,    1,       o/p,  ci,         z9,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 135,    1,       o/n,  ci,         t1,       pull_request, x,        success,    2026-02-01,           2026-02-02
      github, 136,    1,       o/c,  ci,         t3,       pull_request, x,        success,    2026-02-01,           2026-02-02
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/p#2,      1,       ann,         approved, 2026-01-31
  expect:
    population: 27
    exceptions: |
      deploy_id,   reason_code, reason
      feature,     R2,          The commit f1 was on no protected branch on 2026-02-10 10:00.
      notours,     R1,          The commit z9 is not in the repository.
      onebad,      R3,          Failed by 2026-02-10 10:00: B.
      onlyskipped, R3,          No run of the commit had succeeded by 2026-02-10 10:00.
      otherrepo,   R2,          The commit x1 was on no protected branch on 2026-02-10 10:00.
      unmerged,    R2,          The commit u1 was on no protected branch on 2026-02-10 10:00.
    indeterminate: |
      deploy_id,   reason_code, reason
      either,      I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      elsewhere,   I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      juststarted, I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."
      maybe,       I1,          The export does not say whether the deployment succeeded.
      maybe2,      I1,          The export does not say whether the deployment succeeded.
      nocommits,   I2,          The evidence has no commits of the repository.
      noruns,      I2,          The evidence has no runs of the repository.
      notips,      I2,          The evidence has no branches of the repository.
      second,      I3,          "The evidence does not say when a run of the commit ended, so that it may have passed or failed before the deployment."

- name: checks that rules in force require, approvals of the environment by whom and when
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at,          commit_sha, ref,  method, deployer_id, trigger_actor_id, run_id
      rule,      o/p,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      default,   o/d,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      idle,      o/e,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      apart,     o/a,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      own,       o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      nobody,    o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       ,            ,
      two,       o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      edge,      o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      late,      o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      change,    o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
      run,       o/f,  prod,        success, 2026-02-10T10:00:00Z, c,          main, ,       dan,         ,                 77
      maybe,     o/f,  prod,        ,        2026-02-10T10:00:00Z, c,          main, ,       dan,         ,
    commit: |
      repo, sha
      o/p,  c
      o/d,  c
      o/e,  c
      o/a,  c
      o/f,  c
    repo_protection: |
      repo, ref_pattern,     source,    enforcement, required_checks
      o/p,  main,            branch,    ,            "[""build""]"
      o/d,  ~DEFAULT_BRANCH, ruleset,   active,      "[""build""]"
      o/e,  main,            ruleset,   evaluate,    "[""build""]"
      o/a,  main,            approvals, active,      "[""build""]"
    ci_run: |
      system, run_id, attempt, repo, check_name, head_sha, event, head_ref, conclusion, started_at, completed_at
      github, 1,      1,       o/p,  ci,         c,        push,  main,     success,    2026-02-01, 2026-02-01
      github, 2,      1,       o/d,  ci,         c,        push,  main,     success,    2026-02-01, 2026-02-01
      github, 3,      1,       o/e,  ci,         c,        push,  main,     success,    2026-02-01, 2026-02-01
      github, 4,      1,       o/a,  ci,         c,        push,  main,     success,    2026-02-01, 2026-02-01
      github, 5,      1,       o/f,  ci,         c,        push,  main,     success,    2026-02-01, 2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      deploy_env,   rule,       1,       ann,         approved, 2026-02-09
      deploy_env,   default,    1,       ann,         approved, 2026-02-09
      deploy_env,   idle,       1,       ann,         approved, 2026-02-09
      deploy_env,   apart,      1,       ann,         approved, 2026-02-09
      deploy_env,   own,        1,       Dan,         approved, 2026-02-09
      deploy_env,   nobody,     1,       ann,         approved, 2026-02-09
      deploy_env,   two,        1,       dan,         approved, 2026-02-09
      deploy_env,   two,        2,       ann,         approved, 2026-02-09
      deploy_env,   edge,       1,       ann,         approved, 2026-02-10T10:02:00Z
      deploy_env,   late,       1,       ann,         approved, 2026-02-10T10:02:01Z
      change,       change,     1,       ann,         approved, 2026-02-09
      deploy_env,   77,         1,       ann,         approved, 2026-02-09
      deploy_env,   change,     1,       ann,         rejected, 2026-02-09
  expect:
    population: 12
    exceptions: |
      deploy_id, reason_code, reason
      change,    R5,          Nobody approved the environment before the deployment.
      default,   R3,          Not passed by 2026-02-10 10:00: build.
      late,      R5,          Nobody approved the environment before the deployment.
      own,       R5,          "The environment was approved by dan, who set the deployment off."
      rule,      R3,          Not passed by 2026-02-10 10:00: build.
    indeterminate: |
      deploy_id, reason_code, reason
      maybe,     I1,          The export does not say whether the deployment succeeded.
---*/
