-- A resource of the cluster with results, each of which has up to three lists of findings, and one of those that were taken out.
WITH result AS (
  SELECT r.*, concat_ws('/', r.cluster, r.namespace, r.kind, r.name) AS resource, t.key AS result_no, t.value AS result
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.results AS JSON)) WHERE key IS NOT NULL) AS t
),
listed AS (
  SELECT
    t._file, t._row, concat(t._path, '.Results[', t.result_no, '].', l.list, '[', f.key, ']') AS _path, t.resource,
    t.result ->> '$.Target' AS target, CAST(t.digests AS JSON) ->> '$[0]' AS digest, COALESCE(l.type, f.value ->> '$.Type') AS type,
    l.type IS NULL AS hidden, CASE WHEN l.type IS NULL THEN f.value -> '$.Finding' ELSE f.value END AS body
  FROM result AS t,
    (
      VALUES ('Vulnerabilities', 'vulnerability'), ('Misconfigurations', 'misconfiguration'), ('Secrets', 'secret'), ('ExperimentalModifiedFindings', NULL)
    ) AS l (list, type),
    LATERAL (SELECT key, value FROM json_each(t.result, '$.' || l.list) WHERE key IS NOT NULL) AS f
),
item AS (
  SELECT
    *,
    CASE type WHEN 'vulnerability' THEN 'vuln' WHEN 'misconfiguration' THEN 'misconfig' ELSE type END AS kind,
    COALESCE(body ->> '$.VulnerabilityID', body ->> '$.AVDID', body ->> '$.ID', body ->> '$.RuleID') AS rule_id,
    COALESCE(body ->> '$.PkgName', body ->> '$.CauseMetadata.Resource', body ->> '$.StartLine') AS component,
    body ->> '$.InstalledVersion' AS version
  FROM listed
  WHERE type IS DISTINCT FROM 'license'
),
score AS (
  SELECT i._file, i._row, i._path, max(CAST(c.value ->> '$.V3Score' AS DECIMAL(4,1))) AS cvss
  FROM item AS i, LATERAL (SELECT value FROM json_each(i.body, '$.CVSS') WHERE key IS NOT NULL) AS c
  GROUP BY i._file, i._row, i._path
)
SELECT
  i._file, i._row, i._path,
  concat_ws(' ', i.rule_id, i.resource, i.target, i.component, i.version,
    NULLIF(row_number() OVER (PARTITION BY i._file, i.rule_id, i.resource, i.target, i.component, i.version ORDER BY i._row, i._path), 1)) AS finding_id,
  'trivy' AS scanner,
  i.kind,
  i.rule_id,
  lower(i.body ->> '$.Severity') AS severity,
  s.cvss,
  i.resource AS asset_id,
  NULLIF(regexp_extract(i.digest, 'sha256:[0-9a-f]{64}$'), '') AS image_digest,
  i.component,
  i.version AS installed_version,
  i.body ->> '$.FixedVersion' AS fixed_version,
  CASE WHEN i.hidden OR (i.body ->> '$.Status') = 'EXCEPTION' THEN 'suppressed' WHEN (i.body ->> '$.Status') = 'PASS' THEN 'passed' ELSE 'open' END AS status
FROM item AS i
LEFT JOIN score AS s ON s._file = i._file AND s._row = i._row AND s._path = i._path

UNION ALL BY NAME
SELECT r._file, r._row, r._path, 'nothing was found in the resource' AS _filtered
FROM raw AS r
WHERE NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)
