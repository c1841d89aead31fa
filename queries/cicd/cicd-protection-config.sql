/*---
id: cicd-protection-config
version: 4
title: Branches protected below the baseline
objective: The protection of branches makes reviews and checks unavoidable.
kind: design
severity: medium
reads: [repo_protection]
optional: [pull_request, ref_list]
key: [repo, ref_pattern]
params:
  n: {type: integer, default: 1, unit: approvals, means: approvals that a merge must need}
  n_critical: {type: integer, default: 2, unit: approvals, means: the same in critical repositories}
  critical_repos: {type: "text[]", default: [], means: critical repositories}
  require_signed: {type: boolean, default: false, means: whether policy asks for signed commits}
  branches: {type: text, default: "^(main|master|trunk|production|prod|release.*|hotfix.*)$", means: pattern of the branches in scope}
  default_branches: {type: "text[]", default: [main, master, trunk], means: names of default branches}
  scope: {type: text, default: repos_in_scope, means: "list of ref_list with the repositories in scope, as OWNER/NAME or OWNER/NAME:BRANCH"}
controls:
  nist-800-53r5: [CM-5, CM-5(1)]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.4]
  cis-github-1.2.0: ["1.1.3", "1.1.4", "1.1.9", "1.1.12", "1.1.14", "1.1.15", "1.1.16", "1.1.17", "1.1.20"]
  slsa-1.2: [Source L3]
  owasp-cicd-2022: [CICD-SEC-1]
reasons:
  R1: no protection
  R2: too few approvals required
  R3: approvals survive new commits
  R4: administrators or others may pass by
  R5: the branch may be rewritten or deleted
  R6: no check is required
  R7: a ruleset is not in force
  R8: commits need no signature
  I1: the export does not say what the protection asks for
  I2: the evidence has no protection of any branch of the system
limits:
  - Items are the branches of the list, the default branches of repositories that were exported, branches that pull requests were merged
    into, and protected branches. Without list, repositories and pull requests a branch that nothing protects is not seen. That nothing is exported for a branch may also mean that the token lacked the right.
  - What holds is the strictest of the branch protection and all active rulesets that cover the branch. It can be passed by when each part
    that requires approvals can, or each part where none does.
  - GitLab keeps how many approvals a merge needs, and whether its pipeline must succeed, apart from protected branches. What holds for a
    protected branch is the greatest number of all its rules, and a branch is I1 until both are in the evidence. Who may push to it passes
    by them.
  - R7 is on a branch that the ruleset would help, and not where everything is in order without it; it stands in place of R1.
  - "In a pattern of branches * stands for any text, slashes too. ~DEFAULT_BRANCH is the branch that the list of repositories says, else the one with the name of a default branch."
---*/

-- +latest: each protection as last exported before the audit date, or the first after it
SELECT
  r.system, r.repo, LOWER(split_part(r.repo, '/', 1)) AS owner, r.ref_pattern, r.source, r.source_id,
  COALESCE(r.enforcement, 'active') = 'active' AS active,
  r.required_approvals, r.dismiss_stale, r.require_last_push_approval, r.enforce_admins, r.bypass_actors,
  r.allow_force_push, r.allow_deletion, r.required_checks, r.signed_commits, r.excluded_refs, r.default_branch
FROM repo_protection AS r
JOIN (
  SELECT repo, source, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
  FROM repo_protection
  GROUP BY repo, source
) AS l ON l.repo = r.repo AND l.source = r.source AND l.snapshot_at IS NOT DISTINCT FROM r.snapshot_at;

-- +approving: what is required of merges into a protected branch by settings that stand apart from its protection
SELECT
  b.repo, b.ref_pattern, MAX(a.required_approvals) AS required_approvals, BOOL_OR(a.dismiss_stale) AS dismiss_stale,
  BOOL_OR(a.require_last_push_approval) AS require_last_push_approval, MAX(a.required_checks) AS required_checks
FROM latest AS b
JOIN latest AS a ON a.repo = b.repo AND (a.ref_pattern IN (b.ref_pattern, '~ALL') OR glob_like(b.ref_pattern, a.ref_pattern))
WHERE b.source = 'branch' AND a.source = 'approvals'
GROUP BY b.repo, b.ref_pattern;

