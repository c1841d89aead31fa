-- What the state holds comes from prior_state; a plan without it lists the same resources as changes that have a before.
-- Drift is the difference of before and after in resource_drift, by attribute, and by key inside maps; values are not kept.
-- Terraform writes no resource_drift when there is none, and before 0.15.4 it did not look.
WITH RECURSIVE plan AS (
  SELECT
    *,
    COALESCE(NULLIF($workspace, ''), regexp_replace(regexp_extract(_name, '[^/!]+$'), '([-_.](tf)?plan)?(\.json)?(\.gz)?$', '')) AS workspace,
    COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), CAST(timestamp AS TIMESTAMPTZ), $as_of) AS made_at,
    drift IS NOT NULL OR NOT regexp_matches(version, '^0\.([0-9]|1[0-4])\.|^0\.15\.[0-3]([^0-9]|$)') AS drift_known
  FROM raw
),
module AS (
  SELECT _file, _row, '' AS prefix, CAST(prior AS JSON) AS body FROM plan WHERE prior IS NOT NULL
  UNION ALL
  SELECT m._file, m._row, (c.value ->> '$.address') || '.', c.value
  FROM module AS m, LATERAL (SELECT value FROM json_each(m.body, '$.child_modules') WHERE key IS NOT NULL) AS c
),
listed AS (
  SELECT m._file, m._row, 'state' AS source, m.prefix, r.value AS body, r.value -> '$.values' AS attributes
  FROM module AS m, LATERAL (SELECT value FROM json_each(m.body, '$.resources') WHERE key IS NOT NULL) AS r
  UNION ALL
  SELECT p._file, p._row, 'state', '', r.value, r.value -> '$.change.before'
  FROM plan AS p, LATERAL (SELECT value FROM json_each(CAST(p.changes AS JSON)) WHERE key IS NOT NULL) AS r
  WHERE p.prior IS NULL AND json_type(r.value, '$.change.before') = 'OBJECT'
  UNION ALL
  SELECT p._file, p._row, 'drift', '', r.value, r.value -> '$.change.before'
  FROM plan AS p, LATERAL (SELECT value FROM json_each(CAST(p.drift AS JSON)) WHERE key IS NOT NULL) AS r
),
-- Terraform 0.12 leaves module and index out of addresses. Copies that wait to be deleted are not resources of the code.
resource AS (
  SELECT
    _file, _row, source, body ->> '$.type' AS type,
    COALESCE(attributes ->> '$.arn', attributes ->> '$.self_link', attributes ->> '$.id') AS resource_id,
    body -> '$.change.before' AS before, body -> '$.change.after' AS after,
    concat(
      CASE WHEN NOT starts_with(body ->> '$.address', prefix) THEN prefix END,
      body ->> '$.address',
      CASE WHEN (body ->> '$.index') IS NOT NULL AND NOT ends_with(body ->> '$.address', ']') THEN '[' || (body -> '$.index') || ']' END
    ) AS address
  FROM listed
  WHERE COALESCE(body ->> '$.mode', 'managed') = 'managed' AND (body ->> '$.deposed_key') IS NULL AND (body ->> '$.deposed') IS NULL
),
attribute AS (
  SELECT r._file, r._row, r.address, s.side, concat_ws('.', a.key, k.key) AS field, NULLIF(CAST(COALESCE(k.value, a.value) AS VARCHAR), 'null') AS value
  FROM resource AS r
  JOIN LATERAL (VALUES ('before', r.before), ('after', r.after)) AS s (side, attributes) ON true
  JOIN LATERAL (SELECT key, value FROM json_each(s.attributes) WHERE key IS NOT NULL) AS a ON true
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(a.value) WHERE json_type(a.value) = 'OBJECT' AND key IS NOT NULL) AS k ON true
  WHERE r.source = 'drift'
),
difference AS (
  SELECT _file, _row, address, field
  FROM attribute
  GROUP BY _file, _row, address, field
  HAVING max(value) FILTER (WHERE side = 'before') IS DISTINCT FROM max(value) FILTER (WHERE side = 'after')
),
drift AS (
  SELECT
    r._file, r._row, r.address,
    CASE WHEN bool_or(json_type(r.after) = 'OBJECT') THEN COALESCE(to_json(list(d.field ORDER BY d.field) FILTER (WHERE d.field IS NOT NULL)), '[]') ELSE '["*"]' END AS fields
  FROM resource AS r
  LEFT JOIN difference AS d ON d._file = r._file AND d._row = r._row AND d.address = r.address
  WHERE r.source = 'drift'
  GROUP BY r._file, r._row, r.address
),
known AS (
  SELECT _file, _row, address, max(type) AS type, COALESCE(max(resource_id) FILTER (WHERE source = 'state'), max(resource_id)) AS resource_id
  FROM resource
  GROUP BY _file, _row, address
)
SELECT
  p._file, p._row,
  concat_ws(' ', p._path, k.address) AS _path,
  CASE WHEN k.address IS NULL THEN 'the plan has no resource that exists already' END AS _filtered,
  p.made_at AS snapshot_at,
  p.workspace,
  k.address,
  'plan' AS source,
  k.type,
  k.resource_id,
  CASE WHEN p.drift_known THEN COALESCE(CAST(d.fields AS VARCHAR), '[]') END AS drift_fields,
  CASE WHEN CAST(d.fields AS VARCHAR) <> '[]' THEN p.made_at END AS drift_detected_at
FROM plan AS p
LEFT JOIN known AS k ON k._file = p._file AND k._row = p._row
LEFT JOIN drift AS d ON d._file = k._file AND d._row = k._row AND d.address = k.address
