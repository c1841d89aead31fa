SELECT
  _file,
  _row,
  _path,
  LOWER(TRIM(subject_type)) AS subject_type,
  subject_id,
  subject_rev,
  COALESCE(step_no, '1') AS step_no,
  approver_id,
  approver_role,
  CASE LOWER(TRIM(decision)) WHEN 'approve' THEN 'approved' WHEN 'reject' THEN 'rejected' WHEN 'declined' THEN 'rejected' ELSE LOWER(TRIM(decision)) END AS decision,
  decided_at,
  channel,
  is_bot
FROM raw
