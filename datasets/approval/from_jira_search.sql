-- A decision is a change of status to one of the named words. Issues without one are left out by name.
WITH changes AS (
  SELECT _file, _row, _path, key, UNNEST(COALESCE(NULLIF(TRY_CAST(histories AS JSON[]), []), [NULL])) AS change
  FROM raw
),
decisions AS (
  SELECT
    *,
    LIST_FILTER(JSON_EXTRACT(change, '$.items[*]'), LAMBDA i: JSON_EXTRACT_STRING(i, '$.field') = 'status')[-1] AS item,
    JSON_EXTRACT_STRING(item, '$.toString') AS status,
    LIST_CONTAINS(STRING_SPLIT($approved, '|'), status) AS approved,
    LIST_CONTAINS(STRING_SPLIT($rejected, '|'), status) AS rejected
  FROM changes
)
SELECT
  _file,
  _row,
  _path || ' change ' || COALESCE(JSON_EXTRACT_STRING(change, '$.id'), 'none') AS _path,
  'change' AS subject_type,
  key AS subject_id,
  1 AS step_no,
  COALESCE(
    NULLIF(JSON_EXTRACT_STRING(change, '$.author.accountId'), ''),
    NULLIF(JSON_EXTRACT_STRING(change, '$.author.name'), ''),
    NULLIF(JSON_EXTRACT_STRING(change, '$.author.emailAddress'), ''),
    JSON_EXTRACT_STRING(change, '$.author.displayName')
  ) AS approver_id,
  CASE WHEN approved THEN 'approved' ELSE 'rejected' END AS decision,
  JSON_EXTRACT_STRING(change, '$.created') AS decided_at,
  'jira' AS channel,
  CASE WHEN approved OR rejected THEN NULL ELSE 'no change to a status of approval or rejection' END AS _filtered
FROM decisions
