-- Logs of resources, such as a key vault, come in the same form: they name the act alone, and succeed with an answer of HTTP that says otherwise.
-- A record has no identity: what it says, and its number among equal ones of the file, stand in for one.
SELECT
  _file, _row, _path,
  concat_ws(' ', event_at, operation, status, correlation, resource, row_number() OVER (PARTITION BY _file, event_at, operation, status, correlation, resource ORDER BY _row)) AS event_id,
  'azure' AS provider,
  LOWER(regexp_extract(resource, '(?i)/subscriptions/([^/]+)', 1)) AS account_or_project,
  location AS region,
  event_at,
  COALESCE(claims ->> '$."http://schemas.microsoft.com/identity/claims/objectidentifier"', claims ->> '$.appid') AS actor_id,
  COALESCE(
    claims ->> '$."http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"', claims ->> '$.name', claims ->> '$.appid'
  ) AS actor_name,
  claims ->> '$.idtyp' AS actor_type,
  ip AS source_ip,
  CASE WHEN operation LIKE '%/%' THEN regexp_extract(operation, '^[^/]+') ELSE COALESCE(NULLIF(regexp_extract(resource, '(?i)/providers/([^/]+)', 1), ''), operation) END AS service,
  category AS event_type,
  operation AS action,
  resource,
  CASE
    WHEN TRY_CAST(http_status AS INTEGER) >= 400 THEN 'failure'
    WHEN LOWER(status) IN ('success', 'succeeded') THEN 'success'
    WHEN LOWER(status) IN ('failure', 'failed') THEN 'failure'
    ELSE 'unknown'
  END AS result,
  CASE WHEN LOWER(status) IN ('failure', 'failed') OR TRY_CAST(http_status AS INTEGER) >= 400 THEN NULLIF(signature, '') END AS error_code,
  CASE WHEN LOWER(operation) LIKE '%/read' OR category = 'AuditEvent' AND regexp_matches(operation, '(Get|List|ListVersions)$') THEN true WHEN regexp_matches(LOWER(operation), '/(write|delete)$') THEN false END AS read_only,
  properties AS request
FROM raw
