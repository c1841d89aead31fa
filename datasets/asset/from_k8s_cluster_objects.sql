-- What is not a namespace is named by its kind as well, and by its namespace where it has one. An object that does not say its
-- kind has it from that of its list, or from the name of the file.
WITH object AS (
  SELECT
    * EXCLUDE (kind),
    CASE
      WHEN kind IS NOT NULL THEN kind
      WHEN list LIKE '%_List' THEN left(list, length(list) - 4)
      WHEN regexp_matches(_name, '(?i)namespaces?[^/]*$') THEN 'Namespace'
      WHEN regexp_matches(_name, '(?i)nodes?[^/]*$') THEN 'Node'
      WHEN regexp_matches(_name, '(?i)network_?-?polic(y|ies)[^/]*$') THEN 'NetworkPolicy'
    END AS kind
  FROM raw
)
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
FROM object
