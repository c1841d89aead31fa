SELECT _file, _row, _path,
       chain, asset,
       CASE WHEN txid ILIKE '0x%' THEN lower(txid) ELSE txid END AS txid,
       COALESCE(out_index, '0') AS out_index,
       block_height, block_hash, block_at,
       CASE WHEN trim(from_addr) ILIKE '0x%' THEN lower(trim(from_addr)) ELSE trim(from_addr) END AS from_addr,
       CASE WHEN trim(to_addr) ILIKE '0x%' THEN lower(trim(to_addr)) ELSE trim(to_addr) END AS to_addr,
       amount, fee, lower(status) AS status, canonical, confirmations
FROM raw
