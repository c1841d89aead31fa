/*---
id: chg-approval-late
version: 4
title: Changes approved late, by the wrong role, or not at all
objective: Changes are approved by authorised persons before they reach production.
kind: operating
severity: high
reads: [change_ticket, approval, deployment]
optional: [commit, pull_request, ticket_event, ref_list]
key: [ticket_id]
params:
  required_roles: {type: "text[]", default: [], means: "roles that must all approve, as ROLE or RISK:ROLE; with none any approval is enough"}
  material_fields:
    type: "text[]"
    default: [scope, risk, system, planned window, planned_start_at, planned_end_at, summary, description, short_description, component, priority, cmdb_ci, start_date, end_date, change risk, change start date, change completion date, planned start, planned end]
    means: fields of a ticket whose change needs a new approval
  type_fields: {type: "text[]", default: [type, issuetype, change type], means: fields of a ticket that hold its type}
  skew: {type: integer, default: 5, unit: minutes, means: difference of clocks between the systems}
  production: {type: text, default: "^(prod|production|prd|live)([-_/. ].*)?$", means: pattern of the names of production environments}
  ticket_regex: {type: text, default: "[A-Z]{2,10}-[0-9]+", means: how ticket numbers look in titles and descriptions}
  approvers: {type: text, default: change_approvers, means: list of ref_list that names who may approve changes; not tested when the list is not in the evidence}
  preapproved: {type: "text[]", default: [standard], means: types of tickets that policy approves in advance}
  max_range: {type: integer, default: 250, unit: commits, means: how far back from the deployed commit titles are read}
controls:
  nist-800-53r5: [CM-3]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.32]
  pci-dss-4.0.1: ["6.5.1"]
reasons:
  R1: a required approval is missing or came after the implementation
  R2: the last decision of an approver before the implementation was a rejection or withdrawal
  R3: the ticket or the code was changed after the approval
  R4: approved only by people without the required role
  I1: the ticket does not say whether it was an emergency
  I2: the role of an approver, or the risk of the ticket, is not known
  I3: no export says whether the deployment succeeded
  I4: the evidence has no approvals of changes of the ticket system
  X1: a type of change that is approved in advance
limits:
  - The implementation is the first production deployment that names the ticket, itself or in its texts, commits and pull requests as
    in chg-deploy-without-ticket. Tickets that no such deployment names are not here; emergencies are chg-emergency.
  - A ticket belongs to the period by its implementation, or by its first deployment where it states none.
  - A standard change is one that was approved in advance, so it needs no approval of its own and is excluded. One that has decisions of
    its own is tested like the others. That the type was rightly chosen is not tested; with an empty preapproved nothing is excluded.
  - Without a single decision on any ticket of a ticket system in the evidence, such as from a list of tickets alone, its tickets are
    indeterminate. As soon as there is one, a ticket without an approval is R1.
  - Only people approve; a program's approval counts for nothing. Decisions after the first deployment change nothing here.
  - The role is the one that the approval carries, or the place on the list at the time of the decision. Delegates must be on the list.
  - Approvals in chat or by e-mail are seen only when loaded as approvals. One approval of a board for many tickets must be listed once
    for each. ServiceNow's times of decisions are the last updates, which later comments move.
  - R3 needs the history of tickets, or commits with the pull requests they came by. Merges, and commits that a merge makes, are not new
    code. The times of commits are those of the computers they were made on.
---*/

-- +production: every deployment to production up to the end of the period that succeeded, or may have
SELECT
  deploy_id, environment, repo, deployed_at, ref, description, commit_sha, ticket_ids, status,
  COALESCE(prev_commit_sha, LAG(commit_sha) OVER (
    PARTITION BY system, repo, environment ORDER BY deployed_at, deploy_id
  )) AS prev_commit_sha
FROM deployment
WHERE regexp_like(LOWER(environment), $production)
  AND COALESCE(status, 'success') = 'success'
  AND deployed_at < $period_end;

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

-- +cited: the tickets of each deployment
SELECT d.deploy_id, UPPER(TRIM(u.number)) AS number
FROM production AS d
CROSS JOIN UNNEST(d.ticket_ids) AS u(number)
UNION
SELECT w.deploy_id, UPPER(u.number)
FROM words AS w
CROSS JOIN UNNEST(regexp_extract_all(w.words, $ticket_regex)) AS u(number);

-- +implemented: per ticket its first deployment to production; one whose outcome is not known counts only where no other is
SELECT
  c.number,
  COALESCE(MIN(d.deployed_at) FILTER (WHERE d.status = 'success'), MIN(d.deployed_at)) AS first_deploy,
  COUNT(d.status) > 0 AS certain
FROM cited AS c
JOIN production AS d ON d.deploy_id = c.deploy_id
GROUP BY c.number;

-- +retyped: per ticket its type when it was implemented, where it was changed afterwards
SELECT ticket_id, type
FROM (
  SELECT
    t.ticket_id, CASE WHEN LOWER(e.old_value) LIKE '%emergency%' THEN 'emergency' ELSE LOWER(e.old_value) END AS type,
    ROW_NUMBER() OVER (PARTITION BY t.ticket_id ORDER BY e.changed_at, e.event_id) AS nth
  FROM change_ticket AS t
  JOIN implemented AS i ON i.number = UPPER(TRIM(t.ticket_id))
  JOIN ticket_event AS e ON UPPER(TRIM(e.ticket_id)) = i.number
  WHERE contains($type_fields, e.field) AND e.changed_at > COALESCE(t.implemented_at, i.first_deploy)
) AS ranked
WHERE nth = 1;

