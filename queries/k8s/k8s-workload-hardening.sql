/*---
id: k8s-workload-hardening
version: 2
title: Privileged, host-sharing or root containers
objective: Containers of workloads cannot reach the host.
kind: design
severity: high
reads: [container]
optional: [image, asset, ref_list]
key: [cluster, namespace, workload_kind, workload, container]
params:
  system_namespaces: {type: "text[]", default: [kube-system, kube-public, kube-node-lease], means: namespaces of the cluster itself}
  sensitive_paths:
    type: "text[]"
    default: [/, /var/run/docker.sock, /run/docker.sock, /var/run/containerd/containerd.sock, /run/containerd/containerd.sock, /var/run/crio/crio.sock, /run/crio/crio.sock]
    means: paths of the host that no container may see
  sensitive_trees: {type: "text[]", default: [/etc, /var/lib/kubelet], means: folders of the host of which no container may see anything}
  harmless_paths:
    type: "text[]"
    default: [/etc/localtime, /etc/timezone, /etc/hostname, /etc/os-release, /etc/resolv.conf, /etc/machine-id, /etc/ssl/certs, /etc/pki/ca-trust]
    means: paths in those folders that may be seen
  risky_caps: {type: "text[]", default: [SYS_ADMIN, NET_ADMIN, SYS_PTRACE, SYS_MODULE, DAC_READ_SEARCH, ALL], means: capabilities that no container may be given}
  allowed_images: {type: text, default: allowed_images, means: list in ref_list of digests of images that may do so}
controls:
  nist-800-53r5: [AC-6, CM-6, CM-7, SC-39]
  soc2-tsc-2017: [CC6.1]
  iso-27001-2022: [A.8.9]
  pci-dss-4.0.1: ["2.2.1"]
  cis-kubernetes-1.11.1: ["5.2.2", "5.2.3", "5.2.4", "5.2.5", "5.2.6", "5.2.7", "5.2.9", "5.2.12"]
reasons:
  R1: privileged
  R2: shares the network, processes or memory of the host
  R3: mounts a sensitive path of the host
  R4: is given a risky capability
  R5: may gain more privileges than its parent
  R6: may run as root
  R8: its namespace does not enforce a Pod Security standard of at least baseline
  I1: neither the pod nor a known image says as which user it runs
  I2: the namespace is not in the evidence, although others of the cluster are
  I3: the evidence does not say whether it is privileged, or what it shares with the host
  X1: its image is allowed by its digest
  X2: it runs on Windows
limits:
  - The key of the rule book is completed by workload_kind, since a Deployment and a StatefulSet of one namespace may share a name.
  - Running pods at one moment. A workload is judged by all of its running pods, and has what any of them has. A pod whose state is not known counts as running.
  - What a container says overrules its pod; what neither says is the default of Kubernetes, so an unset allowPrivilegeEscalation is R5.
  - A privileged container is reported as such, and not for R4 and R5, which follow from it.
  - A path is sensitive when it is on one of the lists, lies in a folder of sensitive_trees, or holds an entry of either list. A read-only mount counts.
  - R8 is tested for clusters of which namespaces are in the evidence; admission by other means is not seen. R7 of the rule book is verdict I1 here.
  - The user of an image is known when its digest or id is in dataset image with a configuration; a registry's list has none.
---*/

-- +latest: the last state of each cluster at the audit date, or the first one after it
SELECT cluster_or_host AS cluster, COALESCE(MAX(snapshot_at) FILTER (WHERE snapshot_at <= $as_of), MIN(snapshot_at)) AS snapshot_at
FROM container
WHERE runtime = 'k8s'
GROUP BY cluster_or_host;

-- +image_user: the user that each image sets, by digest and by id
SELECT digest, MAX(config_user) AS config_user
FROM (
  SELECT image_digest AS digest, config_user FROM image WHERE config_user IS NOT NULL
  UNION ALL
  SELECT image_id, config_user FROM image WHERE config_user IS NOT NULL
) AS known
GROUP BY digest;

-- +running: containers of running pods outside of the system's namespaces
SELECT
  c.cluster_or_host AS cluster, c.namespace, COALESCE(c.workload_kind, 'Pod') AS workload_kind, c.workload, c.pod, c.container,
  c.image_ref, c.image_digest, c.os, c.privileged, c.allow_priv_esc, c.host_network, c.host_pid, c.host_ipc, c.caps_added, c.host_paths,
  CASE
    WHEN c.run_as_non_root THEN 'no'
    WHEN c.run_as_user IS NOT NULL THEN CASE WHEN c.run_as_user = 0 THEN 'yes' ELSE 'no' END
    WHEN COALESCE(d.config_user, i.config_user) IS NULL THEN 'unknown'
    WHEN regexp_like(COALESCE(d.config_user, i.config_user), '^(0|root)?(:.*)?$') THEN 'yes'
    ELSE 'no'
  END AS as_root
