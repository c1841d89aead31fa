/*---
id: chg-emergency
version: 4
title: Emergency changes without approval afterwards, or too many of them
objective: The emergency route is exceptional, has a reason, and is approved afterwards.
kind: operating
severity: medium
reads: [change_ticket, approval, incident]
optional: [deployment, change_task, ticket_event, ref_calendar]
key: [ticket_id]
params:
  retro_sla: {type: integer, default: 2, unit: business days, means: time in which an emergency change must be approved}
  max_rate: {type: "decimal(5,4)", default: "0.10", unit: fraction, means: share of emergencies among the changes of a system and month}
  min_n: {type: integer, default: 10, unit: changes, means: changes of a system and month from which the share is judged}
  skew: {type: integer, default: 60, unit: minutes, means: how long after the change its incident may be recorded}
  policy_titles: {type: text, default: "(?i)security (patch|update|fix)|CVE-[0-9]{4}-[0-9]+", means: pattern of the titles of changes that policy makes emergencies without an incident}
  production: {type: text, default: "^(prod|production|prd|live)([-_/. ].*)?$", means: pattern of the names of production environments}
  calendar: {type: text, default: "", means: the calendar of ref_calendar whose holidays are no business days; empty for all}
  type_fields: {type: "text[]", default: [type, issuetype, change type], means: fields of a ticket that hold its type}
  test_tasks: {type: "text[]", default: [testing, review], means: kinds of tasks of a change that show its test or review}
controls:
  nist-800-53r5: [CM-3, CM-5]
  soc2-tsc-2017: [CC8.1]
  iso-27001-2022: [A.8.32]
  pci-dss-4.0.1: ["6.5.1"]
reasons:
  R1: not approved in time
  R2: no incident was open
  R3: approved by nobody but its requester
  R4: too many emergencies in the system and month
  R5: no test or review afterwards
  I1: it is not known when the change was implemented
  I2: the time to approve is not over
  I3: the evidence has no approvals of changes of the ticket system
  I4: it is not known whether the test or review was after the change
limits:
  - A change was implemented when its ticket says so, else at its first successful production deployment that names it in its field for
    tickets, else when the first of its implementation tasks was begun or, where that is not said, closed. A closed emergency with none
    of them is here and indeterminate, by the month in which it was closed.
  - Without a single decision on any ticket of a ticket system in the evidence R1 is not tested for its tickets, and one without another
    exception is indeterminate.
  - An approval before the change is in time too. Days are those of UTC, and the day of the change counts as none.
  - An incident belongs to a change when one names the other. It is open from its recording until it was resolved.
  - R4 is on every emergency of the system and month; tickets without a system are taken as one system.
  - "R5: a test result, the place of test evidence, the review of the incident, or a task for a test or review that was closed after the
    change is enough; how the task ended is not judged. It is tested when any ticket states one of them or the evidence has tasks of
    the ticket system, and when the ticket is closed. Where it has such tasks, the place of test evidence, which in ServiceNow is the plan
    of the test, is not enough."
  - That somebody changed the type of a ticket after its implementation is seen only in the history of tickets.
---*/

-- +deployed: per ticket number its first production deployment
SELECT UPPER(TRIM(u.number)) AS number, MIN(d.deployed_at) AS first_deploy
FROM deployment AS d
CROSS JOIN UNNEST(d.ticket_ids) AS u(number)
WHERE regexp_like(LOWER(d.environment), $production) AND d.status = 'success'
GROUP BY UPPER(TRIM(u.number));

-- +tasked: ticket systems of which the evidence has tasks of changes
SELECT LOWER(tool) AS tool FROM change_task GROUP BY LOWER(tool);

-- +begun: per ticket number the start of its implementation as its tasks have it
SELECT UPPER(TRIM(ticket_id)) AS number, MIN(COALESCE(started_at, closed_at)) AS begun_at
FROM change_task
WHERE kind = 'implementation' AND status <> 'cancelled'
GROUP BY UPPER(TRIM(ticket_id));

-- +dated: every ticket that was not cancelled, with the time of its implementation
SELECT
  t.ticket_id, UPPER(TRIM(t.ticket_id)) AS number, LOWER(t.tool) AS tool, t.title, t.type, t.system, LOWER(TRIM(t.requester_id)) AS requester, t.closed_at,
  t.incident_id, t.test_result, t.test_evidence_ref,
  COALESCE(t.implemented_at, d.first_deploy, b.begun_at) AS done_at,
  EXISTS (SELECT 1 FROM tasked AS k WHERE k.tool IS NOT DISTINCT FROM LOWER(t.tool)) AS tasked
