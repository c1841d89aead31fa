-- A task is a job of its own, named DAG.TASK, and with its number when it is one of many that a task was expanded to. One that
-- was not tried yet has the number 0.
SELECT
  _file, _row, _path,
  concat(dag, '.', task, CASE WHEN TRY_CAST(map_index AS BIGINT) >= 0 THEN '[' || map_index || ']' END) AS job_id,
  run_id,
  'batch' AS kind,
  NULLIF(logical, '') AS logical_at,
  NULLIF(started, '') AS started_at,
  NULLIF(ended, '') AS ended_at,
  COALESCE(lower(NULLIF(state, '')), 'none') AS status,
  CASE WHEN attempt = '0' THEN '1' ELSE attempt END AS attempt,
  version AS code_version
FROM raw
