-- Status is a word, or a number: 0 failed, 1 passed, 2 ignored. Findings of one rule in one place are told apart by their number.
SELECT
  _file, _row, _path,
  concat_ws(' ', COALESCE(rule_id, id), file, line, resource,
    NULLIF(row_number() OVER (PARTITION BY _file, rule_id, id, file, line, resource ORDER BY _row), 1)) AS finding_id,
  'tfsec' AS scanner,
  'misconfig' AS kind,
  COALESCE(rule_id, id) AS rule_id,
  lower(severity) AS severity,
  file AS asset_id,
  resource AS component,
  CASE WHEN status IN ('passed', '1') THEN 'passed' WHEN status IN ('ignored', '2') THEN 'suppressed' ELSE 'open' END AS status
FROM raw
