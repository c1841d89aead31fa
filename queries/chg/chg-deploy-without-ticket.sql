/*---
id: chg-deploy-without-ticket
version: 2
title: Production deployments that no approved change explains
objective: Every change to production is recorded in a ticket and authorised before it is deployed.
kind: operating
severity: high
reads: [deployment, change_ticket]
optional: [commit, pull_request]
key: [deploy_id]
params:
  production: {type: text, default: "^(prod|production|prd|live)([-_/. ].*)?$", means: pattern of the names of production environments}
  ticket_regex: {type: text, default: "[A-Z]{2,10}-[0-9]+", means: how ticket numbers look in titles and descriptions}
  dead_statuses: {type: "text[]", default: [cancelled, rejected, declined, draft, new], means: statuses in which a ticket authorises nothing}
  match_system: {type: boolean, default: true, means: whether ticket and deployment must name the same system}
  reuse_days: {type: integer, default: 7, unit: days, aliases: [reuse_window], means: how long after its closing a ticket may still be deployed}
  max_deploys: {type: integer, default: 10, unit: deployments, means: deployments that one ticket may cover}
  max_range: {type: integer, default: 250, unit: commits, means: how far back from the deployed commit titles are read}
controls:
  nist-800-53r5: [CM-3]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.32]
  pci-dss-4.0.1: ["6.5.1"]
reasons:
  R1: no ticket
  R2: the ticket does not exist
  R3: the ticket was cancelled, rejected or never left draft
  R4: the ticket is for another system
  R5: the ticket was made after the deployment
  R6: the ticket had been closed for too long
  R7: the ticket covers too many deployments
  I1: the export does not say whether the deployment succeeded
  I2: the ticket, or the deployment, does not say for which system it is
  X1: what was deployed had been deployed there before with an approved change
limits:
  - One ticket in order is enough, also where the deployment names others that are not. A ticket gives its first reason only.
  - Tickets are those that the deployment names, and numbers in its description and branch, and in the titles of the commits
    and pull requests since the deployment before, along first parents. A number counts only if some ticket starts alike, so
    that CVE-2024 is none.
  - Standard changes may be reused, so R6 and R7 leave them out. Whether a ticket was approved, and when, is chg-approval-late.
  - What was deployed is known by its digest, or else by its commit. Switching a feature on is no deployment.
  - R4 is tested when any ticket names a system. Spaces, case and hyphens in names of systems do not count.
---*/

-- +production: every deployment to production up to the end of the period that succeeded, or may have
SELECT
  deploy_id, environment, repo, deployed_at, ref, description, commit_sha, ticket_ids, status,
  COALESCE(prev_commit_sha, LAG(commit_sha) OVER (
    PARTITION BY system, repo, environment ORDER BY deployed_at, deploy_id
  )) AS prev_commit_sha,
  COALESCE(artifact_digest, commit_sha) AS artifact,
  REPLACE(REPLACE(REPLACE(LOWER(system), ' ', ''), '-', ''), '_', '') AS system
FROM deployment
WHERE regexp_like(LOWER(environment), $production)
  AND COALESCE(status, 'success') = 'success'
  AND deployed_at < $period_end;

-- +population: one row per such deployment in the period
SELECT deploy_id, deployed_at, status FROM production WHERE deployed_at >= $period_start;

-- +deployed_commit: the commits that each deployment brought, back to the one before along first parents
WITH RECURSIVE back AS (
  SELECT deploy_id, repo, commit_sha AS sha, prev_commit_sha AS stop, 1 AS steps
  FROM production
  WHERE commit_sha IS DISTINCT FROM prev_commit_sha
  UNION ALL
  SELECT b.deploy_id, b.repo, c.parent_shas[1], b.stop, b.steps + 1
  FROM back AS b
  JOIN (SELECT DISTINCT repo, sha, parent_shas FROM commit) AS c ON c.repo = b.repo AND c.sha = b.sha
  WHERE c.parent_shas[1] <> b.stop AND b.steps < $max_range
)
SELECT DISTINCT deploy_id, repo, sha FROM back;

