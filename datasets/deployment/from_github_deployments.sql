-- The newest status is not the whole story: a deployment that succeeded becomes inactive when the next one replaces it.
-- Statuses stand within their deployment, or are records of their own that name it by its address.
-- Tickets are taken from fields of the payload that are made for them; texts are left to the tests.
WITH apart AS (
  SELECT
    regexp_extract(of, '/deployments/(\d+)$', 1) AS id,
    TO_JSON(LIST(JSON_OBJECT('state', state, 'created_at', created, 'log_url', log_url) ORDER BY created DESC, id DESC)) AS list
  FROM raw
  WHERE of IS NOT NULL
  GROUP BY 1
),
deployments AS (
  SELECT
    r.* REPLACE (COALESCE(r.statuses, CAST(a.list AS VARCHAR)) AS statuses),
    COALESCE(NULLIF(REGEXP_EXTRACT(repository_url, 'repos/([^/]+/[^/]+)', 1), ''), NULLIF($system, '')) AS repo,
    TRY_CAST(COALESCE(r.statuses, CAST(a.list AS VARCHAR)) AS JSON) AS s,
    LIST_TRANSFORM(JSON_EXTRACT_STRING(s, '$[*].state'), LAMBDA x: LOWER(x)) AS states,
    LIST_FILTER(JSON_EXTRACT(s, '$[*]'), LAMBDA x: LOWER(JSON_EXTRACT_STRING(x, '$.state')) = 'success') AS successes,
    TRY_CAST(payload AS JSON) AS p
  FROM raw AS r
  LEFT JOIN apart AS a ON a.id = r.id
  WHERE r.of IS NULL
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
  description,
  created AS deployed_at,
  LIST_MIN(LIST_TRANSFORM(successes, LAMBDA x: JSON_EXTRACT_STRING(x, '$.created_at'))) AS finished_at,
  CASE
    WHEN LIST_HAS_ANY(states, ['success', 'inactive']) THEN 'success'
    WHEN states[1] IN ('failure', 'error') THEN 'failure'
    ELSE states[1] -- the newest comes first
  END AS status,
  creator AS deployer_id,
  creator_type AS deployer_type,
  CAST(TO_JSON(LIST_FILTER(LIST_CONCAT(
    COALESCE(JSON_EXTRACT_STRING(p, '$.ticket_ids[*]'), []), COALESCE(JSON_EXTRACT_STRING(p, '$.tickets[*]'), []),
    [JSON_EXTRACT_STRING(p, '$.ticket_id'), JSON_EXTRACT_STRING(p, '$.ticket')]
  ), LAMBDA t: t IS NOT NULL)) AS VARCHAR) AS ticket_ids,
  NULLIF(REGEXP_EXTRACT(statuses, '/actions/runs/(\d+)', 1), '') AS run_id,
  CASE WHEN app IS NOT NULL OR creator LIKE '%[bot]' THEN 'pipeline' END AS method
FROM deployments

UNION ALL BY NAME
SELECT _file, _row, _path, CASE WHEN d.id IS NULL THEN 'the deployment of the status is not in the load' ELSE 'a status is told with its deployment' END AS _filtered
FROM raw AS r
LEFT JOIN (SELECT DISTINCT id FROM deployments) AS d ON d.id = regexp_extract(r.of, '/deployments/(\d+)$', 1)
WHERE r.of IS NOT NULL
