-- Signers are one cell, separated by semicolons, bars or spaces; an empty cell says nothing of them.
SELECT _file, _row, _path,
       withdrawal_id, COALESCE(revision, '1') AS revision, account_id, asset, chain, amount, amount_usd,
       CASE WHEN trim(dest_address) ILIKE '0x%' THEN lower(trim(dest_address)) ELSE trim(dest_address) END AS dest_address,
       dest_tag, requested_at, signed_at, broadcast_at, requested_by, lower(initiator_type) AS initiator_type, policy_tier, lower(status) AS status,
       CASE WHEN txid ILIKE '0x%' THEN lower(txid) ELSE txid END AS txid,
       out_index, wallet_id,
       list_filter(regexp_split_to_array(signers, '[;| ]+'), lambda s: s <> '') AS signers
FROM raw
