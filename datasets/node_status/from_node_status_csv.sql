SELECT _file, _row, _path, chain, node_id, client, client_version, provider, region, height, peer_tip_height, ref_height, block_hash_at_ref, observed_at
FROM raw
