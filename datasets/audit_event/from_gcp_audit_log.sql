-- Who impersonates a service account is the actor, and the service account the identity that was acted as.
-- A long operation gives two entries, of its start and of its end: phase tells them apart, and neither is left out,
-- because the other one may lie outside the export.
WITH entry AS ( -- BigQuery writes UTC at the end of a time
  SELECT * REPLACE (regexp_replace(timestamp, '^(\S+) (\S+) UTC$', '\1T\2Z') AS timestamp, regexp_replace(received, '^(\S+) (\S+) UTC$', '\1T\2Z') AS received) FROM raw
)
SELECT
  _file,
  _row,
  _path,
  insert_id || '@' || timestamp AS event_id,
  'gcp' AS provider,
  COALESCE(project, SPLIT_PART(log_name, '/', 2)) AS account_or_project,
  region,
  timestamp AS event_at,
  received AS received_at,
  COALESCE(delegator, principal) AS actor_id,
  COALESCE(delegator, principal) AS actor_name,
  CASE
    WHEN COALESCE(delegator, principal) LIKE '%gserviceaccount.com' OR COALESCE(delegator, principal) LIKE 'system:serviceaccount:%' THEN 'serviceAccount'
    WHEN COALESCE(delegator, principal) LIKE 'system:%' AND COALESCE(delegator, principal) NOT IN ('system:anonymous', 'system:admin') THEN 'system'
    WHEN COALESCE(delegator, principal) <> '' THEN 'user'
  END AS actor_type,
  CASE WHEN delegator IS NOT NULL THEN principal END AS impersonated,
  credential_id,
  source_ip,
  user_agent,
  service,
  REGEXP_EXTRACT(log_name, 'cloudaudit\.googleapis\.com(?:%2F|/)(\w+)', 1) AS event_type,
  action,
  resource,
  CASE WHEN COALESCE(status_code, '0') = '0' THEN 'success' ELSE 'failure' END AS result,
  NULLIF(status_code, '0') AS error_code,
  CASE
    WHEN log_name LIKE '%activity' OR log_name LIKE '%system_event' OR permission_type LIKE '%WRITE' THEN 'false'
    WHEN permission_type LIKE '%READ' THEN 'true'
  END AS read_only,
  CASE WHEN first = 'true' AND last = 'true' THEN NULL WHEN first = 'true' THEN 'started' WHEN last = 'true' THEN 'ended' END AS phase,
  request,
  CASE WHEN payload IS NULL THEN 'not an audit entry: it has no protoPayload' END AS _filtered
FROM entry
