-- A build of a pull request is of a merge that exists for it alone: what it tests is the commit that the pull request came with.
-- A repository outside of Azure has its full name as id; one inside belongs to the project, and
-- without its name it is not known.
SELECT
  _file, _row, _path,
  'azure-devops' AS system,
  id AS run_id,
  '1' AS attempt,
  CASE WHEN repository LIKE '%/%' THEN repository WHEN repository_id LIKE '%/%' THEN repository_id WHEN repository IS NOT NULL THEN CONCAT_WS('/', project, repository) END AS repo,
  path AS workflow_path,
  definition AS check_name,
  COALESCE(pr_sha, sha) AS head_sha,
  REGEXP_REPLACE(branch, '^refs/(heads|tags)/', '') AS head_ref,
  CASE reason
    WHEN 'individualCI' THEN 'push' WHEN 'batchedCI' THEN 'push' WHEN 'pullRequest' THEN 'pull_request' WHEN 'manual' THEN 'manual' WHEN 'schedule' THEN 'schedule'
    ELSE reason
  END AS event,
  CASE status WHEN 'completed' THEN 'completed' WHEN 'inProgress' THEN 'in_progress' WHEN 'cancelling' THEN 'in_progress' ELSE 'queued' END AS status,
  CASE result WHEN 'succeeded' THEN 'success' WHEN 'partiallySucceeded' THEN 'failure' WHEN 'failed' THEN 'failure' WHEN 'canceled' THEN 'cancelled' END AS conclusion,
  requested_for AS actor_id,
  COALESCE(requested_by, requested_for) AS triggering_actor_id,
  COALESCE(started, queued) AS started_at,
  finished AS completed_at,
  pool AS runner_type
FROM raw
