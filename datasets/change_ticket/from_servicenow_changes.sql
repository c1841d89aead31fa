-- A state is a word when display values were asked for, else the number that ServiceNow keeps.
WITH dated AS ( -- a form of times is said, and never guessed
  SELECT
    * EXCLUDE (created, window_start, window_end, work_start, closed),
    COALESCE(
      strftime(TRY_STRPTIME(COLUMNS(['created', 'window_start', 'window_end', 'work_start', 'closed']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['created', 'window_start', 'window_end', 'work_start', 'closed'])
    )
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  number AS ticket_id,
  NULLIF($tool, '') AS tool,
  title,
  LOWER(type) AS type,
  COALESCE(system, service) AS system,
  COALESCE(requester, opener) AS requester_id,
  assignee AS assignee_id,
  LOWER(risk) AS risk,
  CASE state
    WHEN '-5' THEN 'new'
    WHEN '-4' THEN 'assess'
    WHEN '-3' THEN 'authorize'
    WHEN '-2' THEN 'scheduled'
    WHEN '-1' THEN 'implement'
    WHEN '0' THEN 'review'
    WHEN '3' THEN 'closed'
    WHEN '4' THEN 'cancelled'
    WHEN 'Canceled' THEN 'cancelled'
    ELSE LOWER(state)
  END AS status,
  created AS created_at,
  window_start AS planned_start_at,
  window_end AS planned_end_at,
  work_start AS implemented_at,
  closed AS closed_at,
  test_plan AS test_evidence_ref,
  LOWER(test_result) AS test_result,
  backout_plan AS backout_ref,
  COALESCE(incident, cause) AS incident_id
FROM dated
