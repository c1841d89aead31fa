SELECT
  _file,
  _row,
  _path,
  LOWER(subject_type) AS subject_type,
  subject_id,
  subject_rev,
  COALESCE(step_no, '1') AS step_no,
  approver_id,
  approver_role,
  CASE LOWER(decision) WHEN 'approve' THEN 'approved' WHEN 'reject' THEN 'rejected' WHEN 'declined' THEN 'rejected' ELSE LOWER(decision) END AS decision,
  decided_at,
  channel,
  is_bot
FROM raw
