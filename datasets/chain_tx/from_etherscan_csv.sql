-- The amount stands under the direction as the address sees it, and 0 under the other; a transfer to oneself has it under both.
-- A failed transaction states what it would have moved: the status says that it did not. A file that names another network than
-- Ethereum is not taken for one of it.
SELECT _file, _row, _path,
       CASE WHEN COALESCE(chain_id, '1') = '1' OR $chain <> 'ETH' THEN $chain END AS chain,
       'ETH' AS asset,
       lower(hash) AS txid,
       0 AS out_index,
       block_number AS block_height,
       CASE WHEN regexp_matches("at", '^\d{9,11}$') THEN strftime(epoch_ms(CAST("at" AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%SZ') ELSE "at" END AS block_at,
       lower(from_address) AS from_addr,
       lower(to_address) AS to_addr,
       replace(CASE WHEN TRY_CAST(replace(outgoing, ',', '') AS DECIMAL(38, 18)) = 0 THEN incoming ELSE outgoing END, ',', '') AS amount,
       replace(fee, ',', '') AS fee,
       CASE WHEN COALESCE(status, '') || COALESCE(error, '') = '' THEN 'success' ELSE 'failed' END AS status,
       $canonical AS canonical
FROM raw