FROM container AS c
JOIN latest AS l ON l.cluster = c.cluster_or_host AND l.snapshot_at IS NOT DISTINCT FROM c.snapshot_at
LEFT JOIN image_user AS d ON d.digest = c.image_digest
LEFT JOIN image_user AS i ON i.digest = c.image_id
WHERE c.runtime = 'k8s' AND COALESCE(c.state, 'running') = 'running' AND NOT contains($system_namespaces, c.namespace);

-- +sensitive: paths of the host that no container may see, of those that are mounted
SELECT DISTINCT h.path
FROM (SELECT DISTINCT u.path FROM running AS r CROSS JOIN UNNEST(r.host_paths) AS u(path)) AS h
CROSS JOIN UNNEST(array_union($sensitive_paths, $sensitive_trees)) AS s(path)
WHERE rtrim(h.path, '/') = rtrim(s.path, '/')
  OR starts_with(s.path, concat(rtrim(h.path, '/'), '/')) -- holds it
  OR contains($sensitive_trees, s.path) AND starts_with(h.path, concat(s.path, '/')) AND NOT contains($harmless_paths, rtrim(h.path, '/'));

-- +exposed: sensitive paths that each container mounts
SELECT DISTINCT r.cluster, r.namespace, r.workload_kind, r.workload, r.container, u.path
FROM running AS r
CROSS JOIN UNNEST(r.host_paths) AS u(path)
JOIN sensitive AS s ON s.path = u.path;

-- +risky: risky capabilities that each container is given
SELECT DISTINCT r.cluster, r.namespace, r.workload_kind, r.workload, r.container, k.cap
FROM running AS r
CROSS JOIN UNNEST(r.caps_added) AS k(cap)
WHERE contains($risky_caps, regexp_replace(UPPER(k.cap), '^CAP_', ''));

-- +namespace: namespaces in the evidence, and whether they enforce a standard
SELECT DISTINCT
  account_or_project AS cluster, name AS namespace,
  COALESCE(json_extract_string(tags, '$."pod-security.kubernetes.io/enforce"') IN ('baseline', 'restricted'), FALSE) AS is_enforced
FROM asset
WHERE asset_type = 'k8s_namespace';

-- +allowed: digests of images that may do so at the audit date
SELECT DISTINCT LOWER(TRIM(value)) AS digest
FROM ref_list
WHERE list_name = $allowed_images
  AND (valid_from IS NULL OR valid_from <= $as_of)
  AND (valid_to IS NULL OR valid_to > $as_of);

-- +population: one row per container of a workload, with what is true of any of its pods
SELECT
  r.cluster, r.namespace, r.workload_kind, r.workload, r.container,
  COUNT(DISTINCT r.pod) AS pods,
  MIN(r.image_ref) AS image_ref,
  BOOL_OR(r.privileged) AS privileged,
  BOOL_OR(r.host_network) AS host_network,
  BOOL_OR(r.host_pid) AS host_pid,
  BOOL_OR(r.host_ipc) AS host_ipc,
  BOOL_OR(r.allow_priv_esc IS DISTINCT FROM FALSE) AS may_gain,
  BOOL_OR(r.as_root = 'yes') AS as_root,
  BOOL_OR(r.as_root = 'unknown') AS unknown_user,
  BOOL_OR(r.privileged IS NULL OR r.host_network IS NULL OR r.host_pid IS NULL OR r.host_ipc IS NULL OR r.caps_added IS NULL OR r.host_paths IS NULL) AS is_unset,
  BOOL_AND(a.digest IS NOT NULL) AS is_allowed,
  BOOL_AND(COALESCE(LOWER(r.os), '') = 'windows') AS is_windows
FROM running AS r
LEFT JOIN allowed AS a ON a.digest = r.image_digest
GROUP BY r.cluster, r.namespace, r.workload_kind, r.workload, r.container;

