-- Runs come with related records (plans, users, configuration versions) beside them in included: these are left out as rows
-- and read through their runs. A configuration comes from a repository or was uploaded, which only its own record says.
WITH item AS (SELECT _file, _row, _path, id, type, CAST(attributes AS JSON) AS body, CAST(relationships AS JSON) AS links FROM raw),
related AS (
  SELECT DISTINCT _file, type, id, CAST(body AS VARCHAR) AS body, CAST(links AS VARCHAR) AS links FROM item WHERE type <> 'runs'
),
known AS (SELECT _file, type, id, CAST(max(body) AS JSON) AS body, CAST(max(links) AS JSON) AS links FROM related GROUP BY _file, type, id),
run AS (SELECT *, body -> '$."status-timestamps"' AS times FROM item WHERE type = 'runs')
SELECT
  r._file, r._row, r._path,
  CAST(NULL AS VARCHAR) AS _filtered,
  r.id AS run_id,
  'run' AS record,
  COALESCE(w.body ->> '$.name', r.links ->> '$.workspace.data.id') AS workspace,
  lower(NULLIF($env, '')) AS env,
  a.body ->> '$."commit-sha"' AS commit_sha,
  r.times ->> '$."planned-at"' AS planned_at,
  r.times ->> '$."applied-at"' AS applied_at,
  COALESCE(
    f.body ->> '$.username', r.links ->> '$."confirmed-by".data.id',
    CASE WHEN (r.times ->> '$."applied-at"') IS NOT NULL THEN COALESCE(c.body ->> '$.username', r.links ->> '$."created-by".data.id') END
  ) AS applied_by,
  CASE
    WHEN (r.body ->> '$.source') IN ('terraform', 'terraform+cloud') THEN 'cli'
    WHEN (r.body ->> '$.source') = 'tfe-ui' THEN 'ui'
    WHEN (r.body ->> '$.source') = 'tfe-configuration-version' THEN
      CASE WHEN (v.links ->> '$."ingress-attributes".data.id') IS NOT NULL THEN 'vcs' WHEN v.body IS NOT NULL THEN 'api' END
    WHEN (r.body ->> '$.source') LIKE 'tfe-%' THEN 'api'
    ELSE r.body ->> '$.source'
  END AS source,
  r.body ->> '$."auto-apply"' AS auto_apply,
  p.body ->> '$."resource-additions"' AS adds,
  p.body ->> '$."resource-changes"' AS changes,
  p.body ->> '$."resource-destructions"' AS deletes,
  CASE WHEN (p.body ->> '$."resource-destructions"') = '0' THEN '[]' END AS destructive_types,
  CASE
    WHEN (r.times ->> '$."policy-soft-failed-at"') IS NOT NULL AND (r.times ->> '$."applied-at"') IS NOT NULL THEN 'overridden'
    WHEN (r.times ->> '$."policy-soft-failed-at"') IS NOT NULL OR (r.body ->> '$.status') LIKE 'policy%failed' THEN 'failed'
    WHEN (r.times ->> '$."policy-checked-at"') IS NOT NULL THEN 'passed'
    ELSE 'none'
  END AS policy_result
FROM run AS r
LEFT JOIN known AS w ON w._file = r._file AND w.type = 'workspaces' AND w.id = (r.links ->> '$.workspace.data.id')
LEFT JOIN known AS p ON p._file = r._file AND p.type = 'plans' AND p.id = (r.links ->> '$.plan.data.id')
LEFT JOIN known AS c ON c._file = r._file AND c.type = 'users' AND c.id = (r.links ->> '$."created-by".data.id')
LEFT JOIN known AS f ON f._file = r._file AND f.type = 'users' AND f.id = (r.links ->> '$."confirmed-by".data.id')
LEFT JOIN known AS v ON v._file = r._file AND v.type = 'configuration-versions' AND v.id = (r.links ->> '$."configuration-version".data.id')
LEFT JOIN known AS a ON a._file = r._file AND a.type = 'ingress-attributes' AND a.id = (v.links ->> '$."ingress-attributes".data.id')

UNION ALL BY NAME
SELECT _file, _row, _path, 'read through the runs that it belongs to: ' || type AS _filtered FROM item WHERE type <> 'runs'
