-- One result is the policy of one resource. Without any binding it is left out with that reason.
WITH policy AS (
  SELECT
    *,
    CASE
      WHEN resource LIKE '//cloudresourcemanager.googleapis.com/organizations/%' THEN 'org'
      WHEN resource LIKE '//cloudresourcemanager.googleapis.com/folders/%' THEN 'folder'
      WHEN resource LIKE '//cloudresourcemanager.googleapis.com/projects/%' THEN 'project'
      ELSE 'resource'
    END AS level,
    to_json(list_concat(
      CASE WHEN project IS NULL THEN [] ELSE [project] END,
      COALESCE(from_json(folders, '["VARCHAR"]'), []),
      CASE WHEN organization IS NULL THEN [] ELSE [organization] END
    )) AS ancestors
  FROM raw
)
SELECT
  p._file, p._row,
  concat(p._path, '.policy.bindings[', b.key, '].members[', m.key, ']') AS _path,
  CASE WHEN m.key IS NULL THEN 'the policy has no member' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  p.resource,
  p.asset_type,
  p.level,
  p.project,
  CAST(p.ancestors AS VARCHAR) AS ancestors,
  b.value ->> '$.role' AS role,
  m.value ->> '$' AS member,
  split_part(m.value ->> '$', ':', 1) AS member_type,
  CAST(b.key AS BIGINT) + 1 AS binding_no,
  b.value ->> '$.condition' AS condition
FROM policy AS p
LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(p.bindings AS JSON))) AS b ON true
LEFT JOIN LATERAL (SELECT min(key) AS key, value FROM json_each(b.value, '$.members') GROUP BY value) AS m ON true -- each member once
