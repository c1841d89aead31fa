-- The report has no list of results, or an empty one. That is kept as a scan that passed.
SELECT
  _file, _row, _path,
  concat_ws(' ', 'scan', artifact) AS finding_id,
  'trivy' AS scanner,
  'vuln' AS kind,
  'scan' AS rule_id,
  artifact AS asset_id,
  NULLIF(regexp_extract(CAST(digests AS JSON) ->> '$[0]', 'sha256:[0-9a-f]{64}$'), '') AS image_digest,
  CASE WHEN created NOT LIKE '0001-%' THEN created END AS last_seen_at,
  'passed' AS status
FROM raw
