WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
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
FROM cells
