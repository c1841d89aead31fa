-- Values are whole numbers of the smallest unit.
SELECT
  *,
  CASE
    WHEN regexp_matches(value, '^\d{1,78}$') AND regexp_matches(decimals, '^\d{1,2}$') THEN
      left(lpad(value, 180, '0'), 180 - CAST(decimals AS BIGINT)) || '.' || right(lpad(value, 180, '0'), CAST(decimals AS BIGINT)) || '0'
    ELSE value
  END AS amount
FROM raw
