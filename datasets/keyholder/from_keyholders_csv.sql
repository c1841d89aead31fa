SELECT _file, _row, _path,
       key_id, wallet_id, share_no, COALESCE(is_backup, 'false') AS is_backup, custodian_id, entity, location_id, device_id, storage_type, granted_at, revoked_at,
       last_verified_at
FROM raw
