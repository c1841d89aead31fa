WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT
  _file,
  _row,
  _path,
  job_id,
  due_at,
  window_min,
  logical_at,
  partition_key,
  schedule_version,
  calendar
FROM cells
