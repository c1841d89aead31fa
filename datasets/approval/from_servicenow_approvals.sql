-- A ticket or an approver that is named by its internal id is not named: the record is rejected for want of one.
WITH dated AS ( -- a form of times is said, and never guessed
  SELECT
    * EXCLUDE (decided),
    COALESCE(
      strftime(TRY_STRPTIME(COLUMNS(['decided']), NULLIF($dates, '')), '%Y-%m-%d %H:%M:%S'),
      COLUMNS(['decided'])
    )
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  CASE WHEN source_table = 'change_request' OR subject LIKE 'CHG%' THEN 'change' ELSE 'request' END AS subject_type,
  CASE WHEN NOT regexp_matches(subject, '^[0-9a-f]{32}$') THEN SPLIT_PART(TRIM(SPLIT_PART(subject, ':', -1)), ' ', 1) END AS subject_id, -- shown as CHG0001 or as Change Request: CHG0001
  1 AS step_no,
  CASE WHEN NOT regexp_matches(approver, '^[0-9a-f]{32}$') THEN approver END AS approver_id,
  COALESCE(role, source) AS approver_role,
  LOWER(state) AS decision,
  decided AS decided_at,
  'servicenow' AS channel,
  CASE WHEN LOWER(state) IN ('approved', 'rejected') THEN NULL ELSE 'no decision: ' || state END AS _filtered
FROM dated
