-- A hyphen stands for what a record does not have.
WITH cell AS (
  SELECT _file, _row, _path, NULLIF(COLUMNS(* EXCLUDE (_file, _row, _path, _name)), '-') FROM raw
)
SELECT
  _file, _row, _path,
  'aws' AS provider,
  account AS account_or_project,
  interface AS interface_id,
  src AS src_addr,
  dst AS dst_addr,
  src_port,
  dst_port,
  protocol,
  packets,
  bytes,
  iso_time(begins) AS start_at,
  iso_time(ends) AS end_at,
  lower(action) AS action,
  lower(status) AS log_status
FROM cell
