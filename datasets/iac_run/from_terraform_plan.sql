-- A replacement is delete and create, in either order, and is neither an addition nor a deletion here.
WITH change AS (
  SELECT r._file, r._row, c.value ->> '$.type' AS type, c.value ->> '$.change.actions' AS actions
  FROM raw AS r, LATERAL (SELECT value FROM json_each(CAST(r.changes AS JSON)) WHERE key IS NOT NULL) AS c
  WHERE COALESCE(c.value ->> '$.mode', 'managed') = 'managed'
),
counted AS (
  SELECT
    _file, _row,
    count(*) FILTER (WHERE actions = '["create"]') AS adds,
    count(*) FILTER (WHERE actions = '["update"]') AS changes,
    count(*) FILTER (WHERE actions = '["delete"]') AS deletes,
    count(*) FILTER (WHERE actions IN ('["delete","create"]', '["create","delete"]')) AS replaces,
    COALESCE(to_json(list(DISTINCT type ORDER BY type) FILTER (WHERE actions LIKE '%"delete"%')), '[]') AS destructive_types
  FROM change
  GROUP BY _file, _row
),
named AS (
  SELECT *, regexp_replace(regexp_extract(_name, '[^/!]+$'), '([-_.](tf)?plan)?(\.json)?(\.gz)?$', '') AS stem FROM raw
)
SELECT
  r._file, r._row, r._path,
  CASE WHEN COALESCE(c.adds + c.changes + c.deletes + c.replaces, 0) = 0 THEN 'the plan changes nothing' END AS _filtered,
  COALESCE(NULLIF($run_id, ''), r.stem) AS run_id,
  'plan' AS record,
  COALESCE(NULLIF($workspace, ''), NULLIF($run_id, ''), r.stem) AS workspace,
  lower(NULLIF($env, '')) AS env,
  NULLIF($commit_sha, '') AS commit_sha,
  sha256(CAST(json(COALESCE(r.changes, '[]')) AS VARCHAR)) AS plan_hash,
  r.timestamp AS planned_at,
  COALESCE(c.adds, 0) AS adds,
  COALESCE(c.changes, 0) AS changes,
  COALESCE(c.deletes, 0) AS deletes,
  COALESCE(c.replaces, 0) AS replaces,
  COALESCE(CAST(c.destructive_types AS VARCHAR), '[]') AS destructive_types
FROM named AS r
LEFT JOIN counted AS c ON c._file = r._file AND c._row = r._row
