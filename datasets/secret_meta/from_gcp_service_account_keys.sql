-- A key without an end is written as valid until the year 9999.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  name AS secret_id,
  'gcp_sa_key' AS kind,
  regexp_extract(name, '^projects/[^/]+') AS scope,
  regexp_extract(name, 'serviceAccounts/([^/]+)', 1) AS owner_id,
  valid_after AS created_at,
  CASE WHEN valid_before NOT LIKE '9999-%' THEN valid_before END AS expires_at,
  COALESCE(disabled, 'false') <> 'true' AS enabled,
  CASE WHEN type = 'USER_MANAGED' THEN 'user' ELSE 'system' END AS managed_by
FROM raw
