-- A part that is missing is switched off: no required_pull_request_reviews means that no review is required. Who may pass by
-- the reviews is in three lists; newer answers name checks, older ones contexts.
SELECT
  r._file, r._row, r._path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'github' AS system,
  regexp_extract(r.url, '/repos/([^/]+/[^/]+)/branches/', 1) AS repo,
  url_decode(regexp_extract(r.url, '/branches/(.+)/protection$', 1)) AS ref_pattern,
  'branch' AS source,
  'branch' AS source_id,
  'active' AS enforcement,
  CASE WHEN r.reviews IS NULL THEN '0' ELSE r.approvals END AS required_approvals,
  COALESCE(r.dismiss_stale, 'false') AS dismiss_stale,
  COALESCE(r.last_push, 'false') AS require_last_push_approval,
  COALESCE(r.code_owner, 'false') AS require_code_owner,
  r.admins AS enforce_admins,
  COALESCE(r.force_push, 'false') AS allow_force_push,
  COALESCE(r.deletion, 'false') AS allow_deletion,
  COALESCE(c.names, r.contexts, '[]') AS required_checks,
  COALESCE(r.signed, 'false') AS signed_commits,
  COALESCE(b.names, '[]') AS bypass_actors
FROM raw AS r
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(value ->> '$.context' ORDER BY value ->> '$.context')) AS VARCHAR) AS names
  FROM json_each(CAST(r.checks AS JSON))
  WHERE key IS NOT NULL
) AS c ON true
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(l.kind || ':' || a.name ORDER BY l.kind, a.name)) AS VARCHAR) AS names
  FROM (VALUES ('User', '$.users'), ('Team', '$.teams'), ('App', '$.apps')) AS l (kind, list),
    LATERAL (SELECT COALESCE(value ->> '$.login', value ->> '$.slug') AS name FROM json_each(CAST(r.bypass AS JSON), l.list) WHERE key IS NOT NULL) AS a
) AS b ON true
