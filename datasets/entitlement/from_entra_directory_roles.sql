-- A role that nobody holds is a record too: it is left out by name and not lost.
WITH roles AS (
  SELECT *, members = '[]' AS without, UNNEST(CASE WHEN without THEN [NULL] ELSE COALESCE(TRY_CAST(members AS JSON[]), [NULL]) END) AS member
  FROM raw
)
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  JSON_EXTRACT_STRING(member, '$.id') AS account_id,
  role AS entitlement_id,
  name,
  'direct' AS via,
  CASE WHEN name LIKE '%Administrator%' THEN 'priv' WHEN name LIKE '%Reader%' THEN 'low' ELSE 'high' END AS risk,
  CASE WHEN without THEN 'a role without members' END AS _filtered
FROM roles
