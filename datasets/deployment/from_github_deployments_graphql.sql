-- ACTIVE and INACTIVE both mean that it succeeded: it is there, or another one has replaced it.
WITH deployments AS (
  SELECT
    *,
    COALESCE(NULLIF(regexp_extract(repository, '^https?://[^/]+/([^/]+/[^/]+)$', 1), ''), repository, NULLIF($system, '')) AS repo,
    LIST_FILTER(JSON_EXTRACT(TRY_CAST(statuses AS JSON), '$[*]'), LAMBDA x: JSON_EXTRACT_STRING(x, '$.state') = 'SUCCESS') AS successes,
    TRY_CAST(payload AS JSON) AS p
  FROM raw
)
SELECT
  _file,
  _row,
  _path,
  id AS deploy_id,
  COALESCE(NULLIF($system, ''), SPLIT_PART(repo, '/', 2)) AS system,
  repo,
  environment,
  sha AS commit_sha,
  ref,
  NULLIF(description, '') AS description,
  created AS deployed_at,
  COALESCE(
    LIST_MIN(LIST_TRANSFORM(successes, LAMBDA x: COALESCE(JSON_EXTRACT_STRING(x, '$.createdAt'), JSON_EXTRACT_STRING(x, '$.updatedAt')))),
    CASE WHEN latest = 'SUCCESS' THEN latest_at END
  ) AS finished_at,
  CASE
    WHEN state IN ('ACTIVE', 'INACTIVE', 'SUCCESS') OR latest = 'SUCCESS' OR LEN(successes) > 0 THEN 'success'
    WHEN state IN ('FAILURE', 'ERROR') THEN 'failure'
    ELSE LOWER(state)
  END AS status,
  creator AS deployer_id,
  creator_type AS deployer_type,
  CAST(TO_JSON(LIST_FILTER(LIST_CONCAT(
    COALESCE(JSON_EXTRACT_STRING(p, '$.ticket_ids[*]'), []), COALESCE(JSON_EXTRACT_STRING(p, '$.tickets[*]'), []),
    [JSON_EXTRACT_STRING(p, '$.ticket_id'), JSON_EXTRACT_STRING(p, '$.ticket')]
  ), LAMBDA t: t IS NOT NULL)) AS VARCHAR) AS ticket_ids,
  NULLIF(REGEXP_EXTRACT(statuses, '/actions/runs/(\d+)', 1), '') AS run_id,
  CASE WHEN creator_type = 'Bot' THEN 'pipeline' END AS method
FROM deployments
