-- Members are directory objects of several kinds; devices hold no rights of people and are left out.
SELECT
  _file, _row, _path,
  CASE WHEN type = '#microsoft.graph.device' THEN 'the member is a device' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  $group AS group_id,
  CASE WHEN type = '#microsoft.graph.group' THEN 'group' ELSE 'account' END AS member_type,
  id AS member_id
FROM raw
