SELECT
  r._file, r._row, r._path || '.tests[' || t.key || '].results[' || c.key || ']' AS _path,
  CASE WHEN (c.value ->> '$.status') IN ('WARN', 'INFO') THEN 'a check that a person has to do' END AS _filtered,
  concat_ws(' ', r.version, c.value ->> '$.test_number', $asset, r.node_type) AS finding_id,
  'kube-bench' AS scanner,
  'misconfig' AS kind,
  c.value ->> '$.test_number' AS rule_id,
  $asset AS asset_id,
  r.node_type AS component,
  CASE WHEN (c.value ->> '$.status') = 'PASS' THEN 'passed' ELSE 'open' END AS status
FROM raw AS r,
  LATERAL (SELECT key, value FROM json_each(CAST(r.tests AS JSON))) AS t,
  LATERAL (SELECT key, value FROM json_each(t.value, '$.results')) AS c
