/*---
id: chg-sod-develop-deploy
version: 5
title: Deployments by which one person developed, approved and deployed
objective: Developers cannot move their own unreviewed work to production.
kind: operating
severity: high
reads: [deployment, commit, pull_request, approval]
optional: [account, change_ticket, entitlement]
key: [deploy_id]
params:
  bot_ids: {type: "text[]", default: [web-flow, github-actions, "noreply@github.com"], means: further identities that are programs}
  allow_deploy_by_author: {type: boolean, default: true, means: whether an author may deploy when somebody else approved every change}
  repo_write: {type: text, default: "", means: pattern of entitlements that write to repositories; R4 is not tested when empty}
  prod_write: {type: text, default: "", means: pattern of entitlements that write to production; R4 is not tested when empty}
  production: {type: text, default: "^(prod|production|prd|live)([-_/. ].*)?$", means: pattern of the names of production environments}
  max_range: {type: integer, default: 250, unit: commits, means: how far back from the deployed commit is read}
  ticket_regex: {type: text, default: "[A-Z]{2,10}-[0-9]+", means: how ticket numbers look in titles and descriptions}
controls:
  nist-800-53r5: [AC-5, CM-5]
  soc2-tsc-2017: [CC6.3, CC8.1]
  iso-27001-2022: [A.5.3, A.8.31]
  pci-dss-4.0.1: ["6.5.4", "6.2.3.1"]
reasons:
  R1: deployed by an author without an independent approval of every change
  R2: a change approved by its authors only
  R3: a ticket approved by its requester
  R4: an author who can write to repositories and to production
  I1: the commit before is not known
  I2: not all commits of the deployment are in the evidence
  I3: who deployed is not known
  I4: deployed by an author, and the evidence has no reviews or no pull requests of the system
limits:
  - A deployment brings the commits back to the one before along first parents, and those of the pull requests that were merged there.
    The one before is what the tool states, or the deployment before to the environment. Where the walk does not come to it, as from another
    branch or back to an older state, it ends at the first commit that was there before.
  - Authors are those who wrote or committed, co-authors, and the authors of the pull requests; programs are none. A squash merge leaves the
    author and co-authors that it names. A person is known by login, e-mail address, or the worker whose account has one of them.
  - Where a program deployed, whoever set it off did. A deployment without any person is not R1.
  - A change without a pull request is one without an approval, where the evidence has pull requests of the repository. Approvals after
    the merge do not count. Without a single review of any pull request of a system in the evidence its pull requests are taken neither
    as approved nor as not.
  - R3 looks at the tickets that the deployment names in its field for them, and in its texts, commits and pull requests.
  - "R4 is design at the time of the list of entitlements, and is tested on deployments whose authors have accounts in it."
---*/

-- +production: every production deployment that succeeded, or may have, with the commit that was there before
SELECT
  deploy_id, repo, commit_sha, ticket_ids, description, ref, deployed_at,
  CASE
    WHEN deployer_id IS NULL OR LOWER(deployer_type) = 'bot' OR deployer_id LIKE '%[bot]' OR contains($bot_ids, LOWER(deployer_id)) THEN LOWER(trigger_actor_id)
    ELSE LOWER(deployer_id)
  END AS deployer,
  deployer_id IS NULL AND trigger_actor_id IS NULL AS unnamed,
  COALESCE(prev_commit_sha, LAG(commit_sha) OVER (PARTITION BY system, repo, environment ORDER BY deployed_at, deploy_id)) AS prev_commit_sha
FROM deployment
WHERE regexp_like(LOWER(environment), $production) AND COALESCE(status, 'success') = 'success' AND deployed_at < $period_end;

-- +population: one row per production deployment of the period
SELECT deploy_id, repo, commit_sha, prev_commit_sha, ticket_ids, description, ref, deployed_at, deployer, unnamed FROM production WHERE deployed_at >= $period_start;

-- +walk: the commits of each deployment along first parents, back to the one before
WITH RECURSIVE back AS (
  SELECT deploy_id, repo, commit_sha AS sha, prev_commit_sha AS stop, 1 AS steps
  FROM population
  WHERE commit_sha <> prev_commit_sha
  UNION ALL
  SELECT b.deploy_id, b.repo, c.parent_shas[1], b.stop, b.steps + 1
  FROM back AS b
  JOIN (SELECT DISTINCT repo, sha, parent_shas FROM commit) AS c ON c.repo = b.repo AND c.sha = b.sha
  WHERE c.parent_shas[1] <> b.stop AND b.steps < $max_range
)
SELECT DISTINCT deploy_id, repo, sha, steps FROM back;

-- +astray: deployments whose walk does not reach the commit before, such as of another branch, or back to an older state
SELECT p.deploy_id, p.repo, p.prev_commit_sha
FROM population AS p
LEFT JOIN (
  SELECT w.deploy_id, w.repo, c.parent_shas[1] AS sha
  FROM walk AS w
  JOIN commit AS c ON c.repo = w.repo AND c.sha = w.sha
) AS r ON r.deploy_id = p.deploy_id AND r.sha = p.prev_commit_sha
WHERE r.deploy_id IS NULL AND p.commit_sha <> p.prev_commit_sha;

