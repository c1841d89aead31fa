SELECT
  _file, _row, _path,
  COALESCE(CAST(COALESCE(snapshot_at, NULLIF($snapshot_at, '')) AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  secret_id,
  lower(kind) AS kind,
  scope,
  owner_id,
  created_at,
  rotated_at,
  last_used_at,
  expires_at,
  lower(enabled) AS enabled,
  lower(managed_by) AS managed_by,
  lower(read_only) AS read_only
FROM raw
