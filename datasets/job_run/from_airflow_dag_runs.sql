-- A run is one attempt here: Airflow counts attempts per task. Version 3 may have no logical date, version 2 called it
-- the execution date. The command line gives no type of run, with which the id begins, and empty text for no time.
WITH run AS (
  SELECT *, COALESCE(run_type, NULLIF(REGEXP_EXTRACT(run_id, '^(scheduled|manual|backfill|dataset_triggered|asset_triggered)__', 1), '')) AS type
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  job_id,
  run_id,
  'pipeline' AS kind,
  NULLIF(logical, '') AS logical_at,
  NULLIF(started, '') AS started_at,
  NULLIF(ended, '') AS ended_at,
  LOWER(state) AS status,
  1 AS attempt,
  version AS code_version,
  CASE
    WHEN type = 'scheduled' THEN 'schedule'
    WHEN type LIKE 'backfill%' THEN 'backfill'
    WHEN type IN ('dataset_triggered', 'asset_triggered') THEN 'event'
    ELSE type
  END AS trigger,
  triggered_by,
  partition AS partition_key,
  ticket AS ticket_id
FROM run
