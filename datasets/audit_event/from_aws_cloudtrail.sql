-- An error code means failure, except that Managed Grafana writes 200 there for success. Sign-ins have none and say it in their answer, those of IAM Identity Center in the details of the service's event. Whether a second factor was used is text
-- in two places, and absent for long-term keys: absent is not "no".
SELECT
  _file,
  _row,
  _path,
  event_id,
  'aws' AS provider,
  account AS account_or_project,
  region,
  event_at,
  COALESCE(NULLIF(actor_arn, ''), principal, invoked_by, user_name, CASE WHEN actor_type = 'IdentityCenterUser' THEN on_behalf_of END) AS actor_id,
  COALESCE(
    user_name,
    CASE WHEN actor_type = 'AssumedRole' THEN SPLIT_PART(actor_arn, '/', -1) WHEN actor_type = 'IdentityCenterUser' THEN portal_user END
  ) AS actor_name,
  actor_type,
  session_issuer,
  CASE WHEN actor_type IS DISTINCT FROM 'IdentityCenterUser' OR actor_arn <> '' THEN on_behalf_of END AS impersonated,
  invoked_by,
  NULLIF(credential_id, '') AS credential_id,
  CASE WHEN session_mfa = 'true' OR login_mfa = 'Yes' THEN 'true' WHEN session_mfa = 'false' OR login_mfa = 'No' THEN 'false' END AS mfa_used,
  source_ip,
  user_agent,
  service,
  event_type,
  action,
  resource,
  CASE WHEN NOT regexp_full_match(error_code, '2[0-9]{2}') OR login_result = 'Failure' THEN 'failure' ELSE 'success' END AS result,
  error_code,
  read_only,
  request,
  CASE WHEN category = 'Insight' THEN 'a rate that CloudTrail Insights found, and no act' END AS _filtered
FROM raw
