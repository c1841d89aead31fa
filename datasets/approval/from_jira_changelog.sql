-- A decision is a change of status to one of the named words.
WITH decisions AS (
  SELECT
    _file, _row, _path, created, TRY_CAST(author AS JSON) AS person,
    url_decode(regexp_extract(self, '/issue/([^/?]+)/changelog', 1)) AS key,
    LIST_FILTER(TRY_CAST(items AS JSON[]), LAMBDA i: (i ->> '$.field') = 'status')[-1] ->> '$.toString' AS status
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  'change' AS subject_type,
  key AS subject_id,
  1 AS step_no,
  COALESCE(NULLIF(person ->> '$.accountId', ''), NULLIF(person ->> '$.name', ''), NULLIF(person ->> '$.emailAddress', ''), person ->> '$.displayName') AS approver_id,
  CASE WHEN LIST_CONTAINS(STRING_SPLIT($approved, '|'), status) THEN 'approved' ELSE 'rejected' END AS decision,
  created AS decided_at,
  'jira' AS channel,
  CASE
    WHEN NOT COALESCE(LIST_CONTAINS(STRING_SPLIT($approved || '|' || $rejected, '|'), status), false) THEN 'no change to a status of approval or rejection'
    WHEN NOT COALESCE(regexp_matches(key, '[A-Za-z]'), false) THEN 'the key of the issue is not in the address of the answer'
  END AS _filtered
FROM decisions
