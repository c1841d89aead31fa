-- A date alone is the start of the day in the zone of the load.
SELECT
  _file,
  _row,
  _path,
  calendar,
  date,
  LOWER(kind) AS kind,
  open_local,
  close_local,
  tz,
  freeze_from || CASE WHEN LENGTH(freeze_from) = 10 THEN ' 00:00' ELSE '' END AS freeze_from,
  freeze_to || CASE WHEN LENGTH(freeze_to) = 10 THEN ' 00:00' ELSE '' END AS freeze_to
FROM raw
