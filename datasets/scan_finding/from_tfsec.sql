-- Status is a word, or a number: 0 failed, 1 passed, 2 ignored. Older versions say instead whether the check passed, and have the severities
-- error, warning and info, which stand for what the levels of SARIF do. Findings of one rule in one place are told apart by their number.
SELECT
  _file, _row, _path,
  concat_ws(' ', COALESCE(rule_id, id), file, line, resource,
    NULLIF(row_number() OVER (PARTITION BY _file, rule_id, id, file, line, resource ORDER BY _row), 1)) AS finding_id,
  'tfsec' AS scanner,
  'misconfig' AS kind,
  COALESCE(rule_id, id) AS rule_id,
  CASE severity WHEN 'ERROR' THEN 'high' WHEN 'WARNING' THEN 'medium' WHEN 'INFO' THEN 'low' ELSE lower(severity) END AS severity,
  file AS asset_id,
  resource AS component,
  CASE WHEN COALESCE(status, passed) IN ('passed', '1', 'true') THEN 'passed' WHEN status IN ('ignored', '2') THEN 'suppressed' ELSE 'open' END AS status
FROM raw
