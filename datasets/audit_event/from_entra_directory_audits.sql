-- The portal's download has no id of the event: the hash of what it states stands for it.
SELECT
  _file,
  _row,
  _path,
  COALESCE(NULLIF(event_id, ''), 'sha256:' || SHA256(CONCAT_WS('|', event_at, action, actor_id, actor_name, resource, resource_name, result))) AS event_id,
  'entra' AS provider,
  NULLIF($tenant, '') AS account_or_project,
  event_at,
  actor_id,
  actor_name,
  CASE WHEN user_id IS NOT NULL AND user_id <> '' THEN 'User' WHEN actor_id IS NOT NULL THEN 'ServicePrincipal' END AS actor_type,
  NULLIF(source_ip, '') AS source_ip,
  NULLIF(user_agent, '') AS user_agent,
  service,
  category AS event_type,
  action,
  resource,
  resource_name,
  CASE LOWER(result) WHEN 'success' THEN 'success' WHEN 'failure' THEN 'failure' ELSE 'unknown' END AS result,
  CASE WHEN LOWER(result) <> 'success' THEN NULLIF(reason, '') END AS error_code,
  'false' AS read_only,
  CASE WHEN JSON_VALID(request) THEN request END AS request
FROM raw
