-- The records of Graph, one level deeper; see from_entra_signins.sql. Other categories of the same export are no sign-ins.
SELECT
  _file,
  _row,
  _path,
  event_id,
  $system AS system,
  account_id,
  username,
  event_at,
  category AS event_type,
  CASE WHEN error_code IN ('0', 'Success') THEN 'success' WHEN error_code IS NULL THEN 'unknown' ELSE 'failure' END AS result,
  CASE WHEN error_code NOT IN ('0', 'Success') THEN CONCAT_WS(' ', error_code, reason) END AS failure_reason,
  CASE
    WHEN requirement = 'singleFactorAuthentication' THEN 'false'
    WHEN requirement = 'multiFactorAuthentication' AND error_code IN ('0', 'Success') THEN 'true'
  END AS mfa_used,
  CAST(COALESCE(incoming, '') LIKE '%saml%' OR COALESCE(details, '') LIKE '%Federated%' AS VARCHAR) AS federated,
  session_id,
  application,
  source_ip,
  country,
  user_agent,
  COALESCE(interactive, CASE category WHEN 'SignInLogs' THEN 'true' WHEN 'NonInteractiveUserSignInLogs' THEN 'false' END) AS interactive,
  CASE WHEN category IN ('SignInLogs', 'NonInteractiveUserSignInLogs') THEN NULL ELSE 'not a sign-in of a user: category ' || COALESCE(category, 'not stated') END AS _filtered
FROM raw
