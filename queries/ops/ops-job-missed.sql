/*---
id: ops-job-missed
version: 1
title: Scheduled jobs that did not run in their slot
objective: Scheduled processing is complete; every job runs when it is due, and nothing runs unplanned.
kind: operating
severity: medium
reads: [job_expected, job_run]
key: [job_id, due_at]
params:
  window_min: {type: integer, default: 60, unit: minutes, means: how late a job may start where the schedule does not say it}
  catchup: {type: boolean, default: true, means: whether a run after its slot was over makes the slot late and not missed}
  jobs: {type: text, default: ".*", means: pattern of the jobs in scope}
  singleton_jobs: {type: "text[]", default: [], means: jobs of which no two runs may overlap}
controls:
  soc2-tsc-2017: [PI1.3]
reasons:
  R1: no run in the slot
  R2: started late
  R3: scheduled runs that no slot explains
  R4: runs of a job overlap that must not
  I1: the run of the slot has no time of start
  X1: the time to start is not over
limits:
  - An item is a slot of the schedule. A job that the scheduler starts and the schedule does not have is one item, named by the start of
    its first run.
  - A run belongs to the slot of its logical time, else to the last slot that was due when it started; the first run of a slot counts.
  - Where the schedule gives due times only, the logical time of a run is taken for the due time, unless all runs of the job started
    (two at least) after the next slot was due. Then it is the start of the interval, as in Airflow, and belongs to the next slot.
  - Holidays, changes of the schedule, summer time and pauses are right when the schedule was expanded with them.
  - Whether a run succeeded is not judged; one that failed did run.
---*/

-- +slot: each slot of the schedule, with the ones beside it
SELECT
  job_id, due_at, logical_at, date_add('minute', COALESCE(window_min, $window_min), due_at) AS start_by,
  LAG(due_at) OVER (PARTITION BY job_id ORDER BY due_at) AS previous_due_at,
  LEAD(due_at) OVER (PARTITION BY job_id ORDER BY due_at) AS next_due_at
FROM job_expected
WHERE regexp_like(job_id, $jobs);

-- +run: one row per run, from its first start to its last end
SELECT
  job_id, run_id, MIN(logical_at) AS logical_at, MIN(started_at) AS started_at, MAX(ended_at) AS ended_at,
  BOOL_OR(trigger = 'schedule') AS scheduled
FROM job_run
WHERE regexp_like(job_id, $jobs)
GROUP BY job_id, run_id;

-- +interval_job: jobs whose logical time is the start of the interval: every run starts when the next slot is due, or later
SELECT r.job_id
FROM run AS r
JOIN slot AS s ON s.job_id = r.job_id AND s.due_at = r.logical_at AND s.logical_at IS NULL
GROUP BY r.job_id
HAVING BOOL_AND(r.started_at >= s.next_due_at) AND COUNT(s.next_due_at) > 1;

-- +meant: each slot with the logical time of the run that it is for
SELECT
  s.job_id, s.due_at, s.start_by, s.next_due_at,
  COALESCE(s.logical_at, CASE
    WHEN i.job_id IS NULL THEN s.due_at
    ELSE COALESCE(s.previous_due_at, s.due_at - (s.next_due_at - s.due_at))
  END) AS logical_at
FROM slot AS s
LEFT JOIN interval_job AS i ON i.job_id = s.job_id;

-- +timeline: for each run the last slot that was due when it started
SELECT job_id, run_id, due_at
FROM (
  SELECT
    job_id, run_id,
    MAX(due_at) OVER (PARTITION BY job_id ORDER BY moment, run_id NULLS FIRST ROWS UNBOUNDED PRECEDING) AS due_at
  FROM (
    SELECT job_id, CAST(NULL AS VARCHAR) AS run_id, due_at AS moment, due_at FROM slot
    UNION ALL
    SELECT job_id, run_id, started_at, CAST(NULL AS TIMESTAMP WITH TIME ZONE) FROM run WHERE started_at IS NOT NULL
  ) AS events
) AS dated
WHERE run_id IS NOT NULL;

