SELECT
  _file,
  _row,
  _path,
  fingerprint,
  value,
  valid_from,
  valid_to
FROM raw
