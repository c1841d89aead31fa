SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  $group AS group_id,
  'account' AS member_type,
  user_id AS member_id
FROM raw