-- +judged: containers in scope, and whether their namespace is known and enforces a standard
SELECT
  p.cluster, p.namespace, p.workload_kind, p.workload, p.container, p.pods, p.image_ref, p.privileged, p.host_network, p.host_pid, p.host_ipc,
  p.may_gain, p.as_root, p.unknown_user, p.is_unset, n.is_enforced,
  k.cluster IS NOT NULL AND n.namespace IS NULL AS unknown_namespace
FROM population AS p
LEFT JOIN (SELECT DISTINCT cluster FROM namespace) AS k ON k.cluster = p.cluster
LEFT JOIN namespace AS n ON n.cluster = p.cluster AND n.namespace = p.namespace
WHERE NOT p.is_allowed AND NOT p.is_windows;

-- +weakness: each code of a container with what it is about
SELECT cluster, namespace, workload_kind, workload, container, 'R1' AS code, 'is privileged' AS what
FROM judged
WHERE privileged
UNION ALL
SELECT
  cluster, namespace, workload_kind, workload, container, 'R2',
  concat('shares with the host: ', array_join([
    CASE WHEN host_network THEN 'network' END, CASE WHEN host_pid THEN 'processes' END, CASE WHEN host_ipc THEN 'memory' END
  ], ', '))
FROM judged
WHERE host_network OR host_pid OR host_ipc
UNION ALL
SELECT
  cluster, namespace, workload_kind, workload, container, 'R3',
  concat('mounts ', string_agg(path, ', ' ORDER BY path), ' of the host')
FROM exposed
GROUP BY cluster, namespace, workload_kind, workload, container
UNION ALL
SELECT
  k.cluster, k.namespace, k.workload_kind, k.workload, k.container, 'R4',
  concat('is given the capabilities ', string_agg(k.cap, ', ' ORDER BY k.cap))
FROM risky AS k
JOIN judged AS j USING (cluster, namespace, workload_kind, workload, container)
WHERE j.privileged IS DISTINCT FROM TRUE
GROUP BY k.cluster, k.namespace, k.workload_kind, k.workload, k.container
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R5', 'does not set allowPrivilegeEscalation to false'
FROM judged
WHERE may_gain AND privileged IS DISTINCT FROM TRUE
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R6', 'may run as root'
FROM judged
WHERE as_root
UNION ALL
SELECT cluster, namespace, workload_kind, workload, container, 'R8', 'is in a namespace that does not enforce a Pod Security standard'
FROM judged
WHERE is_enforced IS FALSE;

-- +exceptions: containers that can reach the host, or could be let to
SELECT
  j.cluster, j.namespace, j.workload_kind, j.workload, j.container, w.code AS reason_code,
  concat('Container ', j.container, ' (', COALESCE(j.image_ref, 'image unknown'), ') of ', j.workload_kind, ' ', j.namespace, '/', j.workload, ' ', w.what, '.') AS reason,
  j.image_ref, j.pods
FROM judged AS j
JOIN weakness AS w USING (cluster, namespace, workload_kind, workload, container);

-- +indeterminate: containers without a weakness of which something is not known
SELECT
  j.cluster, j.namespace, j.workload_kind, j.workload, j.container,
  CASE WHEN j.is_unset THEN 'I3' WHEN j.unknown_user THEN 'I1' ELSE 'I2' END AS reason_code,
  CASE
    WHEN j.is_unset THEN 'The evidence does not say whether the container is privileged, or what it shares with the host.'
    WHEN j.unknown_user THEN concat('Neither the pod nor a known image says as which user ', COALESCE(j.image_ref, 'the container'), ' runs.')
    ELSE concat('Namespace ', j.namespace, ' is not in the evidence.')
  END AS reason
FROM judged AS j
LEFT JOIN (SELECT DISTINCT cluster, namespace, workload_kind, workload, container FROM weakness) AS w
  USING (cluster, namespace, workload_kind, workload, container)
WHERE w.cluster IS NULL AND (j.is_unset OR j.unknown_user OR j.unknown_namespace);

-- +excluded: containers of allowed images, and on Windows
SELECT
  cluster, namespace, workload_kind, workload, container,
  CASE WHEN is_allowed THEN 'X1' ELSE 'X2' END AS reason_code,
  CASE WHEN is_allowed THEN concat('The image ', COALESCE(image_ref, 'of the container'), ' is on the list ', $allowed_images, ' by its digest.') ELSE 'The container runs on Windows.' END AS reason
FROM population
WHERE is_allowed OR is_windows;

