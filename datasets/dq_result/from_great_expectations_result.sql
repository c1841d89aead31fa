-- An expectation has no id of its own over all versions: suite, asset, type and arguments name it, without the batch. The
-- arguments are written in one way, however the file spaces and orders them, and 10 as 10.0.
WITH result AS (
    SELECT *,
           (SELECT string_agg(to_json(a.key) || ':' || CASE a.type WHEN 'DOUBLE' THEN regexp_replace(CAST(a.value AS VARCHAR), '\.0$', '') ELSE CAST(a.value AS VARCHAR) END, ',' ORDER BY a.key)
            FROM json_each(CAST(kwargs AS JSON)) AS a WHERE a.key <> 'batch_id') AS arguments,
           -- what was raised is said of the expectation or of each metric that it needed
           regexp_matches(exception, '"raised_exception"\s*:\s*true') AS raised
    FROM raw
)
SELECT _file, _row, _path,
       COALESCE(suite, '') || '/' || COALESCE(asset, '') || '/' || type || '/{' || COALESCE(arguments, '') || '}' AS test_id,
       COALESCE(asset, suite) AS dataset,
       column_name,
       type AS test_type,
       CASE WHEN raised THEN 'error' WHEN success = 'true' THEN 'pass' WHEN success = 'false' AND lower(severity) IN ('warning', 'info') THEN 'warn'
            WHEN success = 'false' THEN 'fail' ELSE success END AS status,
       unexpected_count AS failures,
       element_count AS rows_tested,
       CASE WHEN severity IS NULL OR lower(severity) = 'critical' THEN 'error' WHEN lower(severity) IN ('warning', 'info') THEN 'warn' ELSE severity END AS severity,
       -- the file of an older version writes 20260302T020000.000000Z
       regexp_replace(run_time, '^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\.\d+)?Z$', '\1-\2-\3T\4:\5:\6\7Z') AS executed_at,
       COALESCE(run_name, run_time) AS run_id
FROM result
