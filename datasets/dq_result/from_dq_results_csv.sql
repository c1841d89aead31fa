WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path,
       test_id, dataset, column_name, test_type, lower(status) AS status, failures, rows_tested, lower(severity) AS severity,
       executed_at, published_at, max_loaded_at, max_event_at, run_id
FROM cells
