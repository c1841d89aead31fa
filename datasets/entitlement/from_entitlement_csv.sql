-- A day without a time is that whole day in the zone of the load: it begins with its first second and ends with its last.
SELECT
  _file, _row, _path,
  COALESCE(CAST(COALESCE(snapshot_at, NULLIF($snapshot_at, '')) AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(system, NULLIF($system, '')) AS system,
  account_id,
  entitlement_id,
  name,
  COALESCE(via, 'direct') AS via,
  granted_at || CASE WHEN LENGTH(granted_at) = 10 THEN ' 00:00' ELSE '' END AS granted_at,
  granted_by,
  expires_at || CASE WHEN LENGTH(expires_at) = 10 THEN ' 23:59:59' ELSE '' END AS expires_at,
  lower(risk) AS risk
FROM raw
