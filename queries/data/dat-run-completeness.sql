/*---
id: dat-run-completeness
version: 3
title: Partitions missing, loaded twice, late or out of order
objective: Each expected partition of a data pipeline is processed exactly once, in order and in time, by released code.
kind: operating
severity: high
reads: [job_expected, job_run]
optional: [approval, deployment]
key: [pipeline, partition_key]
params:
  pipelines: {type: text, default: ".*", means: pattern of the pipelines in scope}
  cutoff_hours: {type: integer, default: 24, unit: hours, means: time after the due time by which a partition must be complete}
  cutoffs: {type: "text[]", default: [], unit: hours, means: "other times by pipeline, such as ledger_daily=6"}
  overwriting: {type: "text[]", default: [], means: pipelines that replace a partition when they run again}
  sequential: {type: "text[]", default: [], means: pipelines whose partitions must be processed in order}
controls:
  soc2-tsc-2017: [PI1.2, PI1.3]
reasons:
  R1: no successful run
  R2: several successful runs that are not approved backfills
  R3: complete only after the cutoff
  R4: processed before the partition before it
  R5: processed by code that was not released
  I1: a successful run has no time, or none of its end where the job states ends
  X1: the cutoff is not over
limits:
  - A partition is a slot of the schedule. A run belongs to it by its partition key, else by its logical time, else it is the last
    one that was due when the run started.
  - Where the schedule gives due times only, the logical time of a run is taken for the due time, unless all runs of the job (two
    at least) started after the next slot was due. Then it is the start of the interval, as in Airflow, and belongs to the next slot.
  - A pipeline adds to its target unless it is named as overwriting. A backfill is approved when an approval for its ticket is there.
  - R3 and R4 leave approved backfills out, unless there is nothing else. R5 is tested when deployments are loaded, for runs that
    name a version; it looks for the version among commits, references and digests that were deployed anywhere before the run.
    A run that names no version is not tested for it.
  - A run that was cleared and run again shows its last state only. Days without files, such as holidays, must not be in the schedule.
  - Where no run of a job states an end, its start stands for it.
  - Backups and restores are not partitions, nor are the slots of a job whose log never tells how a run ended, as that of cron.
---*/

-- +slot: each slot of the schedule that is not of a backup or restore, nor of a job without outcomes, with the ones beside it
SELECT
  e.job_id, e.due_at, e.logical_at, e.partition_key,
  LAG(e.due_at) OVER (PARTITION BY e.job_id ORDER BY e.due_at) AS previous_due_at,
  LEAD(e.due_at) OVER (PARTITION BY e.job_id ORDER BY e.due_at) AS next_due_at
FROM job_expected AS e
LEFT JOIN (SELECT job_id FROM job_run GROUP BY job_id HAVING BOOL_OR(COALESCE(kind IN ('backup', 'restore'), FALSE)) OR BOOL_AND(status = 'unknown')) AS b ON b.job_id = e.job_id
WHERE b.job_id IS NULL AND regexp_like(e.job_id, $pipelines);

-- +interval_job: pipelines whose logical time is the start of the interval: every run starts when the next slot is due, or later
SELECT r.job_id
FROM job_run AS r
JOIN slot AS s ON s.job_id = r.job_id AND s.due_at = r.logical_at AND s.logical_at IS NULL
GROUP BY r.job_id
HAVING BOOL_AND(r.started_at >= s.next_due_at) AND COUNT(s.next_due_at) > 1;

-- +meant: each slot with the time that its run is for
SELECT
  s.job_id, s.due_at, s.partition_key,
  COALESCE(s.logical_at, CASE
    WHEN i.job_id IS NULL THEN s.due_at
    ELSE COALESCE(s.previous_due_at, s.due_at - (s.next_due_at - s.due_at))
  END) AS logical_at
FROM slot AS s
LEFT JOIN interval_job AS i ON i.job_id = s.job_id;

-- +named: each slot with its partition: as the schedule names it, else the day, or the minute where a day has several
SELECT
  job_id, due_at, logical_at,
  COALESCE(partition_key, substr(CAST(COALESCE(logical_at, due_at) AS VARCHAR), 1, CASE
    WHEN COUNT(*) OVER (PARTITION BY job_id, CAST(COALESCE(logical_at, due_at) AS DATE)) = 1 THEN 10 ELSE 16
  END)) AS partition_key