FROM change_ticket AS t
LEFT JOIN deployed AS d ON d.number = UPPER(TRIM(t.ticket_id))
LEFT JOIN begun AS b ON b.number = UPPER(TRIM(t.ticket_id))
WHERE t.status NOT IN ('cancelled', 'rejected');

-- +retyped: per ticket its type when it was implemented, where it was changed afterwards
SELECT ticket_id, type
FROM (
  SELECT
    t.ticket_id, LOWER(e.old_value) AS type,
    ROW_NUMBER() OVER (PARTITION BY t.ticket_id ORDER BY e.changed_at, e.event_id) AS nth
  FROM dated AS t
  JOIN ticket_event AS e ON UPPER(TRIM(e.ticket_id)) = t.number
  WHERE contains($type_fields, e.field) AND e.changed_at > t.done_at
) AS ranked
WHERE nth = 1;

-- +change: every implemented or closed change of the period, and whether it was an emergency then
SELECT
  t.ticket_id, t.number, t.tool, t.title, t.system, t.requester, t.closed_at, t.incident_id, t.done_at, t.tasked,
  t.test_result IS NOT NULL OR t.test_evidence_ref IS NOT NULL AND NOT t.tasked AS tested,
  COALESCE(COALESCE(r.type, t.type) LIKE '%emergency%', FALSE) AS emergency,
  date_trunc('month', COALESCE(t.done_at, t.closed_at)) AS month
FROM dated AS t
LEFT JOIN retyped AS r ON r.ticket_id = t.ticket_id
WHERE COALESCE(t.done_at, t.closed_at) >= $period_start AND COALESCE(t.done_at, t.closed_at) < $period_end;

-- +population: one row per emergency change that was implemented in the period
SELECT ticket_id, number, tool, title, system, month, requester, closed_at, incident_id, tasked, tested, done_at
FROM change
WHERE emergency;

-- +rate: per system and month the changes and the emergencies among them
SELECT system, month, COUNT(*) AS changes, COUNT(*) FILTER (WHERE emergency) AS emergencies
FROM change
GROUP BY system, month;

-- +linked: the incidents of each emergency, with those that were open when it was implemented
SELECT
  l.ticket_id, BOOL_OR(i.postmortem_at IS NOT NULL) AS reviewed,
  BOOL_OR(i.opened_at <= date_add('minute', $skew, p.done_at)
    AND COALESCE(COALESCE(i.resolved_at, i.closed_at) >= p.done_at, TRUE)) AS open
FROM (
  SELECT ticket_id, UPPER(TRIM(incident_id)) AS incident FROM population
  UNION
  SELECT p.ticket_id, UPPER(TRIM(r.incident_id))
  FROM (SELECT i.incident_id, UPPER(TRIM(u.number)) AS number FROM incident AS i CROSS JOIN UNNEST(i.related_ids) AS u(number)) AS r
  JOIN population AS p ON p.number = r.number
) AS l
JOIN population AS p ON p.ticket_id = l.ticket_id
JOIN incident AS i ON UPPER(TRIM(i.incident_id)) = l.incident
GROUP BY l.ticket_id;

-- +shown: the tasks of each emergency for a test or review that were closed, after the change or at a time that is not known
SELECT
  p.ticket_id, BOOL_OR(k.closed_at >= p.done_at AND k.closed_at <= $as_of) AS tested,
  BOOL_OR(k.closed_at IS NULL OR p.done_at IS NULL) AS undated
FROM population AS p
JOIN change_task AS k ON UPPER(TRIM(k.ticket_id)) = p.number
WHERE contains($test_tasks, k.kind) AND k.status = 'closed'
GROUP BY p.ticket_id;

-- +approved: the approvals of each emergency by people
SELECT
  p.ticket_id, MIN(a.decided_at) AS first_at,
  string_agg(DISTINCT LOWER(TRIM(a.approver_id)), ', ' ORDER BY LOWER(TRIM(a.approver_id))) AS people
FROM population AS p
JOIN approval AS a ON a.subject_type = 'change' AND UPPER(TRIM(a.subject_id)) = p.number
WHERE a.decision = 'approved' AND a.is_bot IS DISTINCT FROM TRUE AND a.decided_at <= $as_of
GROUP BY p.ticket_id;

-- +holiday: holidays of the calendar
SELECT date FROM ref_calendar WHERE kind = 'holiday' AND COALESCE(calendar = NULLIF($calendar, ''), TRUE) GROUP BY date;

