-- A transfer event is written only by a transaction that did not fail.
SELECT _file, _row, _path,
       $chain AS chain, $asset AS asset,
       lower(transaction_hash) AS txid,
       log_index AS out_index,
       block_number AS block_height, block_hash,
       CASE WHEN regexp_matches(block_timestamp, '^\d{1,12}$') THEN strftime(epoch_ms(CAST(block_timestamp AS BIGINT) * 1000), '%Y-%m-%dT%H:%M:%SZ')
            ELSE block_timestamp END AS block_at,
       lower(from_address) AS from_addr,
       lower(to_address) AS to_addr,
       whole_units(value, $decimals) AS amount,
       'success' AS status,
       $canonical AS canonical,
       CASE WHEN lower(token_address) <> lower($token_contract) THEN 'a transfer of another contract, ' || token_address END AS _filtered
FROM raw
