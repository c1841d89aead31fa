-- Who may use web services only is no person. One who is locked out cannot sign in, and stays active.
SELECT
  _file, _row, _path,
  $system AS system,
  account_id,
  account_id AS username,
  LOWER(email) AS email,
  employee_number AS worker_id,
  CASE WHEN employee_number IS NOT NULL THEN 'employee_id' END AS link_method,
  CASE WHEN LOWER(service_only) = 'true' OR LOWER(integration) = 'true' THEN 'service' ELSE 'human' END AS account_type,
  CASE
    WHEN LOWER(active) = 'false' OR LOWER(locked_out) = 'true' THEN 'false'
    WHEN LOWER(active) = 'true' THEN 'true'
  END AS enabled,
  created AS created_at,
  last_login AS last_login_at,
  last_login AS last_activity_at,
  LOWER(mfa) AS mfa_enabled,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM raw
