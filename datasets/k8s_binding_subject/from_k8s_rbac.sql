-- Bindings and their subjects. Roles of the same file are left out here, and are read by k8s_role_rule. An item that does
-- not say its kind has it from that of its list, from the name of the file, or from its namespace: only ClusterRoleBindings have none. The role
-- of a binding without a kind is a ClusterRole when the binding is one, or when its reference has no namespace.
WITH item AS (
  SELECT
    *,
    CASE
      WHEN kind IS NOT NULL THEN kind
      WHEN list LIKE '%_List' THEN left(list, length(list) - 4)
      WHEN role_ref IS NULL THEN 'a role'
      WHEN regexp_matches(_name, '(?i)cluster_?-?role_?-?bindings?[^/]*$') THEN 'ClusterRoleBinding'
      WHEN namespace IS NULL THEN 'ClusterRoleBinding'
      ELSE 'RoleBinding'
    END AS binding_kind
  FROM raw
)
SELECT
  i._file, i._row,
  concat(i._path, '.subjects[', s.key, ']') AS _path,
  CASE WHEN i.binding_kind NOT IN ('ClusterRoleBinding', 'RoleBinding') THEN 'not a binding: ' || i.binding_kind END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  $cluster AS cluster,
  i.binding_kind,
  CASE WHEN i.binding_kind = 'ClusterRoleBinding' THEN '*' ELSE COALESCE(i.namespace, 'default') END AS namespace,
  i.name AS binding,
  COALESCE(i.ref_kind, CASE WHEN i.binding_kind = 'ClusterRoleBinding' OR i.ref_namespace IS NULL THEN 'ClusterRole' ELSE 'Role' END) AS role_kind,
  i.ref_name AS role,
  COALESCE(CAST(s.key AS BIGINT) + 1, 0) AS subject_no,
  s.value ->> '$.kind' AS subject_kind,
  CASE WHEN (s.value ->> '$.kind') = 'ServiceAccount' THEN COALESCE(s.value ->> '$.namespace', i.namespace) END AS subject_ns,
  s.value ->> '$.name' AS subject
FROM item AS i
LEFT JOIN LATERAL (SELECT key, value FROM json_each(CAST(i.subjects AS JSON))) AS s ON true