/*--- cases
- name: each weakness alone; a hardened container passes
  given:
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref, privileged, allow_priv_esc, run_as_user, run_as_non_root, host_network, host_pid, host_ipc, caps_added,                                     host_paths
      k8s,     c,               pay,       Deployment,    good,     p,   a,         running, i:1,       false,      false,          1000,        ,                false,        false,    false,    "[""NET_BIND_SERVICE""]",                       "[""/srv/data""]"
      k8s,     c,               pay,       Deployment,    nonroot,  p,   a,         running, i:1,       false,      false,          ,            true,            false,        false,    false,    [],                                             []
      k8s,     c,               pay,       Deployment,    priv,     p,   a,         running, i:1,       true,       true,           1000,        ,                false,        false,    false,    "[""SYS_ADMIN""]",                              []
      k8s,     c,               pay,       Deployment,    net,      p,   a,         running, i:1,       false,      false,          1000,        ,                true,         false,    false,    [],                                             []
      k8s,     c,               pay,       Deployment,    pid,      p,   a,         running, i:1,       false,      false,          1000,        ,                false,        true,     false,    [],                                             []
      k8s,     c,               pay,       Deployment,    ipc,      p,   a,         running, i:1,       false,      false,          1000,        ,                true,         true,     true,     [],                                             []
      k8s,     c,               pay,       DaemonSet,     path,     p,   a,         running, i:1,       false,      false,          1000,        ,                false,        false,    false,    [],                                             "[""/var/run/docker.sock"",""/srv""]"
      k8s,     c,               pay,       Deployment,    cap,      p,   a,         running, i:1,       false,      false,          1000,        ,                false,        false,    false,    "[""SYS_PTRACE"",""cap_net_admin"",""CHOWN""]", []
      k8s,     c,               pay,       Deployment,    gain,     p,   a,         running, i:1,       false,      true,           1000,        ,                false,        false,    false,    [],                                             []
      k8s,     c,               pay,       Deployment,    unset,    p,   a,         running, i:1,       false,      ,               1000,        ,                false,        false,    false,    [],                                             []
      k8s,     c,               pay,       Deployment,    root,     p,   a,         running, i:1,       false,      false,          0,           ,                false,        false,    false,    [],                                             []
      k8s,     c,               pay,       Deployment,    refused,  p,   a,         running, i:1,       false,      false,          0,           true,            false,        false,    false,    [],                                             []
      k8s,     c,               pay,       Deployment,    said-no,  p,   a,         running, i:1,       false,      false,          0,           false,           false,        false,    false,    [],                                             []
  expect:
    population: 13
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    priv,     a,         R1,          Container a (i:1) of Deployment pay/priv is privileged.
      c,       pay,       Deployment,    net,      a,         R2,          Container a (i:1) of Deployment pay/net shares with the host: network.
      c,       pay,       Deployment,    pid,      a,         R2,          Container a (i:1) of Deployment pay/pid shares with the host: processes.
      c,       pay,       Deployment,    ipc,      a,         R2,          "Container a (i:1) of Deployment pay/ipc shares with the host: network, processes, memory."
      c,       pay,       DaemonSet,     path,     a,         R3,          Container a (i:1) of DaemonSet pay/path mounts /var/run/docker.sock of the host.
      c,       pay,       Deployment,    cap,      a,         R4,          "Container a (i:1) of Deployment pay/cap is given the capabilities SYS_PTRACE, cap_net_admin."
      c,       pay,       Deployment,    gain,     a,         R5,          Container a (i:1) of Deployment pay/gain does not set allowPrivilegeEscalation to false.
      c,       pay,       Deployment,    unset,    a,         R5,          Container a (i:1) of Deployment pay/unset does not set allowPrivilegeEscalation to false.
      c,       pay,       Deployment,    root,     a,         R6,          Container a (i:1) of Deployment pay/root may run as root.
      c,       pay,       Deployment,    said-no,  a,         R6,          Container a (i:1) of Deployment pay/said-no may run as root.

- name: paths of the host - the same, below, above, the root, with a slash at the end; only alike, and harmless ones
  given:
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   privileged, allow_priv_esc, run_as_user, host_network, host_pid, host_ipc, caps_added, host_paths
      k8s,     c,               pay,       Deployment,    root,     p,   a,         running, false,      false,          1,           false,        false,    false,    [],         "[""/""]"
      k8s,     c,               pay,       Deployment,    same,     p,   a,         running, false,      false,          1,           false,        false,    false,    [],         "[""/etc/""]"
      k8s,     c,               pay,       Deployment,    below,    p,   a,         running, false,      false,          1,           false,        false,    false,    [],         "[""/etc/kubernetes/pki""]"
      k8s,     c,               pay,       Deployment,    above,    p,   a,         running, false,      false,          1,           false,        false,    false,    [],         "[""/var/run""]"
      k8s,     c,               pay,       Deployment,    alike,    p,   a,         running, false,      false,          1,           false,        false,    false,    [],         "[""/etcetera"",""/var/runner"",""/var/lib/kube"",""/opt"",""/etc/localtime"",""/run/docker.sock/x""]"
  expect:
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    root,     a,         R3,          Container a (image unknown) of Deployment pay/root mounts / of the host.
      c,       pay,       Deployment,    same,     a,         R3,          Container a (image unknown) of Deployment pay/same mounts /etc/ of the host.
      c,       pay,       Deployment,    below,    a,         R3,          Container a (image unknown) of Deployment pay/below mounts /etc/kubernetes/pki of the host.
      c,       pay,       Deployment,    above,    a,         R3,          Container a (image unknown) of Deployment pay/above mounts /var/run of the host.

- name: an unset user comes from the image - empty, root, by number, with a group, by digest and by id; an unknown image is undecided
  given:
    image: |
      image_digest, image_id,  registry, repository, config_user
      sha256:d1,    sha256:i1, r,        none,       ""
      sha256:d2,    sha256:i2, r,        root,       root
      sha256:d3,    sha256:i3, r,        zero,       0:0
      sha256:d4,    sha256:i4, r,        app,        app:app
      sha256:d5,    sha256:i5, r,        rootless,   rootless
      sha256:d6,    sha256:i6, r,        listed,
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref, image_digest, image_id,  privileged, allow_priv_esc, run_as_user, run_as_non_root, host_network, host_pid, host_ipc, caps_added, host_paths
      k8s,     c,               pay,       Deployment,    none,     p,   a,         running, i,         sha256:d1,    ,          false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    root,     p,   a,         running, i,         ,             sha256:i2, false,      false,          ,            false,           false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    zero,     p,   a,         running, i,         sha256:d3,    ,          false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    app,      p,   a,         running, i,         sha256:d4,    ,          false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    rootless, p,   a,         running, i,         sha256:d5,    ,          false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    listed,   p,   a,         running, i,         sha256:d6,    ,          false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    missing,  p,   a,         running, ,          sha256:d9,    ,          false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    told,     p,   a,         running, i,         sha256:d1,    ,          false,      false,          ,            true,            false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    set,      p,   a,         running, i,         sha256:d2,    ,          false,      false,          7,           ,                false,        false,    false,    [],         []
  expect:
    population: 9
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    none,     a,         R6,          Container a (i) of Deployment pay/none may run as root.
      c,       pay,       Deployment,    root,     a,         R6,          Container a (i) of Deployment pay/root may run as root.
      c,       pay,       Deployment,    zero,     a,         R6,          Container a (i) of Deployment pay/zero may run as root.
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    listed,   a,         I1,          Neither the pod nor a known image says as which user i runs.
      c,       pay,       Deployment,    missing,  a,         I1,          Neither the pod nor a known image says as which user the container runs.

- name: several pods of a workload count once, and any of them decides; pods that do not run, the system, Docker and Windows
  given:
    container: |
      runtime, cluster_or_host, namespace,   workload_kind, workload, pod, container, state,     os,      privileged, allow_priv_esc, run_as_user, host_network, host_pid, host_ipc, caps_added, host_paths
      k8s,     c,               pay,         Deployment,    api,      p1,  a,         running,   linux,   false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               pay,         Deployment,    api,      p2,  a,         running,   linux,   true,       false,          0,           true,         true,     true,     [],         []
      k8s,     c,               pay,         Deployment,    api,      p1,  b,         ,          linux,   false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               pay,         StatefulSet,   api,      p3,  a,         running,   linux,   false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               pay,         Job,           done,     p4,  a,         succeeded, linux,   true,       true,           0,           true,         false,    false,    [],         []
      k8s,     c,               kube-system, DaemonSet,     cni,      p5,  a,         running,   linux,   true,       true,           0,           true,         false,    false,    [],         []
      docker,  c,               pay,         Container,     d,        p6,  a,         running,   linux,   true,       true,           0,           true,         false,    false,    [],         []
      k8s,     c,               pay,         Deployment,    win,      p7,  a,         running,   Windows, true,       ,               ,            false,        false,    false,    [],         []
      k8s,     c,               pay,         Deployment,    half,     p8,  a,         running,   windows, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               pay,         Deployment,    half,     p9,  a,         running,   ,        false,      ,               1,           false,        false,    false,    [],         []
  expect:
    population: 5
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, pods, reason
      c,       pay,       Deployment,    api,      a,         R1,          2,    Container a (image unknown) of Deployment pay/api is privileged.
      c,       pay,       Deployment,    api,      a,         R2,          2,    "Container a (image unknown) of Deployment pay/api shares with the host: network, processes, memory."
      c,       pay,       Deployment,    api,      a,         R6,          2,    Container a (image unknown) of Deployment pay/api may run as root.
      c,       pay,       Deployment,    half,     a,         R5,          2,    Container a (image unknown) of Deployment pay/half does not set allowPrivilegeEscalation to false.
    excluded: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       pay,       Deployment,    win,      a,         X2,          The container runs on Windows.

- name: allowed images by digest, all pods of them; what the evidence leaves out
  given:
    ref_list: |
      list_name,      value,       valid_from, valid_to
      allowed_images, SHA256:ok,   ,
      allowed_images, sha256:was,  ,           2026-07-01
      allowed_images, sha256:now,  2026-07-01, 2026-07-02
      allowed_images, sha256:soon, 2026-07-02,
      other_list,     sha256:no,   ,
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   image_ref, image_digest, privileged, allow_priv_esc, run_as_user, host_network, host_pid, host_ipc, caps_added,  host_paths
      k8s,     c,               mon,       DaemonSet,     ok,       p,   a,         running, i,         sha256:ok,    true,       true,           0,           true,         true,     true,     [],          []
      k8s,     c,               mon,       DaemonSet,     now,      p,   a,         running, i,         sha256:now,   true,       true,           0,           true,         true,     true,     [],          []
      k8s,     c,               mon,       DaemonSet,     was,      p,   a,         running, i,         sha256:was,   true,       false,          1,           false,        false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     soon,     p,   a,         running, i,         sha256:soon,  true,       false,          1,           false,        false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     no,       p,   a,         running, i,         sha256:no,    true,       false,          1,           false,        false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     mixed,    p,   a,         running, i,         sha256:ok,    true,       false,          1,           false,        false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     mixed,    q,   a,         running, i,         sha256:x,     true,       false,          1,           false,        false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     n1,       p,   a,         running, i,         ,             ,           false,          1,           false,        false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     n2,       p,   a,         running, i,         ,             false,      false,          1,           ,             false,    false,    [],          []
      k8s,     c,               mon,       DaemonSet,     n3,       p,   a,         running, i,         ,             false,      false,          1,           false,        ,         false,    [],          []
      k8s,     c,               mon,       DaemonSet,     n4,       p,   a,         running, i,         ,             false,      false,          1,           false,        false,    ,         [],          []
      k8s,     c,               mon,       DaemonSet,     n5,       p,   a,         running, i,         ,             false,      false,          1,           false,        false,    false,    ,            []
      k8s,     c,               mon,       DaemonSet,     n6,       p,   a,         running, i,         ,             false,      false,          1,           false,        false,    false,    [],
      k8s,     c,               mon,       DaemonSet,     n7,       p,   a,         running, i,         ,             ,           true,           1,           false,        false,    false,    "[""ALL""]", []
  expect:
    population: 13
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       mon,       DaemonSet,     was,      a,         R1,          Container a (i) of DaemonSet mon/was is privileged.
      c,       mon,       DaemonSet,     soon,     a,         R1,          Container a (i) of DaemonSet mon/soon is privileged.
      c,       mon,       DaemonSet,     no,       a,         R1,          Container a (i) of DaemonSet mon/no is privileged.
      c,       mon,       DaemonSet,     mixed,    a,         R1,          Container a (i) of DaemonSet mon/mixed is privileged.
      c,       mon,       DaemonSet,     n7,       a,         R4,          Container a (i) of DaemonSet mon/n7 is given the capabilities ALL.
      c,       mon,       DaemonSet,     n7,       a,         R5,          Container a (i) of DaemonSet mon/n7 does not set allowPrivilegeEscalation to false.
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       mon,       DaemonSet,     n1,       a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
      c,       mon,       DaemonSet,     n2,       a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
      c,       mon,       DaemonSet,     n3,       a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
      c,       mon,       DaemonSet,     n4,       a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
      c,       mon,       DaemonSet,     n5,       a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
      c,       mon,       DaemonSet,     n6,       a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
    excluded: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       mon,       DaemonSet,     ok,       a,         X1,          The image i is on the list allowed_images by its digest.
      c,       mon,       DaemonSet,     now,      a,         X1,          The image i is on the list allowed_images by its digest.

- name: Pod Security labels of namespaces; a namespace that is missing; a cluster without any
  given:
    asset: |
      asset_id,    asset_type,    account_or_project, name,   tags
      c/base,      k8s_namespace, c,                  base,   "{""pod-security.kubernetes.io/enforce"":""baseline""}"
      c/strict,    k8s_namespace, c,                  strict, "{""pod-security.kubernetes.io/enforce"":""restricted"",""x"":""y""}"
      c/loose,     k8s_namespace, c,                  loose,  "{""pod-security.kubernetes.io/enforce"":""privileged""}"
      c/warn,      k8s_namespace, c,                  warn,   "{""pod-security.kubernetes.io/warn"":""restricted""}"
      c/bare,      k8s_namespace, c,                  bare,
      d/node/gone, k8s_node,      d,                  gone,
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   privileged, allow_priv_esc, run_as_user, host_network, host_pid, host_ipc, caps_added, host_paths
      k8s,     c,               base,      Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               strict,    Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               loose,     Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               warn,      Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               bare,      Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     c,               gone,      Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      k8s,     d,               gone,      Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
  expect:
    population: 7
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       loose,     Deployment,    w,        a,         R8,          Container a (image unknown) of Deployment loose/w is in a namespace that does not enforce a Pod Security standard.
      c,       warn,      Deployment,    w,        a,         R8,          Container a (image unknown) of Deployment warn/w is in a namespace that does not enforce a Pod Security standard.
      c,       bare,      Deployment,    w,        a,         R8,          Container a (image unknown) of Deployment bare/w is in a namespace that does not enforce a Pod Security standard.
    indeterminate: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      c,       gone,      Deployment,    w,        a,         I2,          Namespace gone is not in the evidence.

- name: the last state of a cluster at the audit date counts, or the first one after it
  given:
    container: |
      snapshot_at, runtime, cluster_or_host, namespace, workload_kind, workload, pod, container, state,   privileged, allow_priv_esc, run_as_user, host_network, host_pid, host_ipc, caps_added, host_paths
      2026-05-01,  k8s,     c,               pay,       Deployment,    w,        p,   a,         running, true,       false,          1,           false,        false,    false,    [],         []
      2026-07-01,  k8s,     c,               pay,       Deployment,    w,        p,   a,         running, false,      false,          1,           false,        false,    false,    [],         []
      2026-07-02,  k8s,     c,               pay,       Deployment,    w,        p,   a,         running, true,       false,          1,           false,        false,    false,    [],         []
      2026-07-02,  k8s,     d,               pay,       ,              w,        p,   a,         running, true,       false,          1,           false,        false,    false,    [],         []
      2026-07-03,  k8s,     d,               pay,       Pod,           w,        p,   a,         running, false,      false,          0,           false,        false,    false,    [],         []
  expect:
    population: 2
    exceptions: |
      cluster, namespace, workload_kind, workload, container, reason_code, reason
      d,       pay,       Pod,           w,        a,         R1,          Container a (image unknown) of Pod pay/w is privileged.

- name: a workload has what any of its pods has, and is left out only when all of them are; users of images by digest and by id; namespaces of another cluster
  given:
    container: |
      runtime, cluster_or_host, namespace, workload_kind, workload,   pod,          container, state,   image_ref, image_digest, image_id,  os,      privileged, allow_priv_esc, run_as_user, run_as_non_root, host_network, host_pid, host_ipc, caps_added, host_paths
      k8s,     c,               pay,       Deployment,    priv,       priv-1,       a,         running, i:1,       ,             ,          ,        true,       false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    priv,       priv-2,       a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    net,        net-1,        a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                true,         false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    net,        net-2,        a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    pid,        pid-1,        a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        true,     false,    [],         []
      k8s,     c,               pay,       Deployment,    pid,        pid-2,        a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    ipc,        ipc-1,        a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    true,     [],         []
      k8s,     c,               pay,       Deployment,    ipc,        ipc-2,        a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    gain,       gain-1,       a,         running, i:1,       ,             ,          ,        false,      ,               1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    gain,       gain-2,       a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    root,       root-1,       a,         running, i:1,       ,             ,          ,        false,      false,          0,           ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    root,       root-2,       a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    anyone,     anyone-1,     a,         running, i:1,       ,             ,          ,        false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    anyone,     anyone-2,     a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    unset,      unset-1,      a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    ,           []
      k8s,     c,               pay,       Deployment,    unset,      unset-2,      a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    unsetboth,  unsetboth-1,  a,         running, i:1,       ,             ,          ,        false,      false,          ,            ,                false,        false,    false,    [],
      k8s,     c,               pay,       Deployment,    unsetboth,  unsetboth-2,  a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    oneallowed, oneallowed-1, a,         running, i:1,       sha256:ok,    ,          ,        false,      false,          1000,        ,                false,        true,     false,    [],         []
      k8s,     c,               pay,       Deployment,    oneallowed, oneallowed-2, a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    onewindows, onewindows-1, a,         running, i:1,       ,             ,          windows, false,      false,          1000,        ,                false,        true,     false,    [],         []
      k8s,     c,               pay,       Deployment,    onewindows, onewindows-2, a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    known,      known-1,      a,         running, i:1,       sha256:u,     ,          ,        false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    known,      known-2,      a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    rooted,     rooted-1,     a,         running, i:1,       sha256:r,     ,          ,        false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    rooted,     rooted-2,     a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    byid,       byid-1,       a,         running, i:1,       ,             sha256:id, ,        false,      false,          ,            ,                false,        false,    false,    [],         []
      k8s,     c,               pay,       Deployment,    byid,       byid-2,       a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
      docker,  c,               pay,       Deployment,    box,        x,            a,         running, i:1,       ,             ,          ,        true,       false,          1000,        ,                false,        false,    false,    [],         []
      k8s,     d,               free,      Deployment,    other,      x,            a,         running, i:1,       ,             ,          ,        false,      false,          1000,        ,                false,        false,    false,    [],         []
    image: |
      image_digest, image_id,  registry, repository, config_user
      sha256:u,     ,          r,        i,          1000
      sha256:u,     ,          r,        j,
      sha256:r,     ,          r,        i,          ""
      sha256:x,     sha256:id, r,        i,          "0:0"
    ref_list: |
      list_name,      value,     valid_from
      allowed_images, sha256:ok, 2026-01-01
    asset: |
      asset_id, asset_type,    account_or_project, name, tags
      n1,       k8s_namespace, c,                  pay,  "{""pod-security.kubernetes.io/enforce"": ""restricted""}"
      n2,       k8s_namespace, c,                  free, "{""pod-security.kubernetes.io/enforce"": ""restricted""}"
  expect:
    population: 15
    exceptions: |
      cluster, namespace, workload_kind, workload,   container, reason_code, reason
      c,       pay,       Deployment,    byid,       a,         R6,          Container a (i:1) of Deployment pay/byid may run as root.
      c,       pay,       Deployment,    gain,       a,         R5,          Container a (i:1) of Deployment pay/gain does not set allowPrivilegeEscalation to false.
      c,       pay,       Deployment,    ipc,        a,         R2,          Container a (i:1) of Deployment pay/ipc shares with the host: memory.
      c,       pay,       Deployment,    net,        a,         R2,          Container a (i:1) of Deployment pay/net shares with the host: network.
      c,       pay,       Deployment,    oneallowed, a,         R2,          Container a (i:1) of Deployment pay/oneallowed shares with the host: processes.
      c,       pay,       Deployment,    onewindows, a,         R2,          Container a (i:1) of Deployment pay/onewindows shares with the host: processes.
      c,       pay,       Deployment,    pid,        a,         R2,          Container a (i:1) of Deployment pay/pid shares with the host: processes.
      c,       pay,       Deployment,    priv,       a,         R1,          Container a (i:1) of Deployment pay/priv is privileged.
      c,       pay,       Deployment,    root,       a,         R6,          Container a (i:1) of Deployment pay/root may run as root.
      c,       pay,       Deployment,    rooted,     a,         R6,          Container a (i:1) of Deployment pay/rooted may run as root.
    indeterminate: |
      cluster, namespace, workload_kind, workload,  container, reason_code, reason
      c,       pay,       Deployment,    anyone,    a,         I1,          Neither the pod nor a known image says as which user i:1 runs.
      c,       pay,       Deployment,    unset,     a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
      c,       pay,       Deployment,    unsetboth, a,         I3,          "The evidence does not say whether the container is privileged, or what it shares with the host."
---*/
