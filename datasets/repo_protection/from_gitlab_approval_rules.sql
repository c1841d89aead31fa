-- A rule is for the protected branches that it names, for all protected ones, or for every branch.
SELECT
  r._file, r._row, r._path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'gitlab' AS system,
  COALESCE(NULLIF($repo, ''), r.project, NULLIF(url_decode(regexp_extract(r._name, '(?:^|[/!])([^/!]*%2[Ff][^/!]*?)(?:[-_.](?:approval[-_]rules))?(?:\.json)?(?:\.gz)?(?:$|[/!])', 1)), '')) AS repo,
  COALESCE(b.name, '~ALL') AS ref_pattern,
  'approvals' AS source,
  r.id AS source_id,
  'active' AS enforcement,
  r.needed AS required_approvals
FROM raw AS r
LEFT JOIN LATERAL (
  SELECT value ->> '$.name' AS name
  FROM json_each(CAST(r.branches AS JSON))
  WHERE key IS NOT NULL AND r.all_protected IS DISTINCT FROM 'true'
) AS b ON true
