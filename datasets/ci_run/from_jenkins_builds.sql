-- Who started a build and what it built stand in its actions, each in an action of its own. UNSTABLE means that tests failed.
WITH action AS (
  SELECT
    r._file, r._row,
    max(c.value ->> '$.userId') AS user_id,
    max(c.value ->> '$._class') AS cause,
    max(a.value ->> '$.lastBuiltRevision.SHA1') AS sha,
    max(a.value ->> '$.lastBuiltRevision.branch[0].name') AS branch,
    max(a.value ->> '$.remoteUrls[0]') AS remote
  FROM raw AS r
  JOIN LATERAL (SELECT value FROM json_each(CAST(r.actions AS JSON)) WHERE key IS NOT NULL) AS a ON true
  LEFT JOIN LATERAL (SELECT value FROM json_each(a.value, '$.causes') WHERE key IS NOT NULL) AS c ON true
  GROUP BY r._file, r._row
)
SELECT
  r._file, r._row, r._path,
  'jenkins' AS system,
  COALESCE(r.url, r.name) AS run_id,
  '1' AS attempt,
  regexp_replace(regexp_replace(a.remote, '^(https?://[^/]+/|[^@]+@[^:]+:)', ''), '\.git$', '') AS repo,
  regexp_replace(r.name, ' #[0-9]+$', '') AS workflow_path,
  regexp_replace(r.name, ' #[0-9]+$', '') AS check_name,
  a.sha AS head_sha,
  regexp_replace(a.branch, '^(refs/remotes/)?origin/', '') AS head_ref,
  CASE
    WHEN a.cause LIKE '%UserIdCause' THEN 'manual'
    WHEN a.cause LIKE '%TimerTriggerCause' THEN 'schedule'
    ELSE regexp_extract(a.cause, '[^.$]+$')
  END AS event,
  CASE WHEN r.building = 'true' OR r.result IS NULL THEN 'in_progress' ELSE 'completed' END AS status,
  CASE r.result WHEN 'SUCCESS' THEN 'success' WHEN 'FAILURE' THEN 'failure' WHEN 'UNSTABLE' THEN 'failure' WHEN 'ABORTED' THEN 'cancelled' WHEN 'NOT_BUILT' THEN 'skipped' END AS conclusion,
  a.user_id AS actor_id,
  a.user_id AS triggering_actor_id,
  make_timestamp(CAST(r.timestamp AS BIGINT) * 1000) AS started_at,
  CASE WHEN COALESCE(r.building, 'false') = 'false' AND r.result IS NOT NULL THEN make_timestamp((CAST(r.timestamp AS BIGINT) + CAST(r.duration AS BIGINT)) * 1000) END AS completed_at
FROM raw AS r
LEFT JOIN action AS a ON a._file = r._file AND a._row = r._row
