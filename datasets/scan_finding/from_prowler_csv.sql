-- With --unix-timestamp the time is in seconds since 1970.
SELECT
  _file, _row, _path,
  CASE WHEN upper(status) IN ('MANUAL', 'INFO') THEN 'a check that a person has to do' END AS _filtered,
  id AS finding_id,
  'prowler' AS scanner,
  'misconfig' AS kind,
  rule_id,
  CASE lower(severity) WHEN 'informational' THEN 'negligible' ELSE lower(severity) END AS severity,
  COALESCE(NULLIF(resource, ''), NULLIF(resource_name, ''), account) AS asset_id,
  iso_time(scanned) AS last_seen_at,
  CASE WHEN lower(muted) = 'true' THEN 'suppressed' WHEN upper(status) = 'PASS' THEN 'passed' ELSE 'open' END AS status
FROM raw
