-- A period is written in seconds: 7776000s.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  name AS key_id,
  'gcp' AS provider,
  regexp_extract(name, '^projects/[^/]+') AS account_or_project,
  'customer' AS managed_by,
  lower(purpose) AS usage,
  algorithm AS spec,
  lower(protection) AS origin,
  lower(state) AS state,
  created AS created_at,
  CASE WHEN purpose = 'ENCRYPT_DECRYPT' THEN period IS NOT NULL END AS rotation_enabled,
  CAST(regexp_extract(period, '^[0-9]+') AS BIGINT) // 86400 AS rotation_days,
  next AS next_rotation_at
FROM raw
