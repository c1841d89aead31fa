-- The list has no end time of a run: when it is completed, updated_at is the moment closest to it.
SELECT
  _file, _row, _path,
  'github' AS system,
  id AS run_id,
  COALESCE(attempt, '1') AS attempt,
  COALESCE(NULLIF(regexp_extract(repo, '^https?://.+?/(?:repos/)?([^/]+/[^/]+)/actions/runs/\d+$', 1), ''), repo) AS repo,
  path AS workflow_path,
  COALESCE(name, path) AS check_name,
  head_sha,
  head_branch AS head_ref,
  event,
  status,
  conclusion,
  actor AS actor_id,
  COALESCE(triggering_actor, actor) AS triggering_actor_id,
  COALESCE(started, created) AS started_at,
  CASE WHEN status = 'completed' THEN updated END AS completed_at
FROM raw
