-- Values are whole numbers of the smallest unit.
SELECT *, whole_units(value, TRY_CAST(decimals AS BIGINT)) AS amount
FROM raw
