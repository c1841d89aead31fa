-- A request without reviews is a record too: it is left out by name and not lost. Where more reviews follow than the request holds, one
-- of a decision that is none stands for them and is a reject.
WITH requests AS (
  SELECT
    _file,
    _row,
    _path,
    REGEXP_EXTRACT(url, '([^/]+/[^/]+)/pull/\d+', 1) || '#' || number AS subject_id,
    COALESCE(NULLIF(TRY_CAST(reviews AS JSON[]), []), [NULL]) AS listed,
    COALESCE(reviews, '[]') = '[]' AS without,
    CASE WHEN 'true' IN (more, earlier) OR TRY_CAST(total AS BIGINT) > LEN(TRY_CAST(reviews AS JSON[])) THEN [CAST('{"state": "more reviews on another page"}' AS JSON)] ELSE [] END AS rest
  FROM raw
),
reviews AS (
  SELECT *, UNNEST(LIST_CONCAT(listed, rest)) AS review, UNNEST(RANGE(1, LEN(listed) + LEN(rest) + 1)) AS step_no
  FROM requests
)
SELECT
  _file,
  _row,
  _path || '.reviews[' || (step_no - 1) || ']' AS _path,
  'pr' AS subject_type,
  subject_id,
  JSON_EXTRACT_STRING(review, '$.commit.oid') AS subject_rev,
  step_no,
  COALESCE(NULLIF(JSON_EXTRACT_STRING(review, '$.author.login'), ''), 'ghost') AS approver_id,
  JSON_EXTRACT_STRING(review, '$.authorAssociation') AS approver_role,
  CASE JSON_EXTRACT_STRING(review, '$.state')
    WHEN 'CHANGES_REQUESTED' THEN 'rejected'
    ELSE LOWER(JSON_EXTRACT_STRING(review, '$.state'))
  END AS decision,
  JSON_EXTRACT_STRING(review, '$.submittedAt') AS decided_at,
  'github' AS channel,
  CAST(JSON_EXTRACT_STRING(review, '$.author.__typename') = 'Bot' AS VARCHAR) AS is_bot,
  CASE
    WHEN without THEN 'a pull request without reviews'
    WHEN JSON_EXTRACT_STRING(review, '$.state') = 'PENDING' THEN 'a draft: the review was never submitted'
  END AS _filtered
FROM reviews
