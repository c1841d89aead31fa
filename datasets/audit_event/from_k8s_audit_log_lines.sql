-- The record as the audit log has it, once the text before it is taken away; see from_k8s_audit_log.sql.
WITH record AS (
  SELECT
    _file, _row, _path,
    event ->> '$.auditID' AS audit_id,
    event ->> '$.stage' AS stage,
    COALESCE(event ->> '$.requestReceivedTimestamp', event ->> '$.timestamp', event ->> '$.stageTimestamp') AS event_at,
    event ->> '$.stageTimestamp' AS received,
    event ->> '$.user.username' AS login,
    event ->> '$.impersonatedUser.username' AS impersonated,
    event ->> '$.sourceIPs[0]' AS source_ip,
    event ->> '$.userAgent' AS user_agent,
    event ->> '$.verb' AS verb,
    event ->> '$.requestURI' AS uri,
    event ->> '$.objectRef.apiGroup' AS api_group,
    event ->> '$.objectRef.resource' AS resource,
    event ->> '$.objectRef.subresource' AS subresource,
    event ->> '$.objectRef.namespace' AS namespace,
    event ->> '$.objectRef.name' AS name,
    event ->> '$.responseStatus.code' AS code,
    event ->> '$.annotations."authorization.k8s.io/decision"' AS decision,
    event -> '$.requestObject' AS request
  FROM (SELECT _file, _row, _path, TRY_CAST(event AS JSON) AS event FROM raw)
)
SELECT
  _file, _row, _path,
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
  concat_ws(' ', verb, NULLIF(concat_ws('/', resource, subresource), '')) AS action,
  COALESCE(NULLIF(concat_ws('/', namespace, resource, name), ''), uri) AS resource,
  name AS resource_name,
  CASE
    WHEN decision = 'forbid' OR code >= '400' OR stage = 'Panic' THEN 'failure'
    WHEN code IS NULL THEN 'unknown'
    ELSE 'success'
  END AS result,
  CASE WHEN code >= '400' THEN code END AS error_code,
  CASE WHEN verb IN ('get', 'list', 'watch') THEN 'true' WHEN verb IS NOT NULL THEN 'false' END AS read_only,
  CAST(request AS VARCHAR) AS request,
  CASE WHEN stage IN ('RequestReceived', 'ResponseStarted') THEN 'stage ' || stage || ': the request is recorded again when it is complete' END AS _filtered
FROM record
