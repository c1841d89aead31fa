-- Membership of a group is a right in Okta itself.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  user_id AS account_id,
  $group AS entitlement_id,
  'direct' AS via
FROM raw
