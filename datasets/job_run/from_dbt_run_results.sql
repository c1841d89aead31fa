-- The time of work is that of the step "execute". A node that was skipped never began.
WITH nodes AS (
  SELECT *, LIST_FILTER(TRY_CAST(timing AS JSON[]), LAMBDA t: JSON_EXTRACT_STRING(t, '$.name') = 'execute')[1] AS work
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  job_id,
  run_id,
  'pipeline' AS kind,
  JSON_EXTRACT_STRING(work, '$.started_at') AS started_at,
  JSON_EXTRACT_STRING(work, '$.completed_at') AS ended_at,
  CASE LOWER(status) WHEN 'error' THEN 'failed' WHEN 'fail' THEN 'failed' ELSE LOWER(status) END AS status,
  1 AS attempt,
  CASE WHEN rows >= '0' THEN rows END AS rows_out, -- some adapters write -1 for not known
  bytes,
  CASE
    WHEN LOWER(command) IN ('compile', 'generate', 'list', 'parse', 'show') THEN 'of a dbt ' || LOWER(command) || ', which runs no job' -- generate: of dbt docs
    WHEN job_id LIKE 'test.%' THEN 'a test of data, which dataset dq_result takes'
    WHEN job_id LIKE 'unit_test.%' THEN 'a unit test, which tests code and is no job'
  END AS _filtered
FROM nodes
