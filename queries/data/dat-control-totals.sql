/*---
id: dat-control-totals
version: 1
title: Source-to-target totals that do not reconcile
objective: Data is complete and accurate from stage to stage, and differences are explained in time by somebody else than the preparer.
kind: operating
severity: high
reads: [control_total, approval]
optional: [job_run, ref_calendar]
key: [recon_id]
params:
  tol_count: {type: "decimal(38,18)", default: "0", unit: rows, means: tolerance of counts where the comparison states none}
  tol_amount: {type: "decimal(38,18)", default: "0.00000001", unit: unit of the amount, means: tolerance of amounts where the comparison states none}
  tol_pct: {type: "decimal(9,6)", default: "0", unit: fraction, means: tolerance relative to the total it comes from where the comparison states none}
  count_measures: {type: text, default: "(^|_)(count|rows?|records?|number)(_|$)", means: pattern of the measures that are counts}
  sla_days: {type: integer, default: 2, unit: business days, means: time within which a difference must be cleared}
  calendar: {type: text, default: "", means: the calendar of ref_calendar whose holidays are no business days; empty for all}
controls:
  soc2-tsc-2017: [PI1.2, PI1.3]
  nist-800-53r5: [SI-7]
reasons:
  R1: a required total is missing
  R2: the totals differ
  R3: the totals were taken before the last load of the partition ended
  R4: both totals are zero on a business day
  R5: opening balance and movements do not give the closing balance
  R6: the comparison is not signed off, or only by its preparer
  R7: a difference was open longer than allowed
  I1: the preparer is unknown, so independence of the sign-off is too
  I2: the roll-forward is incomplete
  I3: the time of the totals is unknown
limits:
  - "Required are, for every partition of a pipeline that has a comparison or a successful run, all pairs of stages and measures that the
    pipeline has in any partition; a currency may be missing, a measure may not. A missing comparison is named after what it should compare."
  - A sign-off is an approval of kind recon whose subject is the recon_id.
  - The tolerance of the comparison itself, where there is one, goes before the parameters; who set it is not seen.
  - R3 is tested where a successful run of a job with the pipeline's name and the same partition is in the evidence.
  - R4 needs partitions that are days.
  - Totals that one query computes for both sides agree by construction, and offsetting errors agree in count and sum.
---*/

-- +stated: comparisons of the period; a partition that is a day belongs to its day
SELECT
  recon_id, pipeline, partition_key, stage_from, stage_to, measure, currency, from_value, to_value, COALESCE(rejects, 0) + COALESCE(filtered, 0) AS left_out,
  tol_abs, tol_pct, opening_value, movement_value, closing_value, computed_at, preparer_id, cleared_at, TRY_CAST(partition_key AS DATE) AS day
FROM control_total
WHERE COALESCE(TRY_CAST(partition_key AS DATE) >= CAST($period_start AS DATE) AND TRY_CAST(partition_key AS DATE) < CAST($period_end AS DATE),
  computed_at >= $period_start AND computed_at < $period_end, TRUE);

-- +loaded: the end of the last successful run of each partition
SELECT job_id AS pipeline, partition_key, MAX(ended_at) AS ended_at
FROM job_run
WHERE LOWER(status) IN ('success', 'succeeded', 'completed') AND started_at >= $period_start AND started_at < $period_end
GROUP BY job_id, partition_key;

-- +missing: comparisons that a partition should have and has not
SELECT p.pipeline, p.partition_key, r.stage_from, r.stage_to, r.measure
FROM (SELECT pipeline, partition_key FROM stated UNION SELECT pipeline, partition_key FROM loaded WHERE partition_key IS NOT NULL) AS p
JOIN (SELECT DISTINCT pipeline, stage_from, stage_to, measure FROM control_total) AS r ON r.pipeline = p.pipeline
LEFT JOIN stated AS s
  ON s.pipeline = p.pipeline AND s.partition_key = p.partition_key AND s.stage_from = r.stage_from AND s.stage_to = r.stage_to AND s.measure = r.measure
WHERE s.recon_id IS NULL;