-- +population: one row per ticket that was implemented in production in the period and was no emergency then
SELECT t.ticket_id, i.number, LOWER(t.tool) AS tool, COALESCE(r.type, t.type) AS type, LOWER(t.risk) AS risk, i.first_deploy, i.certain
FROM change_ticket AS t
JOIN implemented AS i ON i.number = UPPER(TRIM(t.ticket_id))
LEFT JOIN retyped AS r ON r.ticket_id = t.ticket_id
WHERE COALESCE(r.type, t.type) IS DISTINCT FROM 'emergency'
  AND COALESCE(t.implemented_at, i.first_deploy) >= $period_start
  AND COALESCE(t.implemented_at, i.first_deploy) < $period_end;

-- +needed: the roles that must approve each ticket
SELECT p.ticket_id, LOWER(split_part(u.role, ':', -1)) AS role
FROM population AS p
CROSS JOIN UNNEST($required_roles) AS u(role)
WHERE NOT contains(u.role, ':') OR LOWER(split_part(u.role, ':', 1)) = p.risk;

-- +lead: how much each ticket needs, and whether that is known
SELECT
  p.ticket_id, COUNT(n.role) AS roles,
  p.risk IS NULL AND array_join($required_roles, ' ') LIKE '%:%' AS unsure
FROM population AS p
LEFT JOIN needed AS n ON n.ticket_id = p.ticket_id
GROUP BY p.ticket_id, p.risk;

-- +approver: who may approve changes, and when
SELECT LOWER(TRIM(value)) AS person, valid_from, valid_to FROM ref_list WHERE list_name = $approvers;

-- +decision: what people decided on each ticket before it was implemented; proper is an approval by somebody who may
SELECT
  p.ticket_id, LOWER(a.approver_id) AS person, LOWER(a.approver_role) AS role, a.decision, a.decided_at, a.step_no,
  CASE
    WHEN BOOL_OR(l.person IS NOT NULL) THEN TRUE
    WHEN COUNT(*) FILTER (WHERE r.listed > 0) > 0 THEN FALSE
    WHEN d.roles = 0 THEN TRUE
    WHEN a.approver_role IS NOT NULL THEN COUNT(n.role) > 0
  END AS proper
FROM population AS p
JOIN lead AS d ON d.ticket_id = p.ticket_id
JOIN approval AS a ON a.subject_type = 'change' AND UPPER(TRIM(a.subject_id)) = p.number
CROSS JOIN (SELECT COUNT(*) AS listed FROM approver) AS r
LEFT JOIN needed AS n ON n.ticket_id = p.ticket_id AND n.role = LOWER(a.approver_role)
LEFT JOIN approver AS l
  ON l.person = LOWER(a.approver_id) AND l.valid_from <= a.decided_at AND (l.valid_to IS NULL OR l.valid_to > a.decided_at)
WHERE a.decision <> 'commented'
  AND a.is_bot IS DISTINCT FROM TRUE
  AND a.decided_at <= date_add('minute', $skew, p.first_deploy)
GROUP BY p.ticket_id, d.roles, a.approver_id, a.approver_role, a.decision, a.decided_at, a.step_no;

-- +refused: per ticket the approvers whose last decision was no approval
SELECT ticket_id, string_agg(person, ', ' ORDER BY person) AS people, MAX(decided_at) AS decided_at
FROM (
  SELECT ticket_id, person, decision, decided_at,
    ROW_NUMBER() OVER (PARTITION BY ticket_id, person ORDER BY decided_at DESC, step_no DESC, decision DESC) AS nth
  FROM decision
  WHERE proper IS DISTINCT FROM FALSE
) AS ranked
WHERE nth = 1 AND decision <> 'approved'
GROUP BY ticket_id;

-- +given: per ticket the approvals before its implementation
SELECT
  ticket_id, COUNT(*) AS approvals,
  COUNT(*) FILTER (WHERE proper) AS proper,
  COUNT(*) FILTER (WHERE proper IS NULL) AS unsure,
  MAX(decided_at) FILTER (WHERE proper IS DISTINCT FROM FALSE) AS last_at
FROM decision
WHERE decision = 'approved'
GROUP BY ticket_id;

-- +lacking: per ticket the required roles that did not approve
SELECT n.ticket_id, string_agg(n.role, ', ' ORDER BY n.role) AS roles
FROM needed AS n
LEFT JOIN (SELECT DISTINCT ticket_id, role FROM decision WHERE decision = 'approved') AS d
  ON d.ticket_id = n.ticket_id AND d.role = n.role
WHERE d.ticket_id IS NULL
GROUP BY n.ticket_id;

-- +late: per ticket the first approval after its implementation
SELECT p.ticket_id, MIN(a.decided_at) AS decided_at
FROM population AS p
JOIN approval AS a ON a.subject_type = 'change' AND UPPER(TRIM(a.subject_id)) = p.number
WHERE a.decision = 'approved' AND a.decided_at > date_add('minute', $skew, p.first_deploy)
GROUP BY p.ticket_id;

