-- Branch protection names a job as the status check. The job's own number is taken, because one run has many jobs.
SELECT
  _file, _row, _path,
  'github' AS system,
  id AS run_id,
  COALESCE(attempt, '1') AS attempt,
  regexp_extract(run_url, '/repos/([^/]+/[^/]+)/', 1) AS repo,
  workflow AS workflow_path,
  name AS check_name,
  head_sha,
  head_branch AS head_ref,
  status,
  conclusion,
  started AS started_at,
  completed AS completed_at,
  runner AS runner_type
FROM raw
