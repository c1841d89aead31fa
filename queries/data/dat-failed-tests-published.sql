/*---
id: dat-failed-tests-published
version: 2
title: Failed quality tests that did not stop the publication
objective: Data quality gates hold back data that failed, and are not weakened without a change.
kind: operating
severity: high
reads: [dq_result]
optional: [job_run, approval, schema_version]
key: [test_id, run_id]
params:
  publish_jobs: {type: "text[]", default: [], means: "jobs whose successful end publishes a dataset, such as fct_trades=publish_trades"}
  critical_datasets: {type: "text[]", default: [], means: datasets that must have tests of the required types}
  required_types: {type: "text[]", default: [not_null, unique], means: types of tests that a critical dataset must have}
  missed_runs: {type: integer, default: 3, unit: runs, means: runs of a dataset without a test after which it counts as removed}
  change_days: {type: integer, default: 3, unit: days, means: time between a change ticket and the change of a test}
controls:
  soc2-tsc-2017: [PI1.3, PI1.4]
reasons:
  R1: published after the failure, before a passing re-run or an approved override
  R2: a test was removed or made a warning without a change
  R3: a critical dataset lacks tests of a required type
  R4: a test was skipped
  I1: no publication of the dataset is known
  I2: it is unknown whether the test is one that must stop the publication
  I3: the time or the dataset of the failure is unknown
limits:
  - Besides failures the population holds skipped tests, tests that were removed or made a warning (at the last run or build before, or the
    first after the change), and critical datasets (test_id dataset:NAME, run_id design).
  - Publication is what the results say of it and the successful end of the jobs in publish_jobs.
  - A test that runs after the publication by design is judged by the next publication.
  - An override is an approval of kind waiver whose subject is the test_id, or test_id/run_id, given between failure and publication. A
    change is a version of the dataset's structure with a ticket, or an approval of kind change whose subject is the test_id.
  - A test counts as removed when it is in one loaded build and not in the next, or when its dataset ran missed_runs times without it and
    no later build defines it. Filters and row limits inside a test are not seen.
---*/

-- +defined: what each build says of each test, and until when
SELECT
  test_id, dataset, test_type, severity,
  CASE WHEN row_number() OVER t > 1 THEN executed_at END AS since,
  LEAD(executed_at) OVER t AS until
FROM dq_result
WHERE status = 'defined'
WINDOW t AS (PARTITION BY test_id ORDER BY executed_at, run_id);

-- +result: every result, with what it lacks taken from the last build before it, or the first after it
SELECT
  r.test_id, r.run_id, r.status, r.executed_at, r.published_at, r.failures, COALESCE(r.dataset, d.dataset) AS dataset, COALESCE(r.severity, d.severity) AS severity,
  COALESCE(r.test_type, d.test_type) AS test_type
FROM dq_result AS r
LEFT JOIN defined AS d
  ON d.test_id = r.test_id
  AND (d.since IS NULL OR r.executed_at >= d.since)
  AND (d.until IS NULL OR r.executed_at IS NULL AND d.since IS NULL OR r.executed_at < d.until)
WHERE r.status <> 'defined';

-- +published: when each dataset was published
SELECT dataset, published_at FROM result WHERE published_at IS NOT NULL
UNION
SELECT split_part(p.item, '=', 1), j.ended_at
FROM (SELECT UNNEST($publish_jobs) AS item) AS p
JOIN job_run AS j ON j.job_id = split_part(p.item, '=', 2) AND j.status = 'success';

-- +build: the builds that are loaded, in order
SELECT run_id, executed_at, LEAD(executed_at) OVER (ORDER BY executed_at, run_id) AS next_at, LEAD(run_id) OVER (ORDER BY executed_at, run_id) AS next_run_id
FROM (SELECT DISTINCT run_id, executed_at FROM dq_result WHERE status = 'defined') AS b;

-- +run: the runs of each dataset, numbered
SELECT
  dataset, run_id, MAX(executed_at) AS executed_at, row_number() OVER (PARTITION BY dataset ORDER BY MAX(executed_at), run_id) AS number,
  COUNT(*) OVER (PARTITION BY dataset) AS runs
FROM result
GROUP BY dataset, run_id;

