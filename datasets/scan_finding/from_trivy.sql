-- A result is a target of the report with up to three lists of findings, and one of those that an ignore file or a VEX statement has
-- taken out of them. Before schema 2 the report is a bare array of results.
-- Two findings of one rule in one package and place are told apart by their number.
WITH listed AS (
  SELECT
    r._file, r._row, r._path || '.' || l.list || '[' || f.key || ']' AS _path, r.target, r.artifact, r.created,
    CAST(r.digests AS JSON) ->> '$[0]' AS digest, COALESCE(l.type, f.value ->> '$.Type') AS type, l.type IS NULL AS hidden,
    CASE WHEN l.type IS NULL THEN f.value -> '$.Finding' ELSE f.value END AS body
  FROM raw AS r,
    (
      VALUES ('Vulnerabilities', 'vulnerability', r.vulnerabilities), ('Misconfigurations', 'misconfiguration', r.misconfigurations),
      ('Secrets', 'secret', r.secrets), ('ExperimentalModifiedFindings', NULL, r.modified)
    ) AS l (list, type, findings),
    LATERAL (SELECT key, value FROM json_each(CAST(l.findings AS JSON)) WHERE key IS NOT NULL) AS f
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
  concat_ws(' ', i.rule_id, i.artifact, i.target, i.component, i.version,
    NULLIF(row_number() OVER (PARTITION BY i._file, i.rule_id, i.target, i.component, i.version ORDER BY i._row, i._path), 1)) AS finding_id,
  'trivy' AS scanner,
  i.kind,
  i.rule_id,
  lower(i.body ->> '$.Severity') AS severity,
  s.cvss,
  COALESCE(i.artifact, i.target) AS asset_id,
  NULLIF(regexp_extract(i.digest, 'sha256:[0-9a-f]{64}$'), '') AS image_digest,
  i.component,
  i.version AS installed_version,
  i.body ->> '$.FixedVersion' AS fixed_version,
  CASE WHEN i.created NOT LIKE '0001-%' THEN i.created END AS last_seen_at,
  CASE WHEN i.hidden OR (i.body ->> '$.Status') = 'EXCEPTION' THEN 'suppressed' WHEN (i.body ->> '$.Status') = 'PASS' THEN 'passed' ELSE 'open' END AS status
FROM item AS i
LEFT JOIN score AS s ON s._file = i._file AND s._row = i._row AND s._path = i._path

-- A target of packages in which nothing was found was scanned all the same.
UNION ALL BY NAME
SELECT
  r._file, r._row, r._path,
  concat_ws(' ', 'scan', r.artifact, r.target, r.type) AS finding_id,
  'trivy' AS scanner, 'vuln' AS kind, 'scan' AS rule_id,
  COALESCE(r.artifact, r.target) AS asset_id,
  NULLIF(regexp_extract(CAST(r.digests AS JSON) ->> '$[0]', 'sha256:[0-9a-f]{64}$'), '') AS image_digest,
  CASE WHEN r.created NOT LIKE '0001-%' THEN r.created END AS last_seen_at,
  'passed' AS status
FROM raw AS r
WHERE (r.class IN ('os-pkgs', 'lang-pkgs') OR r.class IS NULL AND r.type IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)

UNION ALL BY NAME
SELECT
  r._file, r._row, r._path,
  CASE WHEN r.class IN ('license', 'license-file') THEN 'licences of packages and files, which are no result of this dataset' ELSE 'nothing was found in the target' END AS _filtered
FROM raw AS r
WHERE NOT COALESCE(r.class IN ('os-pkgs', 'lang-pkgs') OR r.class IS NULL AND r.type IS NOT NULL, false)
  AND NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)
