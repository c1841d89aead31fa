-- A transaction with several destinations is one withdrawal each, numbered from 1.
WITH part AS (
    SELECT _file, _row, id, status, asset_id, created_at, last_updated, amount, amount_usd, source_id, source_type, destination_type, destination_address,
           destination_tag, created_by, signed_by, tx_hash, "index" AS out_index, customer_ref, operation,
           CASE WHEN json_array_length(destinations) > 1 THEN CAST(CAST(destinations AS JSON) AS JSON[]) ELSE [NULL] END AS parts
    FROM raw
), one AS (
    SELECT _file, _row, id, status, asset_id, created_at, last_updated, amount, amount_usd, source_id, source_type, destination_type, destination_address,
           destination_tag, created_by, signed_by, tx_hash, out_index, customer_ref, operation,
           UNNEST(parts) AS dest, generate_subscripts(parts, 1) AS part_no
    FROM part
), named AS (
    SELECT _file, _row, id, status, asset_id, created_at, last_updated, source_id, source_type, destination_type, created_by, signed_by, tx_hash,
           customer_ref, operation, dest, part_no,
           COALESCE(json_extract_string(dest, '$.amount'), amount) AS amount,
           regexp_replace(COALESCE(json_extract_string(dest, '$.amountUSD'), amount_usd), '(\.\d{18})\d+$', '\1') AS amount_usd, -- a float may have more digits
           COALESCE(json_extract_string(dest, '$.destinationAddress'), NULLIF(destination_address, '')) AS address,
           NULLIF(COALESCE(json_extract_string(dest, '$.destinationTag'), destination_tag), '') AS tag,
           CASE WHEN dest IS NULL THEN out_index END AS out_index
    FROM one
)
SELECT _file, _row,
       CASE WHEN dest IS NOT NULL THEN 'destinations[' || CAST(part_no - 1 AS VARCHAR) || ']' END AS _path,
       CASE WHEN dest IS NULL THEN id ELSE id || '#' || CAST(part_no AS VARCHAR) END AS withdrawal_id,
       1 AS revision,
       customer_ref AS account_id,
       regexp_replace(asset_id, '_(ERC20|BSC|POLYGON|ARB|OPT|AVAX|TRC20|SOL)$', '') AS asset,
       CASE regexp_extract(asset_id, '_(ERC20|BSC|POLYGON|ARB|OPT|AVAX|TRC20|SOL)$', 1)
            WHEN 'ERC20' THEN 'ETH' WHEN 'TRC20' THEN 'TRON' WHEN '' THEN asset_id ELSE regexp_extract(asset_id, '_([A-Z0-9]+)$', 1) END AS chain,
       amount, amount_usd,
       CASE WHEN address ILIKE '0x%' THEN lower(address) ELSE address END AS dest_address,
       tag AS dest_tag,
       CASE WHEN regexp_matches(created_at, '^\d{10,15}$') THEN strftime(epoch_ms(CAST(created_at AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') ELSE created_at END AS requested_at,
       CASE WHEN status NOT IN ('COMPLETED', 'CONFIRMING', 'BROADCASTING', 'PARTIALLY_COMPLETED') THEN NULL
            WHEN regexp_matches(last_updated, '^\d{10,15}$') THEN strftime(epoch_ms(CAST(last_updated AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') ELSE last_updated END AS broadcast_at,
       created_by AS requested_by,
       lower(status) AS status,
       CASE WHEN tx_hash ILIKE '0x%' THEN lower(tx_hash) ELSE NULLIF(tx_hash, '') END AS txid,
       out_index,
       source_id AS wallet_id,
       NULLIF(signed_by, '[]') AS signers, -- something signed: that no user did does not say who
       CASE WHEN source_type <> 'VAULT_ACCOUNT' THEN 'not sent from a vault account but from ' || source_type
            WHEN operation <> 'TRANSFER' THEN 'not a transfer but ' || operation END AS _filtered
FROM named