-- +authored: commits that name a ticket, or came by a pull request that names it, without those that merging makes
SELECT UPPER(u.number) AS number, c.sha, c.committed_at
FROM commit AS c
LEFT JOIN pull_request AS p ON p.repo = c.repo AND p.pr_number = c.pr_number
LEFT JOIN (SELECT DISTINCT repo, merge_sha FROM pull_request) AS m
  ON m.repo = c.repo AND m.merge_sha = c.sha
CROSS JOIN UNNEST(regexp_extract_all(concat(c.title, ' ', p.title, ' ', p.head_ref), $ticket_regex)) AS u(number)
WHERE m.merge_sha IS NULL
  AND COALESCE(len(c.parent_shas), 1) < 2
  AND COALESCE(LOWER(c.committer_id), '') NOT IN ('web-flow', 'noreply@github.com');

-- +amended: per ticket the first change after its last approval and before its implementation
SELECT ticket_id, MIN(what) AS what, MIN(changed_at) AS changed_at
FROM (
  SELECT p.ticket_id, e.changed_at, concat('field ', e.field, ' of the ticket') AS what
  FROM population AS p
  JOIN given AS g ON g.ticket_id = p.ticket_id
  JOIN ticket_event AS e ON UPPER(TRIM(e.ticket_id)) = p.number
  WHERE contains($material_fields, e.field)
    AND e.changed_at > date_add('minute', $skew, g.last_at) AND e.changed_at <= p.first_deploy
  UNION ALL
  SELECT p.ticket_id, c.committed_at, concat('commit ', substr(c.sha, 1, 12)) AS what
  FROM population AS p
  JOIN given AS g ON g.ticket_id = p.ticket_id
  JOIN authored AS c ON c.number = p.number
  WHERE c.committed_at > date_add('minute', $skew, g.last_at) AND c.committed_at <= p.first_deploy
) AS changes
GROUP BY ticket_id;

-- +excluded: tickets of a type that is approved in advance, without a decision of their own
SELECT p.ticket_id, 'X1' AS reason_code, concat('A ', p.type, ' change is approved in advance.') AS reason
FROM population AS p
LEFT JOIN (SELECT DISTINCT ticket_id FROM decision UNION SELECT ticket_id FROM late) AS d ON d.ticket_id = p.ticket_id
WHERE contains($preapproved, p.type) AND d.ticket_id IS NULL;

-- +recorded: ticket systems of which the evidence has decisions on changes
SELECT LOWER(t.tool) AS tool
FROM change_ticket AS t
JOIN approval AS a ON a.subject_type = 'change' AND UPPER(TRIM(a.subject_id)) = UPPER(TRIM(t.ticket_id))
UNION
SELECT LOWER(channel) FROM approval WHERE subject_type = 'change' AND channel IS NOT NULL;

-- +judged: each ticket with what speaks against it
SELECT
  p.ticket_id, p.type, p.first_deploy, p.certain, d.unsure,
  g.unsure > 0 AND g.proper = 0 AS doubtful,
  g.unsure > 0 AND l.roles IS NOT NULL AS part_doubtful,
  EXISTS (SELECT 1 FROM recorded AS k WHERE k.tool IS NOT DISTINCT FROM p.tool) AS recorded, COALESCE(g.approvals, 0) AS approvals, g.proper, g.last_at,
  l.roles AS lacking, r.people AS refusers, r.decided_at AS refused_at, a.what AS changed, a.changed_at, t.decided_at AS late_at
FROM population AS p
JOIN lead AS d ON d.ticket_id = p.ticket_id
LEFT JOIN given AS g ON g.ticket_id = p.ticket_id
LEFT JOIN lacking AS l ON l.ticket_id = p.ticket_id
LEFT JOIN refused AS r ON r.ticket_id = p.ticket_id
LEFT JOIN amended AS a ON a.ticket_id = p.ticket_id
LEFT JOIN late AS t ON t.ticket_id = p.ticket_id
LEFT JOIN excluded AS x ON x.ticket_id = p.ticket_id
WHERE x.ticket_id IS NULL;

-- +against: every reason for which a ticket was not properly approved
SELECT
  ticket_id, 'R1' AS reason_code,
  concat('Deployed on ', substr(CAST(first_deploy AS VARCHAR), 1, 16), CASE
    WHEN approvals > 0 THEN concat(' without an approval by ', lacking, '.')
    WHEN late_at IS NOT NULL THEN concat(', approved on ', substr(CAST(late_at AS VARCHAR), 1, 16), '.')
    ELSE ' without an approval.'
  END) AS reason,
  type, first_deploy
FROM judged
WHERE approvals = 0 AND recorded OR proper > 0 AND lacking IS NOT NULL AND NOT part_doubtful
UNION ALL
SELECT
  ticket_id, 'R2' AS reason_code,
  concat('Deployed on ', substr(CAST(first_deploy AS VARCHAR), 1, 16), ' although ', refusers, ' had decided against it by ',
    substr(CAST(refused_at AS VARCHAR), 1, 16), '.') AS reason,
  type, first_deploy
