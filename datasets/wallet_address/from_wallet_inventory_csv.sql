-- A day without a time is that whole day in the zone of the load: it begins with its first second and ends with its last.
SELECT _file, _row, _path,
       chain, asset,
       CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
       COALESCE(tag, '') AS tag,
       COALESCE(wallet_id, '') AS wallet_id,
       lower(tier) AS tier, script_type, token_contract, m, n, owner_entity, encumbered,
       COALESCE(active_from || CASE WHEN LENGTH(active_from) = 10 THEN ' 00:00' ELSE '' END, '1970-01-01T00:00:00Z') AS active_from,
       active_to || CASE WHEN LENGTH(active_to) = 10 THEN ' 23:59:59' ELSE '' END AS active_to, proof_type,
       proof_at || CASE WHEN LENGTH(proof_at) = 10 THEN ' 00:00' ELSE '' END AS proof_at, proof_message, proof_valid
FROM raw
