-- A state is a word when display values were asked for, else the number that ServiceNow keeps. A change that is named by its
-- internal id is not named: the record is rejected for want of a ticket.
WITH dated AS (
  SELECT
    * EXCLUDE (created, planned_start, planned_end, work_start, closed),
    COALESCE(
      strftime(TRY_STRPTIME(COLUMNS(['created', 'planned_start', 'planned_end', 'work_start', 'closed']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['created', 'planned_start', 'planned_end', 'work_start', 'closed'])
    )
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  number AS task_id,
  CASE WHEN NOT regexp_matches(ticket, '^[0-9a-f]{32}$') THEN ticket END AS ticket_id,
  NULLIF($tool, '') AS tool,
  LOWER(kind) AS kind,
  title,
  CASE LOWER(state)
    WHEN '-5' THEN 'pending'
    WHEN '1' THEN 'open'
    WHEN '2' THEN 'in progress'
    WHEN '3' THEN 'closed'
    WHEN 'closed complete' THEN 'closed'
    WHEN '4' THEN 'cancelled' -- or incomplete: it was not carried out
    WHEN '7' THEN 'closed skipped'
    WHEN 'canceled' THEN 'cancelled'
    ELSE LOWER(state)
  END AS status,
  LOWER(close_code) AS close_code,
  assignee AS assignee_id,
  closed_by,
  created AS created_at,
  planned_start AS planned_start_at,
  planned_end AS planned_end_at,
  work_start AS started_at,
  closed AS closed_at
FROM dated
