-- A request that nobody approved is a record too: it is left out by name and not lost. The users that GitLab makes for access tokens and
-- service accounts are known by their names.
WITH approvals AS (
  SELECT
    _file,
    _row,
    _path,
    COALESCE(
      NULLIF($repo, ''),
      NULLIF(regexp_extract(project, '^(?:https?://[^/]+/)?(.+?)(?:!\d+|/(?:-/)?merge_requests/\d.*)?$', 1), ''),
      NULLIF(url_decode(regexp_extract(_name, '(?:^|[/!])([^/!]*%2[Ff][^/!]*?)(?:[-_.](?:mr[-_])?approvals[^/!]*)?(?:\.json)?(?:\.gz)?(?:$|[/!])', 1)), '')
    ) || '#' || number AS subject_id,
    approvers = '[]' AS without,
    UNNEST(CASE WHEN without THEN [NULL] ELSE COALESCE(TRY_CAST(approvers AS JSON[]), [NULL]) END) AS approval
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  'pr' AS subject_type,
  subject_id,
  1 AS step_no,
  JSON_EXTRACT_STRING(approval, '$.user.username') AS approver_id,
  'approved' AS decision,
  JSON_EXTRACT_STRING(approval, '$.approved_at') AS decided_at,
  'gitlab' AS channel,
  CASE WHEN regexp_matches(approver_id, '^((project|group)_\d+_bot|service_account_)') THEN 'true' ELSE JSON_EXTRACT_STRING(approval, '$.user.bot') END AS is_bot,
  CASE WHEN without THEN 'a merge request that nobody approved' END AS _filtered
FROM approvals
