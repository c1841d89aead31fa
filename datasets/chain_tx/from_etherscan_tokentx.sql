-- A transfer event is written only by a transaction that did not fail. The symbol is what the contract calls itself; only
-- contracts that are known give an asset by name.
WITH known AS (
  SELECT lower(split_part(t.pair, '=', 1)) AS contract, split_part(t.pair, '=', 2) AS asset
  FROM (SELECT unnest(string_split_regex($tokens, '\s+')) AS pair) AS t
)
SELECT
  r._file, r._row, r._path,
  $chain AS chain,
  COALESCE(k.asset, concat_ws('@', r.symbol, lower(r.contract))) AS asset,
  lower(r.hash) AS txid,
  row_number() OVER (PARTITION BY r._file, lower(r.hash), lower(r.contract) ORDER BY r._row) AS out_index,
  r.block_number AS block_height,
  r.block_hash,
  iso_time(r.moment) AS block_at,
  lower(r.from_address) AS from_addr,
  lower(r.to_address) AS to_addr,
  CASE
    WHEN regexp_matches(r.value, '^\d{1,78}$') AND regexp_matches(r.decimals, '^\d{1,2}$') THEN
      left(lpad(r.value, 180, '0'), 180 - CAST(r.decimals AS BIGINT)) || '.' || right(lpad(r.value, 180, '0'), CAST(r.decimals AS BIGINT)) || '0'
    ELSE r.value
  END AS amount,
  'success' AS status,
  $canonical AS canonical
FROM raw AS r
LEFT JOIN known AS k ON k.contract = lower(r.contract)
