SELECT
  _file,
  _row,
  _path,
  signature,
  algorithm,
  modified_at
FROM raw
