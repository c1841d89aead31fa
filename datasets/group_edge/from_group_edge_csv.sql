SELECT
  _file, _row, _path,
  COALESCE(CAST(COALESCE(snapshot_at, NULLIF($snapshot_at, '')) AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(system, NULLIF($system, '')) AS system,
  group_id,
  COALESCE(lower(member_type), 'account') AS member_type,
  member_id
FROM raw
