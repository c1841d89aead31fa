-- What is not a namespace is named by its kind as well, and by its namespace where it has one.
SELECT
  _file, _row, _path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  CASE WHEN kind = 'Namespace' THEN concat_ws('/', $cluster, name) ELSE concat_ws('/', $cluster, lower(kind), namespace, name) END AS asset_id,
  'k8s_' || lower(kind) AS asset_type,
  'k8s' AS provider,
  $cluster AS account_or_project,
  name,
  created AS created_at,
  lower(phase) AS state,
  labels AS tags,
  CASE WHEN namespace IS NOT NULL THEN CAST(json_object('namespace', namespace) AS VARCHAR) END AS config
FROM raw