-- +placed: each run with its slot, and whether by logical time; the runs of a slot are numbered
SELECT
  r.job_id, r.run_id, r.started_at, r.ended_at, r.scheduled,
  COALESCE(m.due_at, t.due_at) AS due_at, m.due_at IS NOT NULL AS meant,
  ROW_NUMBER() OVER (
    PARTITION BY r.job_id, COALESCE(m.due_at, t.due_at) ORDER BY m.due_at IS NULL, r.started_at, r.run_id
  ) AS nth
FROM run AS r
LEFT JOIN meant AS m ON m.job_id = r.job_id AND m.logical_at = r.logical_at
LEFT JOIN timeline AS t ON t.job_id = r.job_id AND t.run_id = r.run_id;

-- +unplanned: scheduled runs of the period that no slot explains, per slot in which they fell, or per job without slots
SELECT
  p.job_id, COALESCE(p.due_at, MIN(p.started_at)) AS due_at, p.due_at IS NULL AS slotless, COUNT(*) AS runs,
  MIN(p.started_at) AS first_at
FROM placed AS p
LEFT JOIN (SELECT DISTINCT job_id FROM slot) AS s ON s.job_id = p.job_id
WHERE p.scheduled
  AND p.started_at >= $period_start
  AND p.started_at < $period_end
  AND (p.due_at IS NOT NULL AND NOT p.meant AND p.nth > 1 OR s.job_id IS NULL)
GROUP BY p.job_id, p.due_at;

-- +population: one row per slot of the period, and one per job that runs without any slot
SELECT job_id, due_at FROM slot WHERE due_at >= $period_start AND due_at < $period_end
UNION ALL
SELECT job_id, due_at FROM unplanned WHERE slotless;

-- +judged: each slot with its run and at most one code
SELECT
  m.job_id, m.due_at, m.start_by, p.started_at,
  CASE
    WHEN p.run_id IS NULL AND m.start_by > $as_of THEN 'X1'
    WHEN p.run_id IS NULL THEN 'R1'
    WHEN p.started_at IS NULL THEN 'I1'
    WHEN NOT $catchup AND p.started_at >= m.next_due_at AND p.started_at > m.start_by THEN 'R1'
    WHEN p.started_at > m.start_by THEN 'R2'
  END AS code
FROM meant AS m
LEFT JOIN placed AS p ON p.job_id = m.job_id AND p.due_at = m.due_at AND p.nth = 1;

