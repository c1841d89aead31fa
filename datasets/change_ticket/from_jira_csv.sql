-- Dates have the form that the settings of Jira give them, without a zone. What cannot be read keeps its text.
WITH issues AS (
  SELECT
    *,
    LOWER(COALESCE(change_type, issue_type)) AS kind,
    LOWER(status) AS state,
    TRY_CAST(components AS JSON) AS parts
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  key AS ticket_id,
  'jira' AS tool,
  summary AS title,
  CASE WHEN kind LIKE '%emergency%' OR kind LIKE '%hotfix%' THEN 'emergency' WHEN kind LIKE '%standard%' THEN 'standard' ELSE 'normal' END AS type,
  JSON_EXTRACT_STRING(parts, '$[0]') AS system,
  reporter AS requester_id,
  assignee AS assignee_id,
  LOWER(COALESCE(risk, priority)) AS risk,
  CASE WHEN state = 'canceled' OR LOWER(resolution) IN ('cancelled', 'canceled') THEN 'cancelled' ELSE state END AS status,
  CASE category WHEN 'To Do' THEN 'new' WHEN 'In Progress' THEN 'indeterminate' WHEN 'Done' THEN 'done' END AS status_category,
  COALESCE(CAST(TRY_STRPTIME(created, $dates) AS VARCHAR), created) AS created_at,
  COALESCE(CAST(TRY_STRPTIME(planned_start, $dates) AS VARCHAR), planned_start) AS planned_start_at,
  COALESCE(CAST(TRY_STRPTIME(planned_end, $dates) AS VARCHAR), planned_end) AS planned_end_at,
  COALESCE(CAST(TRY_STRPTIME(actual_start, $dates) AS VARCHAR), actual_start) AS implemented_at,
  COALESCE(CAST(TRY_STRPTIME(resolved, $dates) AS VARCHAR), resolved) AS closed_at,
  test_plan AS test_evidence_ref,
  backout_plan AS backout_ref
FROM issues
