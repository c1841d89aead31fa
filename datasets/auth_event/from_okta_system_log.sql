-- A session starts with the first factor; the second one is an event of its own in the same session. So the start of a
-- session does not say whether a second factor was used.
SELECT
  _file,
  _row,
  _path,
  event_id,
  $system AS system,
  actor_id AS account_id,
  actor_name AS username,
  event_at,
  event_type,
  CASE WHEN result IN ('SUCCESS', 'ALLOW') THEN 'success' WHEN result IN ('FAILURE', 'DENY') THEN 'failure' ELSE 'unknown' END AS result,
  CASE WHEN result IN ('FAILURE', 'DENY') THEN reason END AS failure_reason,
  CASE WHEN event_type = 'user.authentication.auth_via_mfa' THEN CAST(COALESCE(result, '') = 'SUCCESS' AS VARCHAR) END AS mfa_used,
  CAST(event_type IN ('user.authentication.auth_via_IDP', 'user.authentication.auth_via_inbound_SAML') OR COALESCE(provider, '') = 'FEDERATION' AS VARCHAR) AS federated,
  session_id,
  application,
  source_ip,
  country,
  user_agent,
  'true' AS interactive,
  CASE
    WHEN event_type = 'user.session.start' OR event_type LIKE 'user.authentication.%' THEN NULL
    ELSE 'not a sign-in: ' || event_type
  END AS _filtered
FROM raw