-- +weakened: tests that must stop a publication, and then are not there or only warn
SELECT a.test_id, a.run_id, a.dataset, b.next_at AS changed_at, 'was removed' AS what
FROM dq_result AS a
JOIN build AS b ON b.run_id = a.run_id
LEFT JOIN dq_result AS n ON n.run_id = b.next_run_id AND n.test_id = a.test_id
WHERE a.severity = 'error' AND n.test_id IS NULL
UNION ALL
SELECT test_id, run_id, dataset, executed_at, 'was made a warning'
FROM (
  SELECT
    test_id, run_id, dataset, severity, executed_at,
    LAG(severity) OVER (PARTITION BY test_id ORDER BY executed_at, run_id) AS before
  FROM dq_result
  WHERE severity IS NOT NULL
) AS s
WHERE severity = 'warn' AND before = 'error'
UNION ALL
SELECT l.test_id, l.run_id, l.dataset, n.executed_at, 'was removed'
FROM (
  SELECT test_id, run_id, dataset, severity, executed_at
  FROM result
  QUALIFY row_number() OVER (PARTITION BY test_id ORDER BY executed_at DESC, run_id DESC) = 1
) AS l
JOIN run AS r ON r.dataset = l.dataset AND r.run_id = l.run_id AND r.runs - r.number >= $missed_runs
JOIN run AS n ON n.dataset = r.dataset AND n.number = r.number + 1
LEFT JOIN (SELECT test_id, MAX(executed_at) AS executed_at FROM dq_result WHERE status = 'defined' GROUP BY test_id) AS d
  ON d.test_id = l.test_id AND d.executed_at > l.executed_at
WHERE l.severity IS DISTINCT FROM 'warn' AND d.test_id IS NULL;

-- +changed: weakened tests of the period, with a ticket if there is one
SELECT w.test_id, w.run_id, w.dataset, MIN(w.changed_at) AS changed_at, MIN(w.what) AS what, MIN(COALESCE(v.ticket_id, a.subject_id)) AS ticket
FROM weakened AS w
LEFT JOIN schema_version AS v
  ON v.dataset = w.dataset
  AND v.captured_at BETWEEN date_add('day', -$change_days, w.changed_at) AND date_add('day', $change_days, w.changed_at)
LEFT JOIN approval AS a
  ON a.subject_type = 'change' AND a.subject_id = w.test_id AND a.decision = 'approved'
  AND a.decided_at BETWEEN date_add('day', -$change_days, w.changed_at) AND w.changed_at
WHERE w.changed_at >= $period_start AND w.changed_at < $period_end
GROUP BY w.test_id, w.run_id, w.dataset;

-- +failed: failures and skipped tests of the period that may have to stop a publication
SELECT test_id, run_id, dataset, status, severity, failures, executed_at
FROM result
WHERE status IN ('fail', 'error', 'skipped') AND severity IS DISTINCT FROM 'warn'
  AND COALESCE(executed_at >= $period_start AND executed_at < $period_end, TRUE);

-- +lacking: critical datasets with the required types of tests that they lack
SELECT c.dataset, string_agg(q.type, ', ' ORDER BY q.type) FILTER (WHERE NOT COALESCE(h.has, FALSE)) AS types
FROM (SELECT UNNEST($critical_datasets) AS dataset) AS c
CROSS JOIN (SELECT UNNEST($required_types) AS type) AS q
LEFT JOIN (
  SELECT t.dataset, q.type, bool_or(contains(REPLACE(LOWER(t.test_type), '_be_', '_'), q.type)) AS has
  FROM (SELECT DISTINCT dataset, test_type FROM dq_result) AS t
  CROSS JOIN (SELECT UNNEST($required_types) AS type) AS q
  GROUP BY t.dataset, q.type
) AS h ON h.dataset = c.dataset AND h.type = q.type
GROUP BY c.dataset;

-- +population: one row per failure, skipped test, weakened test and critical dataset
SELECT test_id, run_id, dataset, status, severity, failures, executed_at, FALSE AS design FROM failed
UNION ALL
SELECT c.test_id, c.run_id, c.dataset, 'weakened', NULL, NULL, c.changed_at, FALSE
FROM changed AS c
LEFT JOIN failed AS f ON f.test_id = c.test_id AND f.run_id = c.run_id
WHERE f.test_id IS NULL
UNION ALL
SELECT concat('dataset:', dataset), 'design', dataset, 'design', NULL, NULL, NULL, TRUE FROM lacking;

-- +next: the first publication after each failure
SELECT f.test_id, f.run_id, f.executed_at, p.published_at
FROM failed AS f
ASOF JOIN published AS p ON p.dataset = f.dataset AND p.published_at >= f.executed_at
WHERE f.status <> 'skipped';

