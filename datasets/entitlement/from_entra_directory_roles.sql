-- A role that nobody holds is a record too: it is left out by name and not lost. Graph expands 20 members and often does not say that
-- there are more: where it may have stopped, a member of a time that is none stands for them and is a reject.
WITH listed AS (
  SELECT *, members = '[]' AS without, COALESCE(NULLIF(TRY_CAST(members AS JSON[]), []), [NULL]) AS held, more IS NOT NULL OR LEN(held) = 20 AS cut
  FROM raw
),
roles AS (
  SELECT *, UNNEST(held) AS member, NULL AS missing
  FROM listed
  UNION ALL
  SELECT *, TO_JSON({'id': 'more'}) AS member, 'Graph expands 20 members, there may be more: ask /directoryRoles/{id}/members' AS missing
  FROM listed
  WHERE cut
)
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  JSON_EXTRACT_STRING(member, '$.id') AS account_id,
  role AS entitlement_id,
  name,
  'direct' AS via,
  missing AS granted_at,
  CASE WHEN name LIKE '%Administrator%' THEN 'priv' WHEN name LIKE '%Reader%' THEN 'low' ELSE 'high' END AS risk,
  CASE WHEN without THEN 'a role without members' END AS _filtered
FROM roles
