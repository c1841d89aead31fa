-- What is logged was done, so there is no result to read. The log's own time is @timestamp, the act's is created_at;
-- Git events have the first only. Both are milliseconds since 1970, or text in streamed logs.
-- Logs that were saved from the web have no document id: the hash of the record, or of its cells, stands for it.
WITH events AS (
  SELECT
    *,
    COALESCE(created, logged) AS happened,
    CASE WHEN REGEXP_FULL_MATCH(happened, '\d{12,14}') THEN CAST(MAKE_TIMESTAMPTZ(CAST(happened AS BIGINT) * 1000) AS VARCHAR) ELSE happened END AS happened_at,
    CASE WHEN REGEXP_FULL_MATCH(logged, '\d{12,14}') THEN CAST(MAKE_TIMESTAMPTZ(CAST(logged AS BIGINT) * 1000) AS VARCHAR) ELSE logged END AS logged_at
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  COALESCE(NULLIF(document_id, ''), 'sha256:' || SHA256(COALESCE(record, CONCAT_WS('|', created, action, actor, org, repo, team, login, source_ip)))) AS event_id,
  'github' AS provider,
  COALESCE(org, SPLIT_PART(repo, '/', 1)) AS account_or_project,
  happened_at AS event_at,
  logged_at AS received_at,
  actor AS actor_id,
  COALESCE(external_name, actor) AS actor_name,
  CASE WHEN actor_is_bot = 'true' OR actor LIKE '%[bot]' THEN 'Bot' WHEN actor <> '' THEN 'User' END AS actor_type,
  token AS credential_id,
  source_ip,
  user_agent,
  SPLIT_PART(action, '.', 1) AS service,
  operation AS event_type,
  action,
  COALESCE(repo, team, NULLIF(login, ''), org) AS resource,
  NULLIF(login, '') AS resource_name,
  'success' AS result,
  CASE WHEN operation = 'access' THEN 'true' WHEN operation IS NOT NULL THEN 'false' END AS read_only,
  data AS request
FROM events
