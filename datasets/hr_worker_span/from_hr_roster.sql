-- A date without a time is a whole day where the worker works: the span begins when that day does, and it ends when the
-- day after the last one begins. A row's own time zone is used when it has one; else the zone of the load applies.
-- A date that cannot be read keeps its text, so that the row is rejected with it.
WITH days AS (
  SELECT
    *,
    CAST(TRY_STRPTIME(start_date, $dates) AS VARCHAR) AS start_day,
    CAST(TRY_STRPTIME(NULLIF(end_date, '0000-00-00'), $dates) + INTERVAL 1 DAY AS VARCHAR) AS day_after,
    CAST(TRY_STRPTIME(term_entered_at, $dates) AS VARCHAR) AS entered_day,
    LOWER(worker_type) AS type_found
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  worker_id,
  COALESCE(span_no, CAST(ROW_NUMBER() OVER (PARTITION BY worker_id ORDER BY start_day, start_date, _file, _row) AS VARCHAR)) AS span_no,
  CASE
    WHEN type_found IS NULL OR type_found = 'terminated' THEN $worker_type -- some systems write the status here
    WHEN type_found IN ('regular', 'permanent', 'fixed term', 'full-time', 'full time', 'part-time', 'part time', 'intern', 'fte') THEN 'employee'
    WHEN type_found IN ('contingent worker', 'contingent', 'consultant', 'freelancer', 'temp', 'temporary', 'external') THEN 'contractor'
    WHEN type_found IN ('third party', 'third-party', 'supplier') THEN 'vendor'
    ELSE type_found
  END AS worker_type,
  LOWER(email) AS email,
  manager_id,
  dept_id,
  job_code,
  legal_entity,
  CASE
    WHEN time_zone IS NULL THEN COALESCE(start_day, start_date)
    ELSE COALESCE(CAST(INSTANT(start_day, time_zone) AS VARCHAR), start_date)
  END AS start_at,
  CASE
    WHEN time_zone IS NULL THEN COALESCE(day_after, NULLIF(end_date, '0000-00-00')) -- BambooHR's way of saying that there is none
    ELSE COALESCE(CAST(INSTANT(day_after, time_zone) AS VARCHAR), NULLIF(end_date, '0000-00-00'))
  END AS end_at,
  COALESCE(entered_day, term_entered_at) AS term_entered_at,
  term_reason,
  CASE
    WHEN LOWER(status) IN ('inactive', 'separated', 'left', 'ended', 'resigned', 'dismissed') THEN 'terminated'
    ELSE REGEXP_REPLACE(REPLACE(LOWER(status), 'gardening', 'garden'), '[ /-]+', '_', 'g')
  END AS status,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM days
