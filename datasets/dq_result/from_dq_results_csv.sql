SELECT _file, _row, _path,
       test_id, dataset, column_name, test_type, lower(status) AS status, failures, rows_tested, lower(severity) AS severity,
       executed_at, published_at, max_loaded_at, max_event_at, run_id
FROM raw
