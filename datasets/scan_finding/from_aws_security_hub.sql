-- A finding may be about several resources, and hold several vulnerabilities. A control gives its outcome, passed ones too.
WITH item AS (
  SELECT
    r.*, e.key AS resource_no, e.value AS resource, v.key AS vuln_no, v.value AS vuln,
    regexp_extract(r.product, '[^/]+$') AS scanner,
    r.types LIKE '%"TTPs%' OR r.types LIKE '%"Effects%' OR r.types LIKE '%"Unusual Behaviors%' AS is_threat
  FROM raw AS r,
    LATERAL (SELECT key, value FROM json_each(CAST(r.resources AS JSON))) AS e
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(r.vulnerabilities AS JSON))) AS v ON true
)
SELECT
  _file, _row, _path || '.Resources[' || resource_no || ']' || COALESCE('.Vulnerabilities[' || vuln_no || ']', '') AS _path,
  CASE WHEN is_threat THEN 'a detection of a threat, no result of a scan' END AS _filtered,
  concat_ws(' ', id, CASE WHEN resource_no <> '0' THEN resource ->> '$.Id' END, CASE WHEN vuln_no <> '0' THEN vuln ->> '$.Id' END) AS finding_id,
  scanner,
  CASE WHEN vuln IS NOT NULL OR types LIKE '%/Vulnerabilities/%' THEN 'vuln' WHEN types LIKE '%Sensitive Data%' THEN 'secret' ELSE 'misconfig' END AS kind,
  COALESCE(vuln ->> '$.Id', control, generator) AS rule_id,
  CASE
    WHEN severity = 'INFORMATIONAL' THEN 'negligible'
    WHEN severity IS NOT NULL THEN lower(severity)
    WHEN CAST(normalized AS BIGINT) >= 90 THEN 'critical' WHEN CAST(normalized AS BIGINT) >= 70 THEN 'high' WHEN CAST(normalized AS BIGINT) >= 40 THEN 'medium'
    WHEN CAST(normalized AS BIGINT) >= 1 THEN 'low' WHEN normalized IS NOT NULL THEN 'negligible'
  END AS severity,
  TRY_CAST(vuln ->> '$.Cvss[0].BaseScore' AS DECIMAL(4, 1)) AS cvss,
  resource ->> '$.Id' AS asset_id,
  NULLIF(regexp_extract(resource ->> '$.Id', 'sha256:[0-9a-f]{64}'), '') AS image_digest,
  vuln ->> '$.VulnerablePackages[0].Name' AS component,
  vuln ->> '$.VulnerablePackages[0].Version' AS installed_version,
  CASE WHEN (vuln ->> '$.VulnerablePackages[0].FixedInVersion') <> 'NotAvailable' THEN vuln ->> '$.VulnerablePackages[0].FixedInVersion' END AS fixed_version,
  iso_time(first) AS first_seen_at,
  iso_time(last) AS last_seen_at,
  CASE WHEN workflow = 'SUPPRESSED' OR compliance = 'PASSED' THEN NULL WHEN state = 'ARCHIVED' OR workflow = 'RESOLVED' THEN iso_time(updated) END AS resolved_at,
  CASE
    WHEN workflow = 'SUPPRESSED' THEN 'suppressed'
    WHEN compliance = 'PASSED' THEN 'passed'
    WHEN state = 'ARCHIVED' OR workflow = 'RESOLVED' THEN 'resolved'
    ELSE 'open'
  END AS status
FROM item
