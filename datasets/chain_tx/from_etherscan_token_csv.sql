-- Amounts are in whole units, with commas between thousands.
SELECT *, NULL AS block_hash, replace(value, ',', '') AS amount FROM raw
