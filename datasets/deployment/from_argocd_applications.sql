-- Every entry of the history is a deployment that succeeded; the entry before it is what it replaced. An application with no
-- history was never deployed.
WITH applications AS (
  SELECT
    *,
    TRY_CAST(history AS JSON[]) AS entries,
    COALESCE(len(entries), 0) = 0 AS without,
    NULLIF(regexp_extract(regexp_replace(repository, '(\.git)?/*$', ''), '[/:]([^/:]+/[^/:]+)$', 1), '') AS repo,
    UNNEST(CASE WHEN without THEN [NULL] ELSE range(1, len(entries) + 1) END) AS n
  FROM raw
),
deployed AS (
  SELECT
    *, entries[n] AS entry,
    COALESCE(JSON_EXTRACT_STRING(entries[n], '$.revision'), JSON_EXTRACT_STRING(entries[n], '$.revisions[0]')) AS revision,
    COALESCE(JSON_EXTRACT_STRING(entries[n - 1], '$.revision'), JSON_EXTRACT_STRING(entries[n - 1], '$.revisions[0]')) AS replaced
  FROM applications
)
SELECT
  _file,
  _row,
  _path,
  concat_ws('/', namespace, name) || '#' || JSON_EXTRACT_STRING(entry, '$.id') AS deploy_id,
  name AS system,
  repo,
  COALESCE(
    NULLIF($environment, ''), JSON_EXTRACT_STRING(labels, '$.environment'), JSON_EXTRACT_STRING(labels, '$.env'), JSON_EXTRACT_STRING(labels, '$.stage'),
    target_namespace, target_cluster
  ) AS environment,
  revision AS commit_sha,
  CASE WHEN n > 1 THEN replaced END AS prev_commit_sha,
  COALESCE(JSON_EXTRACT_STRING(entry, '$.source.targetRevision'), JSON_EXTRACT_STRING(entry, '$.sources[0].targetRevision')) AS ref,
  COALESCE(JSON_EXTRACT_STRING(entry, '$.deployStartedAt'), JSON_EXTRACT_STRING(entry, '$.deployedAt')) AS deployed_at,
  JSON_EXTRACT_STRING(entry, '$.deployedAt') AS finished_at,
  'success' AS status,
  CASE WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.automated') = 'true' THEN 'argocd' ELSE JSON_EXTRACT_STRING(entry, '$.initiatedBy.username') END AS deployer_id,
  CASE WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.automated') = 'true' THEN 'Bot' WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.username') IS NOT NULL THEN 'User' END AS deployer_type,
  CASE WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.automated') = 'true' THEN 'pipeline' END AS method,
  CASE WHEN without THEN 'an application without a deployment in its history' END AS _filtered
FROM deployed
