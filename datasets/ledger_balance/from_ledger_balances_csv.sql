SELECT _file, _row, _path,
       COALESCE(ledger, $ledger) AS ledger,
       COALESCE(account_id, '') AS account_id,
       lower(account_class) AS account_class,
       asset,
       COALESCE(wallet_id, '') AS wallet_id,
       as_of, balance
FROM raw