FROM judged
WHERE refusers IS NOT NULL
UNION ALL
SELECT
  ticket_id, 'R3' AS reason_code,
  concat('Approved on ', substr(CAST(last_at AS VARCHAR), 1, 16), '; ', changed, ' is of ',
    substr(CAST(changed_at AS VARCHAR), 1, 16), ', before the deployment of ', substr(CAST(first_deploy AS VARCHAR), 1, 16), '.') AS reason,
  type, first_deploy
FROM judged
WHERE changed IS NOT NULL
UNION ALL
SELECT
  ticket_id, 'R4' AS reason_code,
  concat('Each of the ', CAST(approvals AS VARCHAR), ' approvals before the deployment of ',
    substr(CAST(first_deploy AS VARCHAR), 1, 16), ' is by somebody without the required role.') AS reason,
  type, first_deploy
FROM judged
WHERE approvals > 0 AND proper = 0 AND NOT doubtful;

-- +exceptions: tickets that were implemented without a proper approval
SELECT a.ticket_id, a.reason_code, a.reason, a.type, a.first_deploy
FROM against AS a
JOIN judged AS j ON j.ticket_id = a.ticket_id
WHERE j.certain AND j.type IS NOT NULL;

-- +indeterminate: tickets whose type, approvers or deployment is not known well enough
SELECT
  j.ticket_id,
  CASE WHEN NOT j.recorded THEN 'I4' WHEN a.ticket_id IS NULL THEN 'I2' WHEN j.type IS NULL THEN 'I1' ELSE 'I3' END AS reason_code,
  CASE
    WHEN NOT j.recorded THEN 'The evidence has no approvals of changes of the ticket system.'
    WHEN a.ticket_id IS NULL AND j.unsure THEN 'The ticket states no risk, which decides who must approve.'
    WHEN a.ticket_id IS NULL THEN 'The approval does not say in which role it was given.'
    WHEN j.type IS NULL THEN 'The ticket does not say whether it was an emergency.'
    ELSE 'No export says whether the deployment succeeded.'
  END AS reason
FROM judged AS j
LEFT JOIN (SELECT DISTINCT ticket_id FROM against) AS a ON a.ticket_id = j.ticket_id
WHERE a.ticket_id IS NULL AND (NOT j.recorded OR j.unsure OR j.doubtful OR j.part_doubtful)
  OR a.ticket_id IS NOT NULL AND (j.type IS NULL OR NOT j.certain);

