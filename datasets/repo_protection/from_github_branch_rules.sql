-- Each record is one rule. All rules of a ruleset make one row, which stands at the first of them.
WITH rule AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY _file, id ORDER BY _row) AS nth,
    max(CASE WHEN source_type = 'Repository' THEN source END) OVER (PARTITION BY _file) AS told_repo,
    max(CASE WHEN type = 'pull_request' THEN parameters END) OVER (PARTITION BY _file, id) AS reviews,
    max(CASE WHEN type = 'required_status_checks' THEN CAST(parameters AS JSON) ->> '$.required_status_checks' END) OVER (PARTITION BY _file, id) AS checks,
    bool_or(type = 'non_fast_forward') OVER (PARTITION BY _file, id) AS no_force_push,
    bool_or(type = 'deletion') OVER (PARTITION BY _file, id) AS no_deletion,
    bool_or(type = 'required_signatures') OVER (PARTITION BY _file, id) AS signed
  FROM raw
)
SELECT
  r._file, r._row, r._path,
  CASE WHEN r.nth > 1 THEN 'another rule of the same ruleset' END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'github' AS system,
  COALESCE(NULLIF($repo, ''), r.told_repo, NULLIF(url_decode(regexp_extract(r._name, '(?:^|[/!])([^/!%]+%2[Ff][^/!%]+)(?:[/!]|$)', 1)), '')) AS repo,
  COALESCE(NULLIF($branch, ''), NULLIF(url_decode(regexp_extract(r._name, '(?:^|[/!])rules?[-_]([^/!]+?)(?:\.json)?(?:\.gz)?$', 1)), ''), '~DEFAULT_BRANCH') AS ref_pattern,
  'ruleset' AS source,
  r.id AS source_id,
  'active' AS enforcement,
  COALESCE(CAST(r.reviews AS JSON) ->> '$.required_approving_review_count', '0') AS required_approvals,
  COALESCE(CAST(r.reviews AS JSON) ->> '$.dismiss_stale_reviews_on_push', 'false') AS dismiss_stale,
  COALESCE(CAST(r.reviews AS JSON) ->> '$.require_last_push_approval', 'false') AS require_last_push_approval,
  COALESCE(CAST(r.reviews AS JSON) ->> '$.require_code_owner_review', 'false') AS require_code_owner,
  NOT COALESCE(r.no_force_push, false) AS allow_force_push,
  NOT COALESCE(r.no_deletion, false) AS allow_deletion,
  COALESCE(c.names, '[]') AS required_checks,
  COALESCE(r.signed, false) AS signed_commits,
  '[]' AS excluded_refs
FROM rule AS r
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(value ->> '$.context' ORDER BY value ->> '$.context')) AS VARCHAR) AS names
  FROM json_each(CAST(r.checks AS JSON))
  WHERE key IS NOT NULL
) AS c ON true
