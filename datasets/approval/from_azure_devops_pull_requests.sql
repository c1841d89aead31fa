-- A vote of 10 or 5 approves, -5 waits for the author, -10 rejects, 0 is none.
WITH votes AS (
  SELECT
    r._file, r._row, r._path, r.repository, r.project, r.number, r.closed, v.key AS nth, v.value AS reviewer,
    TRY_CAST(v.value ->> '$.vote' AS INTEGER) AS vote
  FROM raw AS r
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(TRY_CAST(r.reviewers AS JSON))) AS v ON true
)
SELECT
  _file,
  _row,
  _path || COALESCE('.reviewers[' || nth || ']', '') AS _path,
  'pr' AS subject_type,
  concat_ws('/', project, repository) || '#' || number AS subject_id,
  1 AS step_no,
  COALESCE(reviewer ->> '$.uniqueName', reviewer ->> '$.displayName', 'ghost') AS approver_id,
  CASE WHEN vote > 0 THEN 'approved' WHEN vote < 0 THEN 'rejected' END AS decision,
  closed AS decided_at,
  'azure-devops' AS channel,
  CASE
    WHEN reviewer IS NULL THEN 'nobody was asked to review'
    WHEN COALESCE(vote, 0) = 0 THEN 'no vote'
    WHEN (reviewer ->> '$.isContainer') = 'true' THEN 'the vote of a group repeats those of its members'
    WHEN closed IS NULL THEN 'the request is open'
  END AS _filtered
FROM votes