-- +workday: the days since the first emergency, with the number of business days until each
SELECT d.day, COUNT(*) FILTER (WHERE day_of_week(d.day) <= 5 AND h.date IS NULL) OVER (ORDER BY d.day) AS number
FROM (
  SELECT CAST(UNNEST(generate_series(MIN(done_at), date_add('day', 1, $as_of), INTERVAL 1 DAY)) AS DATE) AS day FROM population
) AS d
LEFT JOIN holiday AS h ON h.date = d.day;

-- +recorded: ticket systems of which the evidence has decisions on changes
SELECT LOWER(t.tool) AS tool
FROM change_ticket AS t
JOIN approval AS a ON a.subject_type = 'change' AND UPPER(TRIM(a.subject_id)) = UPPER(TRIM(t.ticket_id))
UNION
SELECT LOWER(channel) FROM approval WHERE subject_type = 'change' AND channel IS NOT NULL;

-- +judged: each emergency with what speaks against it
SELECT
  p.ticket_id, p.title, p.system, p.month, p.requester, p.closed_at, p.done_at, a.first_at, a.people,
  p.recorded, p.recorded AND COALESCE(e.number, n.number) - b.number > $retro_sla AS late,
  a.ticket_id IS NULL AS unapproved,
  COALESCE(l.open, FALSE) OR COALESCE(regexp_like(p.title, $policy_titles), FALSE) AS justified,
  p.tested OR COALESCE(l.reviewed, FALSE) OR COALESCE(s.tested, FALSE) AS tested, p.tasked, COALESCE(s.undated, FALSE) AS undated,
  r.changes, r.emergencies,
  r.changes >= $min_n AND r.emergencies > $max_rate * r.changes AS frequent
FROM (
  SELECT ticket_id, title, system, month, requester, closed_at, done_at, tasked, tested,
    EXISTS (SELECT 1 FROM recorded AS k WHERE k.tool IS NOT DISTINCT FROM c.tool) AS recorded
  FROM population AS c
) AS p
LEFT JOIN approved AS a ON a.ticket_id = p.ticket_id
LEFT JOIN linked AS l ON l.ticket_id = p.ticket_id
LEFT JOIN shown AS s ON s.ticket_id = p.ticket_id
LEFT JOIN workday AS b ON b.day = CAST(p.done_at AS DATE)
LEFT JOIN workday AS e ON e.day = CAST(CASE WHEN a.first_at > p.done_at THEN a.first_at WHEN a.first_at <= p.done_at THEN p.done_at END AS DATE)
LEFT JOIN workday AS n ON n.day = CAST($as_of AS DATE) AND a.ticket_id IS NULL
JOIN rate AS r ON r.system IS NOT DISTINCT FROM p.system AND r.month = p.month;

-- +exceptions: emergencies that were not approved, not justified, not reviewed, or are too many
SELECT
  ticket_id, 'R1' AS reason_code,
  concat('Implemented on ', substr(CAST(done_at AS VARCHAR), 1, 16), CASE
    WHEN unapproved THEN ' and not approved.'
    ELSE concat(' and approved on ', substr(CAST(first_at AS VARCHAR), 1, 16), '.')
  END) AS reason,
  system, done_at
FROM judged
WHERE late
UNION ALL
SELECT
  ticket_id, 'R2' AS reason_code,
  concat('No incident of the ticket was open when it was implemented on ', substr(CAST(done_at AS VARCHAR), 1, 16), '.') AS reason,
  system, done_at
FROM judged
WHERE done_at IS NOT NULL AND NOT justified
UNION ALL
SELECT ticket_id, 'R3' AS reason_code, concat('Requested by ', requester, ' and approved by nobody else.') AS reason, system, done_at
FROM judged
WHERE people = requester
UNION ALL
SELECT
  ticket_id, 'R4' AS reason_code,
  concat(CAST(emergencies AS VARCHAR), ' of the ', CAST(changes AS VARCHAR), ' changes of ', COALESCE(system, 'tickets without a system'), ' in ',
    substr(CAST(month AS VARCHAR), 1, 7), ' were emergencies.') AS reason,
  system, done_at
FROM judged
WHERE frequent
UNION ALL
SELECT ticket_id, 'R5' AS reason_code, 'The ticket is closed without a test or review after the change.' AS reason, system, done_at
FROM judged
WHERE NOT tested AND NOT undated AND closed_at <= $as_of AND (tasked OR (SELECT BOOL_OR(tested) FROM judged));

