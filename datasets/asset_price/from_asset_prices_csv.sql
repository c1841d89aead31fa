SELECT _file, _row, _path, asset, upper(quote) AS quote, price, price_at, COALESCE(source, '') AS source
FROM raw