-- +protection: the protections, each with what belongs to it
SELECT
  r.repo, r.owner, r.ref_pattern, r.source, r.source_id, r.active,
  COALESCE(r.required_approvals, a.required_approvals) AS required_approvals, COALESCE(r.dismiss_stale, a.dismiss_stale) AS dismiss_stale,
  COALESCE(r.require_last_push_approval, a.require_last_push_approval) AS require_last_push_approval, r.enforce_admins, r.bypass_actors,
  r.allow_force_push, r.allow_deletion, COALESCE(r.required_checks, a.required_checks) AS required_checks, r.signed_commits, r.excluded_refs
FROM latest AS r
LEFT JOIN approving AS a ON a.repo = r.repo AND a.ref_pattern = r.ref_pattern AND r.source = 'branch'
WHERE r.source IN ('branch', 'ruleset');

-- +home: the default branch of each repository, where the evidence states it
SELECT repo, MAX(default_branch) AS ref FROM latest WHERE default_branch IS NOT NULL GROUP BY repo;

-- +branch: branches by name: listed, default branches, merged into, or protected
SELECT split_part(value, ':', 1) AS repo, NULLIF(split_part(value, ':', 2), '') AS ref
FROM ref_list
WHERE list_name = $scope AND valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of)
UNION
SELECT repo, ref FROM home
UNION
SELECT repo, base_ref FROM pull_request WHERE merged_at < $period_end AND regexp_like(base_ref, $branches)
UNION
SELECT repo, ref_pattern FROM protection WHERE regexp_like(ref_pattern, $branches) AND NOT contains(repo, '*')
UNION
SELECT repo, NULL FROM protection WHERE ref_pattern IN ('~DEFAULT_BRANCH', '~ALL') AND NOT contains(repo, '*');

-- +population: one row per branch in scope; the default branch is named where its name is known
SELECT b.repo, LOWER(split_part(b.repo, '/', 1)) AS owner, COALESCE(b.ref, '~DEFAULT_BRANCH') AS ref_pattern,
  CASE WHEN contains($critical_repos, b.repo) THEN $n_critical ELSE $n END AS needed,
  COALESCE(b.ref = h.ref, contains($default_branches, b.ref)) AS home
FROM branch AS b
LEFT JOIN home AS h ON h.repo = b.repo
LEFT JOIN (SELECT DISTINCT repo FROM branch WHERE contains($default_branches, ref) UNION SELECT repo FROM home) AS d ON d.repo = b.repo
WHERE b.ref IS NOT NULL OR d.repo IS NULL;

-- +reach: the names by which a protection reaches each repository: its own, and the patterns of its owner
SELECT repo, repo AS reached_by FROM population
UNION
SELECT r.repo, p.repo
FROM (SELECT DISTINCT repo, owner FROM population) AS r
JOIN (SELECT DISTINCT repo, owner FROM protection WHERE contains(repo, '*')) AS p ON p.owner = r.owner AND glob_like(r.repo, p.repo);

-- +covering: the protections that cover each branch
SELECT
  b.repo, b.ref_pattern, p.source, p.source_id, p.active, p.required_approvals, p.dismiss_stale, p.require_last_push_approval,
  CASE
    WHEN p.enforce_admins = FALSE OR len(p.bypass_actors) > 0 THEN TRUE
    WHEN p.bypass_actors IS NULL OR p.source = 'branch' AND p.enforce_admins IS NULL THEN NULL
    ELSE FALSE
  END AS passable,
  p.allow_force_push, p.allow_deletion, len(p.required_checks) AS checks, p.signed_commits
FROM population AS b
JOIN reach AS n ON n.repo = b.repo
JOIN protection AS p ON p.repo = n.reached_by
WHERE (p.ref_pattern IN (b.ref_pattern, '~ALL')
    OR p.ref_pattern = '~DEFAULT_BRANCH' AND b.home
    OR glob_like(b.ref_pattern, p.ref_pattern))
  AND NOT EXISTS (
    SELECT 1 FROM UNNEST(p.excluded_refs) AS x(ref)
    WHERE glob_like(concat('refs/heads/', b.ref_pattern), x.ref) OR x.ref = '~DEFAULT_BRANCH' AND b.home
  );