FROM meant;

-- +partition: one row per partition with its cutoff
SELECT
  n.job_id AS pipeline, n.partition_key, MIN(n.due_at) AS due_at,
  date_add('hour', COALESCE(MAX(c.hours), $cutoff_hours), MIN(n.due_at)) AS cutoff_at
FROM named AS n
LEFT JOIN (
  SELECT split_part(u.item, '=', 1) AS job_id, CAST(split_part(u.item, '=', 2) AS BIGINT) AS hours
  FROM (SELECT $cutoffs AS items) AS p
  CROSS JOIN UNNEST(p.items) AS u(item)
) AS c ON c.job_id = n.job_id
GROUP BY n.job_id, n.partition_key;

-- +population: one row per partition that was due in the period, with the one before it
SELECT pipeline, partition_key, due_at, cutoff_at, before_key
FROM (
  SELECT
    pipeline, partition_key, due_at, cutoff_at,
    LAG(partition_key) OVER (PARTITION BY pipeline ORDER BY due_at, partition_key) AS before_key
  FROM partition
) AS ordered
WHERE due_at >= $period_start AND due_at < $period_end;

-- +success: every successful run, with what names its partition
SELECT
  job_id, run_id, attempt, partition_key, logical_at, started_at, COALESCE(ended_at, started_at) AS done_at, trigger,
  ticket_id, code_version, started_at IS NULL AND ended_at IS NULL OR ended_at IS NULL AND COUNT(ended_at) OVER (PARTITION BY job_id) > 0 AS undated
FROM job_run
WHERE status = 'success';

-- +timeline: for each successful run the last slot that was due when it started
SELECT job_id, run_id, attempt, due_at
FROM (
  SELECT
    job_id, run_id, attempt,
    MAX(due_at) OVER (PARTITION BY job_id ORDER BY moment, run_id NULLS FIRST, attempt ROWS UNBOUNDED PRECEDING) AS due_at
  FROM (
    SELECT job_id, CAST(NULL AS VARCHAR) AS run_id, CAST(NULL AS BIGINT) AS attempt, due_at AS moment, due_at FROM slot
    UNION ALL
    SELECT job_id, run_id, attempt, started_at, CAST(NULL AS TIMESTAMP WITH TIME ZONE) FROM success
    WHERE started_at IS NOT NULL
  ) AS events
) AS dated
WHERE run_id IS NOT NULL;

-- +placed: each successful run with its partition, and whether it is an approved backfill
SELECT
  s.job_id AS pipeline, COALESCE(k.partition_key, l.partition_key, d.partition_key) AS partition_key,
  s.run_id, s.attempt, s.started_at, s.done_at, s.undated, s.code_version,
  COALESCE(s.trigger = 'backfill' AND a.subject_id IS NOT NULL, FALSE) AS approved_backfill
FROM success AS s
LEFT JOIN (SELECT DISTINCT job_id, partition_key FROM named) AS k
  ON k.job_id = s.job_id AND k.partition_key = s.partition_key
LEFT JOIN named AS l ON l.job_id = s.job_id AND l.logical_at = s.logical_at
LEFT JOIN timeline AS t ON t.job_id = s.job_id AND t.run_id = s.run_id AND t.attempt = s.attempt
LEFT JOIN named AS d ON d.job_id = t.job_id AND d.due_at = t.due_at AND s.partition_key IS NULL AND s.logical_at IS NULL
LEFT JOIN (SELECT DISTINCT subject_id FROM approval WHERE subject_type = 'change' AND decision = 'approved') AS a
  ON a.subject_id = s.ticket_id;

-- +release: each version of code with the first time that it was deployed
SELECT version, MIN(deployed_at) AS released_at
FROM (
  SELECT commit_sha AS version, deployed_at FROM deployment WHERE status = 'success'
  UNION ALL
  SELECT ref, deployed_at FROM deployment WHERE status = 'success'
  UNION ALL
  SELECT artifact_digest, deployed_at FROM deployment WHERE status = 'success'
) AS versions
GROUP BY version;

