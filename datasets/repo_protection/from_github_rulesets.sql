-- One row per branch pattern of a ruleset. What a ruleset does not ask for it leaves open; without its rules, as in the list
-- of rulesets, nothing is known. Rulesets of tags and of pushes protect no branch. An organisation picks repositories by name,
-- by id or by property: which ones are meant only the names say, and a pattern with exceptions would protect the exceptions too.
-- What was answered for one repository holds for it.
WITH ruleset AS (
  SELECT
    r._file, r._row, r._path, r.id, r.target, r.source_type, r.source, r.enforcement, r.bypass, r.rules IS NOT NULL AS known, r.include, r.exclude,
    r.repositories, r.left_out,
    COALESCE(p.value ->> '$', '~ALL') AS pattern,
    COALESCE(NULLIF(n.value ->> '$', '~ALL'), '*') AS name,
    CASE
      WHEN r.source_type = 'Repository' THEN r.source
      ELSE COALESCE(NULLIF($repo, ''), NULLIF(url_decode(regexp_extract(r._name, '(?:^|[/!])([^/!%]+%2[Ff][^/!%]+)(?:[/!]|$)', 1)), ''))
    END AS told_repo
  FROM raw AS r
  LEFT JOIN LATERAL (SELECT value FROM json_each(CAST(r.include AS JSON)) WHERE key IS NOT NULL) AS p ON true
  LEFT JOIN LATERAL (SELECT value FROM json_each(CAST(r.repositories AS JSON)) WHERE key IS NOT NULL) AS n ON true
),
wanted AS (
  SELECT
    r._file, r._row,
    max(CASE WHEN u.value ->> '$.type' = 'pull_request' THEN u.value ->> '$.parameters' END) AS reviews,
    max(CASE WHEN u.value ->> '$.type' = 'required_status_checks' THEN u.value ->> '$.parameters.required_status_checks' END) AS checks,
    bool_or(u.value ->> '$.type' = 'non_fast_forward') AS no_force_push,
    bool_or(u.value ->> '$.type' = 'deletion') AS no_deletion,
    bool_or(u.value ->> '$.type' = 'required_signatures') AS signed
  FROM raw AS r
  JOIN LATERAL (SELECT value FROM json_each(CAST(r.rules AS JSON)) WHERE key IS NOT NULL) AS u ON true
  GROUP BY r._file, r._row
)
SELECT
  s._file, s._row, s._path,
  CASE
    WHEN COALESCE(s.target, 'branch') <> 'branch' THEN 'a ruleset of ' || s.target || ' does not protect a branch'
    WHEN json_array_length(CAST(s.include AS JSON)) = 0 THEN 'a ruleset that picks no branch'
    WHEN s.told_repo IS NOT NULL THEN NULL
    WHEN s.source_type = 'Enterprise' THEN 'a ruleset of an enterprise does not say its repositories with their owners'
    WHEN s.known AND s.repositories IS NULL THEN 'a ruleset that picks repositories by id or property does not say their names'
    WHEN json_array_length(CAST(s.repositories AS JSON)) = 0 THEN 'a ruleset that picks no repository'
    WHEN x.whole THEN 'the ruleset leaves out ' || s.name
    WHEN x.part THEN 'the ruleset leaves out some of ' || s.name || ', and this pattern would protect them too'
  END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'github' AS system,
  COALESCE(s.told_repo, s.source || '/' || s.name) AS repo,
  regexp_replace(s.pattern, '^refs/heads/', '') AS ref_pattern,
  'ruleset' AS source,
  s.id AS source_id,
  s.enforcement,
  CASE WHEN s.known THEN COALESCE(CAST(w.reviews AS JSON) ->> '$.required_approving_review_count', '0') END AS required_approvals,
  CASE WHEN s.known THEN COALESCE(CAST(w.reviews AS JSON) ->> '$.dismiss_stale_reviews_on_push', 'false') END AS dismiss_stale,
  CASE WHEN s.known THEN COALESCE(CAST(w.reviews AS JSON) ->> '$.require_last_push_approval', 'false') END AS require_last_push_approval,
  CASE WHEN s.known THEN COALESCE(CAST(w.reviews AS JSON) ->> '$.require_code_owner_review', 'false') END AS require_code_owner,
  CASE WHEN s.known THEN NOT COALESCE(w.no_force_push, false) END AS allow_force_push,
  CASE WHEN s.known THEN NOT COALESCE(w.no_deletion, false) END AS allow_deletion,
  CASE WHEN s.known THEN COALESCE(c.names, '[]') END AS required_checks,
  CASE WHEN s.known THEN COALESCE(w.signed, false) END AS signed_commits,
  b.names AS bypass_actors,
  s.exclude AS excluded_refs
FROM ruleset AS s
LEFT JOIN wanted AS w ON w._file = s._file AND w._row = s._row
LEFT JOIN LATERAL (
  SELECT CAST(to_json(list(value ->> '$.context' ORDER BY value ->> '$.context')) AS VARCHAR) AS names
  FROM json_each(CAST(w.checks AS JSON))
  WHERE key IS NOT NULL
) AS c ON true
LEFT JOIN LATERAL (
  SELECT CASE WHEN s.bypass IS NOT NULL THEN COALESCE(CAST(to_json(list(concat_ws(':', value ->> '$.actor_type', value ->> '$.actor_id', value ->> '$.bypass_mode')
    ORDER BY value ->> '$.actor_type', value ->> '$.actor_id')) AS VARCHAR), '[]') END AS names
  FROM json_each(CAST(s.bypass AS JSON))
  WHERE key IS NOT NULL
) AS b ON true
LEFT JOIN LATERAL (
  SELECT
    bool_or(glob_like(s.name, e.name)) AS whole,
    bool_or(glob_like(e.name, s.name) OR contains(s.name, '*') AND contains(e.name, '*')) AS part
  FROM (SELECT COALESCE(NULLIF(value ->> '$', '~ALL'), '*') AS name FROM json_each(CAST(s.left_out AS JSON)) WHERE key IS NOT NULL) AS e
) AS x ON true