-- +words: every text in which a deployment, its commits or their pull requests may name a ticket
SELECT deploy_id, description AS words FROM production
UNION ALL
SELECT deploy_id, ref FROM production
UNION ALL
SELECT d.deploy_id, c.title FROM deployed_commit AS d JOIN commit AS c ON c.repo = d.repo AND c.sha = d.sha
UNION ALL
SELECT d.deploy_id, concat(p.title, ' ', p.head_ref)
FROM deployed_commit AS d
JOIN pull_request AS p ON p.repo = d.repo AND p.merge_sha = d.sha;

-- +ticket: each ticket, with what it is compared by
SELECT
  UPPER(TRIM(ticket_id)) AS ticket_id, regexp_extract(UPPER(TRIM(ticket_id)), '^[A-Z]+') AS series, type, status,
  REPLACE(REPLACE(REPLACE(LOWER(system), ' ', ''), '-', ''), '_', '') AS system, created_at, closed_at
FROM change_ticket;

-- +cited: the tickets of each deployment
SELECT d.deploy_id, UPPER(TRIM(u.ticket_id)) AS ticket_id
FROM production AS d
CROSS JOIN UNNEST(d.ticket_ids) AS u(ticket_id)
UNION
SELECT f.deploy_id, UPPER(f.ticket_id)
FROM (
  SELECT w.deploy_id, u.ticket_id
  FROM words AS w
  CROSS JOIN UNNEST(regexp_extract_all(w.words, $ticket_regex)) AS u(ticket_id)
) AS f
JOIN (SELECT DISTINCT series FROM ticket) AS s ON s.series = regexp_extract(UPPER(f.ticket_id), '^[A-Z]+');

-- +judged: each ticket of each deployment, with the first thing that is wrong with it
SELECT
  d.deploy_id, c.ticket_id,
  CASE
    WHEN t.ticket_id IS NULL THEN 'R2'
    WHEN contains($dead_statuses, t.status) THEN 'R3'
    WHEN $match_system AND t.system <> d.system THEN 'R4'
    WHEN t.created_at > d.deployed_at THEN 'R5'
    WHEN date_add('day', $reuse_days, t.closed_at) < d.deployed_at AND t.type IS DISTINCT FROM 'standard' THEN 'R6'
    WHEN n.deployments > $max_deploys AND t.type IS DISTINCT FROM 'standard' THEN 'R7'
    WHEN $match_system AND r.names_systems AND (t.system IS NULL OR d.system IS NULL) THEN 'I2'
    ELSE 'good'
  END AS code
FROM production AS d
JOIN cited AS c ON c.deploy_id = d.deploy_id
JOIN (SELECT ticket_id, COUNT(*) AS deployments FROM cited GROUP BY ticket_id) AS n ON n.ticket_id = c.ticket_id
LEFT JOIN ticket AS t ON t.ticket_id = c.ticket_id
CROSS JOIN (SELECT BOOL_OR(system IS NOT NULL) AS names_systems FROM ticket) AS r;

-- +best: per deployment whether a ticket is good, or may be
SELECT deploy_id, BOOL_OR(code = 'good') AS good, BOOL_OR(code = 'I2') AS may_be_good
FROM judged
GROUP BY deploy_id;

-- +approved: when something was first deployed to an environment with a good ticket
SELECT d.system, d.environment, d.artifact, MIN(d.deployed_at) AS first_at
FROM production AS d
JOIN best AS b ON b.deploy_id = d.deploy_id AND b.good
WHERE d.status = 'success'
GROUP BY d.system, d.environment, d.artifact;

-- +excluded: deployments of what had been deployed there before with a good ticket
SELECT
  p.deploy_id, 'X1' AS reason_code,
  concat(d.artifact, ' had been deployed to ', d.environment, ' with an approved change on ',
    substr(CAST(a.first_at AS VARCHAR), 1, 16), '.') AS reason
FROM population AS p
JOIN production AS d ON d.deploy_id = p.deploy_id
JOIN approved AS a
  ON a.system IS NOT DISTINCT FROM d.system AND a.environment = d.environment AND a.artifact = d.artifact
  AND a.first_at < d.deployed_at
LEFT JOIN best AS b ON b.deploy_id = p.deploy_id
WHERE NOT COALESCE(b.good, FALSE);

