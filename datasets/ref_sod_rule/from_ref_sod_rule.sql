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
FROM raw
