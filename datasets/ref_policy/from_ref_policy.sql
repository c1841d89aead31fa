-- A date alone is the start of the day in the zone of the load.
SELECT
  _file,
  _row,
  _path,
  policy,
  COALESCE(scope_key, '*') AS scope_key,
  param,
  value,
  COALESCE(valid_from || CASE WHEN LENGTH(valid_from) = 10 THEN ' 00:00' ELSE '' END, '1900-01-01T00:00:00Z') AS valid_from,
  valid_to || CASE WHEN LENGTH(valid_to) = 10 THEN ' 00:00' ELSE '' END AS valid_to
FROM raw
