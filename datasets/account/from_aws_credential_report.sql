-- A user of IAM cannot be disabled as a whole: it is enabled while any of its credentials is active. A user without a
-- password cannot sign in to the console and counts as a service. N/A, no_information and not_supported are no times.
WITH users AS (
  SELECT
    *,
    user_name = '<root_account>' AS is_root,
    CASE WHEN password_last_used LIKE 'n%' OR password_last_used = 'N/A' THEN NULL ELSE password_last_used END AS password_used,
    NULLIF(key1_last_used, 'N/A') AS key1_used,
    NULLIF(key2_last_used, 'N/A') AS key2_used,
    COALESCE('true' IN (password_enabled, key1_active, key2_active, cert1_active, cert2_active), FALSE) AS any_active
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  'aws:' || SPLIT_PART(arn, ':', 5) AS system,
  user_name AS account_id,
  user_name AS username,
  CASE WHEN is_root THEN 'breakglass' WHEN password_enabled = 'true' THEN 'human' ELSE 'service' END AS account_type,
  CASE WHEN is_root OR any_active THEN 'true' ELSE 'false' END AS enabled,
  user_created AS created_at,
  password_used AS last_login_at,
  GREATEST(password_used, key1_used, key2_used) AS last_activity_at, -- all are UTC in the same form
  CASE WHEN mfa_active <> 'not_supported' THEN mfa_active END AS mfa_enabled,
  CASE WHEN is_root OR password_enabled = 'true' THEN 'local' ELSE 'api' END AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
