-- A day without a time is that whole day in the zone of the load: it begins with its first second and ends with its last.
SELECT
  _file,
  _row,
  _path,
  grant_id,
  system,
  account_id,
  role_id,
  CASE WHEN LOWER(kind) IN ('break-glass', 'break glass', 'emergency') THEN 'breakglass' ELSE LOWER(kind) END AS kind,
  start_at || CASE WHEN LENGTH(start_at) = 10 THEN ' 00:00' ELSE '' END AS start_at,
  end_at || CASE WHEN LENGTH(end_at) = 10 THEN ' 23:59:59' ELSE '' END AS end_at,
  ticket_id,
  reason,
  granted_by
FROM raw
