-- What stands between the time and the level is log_line_prefix, which everybody writes as they like.
SELECT
  _file, _row, _path, moment, zone, level, message,
  COALESCE(NULLIF(regexp_extract(prefix, '\buser=([^, \]]*)', 1), ''), NULLIF(regexp_extract(prefix, '(?:^|[: ])([^@: \[\]]+)@[^@: \[\]]*', 1), '')) AS actor,
  COALESCE(NULLIF(regexp_extract(prefix, '\b(?:db|database)=([^, \]]*)', 1), ''), NULLIF(regexp_extract(prefix, '(?:^|[: ])[^@: \[\]]+@([^@: \[\]]+)', 1), '')) AS db,
  NULLIF(regexp_extract(prefix, '\[([0-9]+)\]', 1), '') AS pid,
  COALESCE(
    NULLIF(regexp_extract(prefix, '\b(?:client|host)=([^, \]]*)', 1), ''),
    NULLIF(regexp_extract(prefix, '(?:^|[: ])([0-9a-fA-F][0-9a-fA-F.:]*|\[local\])\([0-9]*\)', 1), '')
  ) AS client,
  NULLIF(regexp_extract(prefix, '\bapp(?:lication)?=([^,\]]*)', 1), '') AS program
FROM raw
