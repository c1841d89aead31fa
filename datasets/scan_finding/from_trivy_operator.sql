-- A report is of one container of a workload, or of one object. Whose it is stands in its labels; a name that is too long for a
-- label stands in an annotation. Two findings of one rule in one package and place are told apart by their number.
-- Starboard, of which the operator was made, names its labels after itself, and may have had another scanner.
WITH labelled AS (
  SELECT
    * REPLACE (
      CAST(regexp_replace(labels, '"starboard(\.(?:resource|container)\.[a-z-]+"\s*:)', '"trivy-operator\1', 'g') AS JSON) AS labels,
      lower(COALESCE(scanner, 'trivy')) AS scanner
    )
  FROM raw
),
report AS (
  SELECT
    r.*,
    concat_ws('/',
      NULLIF($cluster, ''),
      COALESCE(NULLIF(r.labels ->> '$."trivy-operator.resource.namespace"', ''), r.namespace),
      r.labels ->> '$."trivy-operator.resource.kind"',
      COALESCE(
        r.labels ->> '$."trivy-operator.resource.name"',
        CAST(r.annotations AS JSON) ->> '$."trivy-operator.resource.name"',
        r.name)) AS resource,
    r.labels ->> '$."trivy-operator.container.name"' AS container
  FROM labelled AS r
),
item AS (
  SELECT
    r._file, r._row, concat(r._path, '.report.', l.list, '[', f.key, ']') AS _path, l.kind, r.scanner, r.resource, r.container, r.digest, r.updated,
    NULLIF(f.value ->> '$.target', '') AS target, f.value AS body,
    COALESCE(f.value ->> '$.vulnerabilityID', f.value ->> '$.checkID', f.value ->> '$.ruleID') AS rule_id,
    f.value ->> '$.resource' AS component,
    f.value ->> '$.installedVersion' AS version
  FROM report AS r,
    (VALUES ('vulnerabilities', 'vuln', r.vulnerabilities), ('checks', 'misconfig', r.checks), ('secrets', 'secret', r.secrets)) AS l (list, kind, findings),
    LATERAL (SELECT key, value FROM json_each(CAST(l.findings AS JSON)) WHERE key IS NOT NULL) AS f
)
SELECT
  i._file, i._row, i._path,
  concat_ws(' ', i.rule_id, i.resource, i.container, i.target, i.component, i.version,
    NULLIF(row_number() OVER (PARTITION BY i.rule_id, i.resource, i.container, i.target, i.component, i.version, i._file ORDER BY i._row, i._path), 1)) AS finding_id,
  i.scanner,
  i.kind,
  i.rule_id,
  lower(i.body ->> '$.severity') AS severity,
  CASE WHEN i.kind = 'vuln' THEN i.body ->> '$.score' END AS cvss,
  i.resource AS asset_id,
  NULLIF(regexp_extract(i.digest, 'sha256:[0-9a-f]{64}$'), '') AS image_digest,
  i.component,
  i.version AS installed_version,
  NULLIF(i.body ->> '$.fixedVersion', '') AS fixed_version,
  i.updated AS last_seen_at,
  CASE WHEN (i.body ->> '$.success') = 'true' THEN 'passed' ELSE 'open' END AS status
FROM item AS i

-- A container in which nothing was found was scanned all the same.
UNION ALL BY NAME
SELECT
  r._file, r._row, r._path,
  concat_ws(' ', 'scan', r.resource, r.container, CASE WHEN r.secrets IS NOT NULL THEN 'secrets' WHEN r.checks IS NOT NULL THEN r.kind END) AS finding_id,
  r.scanner,
  CASE WHEN r.secrets IS NOT NULL THEN 'secret' WHEN r.checks IS NOT NULL THEN 'misconfig' ELSE 'vuln' END AS kind,
  'scan' AS rule_id,
  r.resource AS asset_id,
  NULLIF(regexp_extract(r.digest, 'sha256:[0-9a-f]{64}$'), '') AS image_digest,
  r.updated AS last_seen_at,
  'passed' AS status
FROM report AS r
WHERE NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)
