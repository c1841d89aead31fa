SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  COALESCE(NULLIF($group, ''), regexp_extract(name, '^groups/([^/]+)', 1)) AS group_id,
  CASE WHEN type = 'GROUP' THEN 'group' ELSE 'account' END AS member_type,
  member AS member_id
FROM raw
