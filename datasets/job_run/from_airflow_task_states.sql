-- A task is a job of its own, named DAG.TASK, as in the task instances of the REST API. Empty text stands for what is not known.
SELECT
  _file, _row, _path,
  concat(dag, '.', task, CASE WHEN TRY_CAST(map_index AS BIGINT) >= 0 THEN '[' || map_index || ']' END) AS job_id,
  COALESCE(NULLIF($run_id, ''), NULLIF(logical, '')) AS run_id,
  'batch' AS kind,
  NULLIF(logical, '') AS logical_at,
  NULLIF(started, '') AS started_at,
  NULLIF(ended, '') AS ended_at,
  COALESCE(lower(NULLIF(NULLIF(state, ''), 'None')), 'none') AS status,
  1 AS attempt
FROM raw
