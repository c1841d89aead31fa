-- A report per kind of code, with passed, failed and skipped checks. Lines move with every edit, so a result is known by its
-- check, file and resource.
WITH item AS (
  SELECT r._file, r._row, concat(r._path, '.results.', l.list, '[', f.key, ']') AS _path, l.status, f.key, f.value AS body
  FROM raw AS r,
    (VALUES ('failed_checks', 'open', r.failed), ('passed_checks', 'passed', r.passed), ('skipped_checks', 'suppressed', r.skipped)) AS l (list, status, checks),
    LATERAL (SELECT key, value FROM json_each(CAST(l.checks AS JSON)) WHERE key IS NOT NULL) AS f
)
SELECT
  _file, _row, _path,
  concat_ws(' ', body ->> '$.check_id', body ->> '$.file_path', body ->> '$.resource',
    NULLIF(row_number() OVER (PARTITION BY _file, body ->> '$.check_id', body ->> '$.file_path', body ->> '$.resource' ORDER BY _row, _path), 1)) AS finding_id,
  'checkov' AS scanner,
  CASE WHEN starts_with(body ->> '$.check_id', 'CKV_SECRET') THEN 'secret' WHEN starts_with(body ->> '$.check_id', 'CKV_GHA') THEN 'workflow' ELSE 'misconfig' END AS kind,
  body ->> '$.check_id' AS rule_id,
  lower(body ->> '$.severity') AS severity,
  body ->> '$.file_path' AS asset_id,
  body ->> '$.resource' AS component,
  status
FROM item

UNION ALL BY NAME
SELECT r._file, r._row, r._path, 'the report has no check' AS _filtered
FROM raw AS r
WHERE NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)
