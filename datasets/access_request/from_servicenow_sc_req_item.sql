-- Which catalogue variables hold the role and the system differs by instance; the item itself stands in for the role. What is named
-- by its internal id is not named. A state is a word when display values were asked for, else the number that ServiceNow keeps.
WITH dated AS ( -- a form of times is said, and never guessed
  SELECT
    * EXCLUDE (opened_at, closed_at),
    COALESCE(
      strftime(TRY_STRPTIME(COLUMNS(['opened_at', 'closed_at']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['opened_at', 'closed_at'])
    )
  FROM (
    SELECT
      * EXCLUDE (requested_for, item, opened_by, closed_by),
      CASE WHEN NOT regexp_matches(COLUMNS(['requested_for', 'item', 'opened_by', 'closed_by']), '^[0-9a-f]{32}$') THEN COLUMNS(['requested_for', 'item', 'opened_by', 'closed_by']) END
    FROM raw
  ) AS r
)
SELECT
  _file, _row, _path,
  number AS request_id,
  system,
  COALESCE(employee_number, requested_for) AS beneficiary_worker_id,
  COALESCE(entitlement, item) AS entitlement_id,
  CASE lower(action) WHEN 'add' THEN 'grant' WHEN 'remove' THEN 'revoke' WHEN 'change' THEN 'modify' ELSE COALESCE(lower(action), 'grant') END AS action,
  opened_by AS requested_by,
  opened_at AS requested_at,
  CASE state
    WHEN '-5' THEN 'pending'
    WHEN '1' THEN 'open'
    WHEN '2' THEN 'work in progress'
    WHEN '3' THEN 'closed complete'
    WHEN '4' THEN 'closed incomplete'
    WHEN '7' THEN 'closed skipped'
    ELSE lower(state)
  END AS status,
  closed_at AS fulfilled_at,
  closed_by AS fulfilled_by
FROM dated
