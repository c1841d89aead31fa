-- The requirement says how many factors the policy asked for. A second factor counts as used when it was required and
-- the sign-in succeeded. The country is the last part of the location.
WITH cells AS (
  SELECT _file, _row, _path, _name, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path, _name))), '') FROM raw
)
SELECT
  _file,
  _row,
  _path,
  event_id,
  $system AS system,
  account_id,
  username,
  event_at,
  'signIn' AS event_type,
  CASE WHEN error_code = '0' OR LOWER(outcome) = 'success' THEN 'success' WHEN LOWER(outcome) = 'failure' THEN 'failure' ELSE 'unknown' END AS result,
  CASE WHEN error_code <> '0' THEN CONCAT_WS(' ', error_code, reason) END AS failure_reason,
  CASE
    WHEN LOWER(requirement) LIKE 'single%' THEN 'false'
    WHEN LOWER(requirement) LIKE 'multi%' AND error_code = '0' THEN 'true'
  END AS mfa_used,
  CAST(LOWER(COALESCE(incoming, '')) LIKE '%saml%' AS VARCHAR) AS federated,
  session_id,
  application,
  source_ip,
  NULLIF(regexp_extract(location, '(?:^|, )([A-Z]{2})$', 1), '') AS country,
  user_agent,
  COALESCE(NULLIF(LOWER($interactive), ''), CASE WHEN regexp_matches(_name, '(?i)non-?_?interactive') THEN 'false' WHEN regexp_matches(_name, '(?i)interactive') THEN 'true' END) AS interactive
FROM cells
