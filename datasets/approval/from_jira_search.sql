-- A decision is a change of status to one of the named words. Issues without one are left out by name. Where an issue has more changes than
-- are listed, one of a decision that is none stands for them and is a reject.
WITH issues AS (
  SELECT _file, _row, _path, key, total, COALESCE(TRY_CAST(histories AS JSON[]), []) AS listed
  FROM raw
),
changes AS (
  SELECT _file, _row, _path, key, NULL AS missing, UNNEST(COALESCE(NULLIF(listed, []), [NULL])) AS change
  FROM issues
  UNION ALL
  SELECT _file, _row, _path, key, LEN(listed) || ' of ' || total || ' changes, the rest is in the changelog of the issue' AS missing, NULL AS change
  FROM issues
  WHERE TRY_CAST(total AS BIGINT) > LEN(listed)
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
    JSON_EXTRACT_STRING(change, '$.author.displayName'),
    missing
  ) AS approver_id,
  CASE WHEN missing IS NOT NULL THEN missing WHEN approved THEN 'approved' ELSE 'rejected' END AS decision,
  JSON_EXTRACT_STRING(change, '$.created') AS decided_at,
  'jira' AS channel,
  CASE WHEN approved OR rejected OR missing IS NOT NULL THEN NULL ELSE 'no change to a status of approval or rejection' END AS _filtered
FROM decisions
