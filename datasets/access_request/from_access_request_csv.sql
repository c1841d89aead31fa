WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT
  _file, _row, _path,
  request_id,
  COALESCE(system, NULLIF($system, '')) AS system,
  beneficiary AS beneficiary_worker_id,
  entitlement_id,
  CASE lower(action) WHEN 'add' THEN 'grant' WHEN 'remove' THEN 'revoke' WHEN 'change' THEN 'modify' ELSE COALESCE(lower(action), 'grant') END AS action,
  requested_by,
  requested_at,
  lower(status) AS status,
  fulfilled_at,
  fulfilled_by
FROM cells
