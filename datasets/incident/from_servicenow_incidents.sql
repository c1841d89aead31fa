WITH dated AS ( -- a form of times is said, and never guessed
  SELECT
    * EXCLUDE (opened, resolved, closed),
    COALESCE(
      strftime(TRY_STRPTIME(COLUMNS(['opened', 'resolved', 'closed']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['opened', 'resolved', 'closed'])
    )
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  number AS incident_id,
  title,
  LOWER(severity) AS severity,
  COALESCE(system, service) AS system,
  LOWER(CASE state WHEN '1' THEN 'new' WHEN '2' THEN 'in progress' WHEN '3' THEN 'on hold' WHEN '6' THEN 'resolved' WHEN '7' THEN 'closed' WHEN '8' THEN 'canceled' ELSE state END) AS status,
  opened AS opened_at,
  resolved AS resolved_at,
  closed AS closed_at,
  CAST(TO_JSON(LIST_FILTER([change, cause, problem, parent], LAMBDA id: id IS NOT NULL)) AS VARCHAR) AS related_ids
FROM dated
