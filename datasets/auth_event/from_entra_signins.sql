SELECT
  _file, _row, _path,
  event_id, account_id, username, event_at, session_id, application, source_ip, country, user_agent, interactive,
  error_code, reason, requirement,
  COALESCE(event_types, 'signIn') AS event_type,
  CASE WHEN error_code = '0' THEN 'success' WHEN error_code IS NULL THEN 'unknown' ELSE 'failure' END AS result,
  CAST(COALESCE(incoming, '') LIKE '%saml%' OR COALESCE(details, '') LIKE '%Federated%' AS VARCHAR) AS federated
FROM raw
