-- Resources are named TYPE.NAME or TYPE.NAME.INDEX in their module, whose path starts with root; data sources start with data.
WITH resource AS (
  SELECT
    p._file, p._row, r.key, r.value ->> '$.type' AS type, r.value ->> '$.primary.id' AS id, r.value ->> '$.primary.attributes.arn' AS arn,
    from_json(p.path, '["VARCHAR"]')[2:] AS modules
  FROM raw AS p
  JOIN LATERAL (SELECT key, value FROM json_each(CAST(p.resources AS JSON)) WHERE key IS NOT NULL) AS r ON true
  WHERE NOT starts_with(r.key, 'data.') AND (r.value ->> '$.primary.id') IS NOT NULL
)
SELECT
  p._file, p._row,
  concat_ws(' ', p._path, r.key) AS _path,
  CASE WHEN r.key IS NULL THEN 'the module has no resource' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  COALESCE(NULLIF($workspace, ''), regexp_replace(regexp_extract(p._name, '[^/!]+$'), '([-_.](tf)?state)?(\.json|\.tfstate)?(\.gz)?$', '')) AS workspace,
  concat(
    CASE WHEN len(r.modules) > 0 THEN 'module.' || array_to_string(r.modules, '.module.') || '.' END,
    regexp_replace(r.key, '\.([0-9]+)$', '[\1]')
  ) AS address,
  'state' AS source,
  r.type,
  COALESCE(r.arn, r.id) AS resource_id
FROM raw AS p
LEFT JOIN resource AS r ON r._file = p._file AND r._row = p._row
