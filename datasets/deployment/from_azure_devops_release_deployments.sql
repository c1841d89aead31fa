-- The primary artifact says what was deployed: a build has the commit as sourceVersion, a repository as its version.
WITH primary_artifact AS (
  SELECT
    *,
    COALESCE(
      LIST_FILTER(TRY_CAST(artifacts AS JSON[]), LAMBDA a: (a ->> '$.isPrimary') = 'true')[1],
      TRY_CAST(artifacts AS JSON[])[1]
    ) AS artifact
  FROM raw
),
told AS (
  SELECT
    *,
    artifact -> '$.definitionReference' AS d,
    (artifact ->> '$.type') = 'Git' AS is_git
  FROM primary_artifact
),
named AS (
  SELECT
    *,
    CASE WHEN is_git THEN d ->> '$.version.id' ELSE d ->> '$.sourceVersion.id' END AS sha,
    CASE WHEN is_git THEN d ->> '$.definition.name' ELSE d ->> '$.repository.name' END AS repository,
    d ->> '$.project.name' AS project
  FROM told
)
SELECT
  _file,
  _row,
  _path,
  id AS deploy_id,
  COALESCE(NULLIF($system, ''), split_part(repository, '/', -1), definition) AS system,
  CASE WHEN repository LIKE '%/%' THEN repository WHEN repository IS NOT NULL THEN concat_ws('/', project, repository) END AS repo,
  environment,
  CASE WHEN regexp_matches(sha, '^[0-9a-fA-F]{7,64}$') THEN LOWER(sha) END AS commit_sha,
  regexp_replace(COALESCE(d ->> '$.branch.id', d ->> '$.branch.name', d ->> '$.branches.name'), '^refs/(heads|tags)/', '') AS ref,
  concat_ws(' ', definition, release) AS description,
  COALESCE(started, queued) AS deployed_at,
  completed AS finished_at,
  CASE status WHEN 'succeeded' THEN 'success' WHEN 'failed' THEN 'failure' WHEN 'partiallySucceeded' THEN 'failure' WHEN 'inProgress' THEN 'in_progress' ELSE LOWER(status) END AS status,
  COALESCE(requested_for, requested_by) AS deployer_id,
  requested_by AS trigger_actor_id,
  CASE WHEN (artifact ->> '$.type') = 'Build' THEN d ->> '$.version.id' END AS run_id,
  'pipeline' AS method
FROM named
