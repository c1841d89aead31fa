-- Scope USER is an assignment of the person, GROUP one through a group. An assignment that is deprovisioned is none.
SELECT
  _file, _row, _path,
  CASE WHEN status IN ('DEPROVISIONED', 'REVOKED') THEN 'the assignment has the status ' || status END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $system AS system,
  user_id AS account_id,
  regexp_extract(app, '/apps/([^/?]+)', 1) AS entitlement_id,
  CASE WHEN scope = 'GROUP' THEN 'group:' || COALESCE(regexp_extract("group", '[^/]+$'), 'unknown') ELSE 'direct' END AS via,
  created AS granted_at
FROM raw
