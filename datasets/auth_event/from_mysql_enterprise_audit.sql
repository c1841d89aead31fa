-- A record has no identity of its own: what it says, and its number among equal ones of the file, stand in for one.
SELECT
  _file, _row, _path,
  CASE WHEN class <> 'connection' OR event <> 'connect' THEN 'not a sign-in: ' || class || ' ' || event END AS _filtered,
  concat_ws(' ', $system, stamp, number, connection, class, event, md5(concat(account, host, ip, general_data, table_data, connection_data)), row_number() OVER (PARTITION BY _file, stamp, number, connection, class, event, account, host, ip, general_data, table_data, connection_data ORDER BY _row)) AS event_id,
  $system AS system,
  COALESCE(NULLIF(account, ''), NULLIF(login, '')) AS account_id,
  COALESCE(NULLIF(login, ''), NULLIF(account, '')) AS username,
  stamp AS event_at,
  event AS event_type,
  CASE WHEN connection_data ->> '$.status' = '0' THEN 'success' WHEN connection_data ->> '$.status' IS NULL THEN 'unknown' ELSE 'failure' END AS result,
  NULLIF(connection_data ->> '$.status', '0') AS failure_reason,
  connection AS session_id,
  'mysql' AS application,
  COALESCE(NULLIF(ip, ''), NULLIF(host, '')) AS source_ip
FROM raw
