SELECT
  _file, _row, _path,
  'github' AS system,
  id AS run_id,
  '1' AS attempt,
  regexp_extract(url, '/repos/([^/]+/[^/]+)/', 1) AS repo,
  name AS check_name,
  head_sha,
  status,
  conclusion,
  app AS actor_id,
  started AS started_at,
  completed AS completed_at
FROM raw
