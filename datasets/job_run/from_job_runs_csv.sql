SELECT
  _file,
  _row,
  _path,
  job_id,
  run_id,
  CASE WHEN LOWER(kind) IN ('batch', 'backup', 'restore', 'pipeline') THEN LOWER(kind) ELSE 'batch' END AS kind,
  logical || CASE WHEN LENGTH(logical) = 10 THEN ' 00:00' ELSE '' END AS logical_at, -- a business date is its first moment
  started AS started_at,
  ended AS ended_at,
  CASE
    WHEN LOWER(status) IN ('success', 'succeeded', 'successful', 'completed', 'complete', 'ok', 'ended ok', 'done') THEN 'success'
    WHEN LOWER(status) IN ('failed', 'failure', 'error', 'aborted', 'ended not ok', 'killed', 'timeout') THEN 'failed'
    ELSE LOWER(status)
  END AS status,
  COALESCE(attempt, '1') AS attempt,
  rows_in,
  rows_out,
  rows_rejected,
  rows_filtered,
  bytes,
  version AS code_version,
  CASE WHEN LOWER(trigger) IN ('scheduled', 'scheduler', 'cron', 'timer') THEN 'schedule' ELSE LOWER(trigger) END AS trigger,
  triggered_by,
  asset_id,
  partition AS partition_key,
  ticket AS ticket_id
FROM raw
