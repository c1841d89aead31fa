WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT
  _file,
  _row,
  _path,
  grant_id,
  system,
  account_id,
  role_id,
  CASE WHEN LOWER(kind) IN ('break-glass', 'break glass', 'emergency') THEN 'breakglass' ELSE LOWER(kind) END AS kind,
  start_at,
  end_at,
  ticket_id,
  reason,
  granted_by
FROM cells
