SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  concat_ws('/', $scope, id) AS secret_id,
  'pat' AS kind,
  $scope AS scope,
  owner AS owner_id,
  granted AS created_at,
  used AS last_used_at,
  expires AS expires_at,
  CASE LOWER(expired) WHEN 'true' THEN false WHEN 'false' THEN true END AS enabled,
  'user' AS managed_by,
  CASE WHEN permissions IS NOT NULL THEN NOT regexp_matches(permissions, '"(write|admin)"') END AS read_only
FROM raw