-- +open: deployments that are neither good nor excluded
SELECT p.deploy_id, p.deployed_at, p.status, COALESCE(b.may_be_good, FALSE) AS may_be_good, b.deploy_id IS NOT NULL AS cites
FROM population AS p
LEFT JOIN best AS b ON b.deploy_id = p.deploy_id
LEFT JOIN excluded AS x ON x.deploy_id = p.deploy_id
WHERE x.deploy_id IS NULL AND NOT COALESCE(b.good, FALSE);

-- +exceptions: deployments without a ticket, or with none in order
SELECT
  deploy_id, 'R1' AS reason_code,
  concat('The deployment of ', substr(CAST(deployed_at AS VARCHAR), 1, 16), ' names no ticket.') AS reason, deployed_at
FROM open
WHERE status = 'success' AND NOT cites
UNION ALL
SELECT
  o.deploy_id, j.code AS reason_code,
  concat('The deployment of ', substr(CAST(o.deployed_at AS VARCHAR), 1, 16), ' names ',
    string_agg(j.ticket_id, ', ' ORDER BY j.ticket_id), CASE j.code
      WHEN 'R2' THEN ', which is no ticket.'
      WHEN 'R3' THEN ', which was cancelled, rejected or never left draft.'
      WHEN 'R4' THEN ', which is for another system.'
      WHEN 'R5' THEN ', which was made after it.'
      WHEN 'R6' THEN ', which had been closed for too long.'
      ELSE ', which covers too many deployments.'
    END) AS reason,
  o.deployed_at
FROM open AS o
JOIN judged AS j ON j.deploy_id = o.deploy_id
WHERE o.status = 'success' AND NOT o.may_be_good
GROUP BY o.deploy_id, o.deployed_at, j.code;

-- +indeterminate: deployments whose outcome or system is not known
SELECT
  deploy_id, CASE WHEN status IS NULL THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN status IS NULL THEN 'The export does not say whether the deployment succeeded.'
    ELSE 'The ticket or the deployment does not say for which system it is.'
  END AS reason
FROM open
WHERE status IS NULL OR may_be_good;

