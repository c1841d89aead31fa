-- Containers as the Docker command line (array) or API (one object) shows them. HostConfig lists that are null are empty.
-- Before 1.21 the API has no State.Status: it follows from the flags.
WITH inspected AS (
  SELECT
    *, CAST(host_config AS JSON) AS host,
    CASE WHEN node IS NOT NULL THEN node ELSE $host END AS host_name
  FROM raw
),
bind AS (
  SELECT _file, _row, source FROM (
    SELECT r._file, r._row, m.value ->> '$.Source' AS source
    FROM raw AS r, LATERAL (SELECT value FROM json_each(CAST(r.mounts AS JSON))) AS m
    WHERE COALESCE(m.value ->> '$.Type', 'bind') = 'bind' AND COALESCE(m.value ->> '$.Name', '') = ''
    UNION
    SELECT i._file, i._row, split_part(b.value ->> '$', ':', 1)
    FROM inspected AS i, LATERAL (SELECT value FROM json_each(i.host, '$.Binds')) AS b
    WHERE starts_with(b.value ->> '$', '/')
  )
  WHERE source <> ''
),
path AS (SELECT _file, _row, to_json(list(source ORDER BY source)) AS paths FROM bind GROUP BY _file, _row),
published AS (
  SELECT r._file, r._row, to_json(list(concat(a.value ->> '$.HostIp', ':', a.value ->> '$.HostPort', '->', p.key) ORDER BY p.key, a.value ->> '$.HostIp', a.value ->> '$.HostPort')) AS ports
  FROM raw AS r,
    LATERAL (SELECT key, value FROM json_each(CAST(r.ports AS JSON))) AS p,
    LATERAL (SELECT value FROM json_each(p.value) WHERE key IS NOT NULL) AS a
  GROUP BY r._file, r._row
),
env AS (
  SELECT r._file, r._row, to_json(list(split_part(e.value ->> '$', '=', 1) ORDER BY split_part(e.value ->> '$', '=', 1))) AS names
  FROM raw AS r, LATERAL (SELECT value FROM json_each(CAST(r.env AS JSON))) AS e
  GROUP BY r._file, r._row
),
option AS (
  SELECT i._file, i._row, max(regexp_extract(o.value ->> '$', '^seccomp[=:](.*)$', 1)) AS seccomp,
    bool_or(regexp_matches(o.value ->> '$', '^no-new-privileges([=:]true)?$')) AS no_new
  FROM inspected AS i, LATERAL (SELECT value FROM json_each(i.host, '$.SecurityOpt')) AS o
  GROUP BY i._file, i._row
)

SELECT
  i._file, i._row, i._path,
  COALESCE(CAST(NULLIF($snapshot_at, '') AS TIMESTAMPTZ), $as_of) AS snapshot_at,
  'docker' AS runtime,
  i.host_name AS cluster_or_host,
  '-' AS namespace,
  'Container' AS workload_kind,
  ltrim(i.name, '/') AS workload,
  i.id AS pod,
  ltrim(i.name, '/') AS container,
  i.id AS container_id,
  false AS init,
  false AS ephemeral,
  COALESCE(i.status, CASE WHEN i.restarting = 'true' THEN 'restarting' WHEN i.paused = 'true' THEN 'paused' WHEN i.running = 'true' THEN 'running' ELSE 'exited' END) AS state,
  i.platform AS os,
  i.image AS image_ref,
  NULLIF(regexp_extract(i.image, '@(sha256:[0-9a-f]{64})$', 1), '') AS image_digest,
  CASE WHEN regexp_matches(i.image_id, '^[0-9a-f]{64}$') THEN 'sha256:' || i.image_id ELSE i.image_id END AS image_id,
  i.config_user,
  i.host ->> '$.Privileged' AS privileged,
  NOT COALESCE(o.no_new, false) AS allow_priv_esc,
  CASE WHEN split_part(i.config_user, ':', 1) = 'root' THEN '0' ELSE NULLIF(regexp_extract(i.config_user, '^([0-9]+)(:.*)?$', 1), '') END AS run_as_user,
  (i.host ->> '$.NetworkMode') = 'host' AS host_network,
  COALESCE(i.host ->> '$.PidMode', '') = 'host' AS host_pid,
  COALESCE(i.host ->> '$.IpcMode', '') = 'host' AS host_ipc,
  COALESCE(i.host ->> '$.UTSMode', '') = 'host' AS host_uts,
  COALESCE(i.host ->> '$.UsernsMode', '') = 'host' AS host_userns,
  COALESCE(replace(upper(i.host ->> '$.CapAdd'), '"CAP_', '"'), '[]') AS caps_added,
  COALESCE(replace(upper(i.host ->> '$.CapDrop'), '"CAP_', '"'), '[]') AS caps_dropped,
  COALESCE(CAST(p.paths AS VARCHAR), '[]') AS host_paths,
  i.host ->> '$.ReadonlyRootfs' AS read_only_rootfs,
  NULLIF(o.seccomp, '') AS seccomp,
  COALESCE(i.host ->> '$.SecurityOpt', '[]') AS security_opts,
  COALESCE(CAST(t.ports AS VARCHAR), '[]') AS published_ports,
  COALESCE(CAST(e.names AS VARCHAR), '[]') AS env_names
FROM inspected AS i
LEFT JOIN path AS p ON p._file = i._file AND p._row = i._row
LEFT JOIN published AS t ON t._file = i._file AND t._row = i._row
LEFT JOIN env AS e ON e._file = i._file AND e._row = i._row
LEFT JOIN option AS o ON o._file = i._file AND o._row = i._row
