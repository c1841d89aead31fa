-- Yes and no come in many words; a word that is none of them is kept, so that the row is rejected with it. A date alone
-- is the start of the day.
WITH accounts AS (
  SELECT *, LOWER(enabled) AS enabled_found, LOWER(mfa_enabled) AS mfa_found, LOWER(account_type) AS type_found
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  COALESCE(system, NULLIF($system, '')) AS system,
  account_id,
  username,
  LOWER(email) AS email,
  worker_id,
  CASE WHEN worker_id IS NOT NULL THEN 'employee_id' END AS link_method,
  CASE
    WHEN type_found IS NULL OR type_found IN ('user', 'person', 'employee', 'contractor', 'member', 'admin') THEN 'human'
    WHEN type_found IN ('service account', 'service_account', 'bot', 'api', 'technical', 'machine') THEN 'service'
    WHEN type_found IN ('break-glass', 'break glass', 'emergency', 'firefighter') THEN 'breakglass'
    WHEN type_found IN ('external', 'b2b') THEN 'guest'
    WHEN type_found IN ('built-in', 'builtin') THEN 'system'
    WHEN type_found = 'generic' THEN 'shared'
    ELSE type_found
  END AS account_type,
  owner_worker_id,
  CASE
    WHEN enabled_found IN ('true', 'yes', 'y', '1', 'enabled', 'active', 'locked') THEN 'true'
    WHEN enabled_found IN ('false', 'no', 'n', '0', 'disabled', 'inactive', 'suspended', 'deactivated', 'deprovisioned', 'terminated', 'deleted') THEN 'false'
    ELSE enabled
  END AS enabled,
  created_at || CASE WHEN LENGTH(created_at) = 10 THEN ' 00:00' ELSE '' END AS created_at,
  disabled_at || CASE WHEN LENGTH(disabled_at) = 10 THEN ' 00:00' ELSE '' END AS disabled_at,
  last_login_at || CASE WHEN LENGTH(last_login_at) = 10 THEN ' 00:00' ELSE '' END AS last_login_at,
  last_activity_at || CASE WHEN LENGTH(last_activity_at) = 10 THEN ' 00:00' ELSE '' END AS last_activity_at,
  CASE
    WHEN mfa_found IN ('true', 'yes', 'y', '1', 'enabled', 'enrolled', 'enforced') THEN 'true'
    WHEN mfa_found IN ('false', 'no', 'n', '0', 'disabled', 'not enrolled', 'none') THEN 'false'
    ELSE mfa_enabled
  END AS mfa_enabled,
  CAST(TO_JSON(STRING_SPLIT_REGEX(LOWER(mfa_methods), '\s*[;,|]\s*')) AS VARCHAR) AS mfa_methods,
  LOWER(auth_source) AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM accounts
