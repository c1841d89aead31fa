SELECT _file, _row, _path,
       trim(COALESCE(network, NULLIF(split_part(coin, '-', 2), ''), coin)) AS chain,
       trim(split_part(coin, '-', 1)) AS asset,
       CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
       trim(height) AS block_height,
       NULLIF($snapshot_at, '') AS block_at,
       trim(amount) AS balance,
       'published file' AS source_node
FROM raw
