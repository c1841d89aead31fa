SELECT
  _file,
  _row,
  _path,
  id AS deploy_id,
  COALESCE(system, NULLIF($system, '')) AS system,
  repo,
  environment,
  digest AS artifact_digest,
  sha AS commit_sha,
  previous AS prev_commit_sha,
  ref,
  description,
  deployed AS deployed_at,
  finished AS finished_at,
  CASE
    WHEN LOWER(status) IN ('success', 'succeeded', 'successful', 'completed', 'complete', 'deployed', 'ok', 'passed') THEN 'success'
    WHEN LOWER(status) IN ('failure', 'failed', 'error', 'aborted', 'cancelled', 'canceled') THEN 'failure'
    ELSE LOWER(status)
  END AS status,
  deployer AS deployer_id,
  deployer_type,
  trigger_actor AS trigger_actor_id,
  CAST(TO_JSON(CASE WHEN tickets IS NULL THEN [] ELSE STRING_SPLIT_REGEX(tickets, '[\s,;|]+') END) AS VARCHAR) AS ticket_ids,
  run_id,
  LOWER(method) AS method
FROM raw