-- +older: what was there before each of those, along first parents
WITH RECURSIVE back AS (
  SELECT deploy_id, repo, prev_commit_sha AS sha, 1 AS steps FROM astray
  UNION ALL
  SELECT b.deploy_id, b.repo, c.parent_shas[1], b.steps + 1
  FROM back AS b
  JOIN (SELECT DISTINCT repo, sha, parent_shas FROM commit) AS c ON c.repo = b.repo AND c.sha = b.sha
  WHERE b.steps < $max_range
)
SELECT DISTINCT deploy_id, repo, sha FROM back;

-- +meeting: the step at which the walk of each of those comes to what was there before
SELECT w.deploy_id, MIN(w.steps) AS steps
FROM walk AS w
JOIN older AS o ON o.deploy_id = w.deploy_id AND o.repo = w.repo AND o.sha = w.sha
GROUP BY w.deploy_id;

-- +merged: the pull requests by which each commit came to its branch
SELECT repo, merge_sha AS sha, pr_number, author_id, merged_at FROM pull_request WHERE merged_at IS NOT NULL
UNION ALL
SELECT c.repo, c.sha, p.pr_number, p.author_id, p.merged_at
FROM commit AS c
JOIN pull_request AS p ON p.repo = c.repo AND p.pr_number = c.pr_number
WHERE p.merged_at IS NOT NULL;

-- +brought: each commit of a deployment with its pull request, where it has one
SELECT w.deploy_id, w.repo, w.sha, m.pr_number, m.author_id, m.merged_at
FROM walk AS w
LEFT JOIN meeting AS o ON o.deploy_id = w.deploy_id
LEFT JOIN merged AS m ON m.repo = w.repo AND m.sha = w.sha
WHERE o.steps IS NULL OR w.steps < o.steps;

-- +name: the person behind each login and address: a worker, or else the login
SELECT key, MIN(person) AS person
FROM (
  SELECT LOWER(TRIM(u.key)) AS key, LOWER(COALESCE(a.worker_id, a.email, a.username)) AS person
  FROM account AS a CROSS JOIN UNNEST([a.account_id, a.username, a.email]) AS u(key)
) AS keys
GROUP BY key
HAVING COUNT(DISTINCT person) = 1;

-- +login: the login behind each address that commits state, where it is one
SELECT LOWER(author_email) AS key, MIN(LOWER(author_id)) AS login
FROM commit
GROUP BY LOWER(author_email)
HAVING COUNT(DISTINCT LOWER(author_id)) = 1;

-- +hand: everybody who had a hand in each deployment, per pull request; 0 is a commit without one
SELECT DISTINCT h.deploy_id, h.pr_number, COALESCE(n.person, m.person, l.login, h.id) AS person
FROM (
  SELECT b.deploy_id, COALESCE(b.pr_number, 0) AS pr_number, LOWER(u.id) AS id
  FROM brought AS b
  JOIN commit AS c ON c.repo = b.repo AND c.sha = b.sha
  CROSS JOIN UNNEST(list_concat([c.author_id, c.committer_id], c.coauthor_ids)) AS u(id)
  UNION ALL
  SELECT b.deploy_id, b.pr_number, LOWER(u.id)
  FROM brought AS b
  JOIN commit AS c ON c.repo = b.repo AND c.pr_number = b.pr_number
  CROSS JOIN UNNEST(list_concat([c.author_id, c.committer_id], c.coauthor_ids)) AS u(id)
  UNION ALL
  SELECT deploy_id, pr_number, LOWER(author_id) FROM brought
) AS h
LEFT JOIN login AS l ON l.key = h.id
LEFT JOIN name AS n ON n.key = h.id
LEFT JOIN name AS m ON m.key = l.login
WHERE NOT contains($bot_ids, h.id) AND h.id NOT LIKE '%[bot]%';

-- +approved: who had approved each pull request when it was merged
SELECT DISTINCT b.deploy_id, b.pr_number, COALESCE(n.person, LOWER(a.approver_id)) AS person
FROM (SELECT DISTINCT deploy_id, repo, pr_number, merged_at FROM brought) AS b
JOIN (
  SELECT subject_id, approver_id, decision, decided_at
  FROM approval
  WHERE subject_type = 'pr' AND decision = 'approved' AND is_bot IS DISTINCT FROM TRUE
    AND NOT contains($bot_ids, LOWER(approver_id)) AND approver_id NOT LIKE '%[bot]'
) AS a ON a.subject_id = concat(b.repo, '#', CAST(b.pr_number AS VARCHAR)) AND a.decided_at <= b.merged_at
LEFT JOIN name AS n ON n.key = LOWER(a.approver_id);

-- +reviewed: per pull request of a deployment who approved it, and whether somebody independent did
SELECT
  a.deploy_id, a.pr_number, BOOL_OR(h.person IS NULL) AS independent,
  string_agg(a.person, ', ' ORDER BY a.person) AS people
FROM approved AS a
LEFT JOIN hand AS h ON h.deploy_id = a.deploy_id AND h.pr_number = a.pr_number AND h.person = a.person
GROUP BY a.deploy_id, a.pr_number;

