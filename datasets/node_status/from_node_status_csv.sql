WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path, chain, node_id, client, client_version, provider, region, height, peer_tip_height, ref_height, block_hash_at_ref, observed_at
FROM cells
