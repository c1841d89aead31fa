SELECT _file, _row, _path,
       chain, asset,
       CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
       COALESCE(tag, '') AS tag,
       COALESCE(wallet_id, '') AS wallet_id,
       lower(tier) AS tier, script_type, token_contract, m, n, owner_entity, encumbered,
       COALESCE(active_from, '1970-01-01T00:00:00Z') AS active_from,
       active_to, proof_type, proof_at, proof_message, proof_valid
FROM raw
