-- Every entry of the history is a deployment that succeeded; the entry before it is what it replaced. An application with no
-- history was never deployed. An entry names the sources it was made of, which need not be those of today. Of several sources the
-- one in Git is told, rather one with manifests than one with values alone: the revision of a chart is a version and no commit.
WITH applications AS (
  SELECT
    *,
    TRY_CAST(history AS JSON[]) AS entries,
    COALESCE(len(entries), 0) = 0 AS without,
    UNNEST(CASE WHEN without THEN [NULL] ELSE range(1, len(entries) + 1) END) AS n
  FROM raw
),
made AS (
  SELECT
    * EXCLUDE (source, sources),
    entries[n] AS entry,
    CASE
      WHEN json_array_length(entries[n], '$.sources') > 0 THEN CAST(entries[n] -> '$.sources' AS JSON[])
      WHEN (entries[n] ->> '$.source.repoURL') <> '' THEN [entries[n] -> '$.source']
      ELSE COALESCE(TRY_CAST(sources AS JSON[]), [TRY_CAST(source AS JSON)])
    END AS origins,
    COALESCE(TRY_CAST(entries[n] -> '$.revisions' AS VARCHAR[]), [entries[n] ->> '$.revision']) AS revisions,
    LIST_FILTER(
      range(1, len(origins) + 1), LAMBDA i: COALESCE(origins[i] ->> '$.chart', '') = '' AND NOT starts_with(origins[i] ->> '$.repoURL', 'oci://')
    ) AS in_git
  FROM applications
),
deployed AS (
  SELECT
    *,
    COALESCE(LIST_FILTER(in_git, LAMBDA i: (origins[i] ->> '$.path') IS NOT NULL OR (origins[i] ->> '$.ref') IS NULL)[1], in_git[1]) AS place,
    CASE WHEN regexp_full_match(revisions[place], '[0-9a-f]+') THEN revisions[place] END AS revision,
    git_repository(origins[place] ->> '$.repoURL') AS repo
  FROM made
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
  LAG(revision) OVER (PARTITION BY _file, _row, _path ORDER BY n) AS prev_commit_sha,
  origins[COALESCE(place, 1)] ->> '$.targetRevision' AS ref,
  COALESCE(JSON_EXTRACT_STRING(entry, '$.deployStartedAt'), JSON_EXTRACT_STRING(entry, '$.deployedAt')) AS deployed_at,
  JSON_EXTRACT_STRING(entry, '$.deployedAt') AS finished_at,
  'success' AS status,
  CASE WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.automated') = 'true' THEN 'argocd' ELSE JSON_EXTRACT_STRING(entry, '$.initiatedBy.username') END AS deployer_id,
  CASE WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.automated') = 'true' THEN 'Bot' WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.username') IS NOT NULL THEN 'User' END AS deployer_type,
  CASE WHEN JSON_EXTRACT_STRING(entry, '$.initiatedBy.automated') = 'true' THEN 'pipeline' END AS method,
  CASE WHEN without THEN 'an application without a deployment in its history' END AS _filtered
FROM deployed
