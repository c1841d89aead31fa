-- A finding is about one resource and lists the packages that have the vulnerability. Machines are named by ARN, as in asset. A version of
-- a system's package has its epoch and release, as the version with the fix does.
WITH body AS (
  SELECT *, CAST(resources AS JSON) -> '$[0]' AS resource, CAST(details AS JSON) AS detail FROM raw
),
item AS (
  SELECT
    b.*, p.key AS nth, p.value AS package,
    CASE
      WHEN (p.value ->> '$.release') <> '' THEN concat(COALESCE(p.value ->> '$.epoch', '0'), ':', p.value ->> '$.version', '-', p.value ->> '$.release')
      ELSE p.value ->> '$.version'
    END AS installed
  FROM body AS b
  LEFT JOIN LATERAL (SELECT key, value FROM json_each(b.detail, '$.vulnerablePackages')) AS p ON true
),
score AS (
  SELECT b._file, b._row, max(TRY_CAST(c.value ->> '$.baseScore' AS DECIMAL(4, 1))) AS cvss
  FROM body AS b, LATERAL (SELECT value FROM json_each(b.detail, '$.cvss')) AS c
  WHERE (c.value ->> '$.version') LIKE '3%'
  GROUP BY b._file, b._row
)
SELECT
  i._file, i._row, i._path || COALESCE('.packageVulnerabilityDetails.vulnerablePackages[' || i.nth || ']', '') AS _path,
  concat_ws(' ', i.arn, package ->> '$.name', installed, package ->> '$.filePath', package ->> '$.arch') AS finding_id,
  'inspector' AS scanner,
  CASE i.type WHEN 'PACKAGE_VULNERABILITY' THEN 'vuln' WHEN 'CODE_VULNERABILITY' THEN 'vuln' ELSE 'misconfig' END AS kind,
  COALESCE(detail ->> '$.vulnerabilityId', i.code, i.title, i.arn) AS rule_id,
  CASE i.severity WHEN 'INFORMATIONAL' THEN 'negligible' WHEN 'UNTRIAGED' THEN 'unknown' ELSE lower(i.severity) END AS severity,
  s.cvss,
  CASE
    WHEN (resource ->> '$.type') = 'AWS_EC2_INSTANCE' AND (resource ->> '$.id') LIKE 'i-%'
      THEN 'arn:aws:ec2:' || (resource ->> '$.region') || ':' || i.account || ':instance/' || (resource ->> '$.id')
    ELSE resource ->> '$.id'
  END AS asset_id,
  resource ->> '$.details.awsEcrContainerImage.imageHash' AS image_digest,
  package ->> '$.name' AS component,
  installed AS installed_version,
  CASE WHEN (package ->> '$.fixedInVersion') <> 'NotAvailable' THEN package ->> '$.fixedInVersion' END AS fixed_version,
  iso_time(i.first) AS first_seen_at,
  iso_time(i.last) AS last_seen_at,
  CASE WHEN i.status = 'CLOSED' THEN iso_time(i.updated) END AS resolved_at,
  CASE i.status WHEN 'ACTIVE' THEN 'open' WHEN 'SUPPRESSED' THEN 'suppressed' WHEN 'CLOSED' THEN 'resolved' ELSE lower(i.status) END AS status
FROM item AS i
LEFT JOIN score AS s ON s._file = i._file AND s._row = i._row
