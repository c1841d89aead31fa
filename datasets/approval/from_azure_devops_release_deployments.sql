-- Only approvals before the deployment can permit it. Who approved may be another than who was asked.
WITH asked AS (
  SELECT r._file, r._row, r._path, r.id, a.key AS nth, a.value AS approval, a.value ->> '$.status' AS status
  FROM raw AS r
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(TRY_CAST(r.before AS JSON))) AS a ON true
)
SELECT
  _file,
  _row,
  _path || COALESCE('.preDeployApprovals[' || nth || ']', '') AS _path,
  'deploy_env' AS subject_type,
  id AS subject_id,
  COALESCE(approval ->> '$.rank', '1') AS step_no,
  COALESCE(
    approval ->> '$.approvedBy.uniqueName', approval ->> '$.approvedBy.displayName',
    approval ->> '$.approver.uniqueName', approval ->> '$.approver.displayName', 'automated'
  ) AS approver_id,
  CASE status WHEN 'approved' THEN 'approved' WHEN 'rejected' THEN 'rejected' END AS decision,
  COALESCE(approval ->> '$.modifiedOn', approval ->> '$.createdOn') AS decided_at,
  'azure-devops' AS channel,
  approval ->> '$.isAutomated' AS is_bot,
  CASE WHEN approval IS NULL THEN 'nobody was asked' WHEN COALESCE(status, '') NOT IN ('approved', 'rejected') THEN 'not decided: ' || COALESCE(status, 'unknown') END AS _filtered
FROM asked
