SELECT
  _file, _row, _path,
  COALESCE(CAST(COALESCE(snapshot_at, NULLIF($snapshot_at, '')) AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(system, NULLIF($system, '')) AS system,
  account_id,
  entitlement_id,
  name,
  COALESCE(via, 'direct') AS via,
  granted_at,
  granted_by,
  expires_at,
  lower(risk) AS risk
FROM raw
