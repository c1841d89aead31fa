-- One run is one tool. A result has its rule by its place in the list of rules, of the tool or of an extension, or by name. Results of
-- rules that do not apply, or only inform, find nothing. A severity in numbers, as GitHub reads it, is the CVSS scale.
WITH result AS (
  SELECT
    r._file, r._row, concat(r._path, '.results[', f.key, ']') AS _path, r.tool, r.ended, f.value AS body,
    COALESCE(f.value ->> '$.ruleId', f.value ->> '$.rule.id') AS named,
    TRY_CAST(COALESCE(f.value ->> '$.rule.index', f.value ->> '$.ruleIndex') AS BIGINT) AS number,
    COALESCE(TRY_CAST(f.value ->> '$.rule.toolComponent.index' AS BIGINT), -1) AS extension
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.results AS JSON)) WHERE key IS NOT NULL) AS f
  WHERE COALESCE(f.value ->> '$.kind', 'fail') NOT IN ('notApplicable', 'informational')
),
component AS (
  SELECT _file, _row, -1 AS extension, CAST(rules AS JSON) AS rules FROM raw
  UNION ALL
  SELECT r._file, r._row, TRY_CAST(e.key AS BIGINT), e.value -> '$.rules'
  FROM raw AS r, LATERAL (SELECT key, value FROM json_each(CAST(r.extensions AS JSON)) WHERE key IS NOT NULL) AS e
),
rule AS (
  SELECT c._file, c._row, c.extension, CAST(f.key AS BIGINT) AS number, f.value ->> '$.id' AS id, f.value AS body
  FROM component AS c, LATERAL (SELECT key, value FROM json_each(c.rules) WHERE key IS NOT NULL) AS f
),
named AS (
  SELECT _file, _row, id, body FROM rule
  QUALIFY row_number() OVER (PARTITION BY _file, _row, id ORDER BY extension, number) = 1
),
item AS (
  SELECT
    r._file, r._row, r._path, r.tool, r.ended, r.body, COALESCE(r.named, p.id) AS rule_id, COALESCE(p.body, n.body, parent.body) AS rule,
    r.body -> '$.locations[0].physicalLocation' AS place
  FROM result AS r
  LEFT JOIN rule AS p ON p._file = r._file AND p._row = r._row AND p.extension = r.extension AND p.number = r.number
    AND (r.named IS NULL OR starts_with(r.named || '/', p.id || '/'))
  LEFT JOIN named AS n ON n._file = r._file AND n._row = r._row AND n.id = r.named
  LEFT JOIN named AS parent ON parent._file = r._file AND parent._row = r._row AND parent.id = regexp_replace(r.named, '/[^/]*$', '')
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
    WHEN regexp_matches(tool, '(?i)snyk ?(code|iac)') THEN 'misconfig'
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
    -- One that is under review or rejected leaves the result as it is; one without a status is accepted.
    WHEN json_array_length(body, '$.suppressions') > 0 AND NOT list_has_any(body ->> '$.suppressions[*].status', ['underReview', 'rejected']) THEN 'suppressed'
    WHEN (body ->> '$.baselineState') = 'absent' THEN 'resolved'
    ELSE 'open'
  END AS status
FROM graded

UNION ALL BY NAME
SELECT r._file, r._row, r._path, 'the run has no result of a rule that applies' AS _filtered
FROM raw AS r
WHERE NOT EXISTS (SELECT 1 FROM item AS i WHERE i._file = r._file AND i._row = r._row)
