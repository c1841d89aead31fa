-- Only the sign-in to the console is taken. People who come through another identity provider have a role, and "no" to
-- the second factor is normal for them, because the provider asked for it.
SELECT
  _file,
  _row,
  _path,
  event_id,
  'aws:' || account AS system,
  CASE
    WHEN actor_type = 'Root' THEN '<root_account>' -- as the credential report calls it
    WHEN actor_type = 'IAMUser' THEN NULLIF(user_name, 'HIDDEN_DUE_TO_SECURITY_REASONS')
    ELSE actor_arn
  END AS account_id,
  user_name AS username,
  event_at,
  action AS event_type,
  CASE login_result WHEN 'Success' THEN 'success' WHEN 'Failure' THEN 'failure' ELSE 'unknown' END AS result,
  error AS failure_reason,
  CASE login_mfa WHEN 'Yes' THEN 'true' WHEN 'No' THEN 'false' END AS mfa_used,
  CAST(actor_type NOT IN ('Root', 'IAMUser') AS VARCHAR) AS federated,
  'AWS console' AS application,
  source_ip,
  user_agent,
  'true' AS interactive,
  CASE WHEN service = 'signin.amazonaws.com' AND action = 'ConsoleLogin' THEN NULL ELSE 'not a sign-in to the console' END AS _filtered
FROM raw
