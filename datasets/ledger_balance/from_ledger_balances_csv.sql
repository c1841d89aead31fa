WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path,
       COALESCE(ledger, $ledger) AS ledger,
       COALESCE(account_id, '') AS account_id,
       lower(account_class) AS account_class,
       asset,
       COALESCE(wallet_id, '') AS wallet_id,
       as_of, balance
FROM cells