-- +recorded: systems of which the evidence has reviews, and the repositories of which it has pull requests
SELECT r.repo, BOOL_OR(s.system IS NOT NULL) AS reviews
FROM (SELECT DISTINCT repo, LOWER(COALESCE(system, '')) AS system FROM pull_request) AS r
LEFT JOIN (
  SELECT DISTINCT LOWER(COALESCE(p.system, '')) AS system
  FROM (SELECT DISTINCT subject_id FROM approval WHERE subject_type = 'pr') AS a
  JOIN pull_request AS p ON concat(p.repo, '#', CAST(p.pr_number AS VARCHAR)) = a.subject_id
) AS s ON s.system = r.system
GROUP BY r.repo;

-- +covered: per deployment whether every change had an independent approval, and whether that can be told of those that had none
SELECT
  b.deploy_id,
  BOOL_AND(COALESCE(r.independent, FALSE)) AS independent,
  BOOL_OR(NOT COALESCE(r.independent, CASE WHEN b.pr_number = 0 THEN k.repo IS NULL ELSE NOT k.reviews END, TRUE)) AS unreviewed,
  MIN(CASE WHEN NOT r.independent THEN b.pr_number END) AS own_pr,
  MIN(CASE WHEN NOT r.independent THEN r.people END) AS own_people
FROM (
  SELECT deploy_id, repo, COALESCE(pr_number, 0) AS pr_number FROM brought
) AS b
LEFT JOIN reviewed AS r ON r.deploy_id = b.deploy_id AND r.pr_number = b.pr_number
LEFT JOIN recorded AS k ON k.repo = b.repo
GROUP BY b.deploy_id;

-- +words: every text in which a deployment, its commits or their pull requests may name a ticket
SELECT deploy_id, concat_ws(' ', description, ref) AS words FROM population
UNION ALL
SELECT b.deploy_id, c.title FROM brought AS b JOIN commit AS c ON c.repo = b.repo AND c.sha = b.sha
UNION ALL
SELECT b.deploy_id, concat_ws(' ', p.title, p.head_ref) FROM brought AS b JOIN pull_request AS p ON p.repo = b.repo AND p.pr_number = b.pr_number;

-- +cited: the numbers of tickets that each deployment names
SELECT p.deploy_id, UPPER(TRIM(u.number)) AS number FROM population AS p CROSS JOIN UNNEST(p.ticket_ids) AS u(number)
UNION
SELECT w.deploy_id, UPPER(u.number) FROM words AS w CROSS JOIN UNNEST(regexp_extract_all(w.words, $ticket_regex)) AS u(number);

-- +requested: tickets of a deployment that their requester approved
SELECT p.deploy_id, MIN(UPPER(TRIM(t.ticket_id))) AS ticket_id
FROM cited AS p
JOIN change_ticket AS t ON UPPER(TRIM(t.ticket_id)) = p.number
JOIN approval AS a ON a.subject_type = 'change' AND UPPER(TRIM(a.subject_id)) = p.number AND a.decision = 'approved'
LEFT JOIN name AS n ON n.key = LOWER(TRIM(a.approver_id))
LEFT JOIN name AS m ON m.key = LOWER(TRIM(t.requester_id))
WHERE COALESCE(n.person, LOWER(TRIM(a.approver_id))) = COALESCE(m.person, LOWER(TRIM(t.requester_id)))
GROUP BY p.deploy_id;

-- +capable: people who can write to repositories and to production
SELECT person
FROM (
  SELECT n.person, e.entitlement_id, concat(e.system, ':', e.entitlement_id, ' ', e.name) AS words
  FROM entitlement AS e
  JOIN name AS n ON n.key = LOWER(TRIM(e.account_id))
  WHERE e.via IS DISTINCT FROM 'eligible' AND (e.expires_at IS NULL OR e.expires_at > $as_of)
) AS rights
WHERE $repo_write <> '' AND $prod_write <> ''
GROUP BY person
HAVING BOOL_OR(regexp_like(words, $repo_write)) AND BOOL_OR(regexp_like(words, $prod_write));

-- +judged: each deployment with who made, approved and deployed it
SELECT
  p.deploy_id, p.deployed_at, p.commit_sha, p.prev_commit_sha, p.unnamed, COALESCE(n.person, p.deployer) AS deployer,
  s.deploy_id IS NULL OR m.deploy_id IS NOT NULL AS complete,
  h.person IS NOT NULL AS own_work,
  c.independent, c.unreviewed, c.own_pr, c.own_people, q.ticket_id, k.people AS capable
FROM population AS p
LEFT JOIN name AS n ON n.key = p.deployer
LEFT JOIN astray AS s ON s.deploy_id = p.deploy_id
LEFT JOIN meeting AS m ON m.deploy_id = p.deploy_id
LEFT JOIN (SELECT DISTINCT deploy_id, person FROM hand) AS h ON h.deploy_id = p.deploy_id AND h.person = COALESCE(n.person, p.deployer)
LEFT JOIN covered AS c ON c.deploy_id = p.deploy_id
LEFT JOIN requested AS q ON q.deploy_id = p.deploy_id
LEFT JOIN (
  SELECT h.deploy_id, string_agg(DISTINCT h.person, ', ' ORDER BY h.person) AS people FROM hand AS h JOIN capable AS c ON c.person = h.person GROUP BY h.deploy_id
) AS k ON k.deploy_id = p.deploy_id;

-- +exceptions: deployments in which one person did what takes two
SELECT deploy_id, 'R1' AS reason_code,
  concat(deployer, ' deployed own work on ', substr(CAST(deployed_at AS VARCHAR), 1, 16),
    CASE WHEN independent THEN '.' ELSE ', and not every change has an independent approval.' END) AS reason,
  deployed_at
