-- That committers may not approve does not make the last push need an approval: those given before it stay, unless a push takes them
-- away. GitLab has no setting that asks for another approval of the last push.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'gitlab' AS system,
  COALESCE(NULLIF($repo, ''), project, NULLIF(url_decode(regexp_extract(_name, '(?:^|[/!])([^/!]*%2[Ff][^/!]*?)(?:[-_.](?:approvals))?(?:\.json)?(?:\.gz)?(?:$|[/!])', 1)), '')) AS repo,
  '~ALL' AS ref_pattern,
  'approvals' AS source,
  'settings' AS source_id,
  'active' AS enforcement,
  NULLIF(before_merge, '0') AS required_approvals,
  reset AS dismiss_stale,
  'false' AS require_last_push_approval
FROM raw
