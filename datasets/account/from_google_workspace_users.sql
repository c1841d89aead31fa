-- Who never signed in has the year 1970 as last sign-in, or with gam the word Never. The worker number is the external id of type organization.
WITH users AS (
  SELECT
    *,
    CASE WHEN last_login NOT LIKE '1970-01-01T00:00:00%' AND LOWER(last_login) <> 'never' THEN last_login END AS seen,
    LIST_FILTER(
      TRY_CAST(external_ids AS JSON[]), LAMBDA x: JSON_EXTRACT_STRING(x, '$.type') = 'organization'
    )[1] AS organization
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  $system AS system,
  account_id,
  email AS username,
  LOWER(TRIM(email)) AS email,
  JSON_EXTRACT_STRING(organization, '$.value') AS worker_id,
  CASE WHEN JSON_EXTRACT_STRING(organization, '$.value') IS NOT NULL THEN 'employee_id' END AS link_method,
  'human' AS account_type,
  CASE WHEN LOWER(suspended) = 'true' OR LOWER(archived) = 'true' THEN 'false' WHEN LOWER(suspended) = 'false' THEN 'true' END AS enabled,
  created AS created_at,
  seen AS last_login_at,
  seen AS last_activity_at,
  LOWER(enrolled) AS mfa_enabled,
  COALESCE(NULLIF($snapshot_at, ''), CAST($as_of AS VARCHAR)) AS snapshot_at
FROM users
