-- A run is one attempt here: Airflow counts attempts per task. Version 3 may have no logical date, version 2 called it
-- the execution date.
SELECT
  _file,
  _row,
  _path,
  job_id,
  run_id,
  'pipeline' AS kind,
  logical AS logical_at,
  started AS started_at,
  ended AS ended_at,
  LOWER(state) AS status,
  1 AS attempt,
  version AS code_version,
  CASE
    WHEN run_type = 'scheduled' THEN 'schedule'
    WHEN run_type LIKE 'backfill%' THEN 'backfill'
    WHEN run_type IN ('dataset_triggered', 'asset_triggered') THEN 'event'
    ELSE run_type
  END AS trigger,
  triggered_by,
  partition AS partition_key,
  ticket AS ticket_id
FROM raw
