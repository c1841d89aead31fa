-- Who may push need no merge request, and so pass by its approvals; level 0 is nobody. A protected branch is not deleted by a
-- push. How many approvals a merge needs is kept elsewhere.
SELECT
  r._file, r._row, r._path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'gitlab' AS system,
  COALESCE(NULLIF($repo, ''), r.project, NULLIF(url_decode(regexp_extract(r._name, '(?:^|[/!])([^/!]*%2[Ff][^/!]*?)(?:[-_.](?:protected[-_]branches))?(?:\.json)?(?:\.gz)?(?:$|[/!])', 1)), '')) AS repo,
  r.name AS ref_pattern,
  'branch' AS source,
  'branch' AS source_id,
  'active' AS enforcement,
  r.code_owner AS require_code_owner,
  'true' AS enforce_admins,
  r.force_push AS allow_force_push,
  'false' AS allow_deletion,
  COALESCE(p.names, '[]') AS bypass_actors
FROM raw AS r
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(CASE
    WHEN (value ->> '$.user_id') IS NOT NULL THEN 'User:' || (value ->> '$.user_id')
    WHEN (value ->> '$.group_id') IS NOT NULL THEN 'Group:' || (value ->> '$.group_id')
    WHEN (value ->> '$.deploy_key_id') IS NOT NULL THEN 'DeployKey:' || (value ->> '$.deploy_key_id')
    ELSE 'Role:' || COALESCE(value ->> '$.access_level_description', value ->> '$.access_level')
  END ORDER BY value ->> '$.user_id', value ->> '$.group_id', value ->> '$.deploy_key_id', value ->> '$.access_level')) AS VARCHAR) AS names
  FROM json_each(CAST(r.push AS JSON))
  WHERE key IS NOT NULL AND (value ->> '$.access_level') IS DISTINCT FROM '0'
) AS p ON true
