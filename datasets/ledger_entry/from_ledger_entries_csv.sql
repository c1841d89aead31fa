SELECT _file, _row, _path,
       entry_id, journal_id, account_id, asset, amount_signed, lower(entry_type) AS entry_type, lower(source) AS source, created_at, created_by, reason,
       lower(ref_type) AS ref_type, ref_id, chain, CASE WHEN txid ILIKE '0x%' THEN lower(txid) ELSE txid END AS txid, out_index, reversed_entry_id
FROM raw
