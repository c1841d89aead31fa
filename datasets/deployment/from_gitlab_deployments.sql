-- A deployment is made with its pipeline and starts with its job, which may wait for somebody to press a button.
WITH deployments AS (
  SELECT *, COALESCE(NULLIF(REGEXP_EXTRACT(COALESCE(pipeline_url, job_url), '^https?://[^/]+/(.+?)/(?:-/|(?:pipelines|jobs|builds)/\d+)', 1), ''), NULLIF($repo, '')) AS project
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  id AS deploy_id,
  COALESCE(NULLIF($system, ''), SPLIT_PART(project, '/', -1)) AS system,
  project AS repo,
  environment,
  sha AS commit_sha,
  ref,
  title AS description,
  COALESCE(started, created) AS deployed_at,
  finished AS finished_at,
  CASE status WHEN 'failed' THEN 'failure' WHEN 'canceled' THEN 'cancelled' ELSE status END AS status,
  username AS deployer_id,
  pipeline AS run_id,
  CASE WHEN job IS NOT NULL THEN 'pipeline' END AS method
FROM deployments
