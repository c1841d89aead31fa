-- An activity holds one or more events, of which four kinds are attempts to sign in. A second factor is known where the event says
-- that it was one; where another identity provider decided, its log tells.
WITH activities AS (
  SELECT *, TRY_CAST(events AS JSON[]) AS list, UNNEST(range(1, COALESCE(len(list), 0) + 1)) AS n FROM raw
),
acts AS (
  SELECT
    *, JSON_EXTRACT_STRING(list[n], '$.name') AS name,
    MAP_FROM_ENTRIES(LIST_TRANSFORM(
      COALESCE(TRY_CAST(JSON_EXTRACT(list[n], '$.parameters') AS JSON[]), []),
      LAMBDA p: (JSON_EXTRACT_STRING(p, '$.name'), COALESCE(JSON_EXTRACT_STRING(p, '$.value'), JSON_EXTRACT_STRING(p, '$.boolValue'), JSON_EXTRACT_STRING(p, '$.multiValue')))
    )) AS said
  FROM activities
)
SELECT
  _file,
  _row,
  _path,
  event_id || CASE WHEN len(list) > 1 THEN '.' || n ELSE '' END AS event_id,
  $system AS system,
  account_id,
  username,
  event_at,
  name AS event_type,
  CASE
    WHEN name IN ('login_success', 'login_challenge', 'login_verification') AND COALESCE(said['login_challenge_status'], 'passed') ILIKE '%passed%' THEN 'success'
    ELSE 'failure'
  END AS result,
  said['login_failure_type'] AS failure_reason,
  CASE WHEN result = 'success' AND said['is_second_factor'] = 'true' THEN 'true' END AS mfa_used,
  CAST(COALESCE(said['login_type'], '') IN ('saml', 'exchange') AS VARCHAR) AS federated,
  source_ip,
  CASE WHEN name NOT IN ('login_success', 'login_failure', 'login_challenge', 'login_verification') THEN 'no attempt to sign in: ' || name END AS _filtered
FROM acts