-- +bypassed: failures that neither a passing re-run nor an override stands between and the next publication
SELECT n.test_id, n.run_id, n.published_at
FROM next AS n
LEFT JOIN result AS r ON r.test_id = n.test_id AND r.status IN ('pass', 'warn') AND r.executed_at > n.executed_at AND r.executed_at <= n.published_at
LEFT JOIN approval AS a
  ON a.subject_type = 'waiver' AND a.decision = 'approved' AND a.subject_id IN (n.test_id, concat(n.test_id, '/', n.run_id))
  AND a.decided_at >= n.executed_at AND a.decided_at <= n.published_at
WHERE r.test_id IS NULL AND a.subject_id IS NULL
GROUP BY n.test_id, n.run_id, n.published_at;

-- +exceptions: gates that did not hold, were weakened, skipped or are lacking
SELECT
  p.test_id, p.run_id, 'R1' AS reason_code,
  concat('The test ended with ', p.status, ' at ', CAST(p.executed_at AS VARCHAR), ' and ', p.dataset, ' was published at ', CAST(b.published_at AS VARCHAR),
    ' without a passing re-run or an approved override between.') AS reason,
  p.dataset, p.failures, p.executed_at, b.published_at
FROM population AS p
JOIN bypassed AS b ON b.test_id = p.test_id AND b.run_id = p.run_id AND p.severity = 'error'
UNION ALL
SELECT
  test_id, run_id, 'R2', concat('The test on ', COALESCE(dataset, 'an unknown dataset'), ' ', what, ' at ', CAST(changed_at AS VARCHAR), ' without a change.'),
  dataset, NULL, changed_at, NULL
FROM changed
WHERE ticket IS NULL
UNION ALL
SELECT concat('dataset:', dataset), 'design', 'R3', concat('The dataset ', dataset, ' has no test of the types ', types, '.'), dataset, NULL, NULL, NULL
FROM lacking
WHERE types IS NOT NULL
UNION ALL
SELECT
  test_id, run_id, 'R4', concat('The test was skipped', COALESCE(' at ' || CAST(executed_at AS VARCHAR), ''), '.'), dataset, NULL, executed_at, NULL
FROM failed
WHERE status = 'skipped';

-- +judged: failures that are not an exception, with what is not known
SELECT
  f.test_id, f.run_id, f.dataset,
  CASE
    WHEN f.executed_at IS NULL OR f.dataset IS NULL THEN 'I3'
    WHEN k.dataset IS NULL THEN 'I1'
    WHEN b.test_id IS NOT NULL THEN 'I2'
  END AS code
FROM failed AS f
LEFT JOIN (SELECT DISTINCT dataset FROM published) AS k ON k.dataset = f.dataset
LEFT JOIN bypassed AS b ON b.test_id = f.test_id AND b.run_id = f.run_id
LEFT JOIN exceptions AS x ON x.test_id = f.test_id AND x.run_id = f.run_id
WHERE x.test_id IS NULL;

-- +indeterminate: failures of which it is unknown whether they had to stop a publication, or did
SELECT
  test_id, run_id, code AS reason_code,
  CASE code
    WHEN 'I1' THEN concat('No publication of ', dataset, ' is in the evidence.')
    WHEN 'I2' THEN concat(dataset, ' was published after the failure, and the severity of the test is unknown.')
    ELSE 'The dataset or the time of the failure is unknown.'
  END AS reason
FROM judged
WHERE code IS NOT NULL;