/*--- cases
- name: each thing that can be wrong with a ticket; standard changes may be reused; failed and other deployments are not here
  params: {max_deploys: 1}
  given:
    deployment: |
      deploy_id, system,   environment, status,  deployed_at,          ticket_ids
      good,      Pay Api,  Production,  success, 2026-01-01,           "["" pay-1 ""]"
      none,      pay-api,  prod,        success, 2026-02-10,
      missing,   pay-api,  prod-eu,     success, 2026-02-10,           "[""PAY-99"",""PAY-98""]"
      dead,      pay-api,  prod,        success, 2026-02-10,           "[""PAY-2""]"
      other,     pay-api,  prod,        success, 2026-02-10,           "[""PAY-3""]"
      later,     pay-api,  prod,        success, 2026-01-31T23:59:59Z, "[""PAY-4""]"
      closed,    pay-api,  prod,        success, 2026-02-17T00:00:01Z, "[""PAY-5""]"
      in-time,   pay-api,  prod,        success, 2026-02-17,           "[""PAY-55""]"
      same-day,  pay-api,  prod,        success, 2026-02-01,           "[""PAY-44""]"
      many-1,    pay-api,  prod,        success, 2026-02-10,           "[""PAY-6""]"
      many-2,    pay-api,  prod,        success, 2026-02-10,           "[""PAY-6""]"
      std-1,     pay-api,  prod,        success, 2026-02-10,           "[""PAY-7""]"
      std-2,     pay-api,  prod,        success, 2026-06-30,           "[""PAY-7""]"
      one-good,  pay-api,  prod,        success, 2026-02-10,           "[""PAY-99"",""PAY-8""]"
      two,       pay-api,  prod,        success, 2026-02-10,           "[""PAY-97"",""PAY-9""]"
      unknown,   pay-api,  prod,        ,        2026-02-10,
      nameless,  pay-api,  prod,        success, 2026-02-10,           "[""PAY-10"",""PAY-99""]"
      no-system, ,         prod,        success, 2026-02-10,           "[""PAY-12""]"
      failed,    pay-api,  prod,        failure, 2026-02-10,
      test,      pay-api,  product-qa,  success, 2026-02-10,
      after,     pay-api,  prod,        success, 2026-07-01,
      before,    pay-api,  prod,        success, 2025-12-31,
    change_ticket: |
      ticket_id, type,     system,  status,    created_at, closed_at
      PAY-1,     normal,   pay_api, closed,    2025-12-01,
      PAY-2,     normal,   pay-api, cancelled, 2026-02-01,
      PAY-3,     normal,   wallet,  closed,    2026-02-01,
      PAY-4,     normal,   pay-api, closed,    2026-02-01,
      PAY-44,    normal,   pay-api, closed,    2026-02-01,
      PAY-5,     normal,   pay-api, closed,    2026-02-01, 2026-02-10
      PAY-55,    normal,   pay-api, closed,    2026-02-01, 2026-02-10
      PAY-6,     ,         pay-api, closed,    2026-02-01,
      PAY-7,     standard, pay-api, closed,    2026-02-01, 2026-02-11
      PAY-8,     normal,   pay-api, closed,    2026-02-01,
      PAY-9,     normal,   pay-api, cancelled, 2026-02-01,
      PAY-10,    normal,   ,        closed,    2026-02-01,
      PAY-12,    normal,   pay-api, closed,    2026-02-01,
  expect:
    population: 18
    exceptions: |
      deploy_id, reason_code, reason
      none,      R1,          The deployment of 2026-02-10 00:00 names no ticket.
      missing,   R2,          "The deployment of 2026-02-10 00:00 names PAY-98, PAY-99, which is no ticket."
      dead,      R3,          "The deployment of 2026-02-10 00:00 names PAY-2, which was cancelled, rejected or never left draft."
      other,     R4,          "The deployment of 2026-02-10 00:00 names PAY-3, which is for another system."
      later,     R5,          "The deployment of 2026-01-31 23:59 names PAY-4, which was made after it."
      closed,    R6,          "The deployment of 2026-02-17 00:00 names PAY-5, which had been closed for too long."
      many-1,    R7,          "The deployment of 2026-02-10 00:00 names PAY-6, which covers too many deployments."
      many-2,    R7,          "The deployment of 2026-02-10 00:00 names PAY-6, which covers too many deployments."
      two,       R2,          "The deployment of 2026-02-10 00:00 names PAY-97, which is no ticket."
      two,       R3,          "The deployment of 2026-02-10 00:00 names PAY-9, which was cancelled, rejected or never left draft."
    indeterminate: |
      deploy_id, reason_code, reason
      unknown,   I1,          The export does not say whether the deployment succeeded.
      nameless,  I2,          The ticket or the deployment does not say for which system it is.
      no-system, I2,          The ticket or the deployment does not say for which system it is.

- name: tickets in texts since the deployment before; CVE-2024 and UTF-8 are none
  params: {max_range: 3}
  given:
    deployment: |
      deploy_id, system, repo,  environment, status,  deployed_at, commit_sha, prev_commit_sha, ref,        description
      implied-0, pay,    o/pay, prod-2,      success, 2026-01-10,  c1,         ,                PAY-1,
      implied-1, pay,    o/pay, prod-2,      success, 2026-01-11,  c3,         ,                main,
      implied-2, pay,    o/pay, prod-2,      success, 2026-01-12,  c4,         ,                main,
      texts,     pay,    o/pay, prod-a,      success, 2026-02-10,  z1,         ,                main,       deploys PAY-1
      branch,    pay,    o/pay, prod-b,      success, 2026-02-10,  z2,         z2,              fix/PAY-1,
      commit,    pay,    o/pay, prod-c,      success, 2026-02-10,  c1,         ,                main,
      range,     pay,    o/pay, prod-d,      success, 2026-02-10,  c4,         c1,              main,
      pull,      pay,    o/pay, prod-e,      success, 2026-02-10,  c6,         c5,              main,
      pull-name, pay,    o/pay, prod-f,      success, 2026-02-10,  c9,         c6,              main,
      before,    pay,    o/pay, prod-g,      success, 2026-02-10,  c3,         c2,              main,
      no-stop,   pay,    o/pay, prod-h,      success, 2026-02-10,  c3b,        ,                main,
      too-far,   pay,    o/pay, prod-i,      success, 2026-02-10,  c5,         c0,              UTF-8,      fixes CVE-2024
      lost,      pay,    o/pay, prod-j,      success, 2026-02-10,  z9,         z8,              main,       for PAY-77
    commit: |
      repo,  sha, pr_number, parent_shas,        title
      o/pay, c0,  0,         ,
      o/pay, c1,  0,         "[""c0""]",         PAY-1: first
      o/pay, c2,  0,         "[""c1""]",         PAY-1: second
      o/pay, c3,  0,         "[""c2""]",         nothing
      o/pay, c3b, 0,         "[""c2""]",         nothing
      o/pay, c4,  0,         "[""c3"",""side""]", nothing
      o/pay, c5,  0,         "[""c4""]",         nothing
      o/pay, c6,  0,         "[""c5""]",         nothing
      o/pay, c9,  0,         "[""c6""]",         nothing
      o/x,   c3,  0,         "[""c2""]",         PAY-1 elsewhere
    pull_request: |
      repo,  pr_number, merge_sha, head_sha, title,      head_ref
      o/pay, 1,         c6,        h6,       PAY-1 pull, feature
      o/pay, 2,         c9,        h9,       pull,       feature/PAY-1
      o/pay, 3,         ,          c3,       PAY-1 open, feature
      o/x,   4,         c3b,       h3,       PAY-1 else, feature
    change_ticket: |
      ticket_id, type,   status, created_at
      PAY-1,     normal, closed, 2026-01-01
  expect:
    exceptions: |
      deploy_id, reason_code, reason
      implied-2, R1,          The deployment of 2026-01-12 00:00 names no ticket.
      before,    R1,          The deployment of 2026-02-10 00:00 names no ticket.
      no-stop,   R1,          The deployment of 2026-02-10 00:00 names no ticket.
      too-far,   R1,          The deployment of 2026-02-10 00:00 names no ticket.
      lost,      R2,          "The deployment of 2026-02-10 00:00 names PAY-77, which is no ticket."

- name: rollbacks and redeployments of what had been approved there
  params: {match_system: false}
  given:
    deployment: |
      deploy_id, system, environment, status,  deployed_at, artifact_digest, commit_sha, ticket_ids
      first,     pay,    prod,        success, 2025-12-01,  sha256:a,        c1,         "[""PAY-1""]"
      rollback,  pay,    prod,        success, 2026-02-01,  sha256:a,        c2,
      again,     pay,    prod,        success, 2026-02-02,  sha256:a,        c2,         "[""PAY-1""]"
      elsewhere, pay,    prod-eu,     success, 2026-02-01,  sha256:a,        c2,
      other,     wallet, prod,        success, 2026-02-01,  sha256:a,        c2,
      earlier,   pay,    prod,        success, 2026-01-01,  sha256:b,        c2,
      approved,  pay,    prod,        success, 2026-01-02,  sha256:b,        c2,         "[""PAY-1""]"
      unknown,   pay,    prod,        ,        2026-01-02,  sha256:d,        c2,         "[""PAY-1""]"
      uncertain, pay,    prod,        success, 2026-01-03,  sha256:d,        c2,
      bad,       pay,    prod,        success, 2026-01-02,  sha256:c,        c2,         "[""PAY-2""]"
      bad-again, pay,    prod,        success, 2026-01-03,  sha256:c,        c2,
      commit,    ,       prod,        success, 2026-01-03,  ,                c9,         "[""PAY-1""]"
      recommit,  ,       prod,        success, 2026-01-04,  ,                c9,
    change_ticket: |
      ticket_id, type,     system, status,    created_at
      PAY-1,     standard, wallet, closed,    2025-01-01
      PAY-2,     standard, ,       cancelled, 2025-01-01
  expect:
    population: 12
    exceptions: |
      deploy_id, reason_code, reason
      elsewhere, R1,          The deployment of 2026-02-01 00:00 names no ticket.
      other,     R1,          The deployment of 2026-02-01 00:00 names no ticket.
      earlier,   R1,          The deployment of 2026-01-01 00:00 names no ticket.
      uncertain, R1,          The deployment of 2026-01-03 00:00 names no ticket.
      bad,       R3,          "The deployment of 2026-01-02 00:00 names PAY-2, which was cancelled, rejected or never left draft."
      bad-again, R1,          The deployment of 2026-01-03 00:00 names no ticket.
    excluded: |
      deploy_id, reason_code, reason
      rollback,  X1,          sha256:a had been deployed to prod with an approved change on 2025-12-01 00:00.
      recommit,  X1,          c9 had been deployed to prod with an approved change on 2026-01-03 00:00.
---*/
