-- The end of a test is the end of its last timing entry; a test that was skipped or broke early has none.
SELECT _file, _row, _path,
       unique_id AS test_id,
       CASE WHEN status = 'runtime error' THEN 'error' ELSE status END AS status,
       failures,
       CASE WHEN status IN ('fail', 'error', 'runtime error') THEN 'error' WHEN status = 'warn' THEN 'warn' END AS severity,
       COALESCE(json_extract_string(timing, '$[#-1].completed_at'), generated_at) AS executed_at,
       invocation_id AS run_id,
       CASE
         WHEN split_part(unique_id, '.', 1) = 'unit_test' THEN 'a unit test, which tests code and not data'
         WHEN split_part(unique_id, '.', 1) <> 'test' THEN 'a ' || split_part(unique_id, '.', 1) || ', not a data test'
         WHEN LOWER(command) IN ('compile', 'generate', 'list', 'parse', 'show') THEN 'of a dbt ' || LOWER(command) || ', which runs no test' -- generate: of dbt docs
       END AS _filtered
FROM raw
