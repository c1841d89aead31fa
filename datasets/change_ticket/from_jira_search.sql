-- Custom fields have numbers, and each Jira has its own: they are found by their label when the answer holds the names.
-- A choice is an object with a value, other fields are plain.
WITH labelled AS (
  SELECT
    *,
    JSON_KEYS(COALESCE(TRY_CAST(names AS JSON), '{}')) AS ids,
    LIST_TRANSFORM(ids, LAMBDA id: LOWER(JSON_EXTRACT_STRING(names, '$."' || id || '"'))) AS labels_of,
    TRY_CAST(all_fields AS JSON) AS f,
    LIST_TRANSFORM(
      ['change type', 'change risk', 'change start date', 'change completion date', 'actual start', 'test plan', 'backout plan'],
      LAMBDA label: JSON_EXTRACT(f, '$."' || ids[LIST_POSITION(labels_of, label)] || '"')
    ) AS found,
    LIST_TRANSFORM(found, LAMBDA v: COALESCE(JSON_EXTRACT_STRING(v, '$.value'), JSON_EXTRACT_STRING(v, '$'))) AS custom,
    LOWER(COALESCE(custom[1], issue_type || ' ' || COALESCE(labels, ''))) AS kind,
    LOWER(status) AS state
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
  component AS system,
  reporter AS requester_id,
  assignee AS assignee_id,
  LOWER(COALESCE(custom[2], priority)) AS risk,
  CASE WHEN state = 'canceled' OR LOWER(resolution) IN ('cancelled', 'canceled') THEN 'cancelled' ELSE state END AS status,
  category AS status_category,
  created AS created_at,
  custom[3] AS planned_start_at,
  custom[4] AS planned_end_at,
  custom[5] AS implemented_at,
  COALESCE(resolved, CASE WHEN category = 'done' THEN category_changed END) AS closed_at,
  custom[6] AS test_evidence_ref,
  custom[7] AS backout_ref
FROM labelled
