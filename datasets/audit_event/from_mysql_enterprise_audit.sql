-- A record has no identity of its own: what it says, and its number among equal ones of the file, stand in for one.
SELECT
  _file, _row, _path,
  CASE WHEN class = 'connection' THEN 'signing in or out: ' || event END AS _filtered,
  concat_ws(' ', $system, stamp, number, connection, class, event, md5(concat(account, host, ip, general_data, table_data, connection_data)), row_number() OVER (PARTITION BY _file, stamp, number, connection, class, event, account, host, ip, general_data, table_data, connection_data ORDER BY _row)) AS event_id,
  'db' AS provider,
  $system AS account_or_project,
  stamp AS event_at,
  NULLIF(account, '') AS actor_id,
  NULLIF(account, '') AS actor_name,
  COALESCE(NULLIF(ip, ''), NULLIF(host, '')) AS source_ip,
  'mysql' AS service,
  class AS event_type,
  COALESCE(NULLIF(general_data ->> '$.sql_command', ''), NULLIF(general_data ->> '$.command', ''), event) AS action,
  concat_ws('.', NULLIF(table_data ->> '$.db', ''), NULLIF(table_data ->> '$.table', '')) AS resource,
  table_data ->> '$.table' AS resource_name,
  CASE general_data ->> '$.status' WHEN '0' THEN 'success' ELSE CASE WHEN general_data ->> '$.status' IS NULL THEN 'unknown' ELSE 'failure' END END AS result,
  NULLIF(general_data ->> '$.status', '0') AS error_code,
  CASE WHEN class = 'table_access' THEN event = 'read' END AS read_only,
  CASE
    WHEN COALESCE(general_data ->> '$.query', table_data ->> '$.query') IS NOT NULL
      THEN CAST(json_object('statement', COALESCE(general_data ->> '$.query', table_data ->> '$.query')) AS VARCHAR)
  END AS request
FROM raw
