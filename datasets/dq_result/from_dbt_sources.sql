-- The status error means too old, runtime error that nobody could look. dbt 2 writes both with capitals.
SELECT _file, _row, _path,
       unique_id AS test_id,
       unique_id AS dataset,
       'freshness' AS test_type,
       CASE lower(status) WHEN 'runtime error' THEN 'error' WHEN 'error' THEN 'fail' ELSE lower(status) END AS status,
       CASE lower(status) WHEN 'error' THEN 'error' WHEN 'runtime error' THEN 'error' WHEN 'warn' THEN 'warn' END AS severity,
       COALESCE(snapshotted_at, generated_at) AS executed_at,
       max_loaded_at,
       invocation_id AS run_id
FROM raw
