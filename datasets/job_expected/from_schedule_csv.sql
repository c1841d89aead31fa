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
FROM raw
