-- The event history as the console shows it. An error code means failure; a sign-in has none, and its answer is not in it.
-- A time is ISO 8601, or "March 02, 2026, 10:00:00 (UTC+00:00)".
SELECT
  _file,
  _row,
  _path,
  event_id,
  'aws' AS provider,
  account AS account_or_project,
  region,
  CASE
    WHEN regexp_matches(event_at, '^[A-Z][a-z]+ \d') THEN
      strftime(strptime(regexp_extract(event_at, '^([A-Z][a-z]+ \d{1,2}, \d{4}, \d{2}:\d{2}:\d{2})', 1), '%B %d, %Y, %H:%M:%S'), '%Y-%m-%dT%H:%M:%S')
        || COALESCE(NULLIF(regexp_extract(event_at, 'UTC([+-]\d{2}:\d{2})', 1), ''), '')
    ELSE event_at
  END AS event_at,
  user_name AS actor_id,
  user_name AS actor_name,
  CASE WHEN user_name = 'root' THEN 'Root' END AS actor_type,
  credential_id,
  source_ip,
  user_agent,
  service,
  event_type,
  action,
  CASE WHEN resource LIKE '[%' AND JSON_VALID(resource) THEN NULLIF(array_to_string(json_extract_string(resource, '$[*].resourceName'), ' '), '') ELSE NULLIF(resource, '') END AS resource,
  CASE WHEN error_code <> '' THEN 'failure' WHEN action = 'ConsoleLogin' THEN 'unknown' ELSE 'success' END AS result,
  NULLIF(error_code, '') AS error_code,
  lower(read_only) AS read_only
FROM raw
