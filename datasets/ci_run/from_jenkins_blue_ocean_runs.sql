-- The address tells the pipeline with its folders and, of a multibranch pipeline, the branch, for which pipeline has the branch alone.
-- It is encoded twice where a branch has a slash.
WITH run AS (
  SELECT
    *,
    replace(url_decode(url_decode(regexp_extract(link, '/organizations/[^/]+/pipelines/(.+?)(?:/branches/[^/]+)?/runs/', 1))), '/pipelines/', ' » ') AS job,
    url_decode(url_decode(regexp_extract(link, '/branches/([^/]+)/runs/', 1))) AS branch
  FROM raw
)
SELECT
  _file, _row, _path,
  'jenkins' AS system,
  COALESCE(link, concat_ws(' ', organization, pipeline, id)) AS run_id,
  '1' AS attempt,
  COALESCE(NULLIF(job, ''), pipeline) AS workflow_path,
  COALESCE(NULLIF(job, ''), pipeline) AS check_name,
  sha AS head_sha,
  NULLIF(branch, '') AS head_ref,
  CASE
    WHEN starter IS NOT NULL THEN 'manual'
    WHEN causes ILIKE '%started by timer%' THEN 'schedule'
    WHEN causes ILIKE '%branch indexing%' OR causes ILIKE '%push event%' THEN 'push'
  END AS event,
  CASE state WHEN 'FINISHED' THEN 'completed' WHEN 'QUEUED' THEN 'queued' WHEN 'NOT_BUILT' THEN 'completed' ELSE 'in_progress' END AS status,
  CASE result WHEN 'SUCCESS' THEN 'success' WHEN 'FAILURE' THEN 'failure' WHEN 'UNSTABLE' THEN 'failure' WHEN 'ABORTED' THEN 'cancelled' WHEN 'NOT_BUILT' THEN 'skipped' END AS conclusion,
  starter AS actor_id,
  starter AS triggering_actor_id,
  COALESCE(started, queued) AS started_at,
  ended AS completed_at
FROM run
