-- GitLab has one status for what GitHub splits into status and conclusion.
SELECT
  _file, _row, _path,
  'gitlab' AS system,
  id AS run_id,
  '1' AS attempt,
  COALESCE(NULLIF(regexp_extract(web_url, '^https?://[^/]+/(.+?)/(?:-/)?pipelines/\d+(?:/|$)', 1), ''), project) AS repo,
  COALESCE(name, 'pipeline') AS check_name,
  sha AS head_sha,
  ref AS head_ref,
  source AS event,
  CASE
    WHEN status IN ('success', 'failed', 'canceled', 'skipped') THEN 'completed'
    WHEN status IN ('running', 'canceling') THEN 'in_progress'
    ELSE 'queued'
  END AS status,
  CASE status WHEN 'failed' THEN 'failure' WHEN 'canceled' THEN 'cancelled' WHEN 'success' THEN status WHEN 'skipped' THEN status END AS conclusion,
  username AS actor_id,
  username AS triggering_actor_id,
  COALESCE(started, created) AS started_at,
  finished AS completed_at
FROM raw
