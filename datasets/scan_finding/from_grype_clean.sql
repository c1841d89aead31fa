-- The report has an empty list of matches. That is kept as a scan that passed.
WITH named AS (
  SELECT *, CASE WHEN target LIKE '{%' THEN CAST(target AS JSON) ->> '$.userInput' ELSE target END AS image FROM raw
)
SELECT
  _file, _row, _path,
  concat_ws(' ', 'scan', image) AS finding_id,
  'grype' AS scanner,
  'vuln' AS kind,
  'scan' AS rule_id,
  image AS asset_id,
  COALESCE(NULLIF(regexp_extract(CAST(repo_digests AS JSON) ->> '$[0]', 'sha256:[0-9a-f]{64}$'), ''), digest) AS image_digest,
  created AS last_seen_at,
  'passed' AS status
FROM named