/*--- cases
- name: published after a failure; a re-run, an override, a publication before, none known
  given:
    dq_result: |
      test_id, dataset, status, severity, executed_at,          published_at,         run_id
      t1,      a,       fail,   error,    2026-03-01T03:00:00Z, 2026-03-01T06:00:00Z, r1
      t2,      a,       error,  error,    2026-03-01T03:00:00Z, ,                     r1
      t3,      a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t3,      a,       pass,   error,    2026-03-01T06:00:00Z, ,                     r2
      t4,      a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t4,      a,       pass,   error,    2026-03-01T06:00:01Z, ,                     r2
      t5,      a,       fail,   error,    2026-03-01T06:00:00Z, ,                     r1
      t6,      a,       fail,   error,    2026-03-01T06:00:01Z, ,                     r1
      t7,      a,       fail,   warn,     2026-03-01T03:00:00Z, ,                     r1
      t8,      a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t9,      a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t10,     a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t11,     b,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t12,     a,       fail,   ,         2026-03-01T03:00:00Z, ,                     r1
      t13,     a,       fail,   error,    ,                     ,                     r1
      t14,     ,        fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t15,     a,       fail,   error,    2025-12-31T23:59:59Z, ,                     r1
      t16,     a,       fail,   error,    2026-07-01T00:00:00Z, ,                     r1
      t17,     a,       pass,   error,    2026-03-01T03:00:00Z, ,                     r1
      t18,     a,       fail,   ,         2026-03-02T03:00:00Z, ,                     r1
      t19,     a,       fail,   error,    2026-01-01T00:00:00Z, ,                     r1
      t19,     a,       pass,   error,    2026-02-01T00:00:00Z, ,                     r2
      t20,     a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t20,     a,       fail,   error,    2026-03-01T05:00:00Z, ,                     r2
      t21,     a,       skipped, error,   2026-03-01T05:00:00Z, ,                     r2
      t22,     a,       pass,   error,    2026-03-01T02:00:00Z, ,                     r0
      t22,     a,       fail,   error,    2026-03-01T03:00:00Z, ,                     r1
      t12,     a,       fail,   ,         2026-03-02T03:00:00Z, ,                     r3
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      waiver,       t8,         boss,        approved, 2026-03-01T06:00:00Z
      waiver,       t9/r1,      boss,        approved, 2026-03-01T03:00:00Z
      waiver,       t10,        boss,        rejected, 2026-03-01T04:00:00Z
      waiver,       t10,        boss,        approved, 2026-03-01T06:00:01Z
      waiver,       t10/r2,     boss,        approved, 2026-03-01T04:00:00Z
      change,       t10,        boss,        approved, 2026-03-01T04:00:00Z
      waiver,       t10,        boss,        approved, 2026-03-01T02:59:59Z
  expect:
    population: 20
    exceptions: |
      test_id, run_id, reason_code, reason
      t1,      r1,     R1,          The test ended with fail at 2026-03-01 03:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t2,      r1,     R1,          The test ended with error at 2026-03-01 03:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t4,      r1,     R1,          The test ended with fail at 2026-03-01 03:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t5,      r1,     R1,          The test ended with fail at 2026-03-01 06:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t10,     r1,     R1,          The test ended with fail at 2026-03-01 03:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t20,     r1,     R1,          The test ended with fail at 2026-03-01 03:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t20,     r2,     R1,          The test ended with fail at 2026-03-01 05:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
      t21,     r2,     R4,          The test was skipped at 2026-03-01 05:00:00+00.
      t22,     r1,     R1,          The test ended with fail at 2026-03-01 03:00:00+00 and a was published at 2026-03-01 06:00:00+00 without a passing re-run or an approved override between.
    indeterminate: |
      test_id, run_id, reason_code, reason
      t11,     r1,     I1,          No publication of b is in the evidence.
      t12,     r1,     I2,          "a was published after the failure, and the severity of the test is unknown."
      t13,     r1,     I3,          The dataset or the time of the failure is unknown.
      t14,     r1,     I3,          The dataset or the time of the failure is unknown.

- name: publication by a job; dataset and severity from the last build; skipped tests
  params: {publish_jobs: [model.x.a=publish_a, model.x.c=publish_c]}
  given:
    dq_result: |
      test_id, dataset,   status,  severity, executed_at,          run_id
      t1,      model.x.a, defined, error,    2026-02-01T00:00:00Z, manifest:1
      t2,      model.x.a, defined, warn,     2026-02-01T00:00:00Z, manifest:1
      t3,      model.x.b, defined, error,    2026-02-01T00:00:00Z, manifest:1
      t4,      model.x.b, defined, error,    2026-02-01T00:00:00Z, manifest:1
      t4,      model.x.c, defined, error,    2026-02-02T00:00:00Z, manifest:2
      t1,      model.x.a, defined, error,    2026-02-02T00:00:00Z, manifest:2
      t3,      model.x.b, defined, error,    2026-02-02T00:00:00Z, manifest:2
      t2,      model.x.a, defined, warn,     2026-02-02T00:00:00Z, manifest:2
      t1,      ,          error,   ,         2026-03-01T00:00:00Z, r1
      t2,      ,          skipped, ,         2026-03-01T00:00:00Z, r1
      t3,      ,          skipped, ,         2026-03-01T00:00:00Z, r1
      t4,      ,          fail,    ,         2026-03-01T00:00:00Z, r1
    job_run: |
      job_id,    run_id, attempt, status,  started_at,           ended_at
      publish_a, 1,      1,       failed,  2026-03-01T01:00:00Z, 2026-03-01T01:10:00Z
      publish_a, 2,      1,       success, 2026-03-01T02:00:00Z, 2026-03-01T02:10:00Z
      publish_b, 3,      1,       success, 2026-03-01T02:00:00Z, 2026-03-01T02:10:00Z
      publish_c, 4,      1,       success, 2026-02-01T02:00:00Z, 2026-02-01T02:10:00Z
      publish_c, 5,      1,       success, 2026-03-05T02:00:00Z,
  expect:
    population: 3
    exceptions: |
      test_id, run_id, reason_code, published_at,         reason
      t1,      r1,     R1,          2026-03-01T02:10:00Z, The test ended with error at 2026-03-01 00:00:00+00 and model.x.a was published at 2026-03-01 02:10:00+00 without a passing re-run or an approved override between.
      t3,      r1,     R4,,                               The test was skipped at 2026-03-01 00:00:00+00.

- name: tests removed from the next build or made a warning, with and without a change
  given:
    dq_result: |
      test_id, dataset, status,  severity, executed_at,          run_id
      gone,    a,       defined, error,    2026-03-01T00:00:00Z, manifest:1
      gonew,   a,       defined, warn,     2026-03-01T00:00:00Z, manifest:1
      stays,   a,       defined, error,    2026-03-01T00:00:00Z, manifest:1
      weak,    a,       defined, error,    2026-03-01T00:00:00Z, manifest:1
      ticket,  b,       defined, error,    2026-03-01T00:00:00Z, manifest:1
      agreed,  a,       defined, error,    2026-03-01T00:00:00Z, manifest:1
      stays,   a,       defined, error,    2026-03-10T00:00:00Z, manifest:2
      weak,    a,       defined, warn,     2026-03-10T00:00:00Z, manifest:2
      newwarn, a,       defined, warn,     2026-03-10T00:00:00Z, manifest:2
      late,    a,       defined, error,    2026-03-10T00:00:00Z, manifest:2
      stays,   a,       defined, error,    2026-07-01T00:00:00Z, manifest:3
      weak,    a,       defined, error,    2026-07-01T00:00:00Z, manifest:3
      newwarn, a,       defined, warn,     2026-07-01T00:00:00Z, manifest:3
      ran,     c,       fail,    error,    2026-03-01T00:00:00Z, r1
      ran,     c,       pass,    ,         2026-03-02T00:00:00Z, r2
      ran,     c,       warn,    warn,     2026-03-03T00:00:00Z, r3
      ran,     c,       warn,    warn,     2026-03-04T00:00:00Z, r4
      edge,    d,       pass,    error,    2025-12-01T00:00:00Z, r0
      edge,    d,       pass,    warn,     2026-01-01T00:00:00Z, r1
      old,     d,       pass,    error,    2025-12-01T00:00:00Z, r0
      old,     d,       pass,    warn,     2025-12-31T23:59:59Z, r2
    schema_version: |
      dataset, version_no, captured_at,          ticket_id
      b,       1,          2026-03-13T00:00:00Z, CHG-1
      a,       1,          2026-03-10T00:00:00Z,
      a,       2,          2026-03-13T00:00:01Z, CHG-2
      a,       3,          2026-03-06T23:59:59Z, CHG-3
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      change,       agreed,     boss,        approved, 2026-03-10T00:00:00Z
      change,       gone,       boss,        rejected, 2026-03-09T00:00:00Z
      change,       gone,       boss,        approved, 2026-03-10T00:00:01Z
      change,       gone,       boss,        approved, 2026-03-06T23:59:59Z
      pr,           gone,       boss,        approved, 2026-03-09T00:00:00Z
  expect:
    population: 7
    exceptions: |
      test_id, run_id,     reason_code, executed_at, reason
      gone,    manifest:1, R2,          2026-03-10,  The test on a was removed at 2026-03-10 00:00:00+00 without a change.
      weak,    manifest:2, R2,          2026-03-10,  The test on a was made a warning at 2026-03-10 00:00:00+00 without a change.
      ran,     r3,         R2,          2026-03-03,  The test on c was made a warning at 2026-03-03 00:00:00+00 without a change.
      edge,    r1,         R2,          2026-01-01,  The test on d was made a warning at 2026-01-01 00:00:00+00 without a change.
    indeterminate: |
      test_id, run_id,     reason_code, reason
      ran,     r1,         I1,          No publication of c is in the evidence.

- name: a test that its dataset runs without; a test that a later build still defines, or that only warns
  params: {missed_runs: 2}
  given:
    dq_result: |
      test_id, dataset, status,  severity, executed_at,          run_id
      gone,    a,       fail,    error,    2026-03-01T00:00:00Z, r1
      partial, a,       pass,    error,    2026-03-02T00:00:00Z, r2
      kept,    a,       pass,    error,    2026-03-01T00:00:00Z, r1
      kept,    a,       defined, error,    2026-03-02T00:00:00Z, manifest:1
      hint,    a,       pass,    warn,     2026-03-01T00:00:00Z, r1
      stays,   a,       pass,    error,    2026-03-01T00:00:00Z, r1
      stays,   a,       pass,    error,    2026-03-02T00:00:00Z, r2
      stays,   a,       pass,    error,    2026-03-03T00:00:00Z, r3
      other,   b,       pass,    error,    2026-03-01T00:00:00Z, r1
      other2,  b,       pass,    error,    2026-03-05T00:00:00Z, r5
      relic,   a,       defined, error,    2026-02-01T00:00:00Z, manifest:0
      relic,   a,       pass,    error,    2026-03-01T00:00:00Z, r1
  expect:
    population: 3
    exceptions: |
      test_id, run_id,     reason_code, executed_at, reason
      gone,    r1,         R2,          2026-03-02,  The test on a was removed at 2026-03-02 00:00:00+00 without a change.
      relic,   r1,         R2,          2026-03-02,  The test on a was removed at 2026-03-02 00:00:00+00 without a change.
      relic,   manifest:0, R2,          2026-03-02,  The test on a was removed at 2026-03-02 00:00:00+00 without a change.

- name: critical datasets have the required tests, in the words of any tool
  params: {critical_datasets: [a, b, c, d], required_types: [not_null, unique]}
  given:
    dq_result: |
      test_id, dataset, test_type,                            status, severity, executed_at,          run_id
      t1,      a,       not_null,                             pass,   error,    2026-03-01T00:00:00Z, r1
      t2,      a,       dbt_utils.unique_combination,         pass,   error,    2026-03-01T00:00:00Z, r1
      t3,      b,       expect_column_values_to_not_be_null,  pass,   error,    2026-03-01T00:00:00Z, r1
      t4,      b,       expect_column_values_to_be_unique,    pass,   error,    2026-03-01T00:00:00Z, r1
      t5,      c,       Not_Null,                             pass,   error,    2026-03-01T00:00:00Z, r1
      t6,      c,       ,                                     pass,   error,    2026-03-01T00:00:00Z, r1
  expect:
    population: 4
    exceptions: |
      test_id,   run_id, reason_code, reason
      dataset:c, design, R3,          The dataset c has no test of the types unique.
      dataset:d, design, R3,          "The dataset d has no test of the types not_null, unique."

- name: what a result does not say is taken from the build of its time
  given:
    dq_result: |
      test_id, dataset, test_type, status,  severity, executed_at,          run_id
      t1,      a,       not_null,  defined, error,    2026-02-01T00:00:00Z, b1
      t1,      a,       not_null,  defined, warn,     2026-05-01T00:00:00Z, b2
      t1,      ,        ,          skipped, ,         2026-01-15T00:00:00Z, before
      t1,      ,        ,          skipped, ,         2026-03-01T00:00:00Z, between
      t1,      ,        ,          skipped, ,         2026-05-01T00:00:00Z, after
      t2,      a,       not_null,  defined, warn,     2026-02-01T00:00:00Z, b1
      t2,      b,       not_null,  defined, error,    2026-05-01T00:00:00Z, b2
      t2,      ,        ,          skipped, ,         2026-04-30T00:00:00Z, between
      t2,      ,        ,          skipped, ,         2026-05-02T00:00:00Z, after
      t2,      ,        ,          skipped, ,         ,                     never
  expect:
    population: 4
    exceptions: |
      test_id, run_id,  reason_code, dataset, reason
      t1,      before,  R4,          a,       The test was skipped at 2026-01-15 00:00:00+00.
      t1,      between, R4,          a,       The test was skipped at 2026-03-01 00:00:00+00.
      t1,      b2,      R2,          a,       The test on a was made a warning at 2026-05-01 00:00:00+00 without a change.
      t2,      after,   R4,          b,       The test was skipped at 2026-05-02 00:00:00+00.
---*/
