-- A date alone is the start of the day in the zone of the load.
SELECT
  _file,
  _row,
  _path,
  test_id,
  key,
  valid_from || CASE WHEN LENGTH(valid_from) = 10 THEN ' 00:00' ELSE '' END AS valid_from,
  valid_to || CASE WHEN LENGTH(valid_to) = 10 THEN ' 00:00' ELSE '' END AS valid_to,
  approved_by,
  reason
FROM raw
