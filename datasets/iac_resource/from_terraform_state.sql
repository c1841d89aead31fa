-- A resource has an instance per index; its address is module, type, name and index. Data sources and copies that wait to be
-- deleted are not resources of the code.
WITH instance AS (
  SELECT
    p._file, p._row, r.value ->> '$.type' AS type,
    concat(
      CASE WHEN (r.value ->> '$.module') IS NOT NULL THEN (r.value ->> '$.module') || '.' END,
      r.value ->> '$.type', '.', r.value ->> '$.name',
      CASE WHEN (i.value ->> '$.index_key') IS NOT NULL THEN '[' || (i.value -> '$.index_key') || ']' END
    ) AS address,
    COALESCE(
      i.value ->> '$.attributes.arn', i.value ->> '$.attributes.self_link', i.value ->> '$.attributes.id', i.value ->> '$.attributes_flat.id'
    ) AS resource_id
  FROM raw AS p
  JOIN LATERAL (SELECT value FROM json_each(CAST(p.resources AS JSON)) WHERE key IS NOT NULL) AS r ON true
  JOIN LATERAL (SELECT value FROM json_each(r.value, '$.instances') WHERE key IS NOT NULL) AS i ON true
  WHERE (r.value ->> '$.mode') = 'managed' AND (i.value ->> '$.deposed') IS NULL
)
SELECT
  p._file, p._row,
  concat_ws(' ', p._path, i.address) AS _path,
  CASE WHEN i.address IS NULL THEN 'the state has no resource' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(NULLIF($workspace, ''), regexp_replace(regexp_extract(p._name, '[^/!]+$'), '([-_.](tf)?state)?(\.json|\.tfstate)?(\.gz)?$', '')) AS workspace,
  i.address,
  'state' AS source,
  i.type,
  i.resource_id
FROM raw AS p
LEFT JOIN instance AS i ON i._file = p._file AND i._row = p._row