FROM judged
WHERE own_work AND (unreviewed OR NOT $allow_deploy_by_author)
UNION ALL
SELECT deploy_id, 'R2' AS reason_code,
  concat('Pull request ', CAST(own_pr AS VARCHAR), ' was approved by ', own_people, ', who had a hand in it, and by nobody else.'), deployed_at
FROM judged
WHERE own_pr IS NOT NULL
UNION ALL
SELECT deploy_id, 'R3' AS reason_code, concat('Ticket ', ticket_id, ' was approved by its requester.'), deployed_at
FROM judged
WHERE ticket_id IS NOT NULL
UNION ALL
SELECT deploy_id, 'R4' AS reason_code, concat(capable, ' can write to repositories and to production.'), deployed_at
FROM judged
WHERE capable IS NOT NULL;

-- +indeterminate: deployments whose commits, deployer or reviews are not known
SELECT
  j.deploy_id,
  CASE WHEN j.commit_sha IS NULL OR j.prev_commit_sha IS NULL THEN 'I1' WHEN NOT j.complete THEN 'I2' WHEN j.unnamed THEN 'I3' ELSE 'I4' END AS reason_code,
  CASE
    WHEN j.commit_sha IS NULL OR j.prev_commit_sha IS NULL THEN 'The commit, or the commit that was there before, is not known.'
    WHEN NOT j.complete THEN 'The commits back to the one before are not all in the evidence.'
    WHEN j.unnamed THEN 'The export does not say who deployed.'
    ELSE concat(j.deployer, ' deployed own work, and the evidence does not have its reviews.')
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS e ON e.deploy_id = j.deploy_id
WHERE e.deploy_id IS NULL
  AND (j.commit_sha IS NULL OR j.prev_commit_sha IS NULL OR NOT j.complete OR j.unnamed OR j.own_work AND NOT j.independent);

