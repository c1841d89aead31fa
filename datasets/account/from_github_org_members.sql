-- Who is on the list is a member; only a GitHub Enterprise Server also suspends accounts.
SELECT
  _file,
  _row,
  _path,
  $system AS system,
  login AS account_id, -- the audit log, pull requests and commits name people by login
  login AS username,
  LOWER(NULLIF(email, '')) AS email,
  CASE WHEN type = 'Bot' OR login LIKE '%[bot]' THEN 'service' ELSE 'human' END AS account_type,
  CAST(suspended IS NULL AS VARCHAR) AS enabled,
  created AS created_at,
  suspended AS disabled_at,
  two_factor AS mfa_enabled,
  'local' AS auth_source,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM raw
