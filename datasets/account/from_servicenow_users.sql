-- Who may use web services only is no person. One who is locked out cannot sign in, and stays active. A copy of the table from its
-- database has 1 and 0 for true and false.
WITH flagged AS (
  SELECT
    * EXCLUDE (active, locked_out, service_only, integration, mfa),
    CASE COLUMNS(['active', 'locked_out', 'service_only', 'integration', 'mfa'])
      WHEN '1' THEN 'true'
      WHEN '0' THEN 'false'
      ELSE LOWER(COLUMNS(['active', 'locked_out', 'service_only', 'integration', 'mfa']))
    END
  FROM raw
)
SELECT
  _file, _row, _path,
  $system AS system,
  account_id,
  account_id AS username,
  LOWER(email) AS email,
  employee_number AS worker_id,
  CASE WHEN employee_number IS NOT NULL THEN 'employee_id' END AS link_method,
  CASE WHEN service_only = 'true' OR integration = 'true' THEN 'service' ELSE 'human' END AS account_type,
  CASE
    WHEN active = 'false' OR locked_out = 'true' THEN 'false'
    WHEN active = 'true' THEN 'true'
  END AS enabled,
  created AS created_at,
  last_login AS last_login_at,
  last_login AS last_activity_at,
  mfa AS mfa_enabled,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM flagged
