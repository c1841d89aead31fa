-- Older answers do not state when it was resolved: then the last change of status says it, once it is resolved.
SELECT
  _file,
  _row,
  _path,
  number AS incident_id,
  title,
  LOWER(urgency) AS severity,
  system,
  status,
  opened AS opened_at,
  acknowledged AS acknowledged_at,
  COALESCE(resolved, CASE WHEN status = 'resolved' THEN changed END) AS resolved_at
FROM raw
