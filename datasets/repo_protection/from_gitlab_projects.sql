-- GitLab requires the pipeline of a merge request as a whole, whatever jobs it has.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'gitlab' AS system,
  repo,
  '~ALL' AS ref_pattern,
  'approvals' AS source,
  'project' AS source_id,
  'active' AS enforcement,
  NULLIF(before_merge, '0') AS required_approvals,
  CASE pipeline WHEN 'true' THEN '["pipeline"]' WHEN 'false' THEN '[]' END AS required_checks,
  CASE WHEN COALESCE(archived, 'false') = 'false' AND COALESCE(empty, 'false') = 'false' THEN default_branch END AS default_branch
FROM raw
