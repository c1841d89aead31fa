-- A day without a time is that whole day in the zone of the load: it begins with its first second and ends with its last.
SELECT
  _file, _row, _path,
  request_id,
  COALESCE(system, NULLIF($system, '')) AS system,
  beneficiary AS beneficiary_worker_id,
  entitlement_id,
  CASE lower(action) WHEN 'add' THEN 'grant' WHEN 'remove' THEN 'revoke' WHEN 'change' THEN 'modify' ELSE COALESCE(lower(action), 'grant') END AS action,
  requested_by,
  requested_at || CASE WHEN LENGTH(requested_at) = 10 THEN ' 00:00' ELSE '' END AS requested_at,
  lower(status) AS status,
  fulfilled_at || CASE WHEN LENGTH(fulfilled_at) = 10 THEN ' 23:59:59' ELSE '' END AS fulfilled_at,
  fulfilled_by
FROM raw
