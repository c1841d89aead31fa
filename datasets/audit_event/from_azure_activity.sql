-- The caller is the sign-in name of a person, or the id of an application.
SELECT
  _file, _row, _path,
  event_id,
  'azure' AS provider,
  subscription AS account_or_project,
  event_at,
  received AS received_at,
  COALESCE(claims ->> '$."http://schemas.microsoft.com/identity/claims/objectidentifier"', caller) AS actor_id,
  caller AS actor_name,
  claims ->> '$.idtyp' AS actor_type,
  ip AS source_ip,
  service,
  category AS event_type,
  operation AS action,
  resource,
  CASE LOWER(status)
    WHEN 'succeeded' THEN 'success' WHEN 'success' THEN 'success'
    WHEN 'failed' THEN 'failure' WHEN 'failure' THEN 'failure'
    ELSE 'unknown'
  END AS result,
  CASE WHEN LOWER(status) IN ('failed', 'failure') THEN NULLIF(sub_status, '') END AS error_code,
  CASE WHEN LOWER(operation) LIKE '%/read' THEN true WHEN regexp_matches(LOWER(operation), '/(write|delete)$') THEN false END AS read_only,
  properties AS request
FROM raw
