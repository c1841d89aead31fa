-- Where only the smallest units and the decimals are given, the balance is those digits with the point moved; a division would go through floats.
WITH digits AS (
    SELECT _file, _row, raw_units,
           CASE WHEN regexp_matches(raw_units, '^\d{1,78}$') AND regexp_matches(decimals, '^\d{1,2}$') THEN CAST(decimals AS INTEGER) END AS d
    FROM raw
), scaled AS (
    SELECT _file, _row, d, lpad(raw_units, 180, '0') AS units
    FROM digits
    WHERE d IS NOT NULL
)
SELECT r._file, r._row, r._path,
       r.chain, r.asset,
       CASE WHEN trim(r.address) ILIKE '0x%' THEN lower(trim(r.address)) ELSE trim(r.address) END AS address,
       r.block_height, r.block_hash, r.block_at,
       COALESCE(r.balance, left(s.units, length(s.units) - s.d) || '.' || right(s.units, s.d) || '0') AS balance,
       r.raw_units, r.decimals,
       COALESCE(r.source_node, '') AS source_node,
       r.fetched_at
FROM raw r
LEFT JOIN scaled s ON s._file = r._file AND s._row = r._row