-- +effective: what holds for each branch
SELECT
  b.repo, b.ref_pattern, b.needed,
  COUNT(c.repo) FILTER (WHERE c.active) AS parts,
  string_agg(DISTINCT c.source_id, ', ' ORDER BY c.source_id) FILTER (WHERE NOT c.active) AS idle,
  MAX(c.required_approvals) FILTER (WHERE c.active) AS approvals,
  BOOL_OR(c.dismiss_stale OR c.require_last_push_approval) FILTER (WHERE c.active) AS renewed,
  COALESCE(BOOL_AND(c.passable) FILTER (WHERE c.active AND c.required_approvals > 0), BOOL_AND(c.passable) FILTER (WHERE c.active)) AS passable,
  BOOL_AND(c.allow_force_push) FILTER (WHERE c.active) AS rewritable,
  BOOL_AND(c.allow_deletion) FILTER (WHERE c.active) AS deletable,
  MAX(c.checks) FILTER (WHERE c.active) AS checks,
  BOOL_OR(c.signed_commits) FILTER (WHERE c.active) AS signed,
  COALESCE(BOOL_OR(c.active AND c.required_approvals IS NULL), FALSE) AS unsaid_approvals,
  COALESCE(BOOL_OR(c.active AND c.dismiss_stale IS NULL AND c.require_last_push_approval IS NULL), FALSE) AS unsaid_renewal,
  COALESCE(BOOL_OR(c.active AND c.allow_force_push IS NULL), FALSE) AS unsaid_force,
  COALESCE(BOOL_OR(c.active AND c.checks IS NULL), FALSE) AS unsaid_checks,
  COALESCE(BOOL_OR(c.active AND c.signed_commits IS NULL), FALSE) AS unsaid_signing,
  COALESCE(BOOL_OR(c.active AND c.passable IS NULL), FALSE) AS unsaid_bypass
FROM population AS b
LEFT JOIN covering AS c ON c.repo = b.repo AND c.ref_pattern = b.ref_pattern
GROUP BY b.repo, b.ref_pattern, b.needed;

-- +weak: what each branch that something protects lacks
SELECT repo, ref_pattern, 'R2' AS reason_code,
  concat('A merge needs ', CAST(approvals AS VARCHAR), ' approvals, ', CAST(needed AS VARCHAR), ' are required.') AS reason
FROM effective
WHERE approvals < needed AND NOT unsaid_approvals
UNION ALL
SELECT repo, ref_pattern, 'R3', 'New commits do not take approvals away, and whoever pushed last may approve.' FROM effective WHERE NOT COALESCE(renewed, FALSE) AND NOT unsaid_renewal AND parts > 0
UNION ALL
SELECT repo, ref_pattern, 'R4', 'Administrators or named actors may pass by the protection.' FROM effective WHERE passable
UNION ALL
SELECT repo, ref_pattern, 'R5', CASE WHEN rewritable THEN 'The branch may be force-pushed.' ELSE 'The branch may be deleted.' END
FROM effective
WHERE (rewritable OR deletable) AND NOT unsaid_force
UNION ALL
SELECT repo, ref_pattern, 'R6', 'No status check is required.' FROM effective WHERE checks = 0 AND NOT unsaid_checks
UNION ALL
SELECT repo, ref_pattern, 'R8', 'Commits need no signature.' FROM effective WHERE $require_signed AND NOT signed AND NOT unsaid_signing;

-- +bare: branches that nothing protects, and whether the evidence has the protection of any branch of their system
SELECT
  e.repo, e.ref_pattern,
  s.system IS NULL OR EXISTS (SELECT 1 FROM latest AS l WHERE l.source IN ('branch', 'ruleset') AND COALESCE(LOWER(l.system) = s.system, TRUE)) AS looked
FROM effective AS e
LEFT JOIN (
  SELECT repo, MIN(system) AS system
  FROM (SELECT repo, LOWER(system) AS system FROM pull_request UNION ALL SELECT repo, LOWER(system) FROM latest) AS named
  GROUP BY repo
) AS s ON s.repo = e.repo
WHERE e.parts = 0 AND e.idle IS NULL;

-- +exceptions: branches without protection, or with less than the baseline
SELECT repo, ref_pattern, 'R1' AS reason_code, 'Nothing protects the branch.' AS reason FROM bare WHERE looked
UNION ALL
SELECT repo, ref_pattern, reason_code, reason FROM weak
UNION ALL
SELECT e.repo, e.ref_pattern, 'R7', concat('The ruleset ', e.idle, ' covers the branch and is not in force.')
FROM effective AS e
WHERE e.idle IS NOT NULL
  AND (e.parts = 0 OR EXISTS (SELECT 1 FROM weak AS w WHERE w.repo = e.repo AND w.ref_pattern = e.ref_pattern));

