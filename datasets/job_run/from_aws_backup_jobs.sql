-- Only a job that is complete has made a recovery point; one that is PARTIAL has left something out. The API writes times as
-- seconds since 1970, the command line as text.
WITH jobs AS (
  SELECT *, LIST_TRANSFORM([created, completed], LAMBDA t: COALESCE(STRFTIME(MAKE_TIMESTAMP(CAST(TRY_CAST(t AS DECIMAL(20, 6)) * 1000000 AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ'), t)) AS times
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  COALESCE(plan, asset) AS job_id,
  run_id,
  'backup' AS kind,
  times[1] AS started_at,
  times[2] AS ended_at,
  CASE
    WHEN state = 'COMPLETED' THEN 'success'
    WHEN state IN ('FAILED', 'ABORTED', 'ABORTING', 'EXPIRED') THEN 'failed'
    ELSE LOWER(state)
  END AS status,
  '1' AS attempt,
  bytes,
  CASE WHEN plan IS NOT NULL THEN 'schedule' ELSE 'manual' END AS trigger,
  asset AS asset_id,
  encrypted,
  vault AS dest
FROM jobs