-- +indeterminate: emergencies without a time, without evidence of approvals, whose time to approve is not over, or whose test has no time
SELECT
  j.ticket_id, CASE WHEN j.done_at IS NULL THEN 'I1' WHEN NOT j.recorded THEN 'I3' WHEN j.unapproved THEN 'I2' ELSE 'I4' END AS reason_code,
  CASE
    WHEN j.done_at IS NULL THEN 'Neither the ticket nor a deployment or task says when the change was implemented.'
    WHEN NOT j.recorded THEN 'The evidence has no approvals of changes of the ticket system.'
    WHEN j.unapproved THEN concat('Implemented on ', substr(CAST(j.done_at AS VARCHAR), 1, 16), '; the time to approve is not over.')
    ELSE 'A task for a test or review is closed, and it is not known whether after the change.'
  END AS reason
FROM judged AS j
LEFT JOIN exceptions AS x ON x.ticket_id = j.ticket_id
WHERE x.ticket_id IS NULL AND (j.done_at IS NULL OR j.unapproved AND NOT j.late OR j.undated AND NOT j.tested AND j.closed_at <= $as_of);

/*--- cases
- name: approvals within two business days; Friday to Tuesday is in time, and a holiday does not count
  params: {calendar: CH}
  given:
    change_ticket: |
      ticket_id, type,      title,          requester_id, status, implemented_at
      E-1,       emergency, security patch, ann,          closed, 2026-03-06T10:00:00Z
      E-2,       emergency, security patch, ann,          closed, 2026-03-06T10:00:00Z
      E-3,       emergency, security patch, ann,          closed, 2026-03-06T10:00:00Z
      E-4,       emergency, security patch, ann,          closed, 2026-03-13T10:00:00Z
      E-5,       emergency, security patch, ann,          closed, 2026-03-13T10:00:00Z
      E-6,       emergency, security patch, ann,          closed, 2026-06-29T10:00:00Z
      e-7,       emergency, security patch, ann,          closed, 2026-03-06T10:00:00Z
      E-8,       emergency, security patch, ann,          closed, 2026-06-29T10:00:00Z
      E-9,       emergency, security patch, ann,          closed, 2026-07-01
      E-10,      emergency, security patch, ann,          closed, 2025-12-31
      E-11,      normal,    security patch, ann,          closed, 2026-03-06T10:00:00Z
      E-12,      emergency, security patch, ann,          cancelled, 2026-03-06T10:00:00Z
      E-13,      ,          security patch, ann,          closed, 2026-03-06T10:00:00Z
    ref_calendar: |
      calendar, date,       kind
      CH,       2026-03-16, holiday
      CH,       2026-03-09, freeze
      US,       2026-03-09, holiday
    approval: |
      subject_type, subject_id, step_no, approver_id, decision,  decided_at,           is_bot
      change,       E-1,        1,       bob,         approved,  2026-03-10T23:59:59Z,
      change,       E-2,        1,       bob,         approved,  2026-03-11T00:00:01Z,
      change,       E-3,        1,       bob,         rejected,  2026-03-07,
      change,       E-3,        1,       robot,       approved,  2026-03-07,           true
      pr,           E-3,        1,       bob,         approved,  2026-03-07,
      change,       E-4,        1,       bob,         approved,  2026-03-18T10:00:00Z,
      change,       E-5,        1,       bob,         approved,  2026-03-19T10:00:00Z,
      change,       E-7,        1,       bob,         approved,  2026-03-01,           false
      change,       E-8,        1,       bob,         approved,  2026-07-15,
    incident: |
      incident_id, opened_at
      INC-1,       2026-01-01
  expect:
    population: 8
    exceptions: |
      ticket_id, reason_code, reason
      E-2,       R1,          Implemented on 2026-03-06 10:00 and approved on 2026-03-11 00:00.
      E-3,       R1,          Implemented on 2026-03-06 10:00 and not approved.
      E-5,       R1,          Implemented on 2026-03-13 10:00 and approved on 2026-03-19 10:00.
    indeterminate: |
      ticket_id, reason_code, reason
      E-6,       I2,          Implemented on 2026-06-29 10:00; the time to approve is not over.
      E-8,       I2,          Implemented on 2026-06-29 10:00; the time to approve is not over.

- name: incidents named by either side, opened within an hour after the fix, resolved before it, unknown; only approver
  given:
    change_ticket: |
      ticket_id, type,      title,      requester_id, status, implemented_at,       incident_id
      E-1,       emergency, restart,    ann,          closed, 2026-03-10T10:00:00Z, inc-1
      E-2,       emergency, restart,    ann,          closed, 2026-03-10T10:00:00Z, INC-2
      E-3,       emergency, restart,    ann,          closed, 2026-03-10T10:00:00Z, INC-3
      E-4,       emergency, restart,    ann,          closed, 2026-03-10T10:00:00Z, INC-4
      E-5,       emergency, restart,    ann,          closed, 2026-03-10T10:00:00Z,
      E-6,       emergency, ,           ann,          closed, 2026-03-10T10:00:00Z,
      E-7,       emergency, CVE-2026-1, Ann,          closed, 2026-03-10T10:00:00Z, INC-9
      E-8,       emergency, CVE-2026-1, ann,          closed, 2026-03-10T10:00:00Z,
      E-9,       emergency, CVE-2026-1, ,             closed, 2026-03-10T10:00:00Z,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       E-1,        1,       bob,         approved, 2026-03-10
      change,       E-2,        1,       bob,         approved, 2026-03-10
      change,       E-3,        1,       bob,         approved, 2026-03-10
      change,       E-4,        1,       bob,         approved, 2026-03-10
      change,       E-5,        1,       bob,         approved, 2026-03-10
      change,       E-6,        1,       bob,         approved, 2026-03-10
      change,       E-7,        1,       ann,         approved, 2026-03-10
      change,       E-8,        1,       ann,         approved, 2026-03-10
      change,       E-8,        2,       bob,         approved, 2026-03-20
      change,       E-9,        1,       bob,         approved, 2026-03-10
    incident: |
      incident_id, opened_at,            resolved_at,          closed_at,  related_ids
      INC-1,       2026-03-10T11:00:00Z, 2026-03-11,           ,
      INC-2,       2026-03-10T11:00:01Z, 2026-03-11,           ,
      INC-3,       2026-03-09,           2026-03-10T09:59:59Z, 2026-03-20,
      INC-4,       2026-03-09,           ,                     ,
      INC-5,       2026-03-09,           2026-03-10T10:00:00Z, ,           "["" e-5""]"
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      E-2,       R2,          No incident of the ticket was open when it was implemented on 2026-03-10 10:00.
      E-3,       R2,          No incident of the ticket was open when it was implemented on 2026-03-10 10:00.
      E-6,       R2,          No incident of the ticket was open when it was implemented on 2026-03-10 10:00.
      E-7,       R3,          Requested by ann and approved by nobody else.

- name: more than a tenth of the changes of a system and month; ten changes at least
  params: {min_n: 4, max_rate: "0.25"}
  given:
    change_ticket: |
      ticket_id, type,      title,      system, status,   implemented_at
      E-1,       emergency, CVE-2026-1, pay,    closed,   2026-03-10
      N-1,       normal,    x,          pay,    closed,   2026-03-01
      N-2,       normal,    x,          pay,    closed,   2026-03-31T23:59:59Z
      N-3,       normal,    x,          pay,    closed,   2026-03-02
      N-4,       normal,    x,          pay,    rejected, 2026-04-02
      N-5,       normal,    x,          pay,    closed,   2026-04-02
      N-6,       normal,    x,          pay,    closed,   2026-04-02
      E-2,       emergency, CVE-2026-1, pay,    closed,   2026-04-10
      E-3,       emergency, CVE-2026-1, pay,    closed,   2026-04-11
      E-4,       emergency, CVE-2026-1, wallet, closed,   2026-04-11
      N-7,       normal,    x,          wallet, closed,   2026-04-02
      N-8,       normal,    x,          wallet, closed,   2026-04-02
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       E-1,        1,       bob,         approved, 2026-03-10
      change,       E-2,        1,       bob,         approved, 2026-03-10
      change,       E-3,        1,       bob,         approved, 2026-03-10
      change,       E-4,        1,       bob,         approved, 2026-03-10
    incident: |
      incident_id, opened_at
      INC-1,       2026-01-01
  expect:
    population: 4
    exceptions: |
      ticket_id, reason_code, reason
      E-2,       R4,          2 of the 4 changes of pay in 2026-04 were emergencies.
      E-3,       R4,          2 of the 4 changes of pay in 2026-04 were emergencies.

- name: tests and reviews afterwards; times from deployments; types that were changed afterwards
  given:
    change_ticket: |
      ticket_id, type,      title,      status, implemented_at, closed_at,  test_result, test_evidence_ref, incident_id
      E-1,       emergency, CVE-2026-1, closed, 2026-03-10,     2026-03-11, ,            ,
      E-2,       emergency, CVE-2026-1, closed, 2026-03-10,     2026-03-11, successful,  ,
      E-3,       emergency, CVE-2026-1, closed, 2026-03-10,     2026-03-11, ,            TP-1,
      E-4,       emergency, CVE-2026-1, closed, 2026-03-10,     2026-03-11, ,            ,                  INC-1
      E-5,       emergency, CVE-2026-1, review, 2026-03-10,     ,           ,            ,
      E-6,       emergency, CVE-2026-1, closed, ,               2026-03-11, successful,  ,
      E-7,       emergency, CVE-2026-1, closed, ,               2026-03-11, successful,  ,
      E-8,       emergency, CVE-2026-1, closed, ,               2026-07-11, successful,  ,
      E-9,       normal,    CVE-2026-1, closed, 2026-03-10,     2026-03-11, successful,  ,
      E-10,      emergency, CVE-2026-1, closed, 2026-03-10,     2026-03-11, successful,  ,
    ticket_event: |
      ticket_id, event_id, field,     old_value, changed_at
      e-9,       1,        issuetype, Emergency, 2026-03-12
      e-9,       2,        issuetype, Normal,    2026-03-13
      E-10,      3,        type,      Normal,    2026-03-12
      E-1,       4,        type,      Normal,    2026-03-09
      E-1,       5,        status,    Normal,    2026-03-12
    deployment: |
      deploy_id, environment, status,  deployed_at, ticket_ids
      d1,        prod,        success, 2026-03-10,  "["" e-7""]"
      d2,        staging,     success, 2026-03-10,  "[""E-6""]"
      d3,        prod,        failure, 2026-03-10,  "[""E-6""]"
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       E-1,        1,       bob,         approved, 2026-03-10
      change,       E-2,        1,       bob,         approved, 2026-03-10
      change,       E-3,        1,       bob,         approved, 2026-03-10
      change,       E-4,        1,       bob,         approved, 2026-03-10
      change,       E-5,        1,       bob,         approved, 2026-03-10
      change,       E-6,        1,       bob,         approved, 2026-03-10
      change,       E-7,        1,       bob,         approved, 2026-03-10
      change,       E-9,        1,       bob,         approved, 2026-03-10
    incident: |
      incident_id, opened_at,  postmortem_at
      INC-1,       2026-01-01, 2026-03-20
  expect:
    population: 8
    exceptions: |
      ticket_id, reason_code, reason
      E-1,       R5,          The ticket is closed without a test or review after the change.
    indeterminate: |
      ticket_id, reason_code, reason
      E-6,       I1,          Neither the ticket nor a deployment or task says when the change was implemented.

- name: approvals of pull requests only; nothing says that emergencies were or were not approved
  given:
    change_ticket: |
      ticket_id, type,      title,          status, implemented_at, closed_at
      E-1,       emergency, security patch, closed, 2026-03-10,
      E-2,       emergency, restart,        closed, 2026-03-10,
      E-3,       emergency, security patch, closed, ,               2026-03-11
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      pr,           E-1,        1,       bob,         approved, 2026-03-10
    incident: |
      incident_id, opened_at
      INC-1,       2026-01-01
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      E-2,       R2,          No incident of the ticket was open when it was implemented on 2026-03-10 00:00.
    indeterminate: |
      ticket_id, reason_code, reason
      E-1,       I3,          The evidence has no approvals of changes of the ticket system.
      E-3,       I1,          Neither the ticket nor a deployment or task says when the change was implemented.

- name: a ticket system whose approvals are in the evidence, beside one whose are not
  given:
    change_ticket: |
      ticket_id, type,      title,          status, implemented_at, tool
      E-1,       emergency, security patch, closed, 2026-03-10,     ServiceNow
      E-2,       emergency, security patch, closed, 2026-03-10,     servicenow
      J-1,       emergency, security patch, closed, 2026-03-10,     jira
      Z-1,       emergency, security patch, closed, 2026-03-10,     zammad
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at, channel
      change,       e-1,        1,       bob,         approved, 2026-03-10,
      pr,           J-1,        1,       bob,         approved, 2026-03-10, jira
      change,       ZZ-9,       1,       bob,         approved, 2026-03-10, Zammad
    incident: |
      incident_id, opened_at
      INC-1,       2026-01-01
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      E-2,       R1,          Implemented on 2026-03-10 00:00 and not approved.
      Z-1,       R1,          Implemented on 2026-03-10 00:00 and not approved.
    indeterminate: |
      ticket_id, reason_code, reason
      J-1,       I3,          The evidence has no approvals of changes of the ticket system.

- name: reviews of incidents, incidents by when they were closed, how the type was set later, approvals at the audit date, tickets without a system
  params: {max_rate: "0.5", min_n: 3, calendar: ""}
  given:
    change_ticket: |
      ticket_id, type,      title, system, requester_id, status, implemented_at,       closed_at,  incident_id, test_result
      T-0,       normal,    x,     ,       ann,          closed, 2026-03-02T10:00:00Z, ,           ,            passed
      T-1,       emergency, x,     s1,     ann,          closed, 2026-01-01T00:00:00Z, 2026-01-02, INC-1,
      T-2,       emergency, x,     s2,     ann,          closed, 2026-03-02T10:00:00Z, 2026-03-03, INC-2,
      T-3,       emergency, x,     s3,     ann,          closed, 2026-03-02T10:00:00Z, 2026-03-03, INC-4,       passed
      T-4,       normal,    x,     s4,     ann,          closed, 2026-03-02T10:00:00Z, 2026-03-03, INC-5,       passed
      T-5,       emergency, x,     ,       ann,          closed, 2026-03-02T10:00:00Z, 2026-03-03, INC-5,       passed
      T-6,       emergency, x,     ,       ann,          closed, 2026-03-02T10:00:00Z, 2026-03-03, INC-5,       passed
      T-7,       emergency, x,     s7,     ann,          closed, 2026-06-30T10:00:00Z, ,           INC-9,       passed
      T-8,       emergency, x,     s8,     ann,          closed, 2026-06-30T10:00:00Z, 2026-07-01, INC-9,
      T-9,       emergency, x,     s9,     ann,          closed, 2026-03-02T10:00:00Z, 2026-03-03, INC-5,       passed
    ticket_event: |
      ticket_id, event_id, field, old_value, changed_at
      T-4,       1,        type,  Emergency, 2026-03-02T10:00:00Z
    incident: |
      incident_id, opened_at,  resolved_at,          closed_at,            postmortem_at, related_ids
      INC-1,       2025-12-31, ,                     ,                     2026-01-05,
      INC-2,       2026-03-02, 2026-03-02T10:00:00Z, ,                     2026-03-05,
      INC-3,       2026-03-02, 2026-03-02T11:00:00Z, ,                     ,              "[""T-2""]"
      INC-4,       2026-03-02, ,                     2026-03-02T09:00:00Z, ,
      INC-5,       2026-03-02, ,                     2026-03-02T12:00:00Z, ,
      INC-9,       2026-06-30, ,                     ,                     ,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       T-1,        1,       bob,         approved, 2026-01-01T00:00:00Z
      change,       T-2,        1,       bob,         approved, 2026-03-02
      change,       T-3,        1,       bob,         approved, 2026-03-02
      change,       T-5,        1,       bob,         approved, 2026-03-02
      change,       T-6,        1,       bob,         approved, 2026-03-02
      change,       T-7,        1,       bob,         approved, 2026-07-01
      change,       T-9,        1,       Ann,         approved, 2026-03-02
      change,       T-9,        1,       bob,         approved, 2026-03-02
    ref_calendar: |
      calendar, date,       kind
      CH,       2026-03-03, holiday
  expect:
    population: 8
    exceptions: |
      ticket_id, reason_code, reason
      T-3,       R2,          No incident of the ticket was open when it was implemented on 2026-03-02 10:00.
      T-5,       R4,          2 of the 3 changes of tickets without a system in 2026-03 were emergencies.
      T-6,       R4,          2 of the 3 changes of tickets without a system in 2026-03 were emergencies.
      T-8,       R5,          The ticket is closed without a test or review after the change.

- name: tasks for a test or review that were closed after the change show it; a plan of the test does not then
  given:
    change_ticket: |
      ticket_id, tool,       type,      status, incident_id, implemented_at,       closed_at,  test_evidence_ref, test_result
      T-1,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-2,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-3,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-4,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-5,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-6,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-7,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, ,           plan,
      T-8,       servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, ,                  passed
      T-9,       jira,       emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-10,      servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
      T-11,      servicenow, emergency, closed, INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan,
    change_task: |
      task_id, ticket_id, tool,       kind,           status,         closed_at
      K-1,     t-1,       ServiceNow, testing,        closed,         2026-03-02T10:00:00Z
      K-2,     T-2,       servicenow, testing,        closed,         2026-03-02T09:59:59Z
      K-3,     T-3,       servicenow, review,         cancelled,      2026-03-03
      K-4,     T-4,       servicenow, implementation, closed,         2026-03-03
      K-5,     T-5,       servicenow, review,         closed,
      K-6,     T-6,       servicenow, review,         closed skipped, 2026-03-03
      K-8,     T-8,       servicenow, review,         closed,
      K-10,    T-10,      servicenow, review,         closed,         2026-07-01
      K-11,    T-11,      servicenow, review,         closed,         2026-07-01T00:00:01Z
    incident: |
      incident_id, opened_at
      INC-1,       2026-03-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       T-1,        1,       bob,         approved, 2026-03-02
      change,       T-2,        1,       bob,         approved, 2026-03-02
      change,       T-3,        1,       bob,         approved, 2026-03-02
      change,       T-4,        1,       bob,         approved, 2026-03-02
      change,       T-5,        1,       bob,         approved, 2026-03-02
      change,       T-6,        1,       bob,         approved, 2026-03-02
      change,       T-7,        1,       bob,         approved, 2026-03-02
      change,       T-8,        1,       bob,         approved, 2026-03-02
      change,       T-9,        1,       bob,         approved, 2026-03-02
      change,       T-10,       1,       bob,         approved, 2026-03-02
      change,       T-11,       1,       bob,         approved, 2026-03-02
  params: {max_rate: "1"}
  expect:
    population: 11
    exceptions: |
      ticket_id, reason_code, reason
      T-2,       R5,          The ticket is closed without a test or review after the change.
      T-3,       R5,          The ticket is closed without a test or review after the change.
      T-4,       R5,          The ticket is closed without a test or review after the change.
      T-6,       R5,          The ticket is closed without a test or review after the change.
      T-11,      R5,          The ticket is closed without a test or review after the change.
    indeterminate: |
      ticket_id, reason_code, reason
      T-5,       I4,          "A task for a test or review is closed, and it is not known whether after the change."

- name: where the ticket does not say it, the change began with its implementation tasks
  given:
    change_ticket: |
      ticket_id, type,      status, incident_id, closed_at,  test_result
      T-1,       emergency, closed, INC-1,       2026-03-09, passed
      T-2,       emergency, closed, INC-1,       2026-03-09, passed
      T-3,       emergency, closed, INC-1,       2026-03-09, passed
      T-4,       emergency, closed, INC-1,       2026-03-09, passed
      T-5,       emergency, closed, INC-1,       2026-03-09,
    change_task: |
      task_id, ticket_id, kind,           status,    started_at,           closed_at
      K-1,     T-1,       implementation, closed,    2026-03-02T10:00:00Z, 2026-03-09
      K-2,     t-1,       implementation, closed,    ,                     2026-03-08
      K-3,     T-2,       implementation, closed,    ,                     2026-03-02T10:00:00Z
      K-4,     T-3,       implementation, cancelled, 2026-03-02T10:00:00Z, 2026-03-08
      K-5,     T-4,       planning,       closed,    2026-03-02T10:00:00Z, 2026-03-08
      K-6,     T-5,       testing,        closed,    ,                     2026-03-08
    incident: |
      incident_id, opened_at
      INC-1,       2026-03-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       T-1,        1,       bob,         approved, 2026-03-06
      change,       T-2,        1,       bob,         approved, 2026-03-02
      change,       T-3,        1,       bob,         approved, 2026-03-02
      change,       T-4,        1,       bob,         approved, 2026-03-02
      change,       T-5,        1,       bob,         approved, 2026-03-02
  expect:
    exceptions: |
      ticket_id, reason_code, reason
      T-1,       R1,          Implemented on 2026-03-02 10:00 and approved on 2026-03-06 00:00.
    indeterminate: |
      ticket_id, reason_code, reason
      T-3,       I1,          Neither the ticket nor a deployment or task says when the change was implemented.
      T-4,       I1,          Neither the ticket nor a deployment or task says when the change was implemented.
      T-5,       I1,          Neither the ticket nor a deployment or task says when the change was implemented.

- name: with tasks of the ticket system a review is asked for though no ticket states one, once the ticket is closed
  given:
    change_ticket: |
      ticket_id, type,      status,    incident_id, implemented_at,       closed_at,  test_evidence_ref
      T-1,       emergency, closed,    INC-1,       2026-03-02T10:00:00Z, 2026-03-05, plan
      T-2,       emergency, implement, INC-1,       2026-03-02T10:00:00Z, ,           plan
      T-3,       emergency, implement, INC-1,       2026-03-02T10:00:00Z, 2026-07-02, plan
    change_task: |
      task_id, ticket_id, kind,           status, closed_at
      K-1,     T-1,       implementation, closed, 2026-03-03
      K-2,     T-2,       review,         closed,
      K-3,     T-3,       review,         closed,
    incident: |
      incident_id, opened_at
      INC-1,       2026-03-01
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       T-1,        1,       bob,         approved, 2026-03-02
      change,       T-2,        1,       bob,         approved, 2026-03-02
      change,       T-3,        1,       bob,         approved, 2026-03-02
  expect:
    population: 3
    exceptions: |
      ticket_id, reason_code
      T-1,       R5
    indeterminate: none
---*/
