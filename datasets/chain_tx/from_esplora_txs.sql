-- One row per output. Values are whole numbers of the smallest unit. The fee belongs to the transaction, not to an output.
WITH part AS (
  SELECT r.*, CAST(r.inputs AS JSON) AS spent, o.key, o.value AS paid
  FROM raw AS r
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(r.outputs AS JSON))) AS o ON true
)
SELECT
  _file, _row,
  concat_ws('.', _path, 'vout[' || key || ']') AS _path,
  CASE
    WHEN key IS NULL THEN 'a transaction without outputs'
    WHEN (paid ->> '$.scriptpubkey_type') = 'op_return' THEN 'an output that carries data and no coins'
  END AS _filtered,
  $chain AS chain,
  $asset AS asset,
  lower(txid) AS txid,
  key AS out_index,
  height AS block_height,
  block_hash,
  CASE WHEN regexp_matches(block_time, '^\d{9,11}$') THEN strftime(epoch_ms(CAST(block_time AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%SZ') ELSE block_time END AS block_at,
  spent ->> '$[0].prevout.scriptpubkey_address' AS from_addr,
  paid ->> '$.scriptpubkey_address' AS to_addr,
  whole_units(paid ->> '$.value', 8) AS amount,
  whole_units(fee, 8) AS fee,
  CASE WHEN confirmed = 'true' THEN 'success' ELSE 'pending' END AS status,
  CASE WHEN confirmed = 'true' THEN $canonical END AS canonical
FROM part