-- +population: one row per required comparison
SELECT
  recon_id, pipeline, partition_key, stage_from, stage_to, measure, currency, from_value, to_value, to_value - from_value + left_out AS difference,
  GREATEST(
    COALESCE(tol_abs, CASE WHEN regexp_like(measure, $count_measures) THEN $tol_count ELSE $tol_amount END),
    CAST(CAST(ABS(from_value) AS DECIMAL(38, 10)) * COALESCE(CAST(tol_pct AS DECIMAL(9, 6)), $tol_pct) AS DECIMAL(38, 18))) AS tolerance,
  opening_value, movement_value, closing_value, computed_at, preparer_id, cleared_at, day, TRUE AS stated
FROM stated
UNION ALL
SELECT
  concat(pipeline, '/', partition_key, '/', stage_from, '>', stage_to, '/', measure), pipeline, partition_key, stage_from, stage_to, measure,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE
FROM missing;

-- +holiday: holidays of the calendar
SELECT date FROM ref_calendar WHERE kind = 'holiday' AND COALESCE(calendar = NULLIF($calendar, ''), TRUE) GROUP BY date;

-- +workday: the days since the first total, with the number of business days until each
SELECT d.day, COUNT(*) FILTER (WHERE day_of_week(d.day) <= 5 AND h.date IS NULL) OVER (ORDER BY d.day) AS number
FROM (SELECT CAST(UNNEST(generate_series(MIN(computed_at), date_add('day', 1, $as_of), INTERVAL 1 DAY)) AS DATE) AS day FROM population) AS d
LEFT JOIN holiday AS h ON h.date = d.day;

-- +signed: who has signed each comparison off
SELECT subject_id AS recon_id, list(DISTINCT LOWER(approver_id) ORDER BY LOWER(approver_id)) AS signers
FROM approval
WHERE subject_type = 'recon' AND decision = 'approved' AND decided_at <= $as_of
GROUP BY subject_id;

-- +judged: each comparison with what speaks against it
SELECT
  p.recon_id, p.pipeline, p.partition_key, p.stage_from, p.stage_to, p.measure, p.currency, p.from_value, p.to_value, p.difference, p.tolerance,
  p.opening_value, p.movement_value, p.closing_value, p.computed_at, p.preparer_id, p.cleared_at, p.stated, l.ended_at, e.number - b.number AS open_days,
  NOT p.stated OR p.from_value IS NULL OR p.to_value IS NULL AS total_missing,
  ABS(p.difference) > p.tolerance AS differs,
  p.computed_at < l.ended_at AS early,
  p.from_value = 0 AND p.to_value = 0 AND day_of_week(p.day) <= 5 AND h.date IS NULL AS empty_day,
  ABS(p.opening_value + p.movement_value - p.closing_value) > p.tolerance AS no_roll,
  p.stated AND s.signers IS NULL AS unsigned,
  array_except(s.signers, [LOWER(p.preparer_id)]) = [] AS own_sign,
  CASE
    WHEN p.computed_at IS NULL THEN 'I3'
    WHEN p.preparer_id IS NULL THEN 'I1'
    WHEN (p.opening_value IS NULL OR p.movement_value IS NULL OR p.closing_value IS NULL)
      AND COALESCE(p.opening_value, p.movement_value, p.closing_value) IS NOT NULL THEN 'I2'
  END AS unknown
FROM population AS p
LEFT JOIN loaded AS l ON l.pipeline = p.pipeline AND l.partition_key = p.partition_key
LEFT JOIN holiday AS h ON h.date = p.day
LEFT JOIN workday AS b ON b.day = CAST(p.computed_at AS DATE)
LEFT JOIN workday AS e ON e.day = CAST(LEAST(COALESCE(p.cleared_at, $as_of), $as_of) AS DATE)
LEFT JOIN signed AS s ON s.recon_id = p.recon_id;

