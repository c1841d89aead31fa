-- A day without a time is that whole day in the zone of the load: it begins with its first second and ends with its last.
SELECT _file, _row, _path,
       key_id, wallet_id, share_no, COALESCE(is_backup, 'false') AS is_backup, custodian_id, entity, location_id, device_id, storage_type,
       granted_at || CASE WHEN LENGTH(granted_at) = 10 THEN ' 00:00' ELSE '' END AS granted_at,
       revoked_at || CASE WHEN LENGTH(revoked_at) = 10 THEN ' 23:59:59' ELSE '' END AS revoked_at,
       last_verified_at || CASE WHEN LENGTH(last_verified_at) = 10 THEN ' 00:00' ELSE '' END AS last_verified_at
FROM raw