-- +indeterminate: branches of which the export does not say what their protection asks for, or of a system without any
SELECT e.repo, e.ref_pattern, 'I1' AS reason_code,
  concat('The export does not say ', concat_ws(', ',
    CASE WHEN e.unsaid_approvals THEN 'how many approvals a merge needs' END,
    CASE WHEN e.unsaid_renewal THEN 'whether new commits take approvals away' END,
    CASE WHEN e.unsaid_force THEN 'whether the branch may be rewritten' END,
    CASE WHEN e.unsaid_checks THEN 'which checks are required' END,
    CASE WHEN $require_signed AND e.unsaid_signing THEN 'whether commits must be signed' END,
    CASE WHEN e.unsaid_bypass THEN 'who may pass by the rules' END), '.') AS reason
FROM effective AS e
LEFT JOIN exceptions AS x ON x.repo = e.repo AND x.ref_pattern = e.ref_pattern
WHERE x.repo IS NULL
  AND (e.unsaid_approvals OR e.unsaid_renewal OR e.unsaid_force OR e.unsaid_checks OR $require_signed AND e.unsaid_signing OR e.unsaid_bypass)
UNION ALL
SELECT repo, ref_pattern, 'I2', 'The evidence has no protection of any branch of the system.' FROM bare WHERE NOT looked;

