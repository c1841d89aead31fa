-- Only sign-ins to the console and to the portal of IAM Identity Center are taken. People who come through another identity provider
-- have a role, and "no" to the second factor is normal for them, because the provider asked for it. The portal tells of a sign-in
-- that was completed with all factors that were proven, and of each factor that was not.
WITH event AS (
  SELECT *, service = 'signin.amazonaws.com' AND action IN ('UserAuthentication', 'CredentialVerification') AS of_portal FROM raw
)
SELECT
  _file,
  _row,
  _path,
  event_id,
  CASE WHEN of_portal THEN 'aws-identity-center:' || COALESCE(NULLIF(SPLIT_PART(portal, '/', -1), ''), account) ELSE 'aws:' || account END AS system,
  CASE
    WHEN of_portal THEN COALESCE(portal_id, portal_user, user_name)
    WHEN actor_type = 'Root' THEN '<root_account>' -- as the credential report calls it
    WHEN actor_type = 'IAMUser' THEN NULLIF(user_name, 'HIDDEN_DUE_TO_SECURITY_REASONS')
    ELSE actor_arn
  END AS account_id,
  CASE WHEN of_portal THEN COALESCE(portal_user, user_name) ELSE user_name END AS username,
  event_at,
  action AS event_type,
  CASE login_result WHEN 'Success' THEN 'success' WHEN 'Failure' THEN 'failure' ELSE 'unknown' END AS result,
  CASE WHEN of_portal AND login_result = 'Failure' THEN COALESCE(error, factors) ELSE error END AS failure_reason,
  CASE
    WHEN of_portal AND (action = 'CredentialVerification' OR factors LIKE '%EXTERNAL_IDP%') THEN NULL
    WHEN of_portal THEN CASE factors WHEN 'PASSWORD' THEN 'false' ELSE CASE WHEN factors <> '' THEN 'true' END END
    WHEN login_mfa = 'Yes' THEN 'true'
    WHEN login_mfa = 'No' THEN 'false'
  END AS mfa_used,
  CAST(CASE WHEN of_portal THEN COALESCE(factors LIKE '%EXTERNAL_IDP%', false) ELSE actor_type NOT IN ('Root', 'IAMUser') END AS VARCHAR) AS federated,
  CASE WHEN of_portal THEN 'AWS access portal' ELSE 'AWS console' END AS application,
  source_ip,
  user_agent,
  'true' AS interactive,
  CASE
    WHEN service = 'signin.amazonaws.com' AND action = 'ConsoleLogin' THEN NULL
    WHEN of_portal AND (action = 'UserAuthentication' OR login_result = 'Failure') THEN NULL
    ELSE 'not a sign-in to the console or the access portal'
  END AS _filtered
FROM event
