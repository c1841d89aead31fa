SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  arn AS secret_id,
  'other' AS kind,
  split_part(arn, ':', 5) AS scope,
  owner AS owner_id,
  iso_time(created) AS created_at,
  iso_time(COALESCE(rotated, changed)) AS rotated_at,
  iso_time(used) AS last_used_at,
  deleted IS NULL AS enabled,
  CASE WHEN owner IS NULL THEN 'user' ELSE 'system' END AS managed_by
FROM raw