-- +outcome: per partition what its successful runs were
SELECT
  p.pipeline, p.partition_key, COUNT(*) AS runs, COUNT(*) FILTER (WHERE NOT p.approved_backfill) AS regular_runs,
  COALESCE(MIN(p.done_at) FILTER (WHERE NOT p.approved_backfill), MIN(p.done_at)) AS first_at,
  COALESCE(MAX(p.done_at) FILTER (WHERE NOT p.approved_backfill), MIN(p.done_at)) AS last_at,
  BOOL_OR(p.undated) AS undated,
  string_agg(DISTINCT p.code_version, ', ' ORDER BY p.code_version)
    FILTER (WHERE d.any_deployment AND COALESCE(r.released_at > p.started_at, r.version IS NULL)) AS unreleased
FROM placed AS p
LEFT JOIN release AS r ON r.version = p.code_version
CROSS JOIN (SELECT COUNT(*) > 0 AS any_deployment FROM deployment) AS d
GROUP BY p.pipeline, p.partition_key;

-- +facts: each partition with its runs, and those of the one before it
SELECT
  p.pipeline, p.partition_key, p.due_at, p.cutoff_at, o.runs, o.regular_runs, o.first_at, o.last_at, o.undated, o.unreleased,
  p.before_key, b.first_at AS before_at
FROM population AS p
LEFT JOIN outcome AS o ON o.pipeline = p.pipeline AND o.partition_key = p.partition_key
LEFT JOIN outcome AS b ON b.pipeline = p.pipeline AND b.partition_key = p.before_key;

-- +exceptions: partitions that were not processed once, in time, in order and by released code
SELECT
  pipeline, partition_key, 'R1' AS reason_code,
  concat('Due on ', substr(CAST(due_at AS VARCHAR), 1, 16), '; no run succeeded.') AS reason
FROM facts
WHERE runs IS NULL AND cutoff_at <= $as_of
UNION ALL
SELECT
  pipeline, partition_key, 'R2' AS reason_code,
  concat(CAST(regular_runs AS VARCHAR), ' runs succeeded that are not approved backfills.') AS reason
FROM facts
WHERE regular_runs > 1 AND NOT contains($overwriting, pipeline)
UNION ALL
SELECT
  pipeline, partition_key, 'R3' AS reason_code,
  concat('Complete on ', substr(CAST(last_at AS VARCHAR), 1, 16), ', after the cutoff ',
    substr(CAST(cutoff_at AS VARCHAR), 1, 16), '.') AS reason
FROM facts
WHERE last_at > cutoff_at
UNION ALL
SELECT
  pipeline, partition_key, 'R4' AS reason_code,
  concat('Complete on ', substr(CAST(first_at AS VARCHAR), 1, 16), ', before partition ', before_key, ' on ',
    substr(CAST(before_at AS VARCHAR), 1, 16), '.') AS reason
FROM facts
WHERE contains($sequential, pipeline) AND first_at < before_at
UNION ALL
SELECT
  pipeline, partition_key, 'R5' AS reason_code,
  concat('Processed by version ', unreleased, ', which had not been deployed.') AS reason
FROM facts
WHERE unreleased IS NOT NULL;

-- +indeterminate: partitions whose run may have ended after the cutoff
SELECT f.pipeline, f.partition_key, 'I1' AS reason_code, 'A successful run does not say when it ended.' AS reason
FROM facts AS f
LEFT JOIN exceptions AS e ON e.pipeline = f.pipeline AND e.partition_key = f.partition_key
WHERE f.undated AND e.pipeline IS NULL;

-- +excluded: partitions that may still be processed in time
SELECT
  pipeline, partition_key, 'X1' AS reason_code,
  concat('The cutoff is ', substr(CAST(cutoff_at AS VARCHAR), 1, 16), '.') AS reason
FROM facts
WHERE runs IS NULL AND cutoff_at > $as_of;

