-- A hyphen stands for what a record does not have.
WITH cell AS (
  SELECT _file, _row, _path, NULLIF(COLUMNS(* EXCLUDE (_file, _row, _path, _name)), '-') FROM raw
)
SELECT
  _file, _row, _path,
  'aws' AS provider,
  account AS account_or_project,
  interface AS interface_id,
  vpc AS vpc_id,
  instance AS instance_id,
  direction,
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
  lower(status) AS log_status,
  reason AS reject_reason,
  pkt_src AS pkt_src_addr,
  pkt_dst AS pkt_dst_addr,
  flags AS tcp_flags
FROM cell