/*--- cases
- name: each weakness of a branch protection; unprotected branches from the list and from pull requests
  params: {require_signed: true, critical_repos: [o/crit]}
  given:
    repo_protection: |
      repo,   ref_pattern, source, source_id, required_approvals, dismiss_stale, require_last_push_approval, enforce_admins, allow_force_push, allow_deletion, required_checks, signed_commits, bypass_actors
      o/good, main,        branch, branch,    1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           []
      o/push, main,        branch, branch,    1,                  false,         true,                       true,           false,            false,          "[""ci""]",      true,           []
      o/crit, main,        branch, branch,    1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           []
      o/r3,   main,        branch, branch,    1,                  false,         false,                      true,           false,            false,          "[""ci""]",      true,           []
      o/r4,   main,        branch, branch,    1,                  true,          false,                      false,          false,            false,          "[""ci""]",      true,           []
      o/r4b,  main,        branch, branch,    1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           "[""User:ann""]"
      o/r5,   main,        branch, branch,    1,                  true,          false,                      true,           true,             false,          "[""ci""]",      true,           []
      o/r5b,  main,        branch, branch,    1,                  true,          false,                      true,           false,            true,           "[""ci""]",      true,           []
      o/r6,   main,        branch, branch,    1,                  true,          false,                      true,           false,            false,          [],              true,           []
      o/r8,   main,        branch, branch,    1,                  true,          false,                      true,           false,            false,          "[""ci""]",      false,          []
      o/null, main,        branch, branch,    ,                   ,              ,                           true,           false,            false,          "[""ci""]",      true,           []
      o/good, feature,     branch, branch,    0,                  false,         false,                      false,          true,             true,           [],              false,          []
    pull_request: |
      repo,   pr_number, base_ref, merged_at
      o/good, 1,         feature,  2026-02-01
      o/bare, 1,         main,     2026-02-01
      o/late, 1,         main,     2026-07-01
    ref_list: |
      list_name,      value,            valid_from, valid_to
      repos_in_scope, o/listed,         2026-01-01,
      repos_in_scope, o/good,           2026-01-01,
      repos_in_scope, o/good:release/1, 2026-01-01,
      repos_in_scope, o/gone,           2026-01-01, 2026-02-01
      other,          o/other,          2026-01-01,
  expect:
    population: 14
    exceptions: |
      repo,     ref_pattern,     reason_code, reason
      o/bare,   main,            R1,          Nothing protects the branch.
      o/crit,   main,            R2,          "A merge needs 1 approvals, 2 are required."
      o/good,   release/1,       R1,          Nothing protects the branch.
      o/listed, ~DEFAULT_BRANCH, R1,          Nothing protects the branch.
      o/r3,     main,            R3,          "New commits do not take approvals away, and whoever pushed last may approve."
      o/r4,     main,            R4,          Administrators or named actors may pass by the protection.
      o/r4b,    main,            R4,          Administrators or named actors may pass by the protection.
      o/r5,     main,            R5,          The branch may be force-pushed.
      o/r5b,    main,            R5,          The branch may be deleted.
      o/r6,     main,            R6,          No status check is required.
      o/r8,     main,            R8,          Commits need no signature.
    indeterminate: |
      repo,   ref_pattern, reason_code, reason
      o/null, main,        I1,          "The export does not say how many approvals a merge needs, whether new commits take approvals away."

- name: branch protection and rulesets together; rulesets of the organisation, excluded branches, rulesets that are not in force
  given:
    repo_protection: |
      repo,    ref_pattern,     source,  source_id, enforcement, required_approvals, dismiss_stale, enforce_admins, allow_force_push, allow_deletion, required_checks, bypass_actors,    excluded_refs
      o/both,  main,            branch,  branch,    active,      0,                  false,         false,          true,             true,           [],              [],               []
      o/both,  ~DEFAULT_BRANCH, ruleset, 1,         active,      1,                  true,          ,               false,            false,          "[""ci""]",      [],               []
      o/both,  ~ALL,            ruleset, 9,         evaluate,    2,                  true,          ,               false,            false,          "[""ci""]",      [],               []
      o/by,    ~DEFAULT_BRANCH, ruleset, 2,         active,      1,                  true,          ,               false,            false,          "[""ci""]",      "[""Team:1""]",   []
      o/idle,  ~ALL,            ruleset, 3,         evaluate,    1,                  true,          ,               false,            false,          "[""ci""]",      [],               []
      o/idle2, main,            branch,  branch,    active,      0,                  true,          true,           false,            false,          "[""ci""]",      [],               []
      o/idle2, main,            ruleset, 4,         disabled,    1,                  true,          ,               false,            false,          "[""ci""]",      [],               []
      p/svc-*, ~ALL,            ruleset, 5,         active,      1,                  true,          ,               false,            false,          "[""ci""]",      [],               "[""refs/heads/release/x""]"
      o/rel,   release/*,       ruleset, 6,         active,      1,                  true,          ,               false,            false,          "[""ci""]",      ,                 []
    pull_request: |
      repo,    pr_number, base_ref,  merged_at
      p/svc-a, 1,         main,      2026-02-01
      p/svc-a, 2,         release/x, 2026-02-01
      p/web,   3,         main,      2026-02-01
      o/rel,   4,         release/1, 2026-02-01
  expect:
    exceptions: |
      repo,    ref_pattern,     reason_code, reason
      o/by,    ~DEFAULT_BRANCH, R4,          Administrators or named actors may pass by the protection.
      o/idle,  ~DEFAULT_BRANCH, R7,          The ruleset 3 covers the branch and is not in force.
      o/idle2, main,            R2,          "A merge needs 0 approvals, 1 are required."
      o/idle2, main,            R7,          The ruleset 4 covers the branch and is not in force.
      p/svc-a, release/x,       R1,          Nothing protects the branch.
      p/web,   main,            R1,          Nothing protects the branch.
    indeterminate: |
      repo,  ref_pattern, reason_code, reason
      o/rel, release/*,   I1,          The export does not say who may pass by the rules.
      o/rel, release/1,   I1,          The export does not say who may pass by the rules.

- name: GitLab keeps approvals and pipelines apart from protected branches
  params: {require_signed: false}
  given:
    repo_protection: |
      system, repo,    ref_pattern, source,    source_id, enforcement, required_approvals, dismiss_stale, require_last_push_approval, enforce_admins, allow_force_push, allow_deletion, required_checks,  bypass_actors, snapshot_at
      gitlab, g/good,  main,        branch,    branch,    active,      ,                   ,              ,                           true,           false,            false,          ,                 [],            2026-06-01
      gitlab, g/good,  ~ALL,        approvals, settings,  active,      ,                   true,          false,                      ,               ,                 ,               ,                 ,              2026-06-02
      gitlab, g/good,  ~ALL,        approvals, project,   active,      ,                   ,              ,                           ,               ,                 ,               "[""pipeline""]", ,              2026-06-02
      gitlab, g/good,  main,        approvals, 7,         active,      1,                  ,              ,                           ,               ,                 ,               ,                 ,              2026-06-02
      gitlab, g/good,  ma*,         approvals, 8,         active,      0,                  ,              ,                           ,               ,                 ,               ,                 ,              2026-06-02
      gitlab, g/few,   main,        branch,    branch,    active,      ,                   ,              ,                           true,           false,            false,          ,                 [],            2026-06-01
      gitlab, g/few,   ~ALL,        approvals, settings,  active,      0,                  false,         false,                      ,               ,                 ,               [],               ,              2026-06-02
      gitlab, g/few,   other,       approvals, 7,         active,      2,                  true,          ,                           ,               ,                 ,               ,                 ,              2026-06-02
      gitlab, g/half,  main,        branch,    branch,    active,      ,                   ,              ,                           true,           false,            false,          ,                 [],            2026-06-01
      gitlab, g/push,  main,        branch,    branch,    active,      ,                   ,              ,                           true,           true,             false,          ,                 "[""Role:M""]", 2026-06-01
      gitlab, g/loose, ~ALL,        approvals, 7,         active,      2,                  true,          ,                           ,               ,                 ,               "[""pipeline""]", ,              2026-06-01
    pull_request: |
      repo,    pr_number, system, base_ref, merged_at
      g/loose, 1,         gitlab, main,     2026-02-01
      g/none,  1,         GitLab, main,     2026-02-01
      o/none,  1,         github, main,     2026-02-01
      x/none,  1,         ,       main,     2026-02-01
  expect:
    population: 8
    exceptions: |
      repo,    ref_pattern, reason_code, reason
      g/few,   main,        R2,          "A merge needs 0 approvals, 1 are required."
      g/few,   main,        R3,          "New commits do not take approvals away, and whoever pushed last may approve."
      g/few,   main,        R6,          No status check is required.
      g/push,  main,        R4,          Administrators or named actors may pass by the protection.
      g/push,  main,        R5,          The branch may be force-pushed.
      g/loose, main,        R1,          Nothing protects the branch.
      g/none,  main,        R1,          Nothing protects the branch.
      x/none,  main,        R1,          Nothing protects the branch.
    indeterminate: |
      repo,   ref_pattern, reason_code, reason
      g/half, main,        I1,          "The export does not say how many approvals a merge needs, whether new commits take approvals away, which checks are required."
      o/none, main,        I2,          The evidence has no protection of any branch of the system.

- name: signatures that policy asks for and the export does not speak of
  params: {require_signed: true}
  given:
    repo_protection: |
      repo, ref_pattern, source, source_id, required_approvals, dismiss_stale, enforce_admins, allow_force_push, allow_deletion, required_checks, bypass_actors
      o/a,  main,        branch, branch,    1,                  true,          true,           false,            false,          "[""ci""]",      []
  expect:
    indeterminate: |
      repo, ref_pattern, reason_code, reason
      o/a,  main,        I1,          The export does not say whether commits must be signed.

- name: default branches come from the list of repositories; without any protection in the evidence nothing can be said
  given:
    repo_protection: |
      system, repo,   ref_pattern,     source,     source_id,  enforcement, required_approvals, dismiss_stale, require_last_push_approval, enforce_admins, allow_force_push, allow_deletion, required_checks, bypass_actors, default_branch, snapshot_at
      github, o/good, ~ALL,            repository, repository, ,            ,                   ,              ,                           ,               ,                 ,               ,                ,              develop,        2026-06-01
      github, o/good, ~DEFAULT_BRANCH, ruleset,    7,          active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",     [],            ,               2026-06-01
      github, o/bare, ~ALL,            repository, repository, ,            ,                   ,              ,                           ,               ,                 ,               ,                ,              main,           2026-06-01
      gitlab, g/bare, ~ALL,            approvals,  project,    active,      ,                   ,              ,                           ,               ,                 ,               "[""pipeline""]", ,            main,           2026-06-01
  expect:
    population: 3
    exceptions: |
      repo,   ref_pattern, reason_code, reason
      o/bare, main,        R1,          Nothing protects the branch.
    indeterminate: |
      repo,   ref_pattern, reason_code, reason
      g/bare, main,        I2,          The evidence has no protection of any branch of the system.

- name: the last export counts, approvals that stand apart, several rules for one branch, what one of them does not say
  params: {require_signed: true, critical_repos: [o/s5, o/s6]}
  given:
    repo_protection: |
      repo,     ref_pattern,     source,    source_id, enforcement, required_approvals, dismiss_stale, require_last_push_approval, enforce_admins, allow_force_push, allow_deletion, required_checks, signed_commits, bypass_actors,  excluded_refs,           snapshot_at
      o/s1,     main,            branch,    branch,    active,      0,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-05-01
      o/s1,     main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/s2,     main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/s2,     main,            branch,    branch,    active,      0,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-07-01
      o/s3,     main,            branch,    branch,    active,      0,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-08-01
      o/s4,     main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/s4,     main,            branch,    branch,    active,      0,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-08-01
      o/s5,     main,            branch,    branch,    active,      2,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-05-01
      o/s5,     main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/s5,     main,            ruleset,   1,         active,      0,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-05-01
      o/s6,     main,            branch,    branch,    active,      2,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-05-01
      o/s6,     main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/may,    main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-05-01
      g/1,      main,            branch,    branch,    active,      ,                   ,              ,                           true,           false,            false,          ,                true,           [],             ,                        2026-06-01
      g/1,      ~ALL,            approvals, a,         active,      ,                   false,         true,                       ,               ,                 ,               [],              ,               ,               ,                        2026-06-01
      g/1,      ma*,             approvals, b,         active,      1,                  false,         false,                      ,               ,                 ,               "[""p""]",       ,               ,               ,                        2026-06-01
      g/3,      main,            branch,    branch,    active,      ,                   true,          ,                           true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      g/3,      ~ALL,            ruleset,   7,         evaluate,    1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      g/5,      main,            branch,    branch,    active,      ,                   ,              ,                           true,           false,            false,          ,                true,           [],             ,                        2026-06-01
      g/5,      release,         branch,    branch,    active,      ,                   ,              ,                           true,           false,            false,          ,                true,           [],             ,                        2026-06-01
      g/5,      ~ALL,            approvals, s,         active,      ,                   true,          false,                      ,               ,                 ,               "[""p""]",       ,               ,               ,                        2026-06-01
      g/5,      main,            approvals, m,         active,      1,                  ,              ,                           ,               ,                 ,               ,                ,               ,               ,                        2026-06-01
      g/5,      release,         approvals, r,         active,      0,                  ,              ,                           ,               ,                 ,               ,                ,               ,               ,                        2026-06-01
      g/4,      main,            branch,    branch,    active,      ,                   true,          ,                           true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      g/4,      main,            approvals, m,         active,      1,                  ,              ,                           ,               ,                 ,               ,                ,               ,               ,                        2026-06-01
      g/4,      main,            ruleset,   7,         active,      ,                   true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      p/svc-*,  main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      q/svc-*,  ~ALL,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/admin,  main,            branch,    branch,    active,      1,                  true,          false,                      false,          false,            false,          "[""ci""]",      true,           ,               ,                        2026-06-01
      o/def,    ~DEFAULT_BRANCH, ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/def2,   release/1,       branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/exc,    ~ALL,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             "[""~DEFAULT_BRANCH""]", 2026-06-01
      o/act,    main,            branch,    branch,    active,      0,                  false,         false,                      false,          true,             true,           [],              false,          [],             ,                        2026-06-01
      o/act,    main,            ruleset,   9,         evaluate,    1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/two,    main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           "[""Team:1""]", ,                        2026-06-01
      o/two,    main,            ruleset,   2,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      false,          [],             ,                        2026-06-01
      o/three,  main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           "[""Team:1""]", ,                        2026-06-01
      o/three,  main,            ruleset,   2,         active,      0,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/four,   main,            ruleset,   1,         active,      0,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           "[""Team:1""]", ,                        2026-06-01
      o/four,   main,            ruleset,   2,         active,      0,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/appr,   main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/appr,   main,            ruleset,   2,         active,      ,                   true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/renew,  main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/renew,  main,            ruleset,   2,         active,      1,                  ,              ,                           ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/force,  main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/force,  main,            ruleset,   2,         active,      1,                  true,          false,                      ,               ,                 false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/checks, main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/checks, main,            ruleset,   2,         active,      1,                  true,          false,                      ,               false,            false,          ,                true,           [],             ,                        2026-06-01
      u/sign,   main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/sign,   main,            ruleset,   2,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      ,               [],             ,                        2026-06-01
      u/bypass, main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/bypass, main,            ruleset,   2,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           ,               ,                        2026-06-01
      o/inact,  main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/inact,  main,            ruleset,   1,         disabled,    ,                   ,              ,                           ,               ,                 ,               ,                ,               ,               ,                        2026-06-01
      o/push,   main,            branch,    branch,    active,      1,                  ,              true,                       true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/a0,     main,            ruleset,   1,         active,      0,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/a0,     main,            ruleset,   2,         active,      ,                   true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      u/f0,     main,            branch,    branch,    active,      1,                  true,          false,                      true,           ,                 true,           "[""ci""]",      true,           [],             ,                        2026-06-01
      u/c0,     main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          [],              true,           [],             ,                        2026-06-01
      u/c0,     main,            ruleset,   2,         active,      1,                  true,          false,                      ,               false,            false,          ,                true,           [],             ,                        2026-06-01
      u/s0,     main,            ruleset,   1,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      false,          [],             ,                        2026-06-01
      u/s0,     main,            ruleset,   2,         active,      1,                  true,          false,                      ,               false,            false,          "[""ci""]",      ,               [],             ,                        2026-06-01
      o/idle3,  main,            branch,    branch,    active,      1,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/idle3,  main,            ruleset,   1,         disabled,    1,                  true,          false,                      ,               false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/idle3,  release,         branch,    branch,    active,      0,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/mix,    main,            branch,    branch,    active,      1,                  true,          false,                      true,           ,                 false,          "[""ci""]",      true,           [],             ,                        2026-06-01
      o/mix,    release,         branch,    branch,    active,      0,                  true,          false,                      true,           false,            false,          "[""ci""]",      true,           [],             ,                        2026-06-01
    pull_request: |
      repo,   pr_number, base_ref,  merged_at
      o/def,  1,         release/9, 2026-02-01
      o/def,  2,         main,      2026-02-01
      o/def2, 1,         main,      2026-02-01
      o/exc,  1,         main,      2026-02-01
      o/exc,  2,         release/1, 2026-02-01
    ref_list: |
      list_name,      value,    valid_from, valid_to
      repos_in_scope, l/edge,   2026-07-01,
      repos_in_scope, l/still,  2026-01-01, 2026-12-31
      repos_in_scope, l/over,   2026-01-01, 2026-07-01
      repos_in_scope, l/future, 2026-07-02,
  expect:
    population: 41
    exceptions: |
      repo,    ref_pattern,     reason_code, reason
      g/5,     release,         R2,          "A merge needs 0 approvals, 1 are required."
      l/edge,  ~DEFAULT_BRANCH, R1,          Nothing protects the branch.
      l/still, ~DEFAULT_BRANCH, R1,          Nothing protects the branch.
      o/act,   main,            R2,          "A merge needs 0 approvals, 1 are required."
      o/act,   main,            R3,          "New commits do not take approvals away, and whoever pushed last may approve."
      o/act,   main,            R4,          Administrators or named actors may pass by the protection.
      o/act,   main,            R5,          The branch may be force-pushed.
      o/act,   main,            R6,          No status check is required.
      o/act,   main,            R7,          The ruleset 9 covers the branch and is not in force.
      o/act,   main,            R8,          Commits need no signature.
      o/admin, main,            R4,          Administrators or named actors may pass by the protection.
      o/def,   release/9,       R1,          Nothing protects the branch.
      o/def2,  main,            R1,          Nothing protects the branch.
      o/exc,   main,            R1,          Nothing protects the branch.
      o/four,  main,            R2,          "A merge needs 0 approvals, 1 are required."
      o/idle3, release,         R2,          "A merge needs 0 approvals, 1 are required."
      o/mix,   release,         R2,          "A merge needs 0 approvals, 1 are required."
      o/s2,    main,            R2,          "A merge needs 0 approvals, 1 are required."
      o/s3,    main,            R2,          "A merge needs 0 approvals, 1 are required."
      o/s5,    main,            R2,          "A merge needs 1 approvals, 2 are required."
      o/s6,    main,            R2,          "A merge needs 1 approvals, 2 are required."
      o/three, main,            R4,          Administrators or named actors may pass by the protection.
    indeterminate: |
      repo,     ref_pattern, reason_code, reason
      g/3,      main,        I1,          The export does not say how many approvals a merge needs.
      g/4,      main,        I1,          The export does not say how many approvals a merge needs.
      o/mix,    main,        I1,          The export does not say whether the branch may be rewritten.
      u/a0,     main,        I1,          The export does not say how many approvals a merge needs.
      u/appr,   main,        I1,          The export does not say how many approvals a merge needs.
      u/bypass, main,        I1,          The export does not say who may pass by the rules.
      u/c0,     main,        I1,          The export does not say which checks are required.
      u/checks, main,        I1,          The export does not say which checks are required.
      u/f0,     main,        I1,          The export does not say whether the branch may be rewritten.
      u/force,  main,        I1,          The export does not say whether the branch may be rewritten.
      u/renew,  main,        I1,          The export does not say whether new commits take approvals away.
      u/s0,     main,        I1,          The export does not say whether commits must be signed.
      u/sign,   main,        I1,          The export does not say whether commits must be signed.

- name: commits without a signature where policy does not ask for one
  given:
    repo_protection: |
      repo, ref_pattern, source, source_id, required_approvals, dismiss_stale, enforce_admins, allow_force_push, allow_deletion, required_checks, signed_commits, bypass_actors
      o/a,  main,        branch, branch,    1,                  true,          true,           false,            false,          "[""ci""]",      false,          []
  expect:
    population: 1
---*/
