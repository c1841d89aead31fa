-- One asset is one resource with its policy; ancestors start with the resource itself when that is a project or above.
SELECT
  p._file, p._row,
  concat(p._path, '.iam_policy.bindings[', b.key, '].members[', m.key, ']') AS _path,
  CASE WHEN m.key IS NULL THEN 'the policy has no member' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  p.resource,
  p.asset_type,
  CASE
    WHEN p.resource LIKE '//cloudresourcemanager.googleapis.com/organizations/%' THEN 'org'
    WHEN p.resource LIKE '//cloudresourcemanager.googleapis.com/folders/%' THEN 'folder'
    WHEN p.resource LIKE '//cloudresourcemanager.googleapis.com/projects/%' THEN 'project'
    ELSE 'resource'
  END AS level,
  COALESCE(NULLIF(regexp_extract(p.ancestors, 'projects/[^"]+'), ''), NULLIF(regexp_extract(p.resource, 'projects/[^/]+'), '')) AS project,
  p.ancestors,
  b.value ->> '$.role' AS role,
  m.value ->> '$' AS member,
  split_part(m.value ->> '$', ':', 1) AS member_type,
  CAST(b.key AS BIGINT) + 1 AS binding_no,
  b.value ->> '$.condition' AS condition
FROM raw AS p
LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(p.bindings AS JSON))) AS b ON true
LEFT JOIN LATERAL (SELECT min(key) AS key, value FROM json_each(b.value, '$.members') GROUP BY value) AS m ON true -- each member once
