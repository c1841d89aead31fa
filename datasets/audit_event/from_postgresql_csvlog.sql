-- The columns after the message end with the name of the program, and in later versions with the kind of process and two more.
SELECT
  _file, _row, _path, moment, zone, level, replace(message, '""', '"') AS message,
  replace(login, '""', '"') AS actor,
  replace(db, '""', '"') AS db,
  pid,
  regexp_replace(client, ':[0-9]+$', '') AS client,
  NULLIF(regexp_extract(rest, '(?s)^(?:,(?:"(?:[^"]|"")*"|[^",]*)){8},"((?:[^"]|"")*)"', 1), '') AS program
FROM raw
