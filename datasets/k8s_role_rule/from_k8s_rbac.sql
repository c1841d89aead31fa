-- Roles and their rules. Bindings of the same file are left out here, and are read by k8s_binding_subject. An item that
-- does not say its kind has it from that of its list, from the name of the file, or from its namespace: only ClusterRoles have none.
WITH item AS (
  SELECT
    *,
    CASE
      WHEN kind IS NOT NULL THEN kind
      WHEN list LIKE '%_List' THEN left(list, length(list) - 4)
      WHEN role_ref IS NOT NULL THEN 'a binding'
      WHEN regexp_matches(_name, '(?i)cluster_?-?roles?[^/]*$') THEN 'ClusterRole'
      WHEN namespace IS NULL THEN 'ClusterRole'
      ELSE 'Role'
    END AS role_kind
  FROM raw
)
SELECT
  i._file, i._row,
  concat(i._path, '.rules[', r.key, ']') AS _path,
  CASE WHEN i.role_kind NOT IN ('ClusterRole', 'Role') THEN 'not a role: ' || i.role_kind END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $cluster AS cluster,
  i.role_kind,
  CASE WHEN i.role_kind = 'ClusterRole' THEN '*' ELSE COALESCE(i.namespace, 'default') END AS namespace,
  i.name AS role,
  COALESCE(CAST(r.key AS BIGINT) + 1, 0) AS rule_no,
  CASE WHEN r.key IS NULL THEN '[]' ELSE r.value ->> '$.apiGroups' END AS api_groups,
  CASE WHEN r.key IS NULL THEN '[]' ELSE r.value ->> '$.resources' END AS resources,
  CASE WHEN r.key IS NULL THEN '[]' ELSE r.value ->> '$.verbs' END AS verbs,
  r.value ->> '$.resourceNames' AS resource_names,
  r.value ->> '$.nonResourceURLs' AS non_resource_urls,
  i.labels,
  i.selectors AS aggregation
FROM item AS i
LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(i.rules AS JSON))) AS r ON true
