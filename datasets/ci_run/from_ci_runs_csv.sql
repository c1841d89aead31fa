-- Jenkins writes times as milliseconds since 1970, and results in capitals. An unstable build has failing tests.
WITH timed AS (
  SELECT
    *,
    UPPER(result) AS word,
    CASE WHEN regexp_full_match(started, '[0-9]{13}') THEN strftime(epoch_ms(CAST(started AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%gZ') ELSE started END AS begun,
    CASE WHEN regexp_full_match(completed, '[0-9]{13}') THEN strftime(epoch_ms(CAST(completed AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%gZ') ELSE completed END AS ended,
    CASE WHEN regexp_full_match(started, '[0-9]{13}') AND regexp_full_match(duration_ms, '[0-9]+')
      THEN strftime(epoch_ms(CAST(started AS BIGINT) + CAST(duration_ms AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%gZ') END AS counted
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  COALESCE(LOWER(system), $system) AS system,
  CASE WHEN COALESCE(LOWER(system), $system) = 'jenkins' THEN concat(job, '#', run_id) ELSE run_id END AS run_id,
  COALESCE(attempt, '1') AS attempt,
  COALESCE(git_repository(repo), repo) AS repo,
  job AS workflow_path,
  job AS check_name,
  sha AS head_sha,
  regexp_replace(ref, '^(refs/(heads|tags)/|origin/)', '') AS head_ref,
  LOWER(event) AS event,
  CASE WHEN word IN ('RUNNING', 'BUILDING', 'IN_PROGRESS', 'QUEUED', 'PENDING') THEN 'in_progress' ELSE 'completed' END AS status,
  CASE
    WHEN word IN ('SUCCESS', 'SUCCEEDED', 'PASSED', 'OK') THEN 'success'
    WHEN word IN ('FAILURE', 'FAILED', 'UNSTABLE', 'ERROR') THEN 'failure'
    WHEN word IN ('ABORTED', 'CANCELLED', 'CANCELED') THEN 'cancelled'
    WHEN word IN ('NOT_BUILT', 'SKIPPED') THEN 'skipped'
    WHEN word IN ('RUNNING', 'BUILDING', 'IN_PROGRESS', 'QUEUED', 'PENDING') THEN NULL
    ELSE LOWER(result)
  END AS conclusion,
  actor AS actor_id,
  actor AS triggering_actor_id,
  begun AS started_at,
  CASE WHEN word NOT IN ('RUNNING', 'BUILDING', 'IN_PROGRESS', 'QUEUED', 'PENDING') THEN COALESCE(ended, counted) END AS completed_at
FROM timed