/*--- cases
- name: authors who deploy, with and without somebody else's approval; bots, co-authors, addresses; unknown ranges
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, deployer_id,         trigger_actor_id, commit_sha, prev_commit_sha
      good,      o/p,  prod,        success, 2026-02-10,  dan,                 ,                 m1,         m0
      reviewed,  o/p,  prod,        success, 2026-02-10,  ann,                 ,                 m1,         m0
      own,       o/p,  prod,        success, 2026-02-10,  Ann,                 ,                 m2,         m1
      trigger,   o/p,  prod,        success, 2026-02-10,  github-actions[bot], ann,              m2,         m1
      direct,    o/p,  prod,        success, 2026-02-10,  joe,                 ,                 m4,         m3
      coauthor,  o/p,  prod,        success, 2026-02-10,  cy,                  ,                 m2,         m1
      selfappr,  o/p,  prod,        success, 2026-02-10,  dan,                 ,                 m3,         m2
      range,     o/p,  prod,        success, 2026-02-10,  ann,                 ,                 m3,         m0
      late,      o/p,  prod,        success, 2026-02-10,  eve,                 ,                 m5,         m4
      first,     o/p,  prod-x,      success, 2026-02-10,  dan,                 ,                 m1,
      lost,      o/p,  prod,        success, 2026-02-10,  dan,                 ,                 m1,         zz
      nobody,    o/p,  prod,        success, 2026-02-10,  ,                    ,                 m1,         m0
      same,      o/p,  prod,        success, 2026-02-10,  ann,                 ,                 m2,         m2
      failed,    o/p,  prod,        failure, 2026-02-10,  ann,                 ,                 m2,         m1
      staging,   o/p,  staging,     success, 2026-02-10,  ann,                 ,                 m2,         m1
      before,    o/p,  prod,        success, 2025-12-10,  ann,                 ,                 m2,         m1
    commit: |
      repo, sha, pr_number, author_id, author_email, committer_id, coauthor_ids,   parent_shas
      o/p,  m1,  0,         ann,       ann@corp,     web-flow,     ,               "[""m0""]"
      o/p,  m2,  0,         web-flow,  ,             web-flow,     ,               "[""m1"",""b2""]"
      o/p,  b2,  2,         zed,       ,             zed,          "[""cy@corp""]", "[""m1""]"
      o/p,  m3,  0,         bob,       ,             web-flow,     ,               "[""m2""]"
      o/p,  m4,  0,         joe,       ,             joe,          ,               "[""m3""]"
      o/p,  m5,  0,         eve,       ,             web-flow,     ,               "[""m4""]"
      o/p,  m0,  0,         cy,        cy@corp,      cy,           ,
    pull_request: |
      repo, pr_number, author_id, merge_sha, merged_at
      o/p,  1,         ann,       m1,        2026-02-01
      o/p,  2,         ann,       m2,        2026-02-01
      o/p,  3,         bob,       m3,        2026-02-01
      o/p,  5,         eve,       m5,        2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, is_bot
      pr,           o/p#1,      1,       bob,         approved, 2026-01-31,
      pr,           o/p#2,      1,       bob,         rejected, 2026-01-31,
      pr,           o/p#2,      2,       robot,       approved, 2026-01-31, true
      pr,           o/p#3,      1,       Bob,         approved, 2026-01-31,
      pr,           o/p#5,      1,       ann,         approved, 2026-02-02,
  expect:
    population: 13
    exceptions: |
      deploy_id, reason_code, reason
      own,       R1,          "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      trigger,   R1,          "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      direct,    R1,          "joe deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      coauthor,  R1,          "cy deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      selfappr,  R2,          "Pull request 3 was approved by bob, who had a hand in it, and by nobody else."
      range,     R1,          "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      range,     R2,          "Pull request 3 was approved by bob, who had a hand in it, and by nobody else."
      late,      R1,          "eve deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
    indeterminate: |
      deploy_id, reason_code, reason
      first,     I1,          "The commit, or the commit that was there before, is not known."
      lost,      I2,          The commits back to the one before are not all in the evidence.
      nobody,    I3,          The export does not say who deployed.

- name: one worker behind two names; tickets approved by their requester; rights on both sides; policy that forbids
  params: {allow_deploy_by_author: false, repo_write: "github:write", prod_write: "aws:admin"}
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, deployer_id, commit_sha, prev_commit_sha, ticket_ids
      alias,     o/p,  prod,        success, 2026-02-10,  a.admin,     m1,         m0,
      ticket,    o/p,  prod,        success, 2026-02-10,  dan,         m2,         m1,              "[""c-1"",""C-2""]"
      fine,      o/p,  prod,        success, 2026-02-10,  dan,         m2,         m1,              "[""C-2""]"
    commit: |
      repo, sha, pr_number, author_id, committer_id, parent_shas
      o/p,  m1,  0,         ann,       web-flow,     "[""m0""]"
      o/p,  m2,  0,         bob,       web-flow,     "[""m1""]"
    pull_request: |
      repo, pr_number, author_id, merge_sha, merged_at
      o/p,  1,         ann,       m1,        2026-02-01
      o/p,  2,         bob,       m2,        2026-02-01
    change_ticket: |
      ticket_id, requester_id
      C-1,       ann@corp
      C-2,       bob
    account: |
      system, account_id, username, email,    worker_id
      github, ann,        ann,      ann@corp, E1
      aws,    a.admin,    a.admin,  ,         E1
      aws,    b.admin,    b.admin,  ,         E2
      github, bob,        bob,      ,         E2
    entitlement: |
      system, account_id, entitlement_id, via,      expires_at
      github, ann,        write,          direct,
      aws,    a.admin,    admin,          direct,
      github, bob,        write,          direct,
      aws,    b.admin,    admin,          eligible,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/p#1,      1,       bob,         approved, 2026-01-31
      pr,           o/p#2,      1,       ann,         approved, 2026-01-31
      change,       C-1,        1,       a.admin,     approved, 2026-01-31
      change,       C-2,        1,       bob,         rejected, 2026-01-31
      change,       C-2,        2,       ann,         approved, 2026-01-31
  expect:
    exceptions: |
      deploy_id, reason_code, reason
      alias,     R1,          e1 deployed own work on 2026-02-10 00:00.
      alias,     R4,          e1 can write to repositories and to production.
      ticket,    R3,          Ticket C-1 was approved by its requester.

- name: reviews of one system are in the evidence and those of another are not; pull requests of a repository are not
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, deployer_id, commit_sha, prev_commit_sha
      known,     o/p,  prod,        success, 2026-02-10,  ann,         m1,         m0
      unknown,   g/p,  prod,        success, 2026-02-10,  ann,         m1,         m0
      other,     g/p,  prod,        success, 2026-02-10,  bob,         m1,         m0
      direct,    g/p,  prod,        success, 2026-02-10,  ann,         m2,         m1
      foreign,   x/p,  prod,        success, 2026-02-10,  ann,         m1,         m0
    commit: |
      repo, sha, pr_number, author_id, committer_id, parent_shas
      o/p,  m1,  0,         ann,       web-flow,     "[""m0""]"
      g/p,  m1,  0,         ann,       web-flow,     "[""m0""]"
      g/p,  m2,  0,         ann,       web-flow,     "[""m1""]"
      x/p,  m1,  0,         ann,       web-flow,     "[""m0""]"
    pull_request: |
      repo, pr_number, system, author_id, merge_sha, merged_at
      o/p,  1,         GitHub, ann,       m1,        2026-02-01
      o/q,  1,         github, ann,       m1,        2026-02-01
      g/p,  1,         gitlab, ann,       m1,        2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at
      pr,           o/q#1,      1,       bob,         commented, 2026-01-31
      change,       g/p#1,      1,       bob,         approved,  2026-01-31
  expect:
    exceptions: |
      deploy_id, reason_code, reason
      known,     R1,          "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      direct,    R1,          "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
    indeterminate: |
      deploy_id, reason_code, reason
      unknown,   I4,          "ann deployed own work, and the evidence does not have its reviews."
      foreign,   I4,          "ann deployed own work, and the evidence does not have its reviews."

- name: another branch and a return to an older state bring what was not there before; a ticket in a title
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, deployer_id, commit_sha, prev_commit_sha, description
      branch,    o/p,  prod,        success, 2026-02-10,  ann,         s2,         m2,
      back,      o/p,  prod,        success, 2026-02-11,  ann,         m1,         m2,
      title,     o/p,  prod,        success, 2026-02-12,  dan,         m2,         m1,
      words,     o/p,  prod,        success, 2026-02-13,  dan,         m1,         m1,              for CHG-1
      apart,     o/p,  prod,        success, 2026-02-14,  dan,         x2,         m2,
    commit: |
      repo, sha, pr_number, author_id, committer_id, title,   parent_shas
      o/p,  m0,  0,         zoe,       zoe,          ,
      o/p,  m1,  0,         ann,       ann,          ,        "[""m0""]"
      o/p,  m2,  0,         bob,       bob,          CHG-1 x, "[""m1""]"
      o/p,  s1,  0,         bob,       bob,          ,        "[""m0""]"
      o/p,  s2,  0,         ann,       ann,          ,        "[""s1""]"
      o/p,  x2,  0,         bob,       bob,          ,        "[""x1""]"
    pull_request: |
      repo, pr_number, author_id, merge_sha, merged_at
      o/p,  1,         ann,       m1,        2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/p#1,      1,       bob,         approved, 2026-01-31
      change,       CHG-1,      1,       rita,        approved, 2026-01-31
    change_ticket: |
      ticket_id, requester_id
      CHG-1,     rita
  expect:
    population: 5
    exceptions: |
      deploy_id, reason_code, reason
      branch,    R1,          "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      title,     R3,          Ticket CHG-1 was approved by its requester.
      words,     R3,          Ticket CHG-1 was approved by its requester.
    indeterminate: |
      deploy_id, reason_code, reason
      apart,     I2,          The commits back to the one before are not all in the evidence.

- name: who counts as the deployer, where the commit before comes from, how far back is read, the same commit in two repositories
  params: {max_range: 3}
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, deployer_id, deployer_type, trigger_actor_id, commit_sha, prev_commit_sha
      by-none,   o/p,  prod,        success, 2026-02-10,  ,            ,              ann,              m2,         m1
      by-none2,  o/p,  prod,        success, 2026-02-10,  ,            ,              dan,              m1,         m0
      by-type,   o/p,  prod,        success, 2026-02-10,  svc,         Bot,           ann,              m2,         m1
      by-user,   o/p,  prod,        success, 2026-02-10,  dan,         user,          ann,              m2,         m1
      by-list,   o/p,  prod,        success, 2026-02-10,  Web-Flow,    ,              ann,              m2,         m1
      lag-1,     o/p,  prod-lag,    success, 2026-02-05,  dan,         ,              ,                 m1,         m0
      lag-2,     o/p,  prod-lag,    success, 2026-02-06,  dan,         ,              ,                 m2,
      lag-3,     o/p,  prod-lag,    success, 2026-02-07,  dan,         ,              ,                 m3,         m2
      unstated,  o/p,  prod,        ,        2026-02-10,  dan,         ,              ,                 m1,         m0
      end,       o/p,  prod,        success, 2026-07-01,  dan,         ,              ,                 m1,         m0
      after,     o/p,  prod,        success, 2026-07-02,  dan,         ,              ,                 m1,         m0
      start,     o/p,  prod,        success, 2026-01-01,  dan,         ,              ,                 m1,         m0
      no-commit, o/p,  prod,        success, 2026-02-10,  dan,         ,              ,                 ,           m0
      near,      o/p,  prod,        success, 2026-02-10,  dan,         ,              ,                 n3,         n0
      far,       o/p,  prod,        success, 2026-02-10,  dan,         ,              ,                 n4,         n0
      elsewhere, o/p,  prod,        success, 2026-02-10,  dan,         ,              ,                 z1,         m0
      reviewed,  o/p,  prod,        success, 2026-02-10,  ann,         ,              ,                 m1,         m0
      mix,       o/p,  prod,        success, 2026-02-10,  ann,         ,              ,                 m2,         m0
      both,      o/p,  prod,        success, 2026-02-10,  ,            ,              ,                 m1,         zz
    commit: |
      repo, sha, pr_number, author_id, committer_id, parent_shas
      o/p,  m1,  0,         ann,       web-flow,     "[""m0""]"
      o/p,  m2,  0,         ann,       web-flow,     "[""m1""]"
      o/p,  m3,  0,         ann,       web-flow,     "[""m2""]"
      o/p,  n1,  0,         ann,       web-flow,     "[""n0""]"
      o/p,  n2,  21,        ann,       web-flow,     "[""n1""]"
      o/p,  n3,  0,         ann,       web-flow,     "[""n2""]"
      o/p,  n4,  0,         ann,       web-flow,     "[""n3""]"
      o/z,  m1,  1,         bob,       web-flow,     "[""zz""]"
      o/z,  z1,  0,         bob,       web-flow,     "[""m0""]"
    pull_request: |
      repo, pr_number, author_id, merge_sha, merged_at
      o/p,  1,         ann,       m1,        2026-02-01
      o/p,  2,         ann,       m2,        2026-02-01
      o/p,  3,         ann,       m3,        2026-02-01
      o/p,  20,        dan,       n1,
      o/p,  21,        dan,       ,
      o/z,  7,         qed,       m1,        2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/p#1,      1,       bob,         approved, 2026-02-01
  expect:
    population: 17
    exceptions: |
      deploy_id, reason_code, reason
      by-list, R1,            "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      by-none, R1,            "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      by-type, R1,            "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      mix, R1,                "ann deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
    indeterminate: |
      deploy_id, reason_code, reason
      both, I2,               The commits back to the one before are not all in the evidence.
      elsewhere, I2,          The commits back to the one before are not all in the evidence.
      far, I2,                The commits back to the one before are not all in the evidence.
      no-commit, I1,          "The commit, or the commit that was there before, is not known."

- name: accounts and addresses that lead to one person, to several, to none; who approved which pull request; tickets and rights
  params: {repo_write: "github:write", prod_write: "aws:admin"}
  given:
    deployment: |
      deploy_id, repo, environment, deployed_at, deployer_id, commit_sha, prev_commit_sha, ticket_ids
      email,     o/p,  prod,        2026-02-10,  dan,         m1,         m0,              "[""C-3""]"
      shared,    o/p,  prod,        2026-02-10,  dan,         m2,         m1,              "[""C-4""]"
      team,      o/p,  prod,        2026-02-10,  dan,         m3,         m2,              "[""C-6""]"
      private,   o/p,  prod,        2026-02-10,  a.admin,     m4,         m3,
      onetime,   o/p,  prod,        2026-02-10,  gus,         m5,         m4,
      alsoself,  o/p,  prod,        2026-02-10,  dan,         m6,         m5,
      crosswise, o/p,  prod,        2026-02-10,  dan,         m8,         m6,
      expired,   o/p,  prod,        2026-02-10,  dan,         m9,         m8,
      rights,    o/p,  prod,        2026-02-10,  dan,         m10,        m9,
      onlyprod,  o/p,  prod,        2026-02-10,  dan,         m11,        m10,
    commit: |
      repo, sha, pr_number, author_id, author_email, committer_id, coauthor_ids,       parent_shas
      o/p,  m1,  0,         bo2,       ,             web-flow,     ,                   "[""m0""]"
      o/p,  m2,  0,         e7,        ,             web-flow,     ,                   "[""m1""]"
      o/p,  m3,  0,         x,         ,             web-flow,     "[""team@corp""]",  "[""m2""]"
      o/p,  m4,  0,         y,         ,             web-flow,     "[""ann@priv""]",   "[""m3""]"
      o/p,  m5,  0,         gus,       ,             web-flow,     ,                   "[""m4""]"
      o/p,  m6,  0,         hal,       ,             web-flow,     ,                   "[""m5""]"
      o/p,  m7,  0,         ivo,       ,             web-flow,     ,                   "[""m6""]"
      o/p,  m8,  0,         jan,       ,             web-flow,     ,                   "[""m7""]"
      o/p,  m9,  0,         ex,        ,             web-flow,     ,                   "[""m8""]"
      o/p,  m10, 0,         ri,        ,             web-flow,     ,                   "[""m9""]"
      o/p,  m11, 0,         po,        ,             web-flow,     ,                   "[""m10""]"
      o/q,  t1,  0,         t1,        team@corp,    t1,           ,
      o/q,  t2,  0,         t2,        team@corp,    t2,           ,
      o/q,  a1,  0,         ann,       Ann@priv,     ann,          ,
    pull_request: |
      repo, pr_number, author_id, merge_sha, merged_at
      o/p,  1,         bo2,       m1,        2026-02-01
      o/p,  2,         e7,        m2,        2026-02-01
      o/p,  3,         x,         m3,        2026-02-01
      o/p,  4,         y,         m4,        2026-02-01
      o/p,  5,         gus,       m5,        2026-02-01
      o/p,  6,         hal,       m6,        2026-02-01
      o/p,  7,         ivo,       m7,        2026-02-01
      o/p,  8,         jan,       m8,        2026-02-01
      o/p,  9,         ex,        m9,        2026-02-01
      o/p,  10,        ri,        m10,       2026-02-01
      o/p,  11,        po,        m11,       2026-02-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           o/p#1,      1,       bo2@corp,    approved, 2026-01-31
      pr,           o/p#2,      1,       shared,      approved, 2026-01-31
      pr,           o/p#3,      1,       t1,          approved, 2026-01-31
      pr,           o/p#5,      1,       bob,         approved, 2026-02-01
      pr,           o/p#6,      1,       hal,         approved, 2026-01-31
      pr,           o/p#6,      2,       bob,         approved, 2026-01-31
      pr,           o/p#7,      1,       jan,         approved, 2026-01-31
      pr,           o/p#8,      1,       ivo,         approved, 2026-01-31
      pr,           o/p#9,      1,       bob,         approved, 2026-01-31
      pr,           o/p#10,     1,       bob,         approved, 2026-01-31
      pr,           o/p#11,     1,       bob,         approved, 2026-01-31
      request,      C-3,        1,       fay,         approved, 2026-01-31
      change,       C-5,        1,       gil,         approved, 2026-01-31
      change,       C-6,        1,       " Kim",      approved, 2026-01-31
    change_ticket: |
      ticket_id, requester_id
      C-3,       fay
      C-4,       gil
      C-5,       hana
      C-6,       kim
    account: |
      system, account_id, username, email,    worker_id
      github, bo2,        bo2,      bo2@corp,
      github, s1,         shared,   ,         E7
      gitlab, s2,         shared,   ,         E8
      github, e7,         ,         ,         E7
      github, ann,        ann,      ,         E1
      aws,    a.admin,    a.admin,  ,         E1
      github, ex,         ,         ,         E20
      github, ri,         ,         ,         E21
      github, po,         ,         ,         E22
    entitlement: |
      system, account_id, entitlement_id, via,    expires_at
      github, ex,         write,          direct,
      aws,    ex,         admin,          direct, 2026-07-01
      aws,    ex,         admin,          group,  2026-06-01
      github, ri,         write,          ,
      aws,    ri,         admin,          direct, 2026-12-31
      aws,    po,         admin,          direct,
  expect:
    population: 10
    exceptions: |
      deploy_id, reason_code, reason
      email, R2,              "Pull request 1 was approved by bo2@corp, who had a hand in it, and by nobody else."
      private, R1,            "e1 deployed own work on 2026-02-10 00:00, and not every change has an independent approval."
      rights, R4,             e21 can write to repositories and to production.
      team, R3,               Ticket C-6 was approved by its requester.

- name: rights on both sides are tested only when both patterns are given, here without that for repositories
  params: {prod_write: "aws:admin"}
  given:
    deployment: |
      deploy_id, repo, environment, deployed_at, deployer_id, commit_sha, prev_commit_sha
      d,         o/p,  prod,        2026-02-10,  dan,         m1,         m0
    commit: |
      repo, sha, author_id, committer_id, parent_shas
      o/p,  m1,  ann,       ann,          "[""m0""]"
    account: |
      system, account_id, worker_id
      github, ann,        E1
    entitlement: |
      system, account_id, entitlement_id, via
      aws,    ann,        admin,          direct
  expect:
    population: 1

- name: rights on both sides are tested only when both patterns are given, here without that for production
  params: {repo_write: "aws:admin"}
  given:
    deployment: |
      deploy_id, repo, environment, deployed_at, deployer_id, commit_sha, prev_commit_sha
      d,         o/p,  prod,        2026-02-10,  dan,         m1,         m0
    commit: |
      repo, sha, author_id, committer_id, parent_shas
      o/p,  m1,  ann,       ann,          "[""m0""]"
    account: |
      system, account_id, worker_id
      github, ann,        E1
    entitlement: |
      system, account_id, entitlement_id, via
      aws,    ann,        admin,          direct
  expect:
    population: 1

- name: one number and one commit in two repositories, and programs that approve, write and deploy
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, deployer_id,   trigger_actor_id, commit_sha, prev_commit_sha
      d1,        o/a,  prod,        success, 2026-02-10,  bob,           ,                 c2,         c1
      d2,        o/b,  prod,        success, 2026-02-10,  zed,           ,                 c2,         c1
      d3,        o/a,  prod,        success, 2026-02-11,  ann,           ,                 c3,         c2
      d4,        o/a,  prod,        success, 2026-02-12,  ann,           ,                 c4,         c3
      d5,        o/a,  prod,        success, 2026-02-13,  ,              github-actions,   c5,         c4
      d6,        o/a,  prod,        success, 2026-02-14,  renovate[bot], renovate[bot],    c6,         c5
      d7,        o/a,  prod,        success, 2026-02-15,  ann,           ,                 c8,         c6
    commit: |
      repo, sha, pr_number, author_id,      parent_shas,  title
      o/a,  c2,  5,         ann,            "[""c1""]",
      o/b,  c2,  5,         bob,            "[""c1""]",   CH-9 first
      o/a,  c3,  8,         ann,            "[""c2""]",
      o/a,  c4,  9,         ann,            "[""c3""]",
      o/a,  c5,  ,          github-actions, "[""c4""]",
      o/a,  c6,  ,          renovate[bot],  "[""c5""]",
      o/a,  c7,  10,        ann,            "[""c6""]",
      o/a,  c8,  11,        ann,            "[""c7""]",
    pull_request: |
      repo, pr_number, system, author_id, merge_sha, merged_at,  title
      o/a,  5,         github, ann,       c2,        2026-02-01,
      o/b,  5,         github, bob,       c2,        2026-02-01, CH-9
      o/a,  7,         github, ann,       x7,        2026-02-01, CH-9
      o/a,  8,         github, ann,       c3,        2026-02-01,
      o/a,  9,         github, ann,       c4,        2026-02-01,
      o/a,  10,        github, ann,       c7,        2026-02-01,
      o/a,  11,        github, ann,       c8,        2026-02-01,
    approval: |
      subject_type, subject_id, step_no, approver_id,    decision, decided_at
      pr,           o/a#5,      1,       kim,            approved, 2026-01-20
      pr,           o/b#5,      1,       bob,            approved, 2026-01-20
      pr,           o/a#8,      1,       renovate[bot],  approved, 2026-01-20
      pr,           o/a#9,      1,       GitHub-Actions, approved, 2026-01-20
      pr,           o/a#10,     1,       kim,            approved, 2026-01-20
      change,       CH-9,        1,       eve,            approved, 2026-01-20
    change_ticket: |
      ticket_id, requester_id, status
      CH-9,       eve,          closed
  expect:
    population: 7
    exceptions: |
      deploy_id, reason_code, reason
      d2,        R2,          "Pull request 5 was approved by bob, who had a hand in it, and by nobody else."
      d2,        R3,          Ticket CH-9 was approved by its requester.
      d3,        R1,          "ann deployed own work on 2026-02-11 00:00, and not every change has an independent approval."
      d4,        R1,          "ann deployed own work on 2026-02-12 00:00, and not every change has an independent approval."
      d7,        R1,          "ann deployed own work on 2026-02-15 00:00, and not every change has an independent approval."
    indeterminate: none
---*/
