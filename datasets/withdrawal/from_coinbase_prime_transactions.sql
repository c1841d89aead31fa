-- A status begins with TRANSACTION_. Deposits, conversions and rewards are left out by name.
SELECT
  _file, _row, _path,
  CASE WHEN type NOT LIKE '%WITHDRAWAL%' THEN 'no outgoing transfer: ' || type END AS _filtered,
  id AS withdrawal_id,
  1 AS revision,
  portfolio AS account_id,
  upper(symbol) AS asset,
  upper(NULLIF(network, '')) AS chain,
  ltrim(amount, '-') AS amount,
  CASE
    WHEN COALESCE(NULLIF(to_address, ''), to_value) ILIKE '0x%' THEN lower(COALESCE(NULLIF(to_address, ''), to_value))
    ELSE COALESCE(NULLIF(to_address, ''), NULLIF(to_value, ''))
  END AS dest_address,
  NULLIF(to_account, '') AS dest_tag,
  created AS requested_at,
  CASE WHEN status = 'TRANSACTION_DONE' THEN completed END AS broadcast_at,
  CASE status WHEN 'TRANSACTION_DONE' THEN 'completed' ELSE lower(regexp_replace(status, '^TRANSACTION_', '')) END AS status,
  CASE WHEN txid ILIKE '0x%' THEN lower(txid) ELSE NULLIF(txid, '') END AS txid,
  wallet AS wallet_id
FROM raw
