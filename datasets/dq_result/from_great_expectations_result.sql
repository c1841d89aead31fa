-- An expectation has no id of its own over all versions: suite, asset, type and arguments name it, without the batch.
SELECT _file, _row, _path,
       COALESCE(suite, '') || '/' || COALESCE(asset, '') || '/' || type || '/' || COALESCE(regexp_replace(kwargs, ',\s*"batch_id":\s*"[^"]*"|"batch_id":\s*"[^"]*"\s*,\s*', ''), '{}') AS test_id,
       COALESCE(asset, suite) AS dataset,
       column_name,
       type AS test_type,
       CASE WHEN raised = 'true' THEN 'error' WHEN success = 'true' THEN 'pass' WHEN success = 'false' AND lower(severity) IN ('warning', 'info') THEN 'warn'
            WHEN success = 'false' THEN 'fail' ELSE success END AS status,
       unexpected_count AS failures,
       element_count AS rows_tested,
       CASE WHEN severity IS NULL OR lower(severity) = 'critical' THEN 'error' WHEN lower(severity) IN ('warning', 'info') THEN 'warn' ELSE severity END AS severity,
       -- the file of an older version writes 20260302T020000.000000Z
       regexp_replace(run_time, '^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\.\d+)?Z$', '\1-\2-\3T\4:\5:\6\7Z') AS executed_at,
       COALESCE(run_name, run_time) AS run_id
FROM raw
