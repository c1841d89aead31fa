-- A user whose status is neither Active nor one that forbids to sign in stays undecided.
WITH users AS (
  SELECT
    *,
    TRY_STRPTIME(last_login, ['%Y/%m/%d %H:%M:%S', '%Y-%m-%d %H:%M:%S']) AS seen,
    NULLIF(TRIM(employee_id), '') AS number,
    NULLIF(TRIM(email), '') AS address
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  $system AS system,
  address AS account_id,
  address AS username,
  LOWER(address) AS email,
  number AS worker_id,
  CASE WHEN number IS NOT NULL THEN 'employee_id' END AS link_method,
  CASE WHEN LOWER(employee_type) LIKE '%service%' THEN 'service' WHEN LOWER(employee_type) LIKE '%shared%' THEN 'shared' ELSE 'human' END AS account_type,
  CASE WHEN LOWER(status) = 'active' THEN 'true' WHEN LOWER(status) IN ('suspended', 'archived', 'deleted') THEN 'false' END AS enabled,
  STRFTIME(seen, '%Y-%m-%d %H:%M:%S') AS last_login_at,
  STRFTIME(seen, '%Y-%m-%d %H:%M:%S') AS last_activity_at,
  CASE WHEN LOWER(enrolled) IN ('true', 'false') THEN LOWER(enrolled) END AS mfa_enabled,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
