SELECT
  _file, _row, _path,
  regexp_extract(stamp, '^[0-9-]+[ T][0-9:.]+') AS moment,
  NULLIF(regexp_extract(stamp, '^[0-9-]+[ T][0-9:.]+ ?(.*)$', 1), '') AS zone,
  level, message, actor, db, pid, client, program
FROM raw