/*--- cases
- name: approved in time, late, never, rejected; clocks differ by five minutes; emergencies and tickets without a deployment are not here
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at,          ticket_ids
      d1,        prod,        success, 2026-02-10T10:00:00Z, "[""CHG-1"",""CHG-2"",""CHG-3"",""CHG-4"",""CHG-5"",""CHG-6"",""chg-7 "",""CHG-8"",""CHG-9"",""CHG-10"",""CHG-11""]"
      d2,        staging,     success, 2026-02-01T10:00:00Z, "[""CHG-1""]"
      d3,        prod,        failure, 2026-02-01T10:00:00Z, "[""CHG-1""]"
      d4,        prod,        success, 2026-02-11T10:00:00Z, "[""CHG-1"",""CHG-2""]"
      d5,        prod,        ,        2026-02-11T10:00:00Z, "[""CHG-12"",""CHG-14""]"
      d6,        prod,        success, 2025-12-31T10:00:00Z, "[""CHG-15""]"
      d7,        prod,        ,        2026-02-01T10:00:00Z, "[""CHG-3""]"
      d8,        prod,        success, 2025-12-31T10:00:00Z, "[""CHG-18""]"
      d9,        prod,        success, 2026-02-11T10:00:00Z, "[""CHG-16"",""CHG-17""]"
    change_ticket: |
      ticket_id, type,      implemented_at
      CHG-1,     normal,    2026-02-10T10:00:00Z
      CHG-2,     standard,
      CHG-3,     normal,
      CHG-4,     normal,
      CHG-5,     normal,
      CHG-6,     normal,
      chg-7,     normal,
      CHG-8,     emergency,
      CHG-9,     ,
      CHG-10,    ,
      CHG-11,    normal,
      CHG-12,    normal,
      CHG-13,    normal,    2026-02-10T10:00:00Z
      CHG-14,    normal,
      CHG-15,    normal,
      CHG-16,    normal,
      CHG-17,    emergency,
      CHG-18,    normal,    2026-01-01
    ticket_event: |
      ticket_id, event_id, field,       old_value,        changed_at
      CHG-16,    1,        change type, Emergency change, 2026-02-12
      CHG-16,    2,        change type, Normal,           2026-02-13
      CHG-17,    3,        type,        Normal,           2026-02-12
      CHG-3,     4,        type,        emergency,        2026-02-09
      CHG-3,     5,        status,      emergency,        2026-02-12
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at,           is_bot
      change,       CHG-1,      1,       bob,         approved,  2026-02-10T10:05:00Z,
      change,       CHG-2,      1,       bob,         approved,  2026-02-10T10:05:01Z,
      pr,           CHG-3,      1,       bob,         approved,  2026-02-01,
      change,       CHG-3,      1,       bob,         commented, 2026-02-01,
      change,       CHG-4,      1,       bob,         approved,  2026-02-01,
      change,       CHG-4,      1,       Bob,         rejected,  2026-02-02,
      change,       CHG-4,      1,       eve,         approved,  2026-02-03,
      change,       CHG-5,      1,       bob,         dismissed, 2026-02-01,
      change,       CHG-6,      1,       bob,         rejected,  2026-02-01,
      change,       CHG-6,      1,       bob,         approved,  2026-02-02,
      change,       CHG-6,      1,       bob,         rejected,  2026-02-11,
      change,       chg-7,      1,       bob,         approved,  2026-02-01,           false
      change,       CHG-9,      1,       bob,         approved,  2026-02-01,
      change,       CHG-11,     1,       robot,       approved,  2026-02-01,           true
      change,       CHG-12,     1,       bob,         approved,  2026-02-01,
      change,       CHG-18,     1,       bob,         approved,  2025-12-01,
  expect:
    population: 14
    exceptions: |
      ticket_id, reason_code, reason
      CHG-17,    R1,          Deployed on 2026-02-11 10:00 without an approval.
      CHG-2,     R1,          "Deployed on 2026-02-10 10:00, approved on 2026-02-10 10:05."
      CHG-3,     R1,          Deployed on 2026-02-10 10:00 without an approval.
      CHG-4,     R2,          Deployed on 2026-02-10 10:00 although bob had decided against it by 2026-02-02 00:00.
      CHG-5,     R1,          Deployed on 2026-02-10 10:00 without an approval.
      CHG-5,     R2,          Deployed on 2026-02-10 10:00 although bob had decided against it by 2026-02-01 00:00.
      CHG-11,    R1,          Deployed on 2026-02-10 10:00 without an approval.
    indeterminate: |
      ticket_id, reason_code, reason
      CHG-10,    I1,          The ticket does not say whether it was an emergency.
      CHG-14,    I3,          No export says whether the deployment succeeded.

- name: roles by risk, roles on the approval, a list of approvers with dates
  params: {required_roles: [cab, "high:owner"]}
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at,          ticket_ids
      d1,        prod,        success, 2026-02-10T10:00:00Z, "[""CHG-1"",""CHG-2"",""CHG-3"",""CHG-4"",""CHG-5"",""CHG-6"",""CHG-7"",""CHG-8""]"
    change_ticket: |
      ticket_id, type,   risk
      CHG-1,     normal, low
      CHG-2,     normal, High
      CHG-3,     normal, high
      CHG-4,     normal, low
      CHG-5,     normal, low
      CHG-6,     normal, high
      CHG-7,     normal,
      CHG-8,     normal,
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, decision, decided_at
      change,       CHG-1,      1,       bob,         CAB,           approved, 2026-02-01
      change,       CHG-2,      1,       bob,         cab,           approved, 2026-02-01
      change,       CHG-3,      1,       bob,         cab,           approved, 2026-02-01
      change,       CHG-3,      2,       ann,         owner,         approved, 2026-02-01
      change,       CHG-4,      1,       eve,         owner,         approved, 2026-02-01
      change,       CHG-4,      2,       joe,         owner,         rejected, 2026-02-01
      change,       CHG-5,      1,       eve,         ,              approved, 2026-02-01
      change,       CHG-6,      1,       bob,         cab,           approved, 2026-02-01
      change,       CHG-6,      2,       ann,         ,              approved, 2026-02-01
      change,       CHG-7,      1,       bob,         cab,           approved, 2026-02-01
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      CHG-2,     R1,          Deployed on 2026-02-10 10:00 without an approval by owner.
      CHG-4,     R4,          Each of the 1 approvals before the deployment of 2026-02-10 10:00 is by somebody without the required role.
      CHG-8,     R1,          Deployed on 2026-02-10 10:00 without an approval.
    indeterminate: |
      ticket_id, reason_code, reason
      CHG-5,     I2,          The approval does not say in which role it was given.
      CHG-6,     I2,          The approval does not say in which role it was given.
      CHG-7,     I2,          "The ticket states no risk, which decides who must approve."

- name: who is on the list of approvers when deciding may approve, and nobody else
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at,          ticket_ids
      d1,        prod,        success, 2026-02-10T10:00:00Z, "[""CHG-1"",""CHG-2"",""CHG-3"",""CHG-4"",""CHG-5"",""CHG-6""]"
    change_ticket: |
      ticket_id, type
      CHG-1,     normal
      CHG-2,     normal
      CHG-3,     normal
      CHG-4,     standard
      CHG-5,     standard
      CHG-6,     standard
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       CHG-1,      1,       Bob,         approved, 2026-02-01
      change,       CHG-2,      1,       bob,         approved, 2026-02-02
      change,       CHG-3,      1,       bob,         approved, 2026-01-31
      change,       CHG-5,      1,       bob,         rejected, 2026-02-01
      change,       CHG-6,      1,       bob,         approved, 2026-02-11
    ref_list: |
      list_name,        value, valid_from, valid_to
      change_approvers, bob,   2026-02-01, 2026-02-02
      other,            bob,   2020-01-01,
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      CHG-2,     R4,          Each of the 1 approvals before the deployment of 2026-02-10 10:00 is by somebody without the required role.
      CHG-3,     R4,          Each of the 1 approvals before the deployment of 2026-02-10 10:00 is by somebody without the required role.
      CHG-5,     R1,          Deployed on 2026-02-10 10:00 without an approval.
      CHG-5,     R2,          Deployed on 2026-02-10 10:00 although bob had decided against it by 2026-02-01 00:00.
      CHG-6,     R1,          "Deployed on 2026-02-10 10:00, approved on 2026-02-11 00:00."
    excluded: |
      ticket_id, reason_code, reason
      CHG-4,     X1,          A standard change is approved in advance.

- name: the ticket or its code changed after the approval; merges and other tickets' commits are no new code
  given:
    deployment: |
      deploy_id, repo,  environment, status,  deployed_at,          commit_sha, prev_commit_sha, ticket_ids
      d1,        o/pay, prod,        success, 2026-02-10T10:00:00Z, m1,         m0,              "[""CHG-2"",""CHG-3"",""CHG-4"",""CHG-5"",""CHG-6"",""CHG-7"",""CHG-8""]"
    commit: |
      repo,  sha, pr_number, committed_at,         committer_id, parent_shas,         title
      o/pay, c1,  1,         2026-02-05,           ann,          "[""c0""]",          work
      o/pay, c2,  2,         2026-01-05,           ann,          "[""c0""]",          CHG-2: work
      o/pay, c3,  2,         2026-02-05,           ann,          "[""c2"",""m0""]",   Merge main into CHG-2
      o/pay, s2,  0,         2026-02-05,           web-flow,     "[""m0""]",          CHG-2 squashed
      o/pay, m1,  0,         2026-02-06,           ann,          "[""m0""]",          CHG-3 merged
      o/pay, c4,  3,         2026-02-11,           ann,          "[""c0""]",          CHG-4 after the deployment
      o/pay, c5,  3,         2026-02-01T00:05:00Z, ann,          "[""c0""]",          CHG-5 clocks
      o/pay, c6,  3,         2026-02-10T10:00:00Z, ann,          ,                    CHG-6 new
    pull_request: |
      repo,  pr_number, merge_sha, title,      head_ref
      o/pay, 1,         m1,        pay,        fix/CHG-1
      o/pay, 2,         s2,        CHG-2 more, work
      o/pay, 3,         m9,        misc,       misc
    change_ticket: |
      ticket_id, type
      CHG-1,     normal
      CHG-2,     normal
      CHG-3,     normal
      CHG-4,     normal
      CHG-5,     normal
      CHG-6,     normal
      CHG-7,     normal
      CHG-8,     normal
    ticket_event: |
      ticket_id, event_id, field,    changed_at
      CHG-7,     1,        summary,  2026-02-05
      CHG-7,     2,        assignee, 2026-02-05
      CHG-8,     3,        summary,  2026-02-05
      CHG-2,     4,        risk,     2026-02-01T00:05:00Z
      CHG-3,     5,        risk,     2026-02-10T10:00:01Z
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       CHG-1,      1,       bob,         approved, 2026-02-01
      change,       CHG-2,      1,       bob,         approved, 2026-02-01
      change,       CHG-3,      1,       bob,         approved, 2026-02-01
      change,       CHG-4,      1,       bob,         approved, 2026-02-01
      change,       CHG-5,      1,       bob,         approved, 2026-02-01
      change,       CHG-6,      1,       bob,         approved, 2026-02-01
      change,       CHG-7,      1,       bob,         approved, 2026-02-01
      change,       CHG-8,      1,       bob,         approved, 2026-02-01
      change,       CHG-8,      2,       eve,         approved, 2026-02-06
  expect:
    population: 8
    exceptions: |
      ticket_id, reason_code, reason
      CHG-1,     R3,          "Approved on 2026-02-01 00:00; commit c1 is of 2026-02-05 00:00, before the deployment of 2026-02-10 10:00."
      CHG-6,     R3,          "Approved on 2026-02-01 00:00; commit c6 is of 2026-02-10 10:00, before the deployment of 2026-02-10 10:00."
      CHG-7,     R3,          "Approved on 2026-02-01 00:00; field summary of the ticket is of 2026-02-05 00:00, before the deployment of 2026-02-10 10:00."

- name: approvals of pull requests only; nothing says that tickets were or were not approved
  params: {preapproved: [minor]}
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at,          ticket_ids
      d1,        prod,        success, 2026-02-10T10:00:00Z, "[""CHG-1"",""CHG-2"",""CHG-3"",""CHG-4""]"
      d2,        prod,        ,        2026-02-10T10:00:00Z, "[""CHG-5""]"
    change_ticket: |
      ticket_id, type
      CHG-1,     normal
      CHG-2,     standard
      CHG-3,     minor
      CHG-4,
      CHG-5,     normal
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           CHG-1,      1,       bob,         approved, 2026-02-01
  expect:
    excluded: |
      ticket_id, reason_code, reason
      CHG-3,     X1,          A minor change is approved in advance.
    indeterminate: |
      ticket_id, reason_code, reason
      CHG-1,     I4,          The evidence has no approvals of changes of the ticket system.
      CHG-2,     I4,          The evidence has no approvals of changes of the ticket system.
      CHG-4,     I4,          The evidence has no approvals of changes of the ticket system.
      CHG-5,     I4,          The evidence has no approvals of changes of the ticket system.

- name: a ticket system whose approvals are in the evidence, beside one whose are not
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at,          ticket_ids
      d1,        prod,        success, 2026-02-10T10:00:00Z, "[""CHG-1"",""CHG-2"",""PAY-1"",""OPS-1"",""OPS-2"",""X-1"",""Z-1""]"
    change_ticket: |
      ticket_id, type,   tool
      CHG-1,     normal, ServiceNow
      CHG-2,     normal, servicenow
      PAY-1,     normal, jira
      OPS-1,     normal, remedy
      OPS-2,     normal, remedy
      X-1,       normal,
      Z-1,       normal, zammad
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at, channel
      change,       chg-1,      1,       bob,         approved,  2026-02-01,
      pr,           PAY-1,      1,       bob,         approved,  2026-02-01, jira
      change,       ops-1 ,     1,       bob,         commented, 2026-02-01,
      change,       ZZ-9,       1,       bob,         approved,  2026-02-01, Zammad
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      CHG-2,     R1,          Deployed on 2026-02-10 10:00 without an approval.
      OPS-1,     R1,          Deployed on 2026-02-10 10:00 without an approval.
      OPS-2,     R1,          Deployed on 2026-02-10 10:00 without an approval.
      Z-1,       R1,          Deployed on 2026-02-10 10:00 without an approval.
    indeterminate: |
      ticket_id, reason_code, reason
      PAY-1,     I4,          The evidence has no approvals of changes of the ticket system.
      X-1,       I4,          The evidence has no approvals of changes of the ticket system.

- name: which commits a deployment brought, whose titles name tickets; what is no part of it, of another repository or not deployed
  params: {max_range: 3}
  given:
    deployment: |
      deploy_id, repo, environment, status,  deployed_at, commit_sha, prev_commit_sha, ticket_ids
      d1,        o/p,  prod,        success, 2026-02-10,  m2,         m0,
      d2,        o/p,  prod-b,      success, 2026-02-10,  k2,         ,
      d3,        o/p,  prod-c,      success, 2026-02-10,  n5,         n0,
      d4,        o/p,  prod-d,      success, 2026-02-09,  p1,         p0,
      d5,        o/p,  prod-d,      success, 2026-02-10,  p3,         ,
      d6,        o/p,  prod,        failure, 2026-02-10,  ,           ,                "[""AB-14""]"
      d7,        o/p,  prod,        success, 2026-07-01,  ,           ,                "[""AB-15""]"
      d8,        o/p,  prod,        success, 2026-02-10,  ,           ,                "[""AB-16"",""AB-19"",""AB-20"",""AB-21"",""AB-22"",""AB-23"",""AB-24"",""AB-25"",""AB-26"",""AB-27"",""AB-28""]"
    commit: |
      repo, sha, pr_number, committed_at, committer_id, parent_shas, title
      o/p,  m2,  0,         2026-01-05,   web-flow,     "[""m1""]",  AB-1
      o/p,  m1,  0,         2026-01-05,   web-flow,     "[""m0""]",  AB-2
      o/p,  m0,  0,         2026-01-05,   web-flow,     "[""mm""]",  AB-5
      o/z,  m1,  0,         2026-01-05,   web-flow,     "[""zz""]",  AB-9
      o/p,  k2,  0,         2026-01-05,   web-flow,     "[""k1""]",  AB-3
      o/p,  k1,  0,         2026-01-05,   web-flow,     "[""k0""]",  AB-4
      o/p,  n5,  0,         2026-01-05,   web-flow,     "[""n4""]",
      o/p,  n4,  0,         2026-01-05,   web-flow,     "[""n3""]",
      o/p,  n3,  0,         2026-01-05,   web-flow,     "[""n2""]",  AB-7
      o/p,  n2,  0,         2026-01-05,   web-flow,     "[""n1""]",  AB-6
      o/p,  p3,  0,         2026-01-05,   web-flow,     "[""p2""]",  AB-12
      o/p,  p2,  0,         2026-01-05,   web-flow,     "[""p1""]",  AB-13
      o/p,  p1,  0,         2026-01-05,   web-flow,     "[""p0""]",  AB-11
      o/p,  q1,  0,         2026-01-05,   web-flow,     "[""q0""]",  AB-17
      o/p,  c1,  1,         2026-02-05,   ann,          "[""c0""]",  work
      o/p,  c9,  0,         2026-02-05,   ann,          "[""c0""]",  AB-22
      o/p,  c2,  0,         2026-02-05,   Web-Flow,     "[""c0""]",  AB-23
      o/p,  c3,  0,         2026-02-05,   ,             "[""c0""]",  AB-24
    pull_request: |
      repo, pr_number, merge_sha, title
      o/z,  1,         m1,        AB-8
      o/z,  1,         c9,        AB-21
      o/p,  7,         q9,        AB-18
    change_ticket: |
      ticket_id, type,   implemented_at
      AB-1,      normal,
      AB-2,      normal,
      AB-3,      normal,
      AB-4,      normal,
      AB-5,      normal,
      AB-6,      normal,
      AB-7,      normal,
      AB-8,      normal,
      AB-9,      normal,
      AB-10,     normal,
      AB-11,     normal,
      AB-12,     normal,
      AB-13,     normal,
      AB-14,     normal,
      AB-15,     normal, 2026-03-01
      AB-16,     normal, 2026-07-01
      AB-17,     normal,
      AB-18,     normal,
      AB-19,     normal, 2026-02-10
      AB-20,     normal,
      AB-21,     normal,
      AB-22,     normal,
      AB-23,     normal,
      AB-24,     normal,
      AB-25,     normal,
      AB-26,     normal,
      AB-27,     normal,
      AB-28,     normal,
    ticket_event: |
      ticket_id, event_id, field,    old_value, changed_at
      AB-19,     1,        type,     Emergency, 2026-02-10
      AB-25,     2,        assignee, ann,       2026-02-05
      AB-26,     3,        summary,  old,       2026-02-10
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, decision, decided_at
      change,       AB-1,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-2,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-3,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-4,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-5,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-6,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-7,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-8,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-9,       1,       bob,         ,              approved, 2026-02-01
      change,       AB-10,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-11,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-12,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-13,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-14,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-15,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-16,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-17,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-18,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-19,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-20,      1,       bob,         anything,      approved, 2026-02-01
      change,       AB-21,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-22,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-23,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-24,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-25,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-26,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-27,      1,       bob,         ,              rejected, 2026-02-01
      change,       AB-27,      2,       bob,         ,              approved, 2026-02-01
      change,       AB-28,      1,       bob,         ,              approved, 2026-02-01
      change,       AB-28,      1,       bob,         ,              rejected, 2026-01-31
  expect:
    population: 17
    exceptions: |
      ticket_id, reason_code, reason
      AB-22,     R3,          "Approved on 2026-02-01 00:00; commit c9 is of 2026-02-05 00:00, before the deployment of 2026-02-10 00:00."
      AB-24,     R3,          "Approved on 2026-02-01 00:00; commit c3 is of 2026-02-05 00:00, before the deployment of 2026-02-10 00:00."
      AB-26,     R3,          "Approved on 2026-02-01 00:00; field summary of the ticket is of 2026-02-10 00:00, before the deployment of 2026-02-10 00:00."

- name: a refusal by somebody whose role is not known counts, a refusal in a required role is no approval, and what changed after an approval in an unknown role
  params: {required_roles: [cab]}
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at, ticket_ids
      d1,        prod,        success, 2026-02-10,  "[""C-1"",""C-2"",""C-3"",""C-4"",""C-5""]"
    change_ticket: |
      ticket_id, type
      C-1,       normal
      C-2,       normal
      C-3,       normal
      C-4,       normal
      C-5,       normal
    ticket_event: |
      ticket_id, event_id, field,   changed_at
      C-3,       1,        summary, 2026-02-05
    approval: |
      subject_type, subject_id, step_no, approver_id, approver_role, decision, decided_at
      change,       C-1,        1,       ann,         cab,           approved, 2026-02-01
      change,       C-1,        1,       eve,         ,              rejected, 2026-02-01
      change,       C-2,        1,       joe,         cab,           rejected, 2026-02-01
      change,       C-2,        1,       ann,         owner,         approved, 2026-02-01
      change,       C-3,        1,       ann,         ,              approved, 2026-02-01
      change,       C-4,        1,       ann,         owner,         rejected, 2026-02-01
      change,       C-4,        1,       bob,         cab,           approved, 2026-02-01
      change,       C-5,        1,       ann,         cab,           approved, 2026-02-10T00:05:01Z
  expect:
    population: 5
    exceptions: |
      ticket_id, reason_code, reason
      C-1,       R2,          Deployed on 2026-02-10 00:00 although eve had decided against it by 2026-02-01 00:00.
      C-2,       R2,          Deployed on 2026-02-10 00:00 although joe had decided against it by 2026-02-01 00:00.
      C-2,       R4,          Each of the 1 approvals before the deployment of 2026-02-10 00:00 is by somebody without the required role.
      C-3,       R3,          "Approved on 2026-02-01 00:00; field summary of the ticket is of 2026-02-05 00:00, before the deployment of 2026-02-10 00:00."
      C-5,       R1,          "Deployed on 2026-02-10 00:00, approved on 2026-02-10 00:05."

- name: approvers who are on the list without an end, and others
  given:
    deployment: |
      deploy_id, environment, status,  deployed_at, ticket_ids
      d1,        prod,        success, 2026-02-10,  "[""C-1"",""C-2"",""C-3""]"
    change_ticket: |
      ticket_id, type
      C-1,       normal
      C-2,       normal
      C-3,       normal
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       C-1,        1,       ann,         approved, 2026-02-01
      change,       C-2,        1,       eve,         approved, 2026-02-01
      change,       C-3,        1,       eve,         rejected, 2026-02-01
      change,       C-3,        1,       ann,         approved, 2026-02-01
    ref_list: |
      list_name,        value, valid_from, valid_to
      change_approvers, Ann,   2026-02-01,
      change_approvers, Ann,   2025-01-01, 2026-01-01
  expect:
    population: 3
    exceptions: |
      ticket_id, reason_code, reason
      C-2,       R4,          Each of the 1 approvals before the deployment of 2026-02-10 00:00 is by somebody without the required role.
---*/
