-- An activity holds one or more acts; what it was done to is the first parameter that names a user, group or unit.
WITH activities AS (
  SELECT *, TRY_CAST(events AS JSON[]) AS list, UNNEST(range(1, COALESCE(len(list), 0) + 1)) AS n FROM raw
)
SELECT
  _file,
  _row,
  _path,
  event_id || CASE WHEN len(list) > 1 THEN '.' || n ELSE '' END AS event_id,
  'google' AS provider,
  customer AS account_or_project,
  event_at,
  actor_id,
  actor_name,
  actor_type,
  source_ip,
  application AS service,
  JSON_EXTRACT_STRING(list[n], '$.type') AS event_type,
  JSON_EXTRACT_STRING(list[n], '$.name') AS action,
  LIST_FILTER(
    COALESCE(TRY_CAST(JSON_EXTRACT(list[n], '$.parameters') AS JSON[]), []),
    LAMBDA p: JSON_EXTRACT_STRING(p, '$.name') IN ('USER_EMAIL', 'GROUP_EMAIL', 'ORG_UNIT_NAME', 'APPLICATION_NAME', 'ROLE_NAME')
  )[1] ->> '$.value' AS resource,
  'success' AS result,
  'false' AS read_only,
  CAST(JSON_EXTRACT(list[n], '$.parameters') AS VARCHAR) AS request
FROM activities
