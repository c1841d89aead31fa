-- The country is the last part of the location.
SELECT
  _file, _row, _path,
  event_id, account_id, username, event_at, COALESCE(session_id, correlation) AS session_id, application, source_ip, user_agent,
  error_code, reason, requirement,
  'signIn' AS event_type,
  CASE WHEN error_code = '0' OR LOWER(outcome) = 'success' THEN 'success' WHEN LOWER(outcome) = 'failure' THEN 'failure' ELSE 'unknown' END AS result,
  CAST(LOWER(COALESCE(incoming, '')) LIKE '%saml%' AS VARCHAR) AS federated,
  NULLIF(regexp_extract(location, '(?:^|, )([A-Z]{2})$', 1), '') AS country,
  COALESCE(NULLIF(LOWER($interactive), ''), CASE WHEN regexp_matches(_name, '(?i)non-?_?interactive') THEN 'false' WHEN regexp_matches(_name, '(?i)interactive') THEN 'true' END) AS interactive
FROM raw