/*--- cases
- name: by partition key, by logical time and by start; missing, twice, late; backups and failed runs do not count
  params: {cutoffs: [fast=1], overwriting: [idem]}
  given:
    job_expected: |
      job_id, due_at,               partition_key
      keyed,  2026-01-01T00:00:00Z, p1
      keyed,  2026-02-01T00:00:00Z, p2
      keyed,  2026-03-01T00:00:00Z, p3
      keyed,  2026-03-01T00:10:00Z, p3
      keyed,  2026-06-29T23:59:59Z, p4
      keyed,  2026-06-30T00:00:00Z, p4b
      keyed,  2026-06-30T00:00:01Z, p5
      keyed,  2026-06-30T00:00:02Z, p5b
      keyed,  2026-07-01T00:00:00Z, p6
      keyed,  2025-12-31T00:00:00Z, p0
      logic,  2026-02-01T06:00:00Z,
      logic,  2026-02-02T06:00:00Z,
      logic,  2026-02-03T00:00:00Z,
      logic,  2026-02-03T12:00:00Z,
      start,  2026-02-01T00:00:00Z,
      start,  2026-02-02T00:00:00Z,
      fast,   2026-02-01T00:00:00Z,
      fast,   2026-02-02T00:00:00Z,
      idem,   2026-02-01T00:00:00Z,
      backup, 2026-02-01T00:00:00Z,
    job_run: |
      job_id, run_id, attempt, kind,     partition_key, logical_at,           started_at,           ended_at,             status
      keyed,  a,      1,       pipeline, p1,            2026-03-01T00:00:00Z, 2026-01-01T01:00:00Z, 2026-01-02T00:00:00Z, success
      keyed,  b,      1,       pipeline, p2,            ,                     2026-02-01T01:00:00Z, 2026-02-02T00:00:01Z, success
      keyed,  c,      1,       pipeline, p3,            ,                     2026-03-01T01:00:00Z, ,                     success
      keyed,  c,      2,       pipeline, p3,            ,                     2026-03-01T02:00:00Z, ,                     success
      keyed,  e,      1,       pipeline, p5b,           ,                     2026-06-30T01:00:00Z, 2026-06-30T01:30:00Z, success
      keyed,  x,      1,       pipeline, p9,            ,                     2026-07-01T02:00:00Z, ,                     success
      keyed,  y,      1,       pipeline, ,              2026-04-01T00:00:00Z, 2026-06-30T23:00:00Z, 2026-06-30T23:30:00Z, success
      logic,  a,      1,       batch,    2026-02-01,    ,                     2026-02-01T06:10:00Z, 2026-02-01T06:20:00Z, success
      logic,  b,      1,       batch,    ,              2026-02-02T06:00:00Z, 2026-02-03T00:10:00Z, 2026-02-03T00:20:00Z, success
      logic,  c,      1,       batch,    ,              2026-02-03T00:00:00Z, 2026-02-03T00:10:00Z, 2026-02-03T00:20:00Z, failed
      start,  a,      1,       ,         ,              ,                     2026-02-01T23:59:00Z, 2026-02-01T23:59:30Z, success
      start,  b,      1,       ,         ,              ,                     2026-02-02T00:00:00Z, ,                     success
      start,  c,      1,       ,         ,              ,                     2026-01-02T00:00:00Z, ,                     success
      start,  d,      1,       ,         ,              ,                     ,                     ,                     success
      fast,   a,      1,       pipeline, ,              2026-02-01T00:00:00Z, 2026-02-01T00:10:00Z, 2026-02-01T01:00:01Z, success
      fast,   b,      1,       pipeline, ,              2026-02-02T00:00:00Z, ,                     ,                     success
      fast,   b,      2,       pipeline, ,              2026-02-02T00:00:00Z, 2026-02-02T00:10:00Z, ,                     failed
      idem,   a,      1,       pipeline, ,              2026-02-01T00:00:00Z, 2026-02-01T00:10:00Z, ,                     success
      idem,   b,      1,       pipeline, ,              2026-02-01T00:00:00Z, 2026-02-01T02:10:00Z, ,                     success
      backup, a,      1,       backup,   ,              2026-03-01T00:00:00Z, 2026-03-01T02:10:00Z, ,                     success
  expect:
    population: 16
    exceptions: |
      pipeline, partition_key,    reason_code, reason
      keyed,    p2,               R3,          "Complete on 2026-02-02 00:00, after the cutoff 2026-02-02 00:00."
      keyed,    p3,               R2,          2 runs succeeded that are not approved backfills.
      keyed,    p4,               R1,          Due on 2026-06-29 23:59; no run succeeded.
      keyed,    p4b,              R1,          Due on 2026-06-30 00:00; no run succeeded.
      logic,    2026-02-03 00:00, R1,          Due on 2026-02-03 00:00; no run succeeded.
      logic,    2026-02-03 12:00, R1,          Due on 2026-02-03 12:00; no run succeeded.
      fast,     2026-02-01,       R3,          "Complete on 2026-02-01 01:00, after the cutoff 2026-02-01 01:00."
    indeterminate: |
      pipeline, partition_key,    reason_code, reason
      fast,     2026-02-02,       I1,          A successful run does not say when it ended.
      start,    2026-02-02,       I1,          A successful run does not say when it ended.
    excluded: |
      pipeline, partition_key,    reason_code, reason
      keyed,    p5,               X1,          The cutoff is 2026-07-01 00:00.

- name: backfills with an approved ticket are no double load and not late; order in sequential pipelines
  params: {sequential: [seq], pipelines: "^(bf|seq|free)$"}
  given:
    job_expected: |
      job_id, due_at
      bf,     2026-02-01
      bf,     2026-02-02
      bf,     2026-02-03
      bf,     2026-02-04
      bf,     2026-02-05
      seq,    2026-02-01
      seq,    2026-02-02
      seq,    2026-02-03
      free,   2026-02-01
      free,   2026-02-02
      out,    2026-02-02
    job_run: |
      job_id, run_id, attempt, kind,     logical_at, started_at,           status,  trigger,  ticket_id
      bf,     a,      1,       pipeline, 2026-02-01, 2026-02-01T01:00:00Z, success, schedule, CHG-1
      bf,     a2,     1,       pipeline, 2026-02-01, 2026-03-01T01:00:00Z, success, backfill, CHG-1
      bf,     b,      1,       pipeline, 2026-02-02, 2026-02-02T01:00:00Z, success, schedule,
      bf,     b2,     1,       pipeline, 2026-02-02, 2026-02-02T02:00:00Z, success, backfill, CHG-2
      bf,     c,      1,       pipeline, 2026-02-03, 2026-02-03T01:00:00Z, success, schedule,
      bf,     c2,     1,       pipeline, 2026-02-03, 2026-02-03T02:00:00Z, success, manual,   CHG-1
      bf,     d,      1,       pipeline, 2026-02-04, 2026-03-04T01:00:00Z, success, backfill, CHG-1
      bf,     d2,     1,       pipeline, 2026-02-04, 2026-02-04T02:00:00Z, success, backfill, CHG-1
      bf,     e,      1,       pipeline, 2026-02-05, 2026-02-05T01:00:00Z, success, schedule,
      bf,     e2,     1,       pipeline, 2026-02-05, 2026-02-05T02:00:00Z, success, backfill, CHG-3
      seq,    a,      1,       pipeline, 2026-02-01, 2026-02-01T10:00:00Z, success, schedule,
      seq,    b,      1,       pipeline, 2026-02-02, 2026-02-02T09:00:00Z, success, schedule,
      seq,    b2,     1,       pipeline, 2026-02-02, 2026-02-01T09:00:00Z, success, backfill, CHG-1
      seq,    c,      1,       pipeline, 2026-02-03, 2026-02-02T08:59:59Z, success, schedule,
      free,   a,      1,       pipeline, 2026-02-01, 2026-02-01T10:00:00Z, success, schedule,
      free,   b,      1,       pipeline, 2026-02-02, 2026-02-01T09:00:00Z, success, schedule,
    approval: |
      subject_type, subject_id, step_no, approver_id, decision, decided_at
      change,       CHG-1,      1,       ann,         approved, 2026-02-01
      change,       CHG-2,      1,       ann,         rejected, 2026-02-01
      request,      CHG-3,      1,       ann,         approved, 2026-02-01
  expect:
    population: 10
    exceptions: |
      pipeline, partition_key, reason_code, reason
      bf,       2026-02-02,    R2,          2 runs succeeded that are not approved backfills.
      bf,       2026-02-03,    R2,          2 runs succeeded that are not approved backfills.
      bf,       2026-02-05,    R2,          2 runs succeeded that are not approved backfills.
      seq,      2026-02-03,    R4,          "Complete on 2026-02-02 08:59, before partition 2026-02-02 on 2026-02-02 09:00."

- name: the logical time of Airflow is the start of the interval
  given:
    job_expected: |
      job_id, due_at,     logical_at
      dag,    2026-02-01,
      dag,    2026-02-02,
      dag,    2026-02-03,
      dag,    2026-02-04,
      stated, 2026-02-02, 2026-02-01
      stated, 2026-02-03, 2026-02-02
    job_run: |
      job_id, run_id, attempt, kind,     logical_at, started_at,           status
      dag,    a,      1,       pipeline, 2026-02-01, 2026-02-02T00:00:00Z, success
      dag,    b,      1,       pipeline, 2026-02-02, 2026-02-03T00:00:05Z, success
      dag,    z,      1,       pipeline, 2026-01-31, 2026-02-01T00:00:05Z, success
      stated, a,      1,       pipeline, 2026-02-02, 2026-02-03T00:00:05Z, success
  expect:
    exceptions: |
      pipeline, partition_key, reason_code, reason
      dag,      2026-02-03,    R1,          Due on 2026-02-04 00:00; no run succeeded.
      stated,   2026-02-01,    R1,          Due on 2026-02-02 00:00; no run succeeded.

- name: code that was deployed before the run, by commit, reference or digest
  given:
    job_expected: |
      job_id, due_at
      p,      2026-02-01
      p,      2026-02-02
      p,      2026-02-03
      p,      2026-02-04
      p,      2026-02-05
      p,      2026-02-06
      p,      2026-02-07
    job_run: |
      job_id, run_id, attempt, kind,     logical_at, started_at, status,  code_version
      p,      a,      1,       pipeline, 2026-02-01, 2026-02-01, success, c1
      p,      b,      1,       pipeline, 2026-02-02, 2026-02-02, success, v2
      p,      c,      1,       pipeline, 2026-02-03, 2026-02-03, success, sha256:3
      p,      d,      1,       pipeline, 2026-02-04, 2026-02-04, success, c4
      p,      e,      1,       pipeline, 2026-02-05, 2026-02-05, success, c5
      p,      f,      1,       pipeline, 2026-02-06, 2026-02-06, success, c6
      p,      g,      1,       pipeline, 2026-02-07, 2026-02-07, success,
    deployment: |
      deploy_id, environment, status,  deployed_at,         commit_sha, ref, artifact_digest
      1,         prod,        success, 2026-02-01,          c1,         v1,  sha256:1
      1a,        prod,        success, 2026-02-20,          c1,         v1,  sha256:1
      2,         prod,        success, 2026-01-01,          c2,         v2,  sha256:2
      3,         prod,        success, 2026-01-01,          c3,         v3,  sha256:3
      4,         prod,        success, 2026-02-04T00:00:01Z, c4,        v4,  sha256:4
      5,         prod,        failure, 2026-01-01,          c5,         c5,  c5
  expect:
    exceptions: |
      pipeline, partition_key, reason_code, reason
      p,        2026-02-04,    R5,          "Processed by version c4, which had not been deployed."
      p,        2026-02-05,    R5,          "Processed by version c5, which had not been deployed."
      p,        2026-02-06,    R5,          "Processed by version c6, which had not been deployed."

- name: without deployments the code is not tested
  given:
    job_expected: |
      job_id, due_at
      p,      2026-02-01
    job_run: |
      job_id, run_id, attempt, kind,     logical_at, started_at, status,  code_version
      p,      a,      1,       pipeline, 2026-02-01, 2026-02-01, success, c1
  expect: {population: 1}

- name: a job whose log never tells how a run ended has no partitions; one outcome among its runs is enough
  given:
    job_expected: |
      job_id, due_at
      cron,   2026-02-01
      told,   2026-02-01
      told,   2026-02-02
      idle,   2026-02-01
    job_run: |
      job_id, run_id, attempt, started_at, ended_at,   status
      cron,   a,      1,       2026-02-01, ,           unknown
      told,   a,      1,       2026-02-01, 2026-02-01, success
      told,   b,      1,       2026-02-02, 2026-02-02, unknown
  expect:
    population: 3
    exceptions: |
      pipeline, partition_key, reason_code, reason
      told,     2026-02-02,    R1,          Due on 2026-02-02 00:00; no run succeeded.
      idle,     2026-02-01,    R1,          Due on 2026-02-01 00:00; no run succeeded.
---*/