-- +overlap: slots in which a run of a singleton job started before an earlier one had ended
SELECT job_id, due_at, MIN(started_at) AS started_at
FROM (
  SELECT
    job_id, due_at, started_at,
    MAX(ended_at) OVER (
      PARTITION BY job_id ORDER BY started_at, run_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS busy_until
  FROM placed
  WHERE contains($singleton_jobs, job_id) AND started_at IS NOT NULL
) AS history
WHERE started_at < busy_until
GROUP BY job_id, due_at;

-- +exceptions: slots without their run, late ones, runs without a slot, and overlaps
SELECT
  j.job_id, j.due_at, j.code AS reason_code,
  CASE
    WHEN j.started_at IS NULL THEN concat('Due on ', substr(CAST(j.due_at AS VARCHAR), 1, 16), '; no run started.')
    ELSE concat('Due on ', substr(CAST(j.due_at AS VARCHAR), 1, 16), ', to start by ',
      substr(CAST(j.start_by AS VARCHAR), 1, 16), '; the run started on ', substr(CAST(j.started_at AS VARCHAR), 1, 19), '.')
  END AS reason,
  j.started_at
FROM population AS p
JOIN judged AS j ON j.job_id = p.job_id AND j.due_at = p.due_at
WHERE j.code IN ('R1', 'R2')
UNION ALL
SELECT
  u.job_id, u.due_at, 'R3' AS reason_code,
  concat('Scheduled runs without a slot: ', CAST(u.runs AS VARCHAR), ', the first started on ',
    substr(CAST(u.first_at AS VARCHAR), 1, 19), '.') AS reason,
  u.first_at
FROM population AS p
JOIN unplanned AS u ON u.job_id = p.job_id AND u.due_at = p.due_at
UNION ALL
SELECT
  o.job_id, o.due_at, 'R4' AS reason_code,
  concat('The run that started on ', substr(CAST(o.started_at AS VARCHAR), 1, 19),
    ' began before an earlier one had ended.') AS reason,
  o.started_at
FROM population AS p
JOIN overlap AS o ON o.job_id = p.job_id AND o.due_at = p.due_at;

-- +indeterminate: slots whose run has no time of start
SELECT
  j.job_id, j.due_at, 'I1' AS reason_code,
  concat('Due on ', substr(CAST(j.due_at AS VARCHAR), 1, 16), '; its run has no time of start.') AS reason
FROM population AS p
JOIN judged AS j ON j.job_id = p.job_id AND j.due_at = p.due_at AND j.code = 'I1'
LEFT JOIN exceptions AS e ON e.job_id = p.job_id AND e.due_at = p.due_at
WHERE e.job_id IS NULL;

-- +excluded: slots in which the job may still start
SELECT
  j.job_id, j.due_at, 'X1' AS reason_code,
  concat('The job may start until ', substr(CAST(j.start_by AS VARCHAR), 1, 16), '.') AS reason
FROM population AS p
JOIN judged AS j ON j.job_id = p.job_id AND j.due_at = p.due_at
WHERE j.code = 'X1';

/*--- cases
- name: by logical time; a run 59 minutes late is not credited to the next slot; the schedule may set the window
  given:
    job_expected: |
      job_id, due_at,               window_min
      hourly, 2026-01-01T00:00:00Z,
      hourly, 2026-01-01T01:00:00Z,
      hourly, 2026-01-01T02:00:00Z,
      hourly, 2026-01-01T03:00:00Z,
      hourly, 2026-01-01T04:00:00Z, 10
      hourly, 2026-01-01T05:00:00Z, 240
      hourly, 2026-06-30T23:00:00Z,
      hourly, 2026-06-30T23:30:00Z,
      hourly, 2025-12-31T23:00:00Z,
      hourly, 2026-07-01T00:00:00Z,
    job_run: |
      job_id, run_id, attempt, logical_at,           started_at,           status,  trigger
      hourly, a,      1,       2026-01-01T00:00:00Z, 2026-01-01T00:59:00Z, failed,  schedule
      hourly, a,      2,       2026-01-01T00:00:00Z, 2026-01-01T03:59:00Z, success, schedule
      hourly, b,      1,       2026-01-01T01:00:00Z, 2026-01-01T02:00:01Z, success, schedule
      hourly, c,      1,       2026-01-01T02:00:00Z, 2026-01-01T02:00:00Z, success, schedule
      hourly, c2,     1,       2026-01-01T02:00:00Z, 2026-01-01T09:00:00Z, success, schedule
      hourly, e,      1,       2026-01-01T04:00:00Z, 2026-01-01T04:10:01Z, success, manual
      hourly, h,      1,       2026-06-29T23:00:00Z, ,                     queued,  schedule
      hourly, f,      1,       2026-01-01T05:00:00Z, ,                     queued,  schedule
      other,  g,      1,       2026-01-01T03:00:00Z, 2026-01-01T03:00:00Z, success, manual
  expect:
    population: 8
    exceptions: |
      job_id, due_at,               reason_code, reason
      hourly, 2026-01-01T01:00:00Z, R2,          "Due on 2026-01-01 01:00, to start by 2026-01-01 02:00; the run started on 2026-01-01 02:00:01."
      hourly, 2026-01-01T03:00:00Z, R1,          Due on 2026-01-01 03:00; no run started.
      hourly, 2026-01-01T04:00:00Z, R2,          "Due on 2026-01-01 04:00, to start by 2026-01-01 04:10; the run started on 2026-01-01 04:10:01."
      hourly, 2026-06-30T23:00:00Z, R1,          Due on 2026-06-30 23:00; no run started.
    indeterminate: |
      job_id, due_at,               reason_code, reason
      hourly, 2026-01-01T05:00:00Z, I1,          Due on 2026-01-01 05:00; its run has no time of start.
    excluded: |
      job_id, due_at,               reason_code, reason
      hourly, 2026-06-30T23:30:00Z, X1,          The job may start until 2026-07-01 00:30.

- name: without logical time the last slot due at the start counts; scheduled runs without a slot, of known and unknown jobs
  given:
    job_expected: |
      job_id, due_at
      daily,  2026-02-01
      daily,  2026-02-02
      daily,  2026-02-03
      daily,  2025-12-31
    job_run: |
      job_id, run_id, attempt, started_at,           status,  trigger
      daily,  z,      1,       2026-02-01T00:00:00Z, success, manual
      daily,  a,      1,       2026-02-01T12:00:00Z, success, schedule
      daily,  b,      1,       2026-02-02T12:00:00Z, success, manual
      daily,  b2,     1,       2026-02-02T13:00:00Z, success, manual
      daily,  d,      1,       2025-12-31T00:00:00Z, success, manual
      daily,  e,      1,       2025-12-31T01:00:00Z, success, schedule
      daily,  f,      1,       ,                     queued,  schedule
      nightly, a,     1,       2026-03-02,           success, schedule
      nightly, b,     1,       2026-03-01,           success, schedule
      nightly, c,     1,       2026-02-01,           success, manual
      nightly, d,     1,       2025-12-31,           success, schedule
      nightly, e,     1,       2026-07-01,           success, schedule
      by-hand, a,     1,       2026-02-01,           success, manual
  expect:
    population: 4
    exceptions: |
      job_id,  due_at,     reason_code, reason
      daily,   2026-02-01, R3,          "Scheduled runs without a slot: 1, the first started on 2026-02-01 12:00:00."
      daily,   2026-02-02, R2,          "Due on 2026-02-02 00:00, to start by 2026-02-02 01:00; the run started on 2026-02-02 12:00:00."
      daily,   2026-02-03, R1,          "Due on 2026-02-03 00:00; no run started."
      nightly, 2026-03-01, R3,          "Scheduled runs without a slot: 2, the first started on 2026-03-01 00:00:00."

- name: in Airflow the logical time is the start of the interval; the schedule may say which run a slot is for
  params: {jobs: "^(airflow|stated|few)$"}
  given:
    job_expected: |
      job_id,  due_at,     logical_at
      airflow, 2026-02-01,
      airflow, 2026-02-02,
      airflow, 2026-02-03,
      airflow, 2026-02-04,
      stated,  2026-02-01, 2026-01-01
      stated,  2026-03-01, 2026-02-01
      few,     2026-02-01,
      few,     2026-02-02,
      others,  2026-02-01,
    job_run: |
      job_id,  run_id, attempt, logical_at, started_at,           status,  trigger
      airflow, a,      1,       2026-01-31, 2026-02-01T00:00:05Z, success, schedule
      airflow, b,      1,       2026-02-01, 2026-02-02T00:00:00Z, success, schedule
      airflow, d,      1,       2026-02-03, 2026-02-04T00:00:05Z, success, schedule
      airflow, e,      1,       2026-02-04, ,                     queued,  schedule
      stated,  a,      1,       2026-01-01, 2026-02-01T00:30:00Z, success, schedule
      few,     a,      1,       2026-02-01, 2026-02-02T00:30:00Z, success, schedule
      others,  a,      1,       2026-03-01, 2026-03-01T00:30:00Z, success, schedule
  expect:
    population: 8
    exceptions: |
      job_id,  due_at,     reason_code, reason
      few,     2026-02-01, R2,          "Due on 2026-02-01 00:00, to start by 2026-02-01 01:00; the run started on 2026-02-02 00:30:00."
      few,     2026-02-02, R1,          Due on 2026-02-02 00:00; no run started.
      airflow, 2026-02-03, R1,          Due on 2026-02-03 00:00; no run started.
      stated,  2026-03-01, R1,          Due on 2026-03-01 00:00; no run started.

- name: a run after its slot is late, or missed where catching up is not allowed; singletons must not overlap
  params: {catchup: false, singleton_jobs: [single]}
  given:
    job_expected: |
      job_id, due_at,               window_min
      late,   2026-02-01T01:00:00Z, 10
      late,   2026-02-01T02:00:00Z, 90
      late,   2026-02-01T03:00:00Z, 10
      late,   2026-02-01T04:00:00Z, 10
      single, 2026-02-01T01:00:00Z,
      single, 2026-02-01T02:00:00Z,
      single, 2026-02-01T03:00:00Z,
      single, 2026-02-01T05:00:00Z,
      double, 2026-02-01T01:00:00Z,
    job_run: |
      job_id, run_id, attempt, logical_at,           started_at,           ended_at,             status
      late,   a,      1,       2026-02-01T01:00:00Z, 2026-02-01T02:00:00Z, ,                     success
      late,   b,      1,       2026-02-01T02:00:00Z, 2026-02-01T03:20:00Z, ,                     success
      late,   c,      1,       2026-02-01T03:00:00Z, 2026-02-01T03:20:00Z, ,                     success
      late,   d,      1,       2026-02-01T04:00:00Z, 2026-02-01T04:00:00Z, ,                     success
      single, a,      1,       2026-02-01T01:00:00Z, 2026-02-01T01:00:00Z, 2026-02-01T01:10:00Z, failed
      single, a,      2,       2026-02-01T01:00:00Z, 2026-02-01T01:20:00Z, 2026-02-01T02:00:00Z, success
      single, b,      1,       2026-02-01T02:00:00Z, 2026-02-01T02:00:00Z, 2026-02-01T04:00:00Z, success
      single, b2,     1,       2026-02-01T02:00:00Z, 2026-02-01T02:10:00Z, 2026-02-01T02:20:00Z, success
      single, b3,     1,       2026-02-01T02:00:00Z, ,                     2026-02-01T09:20:00Z, queued
      single, e,      1,       2026-02-01T05:00:00Z, ,                     ,                     queued
      single, c,      1,       2026-02-01T03:00:00Z, 2026-02-01T03:00:00Z, ,                     success
      double, a,      1,       2026-02-01T01:00:00Z, 2026-02-01T01:00:00Z, 2026-02-01T02:00:00Z, success
      double, b,      1,       2026-02-01T01:00:00Z, 2026-02-01T01:30:00Z, 2026-02-01T02:00:00Z, success
  expect:
    exceptions: |
      job_id, due_at,               reason_code, reason
      late,   2026-02-01T01:00:00Z, R1,          "Due on 2026-02-01 01:00, to start by 2026-02-01 01:10; the run started on 2026-02-01 02:00:00."
      late,   2026-02-01T03:00:00Z, R2,          "Due on 2026-02-01 03:00, to start by 2026-02-01 03:10; the run started on 2026-02-01 03:20:00."
      single, 2026-02-01T02:00:00Z, R4,          The run that started on 2026-02-01 02:10:00 began before an earlier one had ended.
      single, 2026-02-01T03:00:00Z, R4,          The run that started on 2026-02-01 03:00:00 began before an earlier one had ended.
    indeterminate: |
      job_id, due_at,               reason_code, reason
      single, 2026-02-01T05:00:00Z, I1,          Due on 2026-02-01 05:00; its run has no time of start.
---*/
