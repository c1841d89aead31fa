-- Pods and their containers, init containers and ephemeral containers. What the container says overrules the pod. The owner
-- of a ReplicaSet is not in a pod: its name is that of the ReplicaSet without the template hash, which the pod's label tells.
WITH pod AS (
  SELECT
    r._file, r._row, r._path, r.kind, r.name, COALESCE(r.namespace, 'default') AS namespace, lower(r.phase) AS phase,
    CAST(r.spec AS JSON) AS spec, CAST(r.status AS JSON) AS status, r.template_hash,
    o.value ->> '$.kind' AS owner_kind, o.value ->> '$.name' AS owner
  FROM raw AS r
  LEFT JOIN LATERAL (SELECT value FROM json_each(CAST(r.owners AS JSON)) WHERE CAST(value ->> '$.controller' AS BOOLEAN)) AS o ON true
),
part AS (
  SELECT p.*, l.list, c.key, c.value AS body, c.value ->> '$.name' AS container
  FROM pod AS p,
    (VALUES ('containers'), ('initContainers'), ('ephemeralContainers')) AS l (list),
    LATERAL (SELECT key, value FROM json_each(p.spec, '$.' || l.list) WHERE key IS NOT NULL) AS c
),
status AS (
  SELECT p._file, p._row, s.value ->> '$.name' AS container, s.value ->> '$.imageID' AS image_id, s.value ->> '$.containerID' AS container_id
  FROM pod AS p,
    (VALUES ('containerStatuses'), ('initContainerStatuses'), ('ephemeralContainerStatuses')) AS l (list),
    LATERAL (SELECT value FROM json_each(p.status, '$.' || l.list)) AS s
),
host_path AS (
  SELECT c._file, c._row, c.container, to_json(list(DISTINCT v.value ->> '$.hostPath.path' ORDER BY v.value ->> '$.hostPath.path')) AS paths
  FROM part AS c
  JOIN LATERAL (SELECT value FROM json_each(c.body, '$.volumeMounts')) AS m ON true
  JOIN LATERAL (SELECT value FROM json_each(c.spec, '$.volumes')) AS v ON (v.value ->> '$.name') = (m.value ->> '$.name')
  WHERE (v.value ->> '$.hostPath.path') IS NOT NULL
  GROUP BY c._file, c._row, c.container
),
env AS (
  SELECT c._file, c._row, c.container, to_json(list(e.value ->> '$.name' ORDER BY e.value ->> '$.name')) AS names
  FROM part AS c, LATERAL (SELECT value FROM json_each(c.body, '$.env') WHERE key IS NOT NULL) AS e
  GROUP BY c._file, c._row, c.container
)

SELECT
  c._file, c._row,
  concat(c._path, '.spec.', c.list, '[', c.key, ']') AS _path,
  CASE WHEN c.kind <> 'Pod' THEN 'not a pod: ' || c.kind END AS _filtered,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'k8s' AS runtime,
  $cluster AS cluster_or_host,
  c.namespace,
  CASE
    WHEN c.owner_kind = 'ReplicaSet' AND c.template_hash IS NOT NULL AND ends_with(c.owner, '-' || c.template_hash) THEN 'Deployment'
    WHEN c.owner_kind = 'Node' THEN 'Pod'
    ELSE COALESCE(c.owner_kind, 'Pod')
  END AS workload_kind,
  CASE
    WHEN c.owner_kind = 'ReplicaSet' AND c.template_hash IS NOT NULL AND ends_with(c.owner, '-' || c.template_hash)
      THEN left(c.owner, length(c.owner) - length(c.template_hash) - 1)
    WHEN c.owner_kind = 'Node' THEN c.name
    ELSE COALESCE(c.owner, c.name)
  END AS workload,
  c.name AS pod,
  c.container,
  s.container_id,
  c.list = 'initContainers' AS init,
  c.list = 'ephemeralContainers' AS ephemeral,
  c.phase AS state,
  COALESCE(c.spec ->> '$.os.name', c.spec ->> '$.nodeSelector."kubernetes.io/os"') AS os,
  c.body ->> '$.image' AS image_ref,
  NULLIF(regexp_extract(s.image_id, '@(sha256:[0-9a-f]{64})$', 1), '') AS image_digest,
  NULLIF(regexp_extract(s.image_id, '^(?:docker://)?(sha256:[0-9a-f]{64})$', 1), '') AS image_id,
  COALESCE(c.body ->> '$.securityContext.privileged', 'false') AS privileged,
  c.body ->> '$.securityContext.allowPrivilegeEscalation' AS allow_priv_esc,
  COALESCE(c.body ->> '$.securityContext.runAsUser', c.spec ->> '$.securityContext.runAsUser') AS run_as_user,
  COALESCE(c.body ->> '$.securityContext.runAsNonRoot', c.spec ->> '$.securityContext.runAsNonRoot') AS run_as_non_root,
  COALESCE(c.spec ->> '$.hostNetwork', 'false') AS host_network,
  COALESCE(c.spec ->> '$.hostPID', 'false') AS host_pid,
  COALESCE(c.spec ->> '$.hostIPC', 'false') AS host_ipc,
  COALESCE(replace(upper(c.body ->> '$.securityContext.capabilities.add'), '"CAP_', '"'), '[]') AS caps_added,
  COALESCE(replace(upper(c.body ->> '$.securityContext.capabilities.drop'), '"CAP_', '"'), '[]') AS caps_dropped,
  COALESCE(CAST(h.paths AS VARCHAR), '[]') AS host_paths,
  COALESCE(c.body ->> '$.securityContext.readOnlyRootFilesystem', 'false') AS read_only_rootfs,
  COALESCE(c.body ->> '$.securityContext.seccompProfile.type', c.spec ->> '$.securityContext.seccompProfile.type') AS seccomp,
  COALESCE(CAST(e.names AS VARCHAR), '[]') AS env_names,
  COALESCE(c.spec ->> '$.serviceAccountName', c.spec ->> '$.serviceAccount', 'default') AS service_account,
  c.spec ->> '$.automountServiceAccountToken' AS automount_token
FROM part AS c
LEFT JOIN status AS s ON s._file = c._file AND s._row = c._row AND s.container = c.container
LEFT JOIN host_path AS h ON h._file = c._file AND h._row = c._row AND h.container = c.container
LEFT JOIN env AS e ON e._file = c._file AND e._row = c._row AND e.container = c.container

UNION ALL BY NAME
SELECT p._file, p._row, p._path, 'no container in it: ' || COALESCE(p.kind, 'kind unknown') AS _filtered
FROM pod AS p
WHERE NOT EXISTS (SELECT 1 FROM part AS c WHERE c._file = p._file AND c._row = p._row)
