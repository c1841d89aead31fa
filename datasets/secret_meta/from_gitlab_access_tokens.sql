-- A token that is not active was revoked or has ended. Scopes that begin with read_ only read. It ends as the day of expires_at begins, in UTC.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  concat_ws('/', $scope, id) AS secret_id,
  'pat' AS kind,
  $scope AS scope,
  owner AS owner_id,
  created AS created_at,
  used AS last_used_at,
  CASE WHEN length(expires) = 10 THEN expires || 'T00:00:00Z' ELSE expires END AS expires_at,
  LOWER(active) = 'true' AND COALESCE(LOWER(revoked), 'false') <> 'true' AS enabled,
  'user' AS managed_by,
  len(TRY_CAST(scopes AS VARCHAR[])) > 0 AND len(list_filter(TRY_CAST(scopes AS VARCHAR[]), LAMBDA s: s NOT LIKE 'read_%')) = 0 AS read_only
FROM raw
