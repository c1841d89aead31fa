WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT
  _file,
  _row,
  _path,
  rule_id,
  title,
  side_a,
  side_b,
  LOWER(scope_level) AS scope_level,
  LOWER(severity) AS severity,
  mitigating_control
FROM cells
