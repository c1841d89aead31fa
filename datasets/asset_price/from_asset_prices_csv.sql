WITH cells AS ( -- some programs quote every field, the empty ones too
  SELECT _file, _row, _path, NULLIF(TRIM(COLUMNS(* EXCLUDE (_file, _row, _path))), '') FROM raw
)
SELECT _file, _row, _path, asset, upper(quote) AS quote, price, price_at, COALESCE(source, '') AS source
FROM cells
