-- Newer reports have lists of scores, of versions with the fix and of what is known to be exploited; older ones have none of
-- them, and no report has the last where it would be empty, so that none says no. The same match at two places of an image
-- is told apart by its number.
WITH item AS (
  SELECT *, CAST(doc AS JSON) AS body, CASE WHEN target LIKE '{%' THEN CAST(target AS JSON) ->> '$.userInput' ELSE target END AS image FROM raw
),
score AS (
  SELECT i._file, i._row, max(CAST(c.value ->> '$.metrics.baseScore' AS DECIMAL(4,1))) AS cvss
  FROM item AS i, LATERAL (SELECT value FROM json_each(i.body, '$.vulnerability.cvss') WHERE key IS NOT NULL) AS c
  WHERE starts_with(c.value ->> '$.version', '3')
  GROUP BY i._file, i._row
),
fix AS (
  SELECT
    _file, _row,
    from_json(body -> '$.vulnerability.fix.versions', '["VARCHAR"]') AS versions,
    COALESCE(NULLIF(regexp_extract(CAST(repo_digests AS JSON) ->> '$[0]', 'sha256:[0-9a-f]{64}$'), ''), digest) AS digest
  FROM item
)
SELECT
  i._file, i._row, i._path,
  concat_ws(' ', i.id, i.image, i.component, i.version,
    NULLIF(row_number() OVER (PARTITION BY i._file, i.id, i.component, i.version ORDER BY i._row), 1)) AS finding_id,
  'grype' AS scanner,
  'vuln' AS kind,
  i.id AS rule_id,
  lower(i.severity) AS severity,
  s.cvss,
  CASE WHEN len(i.body -> '$.vulnerability.knownExploited[*]') + len(i.body -> '$.relatedVulnerabilities[*].knownExploited[*]') > 0 THEN true END AS kev,
  COALESCE(i.image, x.digest, 'unknown') AS asset_id,
  x.digest AS image_digest,
  i.component,
  i.version AS installed_version,
  NULLIF(array_to_string(x.versions, ', '), '') AS fixed_version,
  i.created AS last_seen_at,
  'open' AS status
FROM item AS i
JOIN fix AS x ON x._file = i._file AND x._row = i._row
LEFT JOIN score AS s ON s._file = i._file AND s._row = i._row
