-- A property is a JSON pointer, /Tags/0/Value; NOT_CHECKED means that nobody looked.
SELECT
  r._file, r._row, r._path,
  r.checked AS snapshot_at,
  regexp_extract(r.stack, ':stack/([^/]+)', 1) AS workspace,
  r.logical AS address,
  'drift_check' AS source,
  r.type,
  r.physical AS resource_id,
  CASE r.status
    WHEN 'IN_SYNC' THEN '[]'
    WHEN 'DELETED' THEN '["*"]'
    WHEN 'MODIFIED' THEN COALESCE(d.fields, '["*"]')
  END AS drift_fields,
  CASE WHEN r.status IN ('DELETED', 'MODIFIED') THEN r.checked END AS drift_detected_at
FROM raw AS r
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(DISTINCT replace(ltrim(value ->> '$.PropertyPath', '/'), '/', '.') ORDER BY replace(ltrim(value ->> '$.PropertyPath', '/'), '/', '.'))) AS VARCHAR) AS fields
  FROM json_each(CAST(r.differences AS JSON))
  WHERE key IS NOT NULL
) AS d ON true
