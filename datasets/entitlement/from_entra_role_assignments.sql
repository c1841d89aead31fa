-- Who is only eligible does not hold the role until it is activated. A role for a part of the directory names that part.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  principal AS account_id,
  role || CASE WHEN COALESCE(scope, '/') = '/' THEN '' ELSE ' ' || scope END AS entitlement_id,
  name,
  CASE
    WHEN eligible IS NOT NULL THEN 'eligible'
    WHEN assignment = 'Activated' THEN 'jit'
    WHEN member = 'Group' THEN 'group'
    ELSE 'direct'
  END AS via,
  start AS granted_at,
  "end" AS expires_at,
  CASE WHEN name IS NULL THEN NULL WHEN name LIKE '%Administrator%' THEN 'priv' WHEN name LIKE '%Reader%' THEN 'low' ELSE 'high' END AS risk
FROM raw
