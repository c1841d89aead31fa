SELECT _file, _row, _path,
       $chain AS chain, $asset AS asset,
       lower(hash) AS txid,
       0 AS out_index,
       block_number AS block_height, block_hash,
       CASE WHEN regexp_matches(block_timestamp, '^\d{1,12}$') THEN strftime(epoch_ms(CAST(block_timestamp AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%SZ')
            ELSE block_timestamp END AS block_at,
       lower(from_address) AS from_addr,
       lower(to_address) AS to_addr,
       whole_units(value, 18) AS amount,
       CASE WHEN regexp_matches(gas_used, '^\d{1,12}$') AND regexp_matches(gas_price, '^\d{1,18}$')
            THEN CAST(CAST(gas_used AS HUGEINT) * CAST(gas_price AS HUGEINT) AS DECIMAL(38, 0)) * CAST(0.000000000000000001 AS DECIMAL(18, 18)) END AS fee,
       -- receipts have a status since Byzantium only; an explorer says of every transaction whether it failed
       CASE WHEN receipt_status = '1' THEN 'success' WHEN receipt_status = '0' THEN 'failed'
            WHEN is_error = '0' THEN 'success' WHEN is_error = '1' THEN 'failed' ELSE NULLIF(receipt_status, '') END AS status,
       $canonical AS canonical
FROM raw
