-- The requirement says how many factors the policy asked for. A second factor counts as used when it was required and
-- the sign-in succeeded; a failed sign-in proves nothing.
SELECT
  _file,
  _row,
  _path,
  event_id,
  $system AS system,
  account_id,
  username,
  event_at,
  COALESCE(event_types, 'signIn') AS event_type,
  CASE WHEN error_code = '0' THEN 'success' WHEN error_code IS NULL THEN 'unknown' ELSE 'failure' END AS result,
  CASE WHEN error_code <> '0' THEN CONCAT_WS(' ', error_code, reason) END AS failure_reason,
  CASE
    WHEN requirement = 'singleFactorAuthentication' THEN 'false'
    WHEN requirement = 'multiFactorAuthentication' AND error_code = '0' THEN 'true'
  END AS mfa_used,
  CAST(COALESCE(incoming, '') LIKE '%saml%' OR COALESCE(details, '') LIKE '%Federated%' AS VARCHAR) AS federated,
  session_id,
  application,
  source_ip,
  country,
  user_agent,
  interactive
FROM raw