-- +exceptions: comparisons that fail
SELECT
  recon_id, 'R1' AS reason_code,
  CASE
    WHEN NOT stated THEN concat('Pipeline ', pipeline, ' has no total ', measure, ' from ', stage_from, ' to ', stage_to, ' for the partition ', partition_key, '.')
    WHEN from_value IS NULL THEN concat('The total ', measure, ' at ', stage_from, ' is missing.')
    ELSE concat('The total ', measure, ' at ', stage_to, ' is missing.')
  END AS reason,
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE total_missing
UNION ALL
SELECT
  recon_id, 'R2',
  concat(measure, ' is ', CAST(from_value AS VARCHAR), ' at ', stage_from, ' and ', CAST(to_value AS VARCHAR), ' at ', stage_to, '; with rejected and filtered the difference is ',
    CAST(difference AS VARCHAR), ' and the tolerance ', CAST(tolerance AS VARCHAR), '.'),
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE differs
UNION ALL
SELECT
  recon_id, 'R3', concat('The totals were taken at ', CAST(computed_at AS VARCHAR), ' and the last load ended at ', CAST(ended_at AS VARCHAR), '.'),
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE early
UNION ALL
SELECT
  recon_id, 'R4', concat('Both totals are zero on ', partition_key, ', a business day.'),
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE empty_day
UNION ALL
SELECT
  recon_id, 'R5',
  concat('Opening ', CAST(opening_value AS VARCHAR), ' and movements ', CAST(movement_value AS VARCHAR), ' do not give closing ', CAST(closing_value AS VARCHAR), '.'),
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE no_roll
UNION ALL
SELECT
  recon_id, 'R6', CASE WHEN unsigned THEN 'Nobody has signed the comparison off.' ELSE concat('Only ', preparer_id, ', who prepared it, has signed the comparison off.') END,
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE unsigned OR own_sign
UNION ALL
SELECT
  recon_id, 'R7',
  concat('The difference of ', CAST(difference AS VARCHAR), ' was open for ', CAST(open_days AS VARCHAR), ' business days, ',
    COALESCE('until ' || CAST(cleared_at AS VARCHAR), 'and is not cleared'), '.'),
  pipeline, partition_key, measure, currency, from_value, to_value, difference
FROM judged
WHERE differs AND open_days > $sla_days;

-- +indeterminate: comparisons that do not fail and cannot be judged in full
SELECT
  recon_id, unknown AS reason_code,
  CASE unknown
    WHEN 'I1' THEN 'The comparison is signed off and does not say who prepared it.'
    WHEN 'I2' THEN 'Opening balance, movements or closing balance is missing.'
    ELSE 'The comparison does not say when the totals were taken.'
  END AS reason
FROM judged
WHERE unknown IS NOT NULL AND recon_id NOT IN (SELECT recon_id FROM exceptions);

