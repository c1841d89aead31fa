-- disabled is left out where it is false, as all falsehoods are in Google's JSON.
SELECT
  _file, _row, _path,
  'gcp' AS system,
  email AS account_id,
  email AS username,
  LOWER(email) AS email,
  'service' AS account_type,
  COALESCE(LOWER(disabled), 'false') <> 'true' AS enabled,
  'api' AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM raw
