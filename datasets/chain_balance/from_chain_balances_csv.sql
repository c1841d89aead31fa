-- Where only the smallest units and the decimals are given, the balance is those digits with the point moved; without decimals it is
-- not known.
SELECT
  _file, _row, _path,
  chain, asset,
  CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
  block_height, block_hash, block_at,
  COALESCE(balance, CASE WHEN decimals IS NOT NULL THEN whole_units(raw_units, TRY_CAST(decimals AS BIGINT)) END) AS balance,
  raw_units, decimals,
  COALESCE(source_node, '') AS source_node,
  fetched_at
FROM raw