/*--- cases
- name: totals within and beyond the tolerance, with rejected and filtered rows
  given:
    control_total: |
      recon_id, pipeline, partition_key, stage_from, stage_to, measure,    currency, from_value, to_value,    rejects, filtered, tol_abs, tol_pct, computed_at,          preparer_id
      ok,       p,        2026-03-02,    raw,        dwh,      row_count,  ,         100,        97,          2,       1,        ,        ,        2026-03-03T02:00:00Z, ann
      off,      p,        2026-03-03,    raw,        dwh,      row_count,  ,         100,        97,          2,       ,         ,        ,        2026-06-30T02:00:00Z, ann
      over,     p,        2026-03-04,    raw,        dwh,      row_count,  ,         100,        101,         ,        ,         ,        ,        2026-06-30T02:00:00Z, ann
      allowed,  p,        2026-03-05,    raw,        dwh,      row_count,  ,         100,        101,         ,        ,         1,       ,        2026-06-30T02:00:00Z, ann
      cent,     q,        2026-03-03,    raw,        dwh,      amount,     EUR,      10,         10.00000001, ,        ,         ,        ,        2026-03-03T02:00:00Z, ann
      cents,    q,        2026-03-03,    raw,        dwh,      amount,     USD,      10,         10.00000002, ,        ,         ,        ,        2026-06-30T02:00:00Z, ann
      percent,  q,        2026-03-04,    raw,        dwh,      amount,     EUR,      100,        99,          ,        ,         ,        0.01,    2026-03-03T02:00:00Z, ann
      percents, q,        2026-03-05,    raw,        dwh,      amount,     EUR,      -100,       -98,         ,        ,         0.5,     0.01,    2026-06-30T02:00:00Z, ann
      before,   p,        2025-12-31,    raw,        dwh,      row_count,  ,         100,        0,           ,        ,         ,        ,        2026-01-01T02:00:00Z, ann
      after,    p,        batch-7,       raw,        dwh,      row_count,  ,         100,        0,           ,        ,         ,        ,        2026-07-01T00:00:00Z, ann
      past,     p,        2026-07-01,    raw,        dwh,      row_count,  ,         100,        0,           ,        ,         ,        ,        2026-06-30T00:00:00Z, ann
      first,    p,        2026-01-01,    raw,        dwh,      row_count,  ,         100,        100,         ,        ,         ,        ,        2026-01-02T00:00:00Z, ann
      start,    p,        batch-1,       raw,        dwh,      row_count,  ,         100,        100,         ,        ,         ,        ,        2026-01-01T00:00:00Z, ann
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      recon,        ok,         bob,         approved, 2026-03-03
      recon,        off,        bob,         approved, 2026-07-01
      recon,        over,       bob,         approved, 2026-03-03
      recon,        allowed,    bob,         approved, 2026-03-03
      recon,        cent,       bob,         approved, 2026-03-03
      recon,        cents,      bob,         approved, 2026-03-03
      recon,        percent,    bob,         approved, 2026-03-03
      recon,        percents,   bob,         approved, 2026-03-03
      recon,        first,      bob,         approved, 2026-03-03
      recon,        start,      bob,         approved, 2026-03-03
  expect:
    population: 10
    exceptions: |
      recon_id, reason_code, reason
      off,      R2,          row_count is 100.000000000000000000 at raw and 97.000000000000000000 at dwh; with rejected and filtered the difference is -1.000000000000000000 and the tolerance 0.000000000000000000.
      over,     R2,          row_count is 100.000000000000000000 at raw and 101.000000000000000000 at dwh; with rejected and filtered the difference is 1.000000000000000000 and the tolerance 0.000000000000000000.
      cents,    R2,          amount is 10.000000000000000000 at raw and 10.000000020000000000 at dwh; with rejected and filtered the difference is 0.000000020000000000 and the tolerance 0.000000010000000000.
      percents, R2,          amount is -100.000000000000000000 at raw and -98.000000000000000000 at dwh; with rejected and filtered the difference is 2.000000000000000000 and the tolerance 1.000000000000000000.

- name: required totals that are missing, with and without a row; another currency is not required
  given:
    control_total: |
      recon_id, pipeline, partition_key, stage_from, stage_to, measure,   currency, from_value, to_value, computed_at,          preparer_id
      a1,       p,        2026-03-02,    raw,        dwh,      row_count, ,         5,          5,        2026-03-03T02:00:00Z, ann
      a2,       p,        2026-03-02,    raw,        dwh,      amount,    EUR,      5,          5,        2026-03-03T02:00:00Z, ann
      a3,       p,        2026-03-02,    raw,        dwh,      amount,    USD,      5,          5,        2026-03-03T02:00:00Z, ann
      b1,       p,        2026-03-03,    raw,        dwh,      amount,    EUR,      5,          ,         2026-03-03T02:00:00Z, ann
      c1,       p,        2026-03-04,    raw,        dwh,      row_count, ,         ,           5,        2026-03-03T02:00:00Z, ann
      c2,       p,        2026-03-04,    raw,        dwh,      amount,    EUR,      5,          5,        2026-03-03T02:00:00Z, ann
      d1,       other,    2026-03-03,    raw,        dwh,      row_count, ,         5,          5,        2026-03-03T02:00:00Z, ann
      e1,       s,        2026-03-02,    raw,        dwh,      amount,    EUR,      5,          5,        2026-03-03T02:00:00Z, ann
      e2,       s,        2026-03-02,    raw,        mart,     amount,    EUR,      5,          5,        2026-03-03T02:00:00Z, ann
      e3,       s,        2026-03-02,    ext,        dwh,      amount,    EUR,      5,          5,        2026-03-03T02:00:00Z, ann
      e4,       s,        2026-03-03,    raw,        dwh,      amount,    EUR,      5,          5,        2026-03-03T02:00:00Z, ann
    job_run: |
      job_id, run_id, attempt, partition_key, status,  started_at,           ended_at
      p,      1,      1,       2026-03-05,    success, 2026-03-05T01:00:00Z, 2026-03-05T01:10:00Z
      p,      2,      1,       2026-03-06,    failed,  2026-03-06T01:00:00Z, 2026-03-06T01:10:00Z
      p,      3,      1,       2026-07-01,    success, 2026-07-01T00:00:00Z, 2026-07-01T01:10:00Z
      p,      4,      1,       2025-12-31,    success, 2025-12-31T23:59:59Z, 2026-01-01T01:10:00Z
      p,      5,      1,       ,              success, 2026-03-06T01:00:00Z, 2026-03-06T01:10:00Z
      new,    6,      1,       2026-03-05,    success, 2026-03-05T01:00:00Z, 2026-03-05T01:10:00Z
      other,  7,      1,       2026-01-01,    success, 2026-01-01T00:00:00Z, 2026-03-05T01:10:00Z
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      recon,        a1,         bob,         approved, 2026-03-03
      recon,        a2,         bob,         approved, 2026-03-03
      recon,        a3,         bob,         approved, 2026-03-03
      recon,        b1,         bob,         approved, 2026-03-03
      recon,        c1,         bob,         approved, 2026-03-03
      recon,        c2,         bob,         approved, 2026-03-03
      recon,        d1,         bob,         approved, 2026-03-03
      recon,        e1,         bob,         approved, 2026-03-03
      recon,        e2,         bob,         approved, 2026-03-03
      recon,        e3,         bob,         approved, 2026-03-03
      recon,        e4,         bob,         approved, 2026-03-03
  expect:
    population: 17
    exceptions: |
      recon_id,                           reason_code, reason
      b1,                                 R1,          The total amount at dwh is missing.
      c1,                                 R1,          The total row_count at raw is missing.
      p/2026-03-03/raw>dwh/row_count,     R1,          Pipeline p has no total row_count from raw to dwh for the partition 2026-03-03.
      p/2026-03-05/raw>dwh/row_count,     R1,          Pipeline p has no total row_count from raw to dwh for the partition 2026-03-05.
      p/2026-03-05/raw>dwh/amount,        R1,          Pipeline p has no total amount from raw to dwh for the partition 2026-03-05.
      s/2026-03-03/raw>mart/amount,       R1,          Pipeline s has no total amount from raw to mart for the partition 2026-03-03.
      s/2026-03-03/ext>dwh/amount,        R1,          Pipeline s has no total amount from ext to dwh for the partition 2026-03-03.
      other/2026-01-01/raw>dwh/row_count, R1,          Pipeline other has no total row_count from raw to dwh for the partition 2026-01-01.

- name: totals before the last load, zero on a business day and not on a weekend or holiday, the roll-forward
  given:
    control_total: |
      recon_id, pipeline, partition_key, stage_from, stage_to, measure, from_value, to_value, computed_at,          preparer_id, opening_value, movement_value, closing_value
      early,    p,        2026-03-02,    raw,        dwh,      amount,  5,          5,        2026-03-03T02:00:00Z, ann,         ,              ,
      intime,   p,        2026-03-03,    raw,        dwh,      amount,  5,          5,        2026-03-04T02:00:00Z, ann,         ,              ,
      friday,   p,        2026-03-06,    raw,        dwh,      amount,  0,          0,        2026-03-07T02:00:00Z, ann,         ,              ,
      saturday, p,        2026-03-07,    raw,        dwh,      amount,  0,          0,        2026-03-08T02:00:00Z, ann,         ,              ,
      holiday,  p,        2026-03-09,    raw,        dwh,      amount,  0,          0,        2026-03-10T02:00:00Z, ann,         ,              ,
      half,     p,        2026-03-10,    raw,        dwh,      amount,  0,          0.00000001, 2026-03-10T02:00:00Z, ann,         ,              ,
      half2,    p,        2026-03-11,    raw,        dwh,      amount,  0.00000001, 0,        2026-03-10T02:00:00Z, ann,         ,              ,
      batch,    p,        batch-1,       raw,        dwh,      amount,  0,          0,        2026-03-10T02:00:00Z, ann,         ,              ,
      roll,     p,        2026-03-12,    raw,        dwh,      amount,  5,          5,        2026-03-12T02:00:00Z, ann,         10,            -3,             7
      noroll,   p,        2026-03-13,    raw,        dwh,      amount,  5,          5,        2026-03-12T02:00:00Z, ann,         10,            -3,             7.1
      part,     p,        2026-03-16,    raw,        dwh,      amount,  5,          5,        2026-03-12T02:00:00Z, ann,         10,            ,               7
      part2,    p,        2026-03-17,    raw,        dwh,      amount,  5,          5,        2026-03-12T02:00:00Z, ann,         10,            1,
    job_run: |
      job_id, run_id, attempt, partition_key, status,    started_at,           ended_at
      p,      1,      1,       2026-03-02,    success,   2026-03-03T01:00:00Z, 2026-03-03T01:50:00Z
      p,      1,      2,       2026-03-02,    Succeeded, 2026-03-03T01:55:00Z, 2026-03-03T02:00:01Z
      p,      2,      1,       2026-03-03,    success,   2026-03-04T01:55:00Z, 2026-03-04T02:00:00Z
      p,      2,      2,       2026-03-03,    failed,    2026-03-04T03:55:00Z, 2026-03-04T04:00:00Z
    ref_calendar: |
      calendar, date,       kind
      CH,       2026-03-09, holiday
      CH,       2026-03-06, freeze
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      recon,        early,      bob,         approved, 2026-03-13
      recon,        intime,     bob,         approved, 2026-03-13
      recon,        friday,     bob,         approved, 2026-03-13
      recon,        saturday,   bob,         approved, 2026-03-13
      recon,        holiday,    bob,         approved, 2026-03-13
      recon,        half,       bob,         approved, 2026-03-13
      recon,        half2,      bob,         approved, 2026-03-13
      recon,        batch,      bob,         approved, 2026-03-13
      recon,        roll,       bob,         approved, 2026-03-13
      recon,        noroll,     bob,         approved, 2026-03-13
      recon,        part,       bob,         approved, 2026-03-13
      recon,        part2,      bob,         approved, 2026-03-13
  expect:
    population: 12
    exceptions: |
      recon_id, reason_code, reason
      early,    R3,          The totals were taken at 2026-03-03 02:00:00+00 and the last load ended at 2026-03-03 02:00:01+00.
      friday,   R4,          "Both totals are zero on 2026-03-06, a business day."
      noroll,   R5,          Opening 10.000000000000000000 and movements -3.000000000000000000 do not give closing 7.100000000000000000.
    indeterminate: |
      recon_id, reason_code, reason
      part,     I2,          "Opening balance, movements or closing balance is missing."
      part2,    I2,          "Opening balance, movements or closing balance is missing."

- name: the sign-off is there, in time, and of somebody else
  given:
    control_total: |
      recon_id, pipeline, partition_key, stage_from, stage_to, measure, from_value, to_value, computed_at, preparer_id
      none,     p,        2026-03-02,    raw,        dwh,      amount,  5,          5,        2026-03-03,  ann
      own,      p,        2026-03-03,    raw,        dwh,      amount,  5,          5,        2026-03-03,  Ann
      both,     p,        2026-03-04,    raw,        dwh,      amount,  5,          5,        2026-03-03,  ann
      refused,  p,        2026-03-05,    raw,        dwh,      amount,  5,          5,        2026-03-03,  ann
      later,    p,        2026-03-06,    raw,        dwh,      amount,  5,          5,        2026-03-03,  ann
      pr,       p,        2026-03-09,    raw,        dwh,      amount,  5,          5,        2026-03-03,  ann
      nobody,   p,        2026-03-10,    raw,        dwh,      amount,  5,          5,        2026-03-03,
      nothing,  p,        2026-03-11,    raw,        dwh,      amount,  5,          5,        2026-03-03,
      notime,   p,        2026-03-12,    raw,        dwh,      amount,  5,          5,        ,            ann
      failed,   p,        2026-03-13,    raw,        dwh,      amount,  5,          6,        ,            ann
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      recon,        own,        ann,         approved, 2026-03-03
      recon,        both,       ann,         approved, 2026-03-03
      recon,        both,       bob,         approved, 2026-03-03
      recon,        refused,    bob,         rejected, 2026-03-03
      recon,        later,      bob,         approved, 2026-07-01T00:00:01Z
      pr,           pr,         bob,         approved, 2026-03-03
      recon,        nobody,     bob,         approved, 2026-03-03
      recon,        notime,     bob,         approved, 2026-07-01
      recon,        failed,     bob,         approved, 2026-03-03
      recon,        elsewhere,  bob,         approved, 2026-03-03
  expect:
    population: 10
    exceptions: |
      recon_id, reason_code, reason
      none,     R6,          Nobody has signed the comparison off.
      own,      R6,          "Only Ann, who prepared it, has signed the comparison off."
      refused,  R6,          Nobody has signed the comparison off.
      later,    R6,          Nobody has signed the comparison off.
      pr,       R6,          Nobody has signed the comparison off.
      nothing,  R6,          Nobody has signed the comparison off.
      failed,   R2,          "amount is 5.000000000000000000 at raw and 6.000000000000000000 at dwh; with rejected and filtered the difference is 1.000000000000000000 and the tolerance 0.000000010000000000."
    indeterminate: |
      recon_id, reason_code, reason
      nobody,   I1,          The comparison is signed off and does not say who prepared it.
      notime,   I3,          The comparison does not say when the totals were taken.

- name: differences cleared within two business days, over a weekend and a holiday
  params: {calendar: CH}
  given:
    control_total: |
      recon_id, pipeline, partition_key, stage_from, stage_to, measure, from_value, to_value, computed_at,          cleared_at,           preparer_id
      weekend,  p,        2026-03-02,    raw,        dwh,      amount,  5,          6,        2026-03-05T02:00:00Z, 2026-03-10T23:00:00Z, ann
      late,     p,        2026-03-03,    raw,        dwh,      amount,  5,          6,        2026-03-05T02:00:00Z, 2026-03-11T00:00:00Z, ann
      open,     p,        2026-03-04,    raw,        dwh,      amount,  5,          6,        2026-06-25T02:00:00Z, ,                     ann
      fresh,    p,        2026-03-05,    raw,        dwh,      amount,  5,          6,        2026-06-29T02:00:00Z, ,                     ann
      fine,     p,        2026-03-06,    raw,        dwh,      amount,  5,          5,        2026-03-05T02:00:00Z, ,                     ann
    ref_calendar: |
      calendar, date,       kind
      CH,       2026-03-09, holiday
      US,       2026-03-20, holiday
    approval: |
      subject_type, subject_id, approver_id, decision, decided_at
      recon,        weekend,    bob,         approved, 2026-03-13
      recon,        late,       bob,         approved, 2026-03-13
      recon,        open,       bob,         approved, 2026-03-13
      recon,        fresh,      bob,         approved, 2026-03-13
      recon,        fine,       bob,         approved, 2026-03-13
  expect:
    population: 5
    exceptions: |
      recon_id, reason_code, reason
      weekend,  R2,          amount is 5.000000000000000000 at raw and 6.000000000000000000 at dwh; with rejected and filtered the difference is 1.000000000000000000 and the tolerance 0.000000010000000000.
      late,     R2,          amount is 5.000000000000000000 at raw and 6.000000000000000000 at dwh; with rejected and filtered the difference is 1.000000000000000000 and the tolerance 0.000000010000000000.
      late,     R7,          "The difference of 1.000000000000000000 was open for 3 business days, until 2026-03-11 00:00:00+00."
      open,     R2,          amount is 5.000000000000000000 at raw and 6.000000000000000000 at dwh; with rejected and filtered the difference is 1.000000000000000000 and the tolerance 0.000000010000000000.
      open,     R7,          "The difference of 1.000000000000000000 was open for 4 business days, and is not cleared."
      fresh,    R2,          amount is 5.000000000000000000 at raw and 6.000000000000000000 at dwh; with rejected and filtered the difference is 1.000000000000000000 and the tolerance 0.000000010000000000.
---*/
