-- A request is recorded at each stage that it passes. It counts once, when it is complete or has broken off; a record
-- without a stage is complete.
SELECT
  _file,
  _row,
  _path,
  audit_id AS event_id,
  'k8s' AS provider,
  NULLIF($cluster, '') AS account_or_project,
  event_at,
  received AS received_at,
  login AS actor_id,
  login AS actor_name,
  CASE WHEN login LIKE 'system:serviceaccount:%' THEN 'ServiceAccount' WHEN login LIKE 'system:%' AND login NOT IN ('system:anonymous', 'system:admin') THEN 'system' ELSE 'User' END AS actor_type,
  impersonated,
  source_ip,
  user_agent,
  COALESCE(NULLIF(api_group, ''), 'core') AS service,
  stage AS event_type,
  CONCAT_WS(' ', verb, NULLIF(CONCAT_WS('/', resource, subresource), '')) AS action,
  COALESCE(NULLIF(CONCAT_WS('/', namespace, resource, name), ''), uri) AS resource,
  name AS resource_name,
  CASE
    WHEN decision = 'forbid' OR code >= '400' OR stage = 'Panic' THEN 'failure'
    WHEN code IS NULL THEN 'unknown'
    ELSE 'success'
  END AS result,
  CASE WHEN code >= '400' THEN code END AS error_code,
  CASE WHEN verb IN ('get', 'list', 'watch') THEN 'true' WHEN verb IS NOT NULL THEN 'false' END AS read_only,
  request,
  CASE WHEN stage IN ('RequestReceived', 'ResponseStarted') THEN 'stage ' || stage || ': the request is recorded again when it is complete' END AS _filtered
FROM raw
