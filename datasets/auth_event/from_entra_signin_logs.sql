-- The records of Graph, one level deeper. Other categories of the same export are no sign-ins.
SELECT
  _file, _row, _path,
  event_id, account_id, username, event_at, session_id, application, source_ip, country, user_agent,
  error_code, reason, requirement,
  category AS event_type,
  CASE WHEN error_code IN ('0', 'Success') THEN 'success' WHEN error_code IS NULL THEN 'unknown' ELSE 'failure' END AS result,
  CAST(COALESCE(incoming, '') LIKE '%saml%' OR COALESCE(details, '') LIKE '%Federated%' OR category = 'ADFSSignInLogs' AS VARCHAR) AS federated,
  COALESCE(interactive, CASE category WHEN 'SignInLogs' THEN 'true' WHEN 'NonInteractiveUserSignInLogs' THEN 'false' END) AS interactive,
  CASE WHEN category IN ('SignInLogs', 'NonInteractiveUserSignInLogs', 'ADFSSignInLogs') THEN NULL ELSE 'not a sign-in of a user: category ' || COALESCE(category, 'not stated') END AS _filtered
FROM raw
