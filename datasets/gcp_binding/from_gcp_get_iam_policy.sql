-- The policy of one resource, which the file does not name: the auditor says it, or the name of the file does.
WITH policy AS (
  SELECT
    *,
    CASE
      WHEN $resource = '' THEN 'projects/' || regexp_replace(regexp_extract(_name, '[^/!]+$'), '([-_.]?(get-)?iam[-_]policy)?\.(json|ya?ml)(\.gz)?$', '')
      WHEN strpos($resource, '/') = 0 THEN 'projects/' || $resource
      WHEN starts_with($resource, '//cloudresourcemanager.googleapis.com/') THEN substr($resource, 39)
      ELSE $resource
    END AS named
  FROM raw
),
placed AS (
  SELECT
    *,
    CASE
      WHEN regexp_matches(named, '^organizations/[^/]+$') THEN 'org'
      WHEN regexp_matches(named, '^folders/[^/]+$') THEN 'folder'
      WHEN regexp_matches(named, '^projects/[^/]+$') THEN 'project'
      ELSE 'resource'
    END AS level
  FROM policy
)
SELECT
  p._file, p._row,
  concat(p._path, '.bindings[', b.key, '].members[', m.key, ']') AS _path,
  CASE WHEN m.key IS NULL THEN 'the policy has no member' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  CASE WHEN p.level = 'resource' THEN p.named ELSE '//cloudresourcemanager.googleapis.com/' || p.named END AS resource,
  CASE p.level
    WHEN 'org' THEN 'cloudresourcemanager.googleapis.com/Organization'
    WHEN 'folder' THEN 'cloudresourcemanager.googleapis.com/Folder'
    WHEN 'project' THEN 'cloudresourcemanager.googleapis.com/Project'
  END AS asset_type,
  p.level,
  NULLIF(regexp_extract(p.named, 'projects/[^/]+'), '') AS project,
  b.value ->> '$.role' AS role,
  m.value ->> '$' AS member,
  split_part(m.value ->> '$', ':', 1) AS member_type,
  CAST(b.key AS BIGINT) + 1 AS binding_no,
  b.value ->> '$.condition' AS condition
FROM placed AS p
LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(p.bindings AS JSON))) AS b ON true
LEFT JOIN LATERAL (SELECT min(key) AS key, value FROM json_each(b.value, '$.members') GROUP BY value) AS m ON true -- each member once
