-- A repository says nothing of protection: that something protects its default branch must be elsewhere in the evidence.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'github' AS system,
  repo,
  '~ALL' AS ref_pattern,
  'repository' AS source,
  'repository' AS source_id,
  default_branch
FROM raw
WHERE COALESCE(archived, 'false') = 'false' AND default_branch <> ''

UNION ALL BY NAME
SELECT _file, _row, _path, 'the repository is archived or empty' AS _filtered
FROM raw
WHERE NOT (COALESCE(archived, 'false') = 'false' AND COALESCE(default_branch <> '', false))
