-- Modules hold modules. Data sources and copies that wait to be deleted are not resources of the code.
WITH RECURSIVE module AS (
  SELECT _file, _row, '' AS prefix, CAST(root AS JSON) AS body FROM raw
  UNION ALL
  SELECT m._file, m._row, (c.value ->> '$.address') || '.', c.value
  FROM module AS m, LATERAL (SELECT value FROM json_each(m.body, '$.child_modules') WHERE key IS NOT NULL) AS c
),
resource AS (
  SELECT
    m._file, m._row, r.value AS body,
    concat(
      CASE WHEN NOT starts_with(r.value ->> '$.address', m.prefix) THEN m.prefix END,
      r.value ->> '$.address',
      CASE WHEN (r.value ->> '$.index') IS NOT NULL AND NOT ends_with(r.value ->> '$.address', ']') THEN '[' || (r.value -> '$.index') || ']' END
    ) AS address
  FROM module AS m, LATERAL (SELECT value FROM json_each(m.body, '$.resources') WHERE key IS NOT NULL) AS r
  WHERE COALESCE(r.value ->> '$.mode', 'managed') = 'managed' AND (r.value ->> '$.deposed_key') IS NULL
)
SELECT
  p._file, p._row,
  concat_ws(' ', p._path, r.address) AS _path,
  CASE WHEN r.address IS NULL THEN 'the state has no resource' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(NULLIF($workspace, ''), regexp_replace(regexp_extract(p._name, '[^/!]+$'), '([-_.](tf)?state)?(\.json|\.tfstate)?(\.gz)?$', '')) AS workspace,
  r.address,
  'state' AS source,
  r.body ->> '$.type' AS type,
  COALESCE(r.body ->> '$.values.arn', r.body ->> '$.values.self_link', r.body ->> '$.values.id') AS resource_id
FROM raw AS p
LEFT JOIN resource AS r ON r._file = p._file AND r._row = p._row
