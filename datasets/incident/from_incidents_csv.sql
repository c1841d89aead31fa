SELECT
  _file,
  _row,
  _path,
  incident_id,
  title,
  LOWER(severity) AS severity,
  system,
  LOWER(status) AS status,
  opened_at,
  detected_at,
  acknowledged_at,
  contained_at,
  resolved_at,
  closed_at,
  postmortem_at,
  CAST(TO_JSON(CASE WHEN related IS NULL THEN [] ELSE STRING_SPLIT_REGEX(related, '[\s,;|]+') END) AS VARCHAR) AS related_ids
FROM raw
