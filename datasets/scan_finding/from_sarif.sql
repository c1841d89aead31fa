-- One run is one tool. A result has its rule by name, or by its place in the list of rules. A severity in numbers, as GitHub
-- reads it, is the CVSS scale.
WITH item AS (
  SELECT
    r._file, r._row, concat(r._path, '.results[', f.key, ']') AS _path, r.tool, r.ended, f.value AS body,
    COALESCE(
      (f.value ->> '$.ruleId'), (f.value ->> '$.rule.id'), (CAST(r.rules AS JSON) ->> ('$[' || (f.value ->> '$.ruleIndex') || '].id'))
    ) AS rule_id,
    CAST(r.rules AS JSON) -> ('$[' || (f.value ->> '$.ruleIndex') || ']') AS rule,
    f.value -> '$.locations[0].physicalLocation' AS place
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.results AS JSON)) WHERE key IS NOT NULL) AS f
),
graded AS (
  SELECT
    *,
    concat_ws(':', place ->> '$.artifactLocation.uri', place ->> '$.region.startLine') AS location,
    TRY_CAST(COALESCE(rule ->> '$.properties."security-severity"', body ->> '$.properties."security-severity"') AS DECIMAL(4,1)) AS score,
    lower(COALESCE(body ->> '$.properties.issue_severity', body ->> '$.properties.severity', rule ->> '$.properties.severity')) AS stated,
    COALESCE(body ->> '$.level', rule ->> '$.defaultConfiguration.level', 'warning') AS level
  FROM item
)
SELECT
  _file, _row, _path,
  COALESCE(
    body ->> '$.guid',
    concat_ws(' ', rule_id, NULLIF(location, ''), NULLIF(row_number() OVER (PARTITION BY _file, _row, rule_id, location ORDER BY _path), 1))
  ) AS finding_id,
  tool AS scanner,
  CASE
    WHEN $kind <> '' THEN $kind
    WHEN regexp_matches(tool, '(?i)zizmor|actionlint|scorecard') THEN 'workflow'
    WHEN regexp_matches(tool, '(?i)gitleaks|trufflehog|detect-secrets') THEN 'secret'
    WHEN regexp_matches(tool, '(?i)grype|trivy|snyk|osv|dependency') THEN 'vuln'
    ELSE 'misconfig'
  END AS kind,
  rule_id,
  CASE
    WHEN score >= 9.0 THEN 'critical'
    WHEN score >= 7.0 THEN 'high'
    WHEN score >= 4.0 THEN 'medium'
    WHEN score > 0 THEN 'low'
    WHEN stated IN ('critical', 'high', 'medium', 'low', 'negligible', 'unknown') THEN stated
    WHEN level = 'error' THEN 'high'
    WHEN level = 'warning' THEN 'medium'
    ELSE 'low'
  END AS severity,
  score AS cvss,
  COALESCE(place ->> '$.artifactLocation.uri', 'unknown') AS asset_id,
  NULLIF(place ->> '$.region.startLine', '') AS component,
  ended AS last_seen_at,
  CASE
    WHEN (body ->> '$.kind') = 'pass' THEN 'passed'
    WHEN json_array_length(body, '$.suppressions') > 0 THEN 'suppressed'
    WHEN (body ->> '$.baselineState') = 'absent' THEN 'resolved'
    ELSE 'open'
  END AS status
FROM graded

UNION ALL BY NAME
SELECT r._file, r._row, r._path, 'the run has no result' AS _filtered
FROM raw AS r
WHERE NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)
