SELECT
  _file,
  _row,
  _path,
  'pr' AS subject_type,
  REGEXP_EXTRACT(url, '([^/]+/[^/]+)/pulls/\d+$', 1) || '#' || REGEXP_EXTRACT(url, '\d+$') AS subject_id,
  commit AS subject_rev,
  review_id AS step_no, -- grows with time
  COALESCE(login, 'ghost') AS approver_id,
  role AS approver_role,
  CASE UPPER(state) WHEN 'APPROVED' THEN 'approved' WHEN 'CHANGES_REQUESTED' THEN 'rejected' ELSE LOWER(state) END AS decision,
  submitted AS decided_at,
  'github' AS channel,
  CAST(user_type = 'Bot' OR login LIKE '%[bot]' AS VARCHAR) AS is_bot,
  CASE WHEN UPPER(state) = 'PENDING' THEN 'a draft: the review was never submitted' END AS _filtered
FROM raw
