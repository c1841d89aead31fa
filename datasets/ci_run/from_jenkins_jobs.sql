-- A job with its builds, or a folder with jobs, whatever the depth. A job without builds is left out by name.
WITH build AS (
  SELECT _file, _row, _path, list_concat(json_extract(CAST(job AS JSON), '$..builds[*]'), json_extract(CAST(job AS JSON), '$..allBuilds[*]')) AS builds
  FROM raw
),
one AS (
  SELECT
    _file, _row, _path, len(builds) = 0 AS without,
    unnest(CASE WHEN len(builds) = 0 THEN [NULL] ELSE builds END) AS build,
    generate_subscripts(CASE WHEN len(builds) = 0 THEN [NULL] ELSE builds END, 1) AS build_no
  FROM build
)
SELECT
  _file, _row,
  CASE WHEN without THEN _path ELSE _path || '.build ' || build_no END AS _path,
  CASE WHEN without THEN 'a job without builds' END AS _filtered,
  build ->> '$.url' AS url,
  build ->> '$.fullDisplayName' AS name,
  build ->> '$.building' AS building,
  build ->> '$.result' AS result,
  build ->> '$.timestamp' AS timestamp,
  build ->> '$.duration' AS duration,
  CAST(build -> '$.actions' AS VARCHAR) AS actions
FROM one
