SELECT
  _file,
  _row,
  _path,
  account_id,
  bucket,
  object,
  start_at,
  end_at,
  oldest_event_at,
  newest_event_at,
  key_fingerprint,
  previous_object,
  previous_sha256,
  previous_signature,
  log_files
FROM raw
